using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Wire.Xml;

/// <summary>Which bytes and characters a document may have.</summary>
internal static class XmlCharacters
{
    // The control characters that XML forbids, and the first byte of U+FFFE and U+FFFF.
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 0xEF]);

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Refuses a document that is no UTF-8 or has characters that XML forbids.</summary>
    public static void Check(ReadOnlySpan<byte> document)
    {
        if (!Utf8.IsValid(document))
        {
            ThrowInvalid(document);
        }

        for (var at = 0; ; at++)
        {
            var found = document[at..].IndexOfAny(Suspects);
            if (found < 0)
            {
                return;
            }

            at += found;
            if (document[at] != 0xEF || IsForbidden(Decode(document[at..])))
            {
                XmlError.Throw(XmlErrorKind.InvalidCharacter, document, at, $"The character U+{Decode(document[at..]).Value:X4} is forbidden in XML");
            }
        }
    }

    /// <summary>Whether XML forbids the character.</summary>
    public static bool IsForbidden(Rune rune) => rune.Value < 0x20
        ? rune.Value is not ('\t' or '\n' or '\r')
        : rune.Value is 0xFFFE or 0xFFFF;

    /// <summary>Whether the byte is white space of XML.</summary>
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    /// <summary>The text without the white space around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOfAnyExcept(Blanks);
        return first < 0 ? [] : text[first..(text.LastIndexOfAnyExcept(Blanks) + 1)];
    }

    private static Rune Decode(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out _);
        return rune;
    }

    private static void ThrowInvalid(ReadOnlySpan<byte> document)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(document[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        XmlError.Throw(XmlErrorKind.InvalidCharacter, document, at, "The bytes are no UTF-8");
    }
}
