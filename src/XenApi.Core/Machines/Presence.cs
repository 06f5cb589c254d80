using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Writes what a machine has only while it has a domain: state, number, host, pool, devices, consoles.</summary>
internal static class Presence
{
    /// <summary>The power state of a machine whose domain is in a state.</summary>
    public static VmPowerState StateOf(Domain domain) => domain.State switch
    {
        DomainState.Running => VmPowerState.Running,
        DomainState.Paused => VmPowerState.Paused,
        _ => VmPowerState.Crashed,
    };

    /// <summary>Writes that the machine has a domain. Its memory is in the domain now, and in no image.</summary>
    public static void Write(Changes changes, Ref<Vm> vm, HostPlace place, Domain domain, FoundDevices? found = null)
    {
        var now = changes.Get(vm);
        changes.Put(now with
        {
            PowerState = StateOf(domain),
            DomainId = domain.Number,
            ResidentOn = place.Host,
            CpuPool = changes.Find(new Ref<CpuPool>(domain.Pool)) is null ? [] : [new Ref<CpuPool>(domain.Pool)],
            SuspendVdi = Ref<Vdi>.Null,
            Lives = now.DomainId == domain.Number ? now.Lives : now.Lives + 1,
            OtherConfig = domain.State == DomainState.Running ? now.Home().OtherConfig : now.OtherConfig,
        });
        AttachedDevices.See(changes, vm, domain, found);
        WriteMetrics(changes, now, domain);
    }

    /// <summary>Writes that the machine has no domain.</summary>
    public static void Erase(Changes changes, Ref<Vm> vm, VmPowerState state = VmPowerState.Halted)
    {
        var now = changes.Get(vm);
        changes.Put(now with
        {
            PowerState = state,
            DomainId = -1,
            ResidentOn = Ref<Host>.Null,
            CpuPool = default,
            SuspendVdi = state == VmPowerState.Suspended ? now.SuspendVdi : Ref<Vdi>.Null,
            ToolsVersion = default,
        });
        AttachedDevices.See(changes, vm, null);
        if (changes.Find(now.Metrics) is { } metrics)
        {
            changes.PutQuietly(new VmMetrics { Id = metrics.Id, StartTime = metrics.StartTime, LastUpdated = changes.Now });
        }

        if (changes.Find(now.GuestMetrics) is { } guest)
        {
            changes.PutQuietly(new VmGuestMetrics { Id = guest.Id, LastUpdated = changes.Now });
        }
    }

    // A domain that has changed is to be measured anew by whoever looks next.
    private static void WriteMetrics(Changes changes, Vm vm, Domain domain)
    {
        if (changes.Find(vm.Metrics) is { } metrics)
        {
            changes.PutQuietly(metrics with
            {
                MemoryActual = domain.Config.MemoryBytes,
                VcpusNumber = domain.Config.Vcpus,
                StartTime = domain.StartedAt,
                State = [StateOf(domain).ToString().ToLowerInvariant()],
                LastUpdated = DateTimeOffset.UnixEpoch,
            });
        }
    }
}
