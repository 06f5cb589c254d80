using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>Where instances come from: the objects of one class of the Xen API that fulfil conditions, each as one instance or as several.</summary>
internal sealed class ObjectSource
{
    private readonly Expression? each;
    private readonly (Expression Value, XenValue Wanted, bool IsEqual)[] conditions;

    private ObjectSource(XenClass? c, Expression? each, FieldType? item, FieldType? itemValue, (Expression, XenValue, bool)[] conditions) =>
        (Class, this.each, Item, ItemValue, this.conditions) = (c, each, item, itemValue, conditions);

    /// <summary>The class of the objects; null where the source is the server itself.</summary>
    public XenClass? Class { get; }

    /// <summary>The type of the items; null where an object makes one instance.</summary>
    public FieldType? Item { get; }

    /// <summary>The type of the values under the items; null where items are no keys.</summary>
    public FieldType? ItemValue { get; }

    /// <summary>The classes that it reads.</summary>
    public IEnumerable<XenClass> Reads => (each?.Reads ?? []).Concat(conditions.SelectMany(condition => condition.Value.Reads)).Concat(Class is { } c ? [c] : []);

    /// <summary>CLASS ["each" EACH] ["where" CONDITION {"and" CONDITION}].</summary>
    public static ObjectSource Parse(string text, MappingScope scope)
    {
        var tokens = new MappingTokens(text);
        var at = tokens.At;
        var name = tokens.Word("a class of the Xen API, or server,");
        var c = name == "server" ? null : XenModel.Class(name) ?? throw tokens.Wrong($"the Xen API has no class {name}", at);
        Expression? each = null;
        FieldType? item = null, itemValue = null;
        if (tokens.Take("each"))
        {
            var parser = new ExpressionParser(tokens, c, null, null, scope);
            at = tokens.At;
            each = tokens.Take("(") ? Listed(tokens, parser) : parser.Expression();
            (item, itemValue) = each.Type switch
            {
                { IsMap: true } map => (map.Key, map.Value),
                { IsSet: true } set => (set.Element, (FieldType?)null),
                { Name: "int" } => (FieldType.Int, null),
                _ => throw tokens.Wrong("'each' takes a number, a set, a map, or a list in parentheses", at),
            };
        }

        var conditions = new List<(Expression, XenValue, bool)>();
        if (tokens.Take("where"))
        {
            do
            {
                conditions.Add(Condition(tokens, new(tokens, c, item, itemValue, scope)));
            }
            while (tokens.Take("and"));
        }

        tokens.End();
        return new(c, each, item, itemValue, [.. conditions]);
    }

    /// <summary>The instances that one object makes.</summary>
    public IEnumerable<Origin> On(Reading reading, XenObject? found)
    {
        if (each is null)
        {
            var one = Origin.Of(found);
            if (Takes(reading, one))
            {
                yield return one;
            }

            yield break;
        }

        var items = each.Of(reading, Origin.Of(found));
        foreach (var origin in Items(found, items))
        {
            if (Takes(reading, origin))
            {
                yield return origin;
            }
        }
    }

    /// <summary>All instances.</summary>
    public IEnumerable<Origin> All(Reading reading) => Class is null ? On(reading, null) : reading.State.All(Class).SelectMany(found => On(reading, found));

    /// <summary>Whether an object makes one instance or none.</summary>
    public bool IsSingle => each is null;

    /// <summary>Whether what was made of an object is an instance.</summary>
    public bool Takes(Reading reading, in Origin origin)
    {
        foreach (var (value, wanted, isEqual) in conditions)
        {
            if (value.Of(reading, origin).Same(wanted) != isEqual)
            {
                return false;
            }
        }

        return true;
    }

    private static Expression.Array Listed(MappingTokens tokens, ExpressionParser parser)
    {
        var items = new List<Expression>();
        do
        {
            items.Add(parser.TryLiteral() ?? throw tokens.Wrong("a literal is expected here"));
        }
        while (tokens.Take(","));
        tokens.Need(")");
        return new([.. items]);
    }

    private static (Expression, XenValue, bool) Condition(MappingTokens tokens, ExpressionParser parser)
    {
        if (tokens.Take("not"))
        {
            return (parser.Path(), XenValue.Of(true), false);
        }

        var value = parser.Expression();
        if (!tokens.Is("=") && !tokens.Is("!="))
        {
            return (value, XenValue.Of(true), true);
        }

        var isEqual = tokens.Is("=");
        tokens.Advance();
        var wanted = parser.TryLiteral() ?? throw tokens.Wrong("a literal is expected here");
        return (value, wanted.Of(null!, default), isEqual);
    }

    private static IEnumerable<Origin> Items(XenObject? found, XenValue items) => items.Kind switch
    {
        ValueKind.Int => Enumerable.Range(0, (int)Math.Clamp(items.Int, 0, 4096)).Select(i => new Origin(found, XenValue.Of((long)i), XenValue.Null)),
        ValueKind.Map => items.Entries.Select(entry => new Origin(found, entry.Key, entry.Value)),
        _ => items.Items.Select(item => new Origin(found, item, XenValue.Null)),
    };
}
