using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>VIF</c> beyond those that every class has.</summary>
internal static class VifCalls
{
    private const long DefaultMtu = 1500;

    [Call("VIF.create", "Gives a machine a network interface; a machine that runs gets it at once.", Role.VmAdmin,
        Errors = ["DEVICE_EXISTS_ERROR", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<Vif>> Create(Caller caller, Vif args)
    {
        caller.Get(args.Vm);
        caller.Get(args.Network);
        return HotPlug.CreateAsync(caller, NicPlug.Instance, args with
        {
            Mac = args.Mac.Length == 0 ? MacAddress.Random(caller.Snapshot) : MacAddress.Canonical(args.Mac),
            Mtu = args.Mtu == 0 ? DefaultMtu : args.Mtu,
        });
    }

    [Call("VIF.destroy", "Takes an interface from its machine; one that is attached is unplugged first.", Role.VmAdmin, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<Vif> self) => HotPlug.DestroyAsync(caller, NicPlug.Instance, self);

    [Call("VIF.plug", "Attaches the interface to the running machine.", Role.VmAdmin, Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task PlugIn(Caller caller, Ref<Vif> self) => HotPlug.PlugAsync(caller, NicPlug.Instance, self);

    [Call("VIF.unplug", "Detaches the interface from the running machine; it comes back at the next start.", Role.VmAdmin,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task Unplug(Caller caller, Ref<Vif> self) => HotPlug.UnplugAsync(caller, NicPlug.Instance, self);

    [Call("VIF.set_device", "Sets the number that the guest sees, while the interface is not attached.", Role.VmAdmin, Async = false,
        Errors = ["DEVICE_EXISTS_ERROR", "OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetDevice(Caller caller, Ref<Vif> self, string value) =>
        HotPlug.ChangeAsync(caller, NicPlug.Instance, self, vif => vif with { Device = value });

    [Call("VIF.set_MAC", "Sets the hardware address, while the interface is not attached; empty for a random one.", Role.VmAdmin, Async = false,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetMac(Caller caller, Ref<Vif> self, string value)
    {
        var address = value.Length == 0 ? MacAddress.Random(caller.Snapshot) : MacAddress.Canonical(value);
        return HotPlug.ChangeAsync(caller, NicPlug.Instance, self, vif => vif with { Mac = address });
    }

    [Call("VIF.set_MTU", "Sets the most octets in a packet, while the interface is not attached.", Role.VmAdmin, Async = false,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetMtu(Caller caller, Ref<Vif> self, long value) =>
        HotPlug.ChangeAsync(caller, NicPlug.Instance, self, vif => vif with { Mtu = value });
}
