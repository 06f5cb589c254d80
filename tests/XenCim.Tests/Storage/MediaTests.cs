using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>SRs of type iso: media that others put into a directory.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private readonly StateDirectory elsewhere = new();
    private House house = null!;

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
    public async Task Files_are_shown_as_media_that_are_only_read()
    {
        Put("debian.iso", 4096);
        Put("Windows.ISO", 8192);
        Put("notes.txt", 10);
        Directory.CreateDirectory(Path.Combine(elsewhere.Path, "folder.iso"));
        File.CreateSymbolicLink(Path.Combine(elsewhere.Path, "broken.iso"), "/there/is/none");

        var sr = await CreateAsync();

        var media = Media(sr);
        media.Keys.Should().BeEquivalentTo("debian.iso", "Windows.ISO");
        media["debian.iso"].Should().Match<Vdi>(vdi => vdi.VirtualSize == 4096 && vdi.ReadOnly && !vdi.Sharable);
        house.Engine.Storage.PathOf(media["debian.iso"]).Should().Be(Path.Combine(elsewhere.Path, "debian.iso"));
        (await RefusedAsync(() => house.Engine.Store.CommitAsync(changes => changes.Put(media["debian.iso"] with { ReadOnly = false })))).Should().StartWith(["VALUE_NOT_SUPPORTED", "read_only"]);
        (await RefusedAsync(() => new Images(house).CreateAsync(change: vdi => vdi with { Sr = sr }))).Should().Equal("SR_OPERATION_NOT_SUPPORTED", sr.ToString());
        house.Now.Get(sr).VirtualAllocation.Should().Be(0);
    }

    [Fact]
    public async Task What_comes_and_goes_is_seen_at_the_next_look_and_a_medium_in_a_drive_stays()
    {
        Put("in-a-drive.iso", 4096);
        Put("goes.iso", 4096);
        var sr = await CreateAsync();
        var (inDrive, goes) = (Media(sr)["in-a-drive.iso"], Media(sr)["goes.iso"]);
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(new Ref<Vdi>(inDrive.Id)) with { NameDescription = "mine" }));
        await new Images(house).AddDiskAsync(new(inDrive.Id), isAttached: false, VbdMode.ReadOnly);
        File.Delete(Path.Combine(elsewhere.Path, "goes.iso"));
        File.Delete(Path.Combine(elsewhere.Path, "in-a-drive.iso"));
        Put("comes.iso", 2048);

        await SrCalls.Scan(house.Caller(), sr);

        Media(sr).Keys.Should().BeEquivalentTo("in-a-drive.iso", "comes.iso");
        Put("goes.iso", 1024);
        Put("in-a-drive.iso", 1024);
        house = await house.RestartAsync();
        Media(sr)["goes.iso"].Should().Match<Vdi>(vdi => vdi.Id == goes.Id && vdi.VirtualSize == 1024);
        Media(sr)["in-a-drive.iso"].Should().Match<Vdi>(vdi => vdi.NameDescription == "mine" && vdi.VirtualSize == 1024, "it is another medium of the same name");
    }

    [Fact]
    public async Task Nothing_that_is_there_is_ever_removed()
    {
        Put("debian.iso", 4096);
        var sr = await CreateAsync();
        var medium = Media(sr)["debian.iso"];

        await VdiCalls.Destroy(house.Caller(), new(medium.Id));
        Media(sr).Should().BeEmpty();
        await SrCalls.Scan(house.Caller(), sr);
        Media(sr).Should().ContainKey("debian.iso");
        await PbdCalls.Unplug(house.Caller(), house.Now.Get(sr).Pbds.Single());
        await SrCalls.Destroy(house.Caller(), sr);

        house.Now.Find(new Ref<Vdi>(medium.Id)).Should().BeNull();
        File.Exists(Path.Combine(elsewhere.Path, "debian.iso")).Should().BeTrue();
    }

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private Dictionary<string, Vdi> Media(Ref<Sr> sr) => house.Now.Get(sr).Vdis.Select(house.Now.Get).ToDictionary(vdi => vdi.NameLabel);

    private void Put(string name, int length) => File.WriteAllBytes(Path.Combine(elsewhere.Path, name), new byte[length]);

    private Task<Ref<Sr>> CreateAsync() => SrCalls.Create(house.Caller(), house.Engine.ThisHost, Map.Of(("location", elsewhere.Path)), 0, "Media", "", "iso", "iso", true);
}
