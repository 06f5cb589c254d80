using System.Diagnostics;

namespace XenCim.Tests.Storage;

/// <summary>
/// A block device on a file, for one test, and a configuration of LVM that sees nothing else. The volumes get no devices: what the tools write down is real, and works without the
/// device mapper in the kernel.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-lvm-").FullName;

    public LoopDisk()
    {
        using (var file = File.Create(Path.Combine(directory, "disk")))
        {
            file.SetLength(256 << 20);
        }

        Device = Run("losetup", "--find", "--show", Path.Combine(directory, "disk")).Trim();
        File.WriteAllText(Path.Combine(directory, "lvm.conf"), $$"""
            global { activation = 0 }
            devices { use_devicesfile = 0
              filter = [ "a|^{{Device}}$|", "r|.*|" ] }
            """);
        Environment.SetEnvironmentVariable("LVM_SYSTEM_DIR", directory);
    }

    public string Device { get; }

    /// <summary>What somebody else does.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var told = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, told.Result);
        return output;
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LVM_SYSTEM_DIR", null);
        Run("losetup", "--detach", Device);
        Directory.Delete(directory, recursive: true);
    }
}
