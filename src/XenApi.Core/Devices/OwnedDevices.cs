using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>
/// What belongs to one machine and goes with it. Clients of the time destroy a machine and expect its images to be
/// free then, so its devices do not hold the machine back; what others own does.
/// </summary>
internal static class OwnedDevices
{
    /// <summary>
    /// Removes the disks, interfaces, consoles and passed-through devices of a halted machine with their metrics; its
    /// images, networks and its own metrics stay.
    /// </summary>
    public static void RemoveAllOf(Changes changes, Ref<Vm> vm)
    {
        var machine = changes.Get(vm);
        RemoveAll(changes, DiskPlug.Instance, machine.Vbds);
        RemoveAll(changes, NicPlug.Instance, machine.Vifs);
        RemoveAll(changes, PciPlug.Instance, machine.Dpcis);
        RemoveAll(changes, ScsiPlug.Instance, machine.Dscsis);
        DeleteAll(changes, changes.Get(vm).DscsiHbas);
        DeleteAll(changes, machine.Consoles);
        DeleteAll(changes, machine.Vtpms);
    }

    private static void RemoveAll<T>(Changes changes, Plug<T> plug, Links<T> devices)
        where T : XenObject, IXenClass
    {
        foreach (var device in devices)
        {
            plug.Remove(changes, changes.Get(device));
        }
    }

    private static void DeleteAll<T>(Changes changes, Links<T> devices)
        where T : XenObject, IXenClass
    {
        foreach (var device in devices)
        {
            changes.Delete(device);
        }
    }
}
