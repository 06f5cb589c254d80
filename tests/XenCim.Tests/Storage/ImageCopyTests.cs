using CsCheck;
using Microsoft.Win32.SafeHandles;
using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

public sealed class ImageCopyTests : IDisposable
{
    private const int Blocks = 64;
    private const int BlockBytes = 64 * 1024;

    private readonly StateDirectory directory = new();

    public ImageCopyTests() => Directory.CreateDirectory(directory.Path);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_copy_reads_like_its_source_and_takes_no_more_room() => await Gen.Select(Gen.Int[0, Blocks - 1].HashSet[0, 8], Gen.Int[1, BlockBytes]).SampleAsync(
        async (written, tail) =>
        {
            var length = ((Blocks - 1) * (long)BlockBytes) + tail;
            var (from, to) = (Fresh(), Fresh());
            using (var source = Opened(from))
            using (var copy = Opened(to))
            {
                RandomAccess.SetLength(source, length);
                foreach (var block in written)
                {
                    var at = block * (long)BlockBytes;
                    RandomAccess.Write(source, Enumerable.Repeat((byte)(block + 1), (int)Math.Min(BlockBytes, length - at)).ToArray(), at);
                }

                await ImageCopy.RunAsync(source, new(copy), length, Progress.None, default);
            }

            File.ReadAllBytes(to).AsSpan().SequenceEqual(File.ReadAllBytes(from)).Should().BeTrue();
            Posix.Measure(to)!.Value.UsedBytes.Should().BeLessThanOrEqualTo(Posix.Measure(from)!.Value.UsedBytes + BlockBytes);
        },
        iter: 25);

    [Fact]
    public async Task Zeros_that_were_written_become_holes()
    {
        var (from, to) = (Fresh(), Fresh());
        await File.WriteAllBytesAsync(from, new byte[16 << 20]);
        using (var source = Opened(from))
        using (var copy = Opened(to))
        {
            await ImageCopy.RunAsync(source, new(copy), 16 << 20, Progress.None, default);
        }

        Posix.Measure(to)!.Value.Should().Be((16L << 20, 0L));
    }

    [Fact]
    public async Task Progress_goes_up_to_the_end_and_a_cancelled_copy_stops()
    {
        var from = Fresh();
        await File.WriteAllBytesAsync(from, Enumerable.Repeat((byte)1, 8 << 20).ToArray());
        using var source = Opened(from);
        using var copy = Opened(Fresh());
        using var cancel = new CancellationTokenSource();
        var seen = new Steps();

        await ImageCopy.RunAsync(source, new(copy), 8 << 20, seen, default);
        seen.Told.Should().BeInAscendingOrder().And.HaveCountGreaterThan(1).And.EndWith(1.0);

        var cancelling = new Steps(cancel.Cancel);
        var copying = () => ImageCopy.RunAsync(source, new(copy), 8 << 20, cancelling, cancel.Token);
        await copying.Should().ThrowAsync<OperationCanceledException>();
        cancelling.Told.Should().ContainSingle();
    }

    private static SafeFileHandle Opened(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    private string Fresh() => Path.Combine(directory.Path, Guid.NewGuid().ToString());

    private sealed class Steps(Action? then = null) : IProgress<double>
    {
        public List<double> Told { get; } = [];

        public void Report(double value)
        {
            Told.Add(value);
            then?.Invoke();
        }
    }

    [Fact]
    public async Task What_was_on_a_device_before_is_not_seen_after_a_copy()
    {
        using var directory = new StateDirectory();
        Directory.CreateDirectory(directory.Path);
        var (from, to) = (Path.Combine(directory.Path, "from"), Path.Combine(directory.Path, "to"));
        var content = new byte[4 << 20];
        new Random(1).NextBytes(content.AsSpan(1 << 20, 1 << 20));
        await using (var file = File.Create(from))
        {
            file.SetLength(content.Length);
            file.Position = 1 << 20;
            await file.WriteAsync(content.AsMemory(1 << 20, 1 << 20));
        }

        await File.WriteAllBytesAsync(to, Enumerable.Repeat((byte)0xEE, 6 << 20).ToArray());
        using (var source = File.OpenHandle(from))
        using (var device = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite))
        {
            await ImageCopy.RunAsync(source, new(device, IsDevice: true, IsZeroed: false), content.Length, Progress.None, default);
        }

        (await File.ReadAllBytesAsync(to)).Should().Equal([.. content, .. new byte[2 << 20]]);
    }
}
