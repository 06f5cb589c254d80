using System.Globalization;

namespace Cim.Provider.Mapping;

/// <summary>The tokens of a mapping's text, one after the other: words, numbers, quoted texts and signs.</summary>
internal sealed class MappingTokens
{
    private const int LengthMost = 8192;

    private readonly string text;
    private int next;

    /// <summary>Reads the first token.</summary>
    public MappingTokens(string text)
    {
        this.text = text;
        if (text.Length > LengthMost)
        {
            throw Wrong($"A mapping has at most {LengthMost} characters");
        }

        Advance();
    }

    /// <summary>What kind of token it is: <c>w</c>ord, <c>n</c>umber, <c>q</c>uoted text, <c>s</c>ign, or <c>e</c>nd.</summary>
    public char Kind { get; private set; }

    /// <summary>The token: of a quoted text what is between the quotes.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Where it begins.</summary>
    public int At { get; private set; }

    /// <summary>Whether the token is this word or sign.</summary>
    public bool Is(string token) => Kind is 'w' or 's' && string.Equals(Token, token, StringComparison.Ordinal);

    /// <summary>Goes past the token if it is this word or sign.</summary>
    public bool Take(string token)
    {
        if (!Is(token))
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Goes past a token that must be there.</summary>
    public void Need(string token)
    {
        if (!Take(token))
        {
            throw Wrong($"'{token}' is expected here");
        }
    }

    /// <summary>Goes past a word, and answers it.</summary>
    public string Word(string what)
    {
        if (Kind != 'w')
        {
            throw Wrong($"{what} is expected here");
        }

        var word = Token;
        Advance();
        return word;
    }

    /// <summary>What stands in parentheses here, as it is; null where there are none.</summary>
    public string? Parenthesized()
    {
        if (!Is("("))
        {
            return null;
        }

        var from = next;
        var depth = 0;
        do
        {
            depth += Is("(") ? 1 : Is(")") ? -1 : 0;
            if (Kind == 'e')
            {
                throw Wrong("a parenthesis is not closed");
            }

            if (depth > 0)
            {
                Advance();
            }
        }
        while (depth > 0);
        var inner = text[from..At];
        Advance();
        return inner;
    }

    /// <summary>Nothing may follow.</summary>
    public void End()
    {
        if (Kind != 'e')
        {
            throw Wrong("nothing more is expected here");
        }
    }

    /// <summary>A number as the value that it is.</summary>
    public XenValue Number()
    {
        var value = long.TryParse(Token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? XenValue.Of(whole)
            : double.TryParse(Token, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var real) ? XenValue.Of(real)
            : throw Wrong($"{Token} is no number");
        Advance();
        return value;
    }

    /// <summary>The error that something at the token makes no sense.</summary>
    public MappingException Wrong(string message, int? at = null) => new(message, text, at ?? At);

    /// <summary>Goes on to the next token.</summary>
    public void Advance()
    {
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        At = next;
        if (next == text.Length)
        {
            (Kind, Token) = ('e', "the end");
        }
        else if (char.IsAsciiLetter(text[next]) || text[next] == '_')
        {
            Span('w', c => char.IsAsciiLetterOrDigit(c) || c is '_');
        }
        else if (char.IsAsciiDigit(text[next]) || (text[next] == '-' && next + 1 < text.Length && char.IsAsciiDigit(text[next + 1])))
        {
            next++;
            Span('n', c => char.IsAsciiDigit(c) || c is '.');
        }
        else if (text[next] == '\'')
        {
            Quoted();
        }
        else
        {
            var length = text.AsSpan(next) is ['?', '?', ..] or ['!', '=', ..] ? 2 : 1;
            (Kind, Token) = ('s', text.Substring(next, length));
            next += length;
        }
    }

    private void Span(char kind, Func<char, bool> belongs)
    {
        while (next < text.Length && belongs(text[next]))
        {
            next++;
        }

        (Kind, Token) = (kind, text[At..next]);
    }

    // A quote or a backslash inside is doubled.
    private void Quoted()
    {
        var content = new System.Text.StringBuilder();
        for (next++; next < text.Length; next++)
        {
            if (text[next] is '\'' or '\\' && next + 1 < text.Length && text[next + 1] == text[next])
            {
                next++;
            }
            else if (text[next] == '\'')
            {
                next++;
                (Kind, Token) = ('q', content.ToString());
                return;
            }

            content.Append(text[next]);
        }

        throw Wrong("a quoted text is not closed");
    }
}
