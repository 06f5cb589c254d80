using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A SCSI bus of a machine, with all the devices on it.</summary>
[XenClass("DSCSI_HBA", "A SCSI bus of a machine, with all the devices on it.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record DscsiHba : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that has it.")]
    public Ref<Vm> Vm { get; init; }

    [Field("PSCSI_HBAs", Access.ReadOnly, "The host adapters that are assigned to it.", GivenAtCreate = true)]
    public Set<Ref<PscsiHba>> PscsiHbas { get; init; }

    [Field("DSCSIs", Access.ReadOnly, "The devices on it.", Inverse = nameof(Dscsi.Hba))]
    public Links<Dscsi> Dscsis { get; init; }

    [Field("virtual_host", Access.StaticReadOnly, "The host number that the guest sees.")]
    public long VirtualHost { get; init; }

    [Field("assignment_mode", Access.StaticReadOnly, "HOST where a whole adapter is assigned, VIRTUAL where single devices are.")]
    public string AssignmentMode { get; init; } = "";
}
