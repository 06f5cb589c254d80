using System.Text;

namespace Wire.Xml;

/// <summary>The references that a document may have: the five entities of XML, and characters by number.</summary>
internal static class XmlReference
{
    private const int LastCharacter = 0x10FFFF;

    /// <summary>Refuses a document that has at a place no reference which it may have.</summary>
    /// <returns>The reference's length in bytes.</returns>
    public static int Check(ReadOnlySpan<byte> document, int at)
    {
        if (!TryRead(document[at..], out _, out var length))
        {
            XmlError.Throw(XmlErrorKind.NotWellFormed, document, at, "The reference is none of lt, gt, amp, quot and apos, and of no character that XML allows");
        }

        return length;
    }

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
            var value = char.IsAsciiDigit((char)digit) ? digit - '0' : char.IsAsciiHexDigit((char)digit) ? (digit | 0x20) - 'a' + 10 : radix;
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
