using System.Threading.Channels;
using XenApi.Core.Faults;

namespace XenApi.Core.Memory;

/// <summary>
/// The state: one writer, many readers. Readers take <see cref="Current"/> and never wait. Commits wait in a queue for
/// the writer, which runs all that are there, has the journal keep them in one step, and only then shows them.
/// </summary>
public sealed class Store : IAsyncDisposable
{
    private const int WaitingMost = 1024;

    private readonly IJournal journal;
    private readonly TimeProvider time;

    // The writer is a thread of its own that nothing else runs on, so it may be woken in place.
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(WaitingMost) { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Snapshot current;
    private JournalException? broken;

    private Store(IJournal journal, Snapshot loaded, int feedWindow, TimeProvider time)
    {
        this.journal = journal;
        this.time = time;
        current = loaded;
        Feed = new(feedWindow, loaded.Generation);
        new Thread(Write) { IsBackground = true, Name = "store" }.Start();
    }

    /// <summary>The state as it is now.</summary>
    public Snapshot Current => current;

    /// <summary>The commits as news.</summary>
    public Feed Feed { get; }

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
    /// A pure function of the changes: it runs on the writer's thread and may be run again. What it throws is thrown to
    /// the caller, and nothing of the commit happens.
    /// </param>
    /// <exception cref="ApiError">What the function threw, or <c>INTERNAL_ERROR</c> where the journal failed.</exception>
    public Task<T> CommitAsync<T>(Func<Changes, T> change)
    {
        var waiting = new Waiting<T>(change);
        return queue.Writer.TryWrite(waiting) ? waiting.Task : EnqueueAsync(waiting);
    }

    /// <summary>Finishes the commits that wait and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await closed.Task.ConfigureAwait(false);
        await journal.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> EnqueueAsync<T>(Waiting<T> waiting)
    {
        try
        {
            await queue.Writer.WriteAsync(waiting).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Errors.InternalError("The server stops; nothing was changed.");
        }

        return await waiting.Task.ConfigureAwait(false);
    }

    private void Write()
    {
        var batch = new List<Waiting>();
        while (WaitForMore())
        {
            // With a broken journal each is on its own, so that what needs no journal still comes through.
            while (batch.Count < (broken is null ? WaitingMost : 1) && queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            var failure = Write(batch);
            foreach (var waiting in batch)
            {
                waiting.Answer(failure);
            }

            batch.Clear();
        }

        closed.SetResult();
    }

    private bool WaitForMore()
    {
        var more = queue.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }

    private Exception? Write(List<Waiting> batch)
    {
        try
        {
            var draft = new Draft(current);
            var commits = new List<Commit>(batch.Count);
            foreach (var waiting in batch)
            {
                var changes = new Changes(draft, time.GetUtcNow());
                if (waiting.Run(changes) is { Count: > 0 } done)
                {
                    commits.Add(new(current.Generation + commits.Count + 1, changes.Now, done));
                    draft.Take(done);
                }
            }

            if (commits.Count > 0)
            {
                var kept = Keep(new(commits));
                current = current.With(kept);
                Feed.Publish(kept);
            }

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

    private Batch Keep(Batch batch)
    {
        if (!batch.IsKept)
        {
            return batch;
        }

        if (broken is not null)
        {
            throw new JournalException("Nothing can be changed since the journal failed: restart the server, and it will go on from what is on disk.", broken);
        }

        var kept = journal.AppendAsync(batch);
        return kept.IsCompleted ? kept.Result : kept.AsTask().GetAwaiter().GetResult();
    }
}
