using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The messages of the class <c>VM</c> that take a running machine to another place.</summary>
internal static class VmMoveCalls
{
    [Call("VM.migrate", "Takes a running machine to a host of this server: by name, UUID, or localhost for where it is. Live, it runs on meanwhile.",
        Role.VmOperator, Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE", "VM_HVM_REQUIRED", "HOST_NOT_ENOUGH_FREE_MEMORY"])]
    public static Task Migrate(Caller caller, Ref<Vm> vm, string dest, bool live, Map<string, string> options) => caller.Engine.Machines.DoAsync(
        vm,
        machine => machine.DoAsync(MachineLife.Migrate, async now =>
        {
            var from = machine.Place(now);
            var to = caller.Engine.Hosts.Destination(from, dest, caller.Engine.Store.Current);
            if (!caller.Engine.Store.Current.Get(to.Host).Enabled)
            {
                throw Errors.OperationNotAllowed();
            }

            if (now.HvmBootPolicy.Length > 0 && !to.Facts.HasHvm)
            {
                throw Errors.VmHvmRequired(now.Id);
            }

            var destination = to == from ? "localhost" : to.Facts.Id.ToString();
            var domain = await from.Orders.GiveLongAsync((h, stop) => h.MigrateAsync(now.Id, destination, live, caller.Progress, stop), caller.Cancelled).ConfigureAwait(false);
            await caller.CommitAsync(changes =>
            {
                // The machine goes on with the same life: who waits for its end waits on.
                var lives = changes.Get(vm).Lives;
                Presence.Write(changes, vm, to, domain);
                changes.Put(changes.Get(vm) with { Lives = lives });
            }).ConfigureAwait(false);
        }),
        caller.Cancelled);

    [Call("VM.cpu_pool_migrate", "Takes a running machine to another CPU pool of its host; it starts there from now on.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE", "VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED"])]
    public static Task CpuPoolMigrate(Caller caller, Ref<Vm> self, Ref<CpuPool> pool) => caller.Engine.Machines.DoAsync(
        self,
        machine => machine.DoAsync(MachineLife.CpuPoolMigrate, async now =>
        {
            var place = machine.Place(now);
            var target = caller.Engine.Store.Current.Get(pool);
            if (target.ResidentOn != place.Host)
            {
                throw Errors.ValueNotSupported("pool", pool.ToString(), "must be a CPU pool of the host that the machine runs on");
            }

            if (!target.Activated)
            {
                throw Errors.PoolBadState("deactivated");
            }

            await place.Orders.GiveAsync((h, _) => h.MoveToPoolAsync(now.Id, target.Id)).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Put(changes.Get(self) with { CpuPool = [pool], PoolName = target.NameLabel })).ConfigureAwait(false);
        }),
        caller.Cancelled);
}
