using System.Globalization;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml.Reading;

/// <summary>Reads classes and declarations of qualifiers.</summary>
internal static class ClassReader
{
    /// <summary>A CLASS.</summary>
    public static CimClass Class(CimXmlElement element, int depth = 0)
    {
        element.Expect("CLASS"u8);
        var qualifiers = Qualifiers(element, depth);
        var properties = new List<CimProperty>();
        var methods = new List<CimMethod>();
        foreach (var part in element.Children)
        {
            if (part.Is("METHOD"u8))
            {
                methods.Add(Method(part, depth));
            }
            else if (!part.Is("QUALIFIER"u8))
            {
                properties.Add(Property(part, depth));
            }
        }

        return new(element.Required("NAME"u8), element.Attribute("SUPERCLASS"u8) is { Length: > 0 } above ? above : null, Kind(qualifiers), Unique(properties), Unique(methods), qualifiers);
    }

    /// <summary>A QUALIFIER.DECLARATION.</summary>
    public static CimQualifierType Declaration(CimXmlElement element)
    {
        element.Expect("QUALIFIER.DECLARATION"u8);
        var type = ValueReader.Type(element, "TYPE"u8);
        var isArray = element.Flag("ISARRAY"u8);
        var value = CimValue.Null(isArray ? type.Array : type);
        var scope = CimScope.None;
        foreach (var part in element.Children)
        {
            if (part.Is("SCOPE"u8))
            {
                scope = Scope(part);
                continue;
            }

            isArray |= part.Is("VALUE.ARRAY"u8);
            value = ValueReader.Read(part, type, false, 0);
        }

        return new(element.Required("NAME"u8), value, Size(element), scope, Flavor(element));
    }

    private static NamedList<CimQualifier> Qualifiers(CimXmlElement holder, int depth)
    {
        var qualifiers = new List<CimQualifier>();
        foreach (var part in holder.Children)
        {
            // What is handed down is not said by this class.
            if (part.Is("QUALIFIER"u8) && !part.Flag("PROPAGATED"u8))
            {
                var type = ValueReader.Type(part, "TYPE"u8);
                qualifiers.Add(new(part.Required("NAME"u8), ValueReader.Content(part, type, false, depth), Flavor(part)));
            }
        }

        return Unique(qualifiers);
    }

    private static CimProperty Property(CimXmlElement element, int depth)
    {
        var type = InstanceReader.PropertyType(element);
        var slot = new CimSlot(type, Size(element), element.Attribute("REFERENCECLASS"u8));
        return new(element.Required("NAME"u8), slot, InstanceReader.Value(element, type, depth), Qualifiers(element, depth));
    }

    private static CimMethod Method(CimXmlElement element, int depth)
    {
        var parameters = new List<CimParameter>();
        foreach (var part in element.Children)
        {
            if (!part.Is("QUALIFIER"u8))
            {
                parameters.Add(new(part.Required("NAME"u8), Slot(part), Qualifiers(part, depth)));
            }
        }

        var returns = element.Attribute("TYPE"u8) is null ? CimType.UInt32 : ValueReader.Type(element, "TYPE"u8);
        return new(element.Required("NAME"u8), returns, Unique(parameters), Qualifiers(element, depth));
    }

    private static CimSlot Slot(CimXmlElement parameter)
    {
        var isReference = parameter.Is("PARAMETER.REFERENCE"u8) || parameter.Is("PARAMETER.REFARRAY"u8);
        var isArray = parameter.Is("PARAMETER.ARRAY"u8) || parameter.Is("PARAMETER.REFARRAY"u8);
        if (!isReference && !isArray)
        {
            parameter.Expect("PARAMETER"u8);
        }

        var type = isReference ? CimType.Reference : ValueReader.Type(parameter, "TYPE"u8);
        return new(isArray ? type.Array : type, Size(parameter), isReference ? parameter.Attribute("REFERENCECLASS"u8) : null);
    }

    private static CimScope Kind(NamedList<CimQualifier> qualifiers) =>
        IsTrue(qualifiers, "Association") ? CimScope.Association : IsTrue(qualifiers, "Indication") ? CimScope.Indication : CimScope.Class;

    private static bool IsTrue(NamedList<CimQualifier> qualifiers, string name) =>
        qualifiers.Find(name) is { Value: { Type: CimType.Boolean, IsNull: false, Boolean: true } };

    private static CimScope Scope(CimXmlElement element)
    {
        var scope = CimScope.None;
        foreach (var one in (CimScope[])[CimScope.Class, CimScope.Association, CimScope.Reference, CimScope.Property, CimScope.Method, CimScope.Parameter, CimScope.Indication])
        {
            scope |= element.Flag(System.Text.Encoding.ASCII.GetBytes(one.ToString().ToUpperInvariant())) ? one : CimScope.None;
        }

        return scope;
    }

    private static CimFlavor Flavor(CimXmlElement element) =>
        (element.Flag("OVERRIDABLE"u8, true) ? CimFlavor.EnableOverride : 0)
        | (element.Flag("TOSUBCLASS"u8, true) ? CimFlavor.ToSubclass : 0)
        | (element.Flag("TOINSTANCE"u8) ? CimFlavor.ToInstance : 0)
        | (element.Flag("TRANSLATABLE"u8) ? CimFlavor.Translatable : 0);

    private static int? Size(CimXmlElement element)
    {
        if (element.Attribute("ARRAYSIZE"u8) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            element.Refuse("ARRAYSIZE was expected to be a number");
        }

        return size;
    }

    private static NamedList<T> Unique<T>(List<T> elements)
        where T : CimElement
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
        {
            if (!names.Add(element.Name))
            {
                throw new CimException(CimStatus.InvalidParameter, $"{ValueReader.Shortened(element.Name)} comes twice.");
            }
        }

        return new([.. elements]);
    }
}
