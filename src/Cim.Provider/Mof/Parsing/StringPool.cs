namespace Cim.Provider.Mof.Parsing;

/// <summary>Short texts that come again and again, each kept once.</summary>
internal sealed class StringPool
{
    private const int LengthMost = 48;

    private readonly HashSet<string> strings;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public StringPool()
    {
        strings = new(1024, StringComparer.Ordinal);
        lookup = strings.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length > LengthMost)
        {
            return text.ToString();
        }

        if (!lookup.TryGetValue(text, out var known))
        {
            known = text.ToString();
            strings.Add(known);
        }

        return known;
    }
}
