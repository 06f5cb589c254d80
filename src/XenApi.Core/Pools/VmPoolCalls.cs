using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Pools;

/// <summary>The messages about a machine and its CPU pool that have a twin, unlike other accessors.</summary>
internal static class VmPoolCalls
{
    [Call("VM.get_cpu_pool", "The CPU pool that the machine runs in; empty while it has no domain.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static Set<Ref<CpuPool>> GetCpuPool(Caller caller, Ref<Vm> self) => caller.Get(self).CpuPool;

    [Call("VM.get_pool_name", "The name of the CPU pool that the machine starts in.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetPoolName(Caller caller, Ref<Vm> self) => caller.Get(self).PoolName;

    [Call("VM.set_pool_name", "Sets the name of the CPU pool that the machine starts in from the next time on.", Role.VmAdmin, Since = ApiVersion.V1_0_10)]
    public static Task SetPoolName(Caller caller, Ref<Vm> self, string pool_name) =>
        caller.CommitAsync(changes => changes.Put(changes.Get(self) with { PoolName = pool_name }));
}
