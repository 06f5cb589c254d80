using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>What a query finds.</summary>
/// <param name="Found">The instances, one after the other.</param>
/// <param name="Properties">The properties that are wanted of each; null where all are.</param>
/// <param name="Class">The class that the query is of: what all that it finds have in common.</param>
public sealed record QueryRows(IEnumerable<FoundInstance> Found, IReadOnlyList<string>? Properties, ResolvedClass Class);
