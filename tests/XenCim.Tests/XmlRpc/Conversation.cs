using System.Text;
using System.Text.RegularExpressions;

namespace XenCim.Tests.XmlRpc;

/// <summary>
/// Requests and the exact answers to them, byte for byte, out of a file. <c>&gt;&gt;&gt;</c> begins a request and
/// <c>&lt;&lt;&lt;</c> its answer; a name in braces stands for a UUID, and the first answer that has it says which.
/// </summary>
internal sealed class Conversation
{
    private readonly Dictionary<string, string> known = [];

    private Conversation(IReadOnlyList<(string Request, string Answer)> turns) => Turns = turns;

    /// <summary>The requests and their answers, names in braces.</summary>
    public IReadOnlyList<(string Request, string Answer)> Turns { get; }

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    private static string Folder => Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "XmlRpc", "Conversations");

    /// <summary>Reads one.</summary>
    public static Conversation Load(string name)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split("\n>>>\n")[1..];
        return new([.. parts.Select(part => part.Split("\n<<<\n")).Select(turn => (turn[0], turn[1].TrimEnd('\n')))]);
    }

    /// <summary>Holds it with a server.</summary>
    public async Task HoldAsync(Func<byte[], Task<byte[]>> answer)
    {
        foreach (var (request, expected) in Turns)
        {
            var sent = Regex.Replace(request, @"\{(\w+)\}", name => known[name.Groups[1].Value]);
            var got = Encoding.UTF8.GetString(await answer(Encoding.UTF8.GetBytes(sent)));
            var found = Regex.Match(got, $"^{Pattern(expected)}$");
            if (!found.Success)
            {
                got.Should().Be(expected, "it is the answer to {0}", sent);
            }

            foreach (Group group in found.Groups)
            {
                known.TryAdd(group.Name, group.Value);
            }
        }
    }

    private string Pattern(string expected)
    {
        var seen = new HashSet<string>();
        return Regex.Replace(Regex.Escape(expected), @"\\\{(\w+)}", match =>
        {
            var name = match.Groups[1].Value;
            return known.TryGetValue(name, out var id) ? id : seen.Add(name) ? $"(?<{name}>[0-9a-f-]{{36}})" : $@"\k<{name}>";
        });
    }
}
