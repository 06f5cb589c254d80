using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;

namespace Cim.Provider.CimXml.Writing;

/// <summary>How the instances of a class are written: which properties, and all but their values, made once.</summary>
internal sealed class InstancePlan
{
    private readonly byte[] begin;
    private readonly PropertyPlan[] properties;

    public InstancePlan(ResolvedClass c, IEnumerable<ResolvedProperty> shown, bool withOrigin)
    {
        begin = Encoding.UTF8.GetBytes($"<INSTANCE CLASSNAME=\"{c.Name}\">");
        properties = [.. shown.Select(property => new PropertyPlan(property, withOrigin))];
    }

    /// <summary>Writes the INSTANCE.</summary>
    public void Write(AnswerBuffer answer, Instance instance)
    {
        answer.Put(begin);
        foreach (ref readonly var property in properties.AsSpan())
        {
            property.Write(answer, instance[property.Index]);
        }

        answer.Put("</INSTANCE>"u8);
    }
}
