using System.Text;

namespace Hypervisor.Native.Linux;

/// <summary>
/// What identifies a SCSI device on every path to it, in the form that udev's scsi_id made usual: the kind of the identifier as one
/// character, then the identifier.
/// </summary>
internal static class ScsiIdentifier
{
    private const int PageHeader = 4;

    /// <summary>The identifier of the device at a place in sysfs; empty where it has none.</summary>
    public static string Read(HostTree tree, string device) =>
        tree.Text($"{device}/wwid") is { Length: > 0 } id ? OfWwid(id)
        : tree.Bytes($"{device}/vpd_pg80") is { Length: > PageHeader } page && Serial(page) is { Length: > 0 } serial
            ? $"S{tree.Text($"{device}/vendor")}_{tree.Text($"{device}/model")}_{serial}".Replace(' ', '_')
        : "";

    // The kernel names the kind by a word, the page that it is from by a number: SPC-4 §7.8.6.1.
    private static string OfWwid(string id) => id.Split('.', 2) switch
    {
        ["naa", var hex] => $"3{hex}",
        ["eui", var hex] => $"2{hex}",
        ["t10", var text] => $"1{string.Join('_', text.Split(' ', StringSplitOptions.RemoveEmptyEntries))}",
        ["scsi", var text] => $"8{text}",
        _ => id,
    };

    // The unit serial number page: its length in two bytes, then text.
    private static string Serial(byte[] page)
    {
        var length = Math.Min((page[2] << 8) | page[3], page.Length - PageHeader);
        var text = Encoding.ASCII.GetString(page, PageHeader, length).Trim(' ', '\0');
        return text.All(letter => letter is >= ' ' and <= '~') ? text : "";
    }
}
