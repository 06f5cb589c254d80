using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire.Xml;

namespace Cim.Provider.CimXml.Reading;

/// <summary>Reads instances and classes that are the value of a property or a parameter (DSP0201, EmbeddedObject).</summary>
internal static class EmbeddedReader
{
    /// <summary>The object that a text holds as CIM-XML. A text that is none, as MOF is, stays a text: whoever knows its class can read it.</summary>
    public static CimValue Read(string text, CimXmlLimits limits, int depth)
    {
        if (!text.AsSpan().TrimStart().StartsWith("<"))
        {
            return CimValue.Of(text);
        }

        var document = new CimXmlDocument(limits);
        try
        {
            document.Read(Encoding.UTF8.GetBytes(text.Trim()));
            return Read(document.Root, depth);
        }
        catch (XmlError e)
        {
            throw new CimException(CimStatus.InvalidParameter, $"An embedded object cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The object that an element is.</summary>
    public static CimValue Read(CimXmlElement element, int depth)
    {
        if (depth > element.Limits.Embedded)
        {
            throw new CimException(CimStatus.InvalidParameter, $"Embedded objects may lie {element.Limits.Embedded} deep in each other.");
        }

        return element.Is("CLASS"u8) ? CimValue.Of(ClassReader.Class(element, depth)) : CimValue.Of(InstanceReader.Read(element, depth));
    }
}
