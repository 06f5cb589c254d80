namespace XenCim.Tests.Storage;

/// <summary>A test on a mounted XFS; passed over, by name, where that cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharingFileSystemFactAttribute : FactAttribute
{
    public SharingFileSystemFactAttribute()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/sbin/mkfs.xfs") || !File.Exists("/dev/loop-control")
            || !File.ReadAllLines("/proc/filesystems").Any(line => line.EndsWith("\txfs", StringComparison.Ordinal)))
        {
            Skip = "No XFS can be made and mounted here (root, mkfs.xfs, loop devices and xfs in the kernel are needed).";
        }
    }
}
