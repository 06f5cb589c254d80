using Cim.Provider.Mof;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Compiler directives, and the files that they include.</summary>
public sealed class PragmaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("xencim-mof-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Included_files_are_part_of_the_text()
    {
        var result = MofHouse.Compile(
            ("a.mof", "#pragma include (\"b.mof\")\n#pragma INCLUDE(\"b.mof\")\nclass T_A : T_B { };"),
            ("b.mof", "Qualifier Key : boolean = false, Scope(property);\nclass T_B { [Key] string K; };"));
        result.Diagnostics.Should().BeEmpty();
        result.Files.Should().Be(2);
        result.Namespaces.Single().Classes.Keys.Should().BeEquivalentTo("T_A", "T_B");
    }

    [Fact]
    public void A_namespace_holds_for_all_that_follows()
    {
        var result = MofHouse.Compile(
            ("a.mof", "#pragma include (\"b.mof\")\n#pragma namespace (\"\\\\\\\\.\\\\root\\\\one\")\n#pragma include (\"b.mof\")\n# pragma namespace (\"/root/two/\")\nclass T_A : T_B { };"),
            ("b.mof", "[K] class T_B { };\nQualifier K : boolean = false, Scope(class);"));
        result.Diagnostics.Where(one => one.Severity == MofSeverity.Error).Select(one => one.Message).Should().Equal("the superclass 'T_B' of 'T_A' is not declared");
        MofHouse.Compile(("a.mof", "#pragma namespace(\"root/one\")\n[Structure] class T_A { };\nQualifier Structure : boolean = false, Scope(class);"))
            .Find("ROOT/one")!.Classes.Should().ContainKey("T_A");
    }

    [Theory]
    [InlineData("#pragma locale (\"en_US\")\n#pragma instancelocale(\"de\")\n#pragma source(\"//h/n\")\n#pragma sourcetype(\"x\")\n#pragma nonlocal(\"x\")\n#pragma nonlocaltype(\"x\")")]
    [InlineData("#pragma locale (\"english\")", "1:17 'english' is no locale such as en_US")]
    [InlineData("#pragma autorecover", "1:9 the pragma 'autorecover' is not known and has no effect")]
    [InlineData("#pragma deleteclass(\"T_A\", NOFAIL)", "1:9 the pragma 'deleteclass' is not known and has no effect")]
    [InlineData("#pragma namespace", "1:9 the pragma 'namespace' has one parameter, a text in parentheses")]
    [InlineData("#pragma namespace (\"//elsewhere/root\")", "1:20 '//elsewhere/root' is no namespace: it is on the host 'elsewhere', not on this one")]
    [InlineData("#pragma namespace (\"root//b\")", "1:20 'root//b' is no namespace: between the slashes must stand names of letters, digits, '_', '-' and '.'")]
    [InlineData("#pragma namespace (\"\")", "1:20 '' is no namespace: it is empty")]
    [InlineData("#pragma include (5)", "1:18 expected a text as the parameter of the pragma, found a number")]
    [InlineData("#pragma include (\"a.mof\")", "1:18 the file 'a.mof' includes itself")]
    [InlineData("#pragma include (\"gone.mof\")", "1:18 the included file 'gone.mof' is not there, or lies outside the folder")]
    [InlineData("#include <x>", "1:1 '#' must be followed by 'pragma'", "1:10 '<' begins nothing in MOF", "1:11 expected a declaration: 'class', 'instance', 'Qualifier', '#pragma' or '[', found 'x'", "1:12 '>' begins nothing in MOF")]
    public void A_directive_is_obeyed_or_told(string text, params string[] wrong) => MofHouse.Wrong(text).Should().Equal(wrong);

    [Fact]
    public void A_folder_gives_files_beside_the_includer_and_none_from_outside()
    {
        Directory.CreateDirectory(Path.Combine(folder, "in", "sub"));
        File.WriteAllText(Path.Combine(folder, "out.mof"), "");
        File.WriteAllText(Path.Combine(folder, "in", "a.mof"), "#pragma include (\"sub\\\\b.mof\")\n#pragma include (\"../out.mof\")\n#pragma include (\"/etc/passwd\")");
        File.WriteAllText(Path.Combine(folder, "in", "sub", "b.mof"), "#pragma include (\"c.mof\")\n#pragma include (\"../d.mof\")\n#pragma include (\"d.mof\")");
        File.WriteAllText(Path.Combine(folder, "in", "sub", "c.mof"), "");
        File.WriteAllText(Path.Combine(folder, "in", "d.mof"), "");

        var result = new MofCompiler(new MofFolder(Path.Combine(folder, "in"))).Compile("a.mof");

        result.Files.Should().Be(4);
        result.Diagnostics.Select(one => $"{one.File}:{one.Line} {one.Message}").Should().Equal(
            "a.mof:2 the included file '../out.mof' is not there, or lies outside the folder",
            "a.mof:3 the included file '/etc/passwd' is not there, or lies outside the folder");
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-8", false)]
    public void Files_are_utf8_or_utf16_with_a_mark(string name, bool mark)
    {
        var encoding = System.Text.Encoding.GetEncoding(name);
        File.WriteAllBytes(Path.Combine(folder, "a.mof"), [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Qualifier D : string = \"\u00fc\u20ac\", Scope(any);")]);
        new MofCompiler(new MofFolder(folder)).Compile("a.mof").Namespaces.Single().QualifierTypes["D"].Default.Text.Should().Be("\u00fc\u20ac");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error()
    {
        File.WriteAllBytes(Path.Combine(folder, "a.mof"), [0x20, 0x92, 0x20]);
        new MofCompiler(new MofFolder(folder)).Compile("a.mof").Diagnostics.Single().ToString()
            .Should().Be("a.mof:1:1: error: the file 'a.mof' is neither UTF-8 nor UTF-16 with a byte order mark\n\n^");
    }
}
