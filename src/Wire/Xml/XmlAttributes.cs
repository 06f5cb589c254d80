namespace Wire.Xml;

/// <summary>The attributes of a tag: all are checked, and those that a protocol knows can be asked for.</summary>
internal static class XmlAttributes
{
    private const int Most = 32;

    /// <summary>Checks the attributes that begin at a place.</summary>
    /// <returns>Where they end, in bytes, with the white space after them.</returns>
    public static int Check(ReadOnlySpan<byte> document, int at)
    {
        Span<(int Start, int Length)> seen = stackalloc (int, int)[Most];
        for (var count = 0; ; count++)
        {
            var before = at;
            at += XmlName.LengthOfBlanks(document[at..]);
            var length = XmlName.Length(document[at..]);
            if (length == 0)
            {
                return at;
            }

            if (before == at)
            {
                Refuse(document, at, "White space was expected before an attribute");
            }

            if (count == Most)
            {
                XmlError.Throw(XmlErrorKind.LimitExceeded, document, at, $"An element may have {Most} attributes");
            }

            foreach (var (start, other) in seen[..count])
            {
                if (document.Slice(start, other).SequenceEqual(document.Slice(at, length)))
                {
                    Refuse(document, at, "The attribute is there twice");
                }
            }

            seen[count] = (at, length);
            at = CheckValue(document, at + length);
        }
    }

    /// <summary>Takes the next of checked attributes; the value is as it stands between its quotation marks.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> attributes, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        attributes = attributes[XmlName.LengthOfBlanks(attributes)..];
        var length = XmlName.Length(attributes);
        name = attributes[..length];
        value = default;
        if (length == 0)
        {
            return false;
        }

        var rest = attributes[length..];
        rest = rest[(rest.IndexOf((byte)'=') + 1)..];
        rest = rest[XmlName.LengthOfBlanks(rest)..];
        var end = rest[1..].IndexOf(rest[0]);
        value = rest.Slice(1, end);
        attributes = rest[(end + 2)..];
        return true;
    }

    /// <summary>Puts down what the value of an attribute means; it is never longer than the value itself (XML 1.0 §3.3.3).</summary>
    /// <returns>How many bytes there are.</returns>
    public static int Decode(ReadOnlySpan<byte> value, Span<byte> meant)
    {
        var length = 0;
        for (var at = 0; at < value.Length;)
        {
            if (value[at] == '&')
            {
                XmlReference.TryRead(value[at..], out var character, out var taken);
                length += character.EncodeToUtf8(meant[length..]);
                at += taken;
            }
            else
            {
                // A line end is one blank, however it is written.
                var isBlank = XmlCharacters.IsBlank(value[at]);
                at += value[at..].StartsWith("\r\n"u8) ? 2 : 1;
                meant[length++] = isBlank ? (byte)' ' : value[at - 1];
            }
        }

        return length;
    }

    private static int CheckValue(ReadOnlySpan<byte> document, int at)
    {
        at += XmlName.LengthOfBlanks(document[at..]);
        if (at >= document.Length || document[at] != '=')
        {
            Refuse(document, at, "= and the value of the attribute were expected");
        }

        at++;
        at += XmlName.LengthOfBlanks(document[at..]);
        if (at >= document.Length || document[at] is not ((byte)'"' or (byte)'\''))
        {
            Refuse(document, at, "The attribute's value was expected in quotation marks");
        }

        var quote = document[at++];
        while (true)
        {
            var found = document[at..].IndexOfAny(quote, (byte)'<', (byte)'&');
            if (found < 0 || document[at + found] == '<')
            {
                Refuse(document, at, "The attribute's value does not end");
            }

            at += found;
            if (document[at] == quote)
            {
                return at + 1;
            }

            at += XmlReference.Check(document, at);
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Refuse(ReadOnlySpan<byte> document, int at, string message) =>
        XmlError.Throw(XmlErrorKind.NotWellFormed, document, at, message);
}
