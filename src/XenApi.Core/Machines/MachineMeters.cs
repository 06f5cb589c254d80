using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The objects that the measurements of a machine are kept in: they come with it and go with it.</summary>
internal static class MachineMeters
{
    /// <summary>Adds a new machine, measured from now on.</summary>
    public static void Add(Changes changes, Vm vm)
    {
        var metrics = new VmMetrics { Id = NamedUuid.Of(vm.Id, "metrics"), LastUpdated = changes.Now };
        var guest = new VmGuestMetrics { Id = NamedUuid.Of(vm.Id, "guest metrics"), LastUpdated = changes.Now };

        // Refused before anything of it is there: the commit may go on without it.
        vm.Check(null, changes);
        changes.Put(metrics);
        changes.Put(guest);
        changes.Add(vm with { Metrics = new(metrics.Id), GuestMetrics = new(guest.Id) });
    }

    /// <summary>Removes those of a machine that is gone.</summary>
    public static void Remove(Changes changes, Vm gone)
    {
        Remove(changes, gone.Metrics);
        Remove(changes, gone.GuestMetrics);
    }

    private static void Remove<T>(Changes changes, Ref<T> metrics)
        where T : XenObject, IXenClass
    {
        if (changes.Find(metrics) is not null)
        {
            changes.Delete(metrics);
        }
    }
}
