using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Core.Memory;
using XenApi.Core.Moving;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;

namespace XenApi.Core;

/// <summary>What the house is built of, and its limits.</summary>
public sealed record EngineSetup
{
    /// <summary>Where the state is kept; the engine owns it from now on.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>One for each host, the first for the host that sessions talk to; the engine owns them from now on.</summary>
    public required IReadOnlyList<IHypervisor> Hypervisors { get; init; }

    /// <summary>The directory for disk images and saved machines.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the logs.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How many sessions, and for how long.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>How many tasks, and for how long.</summary>
    public TaskLimits Tasks { get; init; } = TaskLimits.Default;

    /// <summary>How machines go to hosts of other servers, and come from them.</summary>
    public MoveSetup Moves { get; init; } = new();

    /// <summary>How many changes the feed keeps for listeners that come late.</summary>
    public int FeedWindow { get; init; } = 16 * 1024;

    /// <summary>How long a quick order to a hypervisor may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an order that moves memory may take: a start, a save, a migration.</summary>
    public TimeSpan LongPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a clean shutdown or reboot waits for the guest.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>A guest that crashes sooner after its start is not started again: it would crash for ever.</summary>
    public TimeSpan ShortestLife { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How old a measurement may be when it is read.</summary>
    public TimeSpan SamplePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much each SR on the local storage may promise, in bytes; null for the size of the file system.</summary>
    public long? StorageBytes { get; init; }
}
