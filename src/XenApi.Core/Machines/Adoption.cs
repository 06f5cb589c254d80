using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;

namespace XenApi.Core.Machines;

/// <summary>Writes a machine for a domain that another toolstack made.</summary>
internal sealed class Adoption(Changes changes, HostPlace place, Domain domain)
{
    /// <summary>Writes it.</summary>
    public void Write() => throw new NotSupportedException($"{changes.Now} {place.Host} {domain.Id}");
}
