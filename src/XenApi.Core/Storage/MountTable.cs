using System.Globalization;
using System.Text.RegularExpressions;

namespace XenApi.Core.Storage;

/// <summary>What the kernel tells of mounts (proc_pid_mountinfo(5)).</summary>
internal static partial class MountTable
{
    /// <summary>What is mounted at a place now; null where nothing is.</summary>
    public static string? SourceAt(string place) => Read(File.ReadLines("/proc/self/mountinfo"), place);

    /// <summary>The same, of a table. What was mounted last hides what was there before.</summary>
    internal static string? Read(IEnumerable<string> lines, string place)
    {
        var source = default(string);
        foreach (var line in lines)
        {
            // Fields are parted by blanks; a lonely - parts those of the mount from those of the file system, and the fifth is the place.
            var fields = line.Split(' ');
            var second = Array.IndexOf(fields, "-", 6 < fields.Length ? 6 : fields.Length);
            if (second > 0 && second + 2 < fields.Length && Plain(fields[4]) == place)
            {
                source = Plain(fields[second + 2]);
            }
        }

        return source;
    }

    private static string Plain(string field) => Escape().Replace(field, found => ((char)Convert.ToInt32(found.Value[1..], 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\[0-7]{3}")]
    private static partial Regex Escape();
}
