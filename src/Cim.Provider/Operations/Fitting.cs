using System.Globalization;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>Fits the values that clients give to the types that the schema wants.</summary>
internal static class Fitting
{
    /// <summary>The value with the type of the slot; null where it is of another. NULL is of any type.</summary>
    public static CimValue? Exact(CimSlot slot, CimValue value) =>
        value.IsNull ? CimValue.Null(slot.Type)
        : value.Type != slot.Type && !IsEmbedded(slot.Type, value.Type) ? null
        : slot.ArraySize is { } most && value.Type.IsArray && value.Items.Length > most ? null
        : value;

    /// <summary>The same for a value of which the protocol did not say the type: a text is read as what is wanted, and a whole number may be of another size.</summary>
    public static CimValue? Untyped(CimSlot slot, CimValue value)
    {
        if (Exact(slot, value) is { } exact)
        {
            return exact;
        }

        if (slot.Type.IsArray)
        {
            if (!value.Type.IsArray || value.Items.Length > (slot.ArraySize ?? int.MaxValue))
            {
                return null;
            }

            var items = value.Items.Select(item => Scalar(slot.Type.Item, item)).ToArray();
            return items.All(item => item is not null) ? CimValue.OfItems(slot.Type, [.. items.Select(item => item!.Value)]) : null;
        }

        return Scalar(slot.Type, value);
    }

    private static bool IsEmbedded(CimType wanted, CimType given) => wanted.Item == CimType.String && given.Item == CimType.Instance && wanted.IsArray == given.IsArray;

    private static CimValue? Scalar(CimType type, CimValue value) =>
        value.IsNull ? CimValue.Null(type)
        : value.Type == type ? value
        : value.Type.IsInteger && type.IsInteger ? Integer(type, value.Integer)
        : value.Type.IsInteger && type.IsReal ? CimValue.OfReal(type, (double)value.Integer)
        : value.Type.IsReal && type.IsReal ? CimValue.OfReal(type, value.Real)
        : value.Type == CimType.String ? Read(type, value.Text)
        : null;

    private static CimValue? Read(CimType type, string text) => type switch
    {
        _ when type.IsInteger => Whole(text) is { } number ? Integer(type, number) : null,
        _ when type.IsReal => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? CimValue.OfReal(type, real) : null,
        CimType.Boolean => bool.TryParse(text, out var truth) ? CimValue.Of(truth) : null,
        CimType.Char16 => text.Length == 1 ? CimValue.Of(text[0]) : null,
        CimType.DateTime => CimDateTime.TryParse(text, out var time) ? CimValue.Of(time) : null,
        CimType.Reference => CimObjectPathReader.TryRead(text, out var path, out _) ? CimValue.Of(path) : null,
        _ => null,
    };

    private static Int128? Whole(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHex
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : null
            : Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static CimValue? Integer(CimType type, Int128 number) => number >= type.Least && number <= type.Greatest ? CimValue.OfInteger(type, number) : null;
}
