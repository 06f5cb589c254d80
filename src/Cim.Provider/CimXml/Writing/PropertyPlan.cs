using System.Text;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml.Writing;

/// <summary>How one property is written: the bytes around its value, made once.</summary>
internal readonly struct PropertyPlan
{
    private const int NumberBytes = 24;
    private const int ShortChars = 512;

    private readonly byte[] before;
    private readonly byte[] after;
    private readonly byte[] none;
    private readonly CimType type;

    public PropertyPlan(ResolvedProperty property, bool withOrigin)
    {
        Index = property.Index;
        type = property.Slot.Type;
        var element = type == CimType.Reference ? "PROPERTY.REFERENCE" : type.IsArray ? "PROPERTY.ARRAY" : "PROPERTY";
        var head = $"<{element} NAME=\"{property.Name}\"{(type == CimType.Reference ? "" : $" TYPE=\"{TypeNames.Of(type)}\"")}"
            + (property.Slot.ReferenceClass is { } target ? $" REFERENCECLASS=\"{target}\"" : "")
            + (withOrigin ? $" CLASSORIGIN=\"{property.ClassOrigin}\"" : "");
        var inner = type == CimType.Reference ? "VALUE.REFERENCE" : type.IsArray ? "VALUE.ARRAY" : "VALUE";
        before = Encoding.UTF8.GetBytes($"{head}{Embedded(property, type)}><{inner}>");
        after = Encoding.UTF8.GetBytes($"</{inner}></{element}>");
        // Not as one tag, and without a word of what is embedded: wbemcli reads neither.
        none = Encoding.UTF8.GetBytes($"{head}></{element}>");
    }

    /// <summary>The place of the property in the class.</summary>
    public int Index { get; }

    /// <summary>Writes the property with a value.</summary>
    public void Write(AnswerBuffer answer, CimValue value)
    {
        if (value.IsNull)
        {
            answer.Put(none);
            return;
        }

        if (ValueWriter.IsNumber(type))
        {
            var span = answer.GetSpan(before.Length + NumberBytes + after.Length);
            before.CopyTo(span);
            var length = before.Length + ValueWriter.Number(span[before.Length..], value);
            after.CopyTo(span[length..]);
            answer.Advance(length + after.Length);
        }
        else if (value.Type == CimType.String && value.Text is { Length: <= ShortChars } text)
        {
            var span = answer.GetSpan(before.Length + text.Length + after.Length);
            before.CopyTo(span);
            if (XmlEscape.TryCopy(text, span[before.Length..]))
            {
                after.CopyTo(span[(before.Length + text.Length)..]);
                answer.Advance(before.Length + text.Length + after.Length);
            }
            else
            {
                answer.Advance(before.Length);
                XmlEscape.Write(answer, text);
                answer.Put(after);
            }
        }
        else
        {
            answer.Put(before);
            if (type.IsArray)
            {
                ValueWriter.Items(answer, value);
            }
            else if (type == CimType.Reference)
            {
                PathWriter.Write(answer, value.Reference);
            }
            else
            {
                ValueWriter.Content(answer, value);
            }

            answer.Put(after);
        }
    }

    private static string Embedded(ResolvedElement element, CimType type) =>
        element.TextOf("EmbeddedInstance") is not null || (type.Item == CimType.Instance && !element.Is("EmbeddedObject")) ? " EmbeddedObject=\"instance\""
        : element.Is("EmbeddedObject") ? " EmbeddedObject=\"object\"" : "";
}
