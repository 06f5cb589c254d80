using System.Net.Sockets;

namespace XenApi.Server.Doctor;

/// <summary>The programs that Xen's tools need running, and those that must not command the same machines.</summary>
internal static class DaemonChecks
{
    private const string StoreSocket = "/run/xenstored/socket";
    private const string Start = "Start the service of the distribution (Debian: systemctl start xen; elsewhere xenstored and xenconsoled).";

    private static readonly (string Process, string Name)[] Others =
    [
        ("xend", "Xend"), ("libvirtd", "libvirt"), ("virtxend", "libvirt"), ("xapi", "XAPI"), ("xenopsd-xc", "XAPI's xenopsd"),
    ];

    /// <summary>The checks.</summary>
    public static IEnumerable<Finding> Of(Patient host)
    {
        var processes = host.Processes();
        yield return Store(host);
        yield return processes.Contains("xenconsoled")
            ? Finding.Ok("xenconsoled", "runs")
            : Finding.Fail("xenconsoled", "does not run: guests have no console, and PV and PVH guests do not start", Start);
        yield return host.Tree.LinkTarget("/var/run") is { } target && target.Trim('/') is "run" or "../run"
            ? Finding.Ok("/var/run", "is a link to /run")
            : Finding.Fail("/var/run", "is no link to /run: libxenlight keeps its locks there, and guests could not be destroyed", "Move what is in it to /run, then: rmdir /var/run; ln -s /run /var/run");
        yield return host.Tree.Has("/run/udev/control")
            ? Finding.Ok("udev", "runs")
            : Finding.Warn("udev", "does not run: modules for disks and interfaces of guests are not loaded by themselves", "Start systemd-udevd, or load the modules by hand.");
        var others = Others.Where(other => processes.Contains(other.Process)).ToList();
        foreach (var (process, name) in others)
        {
            yield return Finding.Warn("neighbour", $"{name} ({process}) runs: two that command the same machines surprise each other", "Stop it and keep it from starting, unless it commands no machine of Xen.");
        }

        if (others.Count == 0)
        {
            yield return Finding.Ok("neighbour", "nothing else that commands Xen runs (Xend, libvirt, XAPI)");
        }
    }

    private static Finding Store(Patient host) => host.Connect(StoreSocket) switch
    {
        null => Finding.Ok("xenstored", $"answers at {StoreSocket}"),
        SocketError.AccessDenied => Finding.Fail("xenstored", $"does not let this user in at {StoreSocket}", "Run this as root."),
        SocketError.AddressNotAvailable => Finding.Fail("xenstored", $"does not run: there is no {StoreSocket}", Start),
        var error => Finding.Fail("xenstored", $"does not answer at {StoreSocket} ({error})", $"It cannot be started again while guests run. Without guests: {Start}"),
    };
}
