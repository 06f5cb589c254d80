namespace XenApi.Core.Sessions;

/// <summary>How many sessions there may be, and for how long.</summary>
/// <param name="Idle">How long a session lives without being used.</param>
/// <param name="PerAccount">How many sessions one account may have at once.</param>
/// <param name="AllTogether">How many there may be at once: where no password is asked for, a client has as many names as it likes.</param>
public sealed record SessionLimits(TimeSpan Idle, int PerAccount, int AllTogether)
{
    /// <summary>A day, 500 sessions of an account, and 10,000 in all.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromDays(1), 500, 10_000);
}
