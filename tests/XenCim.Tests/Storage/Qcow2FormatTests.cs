using System.Buffers.Binary;
using System.Diagnostics;
using CsCheck;
using Microsoft.Win32.SafeHandles;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>The facts are those of QEMU's description of its format: where each number of the header is, and what it says.</summary>
public sealed class Qcow2FormatTests : IDisposable
{
    private readonly StateDirectory directory = new();
    private readonly string path;

    public Qcow2FormatTests()
    {
        Directory.CreateDirectory(directory.Path);
        path = Path.Combine(directory.Path, "image.qcow2");
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_header_is_that_of_version_3_without_backing_file_encryption_snapshots_or_features()
    {
        var file = Made(10L << 30);

        file[..4].Should().Equal((byte)'Q', (byte)'F', (byte)'I', 0xFB);
        Word(file, 4).Should().Be(3);
        Long(file, 8).Should().Be(0, "there is no backing file");
        Word(file, 16).Should().Be(0);
        Word(file, 20).Should().Be(16, "clusters of 64 KiB are the usual ones");
        Long(file, 24).Should().Be(10L << 30);
        Word(file, 32).Should().Be(0, "it is not encrypted");
        Word(file, 60).Should().Be(0, "there are no snapshots");
        Long(file, 72).Should().Be(0, "nobody needs to know a feature to read it");
        Long(file, 80).Should().Be(0);
        Long(file, 88).Should().Be(0);
        Word(file, 96).Should().Be(4, "reference counts have 16 bits");
        Word(file, 100).Should().Be(104);
        Long(file, 104).Should().Be(0, "the list of extensions ends at once");
    }

    [Fact]
    public void Every_cluster_of_the_file_is_referred_to_once_and_counted_once() => Gen.Long[1, Vdi.VirtualSizeMostBytes].Sample(
        size =>
        {
            var file = Made(size);
            var cluster = 1 << (int)Word(file, 20);
            var clusters = file.Length / cluster;
            (file.Length % cluster).Should().Be(0);

            var referred = new List<long> { 0 };
            var table = Long(file, 40);
            var entries = Word(file, 36);
            referred.AddRange(Clusters(table, entries * 8L, cluster));
            var counts = Long(file, 48);
            referred.AddRange(Clusters(counts, Word(file, 56) * (long)cluster, cluster));
            var block = Long(file, counts);
            referred.AddRange(Clusters(block, cluster, cluster));

            referred.Should().OnlyHaveUniqueItems().And.HaveCount((int)clusters);
            for (var i = 0; i < cluster / 2; i++)
            {
                var count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan((int)block + (i * 2)));
                (count == (i < clusters ? 1 : 0)).Should().BeTrue($"cluster {i} of {clusters} is counted {count} times");
            }

            (entries * (cluster / 8L) * cluster).Should().BeGreaterThanOrEqualTo(size, "the table must find the last byte");
            file.AsSpan((int)table, (int)entries * 8).ContainsAnyExcept((byte)0).Should().BeFalse("nothing is written to the image yet");
        },
        iter: 20, threads: 1);

    [Theory]
    [InlineData(1, 512)]
    [InlineData(512, 512)]
    [InlineData(1_000_000_001, 1_000_000_512)]
    public void The_size_is_whole_sectors(long size, long told) => Long(Made(size), 24).Should().Be(told);

    [Fact]
    public void Growing_changes_the_size_and_nothing_else()
    {
        var before = Made(1 << 20);
        using (var file = Opened())
        {
            ImageFormat.Qcow2.Grow(file, 1L << 40).Should().BeTrue();
            ImageFormat.Qcow2.Grow(file, 1L << 40).Should().BeFalse("it is that large already");
            ImageFormat.Qcow2.Grow(file, 1L << 30).Should().BeFalse("it never shrinks");
            ImageFormat.Qcow2.VirtualSizeBytes(file).Should().Be(1L << 40);
        }

        var after = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt64BigEndian(before.AsSpan(24), 1L << 40);
        after.AsSpan().SequenceEqual(before).Should().BeTrue();
    }

