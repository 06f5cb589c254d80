using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>Volume groups, with LVM's own tools where they can run: what they write down. What is on the volumes takes a kernel with the device mapper.</summary>
public sealed class VolumeGroupTests
{
    private const long MiB = Images.MiB;
    private static readonly string Sr = Guid.NewGuid().ToString();
    private static readonly string Volume = Guid.NewGuid().ToString();

    [LvmFact]
    public async Task Volumes_are_made_grown_and_removed_and_those_of_others_stay()
    {
        using var disk = new LoopDisk();
        var group = new VolumeGroup($"xencim-{Sr}", VolumeGroup.TagOf(Sr));
        await group.MakeAsync([disk.Device], default);
        (await group.ReadAsync(default)).Should().Be(new GroupFacts(252 * MiB, 252 * MiB, 4 * MiB));

        await group.CreateAsync(Volume, 8 * MiB, null, default);
        LoopDisk.Run("lvcreate", "-Wn", "-Zn", "-n", "precious", "-L", "8m", group.Name);
        await group.MarkUnzeroedAsync(Volume, 8 * MiB, default);
        await group.GrowAsync(Volume, 12 * MiB, default);
        var volumes = (await group.VolumesAsync(default)).ToDictionary(volume => volume.Name);
        volumes[Volume].Should().Match<Volume>(v => v.SizeBytes == 12 * MiB && v.Kind == "linear" && v.UnzeroedFrom == 8 * MiB && group.IsOurs(v));
        group.IsOurs(volumes["precious"]).Should().BeFalse();
        new VolumeGroup(group.Name, VolumeGroup.TagOf(Guid.NewGuid().ToString())).IsOurs(volumes[Volume]).Should().BeFalse("it is another SR's");
        await group.UnmarkAsync(Volume, 8 * MiB, default);
        (await group.VolumesAsync(default)).Should().OnlyContain(volume => volume.UnzeroedFrom == null);

        await group.RemoveAsync("precious", default);
        (await group.VolumesAsync(default)).Should().HaveCount(2);
        (await RefusedAsync(() => group.RemoveAsync([disk.Device], default)))[0].Should().Be("SR_BACKEND_FAILURE");
        await group.RemoveAsync(Volume, default);
        await group.RemoveAsync(Volume, default);
        (await group.VolumesAsync(default)).Select(volume => volume.Name).Should().Equal("precious");
        LoopDisk.Run("lvremove", "-f", $"{group.Name}/precious");
        await group.RemoveAsync([disk.Device], default);
        (await RefusedAsync(() => group.ReadAsync(default)))[3].Should().Contain($"Volume group \"{group.Name}\" not found");
    }

    [LvmFact]
    public async Task A_device_that_holds_something_is_not_taken()
    {
        using var disk = new LoopDisk();
        await using (var device = File.OpenWrite(disk.Device))
        {
            // The mark of a file system of the ext family.
            device.Position = 1080;
            await device.WriteAsync(new byte[] { 0x53, 0xEF });
        }

        (await RefusedAsync(() => new VolumeGroup("xencim-taken", "tag").MakeAsync([disk.Device], default)))[3].Should().Contain("signature");
    }

    [LvmFact]
    public async Task A_group_that_is_not_ours_stays()
    {
        using var disk = new LoopDisk();
        LoopDisk.Run("vgcreate", "precious", disk.Device);
        var group = new VolumeGroup("precious", VolumeGroup.TagOf(Sr));

        await FluentActions.Awaiting(() => group.RemoveAsync([disk.Device], default)).Should().ThrowAsync<ApiError>();

        (await group.ReadAsync(default)).SizeBytes.Should().Be(252 * MiB);
    }

