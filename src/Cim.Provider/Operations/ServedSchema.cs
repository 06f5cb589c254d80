using System.Collections.Frozen;
using Cim.Provider.Mapping;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>A schema that holds together: its declarations, and the namespaces that are served of them. Immutable.</summary>
internal sealed class ServedSchema
{
    private ServedSchema(IReadOnlyDictionary<string, CimNamespace> declared, IEnumerable<CimSpace> spaces)
    {
        Declared = declared;
        var byName = spaces.ToDictionary(space => space.Name, StringComparer.OrdinalIgnoreCase);
        Catalog = new(BuiltInSchema.Names.Select(entry => (entry.Name, byName[entry.Space])));
    }

    /// <summary>The declarations by namespace.</summary>
    public IReadOnlyDictionary<string, CimNamespace> Declared { get; }

    /// <summary>The namespaces by their names.</summary>
    public Catalog Catalog { get; }

    /// <summary>Resolves the classes and binds the mappings; no schema where there is a fault.</summary>
    /// <param name="house">Whose schema it is.</param>
    /// <param name="declared">The declarations by namespace.</param>
    /// <param name="before">The schema before: what has not changed is taken from it, so that a further class costs little.</param>
    public static (ServedSchema? Schema, IReadOnlyList<MappingFault> Faults) Build(
        CimHouse house, IReadOnlyDictionary<string, CimNamespace> declared, ServedSchema? before)
    {
        var spaces = declared.Values.Select(space => Mapping(house, space, before?.Catalog.Find(space.Name), before?.Declared[space.Name])).ToList();
        if (before is not null && spaces.TrueForAll(space => Mapped(space.Classes).SequenceEqual(Mapped(before.Catalog.Space(space.Name).Classes))))
        {
            return (new(declared, spaces.Select(space => Space(house, space, declared[space.Name], AsBefore(before.Catalog.Space(space.Name), space)))), []);
        }

        var (bound, faults) = SourceBinder.Bind(spaces, house.Facts);
        return faults.Count > 0 ? (null, faults) : (new(declared, spaces.Select(space => Space(
            house, space, declared[space.Name], bound.Where(entry => entry.Key.Space == space.Name).Select(entry => KeyValuePair.Create(entry.Key.Class, entry.Value))))), []);
    }

    private static SpaceMapping Mapping(CimHouse house, CimNamespace space, CimSpace? before, CimNamespace? former)
    {
        var tree = before is not null && former!.Classes == space.Classes ? before.Classes : new ClassTree(space.Classes, before?.Classes);
        var fixedSources = new Dictionary<string, IInstanceSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in space.Instances.GroupBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase))
        {
            var c = tree.Find(group.Key)!;
            CimInstance[] instances = [.. group];
            fixedSources[group.Key] = before?.Source(c) is FixedSource same && same.Class == c && same.Declared.SequenceEqual(instances)
                ? same
                : new FixedSource(space.Name, c, instances, house.Source);
        }

        return new(space.Name, tree, fixedSources);
    }

    // The classes that the mapping reads: while they are the same objects, what is bound to them holds.
    private static IEnumerable<ResolvedClass> Mapped(ClassTree classes) => classes.All.Where(IsMapped).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsMapped(ResolvedClass c) => c.Declared.Qualifiers.Find(MappingQualifiers.Source) is not null || c.Declared.Qualifiers.Find(MappingQualifiers.Ends) is not null;

    private static IEnumerable<KeyValuePair<string, IInstanceSource>> AsBefore(CimSpace before, SpaceMapping space) =>
        before.Sources.Where(entry => entry.Value is not FixedSource).Concat(space.Fixed);

    private static CimSpace Space(CimHouse house, SpaceMapping mapping, CimNamespace whole, IEnumerable<KeyValuePair<string, IInstanceSource>> bound)
    {
        var sources = bound.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        var writers = new Dictionary<string, IInstanceWriter>(StringComparer.OrdinalIgnoreCase);
        foreach (var c in mapping.Classes.All)
        {
            var source = sources.GetValueOrDefault(c.Name);
            if (source is IMeasuredSource mapped)
            {
                writers[c.Name] = mapped.Writer;
            }
            else if (source is null or FixedSource && !IsMapped(c) && !c.Declared.Is("Abstract") && c.Keys.Length > 0 && !house.IsBuiltIn(mapping.Name, c.Name))
            {
                writers[c.Name] = new DeclaredWriter(house, mapping.Name);
            }
        }

        return new(mapping.Name, mapping.Classes, whole.QualifierTypes, sources, writers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }
}
