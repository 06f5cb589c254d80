using System.Collections.Concurrent;
using Cim.Provider.Operations;

namespace Cim.Provider.Mapping;

/// <summary>
/// What the instances of one source have in common: the constants, for all of them; and for those in the same state, what
/// follows from it. A state is one or two words, such as the power state and what is under way.
/// </summary>
internal sealed class SameProperties
{
    private const int WordsMost = 2;
    private const int StatesMost = 256;

    private readonly bool[] same;
    private readonly Expression[] words;
    private readonly ConcurrentDictionary<(string?, string?), State> states = new();

    /// <summary>Finds the words that most properties follow from.</summary>
    public SameProperties(PropertyPlan[] plan)
    {
        var needed = plan.Select(Needed).ToArray();
        words = [.. needed.OfType<List<Expression>>().SelectMany(list => list).GroupBy(word => word.Word)
            .OrderByDescending(group => group.Count()).Take(WordsMost).Select(group => group.First())];
        var known = words.Select(word => word.Word).ToHashSet();
        same = [.. needed.Select(list => list is not null && list.All(word => known.Contains(word.Word)))];
    }

    /// <summary>What an instance has in common with those in its state; null where the states are too many.</summary>
    public ISameness? Of(Reading reading, in Origin origin)
    {
        var state = (Text(0, reading, origin), Text(1, reading, origin));
        return states.TryGetValue(state, out var known) ? known
            : states.Count < StatesMost ? states.GetOrAdd(state, new State(same))
            : null;
    }

    // The words that a property follows from, none for a constant; null where it follows from anything else.
    private static List<Expression>? Needed(PropertyPlan plan)
    {
        var found = new List<Expression>();
        return plan.Value is null || plan.Value.Follows(found) ? found : null;
    }

    private string? Text(int word, Reading reading, in Origin origin) =>
        word < words.Length && words[word].Of(reading, origin) is { IsNull: false } value ? value.Text : null;

    private sealed class State(bool[] same) : ISameness
    {
        public bool Is(int property) => same[property];
    }
}
