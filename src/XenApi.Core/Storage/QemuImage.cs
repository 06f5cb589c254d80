using System.Text.Json;
using XenApi.Core.Faults;

namespace XenApi.Core.Storage;

/// <summary>What QEMU's tool for images does for us: it reads formats that we do not write.</summary>
internal static class QemuImage
{
    /// <summary>The size of an image as a guest sees it, in bytes.</summary>
    /// <exception cref="InvalidDataException">The file is no image of the format, or needs another file.</exception>
    public static async Task<long> VirtualSizeBytesAsync(string path, string format, CancellationToken cancelled)
    {
        // Whether the tool is there is another question than what it says of the file.
        _ = HostCommand.QemuImg.Path;
        try
        {
            return Read(await HostCommand.QemuImg.RunAsync(InfoArguments(path, format), cancelled).ConfigureAwait(false));
        }
        catch (Exception e) when (e is ApiError or JsonException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{path} is no {format} image.", e);
        }
    }

    /// <summary>Writes the content of an image into one that is there, is empty, and reads as zeros.</summary>
    public static Task ConvertAsync(string from, string fromFormat, string to, string toFormat, CancellationToken cancelled) =>
        HostCommand.QemuImg.RunAsync(ConvertArguments(from, fromFormat, to, toFormat), cancelled);

    internal static string[] InfoArguments(string path, string format) => ["info", "--output=json", "-U", "-f", Driver(format), path];

    internal static string[] ConvertArguments(string from, string fromFormat, string to, string toFormat) =>
        ["convert", "-U", "-n", "--target-is-zero", "-f", Driver(fromFormat), "-O", Driver(toFormat), from, to];

    internal static long Read(string answer)
    {
        using var told = JsonDocument.Parse(answer);

        var root = told.RootElement;
        var isWhole = !root.TryGetProperty("backing-filename", out _)
            && !(root.TryGetProperty("format-specific", out var more) && more.TryGetProperty("data", out var data) && data.TryGetProperty("data-file", out _));
        return isWhole ? root.GetProperty("virtual-size").GetInt64() : throw new InvalidDataException("The image names another file of the host.");
    }

    // QEMU calls the format of VHD files after the product that it was made for.
    private static string Driver(string format) => format == "vhd" ? "vpc" : format;
}
