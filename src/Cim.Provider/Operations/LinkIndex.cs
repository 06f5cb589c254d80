using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>Which associations of all namespaces can refer to the instances of a class: found once for each class that somebody asks for.</summary>
internal sealed class LinkIndex(IEnumerable<CimSpace> spaces)
{
    private readonly ImmutableArray<LinkWay> all =
    [
        .. from space in spaces
           from source in space.Sources.Values.OfType<ILinkSource>().OrderBy(source => source.Class.Name, StringComparer.OrdinalIgnoreCase)
           from reference in source.Class.References
           select new LinkWay(space, source, reference),
    ];

    private readonly ConcurrentDictionary<ResolvedClass, ImmutableArray<LinkWay>> byClass = new();

    /// <summary>The ways that lead to instances of the class.</summary>
    public ImmutableArray<LinkWay> To(ResolvedClass c) => byClass.GetOrAdd(c, static (c, all) => [.. all.Where(way => CanLead(way, c))], all);

    private static bool CanLead(LinkWay way, ResolvedClass c) =>
        way.Reference.Slot.ReferenceClass is { } target && c.IsA(target) && way.Source.CanLead(way.Reference, c);
}
