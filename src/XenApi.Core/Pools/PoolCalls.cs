using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Pools;

/// <summary>
/// The messages of the class <c>cpu_pool</c>. A pool is made deactivated; <c>activate</c> takes CPUs and
/// <c>deactivate</c> gives them back:
/// <code>
///            create                  activate
///   (none) ─────────► deactivated ─────────────► activated ⟲ add_/remove_host_CPU_live
///          ◄─────────             ◄─────────────
///            destroy                deactivate (no machine in it)
/// </code>
/// </summary>
internal static class PoolCalls
{
    [Call("cpu_pool.create", "Makes a pool, which has no CPUs until it is activated.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["PARAMETER_ERROR"])]
    public static Task<Ref<CpuPool>> Create(Caller caller, CpuPool args) => caller.CommitAsync(changes =>
    {
        changes.Add(args with { ResidentOn = args.ResidentOn.IsNull ? caller.Engine.ThisHost : args.ResidentOn, ProposedCpus = Plain(args.ProposedCpus) });
        return new Ref<CpuPool>(args.Id);
    });

    [Call("cpu_pool.destroy", "Removes a pool that is not active.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE"])]
    public static Task Destroy(Caller caller, Ref<CpuPool> self) => caller.Engine.Pools.DoAsync(
        self,
        (pool, _) => pool.Activated ? throw Errors.PoolBadState("activated") : caller.CommitAsync(changes => changes.Delete(self)),
        caller.Cancelled);

    [Call("cpu_pool.activate", "Takes as many free CPUs as the pool wants, the proposed ones first.", Role.PoolAdmin, Since = ApiVersion.V1_0_10,
        Errors = ["POOL_BAD_STATE", "INSUFFICIENT_CPUS", "UNKOWN_SCHED_POLICY"])]
    public static Task Activate(Caller caller, Ref<CpuPool> self) => caller.Engine.Pools.ActivateAsync(self, caller.Cancelled);

    [Call("cpu_pool.deactivate", "Gives back all CPUs of a pool that no machine runs in.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE"])]
    public static Task Deactivate(Caller caller, Ref<CpuPool> self) => caller.Engine.Pools.DeactivateAsync(self, caller.Cancelled);

    [Call("cpu_pool.add_host_CPU_live", "Adds a free CPU to an active pool.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE", "INVALID_CPU"])]
    public static Task AddHostCpuLive(Caller caller, Ref<CpuPool> self, Ref<HostCpu> host_cpu) => caller.Engine.Pools.DoAsync(
        self,
        async (pool, place) =>
        {
            var cpu = Cpu(caller, pool, host_cpu);
            if (cpu.CpuPool.Count > 0)
            {
                throw Errors.InvalidCpu("the CPU is in a pool already");
            }

            await PoolRoom.GiveAsync(place, h => h.AddCpuAsync(pool.Id, (int)cpu.Number), busy: Errors.InvalidCpu("the CPU is not free")).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Put(changes.Get(host_cpu) with { CpuPool = [self] })).ConfigureAwait(false);
        },
        caller.Cancelled);

    [Call("cpu_pool.remove_host_CPU_live", "Takes a CPU from an active pool, which keeps one at least.", Role.PoolAdmin, Since = ApiVersion.V1_0_10,
        Errors = ["POOL_BAD_STATE", "INVALID_CPU", "LAST_CPU_NOT_REMOVEABLE"])]
    public static Task RemoveHostCpuLive(Caller caller, Ref<CpuPool> self, Ref<HostCpu> host_cpu) => caller.Engine.Pools.DoAsync(
        self,
        async (pool, place) =>
        {
            var cpu = Cpu(caller, pool, host_cpu);
            if (!cpu.CpuPool.Contains(self))
            {
                throw Errors.InvalidCpu("the CPU is not in this pool");
            }

            if (pool.HostCpus.Count == 1)
            {
                throw Errors.LastCpuNotRemoveable("the pool has no other CPU");
            }

            await PoolRoom.GiveAsync(place, h => h.RemoveCpuAsync(pool.Id, (int)cpu.Number), busy: Errors.InvalidCpu("the CPU cannot be spared")).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Put(changes.Get(host_cpu) with { CpuPool = [] })).ConfigureAwait(false);
        },
        caller.Cancelled);

    [Call("cpu_pool.set_proposed_CPUs", "Sets the numbers of the CPUs that the pool takes first.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Async = false, Errors = ["POOL_BAD_STATE"])]
    public static Task SetProposedCpus(Caller caller, Ref<CpuPool> self, Set<string> cpus) => WhileDeactivated(caller, self, pool => pool with { ProposedCpus = Plain(cpus) });

    [Call("cpu_pool.add_to_proposed_CPUs", "Adds a CPU to those that the pool takes first.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE"])]
    public static Task AddToProposedCpus(Caller caller, Ref<CpuPool> self, long cpu) =>
        WhileDeactivated(caller, self, pool => pool with { ProposedCpus = pool.ProposedCpus.Add($"{cpu}") });

    [Call("cpu_pool.remove_from_proposed_CPUs", "Takes a CPU from those that the pool takes first.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["POOL_BAD_STATE"])]
    public static Task RemoveFromProposedCpus(Caller caller, Ref<CpuPool> self, long cpu) =>
        WhileDeactivated(caller, self, pool => pool with { ProposedCpus = pool.ProposedCpus.Remove($"{cpu}") });

    [Call("cpu_pool.set_sched_policy", "Sets the scheduler; whether the host has it is seen at activate.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Async = false, Errors = ["POOL_BAD_STATE"])]
    public static Task SetSchedPolicy(Caller caller, Ref<CpuPool> self, string new_sched_policy) =>
        WhileDeactivated(caller, self, pool => pool with { SchedPolicy = new_sched_policy });

    [Call("cpu_pool.set_ncpu", "Sets how many CPUs the next activate takes.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Async = false, Errors = ["POOL_BAD_STATE", "PARAMETER_ERROR"])]
    public static Task SetNcpu(Caller caller, Ref<CpuPool> self, long value) =>
        caller.CommitAsync(changes => changes.Put(changes.Get(self) with { Ncpu = value }));

    // What a pool is activated with is what it was set to: neither changes while it is active, or becomes it.
    private static Task WhileDeactivated(Caller caller, Ref<CpuPool> self, Func<CpuPool, CpuPool> change) => caller.Engine.Pools.DoAsync(
        self,
        (pool, _) => pool.Activated ? throw Errors.PoolBadState("activated") : caller.CommitAsync(changes => changes.Put(change(changes.Get(self)))),
        caller.Cancelled);

    private static HostCpu Cpu(Caller caller, CpuPool pool, Ref<HostCpu> reference)
    {
        if (!pool.Activated)
        {
            throw Errors.PoolBadState("deactivated");
        }

        var cpu = caller.Engine.Store.Current.Get(reference);
        return cpu.Host == pool.ResidentOn ? cpu : throw Errors.InvalidCpu("the CPU is on another host");
    }

    private static Set<string> Plain(Set<string> cpus) => Set.Of(cpus.Select(cpu => cpu.Length > 1 && cpu.TrimStart('0') is { Length: > 0 } plain ? plain : cpu));
}
