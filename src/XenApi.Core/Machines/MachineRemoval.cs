using XenApi.Core.Devices;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Removes a halted machine, and with it what is a part of it: its devices, consoles and measurements.</summary>
/// <remarks>Disk images and crash dumps are not parts: images stay, and a machine that has crash dumps cannot be removed.</remarks>
internal static class MachineRemoval
{
    /// <summary>Writes it.</summary>
    public static void Write(Changes changes, Vm vm)
    {
        OwnedDevices.RemoveAllOf(changes, new(vm.Id));
        var gone = changes.Get(new Ref<Vm>(vm.Id));
        changes.Delete(new Ref<Vm>(vm.Id));
        MachineMeters.Remove(changes, gone);
    }
}
