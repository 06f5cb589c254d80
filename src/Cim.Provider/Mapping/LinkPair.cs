using Cim.Provider.Operations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>Two ends that an association joins. A pair of instances is joined when each way leads from one to the other.</summary>
/// <param name="Left">One end.</param>
/// <param name="Right">The other.</param>
/// <param name="ByItem">Whether only equal items are joined.</param>
internal sealed record LinkPair(LinkEnd Left, LinkEnd Right, bool ByItem)
{
    private readonly bool isCertain = (Left.Way as PathExpression)?.Mirrors(Right.Way) ?? false;

    /// <summary>The instances that are joined with one.</summary>
    public IEnumerable<Instance> From(Reading reading, Instance instance, bool isLeft)
    {
        var (near, far) = isLeft ? (Left, Right) : (Right, Left);
        if (near.One is not null || far.One is not null)
        {
            // One instance is joined with all of the other end.
            return far.All(reading);
        }

        var mapped = (MappedInstance)instance;
        return Reached(reading, near, far, mapped.Origin)
            .SelectMany(found => far.On(reading, found))
            .Where(other => !ByItem || ((MappedInstance)other).Origin.Item.Same(mapped.Origin.Item));
    }

    private IEnumerable<XenObject?> Reached(Reading reading, LinkEnd near, LinkEnd far, Origin origin)
    {
        if (far.Class is null || (near.Way is null && far.Way is null && near.Class == far.Class))
        {
            return [far.Class is null ? null : origin.Object];
        }

        if (near.Class is null && near.Way is null)
        {
            return reading.State.All(far.Class);
        }

        return Ids(near.Way is null ? XenValue.Of(origin.Object?.Id) : near.Way.Of(reading, origin))
            .Select(id => reading.State.Find(far.Class, id)).OfType<XenObject>()
            .Where(found => isCertain || far.Way is null or PathExpression { IsAll: true } || origin.Object is null || LeadsTo(reading, far.Way, found, origin.Object.Id));
    }

    private static bool LeadsTo(Reading reading, Expression way, XenObject from, Guid to)
    {
        foreach (var id in Ids(way.Of(reading, Origin.Of(from))))
        {
            if (id == to)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Guid> Ids(XenValue reached) => reached.Kind == ValueKind.Set
        ? reached.Items.Select(item => item.Id).OfType<Guid>().Distinct()
        : reached.Id is { } id ? [id] : [];
}
