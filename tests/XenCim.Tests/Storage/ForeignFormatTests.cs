using System.Diagnostics;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenApi.Core.Values;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

/// <summary>Copies of images in formats that we do not write, with QEMU's own tool.</summary>
public sealed class ForeignFormatTests : IDisposable
{
    private readonly StateDirectory elsewhere = new();

    public ForeignFormatTests() => Directory.CreateDirectory(elsewhere.Path);

    public void Dispose() => elsewhere.Dispose();

    [QemuImgFact]
    public async Task They_become_images_of_the_SR()
    {
        await using var house = await House.StartAsync();
        var images = new Images(house);
        var content = new byte[5 << 20];
        new Random(1).NextBytes(content.AsSpan(1 << 20, 1 << 20));
        await File.WriteAllBytesAsync(At("source"), content);
        foreach (var (driver, format) in new[] { ("qcow", "qcow"), ("vpc", "vhd"), ("qcow2", "qcow2"), ("raw", "raw") })
        {
            string[] exact = driver == "vpc" ? ["-o", "force_size=on"] : [];
            Run(["convert", "-f", "raw", "-O", driver, .. exact, At("source"), At(format)]);
            foreach (var sr in new[] { images.Local, images.QCoW })
            {
                var location = format == "raw" ? At(format) : $"tap:{format}:{At(format)}";
                var source = await images.CreateAsync(0, vdi => vdi with { Sr = sr, OtherConfig = Map.Of(("location", location)) });

                var copy = await house.Engine.Storage.CopyAsync(source, "copy", Progress.None, default);

                images.Get(copy).VirtualSize.Should().Be(content.Length);
                Run(["convert", "-f", house.Engine.Storage.FormatOf(images.Get(copy)), "-O", "raw", images.PathOf(copy), At("back")]);
                (await File.ReadAllBytesAsync(At("back"))).AsSpan().SequenceEqual(content).Should().BeTrue($"{format} in {sr}");
                (await images.CreateAsync(change: vdi => vdi with { Sr = sr })).Should().NotBe(copy);
            }
        }
    }

    [QemuImgFact]
    public async Task One_that_names_another_file_of_the_host_is_refused()
    {
        await using var house = await House.StartAsync();
        var images = new Images(house);
        await File.WriteAllBytesAsync(At("secret"), new byte[1 << 20]);
        Run(["create", "-f", "qcow2", "-b", At("secret"), "-F", "raw", At("trojan")]);
        Run(["create", "-f", "qcow2", "-o", $"data_file={At("data")}", At("horse"), "1M"]);
        foreach (var (name, sr) in new[] { ("trojan", images.Local), ("trojan", images.QCoW), ("horse", images.Local), ("horse", images.QCoW) })
        {
            var source = await images.CreateAsync(0, vdi => vdi with { Sr = sr, OtherConfig = Map.Of(("location", $"tap:qcow2:{At(name)}")) });
            var copying = () => house.Engine.Storage.CopyAsync(source, "copy", Progress.None, default);
            (await copying.Should().ThrowAsync<ApiError>(name)).Which.Code.Should().Be("VALUE_NOT_SUPPORTED");
        }

        images.Files.Should().BeEmpty();
    }

    [Fact]
    public void The_tool_is_told_the_format_and_never_guesses_it()
    {
        QemuImage.InfoArguments("/a", "vhd").Should().Equal("info", "--output=json", "-U", "-f", "vpc", "/a");
        QemuImage.ConvertArguments("/a", "qcow", "/b", "raw").Should().Equal("convert", "-U", "-n", "--target-is-zero", "-f", "qcow", "-O", "raw", "/a", "/b");
    }

    private static void Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(QemuImgFactAttribute.Tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var told = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, told);
    }

    private string At(string name) => Path.Combine(elsewhere.Path, name);
}
