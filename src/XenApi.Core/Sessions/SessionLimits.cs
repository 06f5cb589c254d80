namespace XenApi.Core.Sessions;

/// <summary>How many sessions there may be, and for how long.</summary>
/// <param name="Idle">How long a session lives without being used.</param>
/// <param name="PerAccount">How many sessions one account may have at once.</param>
public sealed record SessionLimits(TimeSpan Idle, int PerAccount)
{
    /// <summary>A day, and 500 sessions.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromDays(1), 500);
}
