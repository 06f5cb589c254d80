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

                await ImageCopy.RunAsync(source, copy, length, Progress.None, default);
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
            await ImageCopy.RunAsync(source, copy, 16 << 20, Progress.None, default);
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

        await ImageCopy.RunAsync(source, copy, 8 << 20, seen, default);
        seen.Told.Should().BeInAscendingOrder().And.HaveCountGreaterThan(1).And.EndWith(1.0);

        var cancelling = new Steps(cancel.Cancel);
        var copying = () => ImageCopy.RunAsync(source, copy, 8 << 20, cancelling, cancel.Token);
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
}
