using System.Runtime.CompilerServices;
using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;

namespace Cim.Provider.CimXml.Writing;

/// <summary>How the instances of a class are written: which properties, and all that is the same for many of them, made once.</summary>
internal sealed class InstancePlan
{
    private readonly byte[] begin;
    private readonly PropertyPlan[] properties;
    private readonly ConditionalWeakTable<ISameness, InstancePart[]> parts = [];
    private volatile Tuple<ISameness?, InstancePart[]> remembered = Tuple.Create<ISameness?, InstancePart[]>(null, []);

    public InstancePlan(ResolvedClass c, IEnumerable<ResolvedProperty> shown, bool withOrigin)
    {
        Class = c;
        begin = Encoding.UTF8.GetBytes($"<INSTANCE CLASSNAME=\"{c.Name}\">");
        properties = [.. shown.Select(property => new PropertyPlan(property, withOrigin))];
    }

    /// <summary>The class.</summary>
    public ResolvedClass Class { get; }

    /// <summary>Writes the INSTANCE.</summary>
    public void Write(AnswerBuffer answer, Instance instance)
    {
        if (instance.Same is { } same)
        {
            foreach (ref readonly var part in Parts(same, instance).AsSpan())
            {
                answer.Put(part.Bytes);
                if (part.Property is { } property)
                {
                    property.Write(answer, instance[property.Index]);
                }
            }

            return;
        }

        answer.Put(begin);
        foreach (ref readonly var property in properties.AsSpan())
        {
            property.Write(answer, instance[property.Index]);
        }

        answer.Put("</INSTANCE>"u8);
    }

    // A plan is shared by requests: what it remembers of the last is a pair that two of them never see mixed.
    private InstancePart[] Parts(ISameness same, Instance instance)
    {
        var (known, knownParts) = remembered;
        if (known == same)
        {
            return knownParts;
        }

        var made = parts.GetValue(same, _ => Made(same, instance));
        remembered = Tuple.Create<ISameness?, InstancePart[]>(same, made);
        return made;
    }

    private InstancePart[] Made(ISameness same, Instance instance)
    {
        var made = new List<InstancePart>();
        using var fixedBytes = new AnswerBuffer();
        fixedBytes.Put(begin);
        foreach (var property in properties)
        {
            if (same.Is(property.Index))
            {
                property.Write(fixedBytes, instance[property.Index]);
                continue;
            }

            made.Add(new(fixedBytes.ToArray(), property));
            fixedBytes.Reset();
        }

        fixedBytes.Put("</INSTANCE>"u8);
        made.Add(new(fixedBytes.ToArray(), null));
        return [.. made];
    }
}
