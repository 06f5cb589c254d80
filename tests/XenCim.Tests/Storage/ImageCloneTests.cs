using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using XenApi.Core.Diagnosis;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenApi.Core.Values;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>Copies of qcow2 images as clients see them: what is counted, what is refused, what outlives a restart.</summary>
public sealed class ImageCloneTests : IAsyncLifetime
{
    private const long CapacityBytes = 100 * Images.MiB;

    private readonly StateDirectory elsewhere = new();
    private House house = null!;

    public async Task InitializeAsync() => house = await House.StartAsync(change: setup => setup with { StorageBytes = CapacityBytes });

    public async Task DisposeAsync()
    {
        await house.DisposeAsync();
        elsewhere.Dispose();
    }

    private Images Images => new(house);

    private Sr QCoW => house.Now.Get(Images.QCoW);

    private string[] Files => [.. Directory.EnumerateFiles(Path.Combine(house.Directory, "qcow"))];

    private long UsedBytes => Files.Sum(path => Posix.Measure(path)!.Value.UsedBytes);

    [Fact]
    public async Task What_images_share_is_counted_once_and_in_the_SR()
    {
        var image = await CreateAsync(writtenBytes: 4 << 20);

        var copy = await CopyAsync(image);

        Files.Should().HaveCount(3);
        Images.Get(image).PhysicalUtilisation.Should().BeLessThan(1 << 20);
        Images.Get(copy).Should().Match<Vdi>(vdi => vdi.PhysicalUtilisation < 1 << 20 && vdi.VirtualSize == 8 * Images.MiB && vdi.Format == "qcow2");
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes).And.BeGreaterThan(4 << 20);
        QCoW.VirtualAllocation.Should().Be(16 * Images.MiB);

