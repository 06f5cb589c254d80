using System.Buffers.Text;

namespace XenApi.Server.XmlRpc;

/// <summary>Moments as XML-RPC has them: <c>YYYYMMDDTHH:MM:SS</c>, which the Xen API takes to be UTC.</summary>
internal static class XmlRpcDate
{
    /// <summary>The length of a moment in bytes.</summary>
    public const int Length = 17;

    /// <summary>Reads a moment; a Z after it changes nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length == Length + 1 && text[Length] == 'Z')
        {
            text = text[..Length];
        }

        if (text.Length != Length || text[8] != 'T' || text[11] != ':' || text[14] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[4..6], out var month) || !TryDigits(text[6..8], out var day)
            || !TryDigits(text[9..11], out var hour) || !TryDigits(text[12..14], out var minute) || !TryDigits(text[15..], out var second)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        value = new(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    /// <summary>Writes a moment; what is below a second is cut.</summary>
    public static void Format(DateTimeOffset value, Span<byte> text)
    {
        var utc = value.UtcDateTime;
        Put(utc.Year, text[..4]);
        Put(utc.Month, text[4..6]);
        Put(utc.Day, text[6..8]);
        text[8] = (byte)'T';
        Put(utc.Hour, text[9..11]);
        text[11] = (byte)':';
        Put(utc.Minute, text[12..14]);
        text[14] = (byte)':';
        Put(utc.Second, text[15..Length]);
    }

    private static void Put(int number, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int number) =>
        Utf8Parser.TryParse(digits, out number, out var taken) && taken == digits.Length && digits[0] is >= (byte)'0' and <= (byte)'9';
}
