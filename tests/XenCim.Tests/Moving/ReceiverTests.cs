using System.Text;
using Hypervisor.Native;
using Hypervisor.Native.Moving;
using Hypervisor.Native.Simulated;
using XenCim.Tests.Hypervisor;

namespace XenCim.Tests.Moving;

/// <summary>Receiving a domain, with each thing that a sender can say, and at each point where it can go.</summary>
public sealed class ReceiverTests
{
    [Fact]
    public async Task A_domain_goes_from_one_host_to_the_other_with_all_it_has()
    {
        await using var here = Simulation.Instant();
        await using var there = Simulation.Instant();
        var domain = await here.CreateAsync(HypervisorBench.Config());
        var (near, far) = await FarSide.PairAsync();
        await using var sender = Peer(near, "there");
        await using var receiver = Peer(far, "here");
        var sending = here.Hypervisor.SendAsync(domain.Id, sender, true, new Steps(), default);
        var arrived = await there.Hypervisor.ReceiveAsync(receiver, _ => { }, default);
        await sending;

        arrived.Id.Should().Be(domain.Id);
        arrived.State.Should().Be(DomainState.Running);
        arrived.Config.Should().BeEquivalentTo(domain.Config);
        there.Hypervisor.Domains().Should().ContainSingle().Which.Should().Be(arrived);
        here.Hypervisor.Domains().Should().BeEmpty();
    }

