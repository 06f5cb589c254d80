using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Where an image lies that is not ours: what clients give as <c>location</c> in a VDI's other_config, in the forms
/// that Xend took.
/// </summary>
/// <param name="Path">The absolute path on the host.</param>
/// <param name="Format">What the hypervisor calls the format.</param>
internal sealed record ImageLocation(string Path, string Format)
{
    private const int PathMost = 4095;

    private static readonly string[] TapPrefixes = ["tap2:tapdisk:", "tap:tapdisk:", "tap2:", "tap:"];

    private static readonly (string Driver, string Format)[] TapDrivers =
    [
        ("aio:", "raw"), ("sync:", "raw"), ("qcow2:", "qcow2"), ("qcow:", "qcow"), ("vhd:", "vhd"),
    ];

    /// <summary>
    /// Reads <c>/path</c>, <c>file:/path</c>, <c>phy:/dev/name</c>, <c>phy:name</c> or <c>tap:driver:/path</c>;
    /// <c>VALUE_NOT_SUPPORTED</c> for anything else.
    /// </summary>
    public static ImageLocation Read(string text)
    {
        if (After(text, "file:") is { } file)
        {
            return new(Checked(text, file.StartsWith("///", StringComparison.Ordinal) ? file[2..] : file), "raw");
        }

        if (After(text, "phy:") is { } device)
        {
            return new(Checked(text, device.StartsWith('/') ? device : $"/dev/{device}"), "raw");
        }

        foreach (var prefix in TapPrefixes)
        {
            if (After(text, prefix) is { } tapped)
            {
                foreach (var (driver, format) in TapDrivers)
                {
                    if (After(tapped, driver) is { } path)
                    {
                        return new(Checked(text, path), format);
                    }
                }

                throw Refused(text, "the drivers known after tap: are aio, sync, qcow, qcow2 and vhd");
            }
        }

        return new(Checked(text, text), "raw");
    }

    private static string? After(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;

    private static string Checked(string text, string path)
    {
        if (!path.StartsWith('/') || path.EndsWith('/'))
        {
            throw Refused(text, "must be the absolute path of a file or device, after file:, phy: or tap:driver: where wanted");
        }

        if (path.Length > PathMost || path.Any(char.IsControl) || path.Split('/').Any(part => part is "." or ".."))
        {
            throw Refused(text, $"must have at most {PathMost} characters, none of them a control character, and no part . or ..");
        }

        return path;
    }

    private static ApiError Refused(string text, string reason) => Errors.ValueNotSupported("VDI.other_config location", Collections.Shortened(text), reason);
}
