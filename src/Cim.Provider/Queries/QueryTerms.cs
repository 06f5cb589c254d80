using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>Reads the terms of a query: literals, and paths to properties, checked against the class that the query is of.</summary>
internal sealed class QueryTerms(QueryScanner scanner, ClassTree classes)
{
    private const string This = "__THIS";

    private static readonly string[] Keywords = ["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "LIKE", "IS", "ISA", "NULL", "TRUE", "FALSE", "AS"];

    private ResolvedClass? of;
    private string? alias;

    // class [ [AS] alias ]
    public ResolvedClass From()
    {
        var at = scanner.Token.At;
        var name = Name("a class");
        of = classes.Find(name) ?? throw QueryScanner.Wrong(at, $"there is no class {name}");
        if (scanner.TakeWord("AS") || (scanner.Token.Kind == QueryTokenKind.Word && !scanner.Token.IsWord("WHERE") && !IsClause()))
        {
            alias = Name("another name of the class");
        }

        return of;
    }

    /// <summary>The names of the properties that are selected; null where all are.</summary>
    public IReadOnlyList<string>? Selected(IEnumerable<(int At, QueryStep[] Steps)?> wanted)
    {
        var names = new List<string>();
        foreach (var one in wanted)
        {
            if (one is not { } path || (Stripped(path.Steps) is var steps && steps.Length == 1 && steps[0].Name == "*"))
            {
                return null;
            }

            if (steps.Length != 1 || steps[0].Index is not null)
            {
                throw QueryScanner.Missing(path.At, "only whole properties of the class itself are selected");
            }

            if (steps[0].Name.StartsWith("__", StringComparison.Ordinal))
            {
                continue;
            }

            var name = Property(path.At, steps[0]).Name;
            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    // literal | path
    public QueryTerm Term()
    {
        var token = scanner.Token;
        switch (token.Kind)
        {
            case QueryTokenKind.Text:
                scanner.Take();
                return new QueryLiteral(token.At, CimValue.Of(token.Spelling));
            case QueryTokenKind.Number:
                scanner.Take();
                return new QueryLiteral(token.At, token.Number);
            case QueryTokenKind.Word when token.IsWord("TRUE") || token.IsWord("FALSE"):
                scanner.Take();
                return new QueryLiteral(token.At, CimValue.Of(token.IsWord("TRUE")));
            case QueryTokenKind.Word when token.IsWord("NULL"):
                scanner.Take();
                return new QueryLiteral(token.At, CimValue.Null(CimType.String));
            case QueryTokenKind.Word:
                var steps = Stripped(Steps(mayEndInStar: false));
                return new QueryPath(token.At, steps, TypeOf(token.At, steps), classes);
            default:
                throw scanner.Expected("a property or a literal");
        }
    }

    // step { "." step }
    public QueryStep[] Steps(bool mayEndInStar)
    {
        var steps = new List<QueryStep>();
        do
        {
            if (steps.Count == QueryLimits.StepsMost)
            {
                throw QueryScanner.Wrong(scanner.Token.At, $"a path has {QueryLimits.StepsMost} names at most");
            }

            if (mayEndInStar && steps.Count > 0 && scanner.TakeSign("*"))
            {
                return [.. steps, new(null, "*", null)];
            }

            steps.Add(Step());
        }
        while (scanner.TakeSign("."));
        return [.. steps];
    }

    // [class "::"] name [ "[" number "]" ]
    private QueryStep Step()
    {
        var name = Name("a property");
        string? scope = null;
        if (scanner.TakeSign("::"))
        {
            (scope, name) = (name, Name("a property"));
        }

        if (scanner.Token.IsSign("("))
        {
            throw QueryScanner.Missing(scanner.Token.At, $"the function {name} is not supported");
        }

        if (!scanner.TakeSign("["))
        {
            return new(scope, name, null);
        }

        var index = scanner.Token is { Kind: QueryTokenKind.Number, Number: { Type.IsInteger: true, Integer: var number } } && number >= 0 && number <= int.MaxValue
            ? (int)number
            : throw scanner.Expected("the number of an item");
        scanner.Take();
        scanner.NeedSign("]");
        return new(scope, name, index);
    }

    private string Name(string what) => Array.Exists(Keywords, scanner.Token.IsWord) ? throw scanner.Expected(what) : scanner.NeedName(what);

    private bool IsClause() => scanner.Token.IsWord("ORDER") || scanner.Token.IsWord("GROUP") || scanner.Token.IsWord("HAVING") || scanner.Token.IsWord("WITHIN") || scanner.Token.IsWord("JOIN");

    // The class, its other name or __THIS may stand before the properties.
    private QueryStep[] Stripped(QueryStep[] steps) =>
        steps[0] is { Scope: null, Index: null } first && of?.Properties.Find(first.Name) is null && IsInstance(first.Name) ? steps[1..] : steps;

    private bool IsInstance(string name) =>
        name.Equals(This, StringComparison.OrdinalIgnoreCase) || name.Equals(alias, StringComparison.OrdinalIgnoreCase) || name.Equals(of?.Name, StringComparison.OrdinalIgnoreCase);

    private CimType? TypeOf(int at, QueryStep[] steps)
    {
        if (of is null || steps.Length == 0)
        {
            return null;
        }

        if (steps[0].Name.Equals(QueryPath.ClassName, StringComparison.OrdinalIgnoreCase))
        {
            return CimType.String;
        }

        var first = Property(at, steps[0]);
        var type = first.Slot.Type;
        if (steps[0].Index is not null)
        {
            type = type.IsArray ? type.Item : throw QueryScanner.Wrong(at, $"{first.Name} is no array");
        }

        return steps.Length == 1 && !IsEmbedded(first) ? type : null;
    }

    private static bool IsEmbedded(ResolvedProperty property) =>
        property.Qualifiers.Find("EmbeddedInstance") is not null || property.Qualifiers.Find("EmbeddedObject") is not null || property.Slot.Type.Item == CimType.Instance;

    private ResolvedProperty Property(int at, QueryStep step)
    {
        var c = step.Scope is { } scope && !scope.Equals(alias, StringComparison.OrdinalIgnoreCase)
            ? classes.Find(scope) ?? throw QueryScanner.Wrong(at, $"there is no class {scope}")
            : of!;
        return c.Properties.Find(step.Name) ?? throw QueryScanner.Wrong(at, $"{c.Name} has no property {step.Name}");
    }
}
