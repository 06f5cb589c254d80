using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Tasks;

/// <summary>The progress of one task: whole percents, never back, and 100 only when the task is over.</summary>
internal sealed class TaskProgress(Store store, Ref<XenTask> task) : Progress
{
    private int last;

    public override void Report(double value)
    {
        var percent = (int)Math.Clamp(value * 100, 0, 99);
        int seen;
        do
        {
            seen = Volatile.Read(ref last);
            if (percent <= seen)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref last, percent, seen) != seen);

        // Not waited for: the news may come late, but the commits of one task come in order.
        _ = store.CommitAsync(changes =>
        {
            if (changes.Find(task) is { Status: TaskStatusType.Pending } now && now.Progress < percent)
            {
                changes.PutQuietly(now with { Progress = percent });
            }
        });
    }
}
