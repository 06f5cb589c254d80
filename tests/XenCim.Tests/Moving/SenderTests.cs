using Hypervisor.Native;
using Hypervisor.Native.Moving;
using Microsoft.Extensions.Time.Testing;
using XenCim.Tests.Hypervisor;

namespace XenCim.Tests.Moving;

/// <summary>Sending a domain, with each answer that a receiver can give, and at each point where it can go.</summary>
public sealed class SenderTests
{
    private const string Good = "say BANNER / header / stream / say RECEIVED / hear GO / say REPORT + 0";

    [Fact]
    public async Task A_domain_that_the_other_side_runs_is_gone_from_here()
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        var free = bench.FreeBytes;
        (await SendAsync(bench, domain, Good)).Should().BeNull();
        bench.Hypervisor.Find(domain.Id).Should().BeNull();
        bench.FreeBytes.Should().Be(free + domain.Config.MemoryBytes);
    }

    [Theory]
    [InlineData("hang up", "hung up before it said that it is ready")]
    [InlineData("say xl migration receiver not at all / hang up", "but: xl migration receiver not at all")]
    [InlineData("say ssh: no such host / hang up", "but: ssh: no such host")]
    [InlineData("say BANNER / hang up", "the far side")]
    [InlineData("say BANNER / header / hang up", "the far side")]
    [InlineData("say BANNER / header / some / hang up", "the far side")]
    [InlineData("say BANNER / header / some / say xencim: no room\n / hang up", "no room")]
    [InlineData("say BANNER / header / stream / hang up", "hung up before it said that it has received the domain")]
    [InlineData("say BANNER / header / stream / say xencim: no room\n / hang up", "no room")]
    [InlineData("say BANNER / header / stream / say GO + RECEIVED / hang up", "did not say that it has received")]
    [InlineData("say BANNER / header / stream / say domain received, / hang up", "did not say that it has received")]
    [InlineData("say BANNER / header / stream / say RECEIVED / hear GO / say REPORT + 1 + GO", "status 1")]
    [InlineData("say BANNER / header / stream / say RECEIVED / hear GO / say REPORT + 255 + GO", "status 255")]
    public async Task A_failure_before_the_domain_is_the_other_sides_or_once_it_is_given_back_lets_it_run_on_here(string script, string told)
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        var failure = await SendAsync(bench, domain, script);
        failure.Should().BeOfType<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Unreachable, failure!.Message);
        failure!.Message.Should().Contain(told);
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
        await bench.Hypervisor.RequestShutdownAsync(domain.Id, ShutdownRequest.PowerOff);
        await bench.ToldAsync(DomainEventKind.Down, domain.Id);
    }

    [Theory]
    [InlineData("hang up")]
    [InlineData("hear GO / hang up")]
    [InlineData("hear GO / say my copy / hang up")]
    [InlineData("hear GO / say GO / hang up")]
    [InlineData("hear GO / say REPORT / hang up")]
    [InlineData("hear GO / say REPORT + 1 / hang up")]
    [InlineData("hear GO / say REPORT + 1 + REPORT / hang up")]
    [InlineData("hear GO / say REPORT + 1 + domain is yours / hang up")]
    public async Task A_failure_after_it_was_given_away_lets_it_run_nowhere_here_and_says_what_to_look_at(string script)
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        var failure = await SendAsync(bench, domain, "say BANNER / header / stream / say RECEIVED / " + script);
        failure.Should().BeOfType<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Uncertain);
        failure!.Message.Should().Contain("the far side").And.Contain("xl list").And.Contain("unpause");
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Paused);
        await bench.Hypervisor.UnpauseAsync(domain.Id);
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task What_the_other_side_says_may_come_in_any_pieces()
    {
        await using var bench = Simulation.Instant();
        var length = Conversation.Words("BANNER + RECEIVED + REPORT + 0").Length;
        for (var at = -1; at <= length; at++)
        {
            var domain = await bench.CreateAsync(HypervisorBench.Config());
            (await SendAsync(bench, domain, Good, whole => new SplitStream(whole, at))).Should().BeNull($"in two parts at {at}");
            bench.Hypervisor.Find(domain.Id).Should().BeNull();
        }
    }

    [Fact]
    public async Task Called_off_before_it_is_given_away_it_runs_on()
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        await using var far = await FarSide.ConnectAsync();
        using var off = new CancellationTokenSource();
        var sending = bench.Hypervisor.SendAsync(domain.Id, far.Near, true, new Steps(), off.Token);
        await Conversation.PlayAsync(far, "say BANNER / header / stream");
        await off.CancelAsync();
        await sending.Invoking(s => s).Should().ThrowAsync<OperationCanceledException>();
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task Called_off_after_it_was_given_away_it_goes()
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        await using var far = await FarSide.ConnectAsync();
        using var off = new CancellationTokenSource();
        var sending = bench.Hypervisor.SendAsync(domain.Id, far.Near, true, new Steps(), off.Token);
        await Conversation.PlayAsync(far, "say BANNER / header / stream / say RECEIVED / hear GO");
        await off.CancelAsync();
        await Conversation.PlayAsync(far, "say REPORT + 0");
        await sending;
        bench.Hypervisor.Find(domain.Id).Should().BeNull();
    }

    [Theory]
    [InlineData("", HypervisorFault.Unreachable, DomainState.Running)]
    [InlineData("say BANNER / header / stream", HypervisorFault.Unreachable, DomainState.Running)]
    [InlineData("say BANNER / header / stream / say RECEIVED / hear GO", HypervisorFault.Uncertain, DomainState.Paused)]
    public async Task A_side_that_keeps_silent_is_not_waited_for_for_ever(string script, HypervisorFault fault, DomainState state)
    {
        await using var bench = Simulation.Instant();
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        var time = new FakeTimeProvider();
        await using var far = await FarSide.ConnectAsync(null, time);
        var sending = bench.Hypervisor.SendAsync(domain.Id, far.Near, true, new Steps(), default);
        await Conversation.PlayAsync(far, script);
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        var failure = (await sending.Invoking(s => s).Should().ThrowAsync<HypervisorException>()).Which;
        failure.Fault.Should().Be(fault, failure.Message);
        failure.Message.Should().Contain("said nothing");
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(state);
    }

    private static async Task<Exception?> SendAsync(HypervisorBench bench, Domain domain, string script, Func<Stream, Stream>? wrapped = null)
    {
        await using var far = await FarSide.ConnectAsync(wrapped);
        var sending = bench.Hypervisor.SendAsync(domain.Id, far.Near, true, new Steps(), default);
        await Conversation.PlayAsync(far, script);
        return await Record.ExceptionAsync(() => sending);
    }
}
