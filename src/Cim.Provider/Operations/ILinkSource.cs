using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>Where the instances of an association come from.</summary>
public interface ILinkSource : IInstanceSource
{
    /// <summary>The instances that refer to one instance by one reference. The cost grows with the answer only.</summary>
    /// <param name="state">The state to read.</param>
    /// <param name="end">The instance that is referred to.</param>
    /// <param name="reference">The reference property that leads to it.</param>
    IEnumerable<LinkInstance> From(Snapshot state, Instance end, ResolvedProperty reference);

    /// <summary>Whether a reference ever leads to instances of very this class; what is not known may.</summary>
    bool CanLead(ResolvedProperty reference, ResolvedClass c) => true;
}
