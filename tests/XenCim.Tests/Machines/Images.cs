using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

/// <summary>Disk images for machines of tests.</summary>
internal static class Images
{
    public static Task<Ref<Vdi>> CreateAsync(House house, Func<Vdi, Vdi>? change = null)
    {
        var sr = house.Engine.Storage.SuspendSr(house.Now, house.Engine.ThisHost);
        return house.Engine.Storage.CreateAsync((change ?? (vdi => vdi))(new Vdi { Id = Guid.NewGuid(), NameLabel = "disk", Sr = sr, VirtualSize = Life.MiB }), CancellationToken.None);
    }
}
