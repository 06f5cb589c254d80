using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Core.Declarations;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Operations;

/// <summary>A house with its CIM side: our own schema, on a simulated hypervisor.</summary>
internal sealed class CimWorld : IAsyncDisposable
{
    private bool goesOn;

    private CimWorld(House house)
    {
        House = house;
        Cim = CimHouse.Open(house.Engine, NullLogger<CimHouse>.Instance);
        Service = CimService.Of(Cim);
    }

    public House House { get; }

    public CimHouse Cim { get; }

    public CimService Service { get; }

    public Life Life => new(House);

    public static async Task<CimWorld> StartAsync(SimulatedWorld? world = null, TimeProvider? time = null) => new(await House.StartAsync(world, time));

    /// <summary>Ends this one and opens it anew on the same state.</summary>
    public async Task<CimWorld> RestartAsync()
    {
        Cim.Dispose();
        goesOn = true;
        return new(await House.RestartAsync());
    }

    public CimCaller Caller(string space = "root/xen", Role role = Role.PoolAdmin) => new(space, House.Caller(role));

    /// <summary>Every instance of a namespace, associations left out or nothing else.</summary>
    public IEnumerable<Instance> All(string space, bool associations) => Cim.Catalog.Space(space).Sources.Values
        .Where(source => source.Class.IsAssociation == associations).SelectMany(source => source.All(House.Now));

    public async ValueTask DisposeAsync()
    {
        if (!goesOn)
        {
            Cim.Dispose();
            await House.DisposeAsync();
        }
    }
}
