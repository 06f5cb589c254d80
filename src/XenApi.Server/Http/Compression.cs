using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Wire;

namespace XenApi.Server.Http;

/// <summary>Makes long answers shorter for clients that ask for it.</summary>
internal static class Compression
{
    /// <summary>What is shorter than this fits in a packet anyway, in bytes.</summary>
    public const int LeastBytes = 1024;

    /// <summary>Whether the client takes gzip.</summary>
    public static bool IsWanted(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0 || !StringWithQualityHeaderValue.TryParseList([.. acceptEncoding.OfType<string>()], out var wanted))
        {
            return false;
        }

        var named = wanted.FirstOrDefault(w => w.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? wanted.FirstOrDefault(w => w.Value == "*");
        return named is not null && named.Quality is not 0;
    }

    /// <summary>Compresses what is in a buffer.</summary>
    public static void Write(AnswerBuffer from, GZipStream gzip)
    {
        foreach (var segment in from.Segments())
        {
            gzip.Write(segment.Span);
        }
    }
}
