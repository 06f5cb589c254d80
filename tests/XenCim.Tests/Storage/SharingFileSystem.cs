using System.Diagnostics;

namespace XenCim.Tests.Storage;

/// <summary>A file system that can share blocks, in a file, mounted for one test.</summary>
internal sealed class SharingFileSystem : IDisposable
{
    private SharingFileSystem(string path) => Path = path;

    public string Path { get; }

    public long FreeBytes
    {
        get
        {
            Run("sync", "-f", Path);
            return new DriveInfo(Path).AvailableFreeSpace;
        }
    }

    public static SharingFileSystem Mount(string directory)
    {
        var (image, path) = (System.IO.Path.Combine(directory, "disk"), System.IO.Path.Combine(directory, "mounted"));
        Directory.CreateDirectory(path);
        using (var file = File.Create(image))
        {
            file.SetLength(320 << 20);
        }

        Run("mkfs.xfs", "-q", "-m", "reflink=1", image);
        Run("mount", "-o", "loop", image, path);
        return new(path);
    }

    // A program that another test is starting at this moment may still have what was open here.
    public void Dispose() => Run("umount", "--lazy", Path);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var told = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, told);
    }
}
