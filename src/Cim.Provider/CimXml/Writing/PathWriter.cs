using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml.Writing;

/// <summary>Writes the paths of namespaces, classes and instances.</summary>
internal static class PathWriter
{
    /// <summary>A path in the element that fits what it says: with host and namespace, with a namespace, or neither.</summary>
    public static void Write(AnswerBuffer answer, CimObjectPath path)
    {
        var isClass = path.Keys.Count == 0;
        if (path.Namespace is null)
        {
            Name(answer, path);
            return;
        }

        answer.Put((path.Host is null, isClass) switch
        {
            (true, true) => "<LOCALCLASSPATH>"u8,
            (true, false) => "<LOCALINSTANCEPATH>"u8,
            (false, true) => "<CLASSPATH>"u8,
            _ => "<INSTANCEPATH>"u8,
        });
        if (path.Host is { } host)
        {
            Namespace(answer, host, path.Namespace);
        }
        else
        {
            Namespace(answer, path.Namespace);
        }

        Name(answer, path);
        answer.Put((path.Host is null, isClass) switch
        {
            (true, true) => "</LOCALCLASSPATH>"u8,
            (true, false) => "</LOCALINSTANCEPATH>"u8,
            (false, true) => "</CLASSPATH>"u8,
            _ => "</INSTANCEPATH>"u8,
        });
    }

    /// <summary>The INSTANCEPATH of an instance in a namespace.</summary>
    public static void Instance(AnswerBuffer answer, string host, string space, Instance instance)
    {
        answer.Put("<INSTANCEPATH>"u8);
        Namespace(answer, host, space);
        NamePlan.Of(instance.Class).Write(answer, instance);
        answer.Put("</INSTANCEPATH>"u8);
    }

    /// <summary>The CLASSPATH of a class in a namespace.</summary>
    public static void Class(AnswerBuffer answer, string host, string space, string className)
    {
        answer.Put("<CLASSPATH>"u8);
        Namespace(answer, host, space);
        ClassName(answer, className);
        answer.Put("</CLASSPATH>"u8);
    }

    /// <summary>A CLASSNAME.</summary>
    public static void ClassName(AnswerBuffer answer, string name)
    {
        answer.Put("<CLASSNAME NAME=\""u8);
        XmlEscape.WriteAttribute(answer, name);
        answer.Put("\"/>"u8);
    }

    /// <summary>An INSTANCENAME, or the name of a class where there are no keys.</summary>
    public static void Name(AnswerBuffer answer, CimObjectPath path)
    {
        if (path.Keys.Count == 0)
        {
            ClassName(answer, path.ClassName);
            return;
        }

        answer.Put("<INSTANCENAME CLASSNAME=\""u8);
        XmlEscape.WriteAttribute(answer, path.ClassName);
        answer.Put("\">"u8);
        foreach (var key in path.Keys)
        {
            answer.Put("<KEYBINDING NAME=\""u8);
            XmlEscape.WriteAttribute(answer, key.Name);
            answer.Put("\">"u8);
            Key(answer, key.Value);
            answer.Put("</KEYBINDING>"u8);
        }

        answer.Put("</INSTANCENAME>"u8);
    }

    /// <summary>The value of a key.</summary>
    public static void Key(AnswerBuffer answer, CimValue value)
    {
        if (value is { IsNull: false, Type: CimType.Reference })
        {
            answer.Put("<VALUE.REFERENCE>"u8);
            Write(answer, value.Reference);
            answer.Put("</VALUE.REFERENCE>"u8);
            return;
        }

        answer.Put(KeyBegin(value.Type));
        if (!value.IsNull)
        {
            ValueWriter.Content(answer, value);
        }

        answer.Put("</KEYVALUE>"u8);
    }

    /// <summary>The tag that begins the value of a key of a type.</summary>
    public static ReadOnlySpan<byte> KeyBegin(CimType type)
    {
        var kind = type == CimType.Boolean ? "boolean" : type.IsInteger || type.IsReal ? "numeric" : "string";
        return System.Text.Encoding.ASCII.GetBytes($"<KEYVALUE VALUETYPE=\"{kind}\" TYPE=\"{TypeNames.Of(type)}\">");
    }

    private static void Namespace(AnswerBuffer answer, string host, string space)
    {
        answer.Put("<NAMESPACEPATH><HOST>"u8);
        XmlEscape.Write(answer, host);
        answer.Put("</HOST>"u8);
        Namespace(answer, space);
        answer.Put("</NAMESPACEPATH>"u8);
    }

    private static void Namespace(AnswerBuffer answer, string space)
    {
        answer.Put("<LOCALNAMESPACEPATH>"u8);
        var names = space.AsSpan().Trim('/');
        foreach (var part in names.Split('/'))
        {
            answer.Put("<NAMESPACE NAME=\""u8);
            XmlEscape.WriteAttribute(answer, names[part]);
            answer.Put("\"/>"u8);
        }

        answer.Put("</LOCALNAMESPACEPATH>"u8);
    }
}
