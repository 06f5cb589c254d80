using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>Where a security policy is in force.</summary>
[Flags]
[XenEnum("xs_instantiationflags", "Where a security policy is in force.")]
public enum XsInstantiationFlags
{
    /// <summary>Nowhere.</summary>
    [Wire("XS_INST_NONE")] None = 0,

    /// <summary>It is used when the host boots.</summary>
    [Wire("XS_INST_BOOT")] Boot = 1,

    /// <summary>It is loaded.</summary>
    [Wire("XS_INST_LOAD")] Load = 2,
}
