using System.Globalization;

namespace Hypervisor.Native.Xen;

/// <summary>The number that Xen gives a virtual disk by its name (xen-vbd-interface(7)).</summary>
internal static class DiskNumber
{
    private const int Xvd = 202, Sd = 8;
    private const int NewForm = 1 << 28;
    private const int Letters = 26;

    private static readonly int[] Hd = [3, 22];

    /// <summary>The number of a device such as xvda, hdc or xvdb1; null for another name.</summary>
    public static int? Of(string device)
    {
        var end = device.Length;
        while (end > 0 && char.IsAsciiDigit(device[end - 1]))
        {
            end--;
        }

        var partition = 0;
        if (end < device.Length && !int.TryParse(device.AsSpan(end), NumberStyles.None, CultureInfo.InvariantCulture, out partition))
        {
            return null;
        }

        return device.AsSpan(0, end) switch
        {
            ['x', 'v', 'd', .. var letters] when Index(letters) is { } disk => disk < 16 && partition < 16 ? (Xvd << 8) | (disk << 4) | partition : NewForm | (disk << 8) | partition,
            ['s', 'd', .. var letters] when Index(letters) is < 16 and { } disk && partition < 16 => (Sd << 8) | (disk << 4) | partition,
            ['h', 'd', .. var letters] when Index(letters) is < 4 and { } disk && partition < 64 => (Hd[disk / 2] << 8) | ((disk % 2) << 6) | partition,
            _ => null,
        };
    }

    private static int? Index(ReadOnlySpan<char> letters)
    {
        var index = 0;
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetterLower(letter) || index > 1 << 16)
            {
                return null;
            }

            index = (index * Letters) + (letter - 'a') + 1;
        }

        return index > 0 ? index - 1 : null;
    }
}
