using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace XenCim.Tests.Keeping;

/// <summary>The arrows of the house point down only.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hypervisor.Native"] = [],
        ["XenApi.Generator"] = [],
        ["Wire"] = [],
        ["XenApi.Core"] = ["Hypervisor.Native", "XenApi.Generator"],
        ["Cim.Provider"] = ["XenApi.Core", "Hypervisor.Native", "Wire"],
        ["XenApi.Server"] = ["XenApi.Core", "Hypervisor.Native", "Wire", "Cim.Provider"],
    };

    private static string Sources => Path.Combine(SourceTree.Root, "src");

    [Fact]
    public void Projects_refer_only_to_those_below_them()
    {
        foreach (var project in Directory.EnumerateFiles(Sources, "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Allowed.Should().ContainKey(name, "a further project needs a paragraph in ARCHITECTURE.md and a line here");
            references.Should().BeSubsetOf(Allowed[name], name);
        }
    }

    [Fact]
    public void The_hypervisor_knows_no_reference_store_or_api() => Naming("Hypervisor.Native", @"\bXenApi\.|\bCim\.").Should().BeEmpty();

    [Fact]
    public void The_middle_knows_no_door_and_no_wire() => Naming("XenApi.Core", @"XenApi\.Server|Cim\.Provider|Microsoft\.AspNetCore|System\.Xml").Should().BeEmpty();

    [Fact]
    public void The_wire_knows_no_door_and_no_web_framework() => Naming("Wire", @"XenApi\.|\bCim\.|Microsoft\.AspNetCore").Should().BeEmpty();

    [Fact]
    public void No_web_framework_comes_through_the_other_door() => Naming("Cim.Provider", @"Microsoft\.AspNetCore").Should().BeEmpty();

    [Fact]
    public void Only_the_composition_names_the_other_door() =>
        Naming("XenApi.Server", @"Cim\.Provider").Where(file => Path.GetFileName(file) != "Program.cs").Should().BeEmpty();

    [Fact]
    public void Only_the_composition_and_the_places_of_hosts_choose_a_hypervisor() =>
        Naming("XenApi.Core", @"Hypervisor\.Native\.(Simulated|Xen|Linux)\b").Should().BeEmpty("the middle knows the contract, not who fulfils it");

    private static IEnumerable<string> Naming(string project, string pattern) =>
        SourceFiles.Of(Path.Combine(Sources, project)).Where(file => Regex.IsMatch(File.ReadAllText(file), pattern));
}
