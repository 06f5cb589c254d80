using System.Security.Cryptography;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>What <c>PV_kernel</c> and <c>PV_ramdisk</c> can hold: a path on the host, as it is or as a file: URI, or content in a data: URI.</summary>
internal static class BootSource
{
    /// <summary>The most that a data: URI may hold, in bytes.</summary>
    public const int ContentBytesMost = 64 << 20;

    private const string DataScheme = "data:";
    private const string FileScheme = "file:";
    private const string Base64Mark = ";base64";

    /// <summary>Whether it is a path, or nothing.</summary>
    public static bool IsPath(string source) => source.IndexOf('\0') < 0
        && (IsFile(source) ? IsAbsolute(source[FileScheme.Length..]) : !source.AsSpan(0, Math.Max(source.IndexOf('/'), 0)).Contains(':') && !IsContent(source));

    /// <summary>Whether it is content.</summary>
    public static bool IsContent(string source) => source.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path on the host.</summary>
    public static string PathOf(string source) => IsFile(source) ? source[FileScheme.Length..].TrimStart('/').Insert(0, "/") : source;

    /// <summary>The content of a data: URI; <c>VALUE_NOT_SUPPORTED(field, …)</c> where it cannot be had.</summary>
    public static byte[] ContentOf(string field, string source)
    {
        var comma = source.IndexOf(',');
        if (comma < 0 || !source.AsSpan(0, comma).EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused("a data: URI must say ;base64 and have its content after a comma");
        }

        var text = source.AsSpan(comma + 1);
        if (text.Length / 4L * 3 > ContentBytesMost + 3)
        {
            throw Refused($"the content must be at most {ContentBytesMost} bytes");
        }

        try
        {
            return Convert.FromBase64String(source[(comma + 1)..]);
        }
        catch (FormatException e)
        {
            throw Errors.ValueNotSupported(field, Collections.Shortened(source), "the content is not base64", e);
        }

        ApiError Refused(string reason) => Errors.ValueNotSupported(field, Collections.Shortened(source), reason);
    }

    /// <summary>The name of the file that keeps content: one content, one file.</summary>
    public static string FileNameOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool IsFile(string source) => source.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase);

    // file:/path, file:///path; no host.
    private static bool IsAbsolute(string rest) => rest.StartsWith("///", StringComparison.Ordinal) || (rest.StartsWith('/') && !rest.StartsWith("//", StringComparison.Ordinal));
}
