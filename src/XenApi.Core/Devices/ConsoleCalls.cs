using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>console</c> beyond those that every class has.</summary>
internal static class ConsoleCalls
{
    [Call("console.create", "Gives a halted machine a console.", Role.VmAdmin, Errors = ["CONSOLE_PROTOCOL_INVALID", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<XenConsole>> Create(Caller caller, XenConsole args) => caller.Engine.Machines.DoAsync(
        new Ref<Vm>(caller.Get(args.Vm).Id),
        async machine =>
        {
            await Socket.CheckHaltedAsync(machine).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Add(args)).ConfigureAwait(false);
            return new Ref<XenConsole>(args.Id);
        },
        caller.Cancelled);

    [Call("console.destroy", "Takes a console from a halted machine.", Role.VmAdmin, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<XenConsole> self) => caller.Engine.Machines.DoAsync(
        caller.Get(self).Vm,
        async machine =>
        {
            await Socket.CheckHaltedAsync(machine).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Delete(self)).ConfigureAwait(false);
        },
        caller.Cancelled);
}
