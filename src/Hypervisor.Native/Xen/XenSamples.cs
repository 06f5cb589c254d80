using System.Text.Json;
using Hypervisor.Native.Linux;

namespace Hypervisor.Native.Xen;

/// <summary>What the host and its domains use. Xen counts; what happened since the last look makes a rate.</summary>
internal sealed class XenSamples(LibxlContext xen, DomainTable domains, GuestReports reports, HostFacts facts, string root, TimeProvider time)
{
    private const long PageBytes = 4096;
    private const int SectorBytes = 512;

    // Over a shorter time a rate says nothing: then the one before stands.
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Dictionary<(uint Domain, int Vcpu), Reading> readings = [];
    private readonly FlowMeter hostFlows = new(time);
    private readonly Dictionary<uint, FlowMeter> guestFlows = [];
    private readonly HostTree tree = new(root);

    /// <summary>What the host uses.</summary>
    public HostSample OfHost()
    {
        var info = xen.Read("look at the host", null, xen.Types.PhysicalInfo, answer => Libxl.libxl_get_physinfo(xen.Handle, answer));
        var load = new double[facts.Cpus.Count];
        foreach (var number in domains.Statuses().Select(domain => domain.Number).Prepend(0u))
        {
            foreach (var vcpu in Vcpus(number).Where(vcpu => vcpu.Cpu >= 0 && vcpu.Cpu < load.Length))
            {
                load[vcpu.Cpu] = Math.Min(load[vcpu.Cpu] + vcpu.Load, 1);
            }
        }

        return new((info.Number("free_pages") + info.Number("scrub_pages")) * PageBytes, load, HostNics.Sample(root, facts.Nics.Select(nic => nic.Device), hostFlows));
    }

    /// <summary>What a domain uses; null where there is none.</summary>
    public DomainSample? OfDomain(Guid id)
    {
        if (domains.StatusOf(id) is not { } info || domains.Find(id) is not { } domain)
        {
            return null;
        }

        return new(
            info.MemoryBytes,
            Vcpus(info.Number),
            domain.Config.Disks.Select(disk => (disk.Device, Flow: DiskFlow(info.Number, disk.Device))).ToDictionary(one => one.Device, one => one.Flow),
            domain.Config.Nics.Select(nic => (nic.Device, Flow: NicFlow(info.Number, nic.Device))).ToDictionary(one => one.Device, one => one.Flow),
            reports.Read(info.Number));
    }

    /// <summary>A domain is gone, and what was counted of it.</summary>
    public void Forget(uint domain)
    {
        lock (gate)
        {
            guestFlows.Remove(domain);
            foreach (var key in readings.Keys.Where(key => key.Domain == domain).ToList())
            {
                readings.Remove(key);
            }
        }
    }

    private List<VcpuSample> Vcpus(uint number)
    {
        var list = Libxl.libxl_list_vcpu(xen.Handle, number, out var count, out _);
        return [.. xen.Read(xen.Types.VcpuInfo, list, count, Libxl.libxl_vcpuinfo_list_free).Where(vcpu => vcpu.Is("online")).Select(vcpu => Sample(number, vcpu))];
    }

    private VcpuSample Sample(uint domain, JsonElement vcpu)
    {
        var now = time.GetTimestamp();
        var ran = TimeSpan.FromTicks(vcpu.Number("vcpu_time") / 100);
        var key = (domain, (int)vcpu.Number("vcpuid"));
        var load = 0.0;
        lock (gate)
        {
            if (readings.TryGetValue(key, out var before))
            {
                var span = time.GetElapsedTime(before.Timestamp, now);
                load = span < ShortestSpan ? before.Load : Math.Clamp((ran - before.Ran) / span, 0, 1);
                now = span < ShortestSpan ? before.Timestamp : now;
                ran = span < ShortestSpan ? before.Ran : ran;
            }

            readings[key] = new(now, ran, load);
        }

        return new(load, (int)vcpu.Number("cpu"), vcpu.Is("running"));
    }

    // The block driver of the control domain counts sectors by the number of the device.
    private Flow DiskFlow(uint domain, string device)
    {
        var place = DiskNumber.Of(device) is { } number ? $"sys/bus/xen-backend/devices/vbd-{domain}-{number}/statistics" : "";
        return place.Length > 0 && tree.Number($"{place}/rd_sect") is { } read && tree.Number($"{place}/wr_sect") is { } written
            ? FlowsOf(domain).Measure(device, read * SectorBytes, written * SectorBytes)
            : default;
    }

    // What the host's end sends, the guest receives.
    private Flow NicFlow(uint domain, string device)
    {
        var place = $"sys/class/net/vif{domain}.{device}/statistics";
        return tree.Number($"{place}/tx_bytes") is { } received && tree.Number($"{place}/rx_bytes") is { } sent
            ? FlowsOf(domain).Measure(device, received, sent)
            : default;
    }

    private FlowMeter FlowsOf(uint domain)
    {
        lock (gate)
        {
            if (!guestFlows.TryGetValue(domain, out var meter))
            {
                guestFlows[domain] = meter = new(time);
            }

            return meter;
        }
    }

    private readonly record struct Reading(long Timestamp, TimeSpan Ran, double Load);
}
