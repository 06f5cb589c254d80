namespace Hypervisor.Native.Moving;

/// <summary>How long one side waits for the other.</summary>
public sealed record MovePatience
{
    /// <summary>For the first word, and for octets while there are some to come.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the receiver to have made a domain of what it was sent.</summary>
    public TimeSpan Making { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For an answer to who has the domain.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the last words of one who has given up.</summary>
    public TimeSpan LastWords { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>As long as anybody should wait.</summary>
    public static MovePatience Usual { get; } = new();
}
