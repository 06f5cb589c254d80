using System.Globalization;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml.Writing;

/// <summary>Writes classes and declarations of qualifiers.</summary>
/// <param name="answer">Where they go.</param>
/// <param name="detail">What of them is wanted.</param>
internal readonly struct ClassWriter(AnswerBuffer answer, ClassDetail detail)
{
    /// <summary>Writes a class that is a value.</summary>
    public static void Write(AnswerBuffer answer, CimClass c) => new ClassWriter(answer, ClassDetail.Whole).Write(ResolvedClass.Of(c, null));

    /// <summary>Writes a CLASS.</summary>
    public void Write(ResolvedClass c)
    {
        Begin("CLASS"u8, c.Name);
        Attribute(" SUPERCLASS"u8, c.Superclass?.Name ?? c.Declared.Superclass);
        answer.Put(">"u8);
        Write(c.Qualifiers);
        foreach (var property in c.Properties)
        {
            if (!(detail.LocalOnly && property.IsPropagated) && detail.Shows(property.Name))
            {
                Write(property);
            }
        }

        foreach (var method in c.Methods)
        {
            if (detail.Methods && !(detail.LocalOnly && method.IsPropagated))
            {
                Write(method);
            }
        }

        answer.Put("</CLASS>"u8);
    }

    /// <summary>Writes a QUALIFIER.DECLARATION.</summary>
    public static void Write(AnswerBuffer answer, CimQualifierType type)
    {
        var writer = new ClassWriter(answer, ClassDetail.Whole);
        writer.Begin("QUALIFIER.DECLARATION"u8, type.Name);
        writer.Attribute(" TYPE"u8, TypeNames.Of(type.Type));
        writer.Attribute(" ISARRAY"u8, type.Type.IsArray ? "true" : "false");
        writer.Size(type.ArraySize);
        writer.Flavor(type.Flavor);
        answer.Put("><SCOPE"u8);
        foreach (var scope in (CimScope[])[CimScope.Class, CimScope.Association, CimScope.Reference, CimScope.Property, CimScope.Method, CimScope.Parameter, CimScope.Indication])
        {
            answer.Put(" "u8);
            ValueWriter.Text(answer, scope.ToString().ToUpperInvariant());
            answer.Put(type.Scope.HasFlag(scope) ? "=\"true\""u8 : "=\"false\""u8);
        }

        answer.Put("/>"u8);
        ValueWriter.Write(answer, type.Default);
        answer.Put("</QUALIFIER.DECLARATION>"u8);
    }

    private void Write(NamedList<ResolvedQualifier> qualifiers)
    {
        if (!detail.Qualifiers)
        {
            return;
        }

        foreach (var qualifier in qualifiers)
        {
            if (!(detail.LocalOnly && qualifier.IsPropagated))
            {
                Write(qualifier.Declared, qualifier.IsPropagated);
            }
        }
    }

    private void Write(CimQualifier qualifier, bool isPropagated)
    {
        Begin("QUALIFIER"u8, qualifier.Name);
        Attribute(" TYPE"u8, TypeNames.Of(qualifier.Value.Type));
        Attribute(" PROPAGATED"u8, isPropagated ? "true" : null);
        Flavor(qualifier.Flavor);
        answer.Put(">"u8);
        ValueWriter.Write(answer, qualifier.Value);
        answer.Put("</QUALIFIER>"u8);
    }

    private void Write(ResolvedProperty property)
    {
        var type = property.Slot.Type;
        var element = type == CimType.Reference ? "PROPERTY.REFERENCE"u8 : type.IsArray ? "PROPERTY.ARRAY"u8 : "PROPERTY"u8;
        Begin(element, property.Name);
        if (type == CimType.Reference)
        {
            Attribute(" REFERENCECLASS"u8, property.Slot.ReferenceClass);
        }
        else
        {
            Attribute(" TYPE"u8, TypeNames.Of(type));
            Size(property.Slot.ArraySize);
        }

        Attribute(" CLASSORIGIN"u8, detail.Origins ? property.ClassOrigin : null);
        Attribute(" PROPAGATED"u8, property.IsPropagated ? "true" : null);
        answer.Put(">"u8);
        Write(property.Qualifiers);
        ValueWriter.Write(answer, property.Default);
        End(element);
    }

    private void Write(ResolvedMethod method)
    {
        Begin("METHOD"u8, method.Name);
        Attribute(" TYPE"u8, TypeNames.Of(method.Returns));
        Attribute(" CLASSORIGIN"u8, detail.Origins ? method.ClassOrigin : null);
        Attribute(" PROPAGATED"u8, method.IsPropagated ? "true" : null);
        answer.Put(">"u8);
        Write(method.Qualifiers);
        foreach (var parameter in method.Parameters)
        {
            var (type, isReference) = (parameter.Slot.Type, parameter.Slot.IsReference);
            var element = (isReference, type.IsArray) switch
            {
                (true, true) => "PARAMETER.REFARRAY"u8,
                (true, false) => "PARAMETER.REFERENCE"u8,
                (false, true) => "PARAMETER.ARRAY"u8,
                _ => "PARAMETER"u8,
            };
            Begin(element, parameter.Name);
            Attribute(isReference ? " REFERENCECLASS"u8 : " TYPE"u8, isReference ? parameter.Slot.ReferenceClass : TypeNames.Of(type));
            Size(parameter.Slot.ArraySize);
            answer.Put(">"u8);
            if (detail.Qualifiers)
            {
                foreach (var qualifier in parameter.Qualifiers)
                {
                    Write(qualifier, false);
                }
            }

            End(element);
        }

        answer.Put("</METHOD>"u8);
    }

    private void Flavor(CimFlavor flavor)
    {
        Attribute(" OVERRIDABLE"u8, flavor.HasFlag(CimFlavor.EnableOverride) ? null : "false");
        Attribute(" TOSUBCLASS"u8, flavor.HasFlag(CimFlavor.ToSubclass) ? null : "false");
        Attribute(" TOINSTANCE"u8, flavor.HasFlag(CimFlavor.ToInstance) ? "true" : null);
        Attribute(" TRANSLATABLE"u8, flavor.HasFlag(CimFlavor.Translatable) ? "true" : null);
    }

    private void Size(int? size) => Attribute(" ARRAYSIZE"u8, size?.ToString(CultureInfo.InvariantCulture));

    private void Begin(ReadOnlySpan<byte> element, string name)
    {
        answer.Put("<"u8);
        answer.Put(element);
        Attribute(" NAME"u8, name);
    }

    private void End(ReadOnlySpan<byte> element)
    {
        answer.Put("</"u8);
        answer.Put(element);
        answer.Put(">"u8);
    }

    private void Attribute(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            answer.Put(name);
            answer.Put("=\""u8);
            XmlEscape.WriteAttribute(answer, value);
            answer.Put("\""u8);
        }
    }
}
