using System.Text;
using CsCheck;
using Hypervisor.Native;
using Hypervisor.Native.Linux.Netlink;

namespace XenCim.Tests.Hypervisor;

/// <summary>Messages of netlink as bytes: what is written is read again, and what is damaged is told.</summary>
public sealed class LinuxNetlinkTests
{
    private const uint Ours = 7;

    private static readonly Gen<string> Names = Gen.String[Gen.Char['!', '~'], 1, 15];

    private static readonly Gen<HostLink> Links =
        from numbers in Gen.Select(Gen.Int[1, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[0, 65535])
        from words in Gen.Select(Names, Gen.String[Gen.Char['!', '~'], 1, 200], Gen.Bool)
        from tag in Gen.Int[0, 4095].Nullable()
        from mac in Gen.Byte.Array[0, 20]
        select new HostLink(numbers.Item1, words.Item1, words.Item3)
        {
            Mac = mac, Mtu = numbers.Item4, Master = numbers.Item2, Below = numbers.Item3, Alias = words.Item2, Kind = tag is null ? "bridge" : "vlan", Tag = tag,
        };

    [Fact]
    public void What_is_written_is_read() => Gen.Select(Links.Array[0, 5], Gen.UInt).Sample((links, sequence) =>
    {
        byte[] datagram = [.. links.SelectMany(link => Written(link, sequence)), .. Ack(sequence, 0)];
        var read = new List<HostLink>();
        new NetlinkExchange("test", sequence, message => read.Add(HostLink.Read(message))).Take(datagram).Should().BeTrue();
        read.Should().BeEquivalentTo(links, o => o.WithStrictOrdering());
    });

    [Fact]
    public void A_datagram_that_is_cut_off_or_changed_anywhere_is_taken_or_refused() => Gen.Select(Links, Gen.Byte).Sample((link, noise) =>
    {
        byte[] whole = [.. Written(link, Ours), .. Ack(Ours, -22, "no")];
        for (var at = 0; at < whole.Length; at++)
        {
            Survives(whole[..at]);
            Survives([.. whole[..at], noise, .. whole[(at + 1)..]]);
        }
    });

    [Fact]
    public void Noise_is_taken_or_refused() => Gen.Byte.Array[0, 200].Sample(Survives);

    [Fact]
    public void A_message_is_as_the_kernel_wants_it()
    {
        var request = new NetlinkWriter(new byte[512], Rtnl.NewLink, Rtnl.Request | Rtnl.Ack | Rtnl.Create | Rtnl.Excl, 9);
        request.Link(3, 1, 1);
        request.Put(Rtnl.IfName, "e.5");
        request.Put(Rtnl.Link, 2);
        var info = request.Open(Rtnl.LinkInfo);
        request.Put(Rtnl.InfoKind, "vlan");
        var data = request.Open(Rtnl.InfoData);
        request.Put(Rtnl.VlanId, (ushort)5);
        request.Close(data);
        request.Close(info);

        // As ip-link(8) sends it for "ip link add link … name e.5 type vlan id 5", but for its flags and numbers.
        Convert.ToHexStringLower(request.Finish()).Should().Be(
            "4c000000" + "1000" + "0506" + "09000000" + "00000000"
            + "00000000" + "03000000" + "01000000" + "01000000"
            + "0800" + "0300" + "652e3500"
            + "0800" + "0500" + "02000000"
            + "1c00" + "1200" + "0900" + "0100" + "766c616e00000000" + "0c00" + "0200" + "0600" + "0100" + "05000000");
    }

    [Fact]
    public void A_request_that_is_too_long_is_refused() => FluentActions.Invoking(() =>
    {
        var request = new NetlinkWriter(new byte[64], Rtnl.SetLink, Rtnl.Request, 1);
        request.Link(1, 0, 0);
        request.Put(Rtnl.IfAlias, new string('x', 29));
    }).Should().Throw<HypervisorException>().WithMessage("A request to the kernel is longer than 64 bytes.").Which.Fault.Should().Be(HypervisorFault.Invalid);

    [Theory]
    [InlineData(-17, "", HypervisorFault.Busy, "Could not test: File exists.")]
    [InlineData(-19, "", HypervisorFault.NotFound, "Could not test: No such device.")]
    [InlineData(-16, "Device is already in use.", HypervisorFault.Busy, "Could not test: Device or resource busy (Device is already in use).")]
    [InlineData(-22, "", HypervisorFault.Invalid, "Could not test: Invalid argument.")]
    [InlineData(-105, "", HypervisorFault.Transient, "Could not test: No buffer space available.")]
    [InlineData(-100, "", HypervisorFault.BadState, "Could not test: Network is down.")]
    [InlineData(-1, "", HypervisorFault.Failed, "Could not test: Operation not permitted. The server needs the capability CAP_NET_ADMIN; run it as root.")]
    [InlineData(int.MinValue, "", HypervisorFault.Failed, "Could not test: *")]
    public void An_error_is_told_in_the_kernels_words(int error, string word, HypervisorFault fault, string message)
    {
        foreach (var isCapped in (bool[])[true, false])
        {
            var refusal = FluentActions.Invoking(() => Exchange().Take(Ack(Ours, error, word, isCapped))).Should().Throw<HypervisorException>().WithMessage(message);
            refusal.Which.Fault.Should().Be(fault);
        }
    }

    [Fact]
    public void The_end_of_a_dump_may_tell_of_an_error()
    {
        var done = Written(Rtnl.Done, 0x2, Ours, [.. BitConverter.GetBytes(-12)]);
        FluentActions.Invoking(() => Exchange().Take(done)).Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Transient);
        Exchange().Take(Written(Rtnl.Done, 0x2, Ours, [])).Should().BeTrue();
    }

