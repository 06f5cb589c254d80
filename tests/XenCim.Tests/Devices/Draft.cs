using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

/// <summary>A commit in the making over an empty state, with a host, a machine, a network and images to set devices up for.</summary>
internal sealed class Draft
{
    public Draft(string bootPolicy = "")
    {
        Changes.Add(new VmMetrics { Id = Metrics });
        Changes.Add(new Network { Id = Guid.NewGuid(), NameLabel = "lan", Bridge = "xenbr0" });
        Network = new(Changes.All<Network>().Single().Id);
        Changes.Add(new Sr { Id = Sr.Id!.Value, NameLabel = "Local", Type = "local", PhysicalSize = 1 << 30 });
        Vm = AddVm("guest", bootPolicy);
    }

    public Changes Changes { get; } = new(new(Snapshot.Empty), new DateTimeOffset(2007, 4, 1, 0, 0, 0, TimeSpan.Zero));

    public Ref<Sr> Sr { get; } = new(Guid.NewGuid());

    public Guid Metrics { get; } = Guid.NewGuid();

    public Ref<Network> Network { get; }

    public Ref<Vm> Vm { get; }

    public Vm Machine => Changes.Get(Vm);

    public Ref<Vm> AddVm(string name, string bootPolicy = "")
    {
        var vm = new Vm { Id = Guid.NewGuid(), NameLabel = name, HvmBootPolicy = bootPolicy, Metrics = new(Metrics), MemoryStaticMax = 1 << 20, MemoryDynamicMax = 1 << 20, MemoryDynamicMin = 1 << 20 };
        Changes.Add(vm);
        return new(vm.Id);
    }

    public Ref<Vdi> AddImage(bool isSharable = false, bool isReadOnly = false)
    {
        var image = new Vdi { Id = Guid.NewGuid(), Sr = Sr, Sharable = isSharable, ReadOnly = isReadOnly, VirtualSize = 1 << 20 };
        Changes.Add(image);
        return new(image.Id);
    }

    public T Put<T>(T changed)
        where T : XenObject
    {
        Changes.Put(changed);
        return (T)Changes.Find(changed.Class, changed.Id)!;
    }
}
