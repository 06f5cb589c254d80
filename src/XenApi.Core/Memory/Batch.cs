namespace XenApi.Core.Memory;

/// <summary>Commits that go to disk together: all of them or none.</summary>
/// <param name="Commits">The commits, at least one, in order.</param>
/// <param name="Rows">What the journal has to write: of each object, the last version that is kept. Their bodies are the store's again when the journal is done.</param>
public sealed record Batch(IReadOnlyList<Commit> Commits, IReadOnlyCollection<Row> Rows)
{
    /// <summary>The number of the last commit.</summary>
    public long Generation => Commits[^1].Generation;

    /// <summary>Whether the journal has anything to keep of it.</summary>
    public bool IsKept => Rows.Count > 0;
}
