using System.Globalization;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The address of a SCSI device.</summary>
/// <param name="Host">The number of its bus.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Target">Its target.</param>
/// <param name="Lun">Its logical unit.</param>
internal readonly record struct ScsiAddress(long Host, long Channel, long Target, long Lun)
{
    private const int Parts = 4;

    /// <summary>Reads <c>host:channel:target:lun</c>.</summary>
    public static ScsiAddress Read(string text)
    {
        Span<Range> ranges = stackalloc Range[Parts + 1];
        Span<ushort> numbers = stackalloc ushort[Parts];
        var count = text.AsSpan().Split(ranges, ':');
        for (var i = 0; i < Parts; i++)
        {
            if (count != Parts || !ushort.TryParse(text.AsSpan(ranges[i]), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw Errors.ValueNotSupported("DSCSI.virtual_HCTL", Collections.Shortened(text), "must be host:channel:target:lun, four numbers up to 65535");
            }
        }

        return new(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>The address as it travels.</summary>
    public override string ToString() => $"{Host}:{Channel}:{Target}:{Lun}";
}
