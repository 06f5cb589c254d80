using Hypervisor.Native;

namespace XenCim.Tests.Hypervisor;

/// <summary>What every hypervisor does that keeps the contract: the life of domains.</summary>
public abstract class HypervisorConformance
{
    private protected abstract Task<HypervisorBench> StartAsync();

    [Fact]
    public async Task A_domain_is_there_from_its_creation_to_its_end()
    {
        await using var bench = await StartAsync();
        var free = bench.FreeBytes;
        var config = HypervisorBench.Config();
        var steps = new Steps();

        var domain = await bench.CreateAsync(config, steps: steps);

        domain.Should().Match<Domain>(d => d.Id == config.Id && d.Number > 0 && d.State == DomainState.Running && d.Config.Name == config.Name);
        domain.Pool.Should().Be(bench.Hypervisor.Facts.DefaultPool);
        domain.Consoles.Should().Contain(console => console.Protocol == ConsoleKind.Terminal);
        bench.Hypervisor.Find(config.Id).Should().NotBeNull();
        bench.Hypervisor.Domains().Should().ContainSingle(d => d.Id == config.Id);
        bench.FreeBytes.Should().BeLessThanOrEqualTo(free - config.MemoryBytes);
        steps.Told.Should().BeInAscendingOrder().And.EndWith(1);
        await bench.Hypervisor.DestroyAsync(config.Id);
        bench.Hypervisor.Find(config.Id).Should().BeNull();
        bench.Hypervisor.Sample(config.Id).Should().BeNull();
        bench.Hypervisor.Domains().Should().NotContain(d => d.Id == config.Id);
        bench.FreeBytes.Should().Be(free);
    }

    [Fact]
    public async Task Ending_what_is_not_there_is_no_error()
    {
        await using var bench = await StartAsync();

        await bench.Hypervisor.Awaiting(h => h.DestroyAsync(Guid.NewGuid())).Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_new_life_has_a_new_number()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        var first = await bench.CreateAsync(config);
        await bench.RefusesAsync(() => bench.CreateAsync(config), HypervisorFault.Busy);
        await bench.Hypervisor.DestroyAsync(config.Id);

        var second = await bench.CreateAsync(config);

        second.Number.Should().NotBe(first.Number);
    }

    [Fact]
    public async Task A_domain_starts_paused_and_goes_and_stands()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        var hypervisor = bench.Hypervisor;

