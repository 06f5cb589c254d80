using System.Text;

namespace XenCim.Tests.Hypervisor;

/// <summary>
/// A part of a host's file system, set out in a directory of its own. It is written down as text: <c>path: content</c>, <c>path -> target</c>
/// for a link, and <c>path &lt;&lt;</c> for the lines up to one of <c>>></c>.
/// </summary>
internal sealed class LinuxTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("xencim-tree-").FullName;

    /// <summary>The tree of a server with Xen that has a bond, bridges and a guest.</summary>
    public static LinuxTree Server() => Of("server.txt");

    /// <summary>The tree of a server with PCI and SCSI devices.</summary>
    public static LinuxTree Devices() => Of("devices.txt");

    public LinuxTree Grow(string text)
    {
        string? open = null;
        var content = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (open is not null && line == ">>")
            {
                Put(open, content.ToString());
                (open, content) = (null, new());
            }
            else if (open is not null)
            {
                content.Append(line).Append('\n');
            }
            else if (line.EndsWith(" <<", StringComparison.Ordinal))
            {
                open = line[..^3];
            }
            else if (line.IndexOf(" -> ", StringComparison.Ordinal) is > 0 and var arrow)
            {
                Link(line[..arrow], line[(arrow + 4)..]);
            }
            else if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                Put(line[..colon], line[(colon + 2)..] + "\n");
            }
        }

        return this;
    }

    public LinuxTree Put(string path, string content) => Put(path, Encoding.UTF8.GetBytes(content));

    public LinuxTree Put(string path, byte[] content)
    {
        File.WriteAllBytes(Made(path), content);
        return this;
    }

    public LinuxTree Link(string path, string target)
    {
        File.CreateSymbolicLink(Made(path), target);
        return this;
    }

    public LinuxTree Without(string path)
    {
        File.Delete(Path.Combine(Root, path));
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static LinuxTree Of(string file) =>
        new LinuxTree().Grow(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "Hypervisor", "LinuxTrees", file)));

    private string Made(string path)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
