using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Gives a machine a domain.</summary>
internal sealed class MachineStart(Machine machine)
{
    private Engine Engine => machine.Engine;

    /// <summary>Starts a halted machine.</summary>
    public Task RunAsync(bool startPaused, IProgress<double> progress, CancellationToken cancelled) => machine.DoAsync(
        MachineLife.Start, vm => BringUpAsync(vm, null, startPaused, progress, cancelled));

    /// <summary>Makes the domain: on the host given, or on one that takes machines.</summary>
    public Task BringUpAsync(Vm vm, HostPlace? at, bool startPaused, IProgress<double> progress, CancellationToken cancelled) => OnHostAsync(
        vm, at, (place, config) => place.Orders.GiveLongAsync((h, stop) => h.CreateAsync(config, startPaused, progress, stop), cancelled));

    /// <summary>Starts a machine with what an image holds of its memory.</summary>
    public Task WakeAsync(Vm vm, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled) => OnHostAsync(
        vm, null, (place, config) => place.Orders.GiveLongAsync((h, stop) => h.RestoreAsync(config, path, startPaused, progress, stop), cancelled));

    private async Task OnHostAsync(Vm vm, HostPlace? at, Func<HostPlace, DomainConfig, Task<Domain>> make)
    {
        if (vm.IsATemplate)
        {
            throw Errors.OperationNotAllowed();
        }

        var place = at ?? Engine.Hosts.Choose(vm, Engine.Store.Current);
        await Engine.Store.CommitAsync(changes => Claim(changes, vm, place, isNew: at is null)).ConfigureAwait(false);
        var config = new DomainConfigs(Engine, Engine.Store.Current, place).Of(Engine.Store.Current.Get(machine.Vm));
        var domain = await make(place, config).ConfigureAwait(false);

        // A guest that is down by now has run: it is written as running, and looked after for what is to follow its end.
        var isDown = domain.State == DomainState.Down;
        var begun = isDown ? domain with { State = DomainState.Running } : domain;
        await Engine.Store.CommitAsync(changes => Presence.Write(changes, machine.Vm, place, begun)).ConfigureAwait(false);
        if (isDown)
        {
            Engine.Machines.Look(domain.Id);
        }
    }

    // From here on nobody else gets the disks, and the host is not idle. A start that fails, or that the server does not
    // live to see, gives them back when the machine is looked after next.
    private void Claim(Changes changes, Vm vm, HostPlace place, bool isNew)
    {
        if (isNew && !changes.Get(place.Host).Enabled)
        {
            throw Errors.OperationNotAllowed();
        }

        var now = changes.Get(new Ref<Vm>(vm.Id));
        changes.Put(now.Home() with { ResidentOn = place.Host });
        AttachedDevices.Claim(changes, machine.Vm);
    }
}
