using Cim.Provider.CimXml.Reading;
using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;
using XenApi.Core.Calls;

namespace Cim.Provider.CimXml;

/// <summary>Methods of classes (DSP0200 §5.3.3; DSP0201, METHODCALL).</summary>
internal static class MethodOperation
{
    /// <summary>Calls a method and writes what it answers.</summary>
    public static async Task RunAsync(CimService service, CimXmlElement call, string name, Caller caller, AnswerBuffer answer)
    {
        var target = Target(call, out var parts);
        var arguments = new List<CimPropertyValue>();
        while (parts.MoveNext())
        {
            parts.Current.Expect("PARAMVALUE"u8);
            arguments.Add(new(parts.Current.Required("NAME"u8), Argument(parts.Current)));
        }

        var result = await service.InvokeMethodAsync(new(target.Namespace!, caller), target, name, arguments).ConfigureAwait(false);
        if (!result.Value.IsNull)
        {
            Begin(answer, "<RETURNVALUE"u8, result.Value.Type);
            ValueWriter.Write(answer, result.Value);
            answer.Put("</RETURNVALUE>"u8);
        }

        foreach (var output in result.Outputs)
        {
            answer.Put("<PARAMVALUE NAME=\""u8);
            XmlEscape.WriteAttribute(answer, output.Name);
            Begin(answer, "\""u8, output.Value.Type);
            ValueWriter.Write(answer, output.Value);
            answer.Put("</PARAMVALUE>"u8);
        }
    }

    /// <summary>The object whose method is called, and what comes after it.</summary>
    public static CimObjectPath Target(CimXmlElement call, out CimXmlElements parts)
    {
        parts = call.Children;
        if (!parts.MoveNext() || (!parts.Current.Is("LOCALCLASSPATH"u8) && !parts.Current.Is("LOCALINSTANCEPATH"u8)))
        {
            call.Refuse("<LOCALCLASSPATH> or <LOCALINSTANCEPATH> was expected in <METHODCALL>");
        }

        return PathReader.Read(parts.Current);
    }

    private static void Begin(AnswerBuffer answer, ReadOnlySpan<byte> before, CimType type)
    {
        answer.Put(before);
        if (type.Item == CimType.Instance)
        {
            answer.Put(" EmbeddedObject=\"instance\""u8);
        }

        answer.Put(" PARAMTYPE=\""u8);
        ValueWriter.Text(answer, TypeNames.Of(type));
        answer.Put("\">"u8);
    }

    // Without its type a value is a text: the service fits it to the parameter.
    private static CimValue Argument(CimXmlElement element)
    {
        var type = element.Attribute("PARAMTYPE"u8) is { Length: > 0 } ? ValueReader.Type(element, "PARAMTYPE"u8) : CimType.String;
        if (element.OnlyIfAny() is not { } value)
        {
            return CimValue.Null(type);
        }

        return value.Is("CLASSNAME"u8) || value.Is("INSTANCENAME"u8) ? CimValue.Of(PathReader.Read(value))
            : value.Is("CLASS"u8) || value.Is("INSTANCE"u8) || value.Is("VALUE.NAMEDINSTANCE"u8) ? EmbeddedReader.Read(value, 1)
            : ValueReader.Read(value, type, InstanceReader.IsEmbedded(element), 0);
    }
}
