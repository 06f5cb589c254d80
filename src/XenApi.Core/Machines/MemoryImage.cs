using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The images that hold a machine's memory: while it is suspended, or as a dump of its crash.</summary>
internal sealed partial class MemoryImage(Machine machine)
{
    // What a saved machine takes besides its memory: its configuration and the state of its devices.
    private const long BesidesBytes = 1L << 20;

    private Engine Engine => machine.Engine;

    /// <summary>Makes the image that a machine's memory goes to.</summary>
    public Task<Ref<Vdi>> CreateAsync(Vm vm, Domain domain, VdiType type, Ref<Sr> sr, CancellationToken cancelled) => Engine.Storage.CreateAsync(
        new()
        {
            Id = Guid.NewGuid(),
            NameLabel = $"{(type == VdiType.Suspend ? "Memory" : "Crash")} of {vm.NameLabel}",
            NameDescription = type == VdiType.Suspend ? "The memory of a suspended machine." : "The memory of a machine as it crashed.",
            Sr = sr,
            Type = type,
            VirtualSize = domain.Config.MemoryBytes + BesidesBytes,
            IsMemory = true,
        },
        cancelled);

    /// <summary>The path of an image on the host.</summary>
    public string PathOf(Ref<Vdi> image) => Engine.Storage.PathOf(Engine.Store.Current.Get(image));

    /// <summary>Whether an image holds a whole machine. What cannot be read at the moment is not thrown away for that: it is an error.</summary>
    public async Task<bool> IsWholeAsync(Ref<Vdi> image)
    {
        if (Engine.Store.Current.Find(image) is not { } found)
        {
            return false;
        }

        try
        {
            await Engine.Hosts.This.Orders.GiveAsync((h, _) => h.ReadSavedAsync(Engine.Storage.PathOf(found))).ConfigureAwait(false);
            return true;
        }
        catch (ApiError e) when (e.InnerException is HypervisorException { Fault: HypervisorFault.Invalid or HypervisorFault.NotFound })
        {
            return false;
        }
    }

    /// <summary>Removes an image that is no longer needed; the machine does not refer to it any more.</summary>
    public async Task DiscardAsync(Ref<Vdi> image)
    {
        if (Engine.Store.Current.Find(image) is null)
        {
            return;
        }

        try
        {
            await Engine.Storage.DestroyAsync(image).ConfigureAwait(false);
        }
        catch (ApiError e)
        {
            LogLeft(machine.Log, image.ToString(), e);
        }
    }

    [LoggerMessage(27, LogLevel.Warning, "The memory image {Vdi} is no longer needed and could not be removed; destroy it with VDI.destroy.")]
    private static partial void LogLeft(ILogger log, string vdi, Exception cause);
}
