using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>What is written as MOF is read as what it was.</summary>
public sealed class MofWriterTests
{
    private const string Everything = """
        Qualifier Test_Mark : uint8[3] = {1, 2}, Scope(class, reference, parameter), Flavor(DisableOverride, Restricted, Translatable);
        Qualifier Test_Any : real32, Scope(any), Flavor(EnableOverride, ToSubclass);
        [Description("a \"text\"\n\\ of\t\x1 é"), Test_Mark{}]
        class T_Base {
          [Key] string Name;
          [Test_Any(-1.5e-10)] boolean Yes = true;
          [Test_Any] uint64 Most = 18446744073709551615;
          sint64 Least = -9223372036854775808;
          real64 Real = 1.0e300;
          char16 Unit = '\'';
          datetime Span = "00000001000000.000000:000";
          string Texts[] = {"", "b", null};
          sint8 Numbers[2] = {-1};
          [EmbeddedInstance("T_Inner")] string Inner;
          [EmbeddedObject] string Any[];
          uint32 Do([In, Test_Mark{3} : EnableOverride] T_Base REF Whom, [In(false), Out] string What[4], uint8 More);
          boolean Nothing();
        };
        [Structure] class T_Inner { string Text; };
        class T_Low : T_Base { [Override("Name"), Description(null)] string Name = "low"; };
        [Association] class T_Link { [Key, Test_Mark{1}] T_Base REF A = "T_Base.Name=\"a\\\"\""; [Key] T_Low REF B; };
        instance of T_Base {
          Name = "o\"ne\\"; Yes = null; Texts = {}; Inner = "instance of T_Inner { Text = \"in\\\"ner\"; };";
          Any = {"instance of T_Inner { };", "class T_Shown { };"};
        };
        instance of T_Link { A = "root/cimv2:T_Base.Name=\"o\\\"ne\\\\\""; B = "T_Low.Name=\"low\""; };
        """;

    [Fact]
    public void Everything_comes_back() => ComesBack(MofHouse.Compile(Everything));

    [DmtfFact]
    public void The_schema_of_dmtf_comes_back() => ComesBack(DmtfTests.Schema());

    private static void ComesBack(MofResult first)
    {
        first.IsGood.Should().BeTrue(string.Join('\n', first.Diagnostics));
        var written = Written(first.Namespaces.Single());
        var second = MofHouse.Compile(written);
        second.IsGood.Should().BeTrue(string.Join('\n', second.Diagnostics));
        Written(second.Namespaces.Single()).Should().Be(written);
        foreach (var c in first.Namespaces.Single().Classes.Values)
        {
            Same(second.Namespaces.Single().Classes[c.Name], c);
        }
    }

    private static void Same(CimClass c, CimClass other)
    {
        (c.Name, c.Superclass, c.Kind).Should().Be((other.Name, other.Superclass, other.Kind));
        Same(c.Qualifiers, other.Qualifiers);
        c.Properties.Select(one => (one.Name, one.Slot, one.Default)).Should().Equal(other.Properties.Select(one => (one.Name, one.Slot, one.Default)), c.Name);
        foreach (var property in c.Properties)
        {
            Same(property.Qualifiers, other.Properties.Find(property.Name)!.Qualifiers);
        }

        c.Methods.Select(one => (one.Name, one.Returns)).Should().Equal(other.Methods.Select(one => (one.Name, one.Returns)), c.Name);
        foreach (var method in c.Methods)
        {
            var same = other.Methods.Find(method.Name)!;
            Same(method.Qualifiers, same.Qualifiers);
            method.Parameters.Select(one => (one.Name, one.Slot)).Should().Equal(same.Parameters.Select(one => (one.Name, one.Slot)), method.Name);
            foreach (var parameter in method.Parameters)
            {
                Same(parameter.Qualifiers, same.Parameters.Find(parameter.Name)!.Qualifiers);
            }
        }
    }

    private static void Same(NamedList<CimQualifier> some, NamedList<CimQualifier> others) =>
        some.Select(one => (one.Name, one.Value, one.Flavor & ~CimFlavor.ToInstance)).Should().Equal(others.Select(one => (one.Name, one.Value, one.Flavor & ~CimFlavor.ToInstance)));

    private static string Written(CimNamespace space) => string.Concat(
        space.QualifierTypes.Values.OrderBy(type => type.Name, StringComparer.Ordinal).Select(MofWriter.Text)
            .Concat(space.Classes.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(MofWriter.Text))
            .Concat(space.Instances.Select(MofWriter.Text)));
}
