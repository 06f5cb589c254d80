using System.Buffers;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Cuts a text into tokens (DSP0004 Annex A). White space and comments are left out.</summary>
internal sealed class Scanner(MofText text, StringPool pool, TextBuffer buffer, Diagnostics diagnostics)
{
    private static readonly SearchValues<char> NamePart =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly string content = text.Content;
    private readonly TextPieces pieces = new(text, buffer, diagnostics);
    private readonly NumberReader numbers = new(text, diagnostics);
    private int at;

    public MofText Text => text;

    /// <summary>Reads the next token.</summary>
    public void Next(ref Token token)
    {
        while (true)
        {
            SkipBlank();
            token.Start = at;
            if (at == content.Length)
            {
                token.Kind = TokenKind.End;
                token.End = at;
                return;
            }

            if (Read(ref token, content[at]))
            {
                token.End = at;
                return;
            }
        }
    }

    /// <summary>The name that a token is, without the dollar sign of an alias.</summary>
    public string NameOf(in Token token) => pool.Get(content.AsSpan(token.Start + (token.Kind == TokenKind.Alias ? 1 : 0), LengthOf(token)));

    /// <summary>Whether a token is a keyword, in any case of letters.</summary>
    public bool Is(in Token token, string keyword) =>
        token.Kind == TokenKind.Name && token.End - token.Start == keyword.Length
        && content.AsSpan(token.Start, keyword.Length).Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of all pieces since one began (DSP0004 §4.11.1: pieces that follow each other are one text).</summary>
    public string TakeText(int start) => pool.Get(buffer.Take(start));

    private static int LengthOf(in Token token) => token.End - token.Start - (token.Kind == TokenKind.Alias ? 1 : 0);

    private bool Read(ref Token token, char first)
    {
        if (char.IsAsciiLetter(first) || first == '_' || char.IsLetter(first))
        {
            token.Kind = TokenKind.Name;
            SkipName();
            return true;
        }

        if (char.IsAsciiDigit(first) || (first is '+' or '-' or '.' && at + 1 < content.Length && (char.IsAsciiDigit(content[at + 1]) || content[at + 1] == '.')))
        {
            at = numbers.Read(ref token, at);
            return true;
        }

        switch (first)
        {
            case '"':
                token.Kind = TokenKind.Text;
                at = pieces.Read(ref token, at);
                return true;
            case '\'':
                token.Kind = TokenKind.Character;
                at = pieces.ReadCharacter(ref token, at);
                return true;
            case '(' or ')' or '{' or '}' or '[' or ']' or ':' or ';' or ',' or '=':
                token.Kind = TokenKind.Sign;
                token.Number = first;
                at++;
                return true;
            case '$':
                at++;
                return ReadAfter(ref token, TokenKind.Alias, "a name must follow '$'");
            case '#':
                return ReadPragma(ref token);
            default:
                diagnostics.Error(text, at, $"{Shown(first)} begins nothing in MOF");
                at++;
                return false;
        }
    }

    private bool ReadAfter(ref Token token, TokenKind kind, string wrong)
    {
        var start = at;
        SkipName();
        if (at == start)
        {
            diagnostics.Error(text, token.Start, wrong);
            return false;
        }

        token.Kind = kind;
        return true;
    }

    private bool ReadPragma(ref Token token)
    {
        at++;
        while (at < content.Length && content[at] is ' ' or '\t')
        {
            at++;
        }

        var start = at;
        SkipName();
        if (!content.AsSpan(start, at - start).Equals("pragma", StringComparison.OrdinalIgnoreCase))
        {
            diagnostics.Error(text, token.Start, "'#' must be followed by 'pragma'");
            return false;
        }

        token.Kind = TokenKind.Pragma;
        return true;
    }

    private void SkipName()
    {
        while (true)
        {
            var length = content.AsSpan(at).IndexOfAnyExcept(NamePart);
            at = length < 0 ? content.Length : at + length;
            if (at == content.Length || content[at] < 0x80 || !char.IsLetterOrDigit(content[at]))
            {
                return;
            }

            at++;
        }
    }

    // Comments are // to the end of the line and /* to */ (DSP0004 §7.2).
    private void SkipBlank()
    {
        for (; at < content.Length; at++)
        {
            if (content[at] is ' ' or '\t' or '\r' or '\n' or '\f' or '\v')
            {
                continue;
            }

            if (content[at] != '/' || at + 1 == content.Length || content[at + 1] is not ('/' or '*'))
            {
                return;
            }

            var line = content[at + 1] == '/';
            var end = line ? content.AsSpan(at).IndexOfAny('\n', '\r') : content.AsSpan(at + 2).IndexOf("*/");
            if (end < 0)
            {
                if (!line)
                {
                    diagnostics.Error(text, at, "the comment that begins here has no '*/'");
                }

                at = content.Length;
                return;
            }

            at += line ? end : end + 3;
        }
    }

    private static string Shown(char unit) => char.IsControl(unit) || char.IsSurrogate(unit) || unit > '~' ? $"the character U+{(int)unit:X4}" : $"'{unit}'";
}
