using System.Text.RegularExpressions;

namespace XenCim.Tests.Keeping;

/// <summary>The house keeps itself: sizes, names, links.</summary>
public sealed class TidyTests
{
    private const int LinesMost = 320;

    private static readonly string[] Empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Impl", "Data", "Info"];

    private static IEnumerable<string> Sources => SourceFiles.Of(Path.Combine(SourceTree.Root, "src"));

    [Fact]
    public void Files_stay_small() =>
        Sources.Select(file => (Lines: File.ReadLines(file).Count(), Name: Relative(file))).Where(file => file.Lines > LinesMost).Should().BeEmpty();

    [Fact]
    public void Names_say_something() =>
        Sources.Where(file => Empty.Any(word => Path.GetFileNameWithoutExtension(file).EndsWith(word, StringComparison.Ordinal))).Select(Relative).Should().BeEmpty();

    [Fact]
    public void A_folder_is_a_namespace()
    {
        var source = Path.Combine(SourceTree.Root, "src");
        foreach (var file in Sources)
        {
            if (Regex.Match(File.ReadAllText(file), @"^namespace ([\w.]+);", RegexOptions.Multiline) is { Success: true } found && found.Groups[1].Value != "System.Runtime.CompilerServices")
            {
                found.Groups[1].Value.Should().Be(Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.'), Relative(file));
            }
        }
    }

    [Fact]
    public void A_file_is_named_after_a_type_in_it()
    {
        foreach (var file in Sources.Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            var name = Path.GetFileName(file).Split('.')[0];
            File.ReadAllText(file).Should().MatchRegex($@"\b(class|record|struct|enum|interface|delegate|record struct)\b[^\n]*\b{name}\b", Relative(file));
        }
    }

    [Fact]
    public void Nothing_is_left_for_later() =>
        Sources.Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")).Select(Relative).Should().BeEmpty();

    [Fact]
    public void Links_in_the_documents_lead_somewhere()
    {
        foreach (var document in Directory.EnumerateFiles(SourceTree.Root, "*.md").Append(Path.Combine(SourceTree.Root, "mof", "README.md")))
        {
            foreach (Match link in Regex.Matches(File.ReadAllText(document), @"\]\((?!https?:|#)([^)#]+)"))
            {
                Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value)).Should().BeTrue($"{Relative(document)} links to {link.Groups[1].Value}");
            }

            foreach (Match path in Regex.Matches(File.ReadAllText(document), @"`((?:src|tests|mof)/[\w./-]+)`"))
            {
                Path.Exists(Path.Combine(SourceTree.Root, path.Groups[1].Value)).Should().BeTrue($"{Relative(document)} names {path.Groups[1].Value}");
            }
        }
    }

    private static string Relative(string file) => Path.GetRelativePath(SourceTree.Root, file);
}
