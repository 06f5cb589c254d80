using System.Globalization;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>VTPM</c> beyond those that every class has.</summary>
internal static class VtpmCalls
{
    [Call("VTPM.create", "Gives a halted machine its trusted platform module.", Role.VmAdmin, Errors = ["DEVICE_EXISTS_ERROR", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<Vtpm>> Create(Caller caller, Vtpm args) => caller.Engine.Machines.DoAsync(
        new Ref<Vm>(caller.Get(args.Vm).Id),
        async machine =>
        {
            await Socket.CheckHaltedAsync(machine).ConfigureAwait(false);
            var made = args.Backend.IsNull ? args with { Backend = new(HostAdoption.ControlDomain) } : args;
            await caller.CommitAsync(changes => changes.Add(made)).ConfigureAwait(false);
            return new Ref<Vtpm>(made.Id);
        },
        caller.Cancelled);

    [Call("VTPM.destroy", "Takes the trusted platform module from a halted machine, with all that it keeps.", Role.VmAdmin, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<Vtpm> self) => caller.Engine.Machines.DoAsync(
        caller.Get(self).Vm,
        async machine =>
        {
            await Socket.CheckHaltedAsync(machine).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Delete(self)).ConfigureAwait(false);
        },
        caller.Cancelled);

    [Call("VTPM.get_runtime_properties", "The domains at both ends of the module; nothing while its machine has none.", Role.ReadOnly,
        Since = ApiVersion.V1_0_10)]
    public static Map<string, string> GetRuntimeProperties(Caller caller, Ref<Vtpm> self)
    {
        var module = caller.Get(self);
        var (front, back) = (caller.Get(module.Vm).DomainId, caller.Get(module.Backend).DomainId);
        return front < 0
            ? default
            : Map.Of(("frontend-id", front.ToString(CultureInfo.InvariantCulture)), ("backend-id", back.ToString(CultureInfo.InvariantCulture)), ("handle", "0"));
    }
}
