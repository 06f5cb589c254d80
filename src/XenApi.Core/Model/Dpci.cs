using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A PCI device passed through to a machine.</summary>
[XenClass("DPCI", "A PCI device passed through to a machine.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Dpci : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that has it.")]
    public Ref<Vm> Vm { get; init; }

    [Field("PPCI", Access.StaticReadOnly, "The device of the host.")]
    public Ref<Ppci> Ppci { get; init; }

    [Field("hotplug_slot", Access.StaticReadOnly, "The slot that is asked for it; -1 for any.")]
    public long HotplugSlot { get; init; }

    [Field("virtual_domain", Access.ReadOnly, "The PCI domain that the guest sees it in.")]
    public long VirtualDomain { get; init; }

    [Field("virtual_bus", Access.ReadOnly, "The bus that the guest sees it on.")]
    public long VirtualBus { get; init; }

    [Field("virtual_slot", Access.ReadOnly, "The slot that the guest sees it in.")]
    public long VirtualSlot { get; init; }

    [Field("virtual_func", Access.ReadOnly, "The function that the guest sees.")]
    public long VirtualFunc { get; init; }

    [Field("virtual_name", Access.ReadOnly, "Its address as the guest sees it.")]
    public string VirtualName { get; init; } = "";

    [Field("key", Access.StaticReadOnly, "The mark that the functions of one device share, so that they stay together.", Since = ApiVersion.Xend)]
    public string Key { get; init; } = "";

    [Field("options", Access.StaticReadOnly, "Further settings, in the hypervisor's own names.", Since = ApiVersion.Xend)]
    public Map<string, string> Options { get; init; }
}
