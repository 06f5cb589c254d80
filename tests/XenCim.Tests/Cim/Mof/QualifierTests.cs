using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Qualifiers: their types, scopes and flavors.</summary>
public sealed class QualifierTests
{
    [Fact]
    public void A_qualifier_type_has_type_default_scope_and_flavor()
    {
        var types = MofHouse.Good("""
            Qualifier One : uint8[3] = {1, 2}, Scope(property, Method), Flavor(DisableOverride, Restricted, Translatable);
            qualifier Two : string = null, flavor(EnableOverride), scope(ANY);
            Qualifier Three : boolean, Scope(class);
            """).QualifierTypes;

        types["one"].Default.ToString().Should().Be("{1, 2}");
        types["one"].ArraySize.Should().Be(3);
        types["one"].Scope.Should().Be(CimScope.Property | CimScope.Method);
        types["one"].Flavor.Should().Be(CimFlavor.Translatable);
        types["two"].Scope.Should().Be(CimScope.Any);
        types["two"].Type.Should().Be(CimType.String);
        types["three"].Default.Should().Be(CimValue.Null(CimType.Boolean));
        types["three"].Flavor.Should().Be(CimFlavor.Usual);
    }

    [Fact]
    public void A_place_of_use_changes_value_and_flavor()
    {
        var type = MofHouse.Good("""
            [Structure, Description : DisableOverride Restricted ToInstance]
            class T_A { [ValueMap {"1", "2"} : Amended] string M; [MaxLen] string N; };
            """).Classes["T_A"];
        type.Qualifiers.Concat(type.Properties.SelectMany(property => property.Qualifiers)).Select(one => $"{one.Name}={one.Value} {one.Flavor}").Should().Equal(
            "Structure=true EnableOverride",
            "Description=NULL ToInstance, Translatable",
            "ValueMap={\"1\", \"2\"} Usual, Translatable",
            "MaxLen=NULL Usual");
    }

    [Theory]
    [InlineData("[Gone] class T_A { [Key] string K; };", "1:2 the qualifier 'Gone' is not declared")]
    [InlineData("[Key] class T_A { [Key] string K; };", "1:2 the qualifier 'Key' must not stand on a class; it is for property, reference")]
    [InlineData("[Association, Structure] class T_A { [Key] T_A REF L; [Key] T_A REF R; };", "1:15 the qualifier 'Structure' must not stand on an association; it is for class, indication")]
    [InlineData("class T_A { [Key, In] string K; };", "1:19 the qualifier 'In' must not stand on a property; it is for parameter")]
    [InlineData("class T_A { [Key] string K; [Key] uint8 M(); };", "1:30 the qualifier 'Key' must not stand on a method; it is for property, reference")]
    [InlineData("class T_A { [Key, KEY] string K; };", "1:19 the qualifier 'KEY' stands here twice")]
    [InlineData("class T_A { [Key, MaxLen (-1)] string K; };", "1:27 the qualifier 'MaxLen' is -1, and uint32 goes from 0 to 4294967295")]
    [InlineData("class T_A { [Key, ValueMap (\"a\")] string K; };", "1:29 the qualifier 'ValueMap' is an array: its value must stand in braces")]
    [InlineData("[Structure] class T_A { [Key (\"yes\")] string K; };", "1:31 the qualifier 'Key' must be of type boolean, not a text")]
    [InlineData("class T_A { [Key : ToSubclass Restricted] string K; };", "1:31 the flavor 'Restricted' contradicts the one before it")]
    [InlineData("class T_A { [Key : Sideways] string K; };", "1:20 'Sideways' is no flavor; there are EnableOverride, DisableOverride, ToSubclass, Restricted and Translatable")]
    [InlineData("Qualifier A : uint8, Scope(everywhere);", "1:28 'everywhere' is no scope; there are class, association, indication, property, reference, method, parameter and any")]
    [InlineData("Qualifier A : uint8;", "1:11 the qualifier 'A' has no scope")]
    [InlineData("Qualifier A : uint8 = 256, Scope(any);", "1:23 the default of the qualifier 'A' is 256, and uint8 goes from 0 to 255")]
    [InlineData("Qualifier A : uint8, Scope(any); Qualifier a : uint8, Scope(any);", "1:44 the qualifier 'a' is declared already")]
    [InlineData("Qualifier A : T_A, Scope(any);", "1:15 'T_A' is no type")]
    [InlineData("Qualifier A : uint8, Scope(any), Here(now);", "1:34 expected 'Scope' or 'Flavor', found 'Here'")]
    public void What_breaks_a_rule_is_told_with_its_place(string text, string wrong) => MofHouse.Wrong(text).Should().ContainSingle().Which.Should().Be(wrong);
}
