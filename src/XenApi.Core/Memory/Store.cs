using System.Collections.Concurrent;
using System.Diagnostics;
using XenApi.Core.Faults;

namespace XenApi.Core.Memory;

/// <summary>
/// The state: commits one after the other, many readers. Readers take <see cref="Current"/> and never wait. Callers
/// run the functions of all commits that wait, the journal takes their rows meanwhile and keeps them in one step, and only
/// then they are shown. While one batch goes to disk, the functions of the next already run on what that one will have made.
/// </summary>
public sealed class Store : IAsyncDisposable, IThreadPoolWorkItem
{
    private const int BatchMost = 1024;

    private readonly IJournal journal;
    private readonly TimeProvider time;
    private readonly ConcurrentBag<Rows> spare = [];
    private readonly Turns turns;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Snapshot current;
    private volatile JournalException? broken;
    private volatile int usual;

    private Store(IJournal journal, Snapshot loaded, int feedWindow, TimeProvider time)
    {
        this.journal = journal;
        this.time = time;
        current = loaded;
        Feed = new(feedWindow, loaded.Generation);

        // How long it pays to wait for others is a matter of the disk, not of the clock that commits are dated by.
        turns = new(
            before => new(current, before, spare.TryTake(out var rows) ? rows : new(), usual),
            () => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false),
            TimeProvider.System);
        new Thread(Journal) { IsBackground = true, Name = "journal" }.Start();
    }

    /// <summary>The state as it is now.</summary>
    public Snapshot Current => current;

    /// <summary>The commits as news.</summary>
    public Feed Feed { get; }

    // With a broken journal each commit is on its own, so that what needs no journal still comes through.
    private int Most => broken is null ? BatchMost : 1;

    /// <summary>Reads what the journal keeps; the store owns the journal from now on.</summary>
    /// <param name="journal">Where commits are kept.</param>
    /// <param name="feedWindow">How many changes the feed keeps.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JournalException">What is kept cannot be read.</exception>
    public static Store Open(IJournal journal, int feedWindow, TimeProvider time)
    {
        try
        {
            var loading = new Loading();
            return new(journal, loading.Finish(journal.Load(loading.Take)), feedWindow, time);
        }
        catch
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Commits a change; when this is done it is on disk.</summary>
    /// <inheritdoc cref="CommitAsync{T}(Func{Changes, T})"/>
    public Task CommitAsync(Action<Changes> change) => CommitAsync(changes =>
    {
        change(changes);
        return true;
    });

    /// <summary>Commits a change that answers something; when this is done it is on disk.</summary>
    /// <param name="change">
    /// A pure function of the changes: it runs on the thread of this or of another caller, or of the pool, and may be run
    /// again. What it throws is thrown to the caller, and nothing of the commit happens.
    /// </param>
    /// <exception cref="ApiError">What the function threw, or <c>INTERNAL_ERROR</c> where the journal failed.</exception>
    public Task<T> CommitAsync<T>(Func<Changes, T> change)
    {
        var waiting = new Waiting<T>(change);
        if (!turns.TryAdd(waiting, Most, out var batch))
        {
            return Task.FromException<T>(Errors.InternalError("The server stops; nothing was changed."));
        }

        if (batch is not null)
        {
            Draft(batch);
        }

        return waiting.Task;
    }

    /// <summary>Finishes the commits that wait and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        turns.Close();
        await closed.Task.ConfigureAwait(false);
        await journal.DisposeAsync().ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (turns.TryDraft(Most) is { } batch)
        {
            Draft(batch);
        }
    }

    private void Journal()
    {
        while (turns.Next(out var turn) is { } batch)
        {
            if (turn == Turn.Write)
            {
                Write(batch);
            }
            else
            {
                Keep(batch);
            }
        }

        closed.SetResult();
    }

    private void Draft(Drafted drafted)
    {
        try
        {
            while (turns.Take(drafted, Most) is { } waiting)
            {
                drafted.Run(waiting, time.GetUtcNow());
            }
        }
        catch (Exception e)
        {
            // What functions throw does not come here. Nobody could tell what the batch is now, and nobody else would draft.
            Environment.FailFast("The store could not go on; what was answered is on disk.", e);
        }
    }

    private void Write(Drafted drafted)
    {
        drafted.Failure ??= Try(() =>
        {
            if (!drafted.Rows.Taken.IsEmpty)
            {
                if (broken is not null)
                {
                    throw new JournalException("Nothing can be changed since the journal failed: restart the server, and it will go on from what is on disk.", broken);
                }

                journal.Write(drafted.Rows.Taken.Span);
            }
        });

        // What the journal has written is in its transaction: a failure from here on may not pass for one of the journal's.
        if (drafted.Failure is null)
        {
            drafted.Apply(current);
        }
    }

    private void Keep(Drafted drafted)
    {
        var isAsDrafted = true;
        var effort = TimeSpan.Zero;
        if (drafted is { Failure: null, Batch: { } batch })
        {
            drafted.Failure = Try(() =>
            {
                var begun = Stopwatch.GetTimestamp();
                var kept = drafted.Rows.IsAny ? Append(batch) : batch;
                effort = Stopwatch.GetElapsedTime(begun);
                isAsDrafted = ReferenceEquals(kept, batch);
                current = isAsDrafted ? drafted.ToSnapshot() : current.With(kept);
                Feed.Publish(kept);
            });
        }

        // What the callers do then is not for this thread.
        ThreadPool.UnsafeQueueUserWorkItem(drafted, preferLocal: false);
        usual = drafted.Waiting.Count;
        drafted.Rows.Clear();
        spare.Add(drafted.Rows);
        turns.Kept(isLost: drafted.Failure is not null || !isAsDrafted, effort);
    }

    private Batch Append(Batch batch)
    {
        var kept = journal.AppendAsync(batch);
        return kept.IsCompleted ? kept.Result : kept.AsTask().GetAwaiter().GetResult();
    }

    // Why it failed, in the words for the callers; null where it did not.
    private Exception? Try(Action journaling)
    {
        try
        {
            journaling();
            return null;
        }
        catch (JournalException e)
        {
            broken ??= e.IsUnknown ? e : null;
            return Errors.InternalError(e.Message, e);
        }
        catch (Exception e)
        {
            return Errors.InternalError("The commit could not be carried out.", e);
        }
    }
}
