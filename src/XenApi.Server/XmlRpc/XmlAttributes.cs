namespace XenApi.Server.XmlRpc;

/// <summary>The attributes of a tag: XML-RPC has none, so they are checked and passed over.</summary>
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
                XmlFault.Throw(FaultCode.LimitExceeded, document, at, $"An element may have {Most} attributes");
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
        XmlFault.Throw(FaultCode.NotWellFormed, document, at, message);
}
