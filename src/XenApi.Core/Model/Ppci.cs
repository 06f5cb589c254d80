using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A PCI device of a host.</summary>
[XenClass("PPCI", "A PCI device of a host.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All)]
public sealed partial record Ppci : XenObject
{
    [Field("host", Access.ReadOnly, "The host that has it.")]
    public Ref<Host> Host { get; init; }

    [Field("domain", Access.ReadOnly, "Its PCI domain.")]
    public long Domain { get; init; }

    [Field("bus", Access.ReadOnly, "Its bus.")]
    public long Bus { get; init; }

    [Field("slot", Access.ReadOnly, "Its slot.")]
    public long Slot { get; init; }

    [Field("func", Access.ReadOnly, "Its function.")]
    public long Func { get; init; }

    [Field("name", Access.ReadOnly, "Its address in the usual notation, such as 0000:00:1f.2.")]
    public string Name { get; init; } = "";

    [Field("vendor_id", Access.ReadOnly, "The number of its maker.")]
    public long VendorId { get; init; }

    [Field("vendor_name", Access.ReadOnly, "The name of its maker.")]
    public string VendorName { get; init; } = "";

    [Field("device_id", Access.ReadOnly, "Its number at its maker's.")]
    public long DeviceId { get; init; }

    [Field("device_name", Access.ReadOnly, "Its name.")]
    public string DeviceName { get; init; } = "";

    [Field("revision_id", Access.ReadOnly, "Its revision.")]
    public long RevisionId { get; init; }

    [Field("class_code", Access.ReadOnly, "The number of its kind.")]
    public long ClassCode { get; init; }

    [Field("class_name", Access.ReadOnly, "The name of its kind.")]
    public string ClassName { get; init; } = "";

    [Field("subsystem_vendor_id", Access.ReadOnly, "The number of the maker of its board.")]
    public long SubsystemVendorId { get; init; }

    [Field("subsystem_vendor_name", Access.ReadOnly, "The name of the maker of its board.")]
    public string SubsystemVendorName { get; init; } = "";

    [Field("subsystem_id", Access.ReadOnly, "The number of its board.")]
    public long SubsystemId { get; init; }

    [Field("subsystem_name", Access.ReadOnly, "The name of its board.")]
    public string SubsystemName { get; init; } = "";

    [Field("driver", Access.ReadOnly, "The driver of the host that holds it; empty for none.")]
    public string Driver { get; init; } = "";

    /// <summary>Who refers by <c>Ppci</c>.</summary>
    [Link(nameof(Dpci.Ppci))]
    public Links<Dpci> Dpcis { get; init; }
}
