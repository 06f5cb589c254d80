namespace Hypervisor.Native.Simulated;

/// <summary>A PCI device to simulate.</summary>
/// <param name="Address">Its address: 0000:00:1f.2.</param>
/// <param name="Vendor">Its maker.</param>
/// <param name="Device">What it is.</param>
/// <param name="Class">Its kind.</param>
public sealed record SimulatedPci(string Address, NumberedName Vendor, NumberedName Device, NumberedName Class)
{
    /// <summary>Its revision.</summary>
    public int Revision { get; set; }

    /// <summary>The maker of its board; null for its own maker.</summary>
    public NumberedName? SubsystemVendor { get; set; }

    /// <summary>Its board.</summary>
    public NumberedName Subsystem { get; set; } = new(0, "");

    /// <summary>The driver of the host that holds it; empty for none.</summary>
    public string Driver { get; set; } = "pciback";
}
