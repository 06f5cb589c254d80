using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>An element of a set, or a value of a map: that of the least key. NULL where there is none.</summary>
internal sealed class AnyExpression(Expression many, FieldType type) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => type;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => many.Reads;

    /// <inheritdoc/>
    public override string? Word => many.Words is { } name ? $"{name} any" : null;

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        var value = many.Of(reading, origin);
        return value.Kind switch
        {
            ValueKind.Set => value.Items.Length > 0 ? value.Items[0] : XenValue.Null,
            ValueKind.Map => value.Entries.Length > 0 ? value.Entries.MinBy(entry => entry.Key.Text, StringComparer.Ordinal).Value : XenValue.Null,
            _ => value,
        };
    }
}
