using System.Collections.Immutable;

namespace XenApi.Core.Memory;

/// <summary>What one function did to the state, in one step.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="Changes">The objects that it changed, each once.</param>
public sealed record Commit(long Generation, DateTimeOffset Time, ImmutableArray<Change> Changes);
