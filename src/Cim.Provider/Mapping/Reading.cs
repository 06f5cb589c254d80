using System.Collections.Concurrent;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>One reading of one snapshot: what it takes to evaluate expressions. Several threads may evaluate with it.</summary>
internal sealed class Reading(Snapshot state)
{
    private ConcurrentDictionary<XenClass, XenObject?>? firsts;

    /// <summary>The state.</summary>
    public Snapshot State { get; } = state;

    /// <summary>The object of the class with the least UUID; null where there is none.</summary>
    public XenObject? First(XenClass c) => LazyInitializer.EnsureInitialized(ref firsts).GetOrAdd(c, of => State.All(of).MinBy(found => found.Id));
}
