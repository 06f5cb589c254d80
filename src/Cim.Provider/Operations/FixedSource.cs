using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>The instances of a class that were declared: in our own schema, or by clients.</summary>
internal sealed class FixedSource : ILinkSource
{
    private readonly string space;
    private readonly Func<string, string, IInstanceSource?> sources;
    private readonly FixedInstance[] all;
    private readonly Dictionary<CimObjectPath, FixedInstance> byPath;
    private readonly Dictionary<(int Reference, CimObjectPath Target), List<FixedInstance>> byEnd = [];

    /// <summary>Takes the instances.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="c">The class.</param>
    /// <param name="declared">The instances.</param>
    /// <param name="sources">Finds the source of a class of a namespace, to look up what is referred to.</param>
    public FixedSource(string space, ResolvedClass c, IReadOnlyList<CimInstance> declared, Func<string, string, IInstanceSource?> sources)
    {
        this.space = space;
        this.sources = sources;
        Class = c;
        Declared = declared;
        all = [.. declared.Select(one => new FixedInstance(c, one))];
        byPath = all.ToDictionary(one => Plain(one.Path));
        foreach (var one in c.IsAssociation ? all : [])
        {
            foreach (var reference in c.References.Where(reference => !one[reference.Index].IsNull))
            {
                var key = (reference.Index, Plain(one[reference.Index].Reference));
                (byEnd.TryGetValue(key, out var found) ? found : byEnd[key] = []).Add(one);
            }
        }
    }

    /// <inheritdoc/>
    public ResolvedClass Class { get; }

    /// <summary>The declarations.</summary>
    public IReadOnlyList<CimInstance> Declared { get; }

    /// <inheritdoc/>
    public IEnumerable<Instance> All(Snapshot state) => Class.IsAssociation ? all.Select(one => Link(one, state)).Where(link => link.IsWhole) : all;

    /// <inheritdoc/>
    public Instance? Find(Snapshot state, CimObjectPath path) => byPath.GetValueOrDefault(Plain(path)) is not { } found ? null
        : Class.IsAssociation ? Link(found, state)
        : found;

    /// <inheritdoc/>
    public IEnumerable<LinkInstance> From(Snapshot state, Instance end, ResolvedProperty reference) =>
        (byEnd.GetValueOrDefault((reference.Index, Plain(end.Path))) ?? []).Select(one => Link(one, state)).Where(link => link.IsWhole);

    // Hosts and namespaces may be spelled out or not: within one namespace the keys tell instances apart.
    private static CimObjectPath Plain(CimObjectPath path) => new(null, null, path.ClassName, new([.. path.Keys.Select(key =>
        key.Value is { IsNull: false, Type: CimType.Reference } ? new CimPropertyValue(key.Name, CimValue.Of(Plain(key.Value.Reference))) : key)]));

    private FixedLink Link(FixedInstance one, Snapshot state) => new(one, space, sources, state);
}
