using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A SCSI device passed through to a machine.</summary>
[XenClass("DSCSI", "A SCSI device passed through to a machine.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Dscsi : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that has it.")]
    public Ref<Vm> Vm { get; init; }

    [Field("PSCSI", Access.StaticReadOnly, "The device of the host.")]
    public Ref<Pscsi> Pscsi { get; init; }

    [Field("HBA", Access.ReadOnly, "The bus that it is on in the machine.")]
    public Ref<DscsiHba> Hba { get; init; }

    [Field("virtual_host", Access.ReadOnly, "The host number that the guest sees.")]
    public long VirtualHost { get; init; }

    [Field("virtual_channel", Access.ReadOnly, "The channel that the guest sees.")]
    public long VirtualChannel { get; init; }

    [Field("virtual_target", Access.ReadOnly, "The target that the guest sees.")]
    public long VirtualTarget { get; init; }

    [Field("virtual_lun", Access.ReadOnly, "The logical unit that the guest sees.")]
    public long VirtualLun { get; init; }

    [Field("virtual_HCTL", Access.StaticReadOnly, "Its address as the guest sees it: host:channel:target:lun.")]
    public string VirtualHctl { get; init; } = "";

    [Field("runtime_properties", Access.ReadOnly, "What the back end tells of it while it is attached.")]
    public Map<string, string> RuntimeProperties { get; init; }
}
