namespace XenApi.Core.Memory;

/// <summary>Commits that go to disk together: all of them or none.</summary>
/// <param name="Commits">The commits, at least one, in order.</param>
public sealed record Batch(IReadOnlyList<Commit> Commits)
{
    /// <summary>The number of the last commit.</summary>
    public long Generation => Commits[^1].Generation;
}
