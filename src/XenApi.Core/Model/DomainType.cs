using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What kind of guest a machine has; those of XAPI that this server makes.</summary>
[XenEnum("domain_type", "What kind of guest a machine has.")]
public enum DomainType
{
    /// <summary>A paravirtual one.</summary>
    [Wire("pv", Since = ApiVersion.Xapi)] Pv,

    /// <summary>A fully virtual one.</summary>
    [Wire("hvm", Since = ApiVersion.Xapi)] Hvm,

    /// <summary>One made for Xen that runs in the hardware's virtual machine, without a PC around it.</summary>
    [Wire("pvh", Since = ApiVersion.Xapi)] Pvh,
}