    [Fact]
    public void An_overlay_names_its_base_and_the_format_of_that()
    {
        const string name = "0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.base";
        using (var file = Opened())
        {
            ImageFormat.Qcow2.MakeOverlay(file, 3L << 30, name);
            ImageFormat.Qcow2.BaseOf(file).Should().Be(name);
            ImageFormat.Qcow2.IsWhole(file).Should().BeFalse();
            ImageFormat.Qcow2.IsUnwritten(file).Should().BeTrue();
            ImageFormat.Qcow2.VirtualSizeBytes(file).Should().Be(3L << 30);
        }

        var made = File.ReadAllBytes(path);
        var at = (int)Long(made, 8);
        made.AsSpan(at, (int)Word(made, 16)).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name)).Should().BeTrue();
        Word(made, 104).Should().Be(0xE2792ACA, "without it QEMU would guess by what a guest has written");
        Word(made, 108).Should().Be(5);
        made[112..117].Should().Equal("qcow2"u8.ToArray());
        Long(made, 120).Should().Be(0, "the list of extensions ends");
        at.Should().Be(128);
    }

    [Fact]
    public void Whatever_is_in_a_header_it_names_a_base_or_nothing_or_is_refused()
    {
        Made(1 << 20);
        var header = File.ReadAllBytes(path)[..200];
        Gen.Select(Gen.Int[0, 107], Gen.Byte).Array[1, 6].Sample(
            spots =>
            {
                var bytes = (byte[])header.Clone();
                foreach (var (at, value) in spots)
                {
                    bytes[at] = value;
                }

                File.WriteAllBytes(path, bytes);
                using var file = Opened();
                try
                {
                    (ImageFormat.Qcow2.BaseOf(file)?.Length ?? 1).Should().BeInRange(1, Qcow2Format.BaseNameMost);
                }
                catch (InvalidDataException)
                {
                    // Refused.
                }

                ImageFormat.Qcow2.IsUnwritten(file).Should().BeFalse("there is no table");
            },
            iter: 500, threads: 1);
    }

    [QemuImgFact]
    public void An_image_is_written_to_when_QEMU_has_written_and_only_then()
    {
        Made(1 << 20);
        IsUnwritten().Should().BeTrue();
        QemuImages.Read(path);
        IsUnwritten().Should().BeTrue();

        QemuImages.Write(path, 1, 512 << 10, 512);

        IsUnwritten().Should().BeFalse();
    }

    [Fact]
    public void A_file_that_is_no_qcow_image_is_not_written_to()
    {
        File.WriteAllText(path, "This is a letter, and long enough to be taken for a header by somebody careless.");
        using var file = Opened();

        var growing = () => ImageFormat.Qcow2.Grow(file, 1L << 40);

        growing.Should().Throw<InvalidDataException>();
        File.ReadAllText(path).Should().StartWith("This is a letter");
    }

    [Fact]
    public void An_empty_image_takes_little_room()
    {
        Made(1L << 40);

        Posix.Measure(path)!.Value.UsedBytes.Should().BeLessThan(1 << 20);
    }

    [QemuImgFact]
    public void QEMU_finds_no_fault_in_an_empty_image_nor_in_one_that_grew()
    {
        Made(10_000_000_000);
        Check();

        using (var file = Opened())
        {
            ImageFormat.Qcow2.Grow(file, 5L << 40);
        }

        Check();
    }

    private static IEnumerable<long> Clusters(long from, long bytes, long cluster)
    {
        (from % cluster).Should().Be(0);
        for (var at = from; at < from + bytes; at += cluster)
        {
            yield return at / cluster;
        }
    }

    private static uint Word(byte[] file, long at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));

    private static long Long(byte[] file, long at) => BinaryPrimitives.ReadInt64BigEndian(file.AsSpan((int)at));

    private void Check()
    {
        using var tool = Process.Start(new ProcessStartInfo(QemuImgFactAttribute.Tool, ["check", "-f", "qcow2", path]) { RedirectStandardOutput = true })!;
        var said = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        tool.ExitCode.Should().Be(0, said);
    }

    private bool IsUnwritten()
    {
        using var file = Opened();
        return ImageFormat.Qcow2.IsUnwritten(file);
    }

    private SafeFileHandle Opened() => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    private byte[] Made(long size)
    {
        File.Delete(path);
        using (var file = Opened())
        {
            ImageFormat.Qcow2.Make(file, size);
        }

        return File.ReadAllBytes(path);
    }
}
