using Cim.Provider.Schema;

namespace Cim.Provider.CimXml.Reading;

/// <summary>Reads instances.</summary>
internal static class InstanceReader
{
    /// <summary>An INSTANCE, with or without its path.</summary>
    public static CimInstance Read(CimXmlElement element, int depth = 0)
    {
        if (element.Is("INSTANCE"u8))
        {
            return Instance(element, null, depth);
        }

        if (!element.Is("VALUE.NAMEDINSTANCE"u8) && !element.Is("VALUE.INSTANCEWITHPATH"u8))
        {
            element.RefuseName();
        }

        CimObjectPath? path = null;
        CimInstance? instance = null;
        foreach (var part in element.Children)
        {
            if (path is null)
            {
                path = PathReader.Read(part);
            }
            else if (instance is null && part.Is("INSTANCE"u8))
            {
                instance = Instance(part, path, depth);
            }
            else
            {
                part.RefuseName();
            }
        }

        if (instance is null)
        {
            element.Refuse($"A path and <INSTANCE> were expected in <{element.Name}>");
        }

        return instance;
    }

    private static CimInstance Instance(CimXmlElement element, CimObjectPath? path, int depth)
    {
        var values = new List<CimPropertyValue>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.Children)
        {
            if (property.Is("QUALIFIER"u8))
            {
                continue;
            }

            var (name, value) = Property(property, depth);
            if (!names.Add(name))
            {
                property.Refuse($"The property {name} comes twice");
            }

            values.Add(new(name, value));
        }

        return new(element.Required("CLASSNAME"u8), new([.. values]), path);
    }

    private static (string Name, CimValue Value) Property(CimXmlElement element, int depth)
    {
        var type = PropertyType(element);
        return (element.Required("NAME"u8), Value(element, type, depth));
    }

    /// <summary>The type of a PROPERTY, PROPERTY.ARRAY or PROPERTY.REFERENCE.</summary>
    public static CimType PropertyType(CimXmlElement element)
    {
        if (element.Is("PROPERTY.REFERENCE"u8))
        {
            return CimType.Reference;
        }

        if (!element.Is("PROPERTY"u8) && !element.Is("PROPERTY.ARRAY"u8))
        {
            element.RefuseName();
        }

        var type = ValueReader.Type(element, "TYPE"u8);
        return element.Is("PROPERTY.ARRAY"u8) ? type.Array : type;
    }

    /// <summary>The value of a property, which qualifiers may stand before.</summary>
    public static CimValue Value(CimXmlElement element, CimType type, int depth)
    {
        var isEmbedded = IsEmbedded(element);
        CimValue? value = null;
        foreach (var part in element.Children)
        {
            if (part.Is("QUALIFIER"u8) && value is null)
            {
                continue;
            }

            if (value is not null || part.Is("VALUE.ARRAY"u8) != type.IsArray)
            {
                part.RefuseName();
            }

            value = ValueReader.Read(part, type, isEmbedded, depth);
        }

        return value ?? CimValue.Null(!isEmbedded ? type : type.IsArray ? CimType.InstanceArray : CimType.Instance);
    }

    /// <summary>Whether values are embedded objects, in either spelling of the attribute.</summary>
    public static bool IsEmbedded(CimXmlElement element) => (element.Attribute("EmbeddedObject"u8) ?? element.Attribute("EMBEDDEDOBJECT"u8)) is { Length: > 0 };
}
