using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Hosts;

/// <summary>The messages of the class <c>host</c> beyond those that every class has.</summary>
internal static class HostCalls
{
    private const int KeysMost = 64;

    [Call("host.disable", "From now on no machine starts on the host; those that run go on.", Role.PoolAdmin)]
    public static Task Disable(Caller caller, Ref<Host> host) => Enable(caller, host, enabled: false);

    [Call("host.enable", "Lets machines start on the host again.", Role.PoolAdmin)]
    public static Task Enable(Caller caller, Ref<Host> host) => Enable(caller, host, enabled: true);

    [Call("host.shutdown", "Turns off a host that is disabled and has no machine left.", Role.PoolAdmin)]
    public static Task Shutdown(Caller caller, Ref<Host> host) => StopAsync(caller, host, ShutdownRequest.PowerOff);

    [Call("host.reboot", "Starts anew a host that is disabled and has no machine left.", Role.PoolAdmin)]
    public static Task Reboot(Caller caller, Ref<Host> host) => StopAsync(caller, host, ShutdownRequest.Reboot);

    [Call("host.dmesg", "The message buffer of the host's hypervisor.", Role.ReadOnly)]
    public static Task<string> Dmesg(Caller caller, Ref<Host> host) => MessagesAsync(caller, host, clear: false);

    [Call("host.dmesg_clear", "The message buffer of the host's hypervisor, which is empty then.", Role.PoolAdmin, Since = ApiVersion.V1_0_0)]
    public static Task<string> DmesgClear(Caller caller, Ref<Host> host) => MessagesAsync(caller, host, clear: true);

    [Call("host.get_log", "The last lines of this server's own log.", Role.PoolAdmin, Since = ApiVersion.V1_0_0)]
    public static string GetLog(Caller caller, Ref<Host> host)
    {
        caller.Engine.Hosts.Of(host);
        return caller.Engine.Log.Text();
    }

    [Call("host.send_debug_keys", "Sends debug keys to the host's hypervisor, which answers in its message buffer.", Role.PoolAdmin, Since = ApiVersion.V1_0_0)]
    public static Task SendDebugKeys(Caller caller, Ref<Host> host, string keys) =>
        keys.Length is > 0 and <= KeysMost && keys.All(key => char.IsBetween(key, '!', '~'))
            ? caller.Engine.Hosts.Of(host).Orders.GiveAsync((h, _) => h.SendDebugKeysAsync(keys), caller.Cancelled)
            : throw Errors.ValueNotSupported("keys", Collections.Shortened(keys), $"must be 1 to {KeysMost} keys, such as h for help");

    [Call("host.list_methods", "The messages that this listener serves; their Async twins are not named.", Role.ReadOnly)]
    public static Set<string> ListMethods(Caller caller) => Set.Of(caller.Door.Table.Calls.Select(call => call.Name));

    private static Task Enable(Caller caller, Ref<Host> host, bool enabled) =>
        caller.CommitAsync(changes => changes.Put(changes.Get(host) with { Enabled = enabled }));

    private static async Task StopAsync(Caller caller, Ref<Host> host, ShutdownRequest request)
    {
        var place = caller.Engine.Hosts.Of(host);
        var present = caller.Get(host);
        var runs = present.ResidentVms.Any(vm => caller.Snapshot.Find(vm) is { IsControlDomain: false })
            || place.Hypervisor.Domains().Any(domain => domain.State != DomainState.Down);
        if (present.Enabled || runs)
        {
            throw Errors.OperationNotAllowed();
        }

        await place.Orders.GiveAsync((h, _) => h.StopHostAsync(request), caller.Cancelled).ConfigureAwait(false);
        if (request == ShutdownRequest.Reboot)
        {
            // Whoever is still here does not live on that host, or it is a simulated one: pools and bridges are gone.
            await caller.Engine.Pools.LookAsync(place, hasBooted: true).ConfigureAwait(false);
            await caller.Engine.Networks.LookAsync().ConfigureAwait(false);
        }
    }

    private static Task<string> MessagesAsync(Caller caller, Ref<Host> host, bool clear) =>
        caller.Engine.Hosts.Of(host).Orders.GiveAsync((h, _) => h.ReadMessagesAsync(clear), caller.Cancelled);
}
