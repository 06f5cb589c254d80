using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The messages of the class <c>VM</c> that make, copy and remove machines.</summary>
internal static class VmRecordCalls
{
    private const string DefaultName = "Domain-Unnamed";

    [Call("VM.create", "Makes a machine of the given fields; it is halted.", Role.VmAdmin)]
    public static Task<Ref<Vm>> Create(Caller caller, Vm args) => caller.Engine.BootFiles.KeepAsync(
        args,
        vm => caller.CommitAsync(changes =>
        {
            MachineMeters.Add(changes, Completed(vm));
            return new Ref<Vm>(vm.Id);
        }));

    [Call("VM.destroy", "Removes a halted machine with its devices; disk images stay, and crash dumps have to go first.", Role.VmAdmin,
        Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<Vm> self) => caller.Engine.Machines.DoAsync(
        self,
        machine => machine.DoAsync(MachineLife.Destroy, async _ =>
        {
            await caller.CommitAsync(changes => MachineRemoval.Write(changes, changes.Get(self))).ConfigureAwait(false);
            caller.Engine.BootFiles.Sweep();
        }),
        caller.Cancelled);

    [Call("VM.clone", "Makes a machine like a halted one, with copies of the images that only one machine may write to.", Role.VmAdmin,
        Errors = ["VM_BAD_POWER_STATE", "SR_FULL"])]
    public static Task<Ref<Vm>> Clone(Caller caller, Ref<Vm> vm, string new_name) => caller.Engine.Machines.DoAsync(
        vm,
        async machine =>
        {
            var made = Ref<Vm>.Null;
            await machine.DoAsync(MachineLife.Clone, async now => made = await new MachineCopy(caller, now, new_name).MakeAsync().ConfigureAwait(false)).ConfigureAwait(false);
            return made;
        },
        caller.Cancelled);

    [Call("VM.set_PV_kernel", "Sets the kernel of a paravirtual guest: a path on the host, a file: or a data: URI.", Role.VmAdmin, Async = false)]
    public static Task SetPvKernel(Caller caller, Ref<Vm> self, string value) => caller.Engine.BootFiles.KeepAsync(
        "VM.PV_kernel", value, path => caller.CommitAsync(changes => changes.Put(changes.Get(self) with { PvKernel = path })));

    [Call("VM.set_PV_ramdisk", "Sets the initial RAM disk of a paravirtual guest, in the forms of PV_kernel.", Role.VmAdmin, Async = false)]
    public static Task SetPvRamdisk(Caller caller, Ref<Vm> self, string value) => caller.Engine.BootFiles.KeepAsync(
        "VM.PV_ramdisk", value, path => caller.CommitAsync(changes => changes.Put(changes.Get(self) with { PvRamdisk = path })));

    // What a record leaves out follows from what it says; Xend's clients say one of the sizes, or all four.
    private static Vm Completed(Vm vm)
    {
        var most = vm.MemoryStaticMax > 0 ? vm.MemoryStaticMax : Math.Max(vm.MemoryDynamicMax, vm.MemoryDynamicMin);
        var dynamicMax = vm.MemoryDynamicMax > 0 ? vm.MemoryDynamicMax : most;
        var atStartup = vm.VcpusAtStartup == 0 ? 1 : vm.VcpusAtStartup;
        return vm with
        {
            NameLabel = vm.NameLabel.Length > 0 ? vm.NameLabel : DefaultName,
            MemoryStaticMax = most,
            MemoryDynamicMax = dynamicMax,
            MemoryDynamicMin = vm.MemoryDynamicMin > 0 ? vm.MemoryDynamicMin : Math.Max(vm.MemoryStaticMin, 0),
            VcpusAtStartup = atStartup,
            VcpusMax = Math.Max(vm.VcpusMax, vm.VcpusMax is 0 or 1 ? atStartup : 1),
            VcpusParams = Default(Default(vm.VcpusParams, "weight", "256"), "cap", "0"),
            PoolName = vm.PoolName.Length > 0 ? vm.PoolName : Vm.DefaultPoolName,
        };
    }

    private static Map<string, string> Default(Map<string, string> map, string key, string value) => map.ContainsKey(key) ? map : map.With(key, value);
}
