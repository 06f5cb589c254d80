using System.Globalization;
using System.Runtime.InteropServices;

namespace XenApi.Server.Listeners;

/// <summary>Who a file shall belong to.</summary>
internal sealed partial class FileOwner
{
    private const uint Unchanged = uint.MaxValue;

    private readonly string text;
    private readonly uint user;
    private readonly uint group;

    private FileOwner(string text, uint user, uint group) => (this.text, this.user, this.group) = (text, user, group);

    /// <summary>Reads <c>user</c>, <c>user:group</c> or <c>:group</c>, by name or number; null where there is no such.</summary>
    public static FileOwner? TryParse(string text)
    {
        var parts = text.Split(':');
        return parts.Length <= 2
            && Id(parts[0], UserNamed) is { } user
            && Id(parts.Length == 2 ? parts[1] : "", GroupNamed) is { } group
            && text.Any(c => c != ':')
            ? new(text, user, group)
            : null;
    }

    /// <summary>Gives a file to the owner.</summary>
    /// <exception cref="UnauthorizedAccessException">The system does not allow it.</exception>
    public void Give(string path)
    {
        if (Chown(path, user, group) != 0)
        {
            throw new UnauthorizedAccessException($"It cannot be given to {text}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private static uint? Id(string name, Func<string, nint> find)
    {
        if (name.Length == 0)
        {
            return Unchanged;
        }

        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // Both records begin with two pointers, the name and the password, before the number.
        var entry = find(name);
        return entry == 0 ? null : (uint)Marshal.ReadInt32(entry, 2 * nint.Size);
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint UserNamed(string name);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GroupNamed(string name);
}
