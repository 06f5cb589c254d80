using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Hypervisor;

/// <summary>Orders that take time: they move, can be called off, and meet what happens meanwhile.</summary>
public sealed class SimulatedTimeTests : IAsyncDisposable
{
    private const string Here = "localhost";

    private readonly FakeTimeProvider time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SimulatedHypervisor hypervisor;
    private readonly HypervisorBench bench;

    public SimulatedTimeTests()
    {
        // A guest of 64 MiB takes 64 seconds to be moved.
        var timings = SimulatedTimings.Instant with
        {
            CreateMs = 1000, SaveMiBPerSecond = 1, RestoreMiBPerSecond = 1, MigrateMiBPerSecond = 1, DumpMiBPerSecond = 1,
        };
        hypervisor = new SimulatedWorld { Timings = timings }.Start(null, time)[0];
        bench = new(hypervisor);
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_domain_that_is_being_made_is_not_there_but_has_its_memory()
    {
        var (free, steps, config) = (bench.FreeBytes, new Steps(), HypervisorBench.Config());

        var making = bench.CreateAsync(config, steps: steps);

        hypervisor.Find(config.Id).Should().BeNull();
        bench.FreeBytes.Should().Be(free - config.MemoryBytes);
        await bench.RefusesAsync(() => bench.CreateAsync(config), HypervisorFault.Busy);
        for (var told = 1; told < 5; told++)
        {
            await steps.WhenToldAsync(told);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        making.IsCompleted.Should().BeFalse();
        await PassAsync(making);
        steps.Told.Should().BeInAscendingOrder().And.StartWith(0.0).And.EndWith(1.0).And.OnlyHaveUniqueItems().And.HaveCountGreaterThan(4);
        hypervisor.Find(config.Id)!.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task A_creation_that_is_called_off_gives_all_back()
    {
        var config = HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", "/disk")] };
        var before = bench.Look();

        await CallOffAsync(off => bench.CreateAsync(config, cancelled: off));

        bench.Look().Should().Be(before);
        await PassAsync(bench.CreateAsync(config));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_save_that_is_called_off_lets_the_guest_go_on(bool runOn)
    {
        var domain = await MadeAsync(HypervisorBench.Config());
        var before = bench.Look();

        await CallOffAsync(off => bench.SaveAsync(domain.Id, bench.File("saved"), runOn, off));

        bench.Look().Should().Be(before);
        await GoesOnAsync(domain.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_move_that_is_called_off_leaves_the_domain_where_it_is(bool live)
    {
        var domain = await MadeAsync(HypervisorBench.Config());
        var before = bench.Look();

        await CallOffAsync(off => bench.MigrateAsync(domain.Id, Here, live, off));

        bench.Look().Should().Be(before);
        await GoesOnAsync(domain.Id);
    }

    [Fact]
    public async Task A_guest_that_crashes_while_it_is_saved_is_not_saved()
    {
        var domain = await MadeAsync(HypervisorBench.Config());

        var saving = bench.SaveAsync(domain.Id, bench.File("saved"));
        hypervisor.Crash(domain.Id);

        (await FailureAsync(saving)).Should().Be(HypervisorFault.BadState);
        hypervisor.Find(domain.Id)!.DownReason.Should().Be(DownReason.Crash);
        Directory.GetFiles(Path.GetDirectoryName(bench.File("saved"))!).Should().BeEmpty();
    }

    [Fact]
    public async Task A_domain_that_is_destroyed_while_it_moves_stays_destroyed()
    {
        var free = bench.FreeBytes;
        var domain = await MadeAsync(HypervisorBench.Config());

        var moving = bench.MigrateAsync(domain.Id);
        await PassAsync(hypervisor.DestroyAsync(domain.Id));

        (await FailureAsync(moving)).Should().Be(HypervisorFault.NotFound);
        hypervisor.Domains().Should().BeEmpty();
        bench.FreeBytes.Should().Be(free);
    }

    private async Task<Domain> MadeAsync(DomainConfig config)
    {
        var making = bench.CreateAsync(config);
        await PassAsync(making);
        return await making;
    }

    private async Task<HypervisorFault> FailureAsync(Task order)
    {
        var failure = await this.Awaiting(_ => PassAsync(order)).Should().ThrowAsync<HypervisorException>();
        return failure.Which.Fault;
    }

    // An order of a guest that goes is done; that of one that stands would never be.
    private async Task GoesOnAsync(Guid domain)
    {
        await PassAsync(hypervisor.RequestShutdownAsync(domain, ShutdownRequest.PowerOff));
        time.Advance(TimeSpan.FromSeconds(1));
        hypervisor.Find(domain)!.State.Should().Be(DomainState.Down);
    }

    private async Task CallOffAsync(Func<CancellationToken, Task> order)
    {
        using var off = new CancellationTokenSource();
        var given = order(off.Token);
        time.Advance(TimeSpan.FromMilliseconds(500));
        given.IsCompleted.Should().BeFalse();
        await off.CancelAsync();
        await this.Awaiting(_ => given.WaitAsync(HypervisorBench.Patience)).Should().ThrowAsync<OperationCanceledException>();
    }

    // The next wait of an order may begin a moment after its last one ended: time passes until all is done.
    private async Task PassAsync(Task order)
    {
        using var patience = new CancellationTokenSource(HypervisorBench.Patience);
        while (!order.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await order;
    }
}
