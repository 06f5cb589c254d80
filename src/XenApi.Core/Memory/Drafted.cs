namespace XenApi.Core.Memory;

/// <summary>
/// A batch in the making: functions that have run, and what they did. It may go on from the batch that is still on its
/// way to disk; where that one does not get there, all functions of this one must run again.
/// </summary>
internal sealed class Drafted : IThreadPoolWorkItem
{
    private readonly Parts<Commit> commits = new();
    private readonly Draft draft;
    private Drafted? before;
    private ReadOnlyMemory<Commit> taken;
    private Snapshot.Builder? next;
    private long generation;
    private volatile Exception? failure;

    /// <summary>A batch on the state as it is, or on the batch that the journal is keeping.</summary>
    /// <param name="current">The state as it is.</param>
    /// <param name="before">The batch that the journal is keeping.</param>
    /// <param name="rows">Memory for the rows.</param>
    /// <param name="usual">How many commits it may come to have.</param>
    internal Drafted(Snapshot current, Drafted? before, Rows rows, int usual = 0)
    {
        Waiting = new(usual);
        Rows = rows;
        this.before = before;
        draft = new(current, before?.draft, usual);
        generation = before?.generation ?? current.Generation;
    }

    /// <summary>Who waits for it, in order.</summary>
    internal List<Waiting> Waiting { get; }

    /// <summary>What the journal has to write.</summary>
    internal Rows Rows { get; }

    /// <summary>Why it does not come to be; null where nothing is known against it.</summary>
    internal Exception? Failure
    {
        get => failure;
        set => failure = value;
    }

    /// <summary>Whether what it did is not what its successor counts on.</summary>
    internal bool IsLost { get; set; }

    /// <summary>Whether it goes on from something that never came to be.</summary>
    internal bool IsAstray => before is { IsLost: true };

    /// <summary>The batch for the journal; null where nothing was changed.</summary>
    internal Batch? Batch => commits.Count > 0 ? new(commits.All) : null;

    /// <summary>Answers all who wait.</summary>
    public void Execute()
    {
        foreach (var waiting in Waiting)
        {
            waiting.Answer(failure);
        }
    }

    /// <summary>What is there so far does not change any more, and can be taken.</summary>
    internal void Hand()
    {
        commits.Hand();
        Rows.Hand();
    }

    /// <summary>Takes what has been handed, or all; false where there is nothing new.</summary>
    internal bool TryTake(bool all)
    {
        taken = commits.Take(all);
        return Rows.TryTake(all) || !taken.IsEmpty;
    }

    /// <summary>Takes what was taken up into the state that will be shown.</summary>
    /// <param name="current">The state as it is.</param>
    internal void Apply(Snapshot current)
    {
        next ??= new(current);
        foreach (var commit in taken.Span)
        {
            next.Take(commit);
        }
    }

    /// <summary>The state with all that was applied.</summary>
    internal Snapshot ToSnapshot() => next!.ToSnapshot();

    /// <summary>Whether it takes one commit more.</summary>
    internal bool IsOpen(int most) => Waiting.Count < most && failure is null;

    /// <summary>Runs one commit more.</summary>
    internal void Run(Waiting waiting, DateTimeOffset now)
    {
        Waiting.Add(waiting);
        var changes = new Changes(draft, now);
        if (waiting.Run(changes, Rows) is { Length: > 0 } done)
        {
            commits.Add(new(++generation, now, done));
            draft.Take(done);
        }
    }

    /// <summary>Forgets the batch before, which is part of the state now.</summary>
    internal void Settle() => before = null;
}
