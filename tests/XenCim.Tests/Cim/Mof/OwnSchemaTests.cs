using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>The schema that comes with the server, for our compiler and for those of others.</summary>
public sealed class OwnSchemaTests
{
    private const int WidthMost = 160;

    private static string Folder => Path.Combine(SourceTree.Root, "mof");

    [Fact]
    public void It_compiles_without_an_error_or_a_warning()
    {
        var result = new MofCompiler(new MofFolder(Folder)).Compile("xencim.mof");
        result.Diagnostics.Select(one => one.ToString()).Should().BeEmpty();
        result.Namespaces.Select(space => space.Name).Should().BeEquivalentTo("root/xen", "interop");
        foreach (var space in result.Namespaces)
        {
            space.Classes.Should().ContainKeys("CIM_ManagedElement", "CIM_ComputerSystem", "CIM_ObjectManager", "CIM_MostCurrentSnapshotInBranch");
            space.QualifierTypes.Should().ContainKeys("Key", "Xen_Source", "Xen_Value", "Xen_Ends");
        }
    }

    [Fact]
    public void Compilers_that_read_once_find_each_superclass_before()
    {
        var result = new MofCompiler(new MofFolder(Folder)).Compile("xencim.mof");
        foreach (var space in result.Namespaces)
        {
            var seen = new HashSet<string>();
            foreach (var type in Declared(Path.Combine(Folder, "xencim.mof"), space.Name, [""]))
            {
                if (space.Classes[type].Superclass is { } above)
                {
                    seen.Should().Contain(above, type);
                }

                seen.Add(type);
            }

            seen.Should().HaveCount(space.Classes.Count);
        }
    }

    [Fact]
    public void Every_line_is_short_and_in_ascii()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.mof", SearchOption.AllDirectories))
        {
            File.ReadLines(file).Where(line => line.Length > WidthMost || !line.All(char.IsAscii) || line.EndsWith(' ')).Should().BeEmpty(file);
        }
    }

    // The classes that a file and those that it includes declare in a namespace, in the order of reading.
    private static IEnumerable<string> Declared(string file, string wanted, string[] space)
    {
        foreach (var line in File.ReadLines(file))
        {
            var words = line.Split(' ', '"');
            if (line.StartsWith("#pragma namespace", StringComparison.Ordinal))
            {
                space[0] = words[2];
            }
            else if (line.StartsWith("#pragma include", StringComparison.Ordinal))
            {
                foreach (var type in Declared(Path.Combine(Path.GetDirectoryName(file)!, words[2]), wanted, space))
                {
                    yield return type;
                }
            }
            else if (line.StartsWith("class ", StringComparison.Ordinal) && space[0] == wanted)
            {
                yield return words[1];
            }
        }
    }
}
