using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace Cim.Provider.Mapping;

/// <summary>The instances of an association that the mapping joins.</summary>
internal sealed class MappedLinks : ILinkSource
{
    private readonly LinkPair[] pairs;
    private readonly Dictionary<LinkPair, PropertyPlan[]> plans;
    private readonly Func<string, string, IInstanceSource?> sources;

    /// <summary>Takes what a class joins.</summary>
    /// <param name="c">The association.</param>
    /// <param name="pairs">What it joins, and how its further properties get their values.</param>
    /// <param name="sources">Finds the source of a class of a namespace, to look up the ends that a path names.</param>
    public MappedLinks(ResolvedClass c, IReadOnlyList<(LinkPair Pair, PropertyPlan[] Plan)> pairs, Func<string, string, IInstanceSource?> sources)
    {
        Class = c;
        this.pairs = [.. pairs.Select(pair => pair.Pair)];
        plans = pairs.ToDictionary(pair => pair.Pair, pair => pair.Plan, (IEqualityComparer<LinkPair>)ReferenceEqualityComparer.Instance);
        this.sources = sources;
    }

    /// <inheritdoc/>
    public ResolvedClass Class { get; }

    /// <summary>How a property of a joined pair gets its value.</summary>
    public PropertyPlan Plan(LinkPair pair, int property) => plans[pair][property];

    /// <inheritdoc/>
    public IEnumerable<Instance> All(Snapshot state)
    {
        var reading = new Reading(state);
        foreach (var pair in pairs)
        {
            foreach (var left in pair.Left.All(reading))
            {
                foreach (var right in pair.From(reading, left, isLeft: true))
                {
                    yield return new MappedLink(this, pair, reading, left, right);
                }
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LinkInstance> From(Snapshot state, Instance end, ResolvedProperty reference) => From(new Reading(state), end, reference.Index);

    /// <inheritdoc/>
    public bool CanLead(ResolvedProperty reference, ResolvedClass c) =>
        Array.Exists(pairs, pair => Leads(pair.Left, reference, c) || Leads(pair.Right, reference, c));

    /// <inheritdoc/>
    public Instance? Find(Snapshot state, CimObjectPath path)
    {
        var reading = new Reading(state);
        foreach (var pair in pairs)
        {
            if (End(state, path, pair.Left) is { } left && End(state, path, pair.Right) is { } right && pair.Left.Has(left))
            {
                foreach (var other in pair.From(reading, left, isLeft: true))
                {
                    if (other.Path.Equals(right.Path))
                    {
                        return new MappedLink(this, pair, reading, left, other);
                    }
                }
            }
        }

        return null;
    }

    private IEnumerable<LinkInstance> From(Reading reading, Instance end, int reference)
    {
        foreach (var pair in pairs)
        {
            if (pair.Left.Reference.Index == reference && pair.Left.Has(end))
            {
                foreach (var right in pair.From(reading, end, isLeft: true))
                {
                    yield return new MappedLink(this, pair, reading, end, right);
                }
            }
            else if (pair.Right.Reference.Index == reference && pair.Right.Has(end))
            {
                foreach (var left in pair.From(reading, end, isLeft: false))
                {
                    yield return new MappedLink(this, pair, reading, left, end);
                }
            }
        }
    }

    private static bool Leads(LinkEnd end, ResolvedProperty reference, ResolvedClass c) =>
        end.Reference.Index == reference.Index && (end.Source?.Class ?? end.One!.Class).Name.Equals(c.Name, StringComparison.OrdinalIgnoreCase);

    private Instance? End(Snapshot state, CimObjectPath path, LinkEnd end) =>
        path.Keys.Find(end.Reference.Name) is { Value: { IsNull: false, Type: CimType.Reference } given }
            && string.Equals(given.Reference.ClassName, end.Source?.Class.Name ?? end.One!.Class.Name, StringComparison.OrdinalIgnoreCase)
            ? sources(end.Space, given.Reference.ClassName)?.Find(state, given.Reference)
            : null;
}
