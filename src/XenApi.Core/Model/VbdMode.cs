using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>Whether a guest may write to a disk.</summary>
[XenEnum("vbd_mode", "Whether a guest may write to a disk.")]
public enum VbdMode
{
    /// <summary>It may only read.</summary>
    [Wire("RO")] ReadOnly,

    /// <summary>It may read and write.</summary>
    [Wire("RW")] ReadWrite,
}
