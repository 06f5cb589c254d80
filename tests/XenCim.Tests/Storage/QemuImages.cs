using System.Diagnostics;

namespace XenCim.Tests.Storage;

/// <summary>Images as QEMU's own tools see and write them.</summary>
internal static class QemuImages
{
    /// <summary>Checks that an image is without fault, and what it stands on, too.</summary>
    public static void Check(string path) => Run("qemu-img", "check", "-q", "-f", "qcow2", path);

    /// <summary>What a guest reads.</summary>
    public static byte[] Read(string path, string format = "qcow2")
    {
        var to = path + ".read";
        Run("qemu-img", "convert", "-f", format, "-O", "raw", path, to);
        var content = File.ReadAllBytes(to);
        File.Delete(to);
        return content;
    }

    /// <summary>Writes as a guest does.</summary>
    public static void Write(string path, byte pattern, long at, long lengthBytes) =>
        Run("qemu-io", "-f", "qcow2", "-c", $"write -q -P {pattern} {at} {lengthBytes}", path);

    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var told = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, $"{string.Join(' ', arguments)}: {told}{said.Result}");
    }
}
