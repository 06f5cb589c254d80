using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Measurements;

/// <summary>Writes what was measured of a machine: its memory and CPUs, its disks and interfaces, and what its guest reports.</summary>
internal static class MachineMetrics
{
    /// <summary>Writes it; a machine that has gone meanwhile is passed over.</summary>
    public static void Write(Changes changes, Ref<Vm> machine, Domain domain, DomainSample sample)
    {
        if (changes.Find(machine) is not { } vm)
        {
            return;
        }

        if (changes.Find(vm.Metrics) is { } metrics)
        {
            changes.PutQuietly(Measured(metrics, vm, domain, sample) with { LastUpdated = changes.Now });
        }

        if (changes.Find(vm.GuestMetrics) is { } guest)
        {
            changes.PutQuietly(Reported(guest, sample.Guest) with { LastUpdated = changes.Now });
        }

        foreach (var vbd in vm.Vbds.Select(changes.Get))
        {
            if (changes.Find(vbd.Metrics) is { } disk)
            {
                var flow = sample.Disks.GetValueOrDefault(vbd.Device);
                changes.PutQuietly(disk with { IoReadKbs = flow.ReadKiBPerSecond, IoWriteKbs = flow.WriteKiBPerSecond, LastUpdated = changes.Now });
            }
        }

        foreach (var vif in vm.Vifs.Select(changes.Get))
        {
            if (changes.Find(vif.Metrics) is { } nic)
            {
                var flow = sample.Nics.GetValueOrDefault(NicNames.Bare(vif.Device));
                changes.PutQuietly(nic with
                {
                    IoReadKbs = flow.ReadKiBPerSecond,
                    IoWriteKbs = flow.WriteKiBPerSecond,
                    IoTotalReadKbs = flow.ReadKiB,
                    IoTotalWriteKbs = flow.WriteKiB,
                    LastUpdated = changes.Now,
                });
            }
        }
    }

    private static VmMetrics Measured(VmMetrics metrics, Vm vm, Domain domain, DomainSample sample)
    {
        var isPaused = domain.State == DomainState.Paused;
        var loads = sample.Vcpus.Select((vcpu, number) => KeyValuePair.Create((long)number, isPaused ? 0 : vcpu.Load));
        var places = sample.Vcpus.Select((vcpu, number) => KeyValuePair.Create((long)number, (long)vcpu.Cpu));
        var flags = sample.Vcpus.Select((vcpu, number) => KeyValuePair.Create((long)number, FlagsOf(vcpu, isPaused)));
        return metrics with
        {
            MemoryActual = sample.MemoryBytes,
            VcpusNumber = sample.Vcpus.Count,
            VcpusUtilisation = Map<long, double>.Of(loads),
            VcpusCpu = Map<long, long>.Of(places),
            VcpusFlags = Map<long, Set<string>>.Of(flags),
            VcpusParams = vm.VcpusParams,
            State = StateOf(domain, sample),
            StartTime = domain.StartedAt,
        };
    }

    private static Set<string> FlagsOf(VcpuSample vcpu, bool isPaused) => ["online", isPaused ? "paused" : vcpu.IsRunning ? "running" : "blocked"];

    private static Set<string> StateOf(Domain domain, DomainSample sample) => domain.State switch
    {
        DomainState.Paused => ["paused"],
        DomainState.Down => domain.DownReason == DownReason.Crash ? ["shutdown", "crashed"] : ["shutdown"],
        _ => sample.Vcpus.Any(vcpu => vcpu.IsRunning) ? ["running"] : ["blocked"],
    };

    private static VmGuestMetrics Reported(VmGuestMetrics metrics, GuestReport? report) => report is null
        ? new VmGuestMetrics { Id = metrics.Id }
        : metrics with
        {
            OsVersion = Map<string, string>.Of(report.OsVersion),
            PvDriversVersion = Map<string, string>.Of(report.DriversVersion),
            Memory = Map<string, string>.Of(report.Memory),
            Disks = Map<string, string>.Of(report.Disks),
            Networks = Map<string, string>.Of(report.Networks),
            Other = Map<string, string>.Of(report.Other),
        };
}
