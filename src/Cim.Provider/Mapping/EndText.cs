using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>One end of a pair as the qualifier says it: <c>Role=[space:]Class['key'][(PATH)] [item]</c>.</summary>
internal sealed class EndText
{
    private readonly ResolvedProperty reference;
    private readonly string space;
    private readonly string className;
    private readonly string? key;
    private readonly string? way;
    private readonly MappingException unknown;
    private readonly ServerFacts facts;

    private EndText(ResolvedProperty reference, string space, string className, string? key, string? way, bool byItem, MappingException unknown, ServerFacts facts) =>
        (this.reference, this.space, this.className, this.key, this.way, ByItem, this.unknown, this.facts) = (reference, space, className, key, way, byItem, unknown, facts);

    /// <summary>Whether only equal items are joined.</summary>
    public bool ByItem { get; }

    /// <summary>Reads one end.</summary>
    public static EndText Parse(MappingTokens tokens, ResolvedClass c, string space, ServerFacts facts)
    {
        var at = tokens.At;
        var role = tokens.Word("a reference of the association");
        var reference = c.References.FirstOrDefault(property => property.Name.Equals(role, StringComparison.OrdinalIgnoreCase))
            ?? throw tokens.Wrong($"{c.Name} has no reference {role}", at);
        tokens.Need("=");
        at = tokens.At;
        var name = Space(tokens, ref space);
        string? key = null;
        if (tokens.Take("["))
        {
            key = tokens.Kind == 'q' ? tokens.Token : throw tokens.Wrong("the key of an instance is expected here, in single quotes");
            tokens.Advance();
            tokens.Need("]");
        }

        var way = tokens.Parenthesized();
        var byItem = tokens.Take("item");
        return new(reference, space, name, key, way, byItem, tokens.Wrong($"{space} has no class {name} whose instances come from somewhere", at), facts);
    }

    /// <summary>Where the instances of the class and of those below it come from.</summary>
    public IEnumerable<(IInstanceSource Source, int Number)> Places(IReadOnlyDictionary<string, SpaceMapping> spaces, Func<string, string, IInstanceSource?> find)
    {
        var classes = spaces.GetValueOrDefault(space)?.Classes;
        var sources = (classes?.Find(className) is { } c ? classes.AndBelow(c) : [])
            .Select(below => find(space, below.Name)).OfType<IInstanceSource>().ToList();
        return sources.Count == 0 ? throw unknown
            : sources.SelectMany(source => Enumerable.Range(0, (source as MappedSource)?.Count ?? 1).Select(number => (source, number)));
    }

    /// <summary>Binds this end, with the other in sight; null where their objects have nothing to do with each other.</summary>
    public LinkEnd? TryBind(IInstanceSource source, int number, IInstanceSource other, int otherNumber)
    {
        if (source is not MappedSource mapped)
        {
            var one = source.All(XenApi.Core.Memory.Snapshot.Nothing).FirstOrDefault(instance => key is null || instance.Path.Keys.Any(k => k.Value is { IsNull: false, Type: CimType.String } && k.Value.Text == key));
            return one is null ? throw unknown : new(reference, space, null, 0, one, null);
        }

        var objects = mapped.Objects(number);
        var target = (other as MappedSource)?.Objects(otherNumber).Class;
        if (way is null)
        {
            return objects.Class is null || target is null || objects.Class == target ? new(reference, space, mapped, number, null, null) : null;
        }

        var tokens = new MappingTokens(way);
        var path = new ExpressionParser(tokens, objects.Class, objects.Item, objects.ItemValue, new(facts)).Expression();
        tokens.End();
        return path.Type.Target == target || path.Type.Name.Length == 0 ? new(reference, space, mapped, number, null, path) : null;
    }

    // A namespace may stand before the class: root/xen:Xen_ComputerSystem.
    private static string Space(MappingTokens tokens, ref string space)
    {
        var name = tokens.Word("a class");
        while (tokens.Is("/") || tokens.Is(":"))
        {
            var isSpace = tokens.Is(":");
            tokens.Advance();
            if (isSpace)
            {
                space = name;
                return tokens.Word("a class");
            }

            name += "/" + tokens.Word("a namespace");
        }

        return name;
    }
}
