using XenApi.Core.Faults;
using XenApi.Core.Sessions;

namespace XenApi.Core.Tasks;

/// <summary>The places for tasks that run: so many for each session, so many in all.</summary>
internal sealed class TaskPlaces(TaskLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> bySession = [];
    private int all;

    /// <summary>Takes a place; <c>TOO_MANY_PENDING_TASKS</c> where none is left.</summary>
    public void Take(Session session)
    {
        lock (gate)
        {
            var own = bySession.GetValueOrDefault(session.Id);
            if (own >= limits.PerSession || all >= limits.AllTogether)
            {
                throw Errors.TooManyPendingTasks();
            }

            bySession[session.Id] = own + 1;
            all++;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void GiveBack(Session session)
    {
        lock (gate)
        {
            all--;
            if (--bySession[session.Id] == 0)
            {
                bySession.Remove(session.Id);
            }
        }
    }
}
