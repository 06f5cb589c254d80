using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Cim.Provider.Schema;

/// <summary>The classes of a namespace, resolved, with who is above and below whom. Immutable: another schema is another tree.</summary>
public sealed class ClassTree
{
    private readonly FrozenDictionary<string, ResolvedClass> classes;
    private readonly FrozenDictionary<string, ImmutableArray<ResolvedClass>> below;

    /// <summary>Resolves declarations of which the compiler has found that they fit together.</summary>
    /// <param name="declared">The declarations by name.</param>
    /// <param name="before">A tree whose classes stay as they are where nothing changed for them: a further class then costs little.</param>
    public ClassTree(IReadOnlyDictionary<string, CimClass> declared, ClassTree? before = null)
    {
        var resolved = new Dictionary<string, ResolvedClass>(declared.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var c in declared.Values)
        {
            Resolve(c);
        }

        classes = resolved.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        below = resolved.Values.Where(c => c.Superclass is not null)
            .GroupBy(c => c.Superclass!.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        Roots = [.. resolved.Values.Where(c => c.Superclass is null).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

        ResolvedClass Resolve(CimClass c)
        {
            if (!resolved.TryGetValue(c.Name, out var found))
            {
                var above = c.Superclass is { } name ? Resolve(declared[name]) : null;
                var same = before?.Find(c.Name) is { } former && former.Declared == c && former.Superclass == above ? former : null;
                resolved[c.Name] = found = same ?? ResolvedClass.Of(c, above);
            }

            return found;
        }
    }

    /// <summary>The classes with none above.</summary>
    public ImmutableArray<ResolvedClass> Roots { get; }

    /// <summary>All classes, in no order that means anything.</summary>
    public IEnumerable<ResolvedClass> All => classes.Values;

    /// <summary>The class of that name; null where there is none.</summary>
    public ResolvedClass? Find(string name) => classes.GetValueOrDefault(name);

    /// <summary>The classes right below.</summary>
    public ImmutableArray<ResolvedClass> Below(ResolvedClass c) => below.GetValueOrDefault(c.Name, []);

    /// <summary>The class and all below it, each before those below it.</summary>
    public IEnumerable<ResolvedClass> AndBelow(ResolvedClass c) => Below(c).SelectMany(AndBelow).Prepend(c);
}
