using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Hosts;

/// <summary>The messages of the class <c>host_cpu</c> beyond those that every class has.</summary>
internal static class HostCpuCalls
{
    [Call("host_cpu.get_unassigned_cpus", "The CPUs that no CPU pool has.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static Set<Ref<HostCpu>> GetUnassignedCpus(Caller caller) =>
        Set.Of(caller.Snapshot.All<HostCpu>().Where(cpu => cpu.CpuPool.Count == 0).Select(cpu => new Ref<HostCpu>(cpu.Id)));
}
