namespace XenApi.Core.Memory;

/// <summary>Commits that go to disk together.</summary>
/// <param name="Generation">The number of the last of them.</param>
/// <param name="Changes">What they did, in order; the last change to an object counts.</param>
public sealed record Batch(long Generation, IReadOnlyList<Change> Changes);
