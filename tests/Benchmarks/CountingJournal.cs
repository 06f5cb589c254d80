using XenApi.Core.Memory;

namespace XenCim.Benchmarks;

/// <summary>A journal that counts how many commits went to disk together.</summary>
internal sealed class CountingJournal(IJournal journal) : IJournal
{
    private long batches;
    private long commits;

    /// <summary>How many commits a batch had on the average since the last time this was asked.</summary>
    public double MeanBatch()
    {
        var mean = batches == 0 ? 1 : (double)commits / batches;
        batches = commits = 0;
        return mean;
    }

    public long Load(RowReader row) => journal.Load(row);

    public void Write(ReadOnlySpan<Row> rows) => journal.Write(rows);

    public ValueTask<Batch> AppendAsync(Batch batch)
    {
        batches++;
        commits += batch.Commits.Count;
        return journal.AppendAsync(batch);
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
