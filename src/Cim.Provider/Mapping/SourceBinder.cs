using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>Binds the mapping qualifiers of all namespaces to the model of the Xen API: what comes out are the sources of instances.</summary>
public sealed class SourceBinder
{
    private readonly Dictionary<string, SpaceMapping> spaces;
    private readonly Dictionary<(string Space, string Class), IInstanceSource> sources = new(NameComparer.Instance);
    private readonly List<MappingFault> faults = [];

    private readonly ServerFacts facts;

    private SourceBinder(IEnumerable<SpaceMapping> spaces, ServerFacts facts)
    {
        this.spaces = spaces.ToDictionary(space => space.Name, StringComparer.OrdinalIgnoreCase);
        this.facts = facts;
    }

    /// <summary>Binds all that is mapped; the faults are all that there are, and where there is one nothing may be served.</summary>
    public static (IReadOnlyDictionary<(string Space, string Class), IInstanceSource> Sources, IReadOnlyList<MappingFault> Faults) Bind(
        IEnumerable<SpaceMapping> spaces, ServerFacts facts)
    {
        var binder = new SourceBinder(spaces, facts);
        binder.BindObjects();
        binder.BindLinks();
        return (binder.sources, binder.faults);
    }

    private void BindObjects()
    {
        foreach (var space in spaces.Values)
        {
            foreach (var (name, source) in space.Fixed)
            {
                sources[(space.Name, name)] = source;
            }

            var scope = new MappingScope(facts);
            foreach (var c in space.Classes.All)
            {
                string[] texts = [.. Own(c, MappingQualifiers.Source)];
                if (texts.Length > 0)
                {
                    Try(space, c, MappingQualifiers.Source, () => sources[(space.Name, c.Name)] = new MappedSource(space.Name, c, texts, scope));
                }
            }

            foreach (var path in scope.Paths)
            {
                Try(space, null, MappingQualifiers.Value, () => path.Resolve(name => Find(space.Name, name) as MappedSource));
            }
        }
    }

    private void BindLinks()
    {
        foreach (var space in spaces.Values)
        {
            foreach (var c in space.Classes.All)
            {
                string[] texts = [.. Own(c, MappingQualifiers.Ends)];
                if (texts.Length > 0)
                {
                    Try(space, c, MappingQualifiers.Ends, () => sources[(space.Name, c.Name)] = new MappedLinks(c, [.. texts.SelectMany((text, number) => Pairs(space, c, text, number, texts.Length))], Find));
                }
            }
        }
    }

    // The qualifiers that say where instances come from are of the very class, never of one above.
    private static IEnumerable<string> Own(ResolvedClass c, string qualifier) =>
        c.Qualifiers.Find(qualifier) is { IsPropagated: false } ? c.TextsOf(qualifier) : [];

    private List<(LinkPair Pair, PropertyPlan[] Plan)> Pairs(SpaceMapping space, ResolvedClass c, string text, int number, int count)
    {
        var tokens = new MappingTokens(text);
        var left = EndText.Parse(tokens, c, space.Name, facts);
        var right = EndText.Parse(tokens, c, space.Name, facts);
        tokens.End();
        var pairs = new List<(LinkPair, PropertyPlan[])>();
        MappingException? failure = null;
        foreach (var (leftSource, leftNumber) in left.Places(spaces, Find))
        {
            foreach (var (rightSource, rightNumber) in right.Places(spaces, Find))
            {
                try
                {
                    if (left.TryBind(leftSource, leftNumber, rightSource, rightNumber) is { } near && right.TryBind(rightSource, rightNumber, leftSource, leftNumber) is { } far)
                    {
                        pairs.Add((new(near, far, left.ByItem || right.ByItem), Plans(c, near, far, number, count)));
                    }
                }
                catch (MappingException e)
                {
                    failure ??= e;
                }
            }
        }

        // A way that suits one of several classes is enough; one that suits none is a mistake.
        return pairs.Count > 0 ? pairs : throw failure ?? new MappingException("nothing is joined: the ways do not lead from one class to the other", text, 0);
    }

    private PropertyPlan[] Plans(ResolvedClass c, LinkEnd left, LinkEnd right, int number, int count) => [.. c.Properties.Select(property =>
    {
        var end = right.Source is null ? left : right;
        string[] texts = [.. property.TextsOf(MappingQualifiers.Value)];
        if (property.IsReference || texts.Length == 0)
        {
            return new(property.Slot, property.Default.IsNull ? CimValue.Null(property.Slot.Type) : property.Default, null);
        }

        if (texts.Length != 1 && texts.Length != count)
        {
            throw new MappingException($"{property.Name} has {texts.Length} values for {count} pairs of ends: one for all or one for each", texts[0], 0);
        }

        var tokens = new MappingTokens(texts[texts.Length == 1 ? 0 : number]);
        var value = new ExpressionParser(tokens, end.Class, end.Source?.Objects(end.Number).Item, end.Source?.Objects(end.Number).ItemValue, new(facts)).Expression();
        tokens.End();
        return CimConversion.Fits(value.Type, property.Slot)
            ? new PropertyPlan(property.Slot, default, value)
            : throw new MappingException($"{property.Name} is {property.Slot}, and this is {value.Type.Name}", texts[0], 0);
    })];

    private IInstanceSource? Find(string space, string name) => sources.GetValueOrDefault((space, name));

    private void Try(SpaceMapping space, ResolvedClass? c, string qualifier, Action bind)
    {
        try
        {
            bind();
        }
        catch (MappingException e)
        {
            _ = c is null ? e : e.Of(c, qualifier);
            faults.Add(new(space.Name, c?.Name ?? "", e.Property, e.Qualifier, e.Place, e.Message));
        }
    }

    private sealed class NameComparer : IEqualityComparer<(string, string)>
    {
        public static NameComparer Instance { get; } = new();

        public bool Equals((string, string) x, (string, string) y) =>
            x.Item1.Equals(y.Item1, StringComparison.OrdinalIgnoreCase) && x.Item2.Equals(y.Item2, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string, string) name) =>
            HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(name.Item1), StringComparer.OrdinalIgnoreCase.GetHashCode(name.Item2));
    }
}