        house = await house.RestartAsync();
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes);
        await SrCalls.Scan(house.Caller(), Images.QCoW);
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes);

        await VdiCalls.Destroy(house.Caller(), image);
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes).And.BeGreaterThan(4 << 20, "the copy reads through the base");
        await VdiCalls.Destroy(house.Caller(), copy);
        Files.Should().BeEmpty();
        QCoW.Should().Match<Sr>(sr => sr.PhysicalUtilisation == 0 && sr.VirtualAllocation == 0);
    }

    [Fact]
    public async Task An_image_that_machines_only_read_is_copied_and_keeps_its_path()
    {
        var image = await CreateAsync();
        await Images.AddDiskAsync(image, isAttached: true, VbdMode.ReadOnly);
        var path = Images.PathOf(image);
        using var reading = File.OpenHandle(path);
        var before = await File.ReadAllBytesAsync(path);

        await CopyAsync(image);

        Images.PathOf(image).Should().Be(path);
        var after = new byte[before.Length];
        RandomAccess.Read(reading, after, 0);
        after.AsSpan().SequenceEqual(before).Should().BeTrue("who reads already has the base");
        using var file = File.OpenHandle(path);
        BaseFiles.IsBase(ImageFormat.Qcow2.BaseOf(file)!).Should().BeTrue("who comes now has the overlay");
    }

    [Fact]
    public async Task An_image_that_a_machine_writes_to_stays_as_it_is()
    {
        var image = await CreateAsync();
        await Images.AddDiskAsync(image, isAttached: true);

        (await RefusedAsync(() => CopyAsync(image))).Should().Equal("VDI_IN_USE", image.ToString(), "copy");

        Files.Should().Equal(Images.PathOf(image));
    }

    [Fact]
    public async Task Nor_is_one_that_a_program_of_the_host_or_a_machine_that_went_to_another_host_writes_to()
    {
        var image = await CreateAsync();
        using (File.OpenHandle(Images.PathOf(image), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            (await RefusedAsync(() => CopyAsync(image))).Should().Equal("VDI_IN_USE", image.ToString(), "copy");
        }

        var disk = await Images.AddDiskAsync(image, isAttached: false);
        var vm = house.Now.Get(disk).Vm;
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm).MovedTo("other")));
        (await RefusedAsync(() => CopyAsync(image))).Should().Equal("VDI_IN_USE", image.ToString(), "copy");
        Files.Should().Equal(Images.PathOf(image));
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm).Home()));
        await CopyAsync(image);
    }

    [Fact]
    public async Task A_copy_of_what_was_written_to_meanwhile_is_none()
    {
        var image = await CreateAsync();
        using var end = new CancellationTokenSource();
        var (path, time) = (Images.PathOf(image), DateTime.UtcNow);
        var writing = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                File.SetLastWriteTimeUtc(path, time = time.AddSeconds(1));
            }
        });

        string[] refused = [];
        for (var attempt = 0; attempt < 200 && refused.Length == 0; attempt++)
        {
            try
            {
                await VdiCalls.Destroy(house.Caller(), await CopyAsync(image));
            }
            catch (ApiError e)
            {
                refused = [.. e.Description];
            }
        }

        await end.CancelAsync();
        await writing;
        refused.Should().Equal("VDI_IN_USE", image.ToString(), "copy");
        Files.Where(file => !BaseFiles.IsBase(Path.GetFileName(file))).Should().Equal(path);
        QCoW.Vdis.Should().Equal(image);
        (await new ImageBases(Path.GetDirectoryName(path)!).ReadAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_copy_grows_and_the_image_does_not()
    {
        var image = await CreateAsync();
        var copy = await CopyAsync(image);

        await VdiCalls.SetVirtualSize(house.Caller(), copy, 20 * Images.MiB);

        SizeOf(copy).Should().Be(20 * Images.MiB);
        SizeOf(image).Should().Be(8 * Images.MiB);
        SizeOf(await CopyAsync(copy)).Should().Be(20 * Images.MiB);
    }

    [Fact]
    public async Task What_a_kill_left_is_gone_after_the_next_start()
    {
        var image = await CreateAsync();
        var kept = await CopyAsync(image);
        var path = Images.PathOf(image);
        var folder = Path.GetDirectoryName(path)!;

        // A copy that no object came to, and the beginning of the next one.
        var bases = new ImageBases(folder);
        await bases.TryCloneAsync(Path.GetFileName(path), Guid.NewGuid() + ".qcow2", 8 * Images.MiB, long.MaxValue, default);
        Posix.TryLink(path, Path.Combine(folder, Guid.NewGuid() + ".base")).Should().BeTrue();
        await File.WriteAllTextAsync(Path.Combine(folder, Guid.NewGuid() + ".new"), "half an overlay");
        string[] others = [Path.Combine(folder, "windows.base"), Path.Combine(folder, "notes.new")];
        foreach (var other in others)
        {
            await File.WriteAllTextAsync(other, "precious");
        }

        house = await house.RestartAsync();

        Files.Except(others).Should().HaveCount(3).And.Contain([path, Images.PathOf(kept)]);
        others.Should().OnlyContain(other => File.Exists(other));
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes - others.Sum(other => Posix.Measure(other)!.Value.UsedBytes));
        await VdiCalls.Destroy(house.Caller(), image);
        await VdiCalls.Destroy(house.Caller(), kept);
        Files.Should().BeEquivalentTo(others);
    }

    [Fact]
    public async Task A_base_that_the_SR_has_no_room_for_beside_what_it_promised_is_not_made()
    {
        var image = await CreateAsync(CapacityBytes / 2 - Images.MiB, writtenBytes: 4 << 20);

        var copy = await CopyAsync(image);

        Files.Should().HaveCount(2).And.OnlyContain(path => IsWhole(path));
        await SrCalls.Scan(house.Caller(), Images.QCoW);
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes);
        (await RefusedAsync(() => CopyAsync(copy)))[0].Should().Be("SR_FULL");
    }

    [Fact]
    public async Task What_bases_take_up_is_promised_to_nobody()
    {
        var image = await CreateAsync(writtenBytes: 4 << 20);
        await CopyAsync(image);
        QCoW.BaseBytes.Should().BeGreaterThan(4 << 20);

        (await RefusedAsync(() => CreateAsync(CapacityBytes - 16 * Images.MiB))).Should().Equal("SR_FULL", $"{CapacityBytes - 16 * Images.MiB}", $"{CapacityBytes - 16 * Images.MiB - QCoW.BaseBytes}");
        await CreateAsync(CapacityBytes - 16 * Images.MiB - QCoW.BaseBytes);
    }

    [QemuImgFact]
    public async Task A_copy_in_another_format_reads_through_the_chain()
    {
        var image = await CreateAsync(mark: false);
        QemuImages.Write(Images.PathOf(image), 0x11, 0, Images.MiB);
        await CopyAsync(image);
        QemuImages.Write(Images.PathOf(image), 0x22, Images.MiB, Images.MiB);
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(image) with { OtherConfig = Map.Of(("format", "raw")) }));

        var copy = await CopyAsync(image);

        Images.Get(copy).Format.Should().Be("raw");
        var content = await File.ReadAllBytesAsync(Images.PathOf(copy));
        content.Should().HaveCount(8 << 20);
        content.AsSpan().SequenceEqual(QemuImages.Read(Images.PathOf(image))).Should().BeTrue();
        (content[0], content[1 << 20], content[2 << 20]).Should().Be(((byte)0x11, (byte)0x22, (byte)0));
    }

    [Fact]
    public async Task One_of_ours_that_somebody_had_name_another_file_of_the_host_is_refused()
    {
        var image = await CreateAsync();
        File.Delete(Images.PathOf(image));
        Trojan(Images.PathOf(image));

        (await RefusedAsync(() => CopyAsync(image))).Should().StartWith(["VALUE_NOT_SUPPORTED", "VDI", image.ToString()]);

        Files.Should().Equal(Images.PathOf(image));
    }

    [Fact]
    public async Task Images_with_their_bases_are_taken_over_and_those_that_name_other_files_are_not()
    {
        Directory.CreateDirectory(elsewhere.Path);
        using var log = new LogMemory(TimeProvider.System);
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));
        await house.DisposeAsync();
        house = await House.StartAsync(change: setup => setup with { Logs = logs });
        var config = Map.Of(("location", elsewhere.Path));
        var sr = await SrCalls.Create(house.Caller(), house.Engine.ThisHost, config, 0, "Disks", "", "file", "user", false, Map.Of(("format", "qcow2")));
        var image = await CreateAsync(sr: sr);
        var copy = await CopyAsync(image);
        var trojan = Guid.NewGuid();
        Trojan(Path.Combine(elsewhere.Path, sr.ToString(), trojan + ".qcow2"));
        await PbdCalls.Unplug(house.Caller(), house.Now.Get(sr).Pbds.Single());
        await SrCalls.Forget(house.Caller(), sr);

        await SrCalls.Introduce(house.Caller(), sr.ToString(), "Disks", "", "file", "user", false, Map.Of(("format", "qcow2")));
        var connection = await PbdCalls.Create(house.Caller(), new Pbd { Id = Guid.NewGuid(), Host = house.Engine.ThisHost, Sr = sr, DeviceConfig = config });
        await PbdCalls.Plug(house.Caller(), connection);

        house.Now.Get(sr).Vdis.Should().BeEquivalentTo([image, copy]);
        log.Text().Should().Contain(trojan.ToString()).And.Contain("names another file of the host").And.NotContain("shadow");
        File.Delete(Path.Combine(elsewhere.Path, sr.ToString(), trojan + ".qcow2"));
        await VdiCalls.Destroy(house.Caller(), image);
        await VdiCalls.Destroy(house.Caller(), copy);
        await PbdCalls.Unplug(house.Caller(), connection);
        await SrCalls.Destroy(house.Caller(), sr);
        Directory.EnumerateFileSystemEntries(elsewhere.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task Whatever_many_clients_do_at_once_objects_files_and_sums_agree()
    {
        var mine = new ConcurrentBag<Ref<Vdi>> { await CreateAsync(), await CreateAsync() };
        await Task.WhenAll(Enumerable.Range(0, 6).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            for (var step = 0; step < 30; step++)
            {
                try
                {
                    switch (random.Next(5))
                    {
                        case 0 when mine.TryTake(out var gone):
                            await VdiCalls.Destroy(house.Caller(), gone);
                            break;
                        case 1 when mine.TryPeek(out var grown):
                            await VdiCalls.SetVirtualSize(house.Caller(), grown, random.NextInt64(1, 12 * Images.MiB));
                            break;
                        case 2 when mine.TryPeek(out var written) && house.Now.Find(written) is { } found:
                            TryMark(house.Engine.Storage.PathOf(found));
                            break;
                        case 3 or 4 when mine.TryPeek(out var copied):
                            mine.Add(await CopyAsync(copied));
                            break;
                        default:
                            mine.Add(await CreateAsync(random.NextInt64(1, 8 * Images.MiB)));
                            break;
                    }
                }
                catch (ApiError e)
                {
                    e.Code.Should().BeOneOf("SR_FULL", "VALUE_NOT_SUPPORTED", "HANDLE_INVALID", "VDI_IN_USE");
                }
            }
        })));

        var all = QCoW.Vdis.Select(house.Now.Get).ToList();
        QCoW.VirtualAllocation.Should().Be(all.Sum(vdi => vdi.VirtualSize)).And.BeLessThanOrEqualTo(CapacityBytes);
        Files.Where(path => !BaseFiles.IsBase(Path.GetFileName(path))).Should().BeEquivalentTo(all.Select(house.Engine.Storage.PathOf));
        all.Should().OnlyContain(vdi => SizeOf(new(vdi.Id)) == (vdi.VirtualSize + 511) / 512 * 512);
        (await new ImageBases(Path.Combine(house.Directory, "qcow")).ReadAsync()).Should().BeEmpty();
        await SrCalls.Scan(house.Caller(), Images.QCoW);
        QCoW.PhysicalUtilisation.Should().Be(UsedBytes);
        await Task.WhenAll(all.Select(vdi => VdiCalls.Destroy(house.Caller(), new(vdi.Id))));
        Files.Should().BeEmpty();
        QCoW.PhysicalUtilisation.Should().Be(0);
    }

    private static async Task<string[]> RefusedAsync(Func<Task> call) => [.. (await call.Should().ThrowAsync<ApiError>()).Which.Description];

    private static bool IsWhole(string path)
    {
        using var file = File.OpenHandle(path);
        return ImageFormat.Qcow2.IsWhole(file);
    }

    private static void Trojan(string path)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        ImageFormat.Qcow2.MakeOverlay(file, Images.MiB, "/etc/shadow");
    }

    // As good as written to for whoever looks at the table of the image; QEMU would not agree.
    // It may be destroyed before it is written to.
    private static void TryMark(string path)
    {
        try
        {
            Mark(path, 1);
        }
        catch (FileNotFoundException)
        {
        }
    }

    private static void Mark(string path, int bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, [1], 3 << 16);
        RandomAccess.Write(file, Enumerable.Repeat((byte)1, bytes).ToArray(), RandomAccess.GetLength(file));

        // What a file takes up is certain when it is on the disk: ext4 adds what finds its extents only then.
        RandomAccess.FlushToDisk(file);
    }

    private async Task<Ref<Vdi>> CreateAsync(long size = 8 * Images.MiB, int writtenBytes = 4096, bool mark = true, Ref<Sr> sr = default)
    {
        var image = await Images.CreateAsync(size, vdi => vdi with { Sr = sr.IsNull ? Images.QCoW : sr });
        if (mark)
        {
            Mark(Images.PathOf(image), writtenBytes);
            await house.Engine.Storage.MeasureAsync(image);
        }

        return image;
    }

    private async Task<Ref<Vdi>> CopyAsync(Ref<Vdi> image)
    {
        var copy = await house.Engine.Storage.CopyAsync(image, "copy", Progress.None, default);

        // A machine has it.
        await house.Engine.Store.CommitAsync(changes =>
        {
            if (changes.Find(copy) is { } made)
            {
                changes.Put(made with { IsPart = false });
            }
        });
        return copy;
    }

    private long SizeOf(Ref<Vdi> image)
    {
        using var file = File.OpenHandle(Images.PathOf(image), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return ImageFormat.Qcow2.VirtualSizeBytes(file);
    }
}
