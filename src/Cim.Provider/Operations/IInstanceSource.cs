using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>Where the instances of one class come from. All that it answers is read from the snapshot that it is given.</summary>
public interface IInstanceSource
{
    /// <summary>The class; instances of its subclasses come from the sources of those.</summary>
    ResolvedClass Class { get; }

    /// <summary>All instances. The cost grows with what is taken from the sequence.</summary>
    IEnumerable<Instance> All(Snapshot state);

    /// <summary>The instance that the keys name; null where there is none. The cost does not depend on how many there are.</summary>
    Instance? Find(Snapshot state, CimObjectPath path);
}
