namespace XenCim.Tests.Storage;

/// <summary>A test with LVM's own tools on a loop device; passed over, by name, where they cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LvmFactAttribute : FactAttribute
{
    public LvmFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/sbin/lvcreate") || !File.Exists("/dev/loop-control"))
        {
            Skip = "LVM cannot run here (root, lvm2 and loop devices are needed).";
        }
    }
}
