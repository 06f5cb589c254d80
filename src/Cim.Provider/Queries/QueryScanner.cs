using System.Globalization;
using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>Cuts a query into its pieces; the three languages have the same.</summary>
internal sealed class QueryScanner
{
    private static readonly string[] Signs = ["<=", ">=", "<>", "!=", "::", "=", "<", ">", "(", ")", "[", "]", ",", ".", "*"];

    private readonly string text;
    private int at;

    /// <summary>Begins with the first piece.</summary>
    public QueryScanner(string text)
    {
        if (text.Length > QueryLimits.LengthMost)
        {
            throw new CimException(CimStatus.InvalidQuery, $"The query has {text.Length} characters, and {QueryLimits.LengthMost} are the most.");
        }

        this.text = text;
        Token = Next();
    }

    /// <summary>The piece at hand.</summary>
    public QueryToken Token { get; private set; }

    /// <summary>Goes on; answers what was at hand.</summary>
    public QueryToken Take()
    {
        var taken = Token;
        Token = Next();
        return taken;
    }

    /// <summary>Goes on if a keyword is at hand.</summary>
    public bool TakeWord(string word) => Token.IsWord(word) && Take().At >= 0;

    /// <summary>Goes on if a sign is at hand.</summary>
    public bool TakeSign(string sign) => Token.IsSign(sign) && Take().At >= 0;

    /// <summary>Goes on past a sign that must be there.</summary>
    public void NeedSign(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Expected($"'{sign}'");
        }
    }

    /// <summary>Goes on past a name that must be there.</summary>
    public string NeedName(string what) => Token.Kind == QueryTokenKind.Word ? Take().Spelling : throw Expected(what);

    /// <summary>The error that something else should stand here.</summary>
    public CimException Expected(string what) => Wrong(Token.At, $"{what} is expected, not {Spelled(Token)}");

    /// <summary>An error, with its place.</summary>
    public static CimException Wrong(int at, string why) => new(CimStatus.InvalidQuery, $"At character {at + 1} of the query: {why}.");

    /// <summary>The query may be right, but wants what is not served.</summary>
    public static CimException Missing(int at, string why) => new(CimStatus.QueryFeatureNotSupported, $"At character {at + 1} of the query: {why}.");

    private static string Spelled(QueryToken token) => token.Kind switch
    {
        QueryTokenKind.End => "the end",
        QueryTokenKind.Text => "a text",
        _ => $"'{(token.Spelling.Length > 40 ? token.Spelling[..40] + "…" : token.Spelling)}'",
    };

    private QueryToken Next()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var start = at;
        if (at == text.Length)
        {
            return new(QueryTokenKind.End, start, "", default);
        }

        var first = text[at];
        if (IsNameStart(first))
        {
            while (at < text.Length && (IsNameStart(text[at]) || char.IsAsciiDigit(text[at])))
            {
                at++;
            }

            return new(QueryTokenKind.Word, start, text[start..at], default);
        }

        if (first is '\'' or '"')
        {
            return new(QueryTokenKind.Text, start, Quoted(), default);
        }

        if (char.IsAsciiDigit(first) || (first is '+' or '-' or '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            var number = Number();
            return new(QueryTokenKind.Number, start, text[start..at], number);
        }

        foreach (var sign in Signs)
        {
            if (text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
            {
                at += sign.Length;
                return new(QueryTokenKind.Sign, start, sign, default);
            }
        }

        throw Wrong(start, $"'{first}' means nothing here");
    }

    // A quote inside is doubled or has a backslash before it; a backslash before what needs none stays, for patterns.
    private string Quoted()
    {
        var start = at;
        var quote = text[at++];
        var content = new StringBuilder();
        while (at < text.Length)
        {
            var unit = text[at++];
            if (unit == quote)
            {
                if (at == text.Length || text[at] != quote)
                {
                    return content.ToString();
                }

                at++;
            }
            else if (unit == '\\' && at < text.Length && text[at] is '\\' or '\'' or '"')
            {
                unit = text[at++];
            }

            content.Append(unit);
        }

        throw Wrong(start, "the text has no end");
    }

    private CimValue Number()
    {
        var start = at;
        at += text[at] is '+' or '-' ? 1 : 0;
        var digits = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && !IsHex(digits))))
        {
            at++;
        }

        var number = text[start..at];
        var isNegative = number[0] == '-';
        var plain = text.AsSpan(digits, at - digits);
        if (IsHex(digits))
        {
            return ulong.TryParse(plain[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? Whole(isNegative ? -(Int128)hex : hex, start) : throw NoNumber(start, number);
        }

        if (plain[^1] is 'b' or 'B')
        {
            return ulong.TryParse(plain[..^1], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var bits) ? Whole(isNegative ? -(Int128)bits : bits, start) : throw NoNumber(start, number);
        }

        return plain.IndexOfAny('.', 'e', 'E') < 0
            ? Int128.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? Whole(whole, start) : throw NoNumber(start, number)
            : double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? CimValue.OfReal(CimType.Real64, real)
            : throw NoNumber(start, number);
    }

    private static CimValue Whole(Int128 number, int start) =>
        number >= 0 && number <= ulong.MaxValue ? CimValue.OfInteger(CimType.UInt64, number)
        : number < 0 && number >= long.MinValue ? CimValue.OfInteger(CimType.SInt64, number)
        : throw Wrong(start, "no type of CIM holds this number");

    private static CimException NoNumber(int start, string number) => Wrong(start, $"'{(number.Length > 40 ? number[..40] + "…" : number)}' is no number");

    private static bool IsNameStart(char unit) => char.IsAsciiLetter(unit) || unit == '_' || (unit >= 0x80 && char.IsLetterOrDigit(unit));

    private bool IsHex(int digits) => text[digits] == '0' && digits + 1 < text.Length && text[digits + 1] is 'x' or 'X';
}
