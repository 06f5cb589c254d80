using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenApi.Core.Measurements;

/// <summary>Writes what was measured of a host: its memory, its CPUs and its interfaces.</summary>
internal static class HostMeasures
{
    /// <summary>Writes it.</summary>
    public static void Write(Changes changes, HostPlace place, HostSample sample)
    {
        var host = changes.Get(place.Host);
        if (changes.Find(host.Metrics) is { } metrics)
        {
            changes.PutQuietly(metrics with { MemoryTotal = place.Facts.MemoryBytes, MemoryFree = sample.FreeMemoryBytes, LastUpdated = changes.Now });
        }

        foreach (var cpu in host.HostCpus.Select(changes.Get))
        {
            changes.PutQuietly(cpu with { Utilisation = cpu.Number < sample.CpuLoad.Count ? sample.CpuLoad[(int)cpu.Number] : 0 });
        }

        foreach (var pif in host.Pifs.Select(changes.Get))
        {
            if (changes.Find(pif.Metrics) is { } nic)
            {
                var flow = sample.Nics.GetValueOrDefault(pif.Device);
                changes.PutQuietly(nic with { IoReadKbs = flow.ReadKiBPerSecond, IoWriteKbs = flow.WriteKiBPerSecond, LastUpdated = changes.Now });
            }
        }
    }
}
