using System.Text;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>Images from create to destroy.</summary>
public sealed class ImageLifeTests : IAsyncLifetime
{
    private const long CapacityBytes = 100 * Images.MiB;

    private House house = null!;
    private Images images = null!;

    public async Task InitializeAsync()
    {
        house = await House.StartAsync(change: setup => setup with { StorageBytes = CapacityBytes });
        images = new(house);
    }

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task An_image_is_a_sparse_file_of_its_size_and_goes_with_it()
    {
        var image = await images.CreateAsync(10_000_001);
        var path = images.PathOf(image);

        Posix.Measure(path).Should().Be((10_000_001L, 0L));
        house.Engine.Storage.FormatOf(images.Get(image)).Should().Be("raw");
        images.Get(image).OtherConfig.Count.Should().Be(0, "what a client gave comes back as it was");
        images.Sr.VirtualAllocation.Should().Be(10_000_001);
        images.Sr.Vdis.Should().Equal(image);

        await VdiCalls.Destroy(house.Caller(), image);

        house.Now.Find(image).Should().BeNull();
        images.Files.Should().BeEmpty();
        images.Sr.VirtualAllocation.Should().Be(0);
    }

    [Fact]
    public async Task An_image_in_QCoW_is_a_qcow2_file_but_saved_memory_is_a_plain_one()
    {
        var disk = await images.CreateAsync(change: vdi => vdi with { Sr = images.QCoW });
        var memory = await images.CreateAsync(change: vdi => vdi with { Sr = images.QCoW, Type = VdiType.Suspend });

        house.Engine.Storage.FormatOf(images.Get(disk)).Should().Be("qcow2");
        house.Engine.Storage.FormatOf(images.Get(memory)).Should().Be("raw");
        (await File.ReadAllBytesAsync(images.PathOf(disk)))[..3].Should().Equal("QFI"u8.ToArray());
        Posix.Measure(images.PathOf(memory))!.Value.LengthBytes.Should().Be(Images.MiB);
    }

