namespace XenApi.Core.Tasks;

/// <summary>How many tasks there may be, and for how long.</summary>
/// <param name="KeepFinished">How long a finished task is kept.</param>
/// <param name="PerSession">How many tasks of one session may run at once.</param>
/// <param name="AllTogether">How many tasks may run at once.</param>
/// <param name="FinishedMost">How many finished tasks are kept; when there are more, those that end first go before their time.</param>
public sealed record TaskLimits(TimeSpan KeepFinished, int PerSession, int AllTogether, int FinishedMost)
{
    /// <summary>A day; 1,000 of a session, 10,000 in all, and 10,000 that are finished.</summary>
    public static TaskLimits Default { get; } = new(TimeSpan.FromDays(1), 1_000, 10_000, 10_000);
}
