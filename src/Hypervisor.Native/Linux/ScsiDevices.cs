using System.Globalization;

namespace Hypervisor.Native.Linux;

/// <summary>The SCSI devices of the host, from <c>/sys/class/scsi_device</c>.</summary>
internal static class ScsiDevices
{
    private const string Devices = "sys/class/scsi_device";
    private const int UnknownType = 31;

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<ScsiFacts> Read(string root)
    {
        var tree = new HostTree(root);

        // A logical unit has up to 64 bits; one whose number needs more than an int is left out.
        return [.. tree.Names(Devices).Select(address => Facts(tree, address)).OfType<ScsiFacts>()];
    }

    private static ScsiFacts? Facts(HostTree tree, string address)
    {
        var parts = address.Split(':');
        var at = $"{Devices}/{address}/device";
        if (parts.Length != 4 || Number(parts[0]) is not { } host || Number(parts[1]) is not { } channel || Number(parts[2]) is not { } target
            || Number(parts[3]) is not { } lun || !tree.Has(at))
        {
            return null;
        }

        var type = (int)Math.Clamp(tree.Number($"{at}/type") ?? UnknownType, 0, UnknownType);
        return new(
            host, channel, target, lun, tree.Text($"{at}/vendor") ?? "", tree.Text($"{at}/model") ?? "", new(type, NameOf(type)),
            tree.Names($"{at}/block").FirstOrDefault(""), tree.Names($"{at}/scsi_generic").FirstOrDefault(""), tree.Text($"{at}/rev") ?? "",
            ScsiIdentifier.Read(tree, at), (int)Math.Clamp(tree.Number($"{at}/scsi_level") ?? 0, 0, int.MaxValue));
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The peripheral device types of SPC-4 §6.4.2.
    private static string NameOf(int type) => type switch
    {
        0 => "disk",
        1 => "tape",
        2 => "printer",
        3 => "processor",
        4 => "write-once disk",
        5 => "cd/dvd",
        6 => "scanner",
        7 => "optical memory",
        8 => "medium changer",
        9 => "communications",
        12 => "storage array",
        13 => "enclosure",
        14 => "simplified disk",
        15 => "optical card",
        17 => "object storage",
        18 => "automation drive",
        20 => "zoned disk",
        30 => "well-known unit",
        _ => "unknown",
    };
}
