using Cim.Provider.Schema;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>The time between two moments; NULL where one of them is, or where they are in the wrong order.</summary>
internal sealed class SinceExpression(Expression end, Expression begin) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => new("datetime");

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => end.Reads.Concat(begin.Reads);

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin) =>
        end.Of(reading, origin) is { Kind: ValueKind.DateTime } to && begin.Of(reading, origin) is { Kind: ValueKind.DateTime } from && to.Time >= from.Time
            ? XenValue.Of(CimValue.Of(CimDateTime.Of(to.Time - from.Time)))
            : XenValue.Null;
}
