using System.Globalization;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml.Reading;

/// <summary>Reads values as CIM-XML spells them (DSP0201, VALUE and what is around it).</summary>
internal static class ValueReader
{
    /// <summary>The type that an attribute TYPE or PARAMTYPE names.</summary>
    public static CimType Type(CimXmlElement element, ReadOnlySpan<byte> attribute)
    {
        var name = element.Required(attribute);
        if (name == "reference")
        {
            return CimType.Reference;
        }

        if (!CimTypes.TryParse(name, out var type))
        {
            element.Refuse($"'{Shortened(name)}' is no type of CIM");
        }

        return type;
    }

    /// <summary>What is in a PROPERTY, a PARAMVALUE or a QUALIFIER: nothing is NULL.</summary>
    public static CimValue Content(CimXmlElement holder, CimType type, bool isEmbedded, int depth) => holder.OnlyIfAny() is { } value
        ? Read(value, type, isEmbedded, depth)
        : CimValue.Null(isEmbedded ? EmbeddedType(type) : type);

    /// <summary>A VALUE, VALUE.ARRAY, VALUE.REFERENCE or VALUE.REFARRAY of a type.</summary>
    public static CimValue Read(CimXmlElement element, CimType type, bool isEmbedded, int depth)
    {
        if (element.Is("VALUE.ARRAY"u8) || element.Is("VALUE.REFARRAY"u8))
        {
            var items = new List<CimValue>();
            foreach (var item in element.Children)
            {
                items.Add(item.Is("VALUE.NULL"u8) ? CimValue.Null(isEmbedded ? CimType.Instance : type.Item) : Item(item, type.Item, isEmbedded, depth));
            }

            return CimValue.OfItems(isEmbedded ? CimType.InstanceArray : type.Array, items.ToArray());
        }

        return Item(element, type.Item, isEmbedded, depth);
    }

    /// <summary>A text as a value of a type.</summary>
    public static CimValue Parse(string text, CimType type)
    {
        if (type == CimType.String)
        {
            return CimValue.Of(text);
        }

        if (type == CimType.Char16 && text.Length == 1)
        {
            return CimValue.Of(text[0]);
        }

        var trimmed = text.Trim();
        return type switch
        {
            CimType.Boolean when bool.TryParse(trimmed, out var truth) => CimValue.Of(truth),
            CimType.DateTime when CimDateTime.TryParse(trimmed, out var time) => CimValue.Of(time),
            CimType.Real32 or CimType.Real64 when TryReal(trimmed, out var real) && (type == CimType.Real64 || !double.IsFinite(real) || Math.Abs(real) <= float.MaxValue) => CimValue.OfReal(type, real),
            _ when type.IsInteger && TryInteger(trimmed, out var number) && number >= type.Least && number <= type.Greatest => CimValue.OfInteger(type, number),
            _ => throw new CimException(CimStatus.InvalidParameter, $"'{Shortened(text)}' is no value of the type {type.MofName}."),
        };
    }

    /// <summary>A text, cut where it is too long for a message.</summary>
    public static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static CimType EmbeddedType(CimType type) => type.IsArray ? CimType.InstanceArray : CimType.Instance;

    private static CimValue Item(CimXmlElement element, CimType type, bool isEmbedded, int depth)
    {
        if (element.Is("VALUE.REFERENCE"u8))
        {
            return type is CimType.Reference or CimType.String
                ? CimValue.Of(PathReader.Read(element.Only()))
                : throw new CimException(CimStatus.InvalidParameter, $"A reference is given where a {type.MofName} is wanted.");
        }

        element.Expect("VALUE"u8);

        // Old clients put an instance there as it is.
        if (element.HasChildren)
        {
            return EmbeddedReader.Read(element.Only(), depth + 1);
        }

        var text = element.Text;
        return isEmbedded ? EmbeddedReader.Read(text, element.Limits, depth + 1)
            : type == CimType.Reference ? CimValue.Of(PathReader.Parse(text))
            : Parse(text, type);
    }

    // DSP0201: decimal, or hexadecimal after 0x.
    private static bool TryInteger(string text, out Int128 number)
    {
        var digits = text.AsSpan();
        var isNegative = digits.StartsWith("-");
        digits = isNegative || digits.StartsWith("+") ? digits[1..] : digits;
        var isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHex
            ? Int128.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && digits.Length <= 2 + 16
            : Int128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        number = isNegative ? -number : number;
        return isNumber;
    }

    private static bool TryReal(string text, out double real)
    {
        real = text.ToUpperInvariant() switch
        {
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            "NAN" => double.NaN,
            _ => 0,
        };
        return real != 0 || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out real) && double.IsFinite(real);
    }
}
