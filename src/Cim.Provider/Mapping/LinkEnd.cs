using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>One end of a pair that an association joins: the instances that one source of a class makes, and the way from their objects to those of the other end.</summary>
/// <param name="Reference">The reference that leads to this end.</param>
/// <param name="Space">The namespace of the class.</param>
/// <param name="Source">Where the instances come from; null where the end is one instance.</param>
/// <param name="Number">Which of the sources of the class.</param>
/// <param name="One">The one instance; null where there is a source.</param>
/// <param name="Way">Leads from this end's object to those of the other; null where both are made of one object.</param>
internal sealed record LinkEnd(ResolvedProperty Reference, string Space, MappedSource? Source, int Number, Instance? One, Expression? Way)
{
    /// <summary>The class of the objects; null where there are none.</summary>
    public XenClass? Class => Source?.Objects(Number).Class;

    /// <summary>Whether an instance is at this end.</summary>
    public bool Has(Instance instance) => Source is not null
        ? instance is MappedInstance mapped && mapped.Source.Class.Name == Source.Class.Name && mapped.Source.Space == Source.Space && mapped.Number == Number
        : instance.Class.Name == One!.Class.Name && instance.Path.Equals(One.Path);

    /// <summary>All instances at this end.</summary>
    public IEnumerable<Instance> All(Reading reading) => Source is null
        ? [One!]
        : Source.Objects(Number).All(reading).Select(origin => (Instance)new MappedInstance(Source, Source.Plan(Number), Number, reading, origin));

    /// <summary>The instances at this end that are made of an object.</summary>
    public IEnumerable<Instance> On(Reading reading, XenObject? found) => Source is null ? [One!] : Source.On(reading, found, Number);
}
