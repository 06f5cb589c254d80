using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Networks;

/// <summary>The messages of the classes <c>PIF</c> and <c>PIF_metrics</c> beyond those that every class has.</summary>
internal static class PifCalls
{
    [Call("PIF.create_VLAN", "Makes a VLAN on a physical interface and joins it to a network that the host is not on yet.", Role.PoolAdmin,
        Errors = ["VLAN_TAG_INVALID", "INVALID_DEVICE_ERROR", "DEVICE_EXISTS_ERROR", "NETWORK_ALREADY_CONNECTED"])]
    public static async Task<Ref<Pif>> CreateVlan(Caller caller, string device, Ref<Network> network, Ref<Host> host, long VLAN)
    {
        if (VLAN is < 0 or > 4095)
        {
            throw Errors.VlanTagInvalid(VLAN);
        }

        caller.Get(network);
        var below = caller.Get(host).Pifs.Select(caller.Get).FirstOrDefault(pif => pif.IsPhysical && pif.Device == device)
            ?? throw Errors.InvalidDevice(Collections.Shortened(device));
        var metrics = new PifMetrics { Id = Guid.NewGuid() };
        var vlan = new Pif
        {
            Id = Guid.NewGuid(), Device = device, Network = network, Host = host, Mac = below.Mac, Mtu = below.Mtu, Vlan = VLAN, Metrics = new(metrics.Id),
        };
        await caller.Engine.Networks.AddAsync(vlan, metrics, caller.Cancelled).ConfigureAwait(false);
        return new(vlan.Id);
    }

    [Call("PIF.destroy", "Removes a VLAN; hardware stays.", Role.PoolAdmin, Errors = ["PIF_IS_PHYSICAL"])]
    public static Task Destroy(Caller caller, Ref<Pif> self) => caller.Engine.Networks.RemoveAsync(self, caller.Cancelled);

    [Call("PIF.set_device", "Moves a VLAN to another physical interface.", Role.PoolAdmin, Async = false,
        Errors = ["PIF_IS_PHYSICAL", "INVALID_DEVICE_ERROR", "DEVICE_EXISTS_ERROR"])]
    public static Task SetDevice(Caller caller, Ref<Pif> self, string value) => Change(caller, self, pif => pif with { Device = value });

    [Call("PIF.set_MAC", "Sets the hardware address.", Role.PoolAdmin, Async = false)]
    public static Task SetMac(Caller caller, Ref<Pif> self, string value) => Change(caller, self, pif => pif with { Mac = value });

    [Call("PIF.set_MTU", "Sets the most octets in a packet.", Role.PoolAdmin, Async = false)]
    public static Task SetMtu(Caller caller, Ref<Pif> self, long value) => Change(caller, self, pif => pif with { Mtu = value });

    [Call("PIF.set_VLAN", "Sets the tag of a VLAN.", Role.PoolAdmin, Async = false, Errors = ["PIF_IS_PHYSICAL", "VLAN_TAG_INVALID", "DEVICE_EXISTS_ERROR"])]
    public static Task SetVlan(Caller caller, Ref<Pif> self, long value) => Change(caller, self, pif => pif with { Vlan = value });

    [Call("PIF.plug", "Joins the interface to the bridge of its network.", Role.PoolAdmin, Since = ApiVersion.Xend)]
    public static Task Plug(Caller caller, Ref<Pif> self) => Change(caller, self, pif => pif with { IsUnplugged = false });

    [Call("PIF.unplug", "Takes the interface from the bridge of its network.", Role.PoolAdmin, Since = ApiVersion.Xend)]
    public static Task Unplug(Caller caller, Ref<Pif> self) => Change(caller, self, pif => pif with { IsUnplugged = true });

    [Call("PIF_metrics.get_pif", "The interface that is measured.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static Ref<Pif> GetPif(Caller caller, Ref<PifMetrics> self) => caller.Get(self).Pifs.FirstOrDefault();

    private static Task Change(Caller caller, Ref<Pif> self, Func<Pif, Pif> change) => caller.Engine.Networks.ChangeAsync(self, change, caller.Cancelled);
}
