using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml.Writing;

/// <summary>Writes the instances of one answer, each with the properties that the request wants. Several hands may write with it.</summary>
/// <param name="list">The properties that are wanted; null for all.</param>
/// <param name="above">The class beyond whose properties nothing is wanted; null for all (DSP0200, DeepInheritance).</param>
/// <param name="withOrigin">Whether each property names the class that introduced it.</param>
internal sealed class InstanceWriter(IReadOnlyList<string>? list, string? above, bool withOrigin)
{
    private static readonly ConditionalWeakTable<ResolvedClass, InstancePlan> Whole = [];

    private readonly ConcurrentDictionary<ResolvedClass, InstancePlan> plans = [];
    private volatile InstancePlan? last;

    /// <summary>Writes an INSTANCE.</summary>
    public void Write(AnswerBuffer answer, Instance instance)
    {
        var plan = last;
        if (plan?.Class != instance.Class)
        {
            last = plan = list is null && above is null && !withOrigin
                ? Whole.GetValue(instance.Class, c => new(c, c.Properties, false))
                : plans.GetOrAdd(instance.Class, Made);
        }

        plan.Write(answer, instance);
    }

    /// <summary>Writes an instance that is a value.</summary>
    public static void Write(AnswerBuffer answer, CimInstance instance)
    {
        answer.Put("<INSTANCE CLASSNAME=\""u8);
        XmlEscape.WriteAttribute(answer, instance.Name);
        answer.Put("\">"u8);
        foreach (var property in instance.Values)
        {
            var type = property.Value.Type;
            answer.Put(type == CimType.Reference ? "<PROPERTY.REFERENCE NAME=\""u8 : type.IsArray ? "<PROPERTY.ARRAY NAME=\""u8 : "<PROPERTY NAME=\""u8);
            XmlEscape.WriteAttribute(answer, property.Name);
            answer.Put("\""u8);
            if (type != CimType.Reference)
            {
                answer.Put(" TYPE=\""u8);
                XmlEscape.WriteAttribute(answer, TypeNames.Of(type));
                answer.Put(type.Item == CimType.Instance ? "\" EmbeddedObject=\"instance\""u8 : "\""u8);
            }

            answer.Put(">"u8);
            ValueWriter.Write(answer, property.Value);
            answer.Put(type == CimType.Reference ? "</PROPERTY.REFERENCE>"u8 : type.IsArray ? "</PROPERTY.ARRAY>"u8 : "</PROPERTY>"u8);
        }

        answer.Put("</INSTANCE>"u8);
    }

    // The properties of a class above come first.
    private ResolvedClass Above(ResolvedClass c)
    {
        var found = c;
        while (above is not null && !found.Name.Equals(above, StringComparison.OrdinalIgnoreCase) && found.Superclass is not null)
        {
            found = found.Superclass;
        }

        return found;
    }

    private InstancePlan Made(ResolvedClass c)
    {
        var shown = c.Properties.Take(Above(c).Properties.Count);
        return new(c, list is null ? shown : shown.Where(property => list.Contains(property.Name, StringComparer.OrdinalIgnoreCase)), withOrigin);
    }
}
