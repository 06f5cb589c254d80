using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cim.Provider.Schema;

/// <summary>Reads the paths of objects as text (DSP0004 §8.2).</summary>
/// <remarks>
/// A path alone does not tell the types of keys: a whole number is uint64, or sint64 below zero, and what stands in quotes is a string.
/// Slashes may lean either way, as some clients write them.
/// </remarks>
public static class CimObjectPathReader
{
    private const int KeysMost = 256;

    /// <summary>Reads a path; where it is none, says what is wrong with it.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out CimObjectPath? path, [NotNullWhen(false)] out string? wrong)
    {
        path = null;
        var head = text.AsSpan().IndexOfAny('"', '\'', '=') is >= 0 and var found ? text[..found] : text;
        var colon = head.LastIndexOf(':');
        string? host = null, space = null;
        if (colon >= 0 && !Place(text[..colon], out host, out space))
        {
            wrong = $"'{Shortened(text[..colon])}' is no namespace";
            return false;
        }

        var dot = head.IndexOf('.', colon + 1);
        var name = text[(colon + 1)..(dot < 0 ? head.Length : dot)];
        if (!CimName.IsOne(name))
        {
            wrong = name.Length == 0 ? "it names no class" : $"'{Shortened(name)}' is no name of a class";
            return false;
        }

        if (dot < 0 && head.Length < text.Length && text[head.Length..] != "=@")
        {
            wrong = "a '.' must stand between the class and the keys";
            return false;
        }

        var keys = new List<CimPropertyValue>();
        wrong = dot < 0 ? null : ReadKeys(text, dot + 1, keys);
        path = wrong is null ? new(host, space, name, new([.. keys])) : null;
        return path is not null;
    }

    private static string? ReadKeys(string text, int at, List<CimPropertyValue> keys)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            var equals = text.IndexOf('=', at);
            var name = equals < 0 ? text[at..] : text[at..equals];
            if (equals < 0 || !CimName.IsOne(name))
            {
                return $"a key and '=' must stand where '{Shortened(text[at..])}' is";
            }

            if (!names.Add(name) || names.Count > KeysMost)
            {
                return names.Count > KeysMost ? $"it has more than {KeysMost} keys" : $"the key '{name}' comes twice";
            }

            at = equals + 1;
            if (ReadValue(text, ref at) is not { } value)
            {
                return $"the value of the key '{name}' is no literal";
            }

            keys.Add(new(name, value));
            if (at == text.Length)
            {
                return null;
            }

            if (text[at++] != ',')
            {
                return $"a ',' must stand after the value of the key '{name}'";
            }
        }
    }

    private static CimValue? ReadValue(string text, ref int at)
    {
        if (at < text.Length && text[at] is '"' or '\'')
        {
            var quote = text[at++];
            var content = new StringBuilder();
            for (; at < text.Length && text[at] != quote; at++)
            {
                at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                content.Append(text[at]);
            }

            if (at++ >= text.Length || (quote == '\'' && content.Length != 1))
            {
                return null;
            }

            return quote == '"' ? CimValue.Of(content.ToString()) : CimValue.Of(content[0]);
        }

        var end = text.IndexOf(',', at) is >= 0 and var comma ? comma : text.Length;
        var word = text[at..end];
        at = end;
        return bool.TryParse(word, out var truth) ? CimValue.Of(truth)
            : ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? CimValue.OfInteger(CimType.UInt64, number)
            : long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed) ? CimValue.OfInteger(CimType.SInt64, signed)
            : word.Contains('.', StringComparison.Ordinal) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                ? CimValue.OfReal(CimType.Real64, real)
            : null;
    }

    // A scheme may stand before the host; one that is this machine, or none, is no host.
    private static bool Place(string text, out string? host, out string? space)
    {
        var place = text.Replace('\\', '/');
        var slashes = place.IndexOf("//", StringComparison.Ordinal);
        if (slashes < 0)
        {
            (host, space) = (null, place.TrimStart('/'));
            return IsNamespace(space);
        }

        var scheme = place[..slashes];
        var rest = place[(slashes + 2)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var machine = slash < 0 ? rest : rest[..slash];
        (host, space) = (machine is "." or "" ? null : machine, slash < 0 ? null : rest[(slash + 1)..]);
        return (scheme.Length == 0 || (scheme[^1] == ':' && CimName.IsOne(scheme.AsSpan(..^1)))) && (space is null || IsNamespace(space));
    }

    private static bool IsNamespace(string text) =>
        Array.TrueForAll(text.Split('/'), part => part.Length > 0 && part.All(unit => char.IsLetterOrDigit(unit) || unit is '_' or '-' or '.'));

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
