using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

/// <summary>A journal without a file, so that a test can be quick, look at the batches, hold them up or refuse them.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Dictionary<(XenClass, Guid), byte[]> rows = [];
    private long generation;

    /// <summary>The batches that came, those that were refused too.</summary>
    public List<Batch> Batches { get; } = [];

    /// <summary>Runs before a batch is kept; what it throws is the journal's failure.</summary>
    public Func<Batch, Task> BeforeKeeping { get; set; } = _ => Task.CompletedTask;

    public bool IsClosed { get; private set; }

    public long Load(RowReader row)
    {
        IsClosed = false;
        foreach (var ((c, _), body) in rows)
        {
            row(c.Name, body);
        }

        return generation;
    }

    public async ValueTask<Batch> AppendAsync(Batch batch)
    {
        Batches.Add(batch with { Rows = [.. batch.Rows.Select(row => row with { Body = row.Body?.ToArray() })] });
        await BeforeKeeping(batch);
        foreach (var row in batch.Rows)
        {
            if (row.Body is { } body)
            {
                rows[(row.Class, row.Id)] = body.ToArray();
            }
            else
            {
                rows.Remove((row.Class, row.Id));
            }
        }

        generation = batch.Generation;
        return batch;
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return default;
    }
}