    [Fact]
    public void Answers_to_others_are_passed_over()
    {
        var exchange = Exchange();
        exchange.Take(Ack(Ours - 1, -22)).Should().BeFalse();
        exchange.Take(Ack(Ours, 0)).Should().BeTrue();
    }

    [Fact]
    public void A_dump_that_was_disturbed_says_so()
    {
        var exchange = Exchange();
        exchange.Take(Written(Rtnl.Noop, Rtnl.DumpIntr, Ours, [])).Should().BeFalse();
        exchange.IsInterrupted.Should().BeTrue();
    }

    [Fact]
    public void What_was_lost_may_be_asked_for_again() => FluentActions.Invoking(() => Exchange().Take(Written(Rtnl.Overrun, 0, Ours, [])))
        .Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Transient);

    [Fact]
    public void An_answer_without_end_ends() => FluentActions.Invoking(() =>
    {
        var exchange = Exchange();
        while (!exchange.Take([]))
        {
        }
    }).Should().Throw<HypervisorException>().WithMessage($"*more than {NetlinkExchange.MostMessages} messages.");

    [Theory]
    [InlineData("0f000000", "a message has 0 bytes where 4 are left")]
    [InlineData("0f0000001000020007000000000000000000", "a message has 15 bytes where 18 are left")]
    [InlineData("ffffffff100002000700000000000000", "a message has 4294967295 bytes where 16 are left")]
    [InlineData("1400000010000200070000000000000000000000", "a message of type 16 ends within its first 16 bytes")]
    [InlineData("14000000020000000700000000000000eaffffff", "an acknowledgement is cut off")]
    [InlineData("24000000020000000700000000000000eaffffff99000000100005000700000000000000", "an acknowledgement repeats 153 bytes, and has 20")]
    [InlineData("24000000100002000700000000000000000000000100000000000000000000000300" + "0400", "an attribute has 3 bytes where 4 are left")]
    [InlineData("24000000100002000700000000000000000000000100000000000000000000000900" + "0400", "an attribute has 9 bytes where 4 are left")]
    [InlineData("24000000100002000700000000000000000000000100000000000000000000000400" + "0400", "attribute 4 has 0 bytes, too few for a number")]
    public void What_makes_no_sense_is_told(string datagram, string what) => FluentActions
        .Invoking(() => new NetlinkExchange("test", Ours, message => HostLink.Read(message)).Take(Convert.FromHexString(datagram)))
        .Should().Throw<HypervisorException>().WithMessage($"The kernel's answer makes no sense: {what}.");

    private static NetlinkExchange Exchange() => new("test", Ours, _ => { });

    private static void Survives(byte[] datagram)
    {
        try
        {
            new NetlinkExchange("test", Ours, message => HostLink.Read(message)).Take(datagram);
        }
        catch (HypervisorException)
        {
            // That is an answer, too.
        }
    }

    private static byte[] Written(ushort type, ushort flags, uint sequence, byte[] payload)
    {
        byte[] message = [.. BitConverter.GetBytes(16 + payload.Length), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(flags), .. BitConverter.GetBytes(sequence), 0, 0, 0, 0];
        return [.. message, .. payload];
    }

    private static byte[] Ack(uint sequence, int error, string word = "", bool isCapped = true)
    {
        // Where it is capped, the header still has the length of the whole request.
        var request = Written(Rtnl.SetLink, Rtnl.Request, sequence, [1, 2, 3, 4, 5, 6, 7, 8]);
        var echo = isCapped ? request[..16] : request;
        var text = Encoding.ASCII.GetBytes($"{word}\0");
        byte[] words = word.Length == 0
            ? []
            : [.. BitConverter.GetBytes((ushort)4), 99, 0, .. BitConverter.GetBytes((ushort)(4 + text.Length)), 1, 0, .. text, .. new byte[-text.Length & 3]];
        var flags = (isCapped ? Rtnl.Capped : 0) | (word.Length > 0 ? Rtnl.AckTlvs : 0);
        return Written(Rtnl.Error, (ushort)flags, sequence, [.. BitConverter.GetBytes(error), .. echo, .. words]);
    }

    private static byte[] Written(HostLink link, uint sequence)
    {
        var message = new NetlinkWriter(new byte[1024], Rtnl.NewLink, 0, sequence);
        message.Link(link.Index, link.IsUp ? Rtnl.Up : 0, 0);
        message.Put(Rtnl.IfName, link.Name);
        message.Put(Rtnl.Address, [.. link.Mac]);
        message.Put(Rtnl.Mtu, link.Mtu);
        message.Put(Rtnl.Master, link.Master);
        message.Put(Rtnl.Link, link.Below);
        message.Put(Rtnl.IfAlias, link.Alias);
        var info = message.Open(Rtnl.LinkInfo);
        message.Put(Rtnl.InfoKind, link.Kind);
        if (link.Tag is { } tag)
        {
            var data = message.Open(Rtnl.InfoData);
            message.Put(Rtnl.VlanId, (ushort)tag);
            message.Close(data);
        }

        message.Close(info);
        return message.Finish().ToArray();
    }
}
