using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

/// <summary>A journal without a file, so that a test can be quick, look at the batches, hold them up or refuse them.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Dictionary<(XenClass, Guid), byte[]> kept = [];
    private List<Row> written = [];
    private long generation;

    /// <summary>The batches that came, those that were refused too.</summary>
    public List<(IReadOnlyList<Commit> Commits, IReadOnlyList<Row> Rows)> Batches { get; } = [];

    /// <summary>Runs before rows are taken; what it throws is the journal's failure.</summary>
    public Action<IReadOnlyList<Row>> BeforeWriting { get; set; } = _ => { };

    /// <summary>Runs before a batch is kept; what it throws is the journal's failure.</summary>
    public Func<Batch, Task> BeforeKeeping { get; set; } = _ => Task.CompletedTask;

    /// <summary>What it hands back of a batch.</summary>
    public Func<Batch, Batch> HandingBack { get; set; } = batch => batch;

    public bool IsClosed { get; private set; }

    public long Load(RowReader row)
    {
        IsClosed = false;
        foreach (var ((c, _), body) in kept)
        {
            row(c.Name, body);
        }

        return generation;
    }

    public void Write(ReadOnlySpan<Row> rows)
    {
        var before = written;
        written = [];
        List<Row> more = [];
        foreach (var row in rows)
        {
            // An array that is null would be an empty body.
            more.Add(row.Body is { } body ? row with { Body = body.ToArray() } : row);
        }

        BeforeWriting(more);
        written = [.. before, .. more];
    }

    public async ValueTask<Batch> AppendAsync(Batch batch)
    {
        var rows = written;
        written = [];
        Batches.Add((batch.Commits, rows));
        await BeforeKeeping(batch);
        foreach (var row in rows)
        {
            if (row.Body is { } body)
            {
                kept[(row.Class, row.Id)] = body.ToArray();
            }
            else
            {
                kept.Remove((row.Class, row.Id));
            }
        }

        generation = batch.Generation;
        return HandingBack(batch);
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return default;
    }
}
