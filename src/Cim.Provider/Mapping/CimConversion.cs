using Cim.Provider.Schema;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>The last step of a mapping: a value of the Xen API becomes one of the property's type. What does not fit becomes NULL, never something else.</summary>
internal static class CimConversion
{
    /// <summary>Whether values of a type can become values of the slot.</summary>
    public static bool Fits(FieldType from, CimSlot slot) => from switch
    {
        { Name.Length: 0 } => true,
        { IsSet: true } => slot.Type.IsArray && Fits(from.Element, slot with { Type = slot.Type.Item }),
        { IsMap: true } => slot.Type == CimType.StringArray,
        _ when slot.Type.IsArray => false,
        { Name: "int" } => slot.Type.IsInteger || slot.Type.IsReal || slot.Type == CimType.String,
        { Name: "float" } => slot.Type.IsReal || slot.Type == CimType.String,
        { Name: "bool" } => slot.Type is CimType.Boolean or CimType.String,
        { Name: "datetime" } => slot.Type is CimType.DateTime or CimType.String,
        _ => slot.Type == CimType.String,
    };

    /// <summary>The value in the type of the slot.</summary>
    public static CimValue To(CimSlot slot, XenValue value)
    {
        var type = slot.Type;
        if (value.IsNull)
        {
            return CimValue.Null(type);
        }

        if (value.Made is { } whole && whole.Type == type)
        {
            return whole;
        }

        if (!type.IsArray)
        {
            return One(type, value);
        }

        var items = value.Kind switch
        {
            ValueKind.Set => value.Items,
            ValueKind.Map => Conversions.Entries(value),
            _ => [value],
        };
        var array = new List<CimValue>(items.Length);
        foreach (var item in items)
        {
            if (One(type.Item, item) is { IsNull: false } made)
            {
                array.Add(made);
            }
        }

        return CimValue.OfItems(type, array.ToArray());
    }

    private static CimValue One(CimType type, XenValue value)
    {
        if (value.Made is { } made)
        {
            return made.Type == type ? made
                : type == CimType.String ? CimValue.Of(made.Type == CimType.Reference ? made.Reference.ToString() : made.DateTime.ToString()!)
                : CimValue.Null(type);
        }

        return type switch
        {
            _ when value.IsNull => CimValue.Null(type),
            CimType.String => CimValue.Of(value.Text),
            CimType.Boolean when value.Kind == ValueKind.Bool => CimValue.Of(value.Bool),
            CimType.DateTime when value.Kind == ValueKind.DateTime && value.Time > DateTimeOffset.UnixEpoch => CimValue.Of(CimDateTime.Of(value.Time)),
            _ when type.IsInteger && value.Kind == ValueKind.Int && value.Int >= type.Least && value.Int <= type.Greatest => CimValue.OfInteger(type, value.Int),
            _ when type.IsReal && value.Kind is ValueKind.Int or ValueKind.Double && double.IsFinite(value.Double) => CimValue.OfReal(type, value.Double),
            _ => CimValue.Null(type),
        };
    }
}
