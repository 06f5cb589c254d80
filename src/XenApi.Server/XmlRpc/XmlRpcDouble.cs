using System.Globalization;
using System.Text;

namespace XenApi.Server.XmlRpc;

/// <summary>
/// Numbers with a point as XML-RPC has them: digits, a point, digits, and no exponent. What is written is read back
/// as the same number.
/// </summary>
internal static class XmlRpcDouble
{
    /// <summary>The longest one in bytes: the smallest number has 323 zeros behind the point, and then its digits.</summary>
    public const int LongestBytes = 352;

    /// <summary>Reads a finite number; an exponent is taken, as clients send it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    /// <summary>The number as text.</summary>
    public static string Format(double value)
    {
        Span<byte> text = stackalloc byte[LongestBytes];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>
    /// Writes a number. What is no number, or infinite, is written as C and Python spell it: XML-RPC has no form for it,
    /// and these clients do read theirs.
    /// </summary>
    /// <returns>How many bytes there are.</returns>
    public static int Format(double value, Span<byte> text)
    {
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
            name.CopyTo(text);
            return name.Length;
        }

        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var exponent = text[..length].IndexOf((byte)'E');
        if (exponent >= 0)
        {
            return Spread(text, exponent, int.Parse(text[(exponent + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        if (text[..length].Contains((byte)'.'))
        {
            return length;
        }

        ".0"u8.CopyTo(text[length..]);
        return length + 2;
    }

    // -d.dddE±n, as it stands before the E, becomes digits with zeros before or behind them.
    private static int Spread(Span<byte> text, int mantissa, int exponent)
    {
        var isNegative = text[0] == '-';
        Span<byte> digits = stackalloc byte[mantissa];
        var count = 0;
        foreach (var digit in text[..mantissa])
        {
            if (digit is >= (byte)'0' and <= (byte)'9')
            {
                digits[count++] = digit;
            }
        }

        digits = digits[..count];
        var length = isNegative ? 1 : 0;
        if (exponent < 0)
        {
            "0."u8.CopyTo(text[length..]);
            text.Slice(length + 2, -exponent - 1).Fill((byte)'0');
            length += 1 - exponent;
            digits.CopyTo(text[length..]);
            return length + count;
        }

        // "R" takes an exponent only from 1E+15 on, which may still leave digits behind the point.
        var whole = Math.Min(count, exponent + 1);
        digits[..whole].CopyTo(text[length..]);
        text.Slice(length + whole, exponent + 1 - whole).Fill((byte)'0');
        length += exponent + 1;
        text[length++] = (byte)'.';
        if (whole == count)
        {
            text[length++] = (byte)'0';
            return length;
        }

        digits[whole..].CopyTo(text[length..]);
        return length + count - whole;
    }
}
