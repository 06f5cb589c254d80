using System.Text;
using System.Xml;
using System.Xml.Resolvers;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Holds answers against the content models of DSP0203.</summary>
internal static class CimXmlDtd
{
    private static readonly Uri Where = new("file:///cim-xml.dtd");

    private static readonly string Text = File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "Cim", "CimXml", "cim-xml.dtd"));

    /// <summary>Reads an answer to its end.</summary>
    /// <exception cref="System.Xml.Schema.XmlSchemaException">It is not valid.</exception>
    public static void Check(byte[] answer)
    {
        var document = Encoding.UTF8.GetString(answer);
        var end = document.IndexOf("?>", StringComparison.Ordinal) + 2;
        var resolver = new XmlPreloadedResolver();
        resolver.Add(Where, Text);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, ValidationType = ValidationType.DTD, XmlResolver = resolver };
        using var reader = XmlReader.Create(new StringReader($"{document[..end]}<!DOCTYPE CIM SYSTEM \"{Where}\">{document[end..]}"), settings);
        while (reader.Read())
        {
        }
    }
}