    [Fact]
    public async Task The_records_of_Xends_own_tests_are_taken()
    {
        var session = house.Open().Handle;
        var answer = Encoding.UTF8.GetString(await house.AnswerAsync(Encoding.UTF8.GetBytes(
            $"""
            <methodCall><methodName>VDI.create</methodName><params><param><value><string>{session}</string></value></param><param><value><struct>
            <member><name>name_label</name><value>xm-test</value></member><member><name>SR</name><value>{images.Local}</value></member>
            <member><name>virtual_size</name><value><int>10</int></value></member><member><name>type</name><value><int>0</int></value></member>
            <member><name>shareable</name><value><boolean>1</boolean></value></member><member><name>read-only</name><value><boolean>0</boolean></value></member>
            <member><name>other_config</name><value><struct><member><name>location</name><value>file:/root/image.img</value></member></struct></value></member>
            </struct></value></param></params></methodCall>
            """)));

        answer.Should().Contain("Success");
        var image = house.Now.All<Vdi>().Single();
        (image.VirtualSize, image.Type, image.Sharable, image.ReadOnly).Should().Be((10, VdiType.System, false, false));
        house.Engine.Storage.PathOf(image).Should().Be("/root/image.img");
        images.Sr.VirtualAllocation.Should().Be(0, "nothing of the SR was promised");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Vdi.VirtualSizeMostBytes + 1)]
    [InlineData(long.MaxValue)]
    public async Task A_size_that_no_image_can_have_is_refused(long size)
    {
        (await RefusedAsync(() => images.CreateAsync(size))).Should().StartWith(["VALUE_NOT_SUPPORTED", "virtual_size"]);
        images.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task An_image_needs_an_SR_that_is_there()
    {
        var unknown = Guid.NewGuid();

        (await RefusedAsync(() => images.CreateAsync(change: vdi => vdi with { Sr = Ref<Sr>.Null }))).Should().Equal("HANDLE_INVALID", "SR", "");
        (await RefusedAsync(() => images.CreateAsync(change: vdi => vdi with { Sr = new(unknown) }))).Should().Equal("HANDLE_INVALID", "SR", unknown.ToString());
    }

    [Fact]
    public async Task An_identity_is_given_once()
    {
        var image = await images.CreateAsync();
        await File.WriteAllTextAsync(images.PathOf(image), "precious");

        (await RefusedAsync(() => images.CreateAsync(change: vdi => vdi with { Id = image.Id!.Value })))[..2].Should().Equal("VALUE_NOT_SUPPORTED", "uuid");

        (await File.ReadAllTextAsync(images.PathOf(image))).Should().Be("precious");
    }

    [Fact]
    public async Task A_commit_that_is_refused_leaves_no_file()
    {
        var connection = PbdCalls.GetBySr(house.Caller(), images.Local).Single();
        await PbdCalls.Destroy(house.Caller(), connection);

        (await RefusedAsync(() => images.CreateAsync())).Should().Equal("OPERATION_NOT_ALLOWED");

        images.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Many_at_once_get_no_more_than_there_is()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 25).Select(async _ =>
        {
            try
            {
                await images.CreateAsync(CapacityBytes / 10);
                return "made";
            }
            catch (ApiError e)
            {
                e.Parameters.Should().Equal($"{CapacityBytes / 10}", "0");
                return e.Code;
            }
        }));

        outcomes.Count(outcome => outcome == "made").Should().Be(10);
        outcomes.Where(outcome => outcome != "made").Should().OnlyContain(code => code == "SR_FULL");
        images.Sr.VirtualAllocation.Should().Be(CapacityBytes);
        images.Files.Should().HaveCount(10);
    }

    [Fact]
    public async Task An_image_that_is_needed_stays()
    {
        var image = await images.CreateAsync();
        await images.AddDiskAsync(image, isAttached: false);

        var refused = await RefusedAsync(() => VdiCalls.Destroy(house.Caller(), image));

        refused[0].Should().Be("VDI_ERROR");
        refused[2].Should().Be("disk");
        File.Exists(images.PathOf(image)).Should().BeTrue();
        images.Sr.VirtualAllocation.Should().Be(Images.MiB);
    }

    [Fact]
    public async Task An_image_that_was_there_before_is_neither_made_nor_removed_and_stays_where_it_is()
    {
        using var elsewhere = new Memory.StateDirectory();
        Directory.CreateDirectory(elsewhere.Path);
        var path = Path.Combine(elsewhere.Path, "old.img");
        var image = await images.CreateAsync(0, vdi => At(vdi, "file:" + path));
        File.Exists(path).Should().BeFalse();
        await File.WriteAllTextAsync(path, "precious");

        foreach (var config in new[] { Map.Of(), Map.Of(("location", "/etc/shadow")) })
        {
            (await RefusedAsync(() => house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(image) with { OtherConfig = config }))))
                .Should().StartWith(["VALUE_NOT_SUPPORTED", "other_config"]);
        }

        (await RefusedAsync(() => VdiCalls.SetVirtualSize(house.Caller(), image, 1 << 20))).Should().Equal("OPERATION_NOT_ALLOWED");
        await VdiCalls.Destroy(house.Caller(), image);
        (await File.ReadAllTextAsync(path)).Should().Be("precious");
    }

    [Fact]
    public async Task A_path_of_the_host_takes_the_role_that_may_and_is_never_our_own_state()
    {
        var args = At(new Vdi { Id = Guid.NewGuid(), Sr = images.Local, VirtualSize = 1 }, "/etc/shadow");

        (await RefusedAsync(() => VdiCalls.Create(house.Caller(Role.VmAdmin), args))).Should().Equal("PERMISSION_DENIED");
        foreach (var path in new[] { $"{house.Directory}/state.db", $"file:{house.Directory}//images/a.raw", $"phy:{house.Directory}" })
        {
            (await RefusedAsync(() => images.CreateAsync(change: vdi => At(vdi, path))))[0].Should().Be("VALUE_NOT_SUPPORTED", path);
        }
    }

    [Fact]
    public async Task A_crash_dump_goes_with_its_image_unless_that_is_looked_at()
    {
        var image = await images.CreateAsync(change: vdi => vdi with { Type = VdiType.Crashdump });
        var disk = await images.AddDiskAsync(image, isAttached: false);
        var dump = new Crashdump { Id = Guid.NewGuid(), Vm = house.Now.Get(disk).Vm, Vdi = image };
        await house.Engine.Store.CommitAsync(changes => changes.Add(dump));

        (await RefusedAsync(() => CrashdumpCalls.Destroy(house.Caller(), new(dump.Id))))[0].Should().Be("VDI_ERROR");
        house.Now.Find(new Ref<Crashdump>(dump.Id)).Should().NotBeNull();
        await house.Engine.Store.CommitAsync(changes => changes.Delete(disk));
        (await RefusedAsync(() => VdiCalls.Destroy(house.Caller(), image)))[0].Should().Be("VDI_ERROR", "the dump needs it");

        await CrashdumpCalls.Destroy(house.Caller(), new(dump.Id));

        house.Now.Find(image).Should().BeNull();
        house.Now.Find(new Ref<Crashdump>(dump.Id)).Should().BeNull();
        images.Files.Should().BeEmpty();
    }

    private static Vdi At(Vdi image, string location) => image with { OtherConfig = Map.Of(("location", location)) };

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];
}
