using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>A value, or NULL where a condition does not hold.</summary>
internal sealed class WhenExpression(Expression value, Expression condition) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => value.Type;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => value.Reads.Concat(condition.Reads);

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin) =>
        condition.Of(reading, origin) is { Kind: ValueKind.Bool, Bool: true } ? value.Of(reading, origin) : XenValue.Null;
}
