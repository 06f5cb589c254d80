namespace Hypervisor.Native.Xen;

/// <summary>Where a host keeps the tools of Xen that are in nobody's path.</summary>
public static class XenTools
{
    /// <summary>The names of the QEMU that serves guests: Debian's own for Xen, and those of others.</summary>
    public static IReadOnlyList<string> Qemus { get; } = ["xen-qemu-system-i386", "qemu-system-i386", "qemu-system-x86_64"];

    /// <summary>The directories of a version of Xen, such as 4.17, the first one first.</summary>
    public static string[] PlacesOf(string? version) => [$"/usr/lib/xen-{version}/bin", "/usr/libexec/xen/bin", "/usr/lib/xen/bin", "/usr/libexec"];
}
