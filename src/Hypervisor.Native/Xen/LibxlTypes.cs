namespace Hypervisor.Native.Xen;

/// <summary>The structures of libxenlight that this driver uses.</summary>
internal sealed class LibxlTypes
{
    public LibxlType DomainConfig { get; } = new("domain_config");

    public LibxlType DomainInfo { get; } = new("dominfo");

    public LibxlType CreateInfo { get; } = new("domain_create_info");

    public LibxlType RestoreParameters { get; } = new("domain_restore_params");

    public LibxlType SchedulingParameters { get; } = new("domain_sched_params");

    public LibxlType Disk { get; } = new("device_disk");

    public LibxlType Nic { get; } = new("device_nic");

    public LibxlType Pci { get; } = new("device_pci");

    public LibxlType VcpuInfo { get; } = new("vcpuinfo");

    public LibxlType PhysicalInfo { get; } = new("physinfo");

    public LibxlType VersionInfo { get; } = new("version_info");

    public LibxlType CpuTopology { get; } = new("cputopology");

    public LibxlType PoolInfo { get; } = new("cpupoolinfo");

    public LibxlType Event { get; } = new("event");
}
