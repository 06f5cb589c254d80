using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>Copies where the file system can share blocks, on a real one; elsewhere the tests of copies are those of <see cref="ImageCopyTests"/>.</summary>
public sealed class SharedBlocksTests
{
    [SharingFileSystemFact]
    public async Task A_copy_shares_blocks_until_one_is_written_to()
    {
        using var directory = new StateDirectory();
        Directory.CreateDirectory(directory.Path);
        using var disk = SharingFileSystem.Mount(directory.Path);
        var content = new byte[32 << 20];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(disk.Path, "one"), content);
        var before = disk.FreeBytes;

        using (var from = File.OpenHandle(Path.Combine(disk.Path, "one")))
        using (var to = File.OpenHandle(Path.Combine(disk.Path, "two"), FileMode.CreateNew, FileAccess.ReadWrite))
        {
            await ImageCopy.RunAsync(from, new(to), content.Length, Progress.None, default);
            RandomAccess.FlushToDisk(to);
        }

        (before - disk.FreeBytes).Should().BeLessThan(content.Length / 2);
        (await File.ReadAllBytesAsync(Path.Combine(disk.Path, "two"))).Should().Equal(content);
    }
}
