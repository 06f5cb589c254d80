using XenApi.Core.Declarations;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Measurements;

/// <summary>
/// What is measured, measured when somebody looks: a call that reads metrics has them brought up to date first, unless
/// they are younger than the sample period. What nobody looks at costs nothing, however many machines run.
/// </summary>
internal sealed class MetricsRoom(Engine engine)
{
    /// <summary>Whether calls of the class read what is measured.</summary>
    public static bool Measures(XenClass c) => c.Keeping == Keeping.Memory || c == HostCpu.Descriptor;

    /// <summary>Brings one object, or all of the class, up to date.</summary>
    /// <param name="c">A class that is measured.</param>
    /// <param name="self">The object; null for all.</param>
    /// <returns>Whether anything was measured; else the snapshot at hand is young enough.</returns>
    public ValueTask<bool> RefreshAsync(XenClass c, Guid? self)
    {
        var snapshot = engine.Store.Current;
        return RefreshAsync(snapshot, self is { } id ? snapshot.Find(c, id) is { } one ? [one] : [] : snapshot.All(c));
    }

    /// <summary>Brings up to date what is measured of the machines and hosts that objects belong to.</summary>
    /// <param name="snapshot">Where the objects are.</param>
    /// <param name="objects">The objects: what is measured, or machines, hosts and their devices.</param>
    /// <returns>Whether anything was measured; else the snapshot at hand is young enough.</returns>
    public async ValueTask<bool> RefreshAsync(Snapshot snapshot, IEnumerable<XenObject> objects)
    {
        var machines = new HashSet<Guid>();
        var hosts = new HashSet<Guid>();
        foreach (var found in objects)
        {
            Find(snapshot, found, machines, hosts);
        }

        if (machines.Count == 0 && hosts.Count == 0)
        {
            return false;
        }

        var machineSamples = Sampled(snapshot, machines);
        var hostSamples = hosts.Select(host => engine.Hosts.Of(new(host))).Select(place => (place, place.Hypervisor.Sample())).ToList();
        await engine.Store.CommitAsync(changes =>
        {
            foreach (var (vm, domain, sample) in machineSamples)
            {
                MachineMetrics.Write(changes, vm, domain, sample);
            }

            foreach (var vm in machines.Select(id => changes.Find(new Ref<Vm>(id))).Where(vm => vm is { IsControlDomain: true }))
            {
                WriteControlDomain(changes, vm!);
            }

            foreach (var (place, sample) in hostSamples)
            {
                HostMeasures.Write(changes, place, sample);
            }
        }).ConfigureAwait(false);
        return true;
    }

    // Of the control domain no hypervisor tells samples: what it was given is what it has.
    private static void WriteControlDomain(Changes changes, Vm vm)
    {
        if (changes.Find(vm.Metrics) is { } metrics)
        {
            changes.PutQuietly(metrics with
            {
                MemoryActual = vm.MemoryDynamicMax, VcpusNumber = vm.VcpusAtStartup, VcpusParams = vm.VcpusParams, State = ["running"], LastUpdated = changes.Now,
            });
        }

        if (changes.Find(vm.GuestMetrics) is { } guest)
        {
            changes.PutQuietly(guest with { LastUpdated = changes.Now });
        }
    }

    private List<(Ref<Vm> Vm, Hypervisor.Native.Domain Domain, Hypervisor.Native.DomainSample Sample)> Sampled(Snapshot snapshot, HashSet<Guid> machines)
    {
        var samples = new List<(Ref<Vm>, Hypervisor.Native.Domain, Hypervisor.Native.DomainSample)>(machines.Count);
        foreach (var id in machines)
        {
            var vm = new Ref<Vm>(id);
            if (engine.Hosts.Find(id, snapshot.Get(vm).ResidentOn) is { } found && found.Place.Hypervisor.Sample(id) is { } sample)
            {
                samples.Add((vm, found.Domain, sample));
            }
        }

        return samples;
    }

    // The machine or host behind an object, whose last measurement is too old.
    private void Find(Snapshot snapshot, XenObject found, HashSet<Guid> machines, HashSet<Guid> hosts)
    {
        switch (found)
        {
            case VmMetrics metrics when IsOld(metrics.LastUpdated):
                AddRunning(snapshot, metrics.Vms, machines);
                break;
            case VmGuestMetrics metrics when IsOld(metrics.LastUpdated):
                AddRunning(snapshot, metrics.Vms, machines);
                break;
            case VbdMetrics metrics when IsOld(metrics.LastUpdated):
                AddRunning(snapshot, metrics.Vbds.Select(vbd => snapshot.Get(vbd).Vm), machines);
                break;
            case VifMetrics metrics when IsOld(metrics.LastUpdated):
                AddRunning(snapshot, metrics.Vifs.Select(vif => snapshot.Get(vif).Vm), machines);
                break;
            case HostMetrics metrics when IsOld(metrics.LastUpdated):
                hosts.UnionWith(metrics.Hosts.Select(host => host.Id!.Value));
                break;
            case PifMetrics metrics when IsOld(metrics.LastUpdated):
                hosts.UnionWith(metrics.Pifs.Select(pif => snapshot.Get(pif).Host.Id!.Value));
                break;
            case Vm vm when (snapshot.Find(vm.Metrics) is { } metrics && IsOld(metrics.LastUpdated)) || (snapshot.Find(vm.GuestMetrics) is { } guest && IsOld(guest.LastUpdated)):
                AddRunning(snapshot, [new(vm.Id)], machines);
                break;
            case Host host when snapshot.Find(host.Metrics) is { } metrics && IsOld(metrics.LastUpdated):
                hosts.Add(host.Id);
                break;
            case Vbd { Vm: var vm }:
                FindOwner(snapshot, snapshot.Find(vm), machines, hosts);
                break;
            case Vif { Vm: var vm }:
                FindOwner(snapshot, snapshot.Find(vm), machines, hosts);
                break;
            case Pif { Host: var host }:
                FindOwner(snapshot, snapshot.Find(host), machines, hosts);
                break;
            case HostCpu cpu when snapshot.Find(cpu.Host) is { } host && snapshot.Find(host.Metrics) is { } metrics && IsOld(metrics.LastUpdated):
                hosts.Add(host.Id);
                break;
        }
    }

    private void FindOwner(Snapshot snapshot, XenObject? owner, HashSet<Guid> machines, HashSet<Guid> hosts)
    {
        if (owner is not null)
        {
            Find(snapshot, owner, machines, hosts);
        }
    }

    private static void AddRunning(Snapshot snapshot, IEnumerable<Ref<Vm>> vms, HashSet<Guid> machines)
    {
        foreach (var vm in vms)
        {
            if (snapshot.Get(vm) is { DomainId: >= 0 } running)
            {
                machines.Add(running.Id);
            }
        }
    }

    private bool IsOld(DateTimeOffset measured) => engine.Time.GetUtcNow() - measured >= engine.Setup.SamplePeriod;
}
