using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Moving;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The messages of the class <c>VM</c> that take a running machine to another place.</summary>
internal static class VmMoveCalls
{
    [Call("VM.migrate", "Takes a running machine to another host. Live, it runs on meanwhile. A host of this server is named by name or UUID, or as localhost where the machine is; "
        + "others as ssh://[user@]host[:port] or by a bare name, which takes xl there, or as tls://host[:port], which takes a XenCim there. Options: port; ssl, for a bare name; "
        + "change_home_server, which removes the record that else stays here.",
        Role.VmOperator, Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE", "VM_HVM_REQUIRED", "HOST_NOT_ENOUGH_FREE_MEMORY", "HYPERVISOR_REFUSED"])]
    public static Task Migrate(Caller caller, Ref<Vm> vm, string dest, bool live, Map<string, string> options) => caller.Engine.Machines.DoAsync(
        vm,
        machine => machine.DoAsync(MachineLife.Migrate, async now =>
        {
            var wanted = MoveOptions.Of(options);
            var from = machine.Place(now);
            if (caller.Engine.Hosts.Destination(from, dest, caller.Engine.Store.Current) is not { } to)
            {
                await new MachineDeparture(machine, caller).GoAsync(now, Elsewhere(caller.Engine, dest, wanted), live, wanted.ChangesHome).ConfigureAwait(false);
                return;
            }

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

    private static MoveAddress Elsewhere(Engine engine, string dest, MoveOptions options)
    {
        var setup = engine.Setup.Moves;
        if (MoveAddress.TryParse(dest, options) is not { } to)
        {
            throw Errors.ValueNotSupported("dest", Collections.Shortened(dest), $"must be the name or UUID of a host of this server, localhost, {MoveAddress.Accepted}");
        }

        if (to.IsTls ? setup.Tls is null : setup.Ssh is null)
        {
            throw Errors.ValueNotSupported("dest", Collections.Shortened(dest), to.IsTls
                ? "is no host of this server, and others are reached by TLS only where the settings have migration:certificate, key and authority"
                : "is no host of this server, and others have no use for what this hypervisor sends by SSH");
        }

        return to;
    }
}
