using Microsoft.Extensions.Logging;
using XenApi.Core.Diagnosis;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

public class StorageOpeningTests
{
    [Fact]
    public async Task What_clients_look_up_is_always_there_and_stays_the_same()
    {
        var house = await House.StartAsync();
        var before = house.Now.All<Sr>().OrderBy(sr => sr.Type).ToList();
        before.Select(sr => (sr.NameLabel, sr.Type)).Should().Equal(("Local", "local"), ("QCoW", "qcow_file"));
        SrCalls.GetSupportedTypes(house.Caller()).Should().BeEquivalentTo("local", "qcow_file", "file", "iso", "lvm", "nfs");
        foreach (var sr in before)
        {
            var connection = house.Now.Get(PbdCalls.GetBySr(house.Caller(), new(sr.Id)).Should().ContainSingle().Subject);
            connection.Host.Should().Be(house.Engine.ThisHost);
            connection.CurrentlyAttached.Should().BeTrue();
            Directory.Exists(connection.DeviceConfig["location"]).Should().BeTrue();
            sr.PhysicalSize.Should().Be(new DriveInfo(house.Directory).TotalSize);
        }

        house.Now.Get(house.Engine.ThisHost).Should().Match<Host>(h => h.SuspendImageSr == new Images(house).Local && h.CrashDumpSr == h.SuspendImageSr);

        await using var again = await house.RestartAsync();

        again.Now.All<Sr>().OrderBy(sr => sr.Type).Should().Equal(before);
        again.Now.All<Pbd>().Should().HaveCount(2);
    }

    [Fact]
    public async Task What_clients_have_set_outlives_a_restart()
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var (local, qcow) = (images.Local, images.QCoW);
        await house.Engine.Store.CommitAsync(changes =>
        {
            changes.Put(changes.Get(local) with { NameLabel = "Fast disks" });
            changes.Put(changes.Get(house.Engine.ThisHost) with { SuspendImageSr = qcow });
        });

        await using var again = await house.RestartAsync();

        again.Now.Get(local).NameLabel.Should().Be("Fast disks");
        again.Engine.Storage.SuspendSr(again.Now, again.Engine.ThisHost).Should().Be(qcow);
        again.Engine.Storage.CrashDumpSr(again.Now, again.Engine.ThisHost).Should().Be(local);
    }

    [Fact]
    public async Task A_file_that_a_crash_left_without_an_image_is_cleared_away_and_nothing_else_is()
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var kept = images.PathOf(await images.CreateAsync());
        var folder = Path.GetDirectoryName(kept)!;
        var orphan = Path.Combine(folder, Guid.NewGuid() + ".raw");
        string[] others = [Path.Combine(folder, "windows.raw"), Path.Combine(folder, Guid.NewGuid() + ".raw.bak"), Path.Combine(folder, "notes")];
        foreach (var path in others.Append(orphan))
        {
            await File.WriteAllTextAsync(path, "something");
        }

        await using var again = await house.RestartAsync();

        File.Exists(orphan).Should().BeFalse();
        others.Append(kept).Should().OnlyContain(path => File.Exists(path));
    }

    [Fact]
    public async Task The_memory_of_no_machine_is_cleared_away_and_an_image_of_a_client_is_not()
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var vm = await new Machines.Life(house).CreateAsync(VmPowerState.Suspended);
        var memory = house.Now.Get(vm).SuspendVdi;
        var (kept, path) = (await images.CreateAsync(change: vdi => vdi with { Type = VdiType.Suspend }), images.PathOf(memory));

        house = await house.RestartAsync();
        house.Now.Find(memory).Should().NotBeNull("a machine sleeps there");
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm) with { SuspendVdi = Ref<Vdi>.Null, PowerState = VmPowerState.Halted }));
        await using var again = await house.RestartAsync();

        again.Now.Find(memory).Should().BeNull();
        File.Exists(path).Should().BeFalse();
        again.Now.Find(kept).Should().NotBeNull();
        new Images(again).Sr.VirtualAllocation.Should().Be(Images.MiB);
    }

    [Fact]
    public async Task Images_whose_state_was_lost_are_not_thrown_away_at_the_first_start_without_it()
    {
        using var log = new LogMemory(TimeProvider.System);
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));
        var house = await House.StartAsync(change: setup => setup with { Logs = logs });
        var images = new Images(house);
        var path = images.PathOf(await images.CreateAsync());
        foreach (var file in Directory.EnumerateFiles(house.Directory, "*.db*"))
        {
            File.Delete(file);
        }

        await using var again = await house.RestartAsync();

        again.Now.All<Vdi>().Should().BeEmpty();
        File.Exists(path).Should().BeTrue();
        log.Text().Should().Contain(path);
    }

    [Fact]
    public async Task A_missing_file_is_told_and_no_reason_not_to_start()
    {
        using var log = new LogMemory(TimeProvider.System);
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));
        var house = await House.StartAsync(change: setup => setup with { Logs = logs });
        var images = new Images(house);
        var image = await images.CreateAsync();
        File.Delete(images.PathOf(image));

        await using var again = await house.RestartAsync();

        again.Now.Find(image).Should().NotBeNull();
        log.Text().Should().Contain($"missing: {new Images(again).PathOf(image)}");
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("QCoW")]
    public async Task A_growth_that_a_crash_cut_short_is_finished(string sr)
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var image = await images.CreateAsync(change: vdi => vdi with { Sr = sr == "Local" ? images.Local : images.QCoW });
        await house.Engine.Store.CommitAsync(changes => Allocation.Resize(changes, changes.Get(image), 5 * Images.MiB));

        await using var again = await house.RestartAsync();

        using var file = File.OpenHandle(new Images(again).PathOf(image));
        (sr == "Local" ? ImageFormat.Raw : ImageFormat.Qcow2).VirtualSizeBytes(file).Should().Be(5 * Images.MiB);
    }

    [Fact]
    public async Task What_images_use_is_measured_anew()
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var image = await images.CreateAsync(8 * Images.MiB);
        await File.WriteAllBytesAsync(images.PathOf(image), Enumerable.Repeat((byte)1, 8 << 20).ToArray());
        images.Get(image).PhysicalUtilisation.Should().Be(0);

        await using var again = await house.RestartAsync();

        var now = new Images(again);
        now.Get(image).PhysicalUtilisation.Should().BeGreaterThanOrEqualTo(8 * Images.MiB);
        now.Sr.PhysicalUtilisation.Should().Be(now.Get(image).PhysicalUtilisation);
        now.Sr.VirtualAllocation.Should().Be(8 * Images.MiB);
    }
}
