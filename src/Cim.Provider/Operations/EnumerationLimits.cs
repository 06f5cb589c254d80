namespace Cim.Provider.Operations;

/// <summary>How many enumerations may be open, for how long, and how much they give at a time.</summary>
public sealed record EnumerationLimits
{
    /// <summary>The usual limits.</summary>
    public static EnumerationLimits Default { get; } = new();

    /// <summary>The most that are open altogether.</summary>
    public int OpenMost { get; init; } = 1024;

    /// <summary>The most that are open for one account.</summary>
    public int OpenOfAccountMost { get; init; } = 128;

    /// <summary>The most instances that one pull answers; who asks for more gets the rest by the next.</summary>
    public int BatchMost { get; init; } = 100_000;

    /// <summary>For how long an enumeration waits for the next pull, where the client does not say.</summary>
    public TimeSpan TimeoutUsual { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait that a client may ask for.</summary>
    public TimeSpan TimeoutMost { get; init; } = TimeSpan.FromMinutes(30);
}
