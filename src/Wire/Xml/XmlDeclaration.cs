using System.Text;

namespace Wire.Xml;

/// <summary>
/// What a document says of itself: <c>&lt;?xml version="1.0" encoding="UTF-8" standalone="yes"?&gt;</c>. Only UTF-8 and
/// its subset US-ASCII are served.
/// </summary>
internal static class XmlDeclaration
{
    /// <summary>Checks the declaration and the mark of the encoding, if there are any.</summary>
    /// <returns>Where the document goes on after them, in bytes.</returns>
    public static int Check(ReadOnlySpan<byte> document)
    {
        if (document.StartsWith<byte>([0xFE, 0xFF]) || document.StartsWith<byte>([0xFF, 0xFE])
            || document.StartsWith<byte>([0, 0]) || document.StartsWith<byte>([0, (byte)'<']) || document.StartsWith<byte>([(byte)'<', 0]))
        {
            XmlError.Throw(XmlErrorKind.UnsupportedEncoding, document, 0, "The document is in UTF-16 or UTF-32; only UTF-8 is served");
        }

        var at = document.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;
        return document[at..].StartsWith("<?xml"u8) && document.Length > at + 5 && XmlCharacters.IsBlank(document[at + 5])
            ? CheckDeclared(document, at + 5)
            : at;
    }

    private static int CheckDeclared(ReadOnlySpan<byte> document, int at)
    {
        if (!TryAttribute(document, ref at, "version"u8, out var version))
        {
            Refuse(document, at, "version=\"1.0\" was expected");
        }

        if (!version.SequenceEqual("1.0"u8))
        {
            Refuse(document, at, "Only XML 1.0 is served");
        }

        if (TryAttribute(document, ref at, "encoding"u8, out var encoding))
        {
            CheckEncoding(document, at, encoding);
        }

        if (TryAttribute(document, ref at, "standalone"u8, out var standalone)
            && !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
        {
            Refuse(document, at, "standalone must be yes or no");
        }

        at += XmlName.LengthOfBlanks(document[at..]);
        if (!document[at..].StartsWith("?>"u8))
        {
            Refuse(document, at, "The declaration was expected to end");
        }

        return at + 2;
    }

    private static void CheckEncoding(ReadOnlySpan<byte> document, int at, ReadOnlySpan<byte> encoding)
    {
        if (Ascii.EqualsIgnoreCase(encoding, "utf-8"u8))
        {
            return;
        }

        if (!Ascii.EqualsIgnoreCase(encoding, "us-ascii"u8))
        {
            XmlError.Throw(XmlErrorKind.UnsupportedEncoding, document, at, "The document declares another encoding; only UTF-8 is served");
        }

        if (document.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var other)
        {
            XmlError.Throw(XmlErrorKind.InvalidCharacter, document, other, "The document declares US-ASCII, and this byte is none");
        }
    }

    private static bool TryAttribute(ReadOnlySpan<byte> document, ref int at, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var blanks = XmlName.LengthOfBlanks(document[at..]);
        if (blanks == 0 || !document[(at + blanks)..].StartsWith(name))
        {
            return false;
        }

        at += blanks + name.Length;
        at += XmlName.LengthOfBlanks(document[at..]);
        if (at >= document.Length || document[at++] != '=')
        {
            Refuse(document, at, "= was expected");
        }

        at += XmlName.LengthOfBlanks(document[at..]);
        var quote = at < document.Length ? document[at] : default;
        var length = quote is (byte)'"' or (byte)'\'' ? document[(at + 1)..].IndexOf(quote) : -1;
        if (length < 0)
        {
            Refuse(document, at, "A value in quotation marks was expected");
        }

        value = document.Slice(at + 1, length);
        at += length + 2;
        return true;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Refuse(ReadOnlySpan<byte> document, int at, string message) =>
        XmlError.Throw(XmlErrorKind.NotWellFormed, document, at, message);
}
