using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A SCSI host adapter.</summary>
[XenClass("PSCSI_HBA", "A SCSI host adapter.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All)]
public sealed partial record PscsiHba : XenObject
{
    [Field("host", Access.ReadOnly, "The host that has it.")]
    public Ref<Host> Host { get; init; }

    [Field("physical_host", Access.ReadOnly, "Its number on the host.")]
    public long PhysicalHost { get; init; }

    [Field("PSCSIs", Access.ReadOnly, "The devices on it.", Inverse = nameof(Pscsi.Hba))]
    public Links<Pscsi> Pscsis { get; init; }

    /// <summary>Who refers by <c>PSCSI_HBAs</c>.</summary>
    [Link(nameof(DscsiHba.PscsiHbas))]
    public Links<DscsiHba> DscsiHbas { get; init; }
}
