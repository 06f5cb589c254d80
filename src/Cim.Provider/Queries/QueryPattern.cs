using Cim.Provider.Operations;

namespace Cim.Provider.Queries;

/// <summary>A pattern of LIKE: characters one after the other, some of them repeated. Matching takes time in proportion to text and pattern, whatever they are.</summary>
internal sealed class QueryPattern
{
    private const char AnyNumber = '*';
    private const char AtLeastOne = '+';
    private const char AtMostOne = '?';
    private const char One = '1';

    private readonly List<(Func<char, bool> Fits, char Times)> elements = [];

    /// <summary>A pattern of WQL: % is any text, _ any character, [a-c] one of several, [^a-c] any other.</summary>
    public static QueryPattern Wql(string text, int at)
    {
        var pattern = new QueryPattern();
        for (var i = Start(text, at); i < text.Length; i++)
        {
            pattern.elements.Add(text[i] switch
            {
                '%' => (Any, AnyNumber),
                '_' => (Any, One),
                '[' => (Set(text, ref i, at), One),
                var unit => (Only(unit), One),
            });
        }

        return pattern;
    }

    /// <summary>A regular expression as DSP0202 has it: . is any character, * any number of the character before; a backslash takes the meaning away. Sets, + and ? go further.</summary>
    public static QueryPattern Regular(string text, int at)
    {
        var pattern = new QueryPattern();
        for (var i = Start(text, at); i < text.Length; i++)
        {
            if (text[i] is AnyNumber or AtLeastOne or AtMostOne)
            {
                if (pattern.elements.Count == 0 || pattern.elements[^1].Times != One)
                {
                    throw QueryScanner.Wrong(at, $"'{text[i]}' of the pattern has nothing to repeat");
                }

                pattern.elements[^1] = (pattern.elements[^1].Fits, text[i]);
                continue;
            }

            if ((text[i] == '^' && i == 0) || (text[i] == '$' && i == text.Length - 1))
            {
                // The whole text is meant anyhow.
                continue;
            }

            pattern.elements.Add((text[i] switch
            {
                '.' => Any,
                '[' => Set(text, ref i, at),
                '\\' when i + 1 < text.Length => Only(text[++i]),
                '(' or ')' or '|' or '{' or '}' or '^' or '$' or '\\' => throw QueryScanner.Wrong(at, $"'{text[i]}' of the pattern is not supported: a backslash makes it a character"),
                var unit => Only(unit),
            }, One));
        }

        return pattern;
    }

    /// <summary>Whether the whole text is as the pattern says.</summary>
    public bool Matches(string text)
    {
        // Places of the pattern that have been reached, before each character of the text.
        var here = new bool[elements.Count + 1];
        var next = new bool[elements.Count + 1];
        here[0] = true;
        Skip(here);
        foreach (var unit in text)
        {
            Array.Clear(next);
            for (var i = 0; i < elements.Count; i++)
            {
                if (here[i] && elements[i].Fits(unit))
                {
                    next[i + 1] = true;
                    next[i] |= elements[i].Times is AnyNumber or AtLeastOne;
                }
            }

            Skip(next);
            (here, next) = (next, here);
        }

        return here[^1];
    }

    private static int Start(string text, int at) => text.Length <= QueryLimits.PatternMost
        ? 0
        : throw new CimException(CimStatus.InvalidQuery, $"At character {at + 1} of the query: a pattern has {QueryLimits.PatternMost} characters at most.");

    private static bool Any(char unit) => true;

    private static Func<char, bool> Only(char wanted) => unit => unit == wanted;

    private static Func<char, bool> Set(string text, ref int i, int at)
    {
        var isOther = i + 1 < text.Length && text[i + 1] == '^';
        var start = i + (isOther ? 2 : 1);
        var end = start < text.Length ? text.IndexOf(']', start + (text[start] == ']' ? 1 : 0)) : -1;
        if (end < 0)
        {
            throw QueryScanner.Wrong(at, "a set of characters of the pattern has no ']'");
        }

        var ranges = new List<(char From, char To)>();
        for (var j = start; j < end; j++)
        {
            var isRange = j + 2 < end && text[j + 1] == '-';
            ranges.Add((text[j], text[isRange ? j + 2 : j]));
            j += isRange ? 2 : 0;
        }

        i = end;
        return unit => ranges.Exists(range => unit >= range.From && unit <= range.To) != isOther;
    }

    private void Skip(bool[] places)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            places[i + 1] |= places[i] && elements[i].Times is AnyNumber or AtMostOne;
        }
    }
}
