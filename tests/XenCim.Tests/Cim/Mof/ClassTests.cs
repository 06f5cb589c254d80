using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Classes, associations and indications with all that may stand in them.</summary>
public sealed class ClassTests
{
    [Fact]
    public void A_class_has_what_its_declaration_says()
    {
        var space = MofHouse.Good("""
            [Description ("A thing " "in two pieces")]
            class T_Thing
            {
                [Key, MaxLen (64)] string Name;
                uint16 Numbers[4] = { 1, 2 };
                [EmbeddedInstance ("T_Other")] string Other;
                [EmbeddedObject] string Any[];
                datetime Since = "20260101000000.000000+000";

                [Description ("Does it")]
                uint32 Do ([In, Description ("how")] string How[], [In (false), Out] T_Thing REF Made, [Out] T_Thing REF All[]);
                boolean Undo ( );
            };
            class T_Other { [Key] uint8 Id; };
            """);

        var thing = space.Classes["t_THING"];
        thing.Name.Should().Be("T_Thing");
        thing.TextOf("description").Should().Be("A thing in two pieces");
        thing.Properties.Select(property => $"{property.Slot} {property.Name} = {property.Default}").Should().Equal(
            "string Name = NULL",
            "uint16[4] Numbers = {1, 2}",
            "string Other = NULL",
            "string[] Any = NULL",
            "datetime Since = \"20260101000000.000000+000\"");
        thing.Properties.Find("NAME")!.Qualifiers.Select(one => $"{one.Name} {one.Value} {one.Flavor}").Should().Equal("Key true ToSubclass", "MaxLen 64 Usual");
        thing.Methods.Select(method => method.Returns).Should().Equal(CimType.UInt32, CimType.Boolean);
        thing.Methods[0].Parameters.Select(parameter => $"{parameter.Slot} {parameter.Name}").Should().Equal("string[] How", "T_Thing REF Made", "T_Thing REF[] All");
        thing.Methods[0].Parameters[1].Is("In").Should().BeFalse();
        thing.Methods[0].Parameters[1].Is("Out").Should().BeTrue();
    }

    [Fact]
    public void Subclasses_are_of_the_kind_of_their_superclass()
    {
        var space = MofHouse.Good("""
            class T_Deep : T_Link { };
            [Association] class T_Link { [Key] T_Thing REF Left; [Key] T_Thing REF Right = "T_Thing.Name=\"x\""; };
            [Indication] class T_News { string Text; };
            class T_MoreNews : T_News { };
            class T_Thing { [Key] string Name; };
            """);
        space.Classes["T_Deep"].Kind.Should().Be(CimScope.Association);
        space.Classes["T_MoreNews"].Kind.Should().Be(CimScope.Indication);
        space.Classes["T_Thing"].Kind.Should().Be(CimScope.Class);
        space.Classes["T_Link"].Properties[1].Default.Reference.ToString().Should().Be("T_Thing.Name=\"x\"");
    }

    [Fact]
    public void Names_that_are_keywords_elsewhere_are_names() =>
        MofHouse.Good("class T_Class { [Key] string Class; string Qualifier; uint8 Instance; boolean Of; string REF; string as; };")
            .Classes["T_Class"].Properties.Select(property => property.Name).Should().Equal("Class", "Qualifier", "Instance", "Of", "REF", "as");

    [Fact]
    public void Overriding_keeps_type_and_signature()
    {
        MofHouse.Good("""
            class T_Thing { [Key] string Name; uint32 Do(uint8 How); };
            class T_Below : T_Thing
            {
                [Override ("Name"), MaxLen (8)] string Name;
                [Override ("T_Thing.Do")] uint32 Do(uint8 HOW);
            };
            """).Classes["T_Below"].Properties.Should().ContainSingle();
    }

