namespace Hypervisor.Native;

/// <summary>A PCI device of the host.</summary>
/// <param name="Domain">Its PCI domain.</param>
/// <param name="Bus">Its bus.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Function">Its function.</param>
/// <param name="Vendor">Its maker.</param>
/// <param name="Device">What it is.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Class">Its kind.</param>
/// <param name="SubsystemVendor">The maker of its board.</param>
/// <param name="Subsystem">Its board.</param>
/// <param name="Driver">The driver of the host that holds it; empty for none.</param>
public sealed record PciFacts(
    int Domain, int Bus, int Slot, int Function, NumberedName Vendor, NumberedName Device, int Revision, NumberedName Class,
    NumberedName SubsystemVendor, NumberedName Subsystem, string Driver)
{
    /// <summary>Its address in the usual notation: 0000:00:1f.2.</summary>
    public string Address => $"{Domain:x4}:{Bus:x2}:{Slot:x2}.{Function:x}";
}
