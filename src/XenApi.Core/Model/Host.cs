using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A machine that runs Xen.</summary>
[XenClass("host", "A machine that runs Xen.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName)]
public sealed partial record Host : XenObject
{
    [Field("name_label", Access.ReadWrite, "Its name.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("API_version_major", Access.ReadOnly, "The major number of the API that it serves.")]
    public long ApiVersionMajor { get; init; }

    [Field("API_version_minor", Access.ReadOnly, "The minor number of the API that it serves.")]
    public long ApiVersionMinor { get; init; }

    [Field("API_version_vendor", Access.ReadOnly, "Who made the server.")]
    public string ApiVersionVendor { get; init; } = "";

    [Field("API_version_vendor_implementation", Access.ReadOnly, "What the maker says of the server.")]
    public Map<string, string> ApiVersionVendorImplementation { get; init; }

    [Field("enabled", Access.ReadOnly, "Whether machines may start on it.", Since = ApiVersion.V1_0_0)]
    public bool Enabled { get; init; } = true;

    [Field("software_version", Access.ReadOnly, "The versions of what runs on it.")]
    public Map<string, string> SoftwareVersion { get; init; }

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it.")]
    public Map<string, string> OtherConfig { get; init; }

    [Field("capabilities", Access.ReadOnly, "The kinds of guest that its hypervisor can run.")]
    public Set<string> Capabilities { get; init; }

    [Field("cpu_configuration", Access.ReadOnly, "The layout of its CPUs: nodes, sockets, cores, threads.", Since = ApiVersion.V1_0_0)]
    public Map<string, string> CpuConfiguration { get; init; }

    [Field("sched_policy", Access.ReadOnly, "The scheduler of its hypervisor.", Since = ApiVersion.V1_0_0)]
    public string SchedPolicy { get; init; } = "";

    [Field("supported_bootloaders", Access.ReadOnly, "The boot loaders that it has.")]
    public Set<string> SupportedBootloaders { get; init; }

    [Field("resident_VMs", Access.ReadOnly, "The machines that run on it.", Inverse = nameof(Vm.ResidentOn))]
    public Links<Vm> ResidentVms { get; init; }

    [Field("logging", Access.ReadWrite, "Settings of its logs.")]
    public Map<string, string> Logging { get; init; }

    [Field("PIFs", Access.ReadOnly, "Its network interfaces.", Inverse = nameof(Pif.Host))]
    public Links<Pif> Pifs { get; init; }

    [Field("suspend_image_sr", Access.ReadWrite, "Where the memory of suspended machines is kept.")]
    public Ref<Sr> SuspendImageSr { get; init; }

    [Field("crash_dump_sr", Access.ReadWrite, "Where the memory of crashed machines is kept.")]
    public Ref<Sr> CrashDumpSr { get; init; }

    [Field("PBDs", Access.ReadOnly, "Its connections to storage.", Inverse = nameof(Pbd.Host))]
    public Links<Pbd> Pbds { get; init; }

    [Field("PPCIs", Access.ReadOnly, "Its PCI devices.", Since = ApiVersion.V1_0_10, Inverse = nameof(Ppci.Host))]
    public Links<Ppci> Ppcis { get; init; }

    [Field("PSCSIs", Access.ReadOnly, "Its SCSI devices.", Since = ApiVersion.V1_0_10, Inverse = nameof(Pscsi.Host))]
    public Links<Pscsi> Pscsis { get; init; }

    [Field("PSCSI_HBAs", Access.ReadOnly, "Its SCSI host adapters.", Since = ApiVersion.V1_0_10, Inverse = nameof(PscsiHba.Host))]
    public Links<PscsiHba> PscsiHbas { get; init; }

    [Field("host_CPUs", Access.ReadOnly, "Its physical CPUs.", Inverse = nameof(HostCpu.Host))]
    public Links<HostCpu> HostCpus { get; init; }

    [Field("metrics", Access.ReadOnly, "What is measured of it.")]
    public Ref<HostMetrics> Metrics { get; init; }

    [Field("resident_cpu_pools", Access.ReadOnly, "The CPU pools on it.", Since = ApiVersion.V1_0_10, Inverse = nameof(CpuPool.ResidentOn))]
    public Links<CpuPool> ResidentCpuPools { get; init; }

    [Field("hostname", Access.ReadWrite, "The name that the host has on its network.", Since = ApiVersion.Xapi)]
    public string Hostname { get; init; } = "";

    [Field("tags", Access.ReadWrite, "Words that clients sort it by.", Since = ApiVersion.Xapi)]
    public Set<string> Tags { get; init; }

    /// <summary>
    /// The boot of the host whose machines and pools with <c>auto_power_on</c> have been started; the hypervisor tells
    /// another one when the host has started anew.
    /// </summary>
    [Stored("boot_id")]
    public string BootId { get; init; } = "";

    /// <summary>The security labels of resources that are no objects, such as files, by resource.</summary>
    [Stored("resource_labels")]
    public Map<string, string> ResourceLabels { get; init; }

    /// <summary>Who refers by <c>Affinity</c>.</summary>
    [Link(nameof(Vm.Affinity))]
    public Links<Vm> PreferredBy { get; init; }
}