    [Theory]
    [InlineData("class T_A : T_Nothing { [Key] string K; };", "1:13 the superclass 'T_Nothing' of 'T_A' is not declared")]
    [InlineData("class T_A : T_B { [Key] string K; }; class T_B : T_C { }; class T_C : T_A { };", "1:71 the class 'T_A' is above itself: T_A : T_B : T_C : T_A")]
    [InlineData("class T_A { [Key] string K; }; class t_a { [Key] string K; };", "1:38 the class 't_a' is declared already, at a.mof:1")]
    [InlineData("class T_A { [Key] string K; uint8 k; };", "1:35 the property 'k' is declared already in 'T_A'")]
    [InlineData("class T_A { [Key] string K; uint8 M(uint8 p, string P); };", "1:53 the parameter 'P' is declared already in 'T_A'")]
    [InlineData("class T_A { [Key] string K; uint8 M(); uint8 M(); };", "1:46 the method 'M' is declared already in 'T_A'")]
    [InlineData("class A { [Key] string K; };", "1:7 the name 'A' has no schema before it, as in Xen_A")]
    [InlineData("class T_A { string K; };", "1:7 the class 'T_A' has no keys: its instances can only be embedded")]
    [InlineData("class T_A { [Key] string K[]; };", "1:26 the key 'K' must not be an array")]
    [InlineData("class T_A { [Key, EmbeddedObject] string K; };", "1:42 the key 'K' must not be an embedded object")]
    [InlineData("class T_A { [Key] string K; }; class T_B : T_A { [Key] string L; };", "1:63 'L' must not be a further key of 'T_B': 'T_A' has its keys, such as 'K'")]
    [InlineData("class T_A { [Key] string K; }; class T_B : T_A { string k; };", "1:57 the property 'k' is inherited: it must bear Override (\"K\") to be declared again")]
    [InlineData("class T_A { [Key] string K; }; class T_B : T_A { [Override (\"L\")] string L; };", "1:51 no class above 'T_B' has a property 'L' to override")]
    [InlineData("class T_A { [Key] string K; }; class T_B : T_A { [Override (\"K\")] string L; };", "1:51 'L' can only override a property of the same name, not 'K'")]
    [InlineData("class T_A { [Key] string K; }; class T_B : T_A { [Override (\"K\")] uint8 K; };", "1:67 the type of 'K' is string, and overriding it with uint8 changes it")]
    [InlineData("class T_A { [Key] string K; [Key] uint8 J; }; class T_B : T_A { [Override (\"K\"), Key (false)] string K; };", "1:82 the qualifier 'Key' of 'K' is true above and declared DisableOverride: it cannot become false")]
    [InlineData("class T_A { [Key] string K; uint8 M(); }; class T_B : T_A { [Override (\"M\")] uint16 M(); };", "1:78 'M' must return uint8, as the method that it overrides, not uint16")]
    [InlineData("class T_A { [Key] string K; uint8 M(uint8 P); }; class T_B : T_A { [Override (\"M\")] uint8 M(); };", "1:91 the parameter 'P' of the method 'M' that is overridden is missing")]
    [InlineData("class T_A { [Key] string K; uint8 M(); }; class T_B : T_A { [Override (\"M\")] uint8 M(uint8 P); };", "1:92 the method 'M' that is overridden has no parameter 'P'")]
    [InlineData("class T_A { [Key] string K; uint8 M(T_Gone REF P); };", "1:37 the class 'T_Gone' that 'P' refers to is not declared")]
    [InlineData("class T_A { [Key] string K; T_A REF R; };", "1:29 the reference 'R' must stand in an association, and 'T_A' is none")]
    [InlineData("class T_A { [Key] string K; [EmbeddedInstance (\"T_Gone\")] string E; };", "1:30 the class 'T_Gone' that 'E' embeds is not declared")]
    [InlineData("class T_A { [Key] string K; [EmbeddedObject] uint8 E; };", "1:46 'E' bears EmbeddedObject: its type must be string, not uint8")]
    [InlineData("[Association] class T_A { [Key] T_A REF L; };", "1:21 the association 'T_A' must have two references or more")]
    [InlineData("[Terminal] class T_A { [Key] string K; }; class T_B : T_A { };", "1:55 'T_A' is declared Terminal: no class stands below it")]
    [InlineData("class T_A { [Key] string K; }; [Association] class T_L : T_A { T_A REF L; T_A REF R; };", "1:58 'T_L' is an association and 'T_A' is none: neither can stand above the other")]
    [InlineData("class T_A { [Key] string K; uint8 X[0]; };", "1:37 the bound of an array must be from 1 to 2147483647")]
    [InlineData("[Association] class T_A { [Key] T_A REF L; [Key] T_A REF R[]; };", "1:58 the reference 'R' must not be an array")]
    public void What_breaks_a_rule_is_told_with_its_place(string text, string wrong) => MofHouse.Wrong(text).Should().Equal(wrong);

    [Fact]
    public void An_inherited_property_does_not_become_a_key() =>
        MofHouse.Wrong("class T_A { [Key] string K; string L; }; class T_B : T_A { [Override (\"L\"), Key] string L; };")
            .Should().Equal("1:89 'L' must not be a further key of 'T_B': 'T_A' has its keys, such as 'K'");

    [Fact]
    public void An_overridden_key_stays_a_key_without_saying_so() =>
        MofHouse.Good("class T_A { [Key] string K; }; class T_B : T_A { [Override (\"K\")] string K; }; instance of T_B { K = \"x\"; };")
            .Instances.Single().Path!.ToString().Should().Be("root/cimv2:T_B.K=\"x\"");

    [Fact]
    public void An_overriding_reference_leads_to_the_class_or_one_below()
    {
        const string start = """
            class T_A { [Key] string K; }; class T_B : T_A { }; class T_X { [Key] string K; };
            [Association] class T_L { [Key] T_A REF L; [Key] T_A REF R; };

            """;
        MofHouse.Wrong(start + "class T_M : T_L { [Override (\"L\")] T_B REF L; };").Should().BeEmpty();
        MofHouse.Wrong(start + "class T_M : T_L { [Override (\"L\")] T_X REF L; };").Should().Equal("3:36 'L' refers to 'T_A', and 'T_X' is not a class below it");
    }
}
