using XenApi.Core.Calls;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Machines;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>
/// Creates, destroys, plugs and unplugs devices, from the queue of their machine. A device is written down before the
/// domain gets it and forgotten after the domain has lost it: if the server ends in between, the next look finds both.
/// </summary>
internal static class HotPlug
{
    /// <summary>The status code of a device whose last plug or unplug failed.</summary>
    public const long FailedStatus = 1;

    /// <summary>Makes a device. A machine that runs gets it at once; where that fails, nothing of it is left.</summary>
    public static Task<Ref<T>> CreateAsync<T>(Caller caller, Plug<T> plug, T device)
        where T : XenObject, IXenClass
    {
        var vm = new Ref<Vm>(caller.Get(plug.VmOf(device)).Id);
        return caller.Engine.Machines.DoAsync(
            vm,
            async machine =>
            {
                var place = await Socket.OfAsync(machine).ConfigureAwait(false);
                var made = new Ref<T>(device.Id);
                await caller.CommitAsync(changes => plug.Add(changes, place is null ? device : plug.Claimed(device))).ConfigureAwait(false);
                if (place is null)
                {
                    return made;
                }

                IReadOnlyDictionary<string, string> told;
                try
                {
                    told = await AttachAsync(caller.Engine, place, plug, made).ConfigureAwait(false);
                }
                catch
                {
                    await caller.CommitAsync(changes => plug.Remove(changes, changes.Get(made))).ConfigureAwait(false);
                    throw;
                }

                await SeeAsync(caller, place, plug, made, told).ConfigureAwait(false);
                return made;
            },
            caller.Cancelled);
    }

    /// <summary>Removes a device; from a domain that has it first.</summary>
    public static Task DestroyAsync<T>(Caller caller, Plug<T> plug, Ref<T> self)
        where T : XenObject, IXenClass => InQueueAsync(caller, plug, self, async machine =>
        {
            var place = await Socket.OfAsync(machine).ConfigureAwait(false);
            var device = caller.Engine.Store.Current.Get(self);
            if (place is not null && plug.IsAttached(device))
            {
                await DetachAsync(caller.Engine, place, plug, device).ConfigureAwait(false);
            }

            await caller.CommitAsync(changes => plug.Remove(changes, changes.Get(self))).ConfigureAwait(false);
        });

    /// <summary>Gives a device to the running domain of its machine.</summary>
    public static Task PlugAsync<T>(Caller caller, Plug<T> plug, Ref<T> self)
        where T : XenObject, IXenClass => InQueueAsync(caller, plug, self, async machine =>
        {
            var place = await RunningAsync(machine).ConfigureAwait(false);
            var device = caller.Engine.Store.Current.Get(self);
            if (plug.IsAttached(device))
            {
                throw Errors.OperationNotAllowed();
            }

            await caller.CommitAsync(changes => changes.Put(plug.Claimed(changes.Get(self)))).ConfigureAwait(false);
            IReadOnlyDictionary<string, string> told;
            try
            {
                told = await AttachAsync(caller.Engine, place, plug, self).ConfigureAwait(false);
            }
            catch (ApiError e)
            {
                await FailAsync(caller, plug, self, e).ConfigureAwait(false);
                throw;
            }

            await SeeAsync(caller, place, plug, self, told).ConfigureAwait(false);
        });

    /// <summary>Takes a device from the running domain of its machine; it stays with the machine.</summary>
    public static Task UnplugAsync<T>(Caller caller, Plug<T> plug, Ref<T> self)
        where T : XenObject, IXenClass => InQueueAsync(caller, plug, self, async machine =>
        {
            var place = await RunningAsync(machine).ConfigureAwait(false);
            var device = caller.Engine.Store.Current.Get(self);
            if (!plug.IsAttached(device))
            {
                throw Errors.OperationNotAllowed();
            }

            try
            {
                await DetachAsync(caller.Engine, place, plug, device).ConfigureAwait(false);
            }
            catch (ApiError e)
            {
                await FailAsync(caller, plug, self, e).ConfigureAwait(false);
                throw;
            }

            await SeeAsync(caller, place, plug, self, null).ConfigureAwait(false);
        });

    /// <summary>Changes a device when its machine neither starts with it at this moment nor remembers it in its sleep.</summary>
    public static Task ChangeAsync<T>(Caller caller, Plug<T> plug, Ref<T> self, Func<T, T> change)
        where T : XenObject, IXenClass => InQueueAsync(caller, plug, self, machine =>
        {
            if (machine.Find() is { PowerState: VmPowerState.Suspended } sleeper)
            {
                throw Errors.VmBadPowerState(sleeper.Id, VmPowerState.Halted, sleeper.PowerState);
            }

            return caller.CommitAsync(changes => changes.Put(change(changes.Get(self))));
        });

    /// <summary>Does something with a device when the turn of its machine has come.</summary>
    public static Task InQueueAsync<T>(Caller caller, Plug<T> plug, Ref<T> self, Func<Machine, Task> act)
        where T : XenObject, IXenClass => caller.Engine.Machines.DoAsync(plug.VmOf(caller.Get(self)), act, caller.Cancelled);

    /// <summary>Has the hypervisor give a device to the domain.</summary>
    public static Task<IReadOnlyDictionary<string, string>> AttachAsync<T>(Engine engine, HostPlace place, Plug<T> plug, Ref<T> self)
        where T : XenObject, IXenClass => place.Orders.GiveAsync((h, _) => plug.AttachAsync(engine, h, engine.Store.Current.Get(self)));

    /// <summary>Has the hypervisor take a device from the domain.</summary>
    public static Task DetachAsync<T>(Engine engine, HostPlace place, Plug<T> plug, T device)
        where T : XenObject, IXenClass => place.Orders.GiveAsync((h, _) => plug.DetachAsync(engine, h, device));

    /// <summary>Writes down how the domain has the device now.</summary>
    public static Task SeeAsync<T>(Caller caller, HostPlace place, Plug<T> plug, Ref<T> self, IReadOnlyDictionary<string, string>? told)
        where T : XenObject, IXenClass
    {
        var config = place.Hypervisor.Find(plug.VmOf(caller.Engine.Store.Current.Get(self)).Id!.Value)?.Config;
        return caller.CommitAsync(changes => changes.Put(plug.Seen(changes.Get(self), config, changes, told)));
    }

    private static async Task<HostPlace> RunningAsync(Machine machine) =>
        await Socket.OfAsync(machine).ConfigureAwait(false) ?? throw Errors.VmBadPowerState(machine.Vm.Id!.Value, VmPowerState.Running, VmPowerState.Halted);

    private static Task FailAsync<T>(Caller caller, Plug<T> plug, Ref<T> self, ApiError error)
        where T : XenObject, IXenClass =>
        caller.CommitAsync(changes => changes.Put(plug.Failed(changes.Get(self), string.Join(": ", error.Description))));
}
