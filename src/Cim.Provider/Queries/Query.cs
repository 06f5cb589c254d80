using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>A query that has been understood.</summary>
/// <param name="Class">The class whose instances are meant; null of a filter, which is of no class.</param>
/// <param name="Selected">The properties that are wanted, as the class spells them; null where all are.</param>
/// <param name="Where">What an instance must fulfil; null where nothing.</param>
internal sealed record Query(ResolvedClass? Class, IReadOnlyList<string>? Selected, QueryCondition? Where)
{
    /// <summary>Whether an instance is meant. What is not known does not hold.</summary>
    public bool Means(Instance instance) => Where is null || Where.Holds(instance) == true;
}