    [LvmFact]
    public async Task An_SR_of_a_group_is_made_reached_and_left_with_what_is_in_it()
    {
        using var disk = new LoopDisk();
        LoopDisk.Run("vgcreate", "theirs", disk.Device);
        LoopDisk.Run("lvcreate", "-Wn", "-Zn", "-n", "precious", "-L", "100m", "theirs");
        var house = await House.StartAsync();
        var sr = await CreateAsync(house, "theirs");
        house.Now.Get(sr).PhysicalSize.Should().Be(152 * MiB, "the rest is somebody else's");
        (await RefusedAsync(() => CreateAsync(house, "theirs"))).Should().Equal("SR_DEVICE_IN_USE");
        (await RefusedAsync(() => new Images(house).CreateAsync(change: vdi => vdi with { Sr = sr, Type = VdiType.Suspend }))).Should().Equal("SR_OPERATION_NOT_SUPPORTED", sr.ToString());
        (await RefusedAsync(() => new Images(house).CreateAsync(152 * MiB + 1, vdi => vdi with { Sr = sr }))).Should().Equal("SR_FULL", $"{156 * MiB}", $"{152 * MiB}");
        LoopDisk.Run("lvcreate", "-Wn", "-Zn", "-n", Volume, "-L", "8m", "--addtag", VolumeGroup.TagOf(sr.ToString()), "theirs");
        LoopDisk.Run("lvcreate", "-Wn", "-Zn", "-n", Guid.NewGuid().ToString(), "-L", "8m", "--addtag", VolumeGroup.TagOf(Sr), "theirs");

        house = await house.RestartAsync();

        var names = LoopDisk.Run("lvs", "--noheadings", "-o", "lv_name", "theirs");
        names.Should().Contain("precious").And.NotContain(Volume, "a crash left it");
        names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2, "one is another SR's");
        await PbdCalls.Unplug(house.Caller(), house.Now.Get(sr).Pbds.Single());
        await SrCalls.Destroy(house.Caller(), sr);
        LoopDisk.Run("vgs", "theirs");
        await house.DisposeAsync();
    }

    [Theory]
    [InlineData("vg0", true)]
    [InlineData("/dev/sdb", true)]
    [InlineData("/dev/sdb,/dev/disk/by-id/scsi-1:2", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("-vg", false)]
    [InlineData("a/b", false)]
    [InlineData("vg0,vg1", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("/dev/../etc/passwd", false)]
    [InlineData("/dev/sdb,", false)]
    [InlineData("/dev/sdb,--force", false)]
    public void The_place_is_a_group_or_devices(string device, bool isRight)
    {
        var checking = () => new LvmType().Check(new(new(Guid.NewGuid()), Map.Of(("device", device)), default));
        if (isRight)
        {
            checking.Should().NotThrow();
        }
        else
        {
            checking.Should().Throw<ApiError>().Which.Parameters[0].Should().Be("device_config device");
        }
    }

    [Fact]
    public void The_tools_are_told_what_is_wanted_and_asked_nothing()
    {
        var group = new VolumeGroup("vg0", "xencim.sr.1");
        group.CreateArguments("v", 4096, null).Should().Equal(
            "--name", "v", "--wipesignatures", "n", "--addtag", "xencim", "--addtag", "xencim.sr.1", "--zero", "n", "--size", "4096b", "vg0");
        group.CreateArguments("v", 4096, "pool").Should().Equal(
            "--name", "v", "--wipesignatures", "n", "--addtag", "xencim", "--addtag", "xencim.sr.1", "--virtualsize", "4096b", "--thinpool", "pool", "vg0");
    }

    [Fact]
    public void What_they_answer_of_thin_volumes_is_understood() => VolumeGroup.ReadVolumes("""
        { "report": [ { "lv": [
          {"lv_name":"pool", "lv_size":"104857600", "lv_tags":"", "segtype":"thin-pool", "data_percent":"12.50", "lv_active":"active"},
          {"lv_name":"v", "lv_size":"8388608", "lv_tags":"xencim,xencim.sr.1", "segtype":"thin", "data_percent":"50.00", "lv_active":""},
          {"lv_name":"v", "lv_size":"8388608", "lv_tags":"xencim,xencim.sr.1", "segtype":"thin", "data_percent":"50.00", "lv_active":""}
        ] } ] }
        """).Should().BeEquivalentTo(
        [
            new Volume("pool", 104857600, 13107200, "thin-pool", []),
            new Volume("v", 8388608, 4194304, "thin", ["xencim", "xencim.sr.1"]) { IsInactive = true },
        ]);

    [Theory]
    [InlineData("/dev/vg0/0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b", true)]
    [InlineData("/dev/vg0/root", false)]
    [InlineData("/dev/vg0/0F9A4C2E-5B1D-4E6F-8A7B-9C0D1E2F3A4B", false)]
    [InlineData("/srv/0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b", false)]
    public void Only_devices_that_are_certainly_ours_have_an_owner(string path, bool isOurs) => VolumeRepository.Owner(path).HasValue.Should().Be(isOurs);

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private static Task<Ref<Sr>> CreateAsync(House house, string device) =>
        SrCalls.Create(house.Caller(), house.Engine.ThisHost, Map.Of(("device", device)), 0, "Volumes", "", "lvm", "user", false);
}
