using System.Globalization;
using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>PCI devices of the host.</summary>
internal sealed class PciPlug : Plug<Dpci>
{
    private const long Nowhere = -1;

    /// <summary>The one there is.</summary>
    public static PciPlug Instance { get; } = new();

    /// <inheritdoc/>
    public override Ref<Vm> VmOf(Dpci device) => device.Vm;

    /// <inheritdoc/>
    public override bool IsAttached(Dpci device) => device.VirtualName.Length > 0;

    /// <inheritdoc/>
    public override void Add(Changes changes, Dpci device) => changes.Add(Detached(device));

    /// <inheritdoc/>
    public override void Remove(Changes changes, Dpci device) => changes.Delete(new Ref<Dpci>(device.Id));

    /// <inheritdoc/>
    public override Task<IReadOnlyDictionary<string, string>> AttachAsync(Engine engine, IHypervisor hypervisor, Dpci device) =>
        hypervisor.AttachAsync(device.Vm.Id!.Value, DeviceConfigs.Of(engine.Store.Current, device));

    /// <inheritdoc/>
    public override Task DetachAsync(Engine engine, IHypervisor hypervisor, Dpci device) =>
        hypervisor.DetachAsync(device.Vm.Id!.Value, DeviceKind.Pci, DeviceConfigs.Of(engine.Store.Current, device).Address);

    /// <inheritdoc/>
    public override Dpci Seen(Dpci device, DomainConfig? config, Changes changes, IReadOnlyDictionary<string, string>? told = null)
    {
        var physical = changes.Get(device.Ppci);
        var pci = config?.Pcis.FirstOrDefault(p => p.Address == physical.Name);
        if (pci is null)
        {
            return Detached(device);
        }

        // A guest without slots of its own sees the device where the host has it.
        var (domain, bus, slot, function) = pci.Slot < 0 ? (physical.Domain, physical.Bus, physical.Slot, physical.Func) : (0L, 0L, pci.Slot, 0L);
        return device with
        {
            VirtualDomain = domain,
            VirtualBus = bus,
            VirtualSlot = slot,
            VirtualFunc = function,
            VirtualName = string.Create(CultureInfo.InvariantCulture, $"{domain:x4}:{bus:x2}:{slot:x2}.{function:x}"),
        };
    }

    private static Dpci Detached(Dpci device) => device with
    {
        VirtualDomain = Nowhere, VirtualBus = Nowhere, VirtualSlot = Nowhere, VirtualFunc = Nowhere, VirtualName = "",
    };
}
