using System.Text.RegularExpressions;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>
/// Requests and the exact answers to them out of a file, head and body. A name in braces stands for a UUID; the first answer that has it says which. With
/// <c>XENCIM_ACCEPT=1</c> the answers are written down as they come. Lines with # before a request name the clause that it is about.
/// </summary>
internal sealed class CimConversation(string name)
{
    private readonly Dictionary<string, string> known = [];

    /// <summary>Whether a server answers over a wire, which puts headers in an order of its own.</summary>
    public bool IsOverWire { get; init; }

    private bool Accepts => !IsOverWire && Environment.GetEnvironmentVariable("XENCIM_ACCEPT") == "1";

    private string File => Path.Combine(Folder, name + ".txt");

    private static string Folder => Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "Cim", "CimXml", "Conversations");

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>The requests, with their names in braces.</summary>
    public IEnumerable<(string Clause, string Request, string Answer)> Turns() => System.IO.File.ReadAllText(File).Split("\n>>>\n")[1..]
        .Select(part => part.Split("\n<<<\n")).Select(turn =>
        {
            var clause = Regex.Match(turn[0], @"^(#[^\n]*\n)*").Value;
            return (clause, turn[0][clause.Length..], turn.Length > 1 ? turn[1].TrimEnd('\n') : "");
        });

    public async Task HoldAsync(Func<string, Task<string>> answer, IReadOnlyDictionary<string, string> names)
    {
        foreach (var (key, value) in names)
        {
            known[key] = value;
        }

        var accepted = System.IO.File.ReadAllText(File).Split("\n>>>\n")[0];
        foreach (var (clause, request, written) in Turns())
        {
            var expected = Ordered(written);
            var got = Ordered(await answer(Regex.Replace(request, @"\{(\w+)\}", match => known[match.Groups[1].Value])));
            if (Accepts)
            {
                var shown = known.Aggregate(got, (text, one) => text.Replace(one.Value, $"{{{one.Key}}}"));
                accepted += $"\n>>>\n{clause}{request}\n<<<\n{Learn(shown)}\n";
                continue;
            }

            var found = Regex.Match(got, $"^{Pattern(expected)}$");
            if (!found.Success)
            {
                got.Should().Be(expected, "it is the answer to {0}{1}", clause, request);
            }

            foreach (Group group in found.Groups)
            {
                known.TryAdd(group.Name, group.Value);
            }
        }

        if (Accepts)
        {
            await System.IO.File.WriteAllTextAsync(File, accepted);
        }
    }

    private string Ordered(string answer)
    {
        var (head, body) = answer.Split("\n\n", 2) is [var before, var after] ? (before, after) : (answer, null);
        var lines = head.Split('\n');
        return !IsOverWire ? answer : string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Order(StringComparer.Ordinal))) + (body is null ? "" : $"\n\n{body}");
    }

    // The context of an enumeration is a word that nobody else knows.
    private string Learn(string text) => Regex.Replace(text, "(?<=NAME=\"EnumerationContext\" PARAMTYPE=\"string\"><VALUE>)[^<{]+", match =>
    {
        var word = known.FirstOrDefault(one => one.Value == match.Value).Key ?? $"context{known.Count}";
        known[word] = match.Value;
        return $"{{{word}}}";
    });

    private string Pattern(string expected)
    {
        var seen = new HashSet<string>();
        return Regex.Replace(Regex.Escape(expected), @"\\\{(\w+)}", match =>
        {
            var word = match.Groups[1].Value;
            return known.TryGetValue(word, out var id) ? Regex.Escape(id) : seen.Add(word) ? $"(?<{word}>[0-9A-Za-z_:-]+)" : $@"\k<{word}>";
        });
    }
}
