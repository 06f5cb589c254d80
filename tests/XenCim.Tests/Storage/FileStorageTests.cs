using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;
using XenCim.Tests.Clients;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>SRs of type file, from create to destroy.</summary>
public sealed class FileStorageTests : IAsyncLifetime
{
    private readonly StateDirectory elsewhere = new();
    private House house = null!;

    private Images Images => new(house);

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(elsewhere.Path);
        house = await House.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await house.DisposeAsync();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task A_client_makes_one_and_it_is_there_after_a_restart()
    {
        using var client = await house.EnterAsync();
        var made = (string)(await client.CallAsync(
            "SR.create", house.Engine.ThisHost.ToString(), Config(), 0L, "Disks", "of the second disk", "file", "user", false))!;
        var sr = new Ref<Sr>(Guid.Parse(made));

        house.Now.Get(sr).Should().Match<Sr>(s => s.NameLabel == "Disks" && s.Type == "file" && s.PhysicalSize == new DriveInfo(elsewhere.Path).TotalSize);
        var connection = house.Now.Get(house.Now.Get(sr).Pbds.Single());
        connection.Should().Match<Pbd>(pbd => pbd.CurrentlyAttached && pbd.DeviceConfig["location"] == elsewhere.Path);
        var image = await Images.CreateAsync(change: vdi => vdi with { Sr = sr });
        Images.PathOf(image).Should().Be(Path.Combine(elsewhere.Path, made, image + ".raw"));
        File.GetUnixFileMode(Path.Combine(elsewhere.Path, made)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        house = await house.RestartAsync();

        house.Now.Get(sr).VirtualAllocation.Should().Be(Images.MiB);
        house.Now.Get(sr).Pbds.Select(house.Now.Get).Should().OnlyContain(pbd => pbd.CurrentlyAttached);
        await VdiCalls.SetVirtualSize(house.Caller(), image, 3 * Images.MiB);
        Posix.Measure(Images.PathOf(image))!.Value.LengthBytes.Should().Be(3 * Images.MiB);
    }

    [Fact]
    public async Task Images_are_raw_or_qcow2_as_the_SR_says_and_as_each_asks_and_stay_what_they_are()
    {
        var sr = await CreateAsync(Map.Of(("format", "qcow2")));
        var usual = await Images.CreateAsync(change: vdi => vdi with { Sr = sr });
        var raw = await Images.CreateAsync(change: vdi => vdi with { Sr = sr, OtherConfig = Map.Of(("format", "raw")) });
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(sr) with { SmConfig = Map.Of(("format", "raw")) }));
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(raw) with { OtherConfig = default }));

        house = await house.RestartAsync();

        house.Engine.Storage.FormatOf(Images.Get(usual)).Should().Be("qcow2");
        house.Engine.Storage.FormatOf(Images.Get(raw)).Should().Be("raw");
        File.Exists(Images.PathOf(usual)).Should().BeTrue();
        File.Exists(Images.PathOf(raw)).Should().BeTrue();
        (await RefusedAsync(() => Images.CreateAsync(change: vdi => vdi with { Sr = sr, OtherConfig = Map.Of(("format", "vmdk")) })))
            .Should().Equal("VALUE_NOT_SUPPORTED", "VDI.other_config format", "vmdk", "must be raw or qcow2");
    }

    [Fact]
    public async Task What_a_client_says_of_the_place_is_checked_first()
    {
        (await RefusedAsync(() => CreateAsync(default, "zfs"))).Should().Equal("SR_UNKNOWN_DRIVER", "zfs");
        (await RefusedAsync(() => CreateAsync(default, "local")))[..3].Should().Equal("VALUE_NOT_SUPPORTED", "device_config location", elsewhere.Path);
        (await RefusedAsync(() => CreateAsync(Map.Of(("format", "vhd")))))[..3].Should().Equal("VALUE_NOT_SUPPORTED", "sm_config format", "vhd");
        foreach (var location in new[] { "", "relative", "/a/../b", "/there/is/none", house.Directory, $"{house.Directory}/images", "/a\nb" })
        {
            (await RefusedAsync(() => CreateAsync(default, "file", location)))[..2].Should().Equal(["VALUE_NOT_SUPPORTED", "device_config location"], location);
        }

        house.Now.All<Sr>().Should().HaveCount(2);
        Directory.EnumerateFileSystemEntries(elsewhere.Path).Should().BeEmpty();
        (await RefusedAsync(() => SrCalls.Create(house.Caller(), house.Engine.ThisHost, default, 0, new string('x', 100_000), "", "file", "", false))).Should().StartWith(["VALUE_NOT_SUPPORTED"]);
    }

    [Fact]
    public async Task A_commit_that_is_refused_leaves_no_directory()
    {
        (await RefusedAsync(() => SrCalls.Create(
            house.Caller(), house.Engine.ThisHost, Map.Of(("location", elsewhere.Path)), 0, new string('x', 1 << 20), "", "file", "", false)))[0].Should().Be("VALUE_NOT_SUPPORTED");

        Directory.EnumerateFileSystemEntries(elsewhere.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task What_an_unplugged_one_holds_is_out_of_reach_until_it_is_plugged_again()
    {
        var sr = await CreateAsync();
        var image = await Images.CreateAsync(change: vdi => vdi with { Sr = sr });
        var disk = await Images.AddDiskAsync(image, isAttached: true);
        var connection = house.Now.Get(sr).Pbds.Single();

        (await RefusedAsync(() => PbdCalls.Unplug(house.Caller(), connection))).Should().Equal("VDI_IN_USE", image.ToString(), "PBD.unplug");
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(disk) with { CurrentlyAttached = false, IsClaimed = false }));
        await PbdCalls.Unplug(house.Caller(), connection);
        foreach (var call in new Func<Task>[]
        {
            () => Images.CreateAsync(change: vdi => vdi with { Sr = sr }), () => VdiCalls.SetVirtualSize(house.Caller(), image, 2 * Images.MiB), () => SrCalls.Scan(house.Caller(), sr),
        })
        {
            (await RefusedAsync(call)).Should().Equal("SR_NOT_ATTACHED", sr.ToString());
        }

        house = await house.RestartAsync();
        house.Now.Get(connection).CurrentlyAttached.Should().BeFalse("a client has unplugged it");
        await house.Engine.Store.CommitAsync(changes => changes.Delete(disk));
        (await RefusedAsync(() => VdiCalls.Destroy(house.Caller(), image)))[0].Should().Be("SR_NOT_ATTACHED");
        house.Now.Find(image).Should().NotBeNull();

        await PbdCalls.Plug(house.Caller(), connection);
        await VdiCalls.Destroy(house.Caller(), image);
        Directory.EnumerateFileSystemEntries(Path.Combine(elsewhere.Path, sr.ToString())).Should().BeEmpty();
    }

    [Fact]
    public async Task Destroying_takes_what_was_made_and_forgetting_leaves_it()
    {
        var sr = await CreateAsync();
        var directory = Path.Combine(elsewhere.Path, sr.ToString());
        var image = await Images.CreateAsync(change: vdi => vdi with { Sr = sr });
        var path = Images.PathOf(image);

        (await RefusedAsync(() => SrCalls.Destroy(house.Caller(), sr))).Should().Equal("SR_NOT_EMPTY");
        (await RefusedAsync(() => SrCalls.Forget(house.Caller(), sr))).Should().Equal("SR_HAS_PBD", sr.ToString());
        (await RefusedAsync(() => SrCalls.Destroy(house.Caller(), Images.Local)))[0].Should().Be("SR_INDESTRUCTIBLE");
        await PbdCalls.Unplug(house.Caller(), house.Now.Get(sr).Pbds.Single());
        await SrCalls.Forget(house.Caller(), sr);
        house.Now.Find(image).Should().BeNull();
        File.Exists(path).Should().BeTrue("forgotten is not destroyed");

        await SrCalls.Introduce(house.Caller(), sr.ToString(), "again", "", "file", "", false);
        var connection = await PbdCalls.Create(house.Caller(), new Pbd { Id = Guid.NewGuid(), Host = house.Engine.ThisHost, Sr = sr, DeviceConfig = Map.Of(("location", elsewhere.Path)) });
        house.Now.Get(connection).CurrentlyAttached.Should().BeFalse();
        await PbdCalls.Plug(house.Caller(), connection);
        Images.Get(image).Should().Match<Vdi>(vdi => vdi.VirtualSize == Images.MiB && vdi.Sr == sr);
        house.Now.Get(sr).VirtualAllocation.Should().Be(Images.MiB);

        await VdiCalls.Destroy(house.Caller(), image);
        await PbdCalls.Unplug(house.Caller(), connection);
        await SrCalls.Destroy(house.Caller(), sr);
        Directory.Exists(directory).Should().BeFalse();
        house.Now.All<Pbd>().Should().HaveCount(2);
    }

    [Fact]
    public async Task What_others_keep_in_its_place_is_left_alone()
    {
        var orphan = Path.Combine(elsewhere.Path, Guid.NewGuid() + ".raw");
        await File.WriteAllTextAsync(orphan, "precious");
        var sr = await CreateAsync();
        var note = Path.Combine(elsewhere.Path, sr.ToString(), "note");
        await File.WriteAllTextAsync(note, "precious");
        var left = Path.Combine(elsewhere.Path, sr.ToString(), Guid.NewGuid() + ".qcow2");
        await File.WriteAllTextAsync(left, "what a crash left");

        house = await house.RestartAsync();

        File.Exists(left).Should().BeFalse();
        await PbdCalls.Unplug(house.Caller(), house.Now.Get(sr).Pbds.Single());
        await SrCalls.Destroy(house.Caller(), sr);
        File.Exists(orphan).Should().BeTrue();
        File.Exists(note).Should().BeTrue();
        house.Now.Find(sr).Should().BeNull();
    }

    [Fact]
    public async Task One_that_is_not_there_at_the_start_is_told_and_does_not_hinder()
    {
        var sr = await CreateAsync();
        var image = await Images.CreateAsync(change: vdi => vdi with { Sr = sr });
        var connection = house.Now.Get(sr).Pbds.Single();
        Directory.Move(elsewhere.Path, elsewhere.Path + "-away");

        house = await house.RestartAsync();

        house.Now.Get(connection).CurrentlyAttached.Should().BeFalse();
        (await RefusedAsync(() => PbdCalls.Plug(house.Caller(), connection)))[0].Should().BeOneOf("SR_BACKEND_FAILURE", "VALUE_NOT_SUPPORTED");
        Directory.Move(elsewhere.Path + "-away", elsewhere.Path);
        await PbdCalls.Plug(house.Caller(), connection);
        File.Exists(Images.PathOf(image)).Should().BeTrue();
    }

    [Fact]
    public async Task Clients_of_exactly_the_document_see_no_such_message()
    {
        using var client = await house.EnterAsync(ApiVersion.V1_0_10);
        (await FluentActions.Awaiting(() => client.CallAsync("SR.scan", Images.Local.ToString())).Should().ThrowAsync<XenFailure>()).Which.Description[0].Should().Be("MESSAGE_METHOD_UNKNOWN");
    }

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private Dictionary<string, object?> Config() => new() { ["location"] = elsewhere.Path };

    private Task<Ref<Sr>> CreateAsync(Map<string, string> smConfig = default, string type = "file", string? location = null) => SrCalls.Create(
        house.Caller(), house.Engine.ThisHost, Map.Of(("location", location ?? elsewhere.Path)), 0, "Disks", "", type, "user", false, smConfig);
}
