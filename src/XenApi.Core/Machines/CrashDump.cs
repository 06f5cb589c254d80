using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Keeps the memory of a crashed machine as an image and a crash dump.</summary>
internal sealed partial class CrashDump(Machine machine)
{
    private Engine Engine => machine.Engine;

    /// <summary>Makes the dump. Where that fails, the machine's life goes on without one.</summary>
    public async Task TryMakeAsync(Vm vm, HostPlace place, Domain domain)
    {
        var images = new MemoryImage(machine);
        var image = Ref<Vdi>.Null;
        try
        {
            var sr = Engine.Storage.CrashDumpSr(Engine.Store.Current, place.Host);
            image = await images.CreateAsync(vm, domain, VdiType.Crashdump, sr, Engine.Stopping).ConfigureAwait(false);
            var path = images.PathOf(image);
            await place.Orders.GiveLongAsync((h, stop) => h.DumpAsync(vm.Id, path, Progress.None, stop), Engine.Stopping).ConfigureAwait(false);
            await Engine.Store.CommitAsync(changes => changes.Put(new Crashdump { Id = Guid.NewGuid(), Vm = machine.Vm, Vdi = image })).ConfigureAwait(false);
            await Engine.Storage.MeasureAsync(image).ConfigureAwait(false);
        }
        catch (ApiError e)
        {
            LogNoDump(machine.Log, vm.NameLabel, vm.Id, e);
            await images.DiscardAsync(image).ConfigureAwait(false);
        }
    }

    [LoggerMessage(30, LogLevel.Error, "The memory of the crashed machine {Name} ({Vm}) could not be kept.")]
    private static partial void LogNoDump(ILogger log, string name, Guid vm, Exception cause);
}
