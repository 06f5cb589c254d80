using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Hosts;

/// <summary>The hosts that this server has a hypervisor for.</summary>
internal sealed class HostRoom
{
    private readonly Dictionary<Guid, HostPlace> byId;

    public HostRoom(IReadOnlyList<IHypervisor> hypervisors, TimeSpan patience, TimeSpan longPatience, TimeProvider time)
    {
        All = [.. hypervisors.Select(h => new HostPlace(new(h.Facts.Id), h, new(h, patience, longPatience, time)))];
        byId = All.ToDictionary(place => place.Facts.Id);
    }

    /// <summary>All of them; the first is the one that sessions talk to.</summary>
    public IReadOnlyList<HostPlace> All { get; }

    /// <summary>The host that sessions talk to.</summary>
    public HostPlace This => All[0];

    /// <summary>The place of a host; <c>HANDLE_INVALID</c> where the server has no hypervisor for it.</summary>
    public HostPlace Of(Ref<Host> host) =>
        host.Id is { } id && byId.TryGetValue(id, out var place) ? place : throw Errors.HandleInvalid("host", host.ToString());

    /// <summary>The host whose hypervisor has a domain of this identity, and the domain.</summary>
    public (HostPlace Place, Domain Domain)? Find(Guid domain, Ref<Host> likely)
    {
        if (likely.Id is { } id && byId.TryGetValue(id, out var first) && first.Hypervisor.Find(domain) is { } there)
        {
            return (first, there);
        }

        foreach (var place in All)
        {
            if (place.Hypervisor.Find(domain) is { } found)
            {
                return (place, found);
            }
        }

        return null;
    }

    /// <summary>The host that a migration goes to: by name, UUID, or the host itself for localhost; null where it is none of this server.</summary>
    public HostPlace? Destination(HostPlace from, string destination, Snapshot snapshot)
    {
        if (destination is "" or "localhost" or "127.0.0.1" or "::1")
        {
            return from;
        }

        return All.FirstOrDefault(place => Wire.TryRef(destination, out var id) && id == place.Facts.Id)
            ?? All.FirstOrDefault(place => place.Facts.Name == destination || snapshot.Find(place.Host)?.NameLabel == destination);
    }

    /// <summary>
    /// The host for a machine that starts: one that is enabled and has the memory, else the first that is enabled, whose
    /// hypervisor will say what is missing.
    /// </summary>
    public HostPlace Choose(Vm vm, Snapshot snapshot)
    {
        var able = All.Where(place => vm.HvmBootPolicy.Length == 0 || place.Facts.HasHvm).ToList();
        if (able.Count == 0)
        {
            throw Errors.VmHvmRequired(vm.Id);
        }

        var enabled = able.Where(place => snapshot.Find(place.Host) is { Enabled: true }).ToList();
        if (enabled.Count == 0)
        {
            throw Errors.OperationNotAllowed();
        }

        return enabled.Count == 1 ? enabled[0] : enabled.FirstOrDefault(place => place.Hypervisor.Sample().FreeMemoryBytes >= vm.MemoryDynamicMax) ?? enabled[0];
    }
}
