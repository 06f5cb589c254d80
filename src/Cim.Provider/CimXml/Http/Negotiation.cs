using System.Globalization;
using Wire;

namespace Cim.Provider.CimXml.Http;

/// <summary>What the headers of HTTP say of the bodies (DSP0200, Use of general HTTP headers): ours are of one type, in one encoding, and whole.</summary>
internal static class Negotiation
{
    /// <summary>Refuses a body of another type, and a client that takes no answer of ours.</summary>
    public static void Check(HttpTurn turn)
    {
        CheckType(turn.Header("Content-Type"));
        if (turn.Header("Content-Encoding") is { } encoding && !encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestRefused(415, null, "The body was expected as it is, not in another encoding.");
        }

        if (!Takes(turn.Header("Accept"), ["application/xml", "text/xml", "application/*", "text/*", "*/*", "*"]))
        {
            throw new RequestRefused(406, null, "Answers are of the type application/xml, and Accept names no such type.");
        }

        if (!Takes(turn.Header("Accept-Charset"), ["utf-8", "*"]))
        {
            throw new RequestRefused(406, null, "Answers are in UTF-8, which Accept-Charset does not name.");
        }

        if (turn.Header("Range") is not null)
        {
            throw new RequestRefused(416, null, "Answers come whole.");
        }
    }

    private static void CheckType(string? type)
    {
        if (type is null)
        {
            return;
        }

        var parts = type.Split(';', StringSplitOptions.TrimEntries);
        var charset = Array.Find(parts, part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))?["charset=".Length..].Trim('"');
        if (parts[0].ToUpperInvariant() is not ("APPLICATION/XML" or "TEXT/XML") || charset?.ToUpperInvariant() is not (null or "UTF-8" or "US-ASCII"))
        {
            throw new RequestRefused(415, null, "The type of the body was expected to be application/xml; charset=\"utf-8\".");
        }
    }

    // Nothing said is everything taken; q=0 is not taken (RFC 9110 §12.4.2).
    private static bool Takes(string? accept, string[] ours) => string.IsNullOrWhiteSpace(accept) || accept.Split(',').Any(range =>
    {
        var parts = range.Split(';', StringSplitOptions.TrimEntries);
        return ours.Contains(parts[0], StringComparer.OrdinalIgnoreCase) && !Array.Exists(parts, IsZero);
    });

    private static bool IsZero(string part) =>
        part.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && double.TryParse(part[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) && quality == 0;
}
