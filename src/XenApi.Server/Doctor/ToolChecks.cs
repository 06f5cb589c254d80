using Hypervisor.Native.Xen;

namespace XenApi.Server.Doctor;

/// <summary>The programs of others that libxenlight and the storage call.</summary>
internal static class ToolChecks
{
    private const string Scripts = "/etc/xen/scripts";

    /// <summary>The checks.</summary>
    /// <param name="host">The host.</param>
    /// <param name="version">Major and minor version of Xen; null where it is unknown.</param>
    public static IEnumerable<Finding> Of(Patient host, string? version)
    {
        var ofXen = XenTools.PlacesOf(version);
        yield return Script(host, "block", "disks");
        yield return Script(host, "vif-bridge", "interfaces");
        yield return Tool("pygrub", host.Program("pygrub", ofXen), "PV guests that have their kernel on their own disk do not start", "Install it (Debian: xen-utils), or name the kernel in PV_kernel.");
        yield return Tool("qemu", XenTools.Qemus.Select(name => host.Program(name, ofXen)).FirstOrDefault(path => path is not null),
            "HVM guests do not start, nor do guests with disks in qcow2", "Install it (Debian: apt-get install qemu-system-xen).");
        yield return Tool("qemu-img", host.Program("qemu-img"), "storage makes no images in qcow2", "Install it (Debian: apt-get install qemu-utils).");
        yield return Tool("ssh", host.Program("ssh"), "machines do not go to other hosts by SSH", "Install it where you want that (Debian: apt-get install openssh-client).");
        yield return Tool("nfs", host.Program("mount.nfs"), "storage of type nfs cannot be used", "Install it where you want that (Debian: apt-get install nfs-common).");
        yield return Tool("lvm", host.Program("lvs"), "storage of type lvm cannot be used", "Install it where you want that (Debian: apt-get install lvm2).");
    }

    private static Finding Script(Patient host, string name, string purpose) => host.Tree.HasProgram($"{Scripts}/{name}")
        ? Finding.Ok("hotplug", $"{Scripts}/{name} is there, for {purpose}")
        : Finding.Fail("hotplug", $"{Scripts}/{name} is not there: guests with {purpose} do not start", "Install Xen's tools (Debian: apt-get install xen-utils-common).");

    private static Finding Tool(string name, string? found, string without, string advice) =>
        found is not null ? Finding.Ok(name, found) : Finding.Warn(name, $"is not there: {without}", advice);
}
