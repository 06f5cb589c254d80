using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using XenApi.Core.Calls;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Values;

namespace XenApi.Core.Tasks;

/// <summary>
/// Runs calls as tasks: the answer is the task at once, and the task tells how it goes on. Finished tasks are kept
/// for a while; tasks that a restart cut off end as failures, so that nobody waits for them in vain.
/// </summary>
public sealed partial class TaskRoom(Engine engine, TaskLimits limits, ILogger<TaskRoom> log)
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(30);
    private static readonly Set<TaskAllowedOperations> CanBeCancelled = Set.Of([TaskAllowedOperations.Cancel]);

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private readonly TaskPlaces places = new(limits);
    private readonly FinishedTasks finished = new(limits, engine.Time);

    /// <summary>How many finished tasks wait for the end of their time.</summary>
    internal int Finished => finished.Count;

    /// <summary>Starts a call as a task and writes the reference to it; <c>TOO_MANY_PENDING_TASKS</c> where too many run.</summary>
    internal async ValueTask StartAsync(Call call, Door door, Session session, int given, ValueReader reader, ValueWriter writer)
    {
        var task = new XenTask
        {
            Id = Guid.NewGuid(),
            NameLabel = call.Name,
            NameDescription = call.Description,
            Session = new(session.Id),
            Type = call.Result.StartsWith("ref<", StringComparison.Ordinal) ? call.Result[4..^1] : "",
            AllowedOperations = CanBeCancelled,
            Created = engine.Time.GetUtcNow(),
        };
        var reference = new Ref<XenTask>(task.Id);
        places.Take(session);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(engine.Stopping);
        running[task.Id] = cancel;
        try
        {
            await engine.Store.CommitAsync(changes => changes.Put(task)).ConfigureAwait(false);
        }
        catch
        {
            Leave(task.Id, session, cancel);
            throw;
        }

        Follow(call, new(engine, door, session, new TaskProgress(engine.Store, reference), cancel.Token), reference, given, reader, cancel);
        writer.Ref(task.Id);
    }

    /// <summary>Asks a task to stop; <c>OPERATION_NOT_ALLOWED</c> where it cannot be asked any more.</summary>
    internal async Task CancelAsync(Ref<XenTask> task)
    {
        await engine.Store.CommitAsync(changes =>
        {
            var now = changes.Get(task);
            if (!now.AllowedOperations.Contains(TaskAllowedOperations.Cancel))
            {
                throw Errors.OperationNotAllowed();
            }

            changes.Put(now with { Status = TaskStatusType.Cancelling, AllowedOperations = default });
        }).ConfigureAwait(false);
        if (running.TryGetValue(task.Id!.Value, out var cancel))
        {
            try
            {
                await cancel.CancelAsync().ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // It has ended meanwhile, by itself.
            }
        }
    }

    /// <summary>Ends, at start, what an earlier run of the server left unfinished.</summary>
    internal Task EndOrphansAsync() => engine.Store.CommitAsync(changes =>
    {
        foreach (var task in changes.All<XenTask>().ToList())
        {
            if (task.Status is TaskStatusType.Pending or TaskStatusType.Cancelling)
            {
                changes.Put(Ended(task, TaskStatusType.Failure) with { ErrorInfo = Set.Of(Errors.InternalError("The server was restarted while the task ran.").Description) });
            }

            finished.Add(new(task.Id), task.Result.Length);
        }
    });

    /// <summary>Removes finished tasks when their time is over, for as long as the server runs.</summary>
    internal async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(SweepPeriod, engine.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(engine.Stopping).ConfigureAwait(false))
            {
                await SweepAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (ApiError e)
        {
            LogNotSwept(e);
        }
    }

    /// <summary>Removes the finished tasks whose time is over, and the first of them where there are too many.</summary>
    internal Task SweepAsync()
    {
        var due = finished.Due();
        return due.Count == 0 ? Task.CompletedTask : engine.Store.CommitAsync(changes =>
        {
            foreach (var task in due.Where(task => changes.Find(task) is not null))
            {
                changes.Delete(task);
            }
        });
    }

    // The body reads its arguments before it waits for anything, so they are read when this returns.
    private void Follow(Call call, Caller caller, Ref<XenTask> task, int given, ValueReader reader, CancellationTokenSource cancel)
    {
        var result = new ResultText(caller.Door.Version);
        ValueTask body;
        try
        {
            body = Dispatcher.RunAsync(call, caller, given, reader, result);
        }
        catch (Exception e)
        {
            body = ValueTask.FromException(e);
        }

        _ = FinishAsync(call, caller.Session, body, task, result, cancel);
    }

    private async Task FinishAsync(Call call, Session session, ValueTask body, Ref<XenTask> task, ResultText result, CancellationTokenSource cancel)
    {
        Func<XenTask, XenTask> end;
        try
        {
            await body.ConfigureAwait(false);
            end = now => Ended(now, TaskStatusType.Success) with { Result = result.Text };
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && !engine.Stopping.IsCancellationRequested)
        {
            end = now => Ended(now, TaskStatusType.Cancelled);
        }
        catch (Exception e)
        {
            var error = Dispatcher.Told(e);
            if (error is { Code: "INTERNAL_ERROR", InnerException: { } cause })
            {
                LogFailed(call.Name, cause);
            }

            end = now => Ended(now, TaskStatusType.Failure) with { ErrorInfo = Set.Of(error.Description) };
        }

        Leave(task.Id!.Value, session, cancel);
        try
        {
            await engine.Store.CommitAsync(changes =>
            {
                if (changes.Find(task) is { } now)
                {
                    changes.Put(end(now));
                }
            }).ConfigureAwait(false);
            if (finished.Add(task, result.Length))
            {
                await SweepAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // The journal fails: the next start ends the task.
            LogFailed(call.Name, e);
        }
    }

    private XenTask Ended(XenTask task, TaskStatusType status) =>
        task with { Status = status, Progress = 100, AllowedOperations = default, Finished = engine.Time.GetUtcNow() };

    private void Leave(Guid task, Session session, CancellationTokenSource cancel)
    {
        running.TryRemove(task, out _);
        cancel.Dispose();
        places.GiveBack(session);
    }

    [LoggerMessage(2, LogLevel.Error, "Finished tasks are not removed any more; restart the server.")]
    private partial void LogNotSwept(Exception cause);

    [LoggerMessage(1, LogLevel.Error, "{Call} failed as a task.")]
    private partial void LogFailed(string call, Exception cause);
}
