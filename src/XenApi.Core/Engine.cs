using XenApi.Core.Accounts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core;

/// <summary>The house: its rooms, put together once by the program.</summary>
public sealed class Engine
{
    /// <summary>The state.</summary>
    public required Store Store { get; init; }

    /// <summary>The sessions of all doors.</summary>
    public required SessionRoom Sessions { get; init; }

    /// <summary>The accounts.</summary>
    public required AccountRoom Accounts { get; init; }

    /// <summary>The tasks that run.</summary>
    public TaskRoom Tasks { get; private set; } = null!;

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Set when the server stops.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>The host that sessions talk to.</summary>
    public Ref<Host> ThisHost { get; private set; }
}
