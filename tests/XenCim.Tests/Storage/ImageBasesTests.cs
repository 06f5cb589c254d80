using System.Text;
using CsCheck;
using XenApi.Core.Storage;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>Copies by a base, in a directory: what stands on what, what a kill leaves, and what is believed.</summary>
public sealed class ImageBasesTests : IDisposable
{
    private const long SizeBytes = 4 << 20;
    private const int Blocks = 8;
    private const long BlockBytes = SizeBytes / Blocks;

    private readonly StateDirectory root = new();
    private readonly string directory;

    public ImageBasesTests() => directory = Directory.CreateDirectory(Path.Combine(root.Path, "images")).FullName;

    public void Dispose() => root.Dispose();

    private string[] Bases => [.. Names(directory).Where(BaseFiles.IsBase)];

    [Fact]
    public async Task Image_and_copy_stand_on_what_the_image_was()
    {
        var bases = new ImageBases(directory);
        var (image, copy) = (Made(), Fresh());
        Mark(image);

        (await CloneAsync(bases, image, copy)).Should().BeTrue();

        Bases.Should().ContainSingle();
        foreach (var one in new[] { image, copy })
        {
            BaseOf(one).Should().Be(Bases[0]);
            bases.BaseOf(one).Should().Be(Bases[0]);
            using var file = File.OpenHandle(At(one));
            ImageFormat.Qcow2.VirtualSizeBytes(file).Should().Be(SizeBytes);
            File.GetUnixFileMode(At(one)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        IsMarked(Bases[0]).Should().BeTrue();
        IsMarked(image).Should().BeFalse("it has nothing of its own any more");
        Names(directory).Should().HaveCount(3);
        bases.UsedBytes.Should().Be(Posix.Measure(At(Bases[0]))!.Value.UsedBytes).And.BePositive();
    }

    [Fact]
    public async Task An_image_that_nobody_wrote_to_since_is_copied_without_another_base()
    {
        var bases = new ImageBases(directory);
        var image = Made();
        Mark(image);
        await CloneAsync(bases, image, Fresh());
        var before = File.ReadAllBytes(At(image));

        for (var i = 0; i < 20; i++)
        {
            (await CloneAsync(bases, image, Fresh())).Should().BeTrue();
        }

        Bases.Should().ContainSingle();
        File.ReadAllBytes(At(image)).AsSpan().SequenceEqual(before).Should().BeTrue();
        bases.Depth(image).Should().Be(1);
    }

    [Fact]
    public async Task Bases_go_with_the_last_image_that_needs_them()
    {
        var bases = new ImageBases(directory);
        var (image, first, second) = (Made(), Fresh(), Fresh());
        Mark(image);
        await CloneAsync(bases, image, first);
        Mark(image);
        await CloneAsync(bases, image, second);
        Bases.Should().HaveCount(2);

        await bases.RemoveAsync(image);
        await bases.RemoveAsync(first);
        Bases.Should().HaveCount(2, "the second copy reads through both");
        await bases.RemoveAsync(second);

        Names(directory).Should().BeEmpty();
        bases.UsedBytes.Should().Be(0);
    }

    [Fact]
    public async Task A_base_that_would_take_more_than_there_is_is_none()
    {
        var bases = new ImageBases(directory);
        var image = Made();
        Mark(image);

        (await bases.TryCloneAsync(image, Fresh(), SizeBytes, Posix.Measure(At(image))!.Value.UsedBytes - 1, default)).Should().BeFalse();

        Names(directory).Should().Equal(image);
        BaseOf(image).Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_image_that_a_program_writes_to_is_not_copied_whichever_file_of_its_chain_that_has(int which)
    {
        var bases = new ImageBases(directory);
        var image = Made();
        for (var i = 0; i < 2; i++)
        {
            Mark(image);
            (await CloneAsync(bases, image, Fresh())).Should().BeTrue();
        }

        Mark(image);
        var before = Names(directory);
        var chain = new[] { image, BaseOf(image)!, BaseOf(BaseOf(image)!)! };
        using (File.OpenHandle(At(chain[which]), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            (await FluentActions.Awaiting(() => CloneAsync(bases, image, Fresh())).Should().ThrowAsync<IOException>()).Which.HResult.Should().Be(Posix.Busy);
        }

        Names(directory).Should().Equal(before);
        using (File.OpenHandle(At(chain[which])))
        {
            (await CloneAsync(bases, image, Fresh())).Should().BeTrue("it is only read");
        }
    }

    [Fact]
    public async Task Who_closes_an_image_a_moment_later_is_waited_for()
    {
        var image = Made();
        Mark(image);
        var writer = File.OpenHandle(At(image), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bases = new ImageBases(directory) { Passed = step => writer.Dispose() };

        (await CloneAsync(bases, image, Fresh())).Should().BeTrue();
    }

    [Fact]
    public async Task Who_comes_to_write_while_an_image_is_replaced_has_the_base_for_that_image_alone()
    {
        var image = Made();
        Mark(image);
        Microsoft.Win32.SafeHandles.SafeFileHandle? writer = null;
        var bases = new ImageBases(directory)
        {
            Passed = step => writer ??= step == "overlay made" ? File.OpenHandle(At(image), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete) : null,
        };

        await FluentActions.Awaiting(() => CloneAsync(bases, image, Fresh())).Should().ThrowAsync<IOException>();

        Names(directory).Should().HaveCount(2).And.Contain(image);
        await FluentActions.Awaiting(() => CloneAsync(bases, image, Fresh())).Should().ThrowAsync<IOException>("the base is written to");
        RandomAccess.Write(writer!, "its last words"u8, RandomAccess.GetLength(writer!));
        writer!.Dispose();
        Encoding.ASCII.GetString(File.ReadAllBytes(At(BaseOf(image)!))).Should().Contain("its last words");
        (await CloneAsync(bases, image, Fresh())).Should().BeTrue();
        Bases.Should().ContainSingle();
    }

    [Fact]
    public async Task A_copy_whose_name_is_taken_harms_neither()
    {
        var bases = new ImageBases(directory);
        var (image, taken) = (Made(), Made());
        Mark(image);
        Mark(taken);

        await FluentActions.Awaiting(() => CloneAsync(bases, image, taken)).Should().ThrowAsync<IOException>();

        IsMarked(taken).Should().BeTrue();
        await bases.CheckAsync(image);
        IsMarked(Bases.Single()).Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_that_fails_leaves_the_image_as_it_was_whether_or_not_it_was_done(bool isDone)
    {
        var image = Made();
        Mark(image);
        var bases = new ImageBases(directory)
        {
            Passed = step =>
            {
                if (step == "overlay made")
                {
                    if (isDone)
                    {
                        File.Move(At(Names(directory).Single(BaseFiles.IsNewOverlay)), At(image), overwrite: true);
                    }

                    throw new IOException("The server does not answer.");
                }
            },
        };

        await FluentActions.Awaiting(() => CloneAsync(bases, image, Fresh())).Should().ThrowAsync<IOException>();

        Names(directory).Should().HaveCount(isDone ? 2 : 1);
        (await ReachesAsync(directory, image)).Should().Be(1);
        await bases.RemoveAsync(image);
        await bases.SweepAsync();
        Names(directory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_kill_at_any_step_leaves_every_image_as_it_was_and_nothing_after_the_next_start()
    {
        var (image, copy, other) = (Made(), Fresh(), Fresh());
        var before = new ImageBases(directory);
        Mark(image);
        await CloneAsync(before, image, other);
        Mark(image);
        var steps = new List<string>();
        var bases = new ImageBases(directory) { Passed = step => Keep(step, steps) };
        await bases.ReadAsync();

        (await CloneAsync(bases, image, copy)).Should().BeTrue();

        steps.Should().Equal("base named", "overlay made", "image replaced", "copy made");
        foreach (var step in steps)
        {
            var kept = Path.Combine(root.Path, step);
            var opened = new ImageBases(kept);
            (await opened.ReadAsync()).Should().BeEmpty(step);
            (await ReachesAsync(kept, image)).Should().Be(2, $"{step}: the image and its old base bear a mark each");
            (await ReachesAsync(kept, other)).Should().Be(1, step);
            Names(kept).Contains(copy).Should().Be(step == "copy made");

            // As stocktaking does: the copy has no object.
            await opened.RemoveAsync(copy);
            await opened.SweepAsync();

            (await opened.ReadAsync()).Should().BeEmpty(step);
            (await ReachesAsync(kept, image)).Should().Be(2, step);
            (await ReachesAsync(kept, other)).Should().Be(1, step);
            Names(kept).Where(name => !BaseFiles.IsBase(name)).Should().BeEquivalentTo([image, other], step);
            Names(kept).Count(BaseFiles.IsBase).Should().Be(step is "image replaced" or "copy made" ? 2 : 1, step);
        }
    }

    [QemuImgFact]
    public async Task A_kill_while_a_chain_is_flattened_leaves_every_image_as_it_was()
    {
        var (image, copy) = (Made(), Fresh());
        var expected = new byte[SizeBytes];
        var bases = new ImageBases(directory);
        for (var depth = 0; depth < ImageBases.DepthMost; depth++)
        {
            Write(image, expected, depth % Blocks, (byte)(depth + 1));
            (await CloneAsync(bases, image, Fresh())).Should().BeTrue();
        }

        Write(image, expected, 3, 0xAB);
        bases.Depth(image).Should().Be(ImageBases.DepthMost);
        foreach (var name in Names(directory).Where(name => !BaseFiles.IsBase(name) && name != image))
        {
            await bases.RemoveAsync(name);
        }

        var steps = new List<string>();
        bases = new(directory) { Passed = step => Keep(step, steps) };
        await bases.ReadAsync();

        (await CloneAsync(bases, image, copy)).Should().BeTrue();

        bases.Depth(image).Should().Be(1);
        bases.Depth(copy).Should().Be(1);
        Bases.Should().ContainSingle("nobody needs those of before");
        foreach (var kept in steps.Select(step => Path.Combine(root.Path, step)).Append(directory))
        {
            var opened = new ImageBases(kept);
            await opened.SweepAsync();
            QemuImages.Check(Path.Combine(kept, image));
            QemuImages.Read(Path.Combine(kept, image)).AsSpan().SequenceEqual(expected).Should().BeTrue(kept);
        }

        QemuImages.Read(At(copy)).AsSpan().SequenceEqual(expected).Should().BeTrue();
    }

    [QemuImgFact]
    public async Task Whatever_is_copied_written_grown_and_removed_each_image_reads_like_a_disk_of_its_own() =>
        await Gen.Int[0, 1 << 20].Array[10, 40].SampleAsync(
            async choices =>
            {
                foreach (var name in Names(directory))
                {
                    File.Delete(At(name));
                }

                var (bases, model) = (new ImageBases(directory), new Dictionary<string, byte[]> { [Made()] = new byte[SizeBytes] });
                foreach (var (choice, step) in choices.Select((choice, step) => (choice, step)))
                {
                    var image = model.Keys.Order(StringComparer.Ordinal).ElementAt(choice / 8 % model.Count);
                    switch (choice % 8)
                    {
                        case 0 when model.Count > 1:
                            await bases.RemoveAsync(image);
                            model.Remove(image);
                            break;
                        case 1:
                            using (var file = File.OpenHandle(At(image), FileMode.Open, FileAccess.ReadWrite))
                            {
                                ImageFormat.Qcow2.Grow(file, model[image].Length + BlockBytes);
                            }

                            model[image] = [.. model[image], .. new byte[BlockBytes]];
                            break;
                        case 2:
                            // A restart.
                            var again = new ImageBases(directory);
                            (await again.ReadAsync()).Should().BeEmpty();
                            (await again.SweepAsync()).Should().BeEmpty();
                            model.Keys.Should().OnlyContain(name => again.BaseOf(name) == bases.BaseOf(name));
                            again.UsedBytes.Should().Be(bases.UsedBytes);
                            bases = again;
                            break;
                        case 3 or 4:
                            var copy = Fresh();
                            if (await bases.TryCloneAsync(image, copy, model[image].Length, long.MaxValue, default))
                            {
                                model[copy] = [.. model[image]];
                            }

                            break;
                        default:
                            Write(image, model[image], choice / 8 % Blocks, (byte)(step + 1));
                            break;
                    }
                }

                foreach (var (name, content) in model)
                {
                    QemuImages.Check(At(name));
                    QemuImages.Read(At(name)).AsSpan().SequenceEqual(content).Should().BeTrue();
                    await bases.RemoveAsync(name);
                }

                Names(directory).Should().BeEmpty();
            },
            iter: 8, threads: 1);

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("../0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.base")]
    [InlineData("json:{\"file.filename\":\"/etc/shadow\"}")]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.qcow2")]
    [InlineData("0F9A4C2E-5B1D-4E6F-8A7B-9C0D1E2F3A4B.base")]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.base")]
    public async Task A_name_in_a_header_is_believed_only_where_it_is_that_of_a_base_that_is_there(string name)
    {
        var image = Fresh();
        using (var file = File.OpenHandle(At(image), FileMode.CreateNew, FileAccess.ReadWrite))
        {
            ImageFormat.Qcow2.MakeOverlay(file, SizeBytes, name);
        }

        var bases = new ImageBases(directory);

        (await bases.ReadAsync()).Should().ContainKey(image);
        await FluentActions.Awaiting(() => bases.CheckAsync(image)).Should().ThrowAsync<InvalidDataException>();
        await FluentActions.Awaiting(() => bases.NoteAsync(image)).Should().ThrowAsync<InvalidDataException>();
        await FluentActions.Awaiting(() => CloneAsync(bases, image, Fresh())).Should().ThrowAsync<InvalidDataException>();
        Names(directory).Should().Equal(image);
    }

    [Fact]
    public async Task A_link_is_no_base()
    {
        var (image, secret) = (Fresh(), Path.Combine(root.Path, "secret"));
        var name = Guid.NewGuid() + ".base";
        File.Copy(At(Made()), secret);
        File.CreateSymbolicLink(At(name), secret);
        using (var file = File.OpenHandle(At(image), FileMode.CreateNew, FileAccess.ReadWrite))
        {
            ImageFormat.Qcow2.MakeOverlay(file, SizeBytes, name);
        }

        await FluentActions.Awaiting(() => new ImageBases(directory).CheckAsync(image)).Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task Bases_in_a_circle_are_refused()
    {
        var (one, two) = (Guid.NewGuid() + ".base", Guid.NewGuid() + ".base");
        foreach (var (name, on) in new[] { (one, two), (two, one) })
        {
            using var file = File.OpenHandle(At(name), FileMode.CreateNew, FileAccess.ReadWrite);
            ImageFormat.Qcow2.MakeOverlay(file, SizeBytes, on);
        }

        await FluentActions.Awaiting(() => new ImageBases(directory).CheckAsync(one)).Should().ThrowAsync<InvalidDataException>();
        await new ImageBases(directory).SweepAsync();
    }

    [Fact]
    public async Task While_a_header_cannot_be_read_no_base_goes()
    {
        var bases = new ImageBases(directory);
        var (image, copy) = (Made(), Fresh());
        Mark(image);
        await CloneAsync(bases, image, copy);
        var damaged = Fresh();
        await File.WriteAllTextAsync(At(damaged), "This may have been an overlay.");
        await bases.ReadAsync();

        await bases.RemoveAsync(image);
        await bases.RemoveAsync(copy);
        await bases.SweepAsync();
        Bases.Should().ContainSingle();
        bases.UsedBytes.Should().BePositive();

        await bases.RemoveAsync(damaged);
        await bases.SweepAsync();
        Names(directory).Should().BeEmpty();
        bases.UsedBytes.Should().Be(0);
    }

    [Fact]
    public async Task Many_copies_of_one_image_at_once_stand_on_one_base()
    {
        var bases = new ImageBases(directory);
        var image = Made();
        Mark(image);
        var copies = Enumerable.Range(0, 20).Select(_ => Fresh()).ToList();

        (await Task.WhenAll(copies.Select(copy => CloneAsync(bases, image, copy)))).Should().OnlyContain(made => made);

        Bases.Should().ContainSingle();
        await Task.WhenAll(copies.Append(image).Select(bases.RemoveAsync));
        Names(directory).Should().BeEmpty();
    }

    private static string Fresh() => Guid.NewGuid() + ".qcow2";

    private static string[] Names(string directory) => [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static Task<bool> CloneAsync(ImageBases bases, string image, string copy) => bases.TryCloneAsync(image, copy, SizeBytes, long.MaxValue, default);

    // How many files of the chain bear a mark.
    private static async Task<int> ReachesAsync(string directory, string image)
    {
        await new ImageBases(directory).CheckAsync(image);
        var marks = 0;
        for (var next = image; next is not null; next = BaseOfFile(Path.Combine(directory, next)))
        {
            marks += IsMarkedFile(Path.Combine(directory, next)) ? 1 : 0;
        }

        return marks;
    }

    private static string? BaseOfFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return ImageFormat.Qcow2.BaseOf(file);
    }

    private static bool IsMarkedFile(string path) => Encoding.ASCII.GetString(File.ReadAllBytes(path)).Contains("a mark", StringComparison.Ordinal);

    private string At(string name) => Path.Combine(directory, name);

    private string? BaseOf(string name) => BaseOfFile(At(name));

    private bool IsMarked(string name) => IsMarkedFile(At(name));

    private string Made()
    {
        var name = Fresh();
        using var file = new FileStream(At(name), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        ImageFormat.Qcow2.Make(file.SafeFileHandle, SizeBytes);
        return name;
    }

    // As good as written to for whoever looks at the table of the image; QEMU would not agree.
    private void Mark(string name)
    {
        using var file = File.OpenHandle(At(name), FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(file, [1], 3 << 16);
        RandomAccess.Write(file, "a mark"u8, RandomAccess.GetLength(file));
    }

    private void Write(string name, byte[] content, int block, byte pattern)
    {
        QemuImages.Write(At(name), pattern, block * BlockBytes, BlockBytes / 2);
        content.AsSpan((int)(block * BlockBytes), (int)(BlockBytes / 2)).Fill(pattern);
    }

    // What a kill at this moment leaves, second names of a file included.
    private void Keep(string step, List<string> steps)
    {
        steps.Add(step);
        QemuImages.Run("cp", "-a", directory, Path.Combine(root.Path, step));
    }
}
