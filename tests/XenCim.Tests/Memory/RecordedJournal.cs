using System.Collections.Concurrent;
using XenApi.Core.Memory;

namespace XenCim.Tests.Memory;

/// <summary>A journal that remembers each commit that it kept, so that a test can see every state that an object went through.</summary>
public sealed class RecordedJournal(IJournal journal) : IJournal
{
    private readonly ConcurrentQueue<Change> changes = [];

    /// <summary>What was kept since the start, in order.</summary>
    public IEnumerable<Change> Changes => changes;

    /// <inheritdoc/>
    public long Load(RowReader row) => journal.Load(row);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Row> rows) => journal.Write(rows);

    /// <inheritdoc/>
    public async ValueTask<Batch> AppendAsync(Batch batch)
    {
        var kept = await journal.AppendAsync(batch);
        foreach (var change in kept.Commits.SelectMany(commit => commit.Changes))
        {
            changes.Enqueue(change);
        }

        return kept;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
