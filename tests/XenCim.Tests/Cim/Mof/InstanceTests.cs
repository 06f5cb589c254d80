using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Instances, their paths, aliases and embedded objects.</summary>
public sealed class InstanceTests
{
    private const string Classes = """
        class T_Thing { [Key] string Name; [Key] uint8 Number = 7; uint16 Sizes[]; [EmbeddedInstance ("T_Part")] string Part; [EmbeddedObject] string Parts[]; };
        [Structure] class T_Part { string Text; [EmbeddedInstance ("T_Part")] string Inner; };
        [Association] class T_Link { [Key] T_Thing REF Left; [Key] T_Thing REF Right; };
        [Abstract] class T_Idea { string X; };

        """;

    [Fact]
    public void An_instance_has_its_values_and_a_path_of_its_keys()
    {
        var instances = MofHouse.Good(Classes + """
            instance of T_Thing as $One { name = "a\"b"; Sizes = { 1, 2 }; };
            instance of T_Link { Left = $One; Right = $Two; };
            Instance Of T_Thing As $Two { Name = "two"; Number = 8; };
            instance of T_Link { Left = "T_Thing.Name=\"x\",Number=1"; Right = $One; };
            """).Instances;

        instances.Select(instance => $"{instance.Path}").Should().Equal(
            "root/cimv2:T_Thing.Name=\"a\\\"b\",Number=7",
            "root/cimv2:T_Link.Left=\"root/cimv2:T_Thing.Name=\\\"a\\\\\\\"b\\\",Number=7\",Right=\"root/cimv2:T_Thing.Name=\\\"two\\\",Number=8\"",
            "root/cimv2:T_Thing.Name=\"two\",Number=8",
            "root/cimv2:T_Link.Left=\"T_Thing.Name=\\\"x\\\",Number=1\",Right=\"root/cimv2:T_Thing.Name=\\\"a\\\\\\\"b\\\",Number=7\"");
        instances[0].Values.Find("Sizes")!.Value.ToString().Should().Be("{1, 2}");
        instances[0].Values.Find("Name")!.Value.Text.Should().Be("a\"b");
        instances[1].Values.Find("Left")!.Value.Reference.Should().Be(instances[0].Path);
    }

    [Fact]
    public void Embedded_instances_stand_in_place_or_by_alias()
    {
        var thing = MofHouse.Good(Classes + """
            instance of T_Part as $Part { Text = "by alias"; };
            instance of T_Thing
            {
                Name = "a";
                Part = instance of T_Part { Text = "in place"; Inner = instance of T_Part { Text = "deep"; }; };
                Parts = { $Part, instance of T_Part { } };
            };
            """).Instances[1];
        var part = (CimInstance)thing.Values.Find("Part")!.Value.Object;
        part.Path.Should().BeNull();
        ((CimInstance)part.Values.Find("Inner")!.Value.Object).Values[0].Value.Text.Should().Be("deep");
        thing.Values.Find("Parts")!.Value.Items.Select(item => ((CimInstance)item.Object).Values.Count).Should().Equal(1, 0);
    }

    [Fact]
    public void Embedded_objects_stand_in_texts_of_mof()
    {
        var thing = MofHouse.Good(Classes + """
            instance of T_Thing
            {
                Name = "a";
                Part = "instance of T_Part { Text = \"in a text\"; "
                       "Inner = \"instance of T_Part { Text = \\\"deep\\\"; };\"; };";
                Parts = { "class T_New : T_Thing { uint8 More; };", "instance of T_Thing { Name = \"b\"; };" };
            };
            """).Instances.Single();
        var part = (CimInstance)thing.Values.Find("Part")!.Value.Object;
        part.Values[0].Value.Text.Should().Be("in a text");
        ((CimInstance)part.Values[1].Value.Object).Values[0].Value.Text.Should().Be("deep");
        var parts = thing.Values.Find("Parts")!.Value;
        parts.Type.Should().Be(CimType.InstanceArray);
        ((CimClass)parts.Items[0].Object).Properties.Select(property => property.Name).Should().Equal("More");
        ((CimInstance)parts.Items[1].Object).Values[0].Value.Text.Should().Be("b");
    }

