using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging;
using XenApi.Core;
using XenApi.Core.Declarations;
using XenCim.Tests.Clients;

namespace XenCim.Tests;

/// <summary>A house and clients that speak XML-RPC to it, without a socket.</summary>
internal sealed class WiredHouse : IAsyncDisposable
{
    private House house;

    private WiredHouse(House house) => this.house = house;

    /// <summary>The engine of this run.</summary>
    public Engine Engine => house.Engine;

    /// <summary>The hosts of this run.</summary>
    public IReadOnlyList<SimulatedHypervisor> Hosts => house.Hypervisors;

    /// <summary>A client that has logged in where no password is asked for.</summary>
    public XenClient Client { get; private set; } = null!;

    /// <summary>Opens a house in a directory of its own; nothing takes time in its world where none is given.</summary>
    public static async Task<WiredHouse> OpenAsync(SimulatedWorld? world = null, TimeProvider? time = null, ILoggerFactory? logs = null)
    {
        var wired = new WiredHouse(await House.StartAsync(world, time, setup => setup with { Logs = logs ?? setup.Logs, StorageBytes = 1L << 40 }));
        await wired.LoginAsync();
        return wired;
    }

    /// <summary>Ends the server and starts it anew on the same state; what the hosts run goes on.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        house = await house.RestartAsync();
        await LoginAsync();
    }

    /// <summary>A client on a door of a revision; one that is not open asks for names and passwords.</summary>
    public XenClient Knock(ApiVersion version = ApiVersion.Xend, bool isOpen = true) => house.Knock(version, isOpen);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await house.DisposeAsync();
    }

    private async Task LoginAsync()
    {
        Client = Knock();
        await Client.LoginAsync("", "");
    }
}
