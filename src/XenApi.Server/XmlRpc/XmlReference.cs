using System.Text;

namespace XenApi.Server.XmlRpc;

/// <summary>The references that a document may have: the five entities of XML, and characters by number.</summary>
internal static class XmlReference
{
    private const int LastCharacter = 0x10FFFF;

    /// <summary>Reads a reference, <c>&amp;</c> first; false where it is none, or one to a character that XML forbids.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Rune character, out int length)
    {
        length = text.IndexOf((byte)';') + 1;
        character = default;
        if (length < 3)
        {
            return false;
        }

        var name = text[1..(length - 1)];
        return name[0] == '#' ? TryNumber(name[1..], out character) : TryName(name, out character);
    }

    private static bool TryName(ReadOnlySpan<byte> name, out Rune character)
    {
        var found =
            name.SequenceEqual("lt"u8) ? '<' :
            name.SequenceEqual("gt"u8) ? '>' :
            name.SequenceEqual("amp"u8) ? '&' :
            name.SequenceEqual("quot"u8) ? '"' :
            name.SequenceEqual("apos"u8) ? '\'' : '\0';
        character = new(found);
        return found != '\0';
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out Rune character)
    {
        character = default;
        var radix = 10;
        if (digits.StartsWith("x"u8))
        {
            radix = 16;
            digits = digits[1..];
        }

        var number = 0;
        foreach (var digit in digits)
        {
            var value = char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : radix;
            if (value >= radix)
            {
                return false;
            }

            // Leading zeros are allowed, in any number: the length is no measure.
            number = Math.Min((number * radix) + value, LastCharacter + 1);
        }

        return !digits.IsEmpty && Rune.TryCreate(number, out character) && !XmlCharacters.IsForbidden(character);
    }
}
