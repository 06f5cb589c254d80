namespace XenApi.Core.Memory;

/// <summary>
/// A batch in the making: its functions have run and wait for the journal. It may go on from the batch that is still on its
/// way to disk; where that one does not get there, all functions of this one must run again.
/// </summary>
internal sealed class Drafted
{
    private readonly List<Commit> commits = [];
    private readonly Draft draft;
    private readonly Rows rows;
    private Drafted? before;
    private long generation;

    /// <summary>A batch on the state as it is, or on the batch that the journal is keeping.</summary>
    internal Drafted(Snapshot current, Drafted? before, Rows rows)
    {
        this.rows = rows;
        this.before = before;
        draft = new(current, before?.draft);
        generation = before?.generation ?? current.Generation;
    }

    /// <summary>Who waits for it, in order.</summary>
    internal List<Waiting> Waiting { get; } = [];

    /// <summary>Whether what it did is not what its successor counts on.</summary>
    internal bool IsLost { get; set; }

    /// <summary>Whether it goes on from something that never came to be.</summary>
    internal bool IsAstray => before is { IsLost: true };

    /// <summary>The batch for the journal; null where nothing was changed.</summary>
    internal Batch? Batch => commits.Count > 0 ? new(commits, rows.All) : null;

    /// <summary>Runs one commit more.</summary>
    internal void Run(Waiting waiting, DateTimeOffset now)
    {
        Waiting.Add(waiting);
        var changes = new Changes(draft, now);
        if (waiting.Run(changes) is { Count: > 0 } done)
        {
            commits.Add(new(++generation, now, done));
            draft.Take(done);
            rows.Take(done);
        }
    }

    /// <summary>Gives the memory of the rows back, when the journal is done with them.</summary>
    internal Rows Release()
    {
        rows.Clear();
        return rows;
    }

    /// <summary>Forgets the batch before, which is part of the state now.</summary>
    internal void Settle() => before = null;
}
