using System.Collections.Concurrent;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>Images that grow, are copied, measured and set, and the connections to them.</summary>
public sealed class ImageChangeTests : IAsyncLifetime
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
    public async Task An_image_grows_with_its_file_as_far_as_there_is_room_and_never_shrinks()
    {
        var image = await images.CreateAsync();

        await VdiCalls.SetVirtualSize(house.Caller(), image, 10 * Images.MiB);
        await VdiCalls.SetVirtualSize(house.Caller(), image, 10 * Images.MiB);

        Posix.Measure(images.PathOf(image)).Should().Be((10 * Images.MiB, 0L));
        images.Sr.VirtualAllocation.Should().Be(10 * Images.MiB);
        (await RefusedAsync(() => VdiCalls.SetVirtualSize(house.Caller(), image, CapacityBytes + 1))).Should().Equal("SR_FULL", $"{90 * Images.MiB + 1}", $"{90 * Images.MiB}");
        (await RefusedAsync(() => VdiCalls.SetVirtualSize(house.Caller(), image, Images.MiB)))[0].Should().Be("VALUE_NOT_SUPPORTED");
        Posix.Measure(images.PathOf(image)).Should().Be((10 * Images.MiB, 0L));
    }

    [Fact]
    public async Task Saved_memory_does_not_grow()
    {
        var image = await images.CreateAsync(change: vdi => vdi with { Type = VdiType.Suspend });

        (await RefusedAsync(() => VdiCalls.SetVirtualSize(house.Caller(), image, 2 * Images.MiB))).Should().Equal("OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task What_a_machine_has_attached_keeps_its_size_and_its_rules()
    {
        var image = await images.CreateAsync(change: vdi => vdi with { Sharable = true });
        await images.AddDiskAsync(image, isAttached: true);
        await images.AddDiskAsync(image, isAttached: true);

        (await RefusedAsync(() => VdiCalls.SetVirtualSize(house.Caller(), image, 2 * Images.MiB))).Should().Equal("VDI_IN_USE", image.ToString(), "set_virtual_size");
        (await RefusedAsync(() => SetAsync(image, vdi => vdi with { ReadOnly = true }))).Should().Equal("VDI_IN_USE", image.ToString(), "set_read_only");
        (await RefusedAsync(() => SetAsync(image, vdi => vdi with { Sharable = false }))).Should().Equal("VDI_IN_USE", image.ToString(), "set_sharable");
        await SetAsync(image, vdi => vdi with { NameLabel = "another name" });
    }

    [Fact]
    public async Task A_copy_has_the_same_content_a_name_of_its_own_and_its_own_room()
    {
        var image = await images.CreateAsync(4 * Images.MiB, vdi => vdi with { NameDescription = "kept", OtherConfig = Map.Of(("a", "b")) });
        var content = Enumerable.Range(0, 1 << 20).Select(i => (byte)(i * 7)).ToArray();
        await using (var file = File.OpenWrite(images.PathOf(image)))
        {
            file.Position = 2 * Images.MiB;
            await file.WriteAsync(content);
        }

        var copy = await house.Engine.Storage.CopyAsync(image, "the copy", Progress.None, default);

        images.Get(copy).Should().Match<Vdi>(v => v.NameLabel == "the copy" && v.NameDescription == "kept" && v.OtherConfig["a"] == "b" && v.VirtualSize == 4 * Images.MiB);
        File.ReadAllBytes(images.PathOf(copy)).AsSpan().SequenceEqual(File.ReadAllBytes(images.PathOf(image))).Should().BeTrue();
        images.Get(copy).PhysicalUtilisation.Should().BeInRange(1 << 20, 2 << 20);
        images.Sr.VirtualAllocation.Should().Be(8 * Images.MiB);
    }

    [Fact]
    public async Task A_copy_that_is_cancelled_or_finds_no_room_leaves_nothing()
    {
        var image = await images.CreateAsync(60 * Images.MiB);
        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(image, "copy", Progress.None, default)))[0].Should().Be("SR_FULL");
        await VdiCalls.Destroy(house.Caller(), image);

        image = await images.CreateAsync(8 * Images.MiB);
        await File.WriteAllBytesAsync(images.PathOf(image), Enumerable.Repeat((byte)1, 8 << 20).ToArray());
        using var cancel = new CancellationTokenSource();
        var copying = () => house.Engine.Storage.CopyAsync(image, "copy", new Once(cancel.Cancel), cancel.Token);

        await copying.Should().ThrowAsync<OperationCanceledException>();
        images.Files.Should().Equal(images.PathOf(image));
        images.Sr.VirtualAllocation.Should().Be(8 * Images.MiB);
    }

    [Fact]
    public async Task An_image_that_a_machine_writes_to_is_not_copied()
    {
        var image = await images.CreateAsync();
        await images.AddDiskAsync(image, isAttached: true);

        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(image, "copy", Progress.None, default))).Should().Equal("VDI_IN_USE", image.ToString(), "copy");
    }

    [Fact]
    public async Task A_copy_of_what_was_written_to_meanwhile_is_none()
    {
        var image = await images.CreateAsync();
        await File.WriteAllBytesAsync(images.PathOf(image), new byte[Images.MiB].Select(_ => (byte)1).ToArray());
        var files = images.Files.ToList();
        var progress = new Writing(() => File.SetLastWriteTimeUtc(images.PathOf(image), DateTime.UtcNow.AddMinutes(1)));

        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(image, "copy", progress, default))).Should().Equal("VDI_IN_USE", image.ToString(), "copy");

        images.Files.Should().BeEquivalentTo(files);
    }

    [Fact]
    public async Task A_copy_of_an_image_that_is_not_ours_is_ours()
    {
        using var elsewhere = new Memory.StateDirectory();
        Directory.CreateDirectory(elsewhere.Path);
        var path = Path.Combine(elsewhere.Path, "old.img");
        var image = await images.CreateAsync(10, vdi => vdi with { OtherConfig = Map.Of(("location", path)) });
        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(image, "copy", Progress.None, default))).Should().StartWith(["VALUE_NOT_SUPPORTED", "VDI.other_config location", path], "there is nothing yet");
        await File.WriteAllBytesAsync(path, [1, 2, 3, 4]);

        var copy = await house.Engine.Storage.CopyAsync(image, "copy", Progress.None, default);

        images.Get(copy).Should().Match<Vdi>(v => v.VirtualSize == 4 && v.OtherConfig.Count == 0);
        (await File.ReadAllBytesAsync(images.PathOf(copy))).Should().Equal(1, 2, 3, 4);
        var qcow = await images.CreateAsync(10, vdi => vdi with { OtherConfig = Map.Of(("location", "tap:qcow:" + path)) });
        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(qcow, "copy", Progress.None, default)))[0].Should().Be("VALUE_NOT_SUPPORTED");
        var broken = await images.CreateAsync(10, vdi => vdi with { Sr = images.QCoW, OtherConfig = Map.Of(("location", "tap:qcow2:" + path)) });
        (await RefusedAsync(() => house.Engine.Storage.CopyAsync(broken, "copy", Progress.None, default)))[0].Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task What_is_written_is_measured_and_counted_in_the_SR()
    {
        var image = await images.CreateAsync(4 * Images.MiB);
        await File.WriteAllBytesAsync(images.PathOf(image), Enumerable.Repeat((byte)1, 4 << 20).ToArray());

        await house.Engine.Storage.MeasureAsync(image);

        images.Get(image).PhysicalUtilisation.Should().BeGreaterThanOrEqualTo(4 * Images.MiB);
        images.Sr.PhysicalUtilisation.Should().Be(images.Get(image).PhysicalUtilisation);
        await VdiCalls.Destroy(house.Caller(), image);
        images.Sr.PhysicalUtilisation.Should().Be(0);
        await house.Engine.Storage.MeasureAsync(image);
    }

    [Fact]
    public async Task A_connection_is_made_where_it_leads_to_the_storage_and_the_last_one_to_images_stays()
    {
        var first = PbdCalls.GetBySr(house.Caller(), images.Local).Single();
        await images.CreateAsync();

        (await RefusedAsync(() => PbdCalls.Destroy(house.Caller(), first))).Should().Equal("OPERATION_NOT_ALLOWED");
        (await RefusedAsync(() => PbdCalls.Create(house.Caller(), new Pbd { Id = Guid.NewGuid(), Sr = images.Local }))).Should().Equal("CREATE_UNSPECIFIED_ATTRIBUTE", "host", "PBD");
        var elsewhere = await ConnectAsync(Map.Of(("location", "/elsewhere")));
        var second = await ConnectAsync(Map.Of());
        house.Now.Get(elsewhere).CurrentlyAttached.Should().BeFalse();
        house.Now.Get(second).CurrentlyAttached.Should().BeTrue();
        await PbdCalls.Destroy(house.Caller(), first);
        await PbdCalls.Destroy(house.Caller(), elsewhere);
        (await RefusedAsync(() => PbdCalls.Destroy(house.Caller(), second))).Should().Equal("OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task Whatever_many_clients_do_at_once_objects_files_and_sums_agree()
    {
        var mine = new ConcurrentBag<Ref<Vdi>>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            for (var step = 0; step < 40; step++)
            {
                try
                {
                    switch (random.Next(4))
                    {
                        case 0 when mine.TryTake(out var gone):
                            await VdiCalls.Destroy(house.Caller(), gone);
                            break;
                        case 1 when mine.TryPeek(out var grown):
                            await VdiCalls.SetVirtualSize(house.Caller(), grown, random.NextInt64(1, 20 * Images.MiB));
                            break;
                        case 2 when mine.TryPeek(out var copied):
                            mine.Add(await house.Engine.Storage.CopyAsync(copied, "copy", Progress.None, default));
                            break;
                        default:
                            mine.Add(await images.CreateAsync(random.NextInt64(1, 10 * Images.MiB)));
                            break;
                    }
                }
                catch (ApiError e)
                {
                    e.Code.Should().BeOneOf("SR_FULL", "VALUE_NOT_SUPPORTED", "HANDLE_INVALID", "VDI_IN_USE");
                }
            }
        })));

        var all = house.Now.All<Vdi>().ToList();
        images.Sr.VirtualAllocation.Should().Be(all.Sum(vdi => vdi.VirtualSize)).And.BeLessThanOrEqualTo(CapacityBytes);
        images.Files.Should().BeEquivalentTo(all.Select(house.Engine.Storage.PathOf));
        all.Should().OnlyContain(vdi => Posix.Measure(house.Engine.Storage.PathOf(vdi))!.Value.LengthBytes == vdi.VirtualSize);
    }

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private Task SetAsync(Ref<Vdi> image, Func<Vdi, Vdi> set) => house.Engine.Store.CommitAsync(changes => changes.Put(set(changes.Get(image))));

    private Task<Ref<Pbd>> ConnectAsync(Map<string, string> config) =>
        PbdCalls.Create(house.Caller(), new Pbd { Id = Guid.NewGuid(), Host = house.Engine.ThisHost, Sr = images.Local, DeviceConfig = config });

    private sealed class Once(Action then) : IProgress<double>
    {
        public void Report(double value) => then();
    }

    private sealed class Writing(Action write) : Progress
    {
        public override void Report(double value) => write();
    }
}
