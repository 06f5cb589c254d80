using Hypervisor.Native.Xen;

namespace XenApi.Server.Doctor;

/// <summary>Whether Xen is there, and whether this domain may command it.</summary>
internal static class XenChecks
{
    private static readonly string[] Devices = ["/dev/xen/evtchn", "/dev/xen/privcmd", "/dev/xen/gntdev"];

    /// <summary>The checks.</summary>
    public static IEnumerable<Finding> Of(Patient host, XenPresence xen)
    {
        yield return Presence(xen);
        if (!xen.IsXen)
        {
            yield break;
        }

        yield return host.Tree.Has("/proc/xen/capabilities")
            ? Finding.Ok("xenfs", "is mounted on /proc/xen")
            : Finding.Fail("xenfs", "is not mounted on /proc/xen", "modprobe xenfs; mount -t xenfs xenfs /proc/xen. The service xen of the distribution does it.");
        foreach (var device in Devices)
        {
            yield return host.Tree.Opens(device) ? Finding.Ok("device", $"{device} can be used")
                : host.Tree.Has(device) ? Finding.Fail("device", $"{device} cannot be opened", "Run this as root.")
                : Finding.Fail("device", $"{device} is not there", $"modprobe {Module(device)}; list it in /etc/modules-load.d to have it after the next start as well.");
        }

        if (xen.Version is { } version)
        {
            foreach (var finding in Libraries(host, version))
            {
                yield return finding;
            }
        }
    }

    private static Finding Presence(XenPresence xen) => xen switch
    {
        { IsXen: false } => Finding.Fail("xen", "this machine does not run on Xen", "Install it (Debian: apt-get install xen-system-amd64) and start the entry of the boot menu that names Xen; or take --hypervisor simulated."),
        { IsControlDomain: false } => Finding.Fail("xen", "this is a guest of Xen and not its control domain", "Run the server in the control domain, domain 0; or take --hypervisor simulated."),
        { Version: null } => Finding.Fail("xen", "/sys/hypervisor/version does not tell the version of Xen", "Mount sysfs on /sys; the kernel needs CONFIG_XEN_SYS_HYPERVISOR."),
        _ => Finding.Ok("xen", $"Xen {xen.Version}{xen.Extra}, and this is its control domain"),
    };

    private static string Module(string device) => "xen-" + device[(device.LastIndexOf('/') + 1)..];

    private static IEnumerable<Finding> Libraries(Patient host, string version)
    {
        var light = $"libxenlight.so.{version}";
        yield return XenHypervisor.LibrariesOf(version).FirstOrDefault(host.LoadsLibrary) is { } loaded
            ? Finding.Ok("library", $"{loaded}, that of the Xen which runs")
            : Finding.Fail("library", $"{light} cannot be loaded, and no other one goes with Xen {version}", $"Install the libraries of Xen {version} (Debian: apt-get install libxenmisc{version}), or restart the machine if Xen was upgraded.");
        yield return Either("libxenstore.so.4", "libxenstore.so.3.0", "libxenstore4");
        yield return Either("libxentoollog.so.1", null, "libxentoollog1");

        Finding Either(string library, string? older, string package) =>
            new[] { library, older }.FirstOrDefault(name => name is not null && host.LoadsLibrary(name)) is { } found
                ? Finding.Ok("library", found)
                : Finding.Fail("library", $"{library} cannot be loaded", $"Install it (Debian: apt-get install {package}).");
    }
}
