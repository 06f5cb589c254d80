using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What a disk image is for.</summary>
[XenEnum("vdi_type", "What a disk image is for.")]
public enum VdiType
{
    /// <summary>It holds a system and can be made again from its source.</summary>
    [Wire("system")] System,

    /// <summary>It holds a user's own work.</summary>
    [Wire("user")] User,

    /// <summary>It holds what need not last.</summary>
    [Wire("ephemeral")] Ephemeral,

    /// <summary>It holds the memory of a suspended machine.</summary>
    [Wire("suspend")] Suspend,

    /// <summary>It holds the memory of a crashed machine.</summary>
    [Wire("crashdump")] Crashdump,
}
