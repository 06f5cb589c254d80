using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>How the devices of one class come to be, go into a running domain and come out of it again.</summary>
internal abstract class Plug<T>
    where T : XenObject, IXenClass
{
    /// <summary>The machine that has the device.</summary>
    public abstract Ref<Vm> VmOf(T device);

    /// <summary>Whether a domain has it.</summary>
    public abstract bool IsAttached(T device);

    /// <summary>Writes a new device down, with what it lacks filled in and what belongs to it.</summary>
    public abstract void Add(Changes changes, T device);

    /// <summary>Removes a device and what belongs to it.</summary>
    public abstract void Remove(Changes changes, T device);

    /// <summary>The device as it is while it is being attached.</summary>
    public virtual T Claimed(T device) => device;

    /// <summary>Gives it to a domain.</summary>
    /// <returns>What the back end tells of it.</returns>
    public abstract Task<IReadOnlyDictionary<string, string>> AttachAsync(Engine engine, IHypervisor hypervisor, T device);

    /// <summary>Takes it from a domain.</summary>
    public abstract Task DetachAsync(Engine engine, IHypervisor hypervisor, T device);

    /// <summary>The device as a domain has it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="config">What the domain is made of.</param>
    /// <param name="changes">The commit.</param>
    /// <param name="told">What the back end tells of it; null to keep what it told before.</param>
    /// <returns>The device; detached where the domain does not have it.</returns>
    public abstract T Seen(T device, DomainConfig? config, Changes changes, IReadOnlyDictionary<string, string>? told = null);

    /// <summary>The device after a plug or unplug that failed.</summary>
    public virtual T Failed(T device, string reason) => device;

    /// <summary>What was known of a device before it was attached, and what the back end tells besides.</summary>
    protected static Map<string, string> Properties(IReadOnlyDictionary<string, string>? told, params ReadOnlySpan<(string Key, string Value)> known) =>
        told is null ? Map.Of(known) : Map<string, string>.Of(Map.Of(known).Concat(told));
}
