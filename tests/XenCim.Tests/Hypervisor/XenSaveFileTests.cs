using FluentAssertions;
using Hypervisor.Native;
using Hypervisor.Native.Xen;
using Xunit;

namespace XenCim.Tests.Hypervisor;

public sealed class XenSaveFileTests : IDisposable
{
    private const string Config = """{"c_info":{"name":"guest","uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73"}}""";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"xencim-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_configuration_is_read_and_the_stream_begins_behind_it()
    {
        Write();
        using var file = File.OpenHandle(path);
        var (config, at) = SaveFile.ReadHeader(file, path);
        config.GetRawText().Should().Be(Config);
        at.Should().Be(RandomAccess.GetLength(file));
        TransferOrders.ReadSaved(path).Name.Should().Be("guest");
    }

    // The first octets of a file of xl save of Xen 4.17: 32 of the mark, byte order, flags, 0, length of what follows.
    [Fact]
    public void The_form_is_that_of_xl()
    {
        Write();
        File.ReadAllBytes(path).AsSpan(0, 48).ToArray().Should().Equal(
            [.. "Xen saved domain, xl format\n \0 \r"u8, 4, 3, 2, 1, 3, 0, 0, 0, 0, 0, 0, 0, (byte)(Config.Length + 5), 0, 0, 0]);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_no_saved_domain()
    {
        Write();
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Reading().Should().Throw<HypervisorException>($"of {length} octets").Which.Fault.Should().Be(HypervisorFault.Invalid);
        }
    }

    [Fact]
    public void A_file_with_one_octet_of_its_head_changed_is_no_saved_domain()
    {
        Write();
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < 40; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            Reading().Should().Throw<HypervisorException>($"with octet {at} changed").Which.Fault.Should().Be(HypervisorFault.Invalid);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Reading().Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.NotFound);

    private Action Reading() => () => TransferOrders.ReadSaved(path);

    private void Write()
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        SaveFile.WriteHeader(file, Config);
    }
}