    [Fact]
    public async Task It_runs_when_the_sender_says_so_and_the_report_says_that_it_does()
    {
        await using var bench = Simulation.Instant();
        await using var far = await FarSide.ConnectAsync();
        var receiving = ReceiveAsync(bench, far);
        await SendAsync(far, await WholeAsync());
        bench.Hypervisor.Domains().Should().BeEmpty();
        await Conversation.PlayAsync(far, "hear RECEIVED / say GO / hear REPORT + 0");
        (await receiving).Should().BeNull();
        bench.Hypervisor.Domains().Should().ContainSingle().Which.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task A_sender_that_does_not_hear_the_report_changes_nothing()
    {
        await using var bench = Simulation.Instant();
        await using var far = await FarSide.ConnectAsync();
        var receiving = ReceiveAsync(bench, far);
        await SendAsync(far, await WholeAsync());
        await Conversation.PlayAsync(far, "hear RECEIVED / say GO / hang up");
        (await receiving).Should().BeNull();
        bench.Hypervisor.Domains().Should().ContainSingle().Which.State.Should().Be(DomainState.Running);
    }

    [Theory]
    [InlineData("hang up")]
    [InlineData("say domain is yours / hang up")]
    [InlineData("say RECEIVED + RECEIVED / hear REPORT + 1 + GO")]
    public async Task Without_the_word_it_does_not_run_and_nothing_is_left(string script)
    {
        await using var bench = Simulation.Instant();
        var free = bench.FreeBytes;
        await using var far = await FarSide.ConnectAsync();
        var receiving = ReceiveAsync(bench, far);
        await SendAsync(far, await WholeAsync());
        await Conversation.PlayAsync(far, "hear RECEIVED / " + script);
        (await receiving).Should().BeOfType<HypervisorException>();
        (bench.Hypervisor.Domains().Count, bench.FreeBytes).Should().Be((0, free));
    }

    [Fact]
    public async Task One_that_cannot_run_here_is_given_back()
    {
        await using var bench = Simulation.Instant();
        ((SimulatedHypervisor)bench.Hypervisor).InjectFault(new(SimulatedOperation.Unpause, HypervisorFault.Failed));
        await using var far = await FarSide.ConnectAsync();
        var receiving = ReceiveAsync(bench, far);
        await SendAsync(far, await WholeAsync());
        await Conversation.PlayAsync(far, "hear RECEIVED / say GO / hear REPORT + 1 + GO");
        (await receiving).Should().BeOfType<HypervisorException>();
        bench.Hypervisor.Domains().Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_cut_off_anywhere_leaves_nothing()
    {
        await using var bench = Simulation.Instant();
        var free = bench.FreeBytes;
        var whole = await WholeAsync();
        var end = 48 + BitConverter.ToInt32(whole, 44) + 4;
        foreach (var length in Enumerable.Range(0, end + 4).Append(whole.Length - 1))
        {
            await using var far = await FarSide.ConnectAsync();
            var receiving = ReceiveAsync(bench, far);
            await SendAsync(far, whole[..length]);
            far.HangUp();
            (await receiving).Should().BeOfType<HypervisorException>($"after {length} octets");
        }

        (bench.Hypervisor.Domains().Count, bench.FreeBytes).Should().Be((0, free));
    }

    [Fact]
    public async Task It_may_come_in_any_pieces()
    {
        await using var bench = Simulation.Instant();
        var whole = await WholeAsync();
        var following = BitConverter.ToInt32(whole, 44);
        long[] seams = [.. Enumerable.Range(0, 54 + 2), 48 + following - 1, 48 + following, 48 + following + 1, 48 + following + 4, whole.Length - 1, whole.Length, .. Enumerable.Range(whole.Length + 1, 44)];
        foreach (var at in seams)
        {
            await using var far = await FarSide.ConnectAsync(stream => new SplitStream(stream, at));
            var receiving = ReceiveAsync(bench, far);
            await SendAsync(far, whole);
            await Conversation.PlayAsync(far, "hear RECEIVED / say GO / hear REPORT + 0");
            (await receiving).Should().BeNull($"in two parts at {at}");
            await bench.Hypervisor.DestroyAsync(bench.Hypervisor.Domains().Single().Id);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: host\r\nUser-Agent: somebody else altogether\r\n\r\n", "no mark")]
    [InlineData("Xen saved domain, xl format\n \0 \r\u0004\u0003\u0002\u0001\u0003\0\0\0\0\0\0\0\u00ff\u00ff\u00ff\u00ff", "no sensible length")]
    [InlineData("Xen saved domain, xl format\n \0 \r\u0004\u0003\u0002\u0001\u0003\0\0\0\0\0\0\0\u0008\0\0\0\u0009\0\0\0....", "cut off")]
    [InlineData("Xen saved domain, xl format\n \0 \r\u0004\u0003\u0002\u0001\u0003\0\0\0\0\0\0\0\u0008\0\0\0\u0004\0\0\0{}{}", "no simulated domain")]
    public async Task What_is_no_domain_is_refused_and_the_sender_is_told_why(string said, string reason)
    {
        await using var bench = Simulation.Instant();
        await using var far = await FarSide.ConnectAsync();
        var receiving = ReceiveAsync(bench, far);
        await SendAsync(far, Encoding.Latin1.GetBytes(said));
        far.Stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var failure = await receiving;
        failure.Should().BeOfType<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Invalid);
        failure!.Message.Should().Contain(reason);
        Encoding.UTF8.GetString(await far.HearAsync(failure.Message.Length + 9)).Should().Be($"xencim: {failure.Message}\n");
    }

    [Fact]
    public async Task One_that_is_here_already_is_refused_and_the_sender_is_told_why()
    {
        await using var bench = Simulation.Instant();
        var whole = await WholeAsync();
        await using (var first = await FarSide.ConnectAsync())
        {
            var receiving = ReceiveAsync(bench, first);
            await SendAsync(first, whole);
            await Conversation.PlayAsync(first, "hear RECEIVED / say GO / hear REPORT + 0");
            (await receiving).Should().BeNull();
        }

        await using var far = await FarSide.ConnectAsync();
        var again = ReceiveAsync(bench, far);
        await SendAsync(far, whole);
        far.Stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        (await again).Should().BeOfType<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Busy);
        Encoding.UTF8.GetString(await far.HearAsync(8)).Should().Be("xencim: ");
        bench.Hypervisor.Domains().Should().ContainSingle().Which.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task Called_off_nothing_is_left()
    {
        await using var bench = Simulation.Instant();
        var free = bench.FreeBytes;
        await using var far = await FarSide.ConnectAsync();
        using var off = new CancellationTokenSource();
        var receiving = ReceiveAsync(bench, far, off.Token);
        var whole = await WholeAsync();
        await SendAsync(far, whole[..^1]);
        await off.CancelAsync();
        far.HangUp();
        (await receiving).Should().BeAssignableTo<OperationCanceledException>();
        bench.FreeBytes.Should().Be(free);
    }

    // A header and a stream, as the simulated sender makes them.
    private static async Task<byte[]> WholeAsync()
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        await using var far = await FarSide.ConnectAsync();
        var sending = bench.Hypervisor.SendAsync(domain.Id, far.Near, true, new Steps(), default);
        await Conversation.PlayAsync(far, "say BANNER");
        var head = await far.HearAsync(48);
        var config = await far.HearAsync(BitConverter.ToInt32(head, 44));
        var length = await far.HearAsync(4);
        var stream = await far.HearAsync(BitConverter.ToInt32(length));
        far.HangUp();
        await Record.ExceptionAsync(() => sending);
        return [.. head, .. config, .. length, .. stream];
    }

    private static async Task SendAsync(FarSide far, byte[] octets)
    {
        await Conversation.PlayAsync(far, "hear BANNER");
        await far.Stream.WriteAsync(octets);
    }

    private static Task<Exception?> ReceiveAsync(HypervisorBench bench, FarSide far, CancellationToken cancelled = default) =>
        Task.Run(() => Record.ExceptionAsync(() => bench.Hypervisor.ReceiveAsync(far.Near, _ => { }, cancelled)!))!;

    private static Peer Peer(System.Net.Sockets.Socket socket, string name)
    {
        var stream = new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        return new(name, stream, stream);
    }
}
