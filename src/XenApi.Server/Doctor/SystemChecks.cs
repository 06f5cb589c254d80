using System.Globalization;
using System.Runtime.InteropServices;

namespace XenApi.Server.Doctor;

/// <summary>What the server needs of any machine.</summary>
internal static class SystemChecks
{
    private const long LowMebibytes = 256;
    private const long LeastMebibytes = 64;

    /// <summary>The checks.</summary>
    /// <param name="host">The host.</param>
    /// <param name="usesXen">Whether the server would run the machines of a real Xen.</param>
    public static IEnumerable<Finding> Of(Patient host, bool usesXen) => [System(host), User(host, usesXen), Memory(host)];

    private static Finding System(Patient host)
    {
        var kernel = host.Tree.Text("/proc/sys/kernel/osrelease") ?? "of unknown version";
        return host.Architecture == Architecture.X64
            ? Finding.Ok("system", $"Linux {kernel} on x86-64")
            : Finding.Fail("system", $"Linux {kernel} on {host.Architecture}", "The server is built and tried for x86-64: take a machine of that kind.");
    }

    private static Finding User(Patient host, bool usesXen) => (host.IsRoot, usesXen) switch
    {
        (true, _) => Finding.Ok("user", "root"),
        (false, false) => Finding.Ok("user", "not root, which the simulated hypervisor does not need"),
        (false, true) => Finding.Fail("user", "not root; Xen obeys nobody else", "Run it as root."),
    };

    private static Finding Memory(Patient host)
    {
        const string subject = "memory", advice = "Give the control domain more: dom0_mem= on the command line of Xen, or xl mem-set 0.";
        if (Available(host.Tree.Text("/proc/meminfo") ?? "") is not { } mebibytes)
        {
            return Finding.Warn(subject, "/proc/meminfo does not tell what is available", "Mount proc on /proc.");
        }

        var text = $"{mebibytes} MiB are available to programs";
        return mebibytes < LeastMebibytes ? Finding.Fail(subject, text, advice)
            : mebibytes < LowMebibytes ? Finding.Warn(subject, text, advice)
            : Finding.Ok(subject, text);
    }

    private static long? Available(string meminfo)
    {
        const string name = "MemAvailable:";
        var line = meminfo.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is not null && long.TryParse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes / 1024
            : null;
    }
}
