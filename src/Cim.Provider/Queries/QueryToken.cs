using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>A piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Spelling">How it is spelled; of a text, what is between the quotes.</param>
/// <param name="Number">The number of a number.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, int At, string Spelling, CimValue Number)
{
    /// <summary>Whether it is a keyword, in any case of letters.</summary>
    public bool IsWord(string word) => Kind == QueryTokenKind.Word && Spelling.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is an operator or a bracket.</summary>
    public bool IsSign(string sign) => Kind == QueryTokenKind.Sign && Spelling == sign;
}
