namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads texts and characters with their escapes (DSP0004 §4.11.1).</summary>
internal sealed class TextPieces(MofText text, TextBuffer buffer, Diagnostics diagnostics)
{
    private readonly string content = text.Content;

    // stringValue = 1*("""" *stringChar """")
    public int Read(ref Token token, int start)
    {
        token.Number = (ulong)buffer.Length;
        var at = start + 1;
        while (true)
        {
            var length = content.AsSpan(at).IndexOfAny("\"\\\r\n");
            var end = length < 0 ? content.Length : at + length;
            buffer.Append(content.AsSpan(at, end - at));
            if (end == content.Length || content[end] is '\r' or '\n')
            {
                diagnostics.Error(text, start, "the text that begins here has no '\"' on this line");
                return end;
            }

            if (content[end] == '"')
            {
                return end + 1;
            }

            buffer.Append([Escape(ref end)]);
            at = end;
        }
    }

    // charValue = "'" char16Char "'"
    public int ReadCharacter(ref Token token, int start)
    {
        token.Number = 0;
        var at = start + 1;
        if (at == content.Length || content[at] is '\'' or '\r' or '\n')
        {
            diagnostics.Error(text, start, "a character must stand between the single quotes");
            return at < content.Length && content[at] == '\'' ? at + 1 : at;
        }

        token.Number = content[at] == '\\' ? Escape(ref at) : content[at++];
        if (at < content.Length && content[at] == '\'')
        {
            return at + 1;
        }

        diagnostics.Error(text, start, "one character, of one unit of UTF-16, must stand between single quotes");
        var end = content.AsSpan(at).IndexOfAny("'\r\n;");
        return end < 0 ? content.Length : at + end + (content[at + end] == '\'' ? 1 : 0);
    }

    private char Escape(ref int at)
    {
        var start = at++;
        var unit = at < content.Length ? content[at++] : '\n';
        switch (unit)
        {
            case 'b':
                return '\b';
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case '"' or '\'' or '\\':
                return unit;
            case 'x' or 'X':
                var value = 0;
                var first = at;
                for (; at < content.Length && at - first < 4 && char.IsAsciiHexDigit(content[at]); at++)
                {
                    value = (value << 4) | Digit.Of(content[at]);
                }

                if (at == first)
                {
                    diagnostics.Error(text, start, "one to four hexadecimal digits must follow '\\x'");
                }

                return (char)value;
            default:
                at = unit is '\r' or '\n' ? start + 1 : at;
                diagnostics.Error(text, start, "after '\\' must stand one of b t n f r \" ' \\ x");
                return ' ';
        }
    }
}
