using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A group of physical CPUs with a scheduler of their own.</summary>
[XenClass("cpu_pool", "A group of physical CPUs with a scheduler of their own.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.AllRecords | Implicit.ByName | Implicit.Create | Implicit.Destroy, Undocumented = Implicit.None)]
public sealed partial record CpuPool : XenObject
{
    [Field("name_label", Access.ReadWrite, "Its name, unlike that of any other pool.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("resident_on", Access.ReadOnly, "The host that has it; the host of the session where create names none.", GivenAtCreate = true)]
    public Ref<Host> ResidentOn { get; init; }

    [Field("auto_power_on", Access.ReadWrite, "Whether it is activated with its host.")]
    public bool AutoPowerOn { get; init; }

    [Field("started_VMs", Access.ReadOnly, "The machines that run in it.", Inverse = nameof(Vm.CpuPool))]
    public Links<Vm> StartedVms { get; init; }

    [Field("ncpu", Access.ReadWrite, "How many CPUs it takes when it is activated.")]
    public long Ncpu { get; init; } = 1;

    [Field("sched_policy", Access.ReadWrite, "Its scheduler, such as credit.")]
    public string SchedPolicy { get; init; } = "credit";

    [Field("proposed_CPUs", Access.ReadWrite, "The numbers of the CPUs that it takes first.")]
    public Set<string> ProposedCpus { get; init; }

    [Field("host_CPUs", Access.ReadOnly, "The CPUs that it has while it is active.", Inverse = nameof(HostCpu.CpuPool))]
    public Links<HostCpu> HostCpus { get; init; }

    [Field("activated", Access.ReadOnly, "Whether it is active.")]
    public bool Activated { get; init; }

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it.")]
    public Map<string, string> OtherConfig { get; init; }
}
