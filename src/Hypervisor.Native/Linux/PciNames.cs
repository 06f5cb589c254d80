using System.Globalization;
using System.Text;

namespace Hypervisor.Native.Linux;

/// <summary>
/// The names of PCI devices, as pci.ids(5) has them: only those of the devices that are there are kept. The file is read once,
/// line by line. A host without the file has no names.
/// </summary>
internal sealed class PciNames
{
    private const long MostBytes = 16 << 20;
    private const int NumberDigits = 4;
    private const int ClassDigits = 2;

    private static readonly string[] Files = ["usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids"];

    // What is looked for, and its name when it is found.
    private readonly Dictionary<int, string> vendors = [];
    private readonly Dictionary<(int Vendor, int Device), string> devices = [];
    private readonly Dictionary<(int Vendor, int Device, int SubVendor, int SubDevice), string> subsystems = [];
    private readonly Dictionary<int, string> classes = [];

    // Where the reader is: below a vendor and one of its devices, or below a class; null where it is of no interest.
    private int? vendor;
    private int? device;
    private int? baseClass;

    private PciNames(IReadOnlyList<PciFacts> wanted)
    {
        foreach (var pci in wanted)
        {
            vendors[pci.Vendor.Number] = "";
            vendors[pci.SubsystemVendor.Number] = "";
            devices[(pci.Vendor.Number, pci.Device.Number)] = "";
            subsystems[KeyOf(pci)] = "";
            classes[pci.Class.Number] = "";
        }
    }

    /// <summary>Finds the names of devices.</summary>
    public static PciNames Read(HostTree tree, IReadOnlyList<PciFacts> wanted)
    {
        var names = new PciNames(wanted);
        _ = wanted.Count == 0 || Files.Any(file => TextLines.Read(tree.PathOf(file), MostBytes, names.Take));
        return names;
    }

    /// <summary>The name of a maker.</summary>
    public string Vendor(int vendor) => vendors.GetValueOrDefault(vendor, "");

    /// <summary>The name of a device.</summary>
    public string Device(int vendor, int device) => devices.GetValueOrDefault((vendor, device), "");

    /// <summary>The name of the board that a device is on.</summary>
    public string Subsystem(PciFacts pci) => subsystems.GetValueOrDefault(KeyOf(pci), "");

    /// <summary>The name of a class and subclass.</summary>
    public string Class(int number) => classes.GetValueOrDefault(number, "");

    private static (int, int, int, int) KeyOf(PciFacts pci) => (pci.Vendor.Number, pci.Device.Number, pci.SubsystemVendor.Number, pci.Subsystem.Number);

    private bool Take(ReadOnlySpan<byte> line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return true;
        }

        var depth = line[0] != '\t' ? 0 : line.Length > 1 && line[1] == '\t' ? 2 : 1;
        var rest = line[depth..];
        switch (depth)
        {
            case 0 when rest.StartsWith("C "u8):
                (vendor, device) = (null, null);
                TakeClass(rest[2..]);
                break;
            case 0:
                (vendor, device, baseClass) = (Number(ref rest, NumberDigits), null, null);
                vendor = Put(vendors, vendor, rest) ? vendor : null;
                break;
            case 1 when baseClass is { } kind:
                Put(classes, Number(ref rest, ClassDigits) is { } sub ? (kind << 8) | sub : null, rest);
                break;
            case 1 when vendor is { } of:
                device = Number(ref rest, NumberDigits);
                device = device is { } found && Put(devices, (of, found), rest) ? device : null;
                break;
            case 2 when vendor is { } maker && device is { } product:
                if (Number(ref rest, NumberDigits) is { } subVendor && Number(ref rest, NumberDigits) is { } subDevice)
                {
                    Put(subsystems, (maker, product, subVendor, subDevice), rest);
                }

                break;
        }

        return true;
    }

    // A subclass that has no name of its own is called like its class.
    private void TakeClass(ReadOnlySpan<byte> rest)
    {
        baseClass = Number(ref rest, ClassDigits);
        foreach (var wanted in classes.Keys.Where(wanted => wanted >> 8 == baseClass).ToList())
        {
            Put(classes, wanted, rest);
        }
    }

    private static bool Put<T>(Dictionary<T, string> names, T? key, ReadOnlySpan<byte> name)
        where T : struct
    {
        if (key is not { } known || !names.ContainsKey(known))
        {
            return false;
        }

        names[known] = Encoding.UTF8.GetString(name).Trim();
        return true;
    }

    // Takes the number at the beginning, and the blanks after it.
    private static int? Number(ref ReadOnlySpan<byte> rest, int digits)
    {
        if (rest.Length < digits || !int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        rest = rest[digits..].TrimStart((byte)' ');
        return number;
    }
}
