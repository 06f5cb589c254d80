using Cim.Provider.Mof;
using CsCheck;

namespace XenCim.Tests.Cim.Mof;

/// <summary>What errors say, how many are told in one run, and where reading stops.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void An_error_shows_its_line_and_points_into_it()
    {
        MofHouse.Compile("class T_A\n{\n\t[Key] string K = 5;\n};").Diagnostics.Single().ToString()
            .Should().Be("a.mof:3:19: error: the default of 'K' must be a text, not the number 5\n\t[Key] string K = 5;\n\t                 ^");
    }

    [Fact]
    public void Of_a_long_line_the_part_around_the_error_is_shown()
    {
        var shown = MofHouse.Compile(new string(' ', 500) + "%" + new string(' ', 500)).Diagnostics.Single();
        shown.Column.Should().Be(501);
        shown.Source.Split('\n').Should().SatisfyRespectively(line => line.Should().HaveLength(160), pointer => pointer.Should().HaveLength(61));
    }

    [Fact]
    public void Several_errors_are_told_in_one_run()
    {
        MofHouse.Wrong("""
            class T_A
            {
                [Key] string K
                uint8 (;
                strin S;
                uint8 N = ;
                uint8 M(uint8 P,);
                [Key string L;
            };
            class T_B : { };
            clas T_C { };
            class T_D { [Key] string K; }
            class T_E { [Key] string K; };
            instance T_E { K = "a"; };
            instance of T_E { K = "a" };
            class T_F : T_A { [Override("Z")] uint8 Z; };
            class T_G { [Key] string K;
            """).Should().Equal(
            "4:5 expected ';' after 'K', found 'uint8'",
            "4:11 expected the name of the property or method, found '('",
            "5:5 'strin' is no type; for a reference, 'REF' must follow the name of the class",
            "6:15 expected a value, found ';'",
            "7:21 expected a type, found ')'",
            "8:10 expected ']' or ',' after the qualifier, found 'string'",
            "10:13 expected the name of the superclass, found '{'",
            "11:1 expected a declaration: 'class', 'instance', 'Qualifier', '#pragma' or '[', found 'clas'",
            "13:1 expected ';' after the class, found 'class'",
            "14:10 expected 'of' after 'instance', found 'T_E'",
            "15:27 expected ';' after the value of 'K', found '}'",
            "17:28 expected '}' to close the class, found the end of the file");
    }

    [Theory]
    [InlineData("/* never closed", "1:1 the comment that begins here has no '*/'")]
    [InlineData("[Structure] class T_A { string K = \"open;\n};", "1:36 the text that begins here has no '\"' on this line", "2:1 expected ';' after the default of 'K', found '}'")]
    [InlineData("class T_A { [Key] string K; };\u00a7", "1:31 the character U+00A7 begins nothing in MOF")]
    [InlineData("$", "1:1 a name must follow '$'")]
    [InlineData("[Key]", "1:6 expected 'class' or 'instance' after the qualifiers, found the end of the file")]
    [InlineData("[Structure] class T_A { string K = T_A; };", "1:36 expected a value, found 'T_A'")]
    [InlineData("[Structure] class T_A { uint8 K[ = 1; };", "1:34 expected ']' to close the bound of the array, found '='")]
    public void A_text_that_does_not_go_on_is_told(string text, params string[] wrong) => MofHouse.Wrong(text).Should().Equal(wrong);

    [Fact]
    public void A_part_that_cannot_be_read_makes_no_further_errors() =>
        MofHouse.Wrong("class T_A { [Key] strin K; }; class T_B : T_A { [Override (\"K\")] string K; }; instance of T_B { K = \"x\"; L = 1; };")
            .Should().ContainSingle().Which.Should().StartWith("1:19 'strin' is no type");

    [Fact]
    public void With_an_error_there_is_no_result() => MofHouse.Compile("class T_A { [Key] string K; }; class T_B : T_Gone { };").Namespaces.Should().BeEmpty();

    [Fact]
    public void After_many_errors_the_rest_is_not_looked_at()
    {
        var result = MofHouse.Compile(string.Concat(Enumerable.Repeat("%\n", 1000)));
        result.Diagnostics.Should().HaveCount(101);
        result.Diagnostics[^1].Message.Should().Be("these are 100 errors: the rest was not looked at");
    }

    [Fact]
    public void Everything_has_a_limit()
    {
        const string thing = "class T_A { [Key] string K; uint8 N[]; };";
        Past(new() { FileBytes = 10 }, thing).Should().Be("the file 'a.mof' is larger than 10 bytes");
        Past(new() { TotalBytes = 20 }, thing).Should().Be("all files together are larger than 20 bytes");
        Past(new() { NameLength = 2 }, thing).Should().Be("this name is longer than 2 characters");
        Past(new() { Items = 1 }, thing).Should().Be("there are more than 1 features in one class");
        Past(new() { Items = 2 }, thing + "instance of T_A { K = \"\"; N = {1, 2, 3}; };").Should().Be("there are more than 2 items in one list");
        Past(new() { Declarations = 1 }, thing + "class T_B { };").Should().Be("there are more than 1 declarations");
        Past(new() { Superclasses = 2 }, thing + "class T_D : T_C { }; class T_C : T_B { }; class T_B : T_A { };").Should().Be("more than 2 classes stand above the class 'T_D'");
        Past(new() { Superclasses = 2 }, thing + "class T_B : T_A { }; class T_C : T_B { }; class T_D : T_C { };").Should().Be("more than 2 classes stand above the class 'T_D'");
        var deep = string.Concat(Enumerable.Repeat("instance of T_P { P = ", 40)) + "null" + string.Concat(Enumerable.Repeat("; }", 40)) + ";";
        Past(new(), "[Structure] class T_P { [EmbeddedInstance(\"T_P\")] string P; };" + deep).Should().Be("instances stand in instances more than 16 deep");
        var chain = string.Concat(Enumerable.Range(0, 40).Select(i => $"instance of T_P as $P{i} {{ P = $P{i + 1}; }};")) + "instance of T_P as $P40 { };";
        Past(new() { Errors = 1 }, "[Structure] class T_P { [EmbeddedInstance(\"T_P\")] string P; };" + chain).Should().Be("instances lead to instances more than 16 deep");

        var files = Enumerable.Range(0, 40).ToDictionary(i => $"{i}", i => $"#pragma include (\"{i + 1}\")");
        files["40"] = "";
        new MofCompiler(new MofTexts(files)).Compile("0").Diagnostics.Single().Message.Should().Be("files include files more than 32 deep");
        new MofCompiler(new MofTexts(files), new() { Files = 3 }).Compile("0").Diagnostics.Single().Message.Should().Be("there are more than 3 files");
    }

    [Fact]
    public void Any_text_at_all_has_an_end()
    {
        string[] pieces =
        [
            "class ", "T_A", " : ", "{", "}", "};", "[", "]", "(", ")", ",", ";", "=", "Key", "string ", "uint8 ", " REF ", "\"", "'", "\\", "\\x", "0x", "1.", "-", "b",
            "instance of ", " as $A", "$A", "Qualifier ", "Scope(any)", "Flavor(", "#pragma ", "include(\"a.mof\")", "namespace(\"root/b\")", "/*", "*/", "//", "\n", "NULL", "\u20ac", "\ud800", "\0",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 60].Sample(
            text => MofHouse.Compile(string.Concat(text), new() { Superclasses = 4 }).Diagnostics.All(one => one.Line > 0 && one.Column > 0 && one.Message.Length > 0).Should().BeTrue(),
            iter: 3000);
    }

    private static string Past(MofLimits limits, string text) =>
        MofHouse.Compile(text, limits).Diagnostics.First(one => one.Severity == MofSeverity.Error).Message;
}
