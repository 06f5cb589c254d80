using System.Text;

namespace Wire.Xml;

/// <summary>
/// The text between two tags, as it stands in a checked document: characters, references, CDATA sections, comments
/// and processing instructions.
/// </summary>
internal static class XmlText
{
    /// <summary>Whether there is nothing in it but white space, comments and processing instructions.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> raw)
    {
        for (var at = 0; at < raw.Length;)
        {
            if (raw[at] == '<' && !raw[at..].StartsWith("<![CDATA["u8))
            {
                at += LengthOfMarkup(raw[at..]);
            }
            else if (XmlCharacters.IsBlank(raw[at]))
            {
                at++;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Puts down what the text means; it is never longer than the text itself.</summary>
    /// <returns>How many bytes there are.</returns>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> meant)
    {
        var length = 0;
        while (!raw.IsEmpty)
        {
            var run = raw.IndexOfAny((byte)'<', (byte)'&', (byte)'\r');
            if (run < 0)
            {
                run = raw.Length;
            }

            raw[..run].CopyTo(meant[length..]);
            length += run;
            raw = raw[run..];
            if (raw.IsEmpty)
            {
                break;
            }

            if (raw[0] == '&')
            {
                XmlReference.TryRead(raw, out var character, out var taken);
                length += character.EncodeToUtf8(meant[length..]);
                raw = raw[taken..];
            }
            else if (raw[0] == '\r')
            {
                meant[length++] = (byte)'\n';
                raw = raw[(raw.StartsWith("\r\n"u8) ? 2 : 1)..];
            }
            else
            {
                var taken = LengthOfMarkup(raw);
                if (raw.StartsWith("<![CDATA["u8))
                {
                    length += DecodeSection(raw[9..(taken - 3)], meant[length..]);
                }

                raw = raw[taken..];
            }
        }

        return length;
    }

    // In a section nothing is markup, but line ends are line ends.
    private static int DecodeSection(ReadOnlySpan<byte> section, Span<byte> meant)
    {
        var length = 0;
        for (var at = 0; at < section.Length; at++)
        {
            if (section[at] != '\r')
            {
                meant[length++] = section[at];
            }
            else if (at + 1 == section.Length || section[at + 1] != '\n')
            {
                meant[length++] = (byte)'\n';
            }
        }

        return length;
    }

    // The document is checked: the end is there.
    private static int LengthOfMarkup(ReadOnlySpan<byte> raw)
    {
        var end = raw[1] == '?' ? "?>"u8 : raw[2] == '-' ? "-->"u8 : "]]>"u8;
        var begin = raw[1] == '?' ? 2 : raw[2] == '-' ? 4 : 9;
        return begin + raw[begin..].IndexOf(end) + end.Length;
    }
}
