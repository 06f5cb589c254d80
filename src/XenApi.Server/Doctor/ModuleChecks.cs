namespace XenApi.Server.Doctor;

/// <summary>The parts of the kernel that guests' devices need.</summary>
internal static class ModuleChecks
{
    private static readonly (string Name, string Purpose)[] Needed =
    [
        ("xen-blkback", "disks of guests"), ("xen-netback", "interfaces of guests"), ("loop", "disks in files"), ("bridge", "networks"),
    ];

    /// <summary>The checks.</summary>
    public static IEnumerable<Finding> Of(Patient host)
    {
        var release = host.Tree.Text("/proc/sys/kernel/osrelease") ?? "";
        var hasUdev = host.Tree.Has("/run/udev/control");
        return Needed.Select(module => One(host.Tree, release, hasUdev, module.Name, module.Purpose));
    }

    private static Finding One(HostTree tree, string release, bool hasUdev, string name, string purpose)
    {
        var loaded = name.Replace('-', '_');
        if (tree.Has($"/sys/module/{loaded}") || tree.HasLine("/proc/modules", line => line.StartsWith(loaded + " ", StringComparison.Ordinal)))
        {
            return Finding.Ok("module", $"{name} is loaded, for {purpose}");
        }

        var folder = $"/lib/modules/{release}";
        return tree.HasLine($"{folder}/modules.builtin", IsIt) ? Finding.Ok("module", $"{name} is built in, for {purpose}")
            : !tree.HasLine($"{folder}/modules.dep", IsIt) ? Finding.Fail("module", $"{name} is not there, for {purpose}: this kernel ({release}) lacks it", "Take a kernel that has it (Debian: linux-image-amd64).")
            : hasUdev ? Finding.Ok("module", $"{name} is there, for {purpose}, and loaded when it is needed")
            : Finding.Warn("module", $"{name} is not loaded, for {purpose}", $"modprobe {name}; list it in /etc/modules-load.d to have it after the next start as well.");

        // kernel/drivers/block/xen-blkback/xen-blkback.ko.xz: kernel/…
        bool IsIt(string line)
        {
            var path = line.Split(':')[0];
            var file = path[(path.LastIndexOf('/') + 1)..].Replace('-', '_');
            return file.StartsWith(loaded + ".ko", StringComparison.Ordinal);
        }
    }
}
