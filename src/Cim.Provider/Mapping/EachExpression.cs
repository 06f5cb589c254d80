using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>An expression of every object that a set of references leads to: as an array, or as the sum of it.</summary>
internal sealed class EachExpression(Expression set, XenClass c, Expression of, bool isSum) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => isSum ? of.Type : of.Type.Set();

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => set.Reads.Concat(of.Reads);

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        var values = new List<XenValue>();
        foreach (var item in set.Of(reading, origin).Items)
        {
            if (item.Id is { } id && reading.State.Find(c, id) is { } found && of.Of(reading, Origin.Of(found)) is { IsNull: false } value)
            {
                values.Add(value);
            }
        }

        return !isSum ? XenValue.Of([.. values])
            : of.Type == FieldType.Int ? XenValue.Of(values.Sum(value => value.Int))
            : XenValue.Of(values.Sum(value => value.Double));
    }
}
