using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>Reads queries of all languages by recursive descent. Every error has its place, and is <see cref="CimStatus.InvalidQuery"/> or <see cref="CimStatus.QueryFeatureNotSupported"/>.</summary>
internal sealed class QueryParser
{
    private static readonly string[] Further = ["ORDER", "GROUP", "HAVING", "WITHIN", "JOIN"];

    private readonly QueryLanguage language;
    private readonly QueryScanner scanner;
    private readonly QueryTerms terms;
    private int depth;
    private int comparisons;

    private QueryParser(QueryLanguage language, string text, ClassTree classes)
    {
        this.language = language;
        scanner = new(text);
        terms = new(scanner, classes);
    }

    /// <summary>Reads a query or a filter.</summary>
    public static Query Parse(QueryLanguage language, string text, ClassTree classes)
    {
        var parser = new QueryParser(language, text, classes);
        var query = language.HasSelect ? parser.Select() : new(null, null, parser.Or());
        return parser.scanner.Token.Kind == QueryTokenKind.End ? query : throw parser.scanner.Expected("the end");
    }

    // SELECT ( "*" | path { "," path } ) FROM class [ [AS] alias ] [ WHERE or ]
    private Query Select()
    {
        if (!scanner.TakeWord("SELECT"))
        {
            throw scanner.Expected("SELECT");
        }

        if (scanner.Token.IsWord("DISTINCT") || scanner.Token.IsWord("FIRST"))
        {
            throw QueryScanner.Missing(scanner.Token.At, $"{scanner.Token.Spelling} is not supported");
        }

        var selected = new List<(int At, QueryStep[] Steps)?>();
        do
        {
            if (selected.Count == QueryLimits.SelectedMost)
            {
                throw QueryScanner.Wrong(scanner.Token.At, $"more than {QueryLimits.SelectedMost} properties are selected");
            }

            selected.Add(Wanted());
        }
        while (scanner.TakeSign(","));
        if (!scanner.TakeWord("FROM"))
        {
            throw scanner.Expected("FROM");
        }

        var c = terms.From();
        if (scanner.Token.IsSign(","))
        {
            throw QueryScanner.Missing(scanner.Token.At, "a query of several classes is not supported");
        }

        if (Array.Find(Further, scanner.Token.IsWord) is { } clause)
        {
            throw QueryScanner.Missing(scanner.Token.At, $"{clause} is not supported");
        }

        var where = scanner.TakeWord("WHERE") ? Or() : null;
        return new(c, terms.Selected(selected), where);
    }

    // "*" | [alias "."] "*" | path; null is all.
    private (int At, QueryStep[] Steps)? Wanted()
    {
        if (scanner.TakeSign("*"))
        {
            return null;
        }

        var at = scanner.Token.At;
        var steps = terms.Steps(mayEndInStar: true);
        if (scanner.Token.IsWord("AS"))
        {
            throw QueryScanner.Missing(scanner.Token.At, "another name for a selected property is not supported");
        }

        return (at, steps);
    }

    // and { OR and }
    private QueryCondition Or()
    {
        var first = And();
        if (!scanner.Token.IsWord("OR"))
        {
            return first;
        }

        var parts = new List<QueryCondition> { first };
        while (scanner.TakeWord("OR"))
        {
            parts.Add(And());
        }

        return new QueryCondition.Any(parts);
    }

    // not { AND not }
    private QueryCondition And()
    {
        var first = Not();
        if (!scanner.Token.IsWord("AND"))
        {
            return first;
        }

        var parts = new List<QueryCondition> { first };
        while (scanner.TakeWord("AND"))
        {
            parts.Add(Not());
        }

        return new QueryCondition.All(parts);
    }

    // NOT not | "(" or ")" | comparison
    private QueryCondition Not()
    {
        if (++depth > QueryLimits.DepthMost)
        {
            throw QueryScanner.Wrong(scanner.Token.At, $"conditions are nested more than {QueryLimits.DepthMost} deep");
        }

        QueryCondition condition;
        if (scanner.TakeWord("NOT"))
        {
            condition = new QueryCondition.Not(Not());
        }
        else if (scanner.TakeSign("("))
        {
            condition = Or();
            scanner.NeedSign(")");
        }
        else
        {
            condition = Compared();
        }

        depth--;
        return condition;
    }

    // [ANY | EVERY] term ( sign term | [NOT] LIKE text | IS [NOT] NULL | ISA class )
    private QueryCondition Compared()
    {
        if (++comparisons > QueryLimits.ComparisonsMost)
        {
            throw QueryScanner.Wrong(scanner.Token.At, $"there are more than {QueryLimits.ComparisonsMost} comparisons");
        }

        var quantity = !language.HasQuantifiers ? Quantity.Whole : scanner.TakeWord("ANY") ? Quantity.Any : scanner.TakeWord("EVERY") ? Quantity.Every : Quantity.Whole;
        var left = terms.Term();
        if (scanner.Token.Kind == QueryTokenKind.Sign && Comparison.Of(scanner.Token.Spelling) is { } comparison)
        {
            scanner.Take();
            var right = terms.Term();
            var type = quantity == Quantity.Whole ? left.Type : left.Type is { IsArray: false } ? throw QueryScanner.Wrong(left.At, "ANY and EVERY are for arrays") : left.Type?.Item;
            if (type is { } mine && right.Type is { } other && !comparison.Fits(mine, other))
            {
                throw Comparison.Mismatch(mine, other, left.At);
            }

            return new QueryCondition.Compare(left, comparison, right, quantity);
        }

        if (scanner.Token.IsWord("NOT") || scanner.Token.IsWord("LIKE"))
        {
            var isNot = scanner.TakeWord("NOT");
            var like = Like(left, quantity);
            return isNot ? new QueryCondition.Not(like) : like;
        }

        if (scanner.TakeWord("IS"))
        {
            var isNot = scanner.TakeWord("NOT");
            if (!scanner.TakeWord("NULL"))
            {
                throw scanner.Expected("NULL");
            }

            return isNot ? new QueryCondition.Not(new QueryCondition.IsNull(left)) : new QueryCondition.IsNull(left);
        }

        if (scanner.TakeWord("ISA"))
        {
            var path = left as QueryPath ?? throw QueryScanner.Wrong(left.At, "ISA is for instances");
            return new QueryCondition.IsA(path, scanner.Token.Kind == QueryTokenKind.Text ? scanner.Take().Spelling : scanner.NeedName("a class"));
        }

        throw scanner.Expected("a comparison, LIKE, IS or ISA");
    }

    private QueryCondition Like(QueryTerm left, Quantity quantity)
    {
        if (!scanner.TakeWord("LIKE"))
        {
            throw scanner.Expected("LIKE");
        }

        if (scanner.Token.Kind != QueryTokenKind.Text)
        {
            throw scanner.Expected("a pattern in quotes");
        }

        if (left.Type is { } type && (quantity == Quantity.Whole ? type : type.Item) != CimType.String)
        {
            throw QueryScanner.Wrong(left.At, "LIKE is for texts");
        }

        var (at, text) = (scanner.Token.At, scanner.Take().Spelling);
        return new QueryCondition.Like(left, language.HasPercentPatterns ? QueryPattern.Wql(text, at) : QueryPattern.Regular(text, at), quantity);
    }
}
