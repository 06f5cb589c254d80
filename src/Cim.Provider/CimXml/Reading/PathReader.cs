using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml.Reading;

/// <summary>Reads the paths of namespaces, classes and instances.</summary>
internal static class PathReader
{
    private const int KeysMost = 256;

    /// <summary>Whatever a VALUE.REFERENCE can hold.</summary>
    public static CimObjectPath Read(CimXmlElement element)
    {
        if (element.Is("INSTANCENAME"u8))
        {
            return InstanceName(element, null, null);
        }

        if (element.Is("CLASSNAME"u8))
        {
            return new(null, null, ClassName(element), NamedList<CimPropertyValue>.Empty);
        }

        var isClass = element.Is("CLASSPATH"u8) || element.Is("LOCALCLASSPATH"u8);
        var isLocal = element.Is("LOCALCLASSPATH"u8) || element.Is("LOCALINSTANCEPATH"u8);
        if (!isClass && !isLocal && !element.Is("INSTANCEPATH"u8))
        {
            element.RefuseName();
        }

        var parts = element.Children;
        var place = Next(ref parts, element);
        var name = Next(ref parts, element);
        if (parts.MoveNext())
        {
            parts.Current.RefuseName();
        }

        string? host = null;
        if (!isLocal)
        {
            place.Expect("NAMESPACEPATH"u8);
            var inner = place.Children;
            var machine = Next(ref inner, place);
            machine.Expect("HOST"u8);
            host = machine.Text.Trim();
            place = Next(ref inner, place);
        }

        var space = Namespace(place);
        if (!isClass)
        {
            return InstanceName(name, host, space);
        }

        name.Expect("CLASSNAME"u8);
        return new(host, space, ClassName(name), NamedList<CimPropertyValue>.Empty);
    }

    /// <summary>Whether an element is a path of one kind or the other.</summary>
    public static bool IsPath(CimXmlElement element) =>
        element.Is("INSTANCENAME"u8) || element.Is("CLASSNAME"u8) || element.Is("INSTANCEPATH"u8) || element.Is("LOCALINSTANCEPATH"u8) || element.Is("CLASSPATH"u8) || element.Is("LOCALCLASSPATH"u8);

    /// <summary>A path as text, as some clients write it.</summary>
    public static CimObjectPath Parse(string text) => CimObjectPathReader.TryRead(text.Trim(), out var path, out var wrong)
        ? path
        : throw new CimException(CimStatus.InvalidParameter, $"'{ValueReader.Shortened(text)}' is no path of an object: {wrong}.");

    /// <summary>The name in a LOCALNAMESPACEPATH.</summary>
    public static string Namespace(CimXmlElement path)
    {
        path.Expect("LOCALNAMESPACEPATH"u8);
        var names = new List<string>();
        foreach (var part in path.Children)
        {
            part.Expect("NAMESPACE"u8);
            names.Add(part.Required("NAME"u8));
        }

        if (names.Count == 0)
        {
            path.Refuse("<NAMESPACE> was expected in <LOCALNAMESPACEPATH>");
        }

        return string.Join('/', names);
    }

    /// <summary>The name in a CLASSNAME.</summary>
    public static string ClassName(CimXmlElement element)
    {
        element.Expect("CLASSNAME"u8);
        return element.Required("NAME"u8);
    }

    /// <summary>An INSTANCENAME.</summary>
    public static CimObjectPath InstanceName(CimXmlElement element, string? host, string? space)
    {
        element.Expect("INSTANCENAME"u8);
        var className = element.Required("CLASSNAME"u8);
        var keys = new List<CimPropertyValue>();
        foreach (var key in element.Children)
        {
            // One key may come without its name.
            if (!key.Is("KEYBINDING"u8))
            {
                keys.Add(new("", KeyValue(element.Only())));
                break;
            }

            var name = key.Required("NAME"u8);
            if (keys.Exists(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) || keys.Count == KeysMost)
            {
                throw new CimException(CimStatus.InvalidParameter, keys.Count == KeysMost ? $"A path may have {KeysMost} keys." : $"The key {ValueReader.Shortened(name)} comes twice.");
            }

            keys.Add(new(name, KeyValue(key.Only())));
        }

        return new(host, space, className, new([.. keys]));
    }

    private static CimValue KeyValue(CimXmlElement element)
    {
        if (element.Is("VALUE.REFERENCE"u8))
        {
            return CimValue.Of(Read(element.Only()));
        }

        element.Expect("KEYVALUE"u8);
        var text = element.Text;
        if (element.Attribute("TYPE"u8) is { Length: > 0 })
        {
            var type = ValueReader.Type(element, "TYPE"u8);
            return type == CimType.Reference ? CimValue.Of(Parse(text)) : ValueReader.Parse(text, type);
        }

        // Without its type a number is of the widest that holds it: the class knows better.
        return element.Attribute("VALUETYPE"u8) switch
        {
            null or "string" => CimValue.Of(text),
            "boolean" => ValueReader.Parse(text, CimType.Boolean),
            "numeric" when text.AsSpan().Trim().StartsWith("-") && !text.Contains('.', StringComparison.Ordinal) => ValueReader.Parse(text, CimType.SInt64),
            "numeric" => ValueReader.Parse(text, text.Contains('.', StringComparison.Ordinal) ? CimType.Real64 : CimType.UInt64),
            _ => Wrong(element),
        };
    }

    private static CimValue Wrong(CimXmlElement element)
    {
        element.Refuse("VALUETYPE was expected to be string, boolean or numeric");
        return default;
    }

    private static CimXmlElement Next(ref CimXmlElements parts, CimXmlElement of)
    {
        if (!parts.MoveNext())
        {
            of.Refuse($"More was expected in <{of.Name}>");
        }

        return parts.Current;
    }
}
