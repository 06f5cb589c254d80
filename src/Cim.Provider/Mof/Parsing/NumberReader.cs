using System.Globalization;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads numbers: decimal, octal, hexadecimal, binary and real (DSP0004 Annex A).</summary>
internal sealed class NumberReader(MofText text, Diagnostics diagnostics)
{
    private readonly string content = text.Content;

    /// <summary>Reads the number that begins there and says where it ends. One that is wrong is reported and zero.</summary>
    public int Read(ref Token token, int start)
    {
        var at = start;
        token.Negative = content[at] == '-';
        at += content[at] is '+' or '-' ? 1 : 0;
        var first = at;
        while (at < content.Length && (char.IsAsciiLetterOrDigit(content[at]) || content[at] is '.' or '_' || IsExponentSign(at, first)))
        {
            at++;
        }

        var number = content.AsSpan(first, at - first);
        if (IsReal(number))
        {
            token.Kind = TokenKind.Real;
            ReadReal(ref token, start, number);
        }
        else
        {
            token.Kind = TokenKind.Integer;
            token.Number = ReadInteger(start, number);
        }

        return at;
    }

    private static bool IsReal(ReadOnlySpan<char> number) =>
        number.Contains('.') || (!IsHex(number) && number.IndexOfAny('e', 'E') > 0 && number[..number.IndexOfAny('e', 'E')].IndexOfAnyExceptInRange('0', '9') < 0);

    private static bool IsHex(ReadOnlySpan<char> number) => number is ['0', 'x' or 'X', ..];

    private bool IsExponentSign(int at, int first) =>
        content[at] is '+' or '-' && at > first && content[at - 1] is 'e' or 'E' && !IsHex(content.AsSpan(first, at - first));

    // integerValue = binaryValue / octalValue / decimalValue / hexValue
    private ulong ReadInteger(int start, ReadOnlySpan<char> number)
    {
        var (skipped, radix, kind) = number switch
        {
            ['0', 'x' or 'X', ..] => (2, 16, "a hexadecimal number"),
            [.., 'b' or 'B'] => (0, 2, "a binary number"),
            ['0', _, ..] => (1, 8, "an octal number"),
            _ => (0, 10, "a decimal number"),
        };
        var digits = radix == 2 ? number[..^1] : number[skipped..];
        if (digits.IsEmpty)
        {
            diagnostics.Error(text, start, $"digits are missing in {kind}");
            return 0;
        }

        ulong value = 0;
        foreach (var unit in digits)
        {
            var digit = Digit.Of(unit);
            if (digit >= radix)
            {
                diagnostics.Error(text, start, $"'{unit}' is no digit of {kind}");
                return 0;
            }

            if (value > (ulong.MaxValue - (ulong)digit) / (ulong)radix)
            {
                diagnostics.Error(text, start, "this number does not fit into 64 bits");
                return 0;
            }

            value = (value * (ulong)radix) + (ulong)digit;
        }

        return value;
    }

    // realValue = ["+" / "-"] *decimalDigit "." 1*decimalDigit [("e" / "E") ["+" / "-"] 1*decimalDigit]
    private void ReadReal(ref Token token, int start, ReadOnlySpan<char> number)
    {
        var point = number.IndexOf('.');
        token.Real = 0;
        if (point < 0 || point + 1 == number.Length || !char.IsAsciiDigit(number[point + 1]))
        {
            diagnostics.Error(text, start, "a real number must have a '.' with a digit behind it");
        }
        else if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value))
        {
            diagnostics.Error(text, start, "this is no real number");
        }
        else if (double.IsInfinity(value))
        {
            diagnostics.Error(text, start, "this number does not fit into a real number of 64 bits");
        }
        else
        {
            token.Real = token.Negative ? -value : value;
        }
    }
}
