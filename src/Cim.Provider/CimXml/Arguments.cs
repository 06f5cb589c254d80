using Cim.Provider.CimXml.Reading;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml;

/// <summary>The parameters of an intrinsic operation, by name: each once, and none that the operation does not know.</summary>
internal sealed class Arguments
{
    private static readonly string[] Kinds =
    [
        "VALUE", "VALUE.ARRAY", "VALUE.REFERENCE", "CLASSNAME", "INSTANCENAME", "CLASS", "INSTANCE", "VALUE.NAMEDINSTANCE", "QUALIFIER.DECLARATION",
        "CLASSPATH", "LOCALCLASSPATH", "INSTANCEPATH", "LOCALINSTANCEPATH",
    ];

    private readonly List<(string Name, CimXmlElement? Value)> given = [];

    /// <summary>Reads the IPARAMVALUE elements of a call.</summary>
    public Arguments(CimXmlElements elements, string[] known)
    {
        foreach (var element in elements)
        {
            element.Expect("IPARAMVALUE"u8);
            var name = element.Required("NAME"u8);
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new CimException(CimStatus.InvalidParameter, $"The operation has no parameter {ValueReader.Shortened(name)}.");
            }

            if (Has(name))
            {
                throw new CimException(CimStatus.InvalidParameter, $"The parameter {name} is given twice.");
            }

            given.Add((name, element.OnlyIfAny() is { } value ? Known(value) : null));
        }
    }

    /// <summary>A boolean.</summary>
    public bool Flag(string name, bool standard) => Text(name) is not { } text ? standard
        : ValueReader.Parse(text, CimType.Boolean).Boolean;

    /// <summary>A text; null where none is given.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } element)
        {
            return null;
        }

        return Expected(name, element, "VALUE"u8).Text;
    }

    /// <summary>A text that must be given.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>A whole number that fits in 32 bits; null where none is given.</summary>
    public uint? Number(string name) => Text(name) is { } text ? (uint)ValueReader.Parse(text, CimType.UInt32).Integer : null;

    /// <summary>A list of names; null where none is given, which is not the empty list.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        if (Find(name) is not { } element)
        {
            return null;
        }

        if (element.Is("VALUE"u8))
        {
            return [element.Text];
        }

        var names = new List<string>();
        foreach (var item in Expected(name, element, "VALUE.ARRAY"u8).Children)
        {
            if (item.Is("VALUE.NULL"u8))
            {
                throw Wrong(name, item);
            }

            item.Expect("VALUE"u8);
            names.Add(item.Text);
        }

        return names;
    }

    /// <summary>The name of a class; null where none is given.</summary>
    public string? ClassName(string name) => Find(name) is not { } element ? null
        : element.Is("VALUE"u8) ? element.Text.Trim() is { Length: > 0 } text ? text : null
        : PathReader.ClassName(Expected(name, element, "CLASSNAME"u8));

    /// <summary>The name of a class that must be given.</summary>
    public string RequiredClassName(string name) => ClassName(name) ?? throw Missing(name);

    /// <summary>The path of an instance that must be given.</summary>
    public CimObjectPath Instance(string name)
    {
        var element = Required(name);
        return element.Is("CLASSNAME"u8)
            ? throw new CimException(CimStatus.InvalidParameter, $"{name}: the path of an instance was expected, not a class.")
            : Path(name, element.Is("VALUE.REFERENCE"u8) ? element.Only() : element);
    }

    /// <summary>The path of an instance or a class that must be given.</summary>
    public CimObjectPath Object(string name) => Path(name, Required(name));

    /// <summary>An element that must be given.</summary>
    public CimXmlElement Required(string name, ReadOnlySpan<byte> kind) => Expected(name, Required(name), kind);

    /// <summary>Whatever is given; <see cref="CimStatus.InvalidParameter"/> where nothing is.</summary>
    public CimXmlElement Required(string name) => Find(name) ?? throw Missing(name);

    /// <summary>Whatever is given; null for nothing.</summary>
    public CimXmlElement? Find(string name) => given.Find(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    // What the grammar allows in no parameter makes the document wrong; what it does not allow in this one makes the parameter wrong (DSP0201, IPARAMVALUE).
    private static CimXmlElement Known(CimXmlElement element)
    {
        if (!Kinds.Contains(element.Name))
        {
            element.RefuseName();
        }

        return element;
    }

    private static CimXmlElement Expected(string name, CimXmlElement element, ReadOnlySpan<byte> kind) => element.Is(kind) ? element : throw Wrong(name, element);

    private static CimObjectPath Path(string name, CimXmlElement element) =>
        PathReader.IsPath(element) ? PathReader.Read(element) : throw Wrong(name, element);

    private static CimException Wrong(string name, CimXmlElement element) => new(CimStatus.InvalidParameter, $"The parameter {name} cannot be <{element.Name}>.");

    private static CimException Missing(string name) => new(CimStatus.InvalidParameter, $"The parameter {name} is missing.");

    private bool Has(string name) => given.Exists(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
