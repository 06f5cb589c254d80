using System.Buffers.Text;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml.Writing;

/// <summary>Writes values as CIM-XML spells them (DSP0201, VALUE and what is around it).</summary>
internal static class ValueWriter
{
    private const int NumberBytes = 48;

    /// <summary>A value in its element, which its type chooses; nothing for NULL.</summary>
    public static void Write(AnswerBuffer answer, CimValue value)
    {
        if (value.IsNull)
        {
            return;
        }

        if (!value.Type.IsArray)
        {
            Item(answer, value);
            return;
        }

        answer.Put(value.Type == CimType.ReferenceArray ? "<VALUE.REFARRAY>"u8 : "<VALUE.ARRAY>"u8);
        Items(answer, value);
        answer.Put(value.Type == CimType.ReferenceArray ? "</VALUE.REFARRAY>"u8 : "</VALUE.ARRAY>"u8);
    }

    /// <summary>The items of an array, each in its element.</summary>
    public static void Items(AnswerBuffer answer, CimValue array)
    {
        foreach (ref readonly var item in array.Span)
        {
            if (item.IsNull)
            {
                answer.Put("<VALUE.NULL/>"u8);
            }
            else
            {
                Item(answer, item);
            }
        }
    }

    /// <summary>What stands between the tags of a VALUE.</summary>
    public static void Content(AnswerBuffer answer, CimValue value)
    {
        switch (value.Type)
        {
            case CimType.String:
                Text(answer, value.Text);
                break;
            case CimType.DateTime:
                Text(answer, value.DateTime.ToString());
                break;
            case CimType.Char16:
                XmlEscape.Write(answer, [value.Character]);
                break;
            case CimType.Instance:
                Embedded(answer, value.Object);
                break;
            case CimType.Reference:
                Text(answer, value.Reference.ToString());
                break;
            case CimType.Real32 or CimType.Real64:
                Text(answer, Real(value));
                break;
            default:
                answer.Advance(Number(answer.GetSpan(NumberBytes), value));
                break;
        }
    }

    /// <summary>Puts down a whole number or a boolean.</summary>
    /// <returns>How many bytes it takes: never more than 20.</returns>
    public static int Number(Span<byte> span, CimValue value)
    {
        if (value.Type == CimType.Boolean)
        {
            var word = value.Bits != 0 ? "TRUE"u8 : "FALSE"u8;
            word.CopyTo(span);
            return word.Length;
        }

        int length;
        if (value.Type is CimType.SInt8 or CimType.SInt16 or CimType.SInt32 or CimType.SInt64)
        {
            Utf8Formatter.TryFormat((long)value.Bits, span, out length);
        }
        else
        {
            Utf8Formatter.TryFormat(value.Bits, span, out length);
        }

        return length;
    }

    /// <summary>Writes text.</summary>
    public static void Text(AnswerBuffer answer, string text)
    {
        var span = answer.GetSpan(text.Length);
        if (XmlEscape.TryCopy(text, span))
        {
            answer.Advance(text.Length);
        }
        else
        {
            XmlEscape.Write(answer, text);
        }
    }

    /// <summary>Whether a type is written as a number or a boolean.</summary>
    public static bool IsNumber(CimType type) => type.IsInteger || type == CimType.Boolean;

    private static void Item(AnswerBuffer answer, CimValue value)
    {
        if (value.Type == CimType.Reference)
        {
            answer.Put("<VALUE.REFERENCE>"u8);
            PathWriter.Write(answer, value.Reference);
            answer.Put("</VALUE.REFERENCE>"u8);
            return;
        }

        answer.Put("<VALUE>"u8);
        Content(answer, value);
        answer.Put("</VALUE>"u8);
    }

    // A document in a document, as text.
    private static void Embedded(AnswerBuffer answer, CimElement embedded)
    {
        using var inner = new AnswerBuffer();
        if (embedded is CimInstance instance)
        {
            InstanceWriter.Write(inner, instance);
        }
        else
        {
            ClassWriter.Write(inner, (CimClass)embedded);
        }

        XmlEscape.Write(answer, inner.ToArray());
    }

    private static string Real(CimValue value) => value.Real switch
    {
        double.PositiveInfinity => "INF",
        double.NegativeInfinity => "-INF",
        double.NaN => "NaN",
        _ => value.ToString(),
    };
}
