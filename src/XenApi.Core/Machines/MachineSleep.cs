using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Puts a machine to sleep and wakes it: its memory goes to an image, or to a file that the caller names.</summary>
internal sealed class MachineSleep(Machine machine, IProgress<double> progress, CancellationToken cancelled)
{
    private readonly MemoryImage images = new(machine);

    private Engine Engine => machine.Engine;

    /// <summary>
    /// Suspends a machine. The machine refers to its image from before the first byte is written: when the server dies on
    /// the way, the next look finds a domain that lives on, or else a whole image.
    /// </summary>
    public Task SuspendAsync() => machine.DoAsync(MachineLife.Suspend, async vm =>
    {
        var (place, domain) = Awake(vm);
        var image = await ImageOfAsync(vm, place, domain).ConfigureAwait(false);
        await Engine.Store.CommitAsync(changes => changes.Put(changes.Get(machine.Vm) with { SuspendVdi = image })).ConfigureAwait(false);
        var path = images.PathOf(image);
        await place.Orders.GiveLongAsync((h, stop) => h.SaveAsync(vm.Id, path, false, progress, stop), cancelled).ConfigureAwait(false);
        await Engine.Store.CommitAsync(changes => Presence.Erase(changes, machine.Vm, VmPowerState.Suspended)).ConfigureAwait(false);
        await Engine.Storage.MeasureAsync(image).ConfigureAwait(false);
    });

    /// <summary>Resumes a suspended machine; its image is not needed then.</summary>
    public Task ResumeAsync(bool startPaused) => machine.DoAsync(MachineLife.Resume, async vm =>
    {
        await new MachineStart(machine).WakeAsync(vm, images.PathOf(vm.SuspendVdi), startPaused, progress, cancelled).ConfigureAwait(false);
        await images.DiscardAsync(vm.SuspendVdi).ConfigureAwait(false);
    });

    /// <summary>Saves a machine to a file; it is halted then, or runs on where only a checkpoint is wanted.</summary>
    public Task SaveAsync(string path, bool runOn) => machine.DoAsync(runOn ? MachineLife.Checkpoint : MachineLife.Save, async vm =>
    {
        var (place, _) = Awake(vm);
        await place.Orders.GiveLongAsync((h, stop) => h.SaveAsync(vm.Id, path, runOn, progress, stop), cancelled).ConfigureAwait(false);
        if (!runOn)
        {
            await new MachineEnd(machine).HaltAsync().ConfigureAwait(false);
        }
    });

    /// <summary>Makes a machine run as a file has it: one that is halted, or a new one where there is none of its identity.</summary>
    public async Task RestoreAsync(DomainConfig saved, HostPlace place, string path, bool startPaused)
    {
        if (machine.Find() is not null)
        {
            await machine.DoAsync(MachineLife.Restore, vm => new MachineStart(machine).WakeAsync(vm, path, startPaused, progress, cancelled)).ConfigureAwait(false);
            return;
        }

        var domain = await place.Orders.GiveLongAsync((h, stop) => h.RestoreAsync(saved, path, startPaused, progress, stop), cancelled).ConfigureAwait(false);
        await Engine.Store.CommitAsync(changes => new Adoption(changes, place, domain).Write()).ConfigureAwait(false);
    }

    // An image that an earlier attempt left to the machine, and no look could clear away, serves this one.
    private async Task<Ref<Vdi>> ImageOfAsync(Vm vm, HostPlace place, Domain domain) => vm.SuspendVdi.IsNull
        ? await images.CreateAsync(vm, domain, VdiType.Suspend, Engine.Storage.SuspendSr(Engine.Store.Current, place.Host), cancelled).ConfigureAwait(false)
        : vm.SuspendVdi;

    private (HostPlace Place, Domain Domain) Awake(Vm vm) =>
        machine.Living() ?? throw Errors.VmBadPowerState(vm.Id, VmPowerState.Running, VmPowerState.Halted);
}
