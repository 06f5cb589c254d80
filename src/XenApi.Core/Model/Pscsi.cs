using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A SCSI device of a host.</summary>
[XenClass("PSCSI", "A SCSI device of a host.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All)]
public sealed partial record Pscsi : XenObject
{
    [Field("host", Access.ReadOnly, "The host that has it.")]
    public Ref<Host> Host { get; init; }

    [Field("HBA", Access.ReadOnly, "The adapter that it is on.")]
    public Ref<PscsiHba> Hba { get; init; }

    [Field("physical_host", Access.ReadOnly, "The number of its adapter.")]
    public long PhysicalHost { get; init; }

    [Field("physical_channel", Access.ReadOnly, "Its channel.")]
    public long PhysicalChannel { get; init; }

    [Field("physical_target", Access.ReadOnly, "Its target.")]
    public long PhysicalTarget { get; init; }

    [Field("physical_lun", Access.ReadOnly, "Its logical unit.")]
    public long PhysicalLun { get; init; }

    [Field("physical_HCTL", Access.ReadOnly, "Its address: host:channel:target:lun.")]
    public string PhysicalHctl { get; init; } = "";

    [Field("vendor_name", Access.ReadOnly, "The name of its maker.")]
    public string VendorName { get; init; } = "";

    [Field("model", Access.ReadOnly, "Its model.")]
    public string Model { get; init; } = "";

    [Field("type_id", Access.ReadOnly, "The number of its kind.")]
    public long TypeId { get; init; }

    [Field("type", Access.ReadOnly, "The name of its kind.")]
    public string Type { get; init; } = "";

    [Field("dev_name", Access.ReadOnly, "Its block device on the host, such as sda.")]
    public string DevName { get; init; } = "";

    [Field("sg_name", Access.ReadOnly, "Its generic device on the host, such as sg0.")]
    public string SgName { get; init; } = "";

    [Field("revision", Access.ReadOnly, "Its revision.")]
    public string Revision { get; init; } = "";

    [Field("scsi_id", Access.ReadOnly, "Its identifier, the same on every path to it.")]
    public string ScsiId { get; init; } = "";

    [Field("scsi_level", Access.ReadOnly, "The SCSI level that it speaks.")]
    public long ScsiLevel { get; init; }

    /// <summary>Who refers by <c>Pscsi</c>.</summary>
    [Link(nameof(Dscsi.Pscsi))]
    public Links<Dscsi> Dscsis { get; init; }
}
