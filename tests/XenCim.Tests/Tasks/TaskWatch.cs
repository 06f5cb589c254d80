using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Tasks;

/// <summary>Waits for tasks by the news of them, and drives the clock for those that need time.</summary>
internal sealed class TaskWatch(House house)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static bool IsOver(XenTask task) => task.Status is not (TaskStatusType.Pending or TaskStatusType.Cancelling);

    public static Ref<XenTask> Named(string reference) => new(Guid.Parse(reference));

    /// <summary>The task once it is over.</summary>
    public Task<XenTask> EndAsync(string task) => WhenAsync(task, IsOver);

    /// <summary>The task once it is as wanted.</summary>
    public async Task<XenTask> WhenAsync(string task, Func<XenTask, bool> isWanted)
    {
        await WhenAsync(now => now.Find(Named(task)) is { } found && isWanted(found));
        return house.Now.Get(Named(task));
    }

    /// <summary>Waits until the state is as wanted; looks at it after each change of a task.</summary>
    public async Task WhenAsync(Func<Snapshot, bool> isWanted)
    {
        using var late = new CancellationTokenSource(Patience);
        for (var now = house.Now; !isWanted(now); now = house.Now)
        {
            await house.Engine.Store.Feed.WaitAsync(now.Generation, ClassSet.None.With(XenTask.Descriptor), late.Token);
        }
    }

    /// <summary>Lets the time pass that the task waits for, until it is as wanted; every progress that was seen, in order.</summary>
    public async Task<List<long>> PassAsync(WatchedTime time, string task, Func<XenTask, bool> isWanted)
    {
        using var late = new CancellationTokenSource(Patience);
        var seen = new List<long>();
        while (true)
        {
            late.Token.ThrowIfCancellationRequested();

            // What the task told before it began to wait is committed before this is.
            await house.Engine.Store.CommitAsync(_ => { });
            var now = house.Now.Get(Named(task));
            (now.Progress == 100).Should().Be(IsOver(now), "a task has done all only when it is over");
            if (seen.Count == 0 || seen[^1] != now.Progress)
            {
                seen.Add(now.Progress);
            }

            if (isWanted(now))
            {
                return seen;
            }

            if (time.TryTake(out var wait))
            {
                time.Advance(wait);
            }

            await Task.Yield();
        }
    }

    /// <summary>Every status that was told of a task, in order.</summary>
    public IEnumerable<TaskStatusType> Story(string task) =>
        house.Kept.Where(change => change.IsTold && change.Id == Guid.Parse(task)).Select(change => change.After).OfType<XenTask>().Select(after => after.Status);
}
