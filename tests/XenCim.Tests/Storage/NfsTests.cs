using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>SRs of type nfs, as far as that goes without an NFS server: what is asked, and what is left when there is none.</summary>
public sealed class NfsTests
{
    [Fact]
    public async Task Where_it_cannot_be_mounted_nothing_is_left_and_the_reason_is_told()
    {
        await using var house = await House.StartAsync();

        var refused = await RefusedAsync(() => CreateAsync(house, ("server", "127.0.0.1"), ("serverpath", "/srv/disks")));

        refused[0].Should().Be("SR_BACKEND_FAILURE");
        refused[3].Should().MatchRegex("apt-get install nfs-common|^mount: |takes root");
        house.Now.All<Sr>().Should().HaveCount(2);
        var mounts = Path.Combine(house.Directory, "sr-mount");
        (Directory.Exists(mounts) ? Directory.GetFileSystemEntries(mounts) : []).Should().BeEmpty();
    }

    [Fact]
    public async Task Places_that_a_crash_has_left_are_left_at_the_start_and_others_stay()
    {
        var house = await House.StartAsync();
        var mounts = Path.Combine(house.Directory, "sr-mount");
        var left = Directory.CreateDirectory(Path.Combine(mounts, Guid.NewGuid().ToString())).FullName;
        var others = Directory.CreateDirectory(Path.Combine(mounts, "others")).FullName;

        await using var again = await house.RestartAsync();

        Directory.Exists(left).Should().BeFalse();
        Directory.Exists(others).Should().BeTrue();
    }

    [Theory]
    [InlineData("server", "")]
    [InlineData("server", "-o")]
    [InlineData("server", "a b")]
    [InlineData("server", "host/path")]
    [InlineData("serverpath", "")]
    [InlineData("serverpath", "relative")]
    [InlineData("serverpath", "/a/../b")]
    [InlineData("options", "a b")]
    [InlineData("options", "sec=krb5,")]
    public async Task What_a_client_says_of_the_place_is_checked_first(string key, string value)
    {
        await using var house = await House.StartAsync();
        var config = Map.Of(("server", "filer"), ("serverpath", "/srv")).With(key, value);

        (await RefusedAsync(() => CreateAsync(house, [.. config.Select(entry => (entry.Key, entry.Value))])))[..2].Should().Equal("VALUE_NOT_SUPPORTED", $"device_config {key}");
    }

    [Theory]
    [InlineData("filer.example.org", "", "nosuid,nodev,noexec,retry=0", "filer.example.org:/srv/disks")]
    [InlineData("fd00::1", "vers=4.2,sec=sys", "nosuid,nodev,noexec,retry=0,vers=4.2,sec=sys", "[fd00::1]:/srv/disks")]
    public void What_is_mounted_is_said_in_the_words_of_mount(string server, string options, string told, string source) => NfsType.MountArguments(
        new(new(Guid.NewGuid()), Map.Of(("server", server), ("serverpath", "/srv/disks/"), ("options", options)), default), "/at").Should().Equal("-t", "nfs", "-o", told, source, "/at");

    [Theory]
    [InlineData("/", "/dev/vda")]
    [InlineData("/state dir/sr-mount/1", "filer:/srv")]
    [InlineData("/state", null)]
    [InlineData("/twice", "second")]
    public void The_table_of_mounts_is_read(string place, string? source) => MountTable.Read(
        [
            "21 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
            @"36 21 0:40 / /state\040dir/sr-mount/1 rw,nosuid shared:1 master:2 - nfs4 filer:/srv rw,vers=4.2",
            "37 21 0:41 / /twice rw - tmpfs first rw",
            "38 37 0:42 / /twice rw - tmpfs second rw",
            "broken",
            "",
        ],
        place).Should().Be(source);

    [Fact]
    public void The_table_of_this_host_has_its_root() => MountTable.SourceAt("/").Should().NotBeNullOrEmpty();

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private static Task<Ref<Sr>> CreateAsync(House house, params (string Key, string Value)[] config) =>
        SrCalls.Create(house.Caller(), house.Engine.ThisHost, Map.Of(config), 0, "Filer", "", "nfs", "user", true);
}