    [Fact]
    public void An_error_in_an_embedded_text_is_told_with_its_place_there() =>
        MofHouse.Compile(Classes + "instance of T_Thing { Name = \"a\"; Part = \"instance of T_Part { Gone = 1; };\"; };").Diagnostics.Single().ToString()
            .Should().Be("a.mof:5 (embedded):1:22: error: the class 'T_Part' has no property 'Gone'\ninstance of T_Part { Gone = 1; };\n                     ^");

    [Theory]
    [InlineData("instance of T_Thing { Name = \"a\"; Part = \"\"; };", "5:42 the value of 'Part' must hold one instance, or one class, in MOF")]
    [InlineData("instance of T_Thing { Name = \"a\"; Part = \"class T_X { };\"; };", "5:42 'Part' embeds instances of 'T_Part', not classes")]
    [InlineData("instance of T_Thing { Name = \"a\"; Part = \"#pragma include (\\\"x\\\")\"; };", "1:18 the included file 'x' is not there, or lies outside the folder")]
    [InlineData("instance of T_Gone { };", "5:13 the class 'T_Gone' is not declared in the namespace 'root/cimv2'")]
    [InlineData("instance of T_Idea { };", "5:13 the class 'T_Idea' is abstract: it has no instances of its own")]
    [InlineData("instance of T_Thing { Name = \"a\"; Gone = 1; };", "5:35 the class 'T_Thing' has no property 'Gone'")]
    [InlineData("instance of T_Thing { Name = \"a\"; NAME = \"b\"; };", "5:35 the property 'NAME' has a value already")]
    [InlineData("instance of T_Thing { Name = 1; };", "5:30 the value of 'Name' must be a text, not the number 1")]
    [InlineData("instance of T_Thing { Name = \"a\"; Sizes = 1; };", "5:43 the value of 'Sizes' is an array: its value must stand in braces")]
    [InlineData("instance of T_Thing { Number = 1; };", "5:13 the key 'Name' of 'T_Thing' has no value")]
    [InlineData("instance of T_Thing { Name = null; };", "5:23 the key 'Name' of 'T_Thing' has no value")]
    [InlineData("instance of T_Thing { Name = \"a\"; }; instance of T_Thing { number = 7; name = \"a\"; };", "5:50 the instance root/cimv2:T_Thing.Name=\"a\",Number=7 is declared already")]
    [InlineData("instance of T_Thing as $A { Name = \"a\"; }; instance of T_Thing as $a { Name = \"b\"; };", "5:67 the alias $a is in use already")]
    [InlineData("instance of T_Thing { Name = \"a\"; Part = $Gone; };", "5:42 no instance has the alias $Gone")]
    [InlineData("instance of T_Thing as $A { Name = \"a\"; Part = $A; };", "5:48 'Part' must be of the class 'T_Part', and 'T_Thing' is not a class below it")]
    [InlineData("instance of T_Part as $P { Inner = $P; };", "5:36 the instance of 'T_Part' leads back to itself")]
    [InlineData("instance of T_Thing { Name = \"a\"; Sizes = {instance of T_Part { }}; };", "5:44 the value of 'Sizes' must be of type uint16, not an instance")]
    [InlineData("instance of T_Link { Left = \"nonsense.\"; Right = \"T_Thing.Name=\\\"a\\\"\"; };", "5:29 the value of 'Left' must be the path of an object: a key and '=' must stand where '' is")]
    [InlineData("[Structure] class T_Top { uint8 X; }; [Association] class T_To { [Key] T_Top REF A; [Key] T_Thing REF B; }; instance of T_Top as $T { }; instance of T_To { A = $T; B = \"T_Thing.Name=\\\"a\\\"\"; };", "5:161 'A' cannot refer to an instance of 'T_Top', which has no keys")]
    public void What_breaks_a_rule_is_told_with_its_place(string text, string wrong) => MofHouse.Wrong(Classes + text).Should().ContainSingle().Which.Should().Be(wrong);
}
