using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>Whether a disk can be changed for another.</summary>
[XenEnum("vbd_type", "Whether a disk can be changed for another.")]
public enum VbdType
{
    /// <summary>A drive with a removable medium.</summary>
    [Wire("CD")] Cd,

    /// <summary>A fixed disk.</summary>
    [Wire("Disk")] Disk,
}
