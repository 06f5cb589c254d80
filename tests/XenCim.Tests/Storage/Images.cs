using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>Makes and finds images in a house.</summary>
internal sealed class Images(House house)
{
    public const long MiB = 1L << 20;

    public Ref<Sr> Local => Named("Local");

    public Ref<Sr> QCoW => Named("QCoW");

    public Sr Sr => house.Now.Get(Local);

    /// <summary>The files that there are in the directories of images.</summary>
    public IEnumerable<string> Files => new[] { "images", "qcow" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(house.Directory, folder)));

    public Task<Ref<Vdi>> CreateAsync(long size = MiB, Func<Vdi, Vdi>? change = null) =>
        VdiCalls.Create(house.Caller(), (change ?? (image => image))(new Vdi { Id = Guid.NewGuid(), NameLabel = "disk", Sr = Local, VirtualSize = size }));

    public Vdi Get(Ref<Vdi> image) => house.Now.Get(image);

    public string PathOf(Ref<Vdi> image) => house.Engine.Storage.PathOf(Get(image));

    /// <summary>A disk that shows the image to a machine, plugged or not.</summary>
    public async Task<Ref<Vbd>> AddDiskAsync(Ref<Vdi> image, bool isAttached, VbdMode mode = VbdMode.ReadWrite)
    {
        var vm = new Vm { Id = Guid.NewGuid(), NameLabel = "guest", MemoryStaticMax = MiB, MemoryDynamicMax = MiB, MemoryDynamicMin = MiB };
        var metrics = new VmMetrics { Id = Guid.NewGuid() };
        var disk = new Vbd { Id = Guid.NewGuid(), Vm = new(vm.Id), Vdi = image, Device = "xvda", Mode = mode };
        await house.Engine.Store.CommitAsync(changes =>
        {
            changes.Add(metrics);
            changes.Add(vm with { Metrics = new(metrics.Id) });
            changes.Add(disk);
            changes.Put(changes.Get(new Ref<Vbd>(disk.Id)) with { CurrentlyAttached = isAttached, IsClaimed = isAttached });
        });
        return new(disk.Id);
    }

    private Ref<Sr> Named(string name) => new(house.Now.Named(XenApi.Core.Model.Sr.Descriptor, name).Single().Id);
}
