using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>The complete schema of DMTF compiles.</summary>
public sealed class DmtfTests
{
    [DmtfFact]
    public void The_schema_compiles_without_an_error()
    {
        var result = Schema();
        result.Diagnostics.Select(one => one.ToString()).Should().BeEmpty();
        result.Files.Should().Be(1634);
        var space = result.Namespaces.Single();
        space.Classes.Should().HaveCount(1631);
        space.QualifierTypes.Should().HaveCount(70);
        space.Classes["CIM_ComputerSystem"].Superclass.Should().Be("CIM_System");
        space.Classes["CIM_SystemDevice"].Kind.Should().Be(CimScope.Association);
        space.Classes["CIM_InstCreation"].Kind.Should().Be(CimScope.Indication);
        space.Classes["CIM_EnabledLogicalElement"].Properties.Find("RequestedState")!.Default.ToString().Should().Be("12");
    }

    [DmtfFact]
    public void Its_experimental_classes_compile_on_top_of_it()
    {
        var known = Schema().Namespaces.ToDictionary(space => space.Name);
        var folder = Path.Combine(DmtfFactAttribute.Folder, "cim-schema-2.49.0-experimental-supplement");
        foreach (var file in Directory.EnumerateFiles(folder, "*.mof", SearchOption.AllDirectories))
        {
            var result = new MofCompiler(new MofFolder(folder)).Compile(Path.GetRelativePath(folder, file), known: known);
            result.IsGood.Should().BeTrue(string.Join('\n', result.Diagnostics));
            result.Namespaces.Single().Classes.Should().ContainSingle();
        }
    }

    [DmtfFact]
    public void What_our_schema_has_of_it_says_the_same()
    {
        var dmtf = Schema().Namespaces.Single();
        var own = new MofCompiler(new MofFolder(Path.Combine(SourceTree.Root, "mof"))).Compile("xencim.mof");
        foreach (var space in own.Namespaces)
        {
            space.Classes.Values.Where(c => dmtf.Classes.TryGetValue(c.Name, out var theirs) && !SameDeclaration.Is(c, theirs)).Select(c => c.Name).Should().BeEmpty();
            space.QualifierTypes.Values.Where(type => dmtf.QualifierTypes.TryGetValue(type.Name, out var theirs) && !SameDeclaration.Is(type, theirs)).Should().BeEmpty();
        }
    }

    internal static MofResult Schema() =>
        new MofCompiler(new MofFolder(Path.Combine(DmtfFactAttribute.Folder, "cim-schema-2.49.0"))).Compile("cim_schema_2.49.0.mof");
}
