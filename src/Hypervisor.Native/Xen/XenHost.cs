using System.Globalization;
using System.Text.Json;
using Hypervisor.Native.Linux;

namespace Hypervisor.Native.Xen;

/// <summary>Reads what the host is made of: from Xen what Xen has to itself, from Linux the rest.</summary>
internal sealed class XenHost(LibxlContext xen, string root, HostIdentity identity, Guid defaultPool)
{
    private const long PageBytes = 4096;

    private static readonly string[] BootloaderPlaces = ["usr/bin", "usr/sbin", "usr/local/bin"];

    private readonly HostTree tree = new(root);

    /// <summary>Reads it.</summary>
    public HostFacts Read()
    {
        var physical = xen.Read("look at the host", null, xen.Types.PhysicalInfo, answer => Libxl.libxl_get_physinfo(xen.Handle, answer));
        var version = LibxlJson.Parse(xen.Types.VersionInfo.ToJson(xen.Handle, Libxl.libxl_get_version_info(xen.Handle)));
        var cpus = (int)Math.Max(physical.Number("nr_cpus"), 1);
        var (threads, cores) = ((int)Math.Max(physical.Number("threads_per_core"), 1), (int)Math.Max(physical.Number("cores_per_socket"), 1));
        var nodes = (int)Math.Max(physical.Number("nr_nodes"), 1);
        var capabilities = version.Text("capabilities").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            Id = identity.Id,
            Name = identity.Name,
            BootId = identity.BootId,
            MemoryBytes = physical.Number("total_pages") * PageBytes,
            Nodes = nodes,
            SocketsPerNode = Math.Max(cpus / (threads * cores * nodes), 1),
            CoresPerSocket = cores,
            ThreadsPerCore = threads,
            Capabilities = capabilities,
            HasHvm = physical.Is("cap_hvm"),
            Scheduler = Libxl.TextAt(Libxl.libxl_scheduler_to_string(Libxl.libxl_get_scheduler(xen.Handle))) ?? "",
            Schedulers = ["credit", "credit2", "rtds", "null", "arinc653"],
            DefaultPool = defaultPool,
            Bootloaders = [.. Bootloaders()],
            Versions = Versions(version),
            Cpus = HostCpus.Repeated(HostCpus.Read(root), cpus, Features(physical)),
            Nics = HostNics.Read(root),
            Bridges = HostNics.Bridges(root),
            Pcis = PciDevices.Read(root),
            Scsis = ScsiDevices.Read(root),
        };
    }

    private IEnumerable<string> Bootloaders()
    {
        foreach (var name in (string[])["pygrub", "pvgrub"])
        {
            if (BootloaderPlaces.Append($"usr/lib/xen-{LibxlLibrary.Version()}/bin").Any(place => tree.Has($"{place}/{name}")))
            {
                yield return name;
            }
        }
    }

    // Names as Xend had them, and xl info has.
    private static Dictionary<string, string> Versions(JsonElement version)
    {
        var (major, minor, extra) = (version.Number("xen_version_major"), version.Number("xen_version_minor"), version.Text("xen_version_extra"));
        return new()
        {
            ["Xen"] = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}{extra}"),
            ["xen_major"] = $"{major}",
            ["xen_minor"] = $"{minor}",
            ["xen_extra"] = extra,
            ["xen_caps"] = version.Text("capabilities").Trim(),
            ["xen_changeset"] = version.Text("changeset"),
            ["xen_commandline"] = version.Text("commandline"),
            ["xen_pagesize"] = $"{version.Number("pagesize", PageBytes)}",
            ["platform_params"] = $"virt_start=0x{unchecked((ulong)version.Number("virt_start")):x}",
            ["cc_compiler"] = version.Text("compiler"),
            ["cc_compile_by"] = version.Text("compile_by"),
            ["cc_compile_domain"] = version.Text("compile_domain"),
            ["cc_compile_date"] = version.Text("compile_date"),
            ["Linux"] = Environment.OSVersion.Version.ToString(),
            ["machine"] = "x86_64",
        };
    }

    private static List<uint> Features(JsonElement physical) => [.. physical.Items("hw_cap").Select(word => unchecked((uint)word.GetInt64()))];
}
