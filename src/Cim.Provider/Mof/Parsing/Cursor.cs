using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>The token at hand, and the ways to go on from it.</summary>
internal sealed class Cursor
{
    private readonly Scanner scanner;
    private readonly Diagnostics diagnostics;
    private Token token;
    private int lastEnd;

    public Cursor(Scanner scanner, Diagnostics diagnostics, MofLimits limits)
    {
        (this.scanner, this.diagnostics, Limits) = (scanner, diagnostics, limits);
        scanner.Next(ref token);
    }

    public MofLimits Limits { get; }

    public MofText Text => scanner.Text;

    public TokenKind Kind => token.Kind;

    public int Offset => token.Start;

    public bool IsSign(char sign) => token.Kind == TokenKind.Sign && token.Number == sign;

    public bool IsWord(string keyword) => scanner.Is(token, keyword);

    /// <summary>Takes a sign if it stands here.</summary>
    public bool Take(char sign)
    {
        var found = IsSign(sign);
        if (found)
        {
            Step();
        }

        return found;
    }

    /// <summary>Takes a keyword if it stands here.</summary>
    public bool TakeWord(string keyword)
    {
        var found = IsWord(keyword);
        if (found)
        {
            Step();
        }

        return found;
    }

    /// <summary>Takes a sign that must stand here.</summary>
    public void Need(char sign, string place)
    {
        if (!Take(sign))
        {
            throw Expected($"'{sign}' {place}");
        }
    }

    /// <summary>Takes the <c>;</c> that must stand here. Where it was forgotten at the end of a line, reading goes on as if it were there.</summary>
    public void Close(string place)
    {
        var end = lastEnd;
        if (!Take(';'))
        {
            var error = Expected($"';' {place}");
            if (token.Kind != TokenKind.End && !Text.Content.AsSpan(end, token.Start - end).Contains('\n'))
            {
                throw error;
            }
        }
    }

    /// <summary>Takes a keyword that must stand here.</summary>
    public void NeedWord(string keyword, string place)
    {
        if (!TakeWord(keyword))
        {
            throw Expected($"'{keyword}' {place}");
        }
    }

    /// <summary>Takes a name that must stand here.</summary>
    public Word Name(string what)
    {
        if (token.Kind != TokenKind.Name)
        {
            throw Expected(what);
        }

        return TakeName();
    }

    /// <summary>Takes an alias that must stand here.</summary>
    public Word Alias() => token.Kind == TokenKind.Alias ? TakeName() : throw Expected("an alias such as $Name");

    /// <summary>Takes the token at hand.</summary>
    public Token Next()
    {
        var taken = token;
        Step();
        return taken;
    }

    /// <summary>Takes the text that begins here, with all pieces that follow.</summary>
    public string Pieces()
    {
        var start = (int)token.Number;
        while (token.Kind == TokenKind.Text)
        {
            Step();
        }

        return scanner.TakeText(start);
    }

    /// <summary>Counts one more item of a list.</summary>
    public void Counted(int count, string what)
    {
        if (count > Limits.Items)
        {
            throw diagnostics.Fatal(Text, token.Start, $"there are more than {Limits.Items} {what}");
        }
    }

    public void Error(int offset, string message) => diagnostics.Error(Text, offset, message);

    public void Warning(int offset, string message) => diagnostics.Warning(Text, offset, message);

    public MofStop Fatal(int offset, string message) => diagnostics.Fatal(Text, offset, message);

    /// <summary>Reports what should stand here.</summary>
    public SyntaxError Expected(string what)
    {
        diagnostics.Error(Text, token.Start, $"expected {what}, found {Found()}");
        return new();
    }

    /// <summary>Goes to where reading can go on: behind the next <c>;</c>, or before a closing brace of what is around.</summary>
    public void Recover(bool inside)
    {
        for (var depth = 0; token.Kind is not (TokenKind.End or TokenKind.Pragma); Step())
        {
            if (IsSign('{'))
            {
                depth++;
            }
            else if (IsSign('}') && depth > 0)
            {
                depth--;
            }
            else if (IsSign('}') && inside)
            {
                return;
            }
            else if (depth == 0 && Take(';'))
            {
                return;
            }
        }
    }

    private void Step()
    {
        lastEnd = token.End;
        scanner.Next(ref token);
    }

    private Word TakeName()
    {
        var name = new Word(scanner.NameOf(token), token.Start);
        if (name.Text.Length > Limits.NameLength)
        {
            throw diagnostics.Fatal(Text, token.Start, $"this name is longer than {Limits.NameLength} characters");
        }

        Step();
        return name;
    }

    private string Found() => token.Kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.Name => $"'{Shortened(scanner.NameOf(token))}'",
        TokenKind.Alias => $"'${Shortened(scanner.NameOf(token))}'",
        TokenKind.Pragma => "#pragma",
        TokenKind.Integer or TokenKind.Real => "a number",
        TokenKind.Character => "a character",
        TokenKind.Text => "a text",
        _ => $"'{(char)token.Number}'",
    };

    private static string Shortened(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
