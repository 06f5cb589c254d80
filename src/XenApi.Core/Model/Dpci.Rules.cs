using System.Globalization;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenApi.Core.Model;

/// <content>The rules of a PCI device that is passed through.</content>
public sealed partial record Dpci
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (before is not null)
        {
            return;
        }

        var vm = changes.Get(Vm);
        if (changes.Get(Ppci).Dpcis.Any(other => other.Id != Id))
        {
            throw Errors.DirectPci("Device is in use");
        }

        if (PciSlots.IsAny(HotplugSlot))
        {
            return;
        }

        if (HotplugSlot is < 0 or > PciSlots.Last)
        {
            throw Errors.ValueNotSupported(
                "DPCI.hotplug_slot", HotplugSlot.ToString(CultureInfo.InvariantCulture), $"must be from 1 to {PciSlots.Last}, or -1 for any slot");
        }

        if (vm.Dpcis.Any(other => other.Id != Id && changes.Get(other) is var device && (device.HotplugSlot == HotplugSlot || device.VirtualSlot == HotplugSlot)))
        {
            throw Errors.DirectPci("Slot is in use");
        }
    }
}
