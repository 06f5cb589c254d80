using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Wire.Xml;

/// <summary>
/// Writes text as the content of an element or the value of an attribute. What XML cannot carry, in whatever way it came in, becomes U+FFFD.
/// </summary>
internal static class XmlEscape
{
    // One character never takes more than &#13; takes.
    private const int LongestBytes = 8;
    private const int ChunkChars = 1024;

    private static readonly string Harmless = string.Concat(
        Enumerable.Range(0x20, 0x5F).Select(c => (char)c).Where(c => c is not ('<' or '>' or '&'))) + "\t\n";

    private static readonly SearchValues<char> HarmlessChars = SearchValues.Create(Harmless);

    private static readonly SearchValues<byte> HarmlessBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Harmless));

    /// <summary>Copies text where all of it is harmless: a byte for each character. The span has room for them.</summary>
    public static bool TryCopy(ReadOnlySpan<char> text, Span<byte> span)
    {
        if (text.ContainsAnyExcept(HarmlessChars))
        {
            return false;
        }

        Ascii.FromUtf16(text, span, out _);
        return true;
    }

    /// <summary>Copies text in UTF-8 where all of it is harmless. The span has room for it.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> span)
    {
        if (text.ContainsAnyExcept(HarmlessBytes))
        {
            return false;
        }

        text.CopyTo(span);
        return true;
    }

    /// <summary>Writes text.</summary>
    public static void Write(AnswerBuffer answer, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAnyExcept(HarmlessChars);
            if (run < 0)
            {
                run = text.Length;
            }

            WriteAscii(answer, text[..run]);
            text = text[run..];
            while (!text.IsEmpty && !HarmlessChars.Contains(text[0]))
            {
                Rune.DecodeFromUtf16(text, out var rune, out var taken);
                WriteRune(answer, rune);
                text = text[taken..];
            }
        }
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public static void Write(AnswerBuffer answer, ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAnyExcept(HarmlessBytes);
            if (run < 0)
            {
                run = text.Length;
            }

            answer.Write(text[..run]);
            text = text[run..];
            while (!text.IsEmpty && !HarmlessBytes.Contains(text[0]))
            {
                Rune.DecodeFromUtf8(text, out var rune, out var taken);
                WriteRune(answer, rune);
                text = text[taken..];
            }
        }
    }

    /// <summary>Writes text as the value of an attribute in quotation marks.</summary>
    public static void WriteAttribute(AnswerBuffer answer, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny("\"\t\n\r");
            Write(answer, run < 0 ? text : text[..run]);
            if (run < 0)
            {
                return;
            }

            answer.Put(text[run] switch { '"' => "&quot;"u8, '\t' => "&#9;"u8, '\n' => "&#10;"u8, _ => "&#13;"u8 });
            text = text[(run + 1)..];
        }
    }

    private static void WriteAscii(AnswerBuffer answer, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var chunk = text[..Math.Min(text.Length, ChunkChars)];
            Ascii.FromUtf16(chunk, answer.GetSpan(chunk.Length), out var written);
            answer.Advance(written);
            text = text[chunk.Length..];
        }
    }

    private static void WriteRune(AnswerBuffer answer, Rune rune)
    {
        var span = answer.GetSpan(LongestBytes);
        answer.Advance(rune.Value switch
        {
            '<' => Put(span, "&lt;"u8),
            '>' => Put(span, "&gt;"u8),
            '&' => Put(span, "&amp;"u8),
            '\r' => Put(span, "&#13;"u8),
            _ => (XmlCharacters.IsForbidden(rune) ? Rune.ReplacementChar : rune).EncodeToUtf8(span),
        });
    }

    private static int Put(Span<byte> span, ReadOnlySpan<byte> escape)
    {
        escape.CopyTo(span);
        return escape.Length;
    }
}
