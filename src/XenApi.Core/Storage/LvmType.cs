using System.Text.RegularExpressions;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Logical volumes: in a volume group that is there (device_config <c>device</c> is its name), of which nothing but volumes of ours is touched, or in one that is made of block
/// devices (<c>device</c> is their paths, with commas between).
/// </summary>
internal sealed partial class LvmType : StorageType
{
    private const int DevicesMost = 64;

    public override string Name => "lvm";

    public override void Check(StoragePlace place)
    {
        var device = place.Config.GetOr("device", "");
        var isRight = device.StartsWith('/') ? DevicesOf(place) is { Length: <= DevicesMost } devices && devices.All(one => DevicePath().IsMatch(one)) : GroupName().IsMatch(device);
        if (!isRight)
        {
            throw Errors.ValueNotSupported(
                "device_config device", Collections.Shortened(device), $"must be the name of a volume group, or the paths of at most {DevicesMost} block devices below /dev with commas between");
        }
    }

    public override Task MakeAsync(StoragePlace place, CancellationToken cancelled) =>
        DevicesOf(place) is { Length: > 0 } devices ? GroupOf(place).MakeAsync(devices, cancelled) : Task.CompletedTask;

    public override async Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled)
    {
        var group = GroupOf(place);
        var facts = await group.ReadAsync(cancelled).ConfigureAwait(false);
        var pools = (await group.VolumesAsync(cancelled).ConfigureAwait(false)).Where(volume => volume.Kind == Volume.ThinPool).ToList();

        // Where there are several pools, they have their own purposes.
        return new VolumeRepository(place.Sr, group, facts.ExtentBytes, pools.Count == 1 ? pools[0].Name : null);
    }

    public override Task RemoveAsync(StoragePlace place, CancellationToken cancelled) =>
        DevicesOf(place) is { Length: > 0 } devices ? GroupOf(place).RemoveAsync(devices, cancelled) : Task.CompletedTask;

    private static string[] DevicesOf(StoragePlace place) => place.Config.GetOr("device", "") is ['/', ..] device ? device.Split(',') : [];

    private static VolumeGroup GroupOf(StoragePlace place) =>
        new(DevicesOf(place).Length > 0 ? $"xencim-{place.Name}" : place.Config["device"], VolumeGroup.TagOf(place.Name));

    [GeneratedRegex(@"\A(?!\.{1,2}\z)[a-zA-Z0-9_+.][a-zA-Z0-9_+.-]{0,126}\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A/dev(/(?!\.{1,2}(/|\z))[a-zA-Z0-9_+.:-]+)+\z")]
    private static partial Regex DevicePath();
}
