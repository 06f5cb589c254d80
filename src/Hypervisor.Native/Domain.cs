namespace Hypervisor.Native;

/// <summary>A domain as it is at one moment.</summary>
public sealed record Domain
{
    /// <summary>Its identity, kept over reboots and moves.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its number on the host, another one each time it is made.</summary>
    public required int Number { get; init; }

    /// <summary>What it does.</summary>
    public required DomainState State { get; init; }

    /// <summary>Why it is down; meaningless where it is not.</summary>
    public DownReason DownReason { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The CPU pool it is in.</summary>
    public required Guid Pool { get; init; }

    /// <summary>Its configuration as it stands.</summary>
    public required DomainConfig Config { get; init; }

    /// <summary>The consoles it offers.</summary>
    public IReadOnlyList<ConsoleFacts> Consoles { get; init; } = [];
}
