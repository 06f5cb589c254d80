using System.Globalization;

namespace Hypervisor.Native.Linux;

/// <summary>The PCI devices of the host, from <c>/sys/bus/pci/devices</c>.</summary>
internal static class PciDevices
{
    private const string Devices = "sys/bus/pci/devices";

    /// <summary>All that there are, with the names of the host's list of PCI identifiers where it has one.</summary>
    public static IReadOnlyList<PciFacts> Read(string root)
    {
        var tree = new HostTree(root);
        var found = tree.Names(Devices).Select(address => Bare(tree, address)).OfType<PciFacts>().ToList();
        var names = PciNames.Read(tree, found);
        return [.. found.Select(pci => pci with
        {
            Vendor = pci.Vendor with { Name = names.Vendor(pci.Vendor.Number) },
            Device = pci.Device with { Name = names.Device(pci.Vendor.Number, pci.Device.Number) },
            Class = pci.Class with { Name = names.Class(pci.Class.Number) },
            SubsystemVendor = pci.SubsystemVendor with { Name = names.Vendor(pci.SubsystemVendor.Number) },
            Subsystem = pci.Subsystem with { Name = names.Subsystem(pci) },
        })];
    }

    private static PciFacts? Bare(HostTree tree, string address)
    {
        var at = $"{Devices}/{address}";
        return Parts(address) is var (domain, bus, slot, function)
            && tree.Hex($"{at}/vendor") is { } vendor && tree.Hex($"{at}/device") is { } device && tree.Hex($"{at}/class") is { } kind
            ? new(
                domain, bus, slot, function, new(vendor, ""), new(device, ""), tree.Hex($"{at}/revision") ?? 0, new(kind >> 8, ""),
                new(tree.Hex($"{at}/subsystem_vendor") ?? 0, ""), new(tree.Hex($"{at}/subsystem_device") ?? 0, ""), tree.Link($"{at}/driver") ?? "")
            : null;
    }

    // A PCI domain has four digits or, behind some controllers, more.
    private static (int Domain, int Bus, int Slot, int Function)? Parts(string address) =>
        address.Split(':', '.') is [var domain, var bus, var slot, var function]
        && Hex(domain) is { } d && Hex(bus) is { } b && Hex(slot) is { } s && Hex(function) is { } f
            ? (d, b, s, f)
            : null;

    private static int? Hex(string text) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
