using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace XenCim.Tests.Cim.Operations;

/// <summary>The instances that a test's MOF declares.</summary>
internal sealed class FixedSource(ResolvedClass c, IEnumerable<CimInstance> instances) : IInstanceSource
{
    private readonly List<FixedInstance> all = [.. instances.Select(instance => new FixedInstance(c, instance.Values))];

    public ResolvedClass Class => c;

    public IEnumerable<Instance> All(Snapshot state) => all;

    public Instance? Find(Snapshot state, CimObjectPath path) => all.Find(instance => instance.Path.Equals(path));
}
