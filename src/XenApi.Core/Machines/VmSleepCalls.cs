using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The messages of the class <c>VM</c> that keep a machine's memory and give it back.</summary>
internal static class VmSleepCalls
{
    [Call("VM.suspend", "Keeps the memory of a machine as an image, and ends its domain.", Role.VmOperator, Errors = ["VM_BAD_POWER_STATE", "SR_FULL"])]
    public static Task Suspend(Caller caller, Ref<Vm> vm) => InQueue(caller, vm, sleep => sleep.SuspendAsync());

    [Call("VM.resume", "Gives a suspended machine its memory back; paused, if wanted.", Role.VmOperator,
        Errors = ["VM_BAD_POWER_STATE", "HOST_NOT_ENOUGH_FREE_MEMORY"])]
    public static Task Resume(Caller caller, Ref<Vm> vm, bool start_paused) => InQueue(caller, vm, sleep => sleep.ResumeAsync(start_paused));

    [Call("VM.save", "Keeps the memory of a machine in a new file on its host; the machine is halted then, or runs on where a checkpoint is wanted.", Role.PoolAdmin,
        Since = ApiVersion.Xend, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Save(Caller caller, Ref<Vm> vm, string dest, bool checkpoint)
    {
        var path = PathOf("dest", dest);
        return Path.Exists(path)
            ? throw Errors.ValueNotSupported("dest", Collections.Shortened(dest), "there is something of that name already, and it is not written over")
            : InQueue(caller, vm, sleep => sleep.SaveAsync(path, checkpoint));
    }

    [Call("VM.restore", "Makes a machine run as a file of VM.save has it; paused, if wanted.", Role.PoolAdmin,
        Since = ApiVersion.Xend, Errors = ["VM_BAD_POWER_STATE", "HOST_NOT_ENOUGH_FREE_MEMORY"])]
    public static async Task Restore(Caller caller, string src, bool paused)
    {
        var path = PathOf("src", src);
        var place = caller.Engine.Hosts.This;
        DomainConfig saved;
        try
        {
            saved = await place.Orders.GiveAsync((h, _) => h.ReadSavedAsync(path), caller.Cancelled).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.InnerException is HypervisorException cause)
        {
            throw Errors.ValueNotSupported("src", Collections.Shortened(src), "no machine was saved there", cause);
        }

        await InQueue(caller, new(saved.Id), sleep => sleep.RestoreAsync(saved, place, path, paused)).ConfigureAwait(false);
    }

    private static Task InQueue(Caller caller, Ref<Vm> vm, Func<MachineSleep, Task> act) => caller.Engine.Machines.DoAsync(
        vm, machine => act(new(machine, caller.Progress, caller.Cancelled)), caller.Cancelled);

    private static string PathOf(string parameter, string path) => Path.IsPathFullyQualified(path) && Path.GetFullPath(path) == path
        ? path
        : throw Errors.ValueNotSupported(parameter, Collections.Shortened(path), "must be the absolute path of a file on the host, without . and ..");
}
