using Hypervisor.Native;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Hosts;

/// <summary>A host and the way to its hypervisor.</summary>
/// <param name="Host">The object of the API.</param>
/// <param name="Hypervisor">The hypervisor: for looking.</param>
/// <param name="Orders">The hypervisor: for doing.</param>
internal sealed record HostPlace(Ref<Host> Host, IHypervisor Hypervisor, Orders Orders)
{
    /// <summary>What the host is made of.</summary>
    public HostFacts Facts => Hypervisor.Facts;
}