        (await bench.CreateAsync(config, startPaused: true)).State.Should().Be(DomainState.Paused);
        await hypervisor.UnpauseAsync(config.Id);
        hypervisor.Find(config.Id)!.State.Should().Be(DomainState.Running);
        await hypervisor.PauseAsync(config.Id);
        hypervisor.Find(config.Id)!.State.Should().Be(DomainState.Paused);
        hypervisor.Sample(config.Id)!.Vcpus.Should().OnlyContain(vcpu => !vcpu.IsRunning && vcpu.Load == 0);
    }

    [Fact]
    public async Task A_guest_that_is_asked_goes_down_and_stays_until_it_is_destroyed()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        var domain = await bench.CreateAsync(config);
        await bench.ToldAsync(DomainEventKind.Reported, config.Id);
        bench.Hypervisor.Sample(config.Id)!.Guest.Should().NotBeNull();

        await bench.Hypervisor.RequestShutdownAsync(config.Id, ShutdownRequest.PowerOff);

        (await bench.ToldAsync(DomainEventKind.Down, config.Id)).Number.Should().Be(domain.Number);
        bench.Hypervisor.Find(config.Id).Should().Match<Domain>(d => d.State == DomainState.Down && d.DownReason == DownReason.PowerOff);
        bench.Hypervisor.Sample(config.Id)!.Guest.Should().BeNull();
        await bench.RefusesAsync(() => bench.Hypervisor.UnpauseAsync(config.Id), HypervisorFault.BadState);
        await bench.RefusesAsync(() => bench.Hypervisor.RequestShutdownAsync(config.Id, ShutdownRequest.Reboot), HypervisorFault.BadState);
    }

    [Theory]
    [InlineData('c', DownReason.Crash)]
    [InlineData('o', DownReason.PowerOff)]
    [InlineData('b', DownReason.Reboot)]
    public async Task Magic_keys_end_a_guest(char key, DownReason reason)
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        await bench.CreateAsync(config);
        await bench.ToldAsync(DomainEventKind.Reported, config.Id);

        await bench.Hypervisor.SendSysRqAsync(config.Id, key);

        await bench.ToldAsync(DomainEventKind.Down, config.Id);
        bench.Hypervisor.Find(config.Id)!.DownReason.Should().Be(reason);
    }

    [Fact]
    public async Task A_crashed_domain_can_be_kept_aside_without_its_devices()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", bench.File("disk"))] };
        await bench.CreateAsync(config);
        await bench.RefusesAsync(() => bench.Hypervisor.PreserveAsync(config.Id, Guid.NewGuid(), "aside"), HypervisorFault.BadState);
        await bench.ToldAsync(DomainEventKind.Reported, config.Id);
        await bench.Hypervisor.SendSysRqAsync(config.Id, 'c');
        await bench.ToldAsync(DomainEventKind.Down, config.Id);

        var aside = await bench.Hypervisor.PreserveAsync(config.Id, Guid.NewGuid(), "aside");

        aside.Should().Match<Domain>(d => d.Config.Name == "aside" && d.Config.Id == d.Id && d.Config.Disks.Count == 0 && d.State == DomainState.Down);
        bench.Hypervisor.Find(config.Id).Should().BeNull();
        (await bench.CreateAsync(config)).Config.Disks.Should().HaveCount(1);
    }

    [Fact]
    public async Task Orders_for_a_domain_that_is_not_there_say_so()
    {
        await using var bench = await StartAsync();
        var (hypervisor, none) = (bench.Hypervisor, Guid.NewGuid());
        Func<Task>[] orders =
        [
            () => hypervisor.PauseAsync(none), () => hypervisor.UnpauseAsync(none), () => hypervisor.RequestShutdownAsync(none, ShutdownRequest.PowerOff),
            () => bench.SaveAsync(none, bench.File("saved")), () => bench.DumpAsync(none, bench.File("dumped")), () => bench.MigrateAsync(none),
            () => hypervisor.PreserveAsync(none, Guid.NewGuid(), "aside"), () => hypervisor.SetMemoryTargetAsync(none, 1 << 20),
            () => hypervisor.SetVcpusAsync(none, 1), () => hypervisor.SetSchedulingAsync(none, Scheduling.Default), () => hypervisor.PinVcpuAsync(none, 0, [0]),
            () => hypervisor.SendSysRqAsync(none, 's'), () => hypervisor.SendTriggerAsync(none, Trigger.Nmi, null),
            () => hypervisor.AttachAsync(none, HypervisorBench.Disk("xvda", "/disk")), () => hypervisor.DetachAsync(none, DeviceKind.Disk, "xvda"),
            () => hypervisor.MoveToPoolAsync(none, hypervisor.Facts.DefaultPool),
        ];

        foreach (var order in orders)
        {
            await bench.RefusesAsync(order, HypervisorFault.NotFound);
        }
    }

    [Fact]
    public async Task Memory_is_finite_and_the_refusal_says_what_is_missing()
    {
        await using var bench = await StartAsync();
        var free = bench.FreeBytes;
        var config = HypervisorBench.Config() with { MemoryBytes = free + (1 << 20), MaxMemoryBytes = free + (1 << 20) };

        var refusal = await bench.RefusesAsync(() => bench.CreateAsync(config), HypervisorFault.OutOfMemory);

        refusal.Needed.Should().BeGreaterThan(refusal.Available!.Value);
        refusal.Available.Should().BeLessThanOrEqualTo(free);
    }

    [Fact]
    public async Task Memory_and_virtual_CPUs_change_within_their_bounds()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var config = HypervisorBench.Config(memoryMiB: 64) with { MaxMemoryBytes = 128 << 20 };
        await bench.CreateAsync(config);
        var free = bench.FreeBytes;

        await hypervisor.SetMemoryTargetAsync(config.Id, 96 << 20);
        await hypervisor.SetVcpusAsync(config.Id, 2);
        await hypervisor.SetSchedulingAsync(config.Id, new(512, 50));
        await hypervisor.PinVcpuAsync(config.Id, 1, [0]);

        var now = hypervisor.Find(config.Id)!.Config;
        now.Should().Match<DomainConfig>(c => c.MemoryBytes == 96 << 20 && c.Vcpus == 2 && c.Scheduling == new Scheduling(512, 50));
        now.Pins[1].Should().Equal(0);
        bench.FreeBytes.Should().Be(free - (32 << 20));
        await hypervisor.PinVcpuAsync(config.Id, 1, []);
        hypervisor.Find(config.Id)!.Config.Pins.Should().NotContainKey(1);
        await bench.RefusesAsync(() => hypervisor.SetMemoryTargetAsync(config.Id, 129 << 20), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.SetVcpusAsync(config.Id, 3), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.SetVcpusAsync(config.Id, 0), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.SetSchedulingAsync(config.Id, new(0, 0)), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.PinVcpuAsync(config.Id, 2, [0]), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.PinVcpuAsync(config.Id, 0, [100_000]), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => hypervisor.SendTriggerAsync(config.Id, Trigger.Nmi, 7), HypervisorFault.Invalid);
    }

    [Fact]
    public async Task An_order_that_is_called_off_has_changed_nothing()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        using var off = new CancellationTokenSource();
        await off.CancelAsync();
        var before = bench.Look();

        await bench.Awaiting(b => b.CreateAsync(config, cancelled: off.Token)).Should().ThrowAsync<OperationCanceledException>();

        bench.Look().Should().Be(before);
        (await bench.CreateAsync(config)).State.Should().Be(DomainState.Running);
    }
}
