using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Tasks;

/// <summary>The finished tasks in the order in which their time is over. There is room for so many, and for so much text of results.</summary>
internal sealed class FinishedTasks(TaskLimits limits, TimeProvider time)
{
    private const long TextMost = 64L << 20;

    private readonly Lock gate = new();
    private readonly PriorityQueue<(Ref<XenTask> Task, int Length), DateTimeOffset> waiting = new();
    private long text;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>Whether there is no room left, so that some have to go.</returns>
    public bool Add(Ref<XenTask> task, int length)
    {
        lock (gate)
        {
            waiting.Enqueue((task, length), time.GetUtcNow() + limits.KeepFinished);
            text += length;
            return IsFull;
        }
    }

    /// <summary>Those whose time is over, or that have to make room.</summary>
    public IReadOnlyList<Ref<XenTask>> Due()
    {
        var due = new List<Ref<XenTask>>();
        lock (gate)
        {
            while (waiting.TryPeek(out var first, out var at) && (at <= time.GetUtcNow() || IsFull))
            {
                waiting.Dequeue();
                text -= first.Length;
                due.Add(first.Task);
            }
        }

        return due;
    }

    private bool IsFull => waiting.Count > limits.FinishedMost || text > TextMost;
}
