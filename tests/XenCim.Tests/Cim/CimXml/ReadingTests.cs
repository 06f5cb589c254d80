using System.Text;
using Cim.Provider.CimXml;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>What is read of a document, and that what is written is read back.</summary>
public sealed class ReadingTests
{
    private const string Thing = "<INSTANCE CLASSNAME=\"Thing\"><PROPERTY NAME=\"Size\" TYPE=\"uint8\"><VALUE>7</VALUE></PROPERTY></INSTANCE>";

    [Theory]
    [InlineData("uint8", "255", "255")]
    [InlineData("uint8", " 0xfF ", "255")]
    [InlineData("sint8", "-128", "-128")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("sint64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("sint32", "-0x10", "-16")]
    [InlineData("boolean", "TRUE", "true")]
    [InlineData("boolean", " false ", "false")]
    [InlineData("real32", "1.5E3", "1500.0")]
    [InlineData("real64", "-INF", "-Infinity")]
    [InlineData("string", " a b ", "\" a b \"")]
    [InlineData("char16", "ä", "'ä'")]
    [InlineData("datetime", "20100110120000.000000+060", "\"20100110120000.000000+060\"")]
    public void Values_are_read_by_their_type(string type, string text, string meant) =>
        Value($"<PROPERTY NAME=\"P\" TYPE=\"{type}\"><VALUE>{text}</VALUE></PROPERTY>").ToString().Should().Be(meant);

    [Theory]
    [InlineData("uint8", "256")]
    [InlineData("uint8", "-1")]
    [InlineData("uint8", "")]
    [InlineData("uint8", "1.0")]
    [InlineData("uint64", "0x10000000000000000")]
    [InlineData("boolean", "1")]
    [InlineData("char16", "ab")]
    [InlineData("datetime", "today")]
    [InlineData("real32", "x")]
    public void What_is_no_value_of_the_type_is_told(string type, string text) =>
        FluentActions.Invoking(() => Value($"<PROPERTY NAME=\"P\" TYPE=\"{type}\"><VALUE>{text}</VALUE></PROPERTY>"))
            .Should().Throw<CimException>().Which.Status.Should().Be(CimStatus.InvalidParameter);

    public static TheoryData<string> Spellings => new(
        $"<PROPERTY NAME=\"P\" TYPE=\"string\" EmbeddedObject=\"instance\"><VALUE>{Escaped(Thing)}</VALUE></PROPERTY>",
        $"<PROPERTY NAME=\"P\" TYPE=\"string\" EMBEDDEDOBJECT=\"object\"><VALUE>{Escaped("<?xml version=\"1.0\"?>\n" + Thing)}</VALUE></PROPERTY>",
        $"<PROPERTY NAME=\"P\" TYPE=\"string\" EmbeddedObject=\"instance\"><VALUE><![CDATA[{Thing}]]></VALUE></PROPERTY>",
        $"<PROPERTY NAME=\"P\" TYPE=\"string\"><VALUE>{Thing}</VALUE></PROPERTY>",
        $"<PROPERTY NAME=\"P\" TYPE=\"string\" EmbeddedObject=\"instance\"><VALUE>{Escaped($"<VALUE.NAMEDINSTANCE><INSTANCENAME CLASSNAME=\"Thing\"/>{Thing}</VALUE.NAMEDINSTANCE>")}</VALUE></PROPERTY>");

    [Theory]
    [MemberData(nameof(Spellings))]
    public void An_embedded_instance_has_several_spellings(string property)
    {
        var thing = Value(property).Object.Should().BeOfType<CimInstance>().Subject;

        thing.Name.Should().Be("Thing");
        thing.Values.Single().Value.Should().Be(CimValue.OfInteger(CimType.UInt8, 7));
    }

    [Fact]
    public void Embedded_instances_lie_only_so_deep_in_each_other()
    {
        var deep = Thing;
        for (var i = 0; i < 12; i++)
        {
            deep = $"<INSTANCE CLASSNAME=\"Thing\"><PROPERTY NAME=\"P\" TYPE=\"string\" EmbeddedObject=\"instance\"><VALUE><![CDATA[{deep.Replace("]]>", "]]]]><![CDATA[>")}]]></VALUE></PROPERTY></INSTANCE>";
        }

        FluentActions.Invoking(() => InstanceReader.Read(Root(deep))).Should().Throw<CimException>().WithMessage("Embedded objects may lie 8 deep in each other.");
    }

    [Fact]
    public void What_is_written_of_an_instance_is_read_back()
    {
        var inner = new CimInstance("Inner", new(new CimPropertyValue("Text", CimValue.Of("<&>\"'\r\n"))), null);
        var path = new CimObjectPath("host", "root/xen", "Thing", new(new CimPropertyValue("Name", CimValue.Of("a\"b<")), new CimPropertyValue("N", CimValue.OfInteger(CimType.SInt32, -5))));
        CimPropertyValue[] values =
        [
            new("Embedded", CimValue.Of(inner)),
            new("Many", CimValue.OfItems(CimType.InstanceArray, [CimValue.Of(inner), CimValue.Null(CimType.Instance)])),
            new("Ref", CimValue.Of(path)),
            new("Reals", CimValue.OfItems(CimType.Real64Array, [CimValue.OfReal(CimType.Real64, 1e300), CimValue.OfReal(CimType.Real64, double.NegativeInfinity)])),
            new("None", CimValue.Null(CimType.UInt16Array)),
            new("Small", CimValue.OfInteger(CimType.SInt8, -128)),
            new("Big", CimValue.OfInteger(CimType.UInt64, ulong.MaxValue)),
        ];
        using var answer = new AnswerBuffer();
        InstanceWriter.Write(answer, new CimInstance("Thing", new(values), null));

        var read = InstanceReader.Read(Root(Encoding.UTF8.GetString(answer.ToArray())));

        read.Values.Select(value => (value.Name, value.Value.ToString())).Should().Equal(values.Select(value => (value.Name, value.Value.ToString())));
        ((CimInstance)read.Values.Find("Embedded")!.Value.Object).Values[0].Value.Text.Should().Be("<&>\"'\r\n");
        read.Values.Find("Ref")!.Value.Reference.Should().Be(path);
    }

    [Fact]
    public void What_is_written_of_a_class_is_read_back()
    {
        NamedList<CimQualifier> qualifiers = new(new CimQualifier("Key", CimValue.Of(true), CimFlavor.ToSubclass), new CimQualifier("Values", CimValue.OfItems(CimType.StringArray, [CimValue.Of("a\nb")]), CimFlavor.Usual | CimFlavor.Translatable));
        var written = new CimClass(
            "Thing", "Above", CimScope.Class,
            new(new CimProperty("Name", new(CimType.String), CimValue.Of("x"), qualifiers), new CimProperty("Sizes", new(CimType.UInt16Array, 4), CimValue.Null(CimType.UInt16Array), NamedList<CimQualifier>.Empty), new CimProperty("To", new(CimType.Reference, null, "Other"), CimValue.Null(CimType.Reference), NamedList<CimQualifier>.Empty)),
            new(new CimMethod("Do", CimType.UInt8, new(new CimParameter("Who", new(CimType.ReferenceArray, null, "Other"), NamedList<CimQualifier>.Empty), new CimParameter("What", new(CimType.String), qualifiers)), NamedList<CimQualifier>.Empty)),
            NamedList<CimQualifier>.Empty);
        using var answer = new AnswerBuffer();
        ClassWriter.Write(answer, written);

        var read = ClassReader.Class(Root(Encoding.UTF8.GetString(answer.ToArray())));

        read.Superclass.Should().Be("Above");
        read.Properties.Select(property => (property.Name, property.Slot, property.Default)).Should().Equal(written.Properties.Select(property => (property.Name, property.Slot, property.Default)));
        read.Properties[0].Qualifiers.Select(qualifier => (qualifier.Name, qualifier.Value, qualifier.Flavor)).Should().Equal(qualifiers.Select(qualifier => (qualifier.Name, qualifier.Value, qualifier.Flavor)));
        read.Methods[0].Parameters.Select(parameter => (parameter.Name, parameter.Slot)).Should().Equal(written.Methods[0].Parameters.Select(parameter => (parameter.Name, parameter.Slot)));
        read.Methods[0].Returns.Should().Be(CimType.UInt8);
    }

    private static CimValue Value(string property) => InstanceReader.Read(Root($"<INSTANCE CLASSNAME=\"Holder\">{property}</INSTANCE>")).Values.Single().Value;

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    private static CimXmlElement Root(string document)
    {
        var read = new CimXmlDocument(CimXmlLimits.Default);
        read.Read(Encoding.UTF8.GetBytes(document));
        return read.Root;
    }
}
