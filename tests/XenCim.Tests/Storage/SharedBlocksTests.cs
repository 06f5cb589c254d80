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

    [SharingFileSystemFact]
    public async Task Where_blocks_can_be_shared_no_base_is_made_and_those_that_are_there_are_kept()
    {
        using var directory = new StateDirectory();
        Directory.CreateDirectory(directory.Path);
        using var disk = SharingFileSystem.Mount(directory.Path);
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, "images")).FullName;
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid() + ".qcow2")];
        using (var file = File.OpenHandle(Path.Combine(folder, names[0]), FileMode.CreateNew, FileAccess.ReadWrite))
        {
            ImageFormat.Qcow2.Make(file, 1 << 20);
            RandomAccess.Write(file, [1], 3 << 16);
        }

        (await new ImageBases(folder).TryCloneAsync(names[0], names[1], 1 << 20, long.MaxValue, default)).Should().BeTrue();
        Directory.EnumerateFiles(folder).ToList().ForEach(path => File.Copy(path, Path.Combine(disk.Path, Path.GetFileName(path))));
        var bases = new ImageBases(disk.Path);
        await bases.ReadAsync();

        (await bases.TryCloneAsync(names[0], names[2], 1 << 20, long.MaxValue, default)).Should().BeFalse();

        Directory.EnumerateFiles(disk.Path).Should().HaveCount(3);
        File.Copy(Path.Combine(disk.Path, names[0]), Path.Combine(disk.Path, names[2]));
        await bases.NoteAsync(names[2]);
        await bases.RemoveAsync(names[0]);
        await bases.RemoveAsync(names[1]);
        Directory.EnumerateFiles(disk.Path).Should().HaveCount(2, "the last copy reads through the base");
        await bases.RemoveAsync(names[2]);
        Directory.EnumerateFiles(disk.Path).Should().BeEmpty();
    }
}
