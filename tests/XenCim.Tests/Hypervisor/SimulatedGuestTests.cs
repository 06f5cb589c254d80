using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Hypervisor;

/// <summary>Simulated guests, whose time passes only when a test says so.</summary>
public sealed class SimulatedGuestTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SimulatedHypervisor hypervisor;
    private readonly HypervisorBench bench;

    public SimulatedGuestTests()
    {
        hypervisor = new SimulatedWorld { Timings = SimulatedTimings.Instant with { BootMs = 2000, ShutdownMs = 1000 } }.Start(null, time)[0];
        bench = new(hypervisor);
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_guest_reports_of_itself_once_it_has_booted()
    {
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        time.Advance(TimeSpan.FromMilliseconds(1999));
        hypervisor.Sample(domain.Id)!.Guest.Should().BeNull();
        hypervisor.Events.TryPeek(out _).Should().BeFalse();

        time.Advance(TimeSpan.FromMilliseconds(1));

        Told().Should().Equal(new DomainEvent(DomainEventKind.Reported, domain.Id, domain.Number));
        var report = hypervisor.Sample(domain.Id)!.Guest!;
        report.OsVersion.Should().ContainKeys("name", "distro", "major", "minor", "uname");
        report.Memory["total"].Should().Be($"{domain.Config.MemoryBytes}");
    }

    [Fact]
    public async Task A_guest_obeys_after_it_has_booted_and_shut_down()
    {
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        await hypervisor.RequestShutdownAsync(domain.Id, ShutdownRequest.Reboot);
        time.Advance(TimeSpan.FromMilliseconds(2999));
        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);

        time.Advance(TimeSpan.FromMilliseconds(1));

        hypervisor.Find(domain.Id)!.DownReason.Should().Be(DownReason.Reboot);
        Told().Select(news => news.Kind).Should().Equal(DomainEventKind.Reported, DomainEventKind.Down);
    }

    [Fact]
    public async Task A_guest_that_stands_gets_no_older()
    {
        var domain = await bench.CreateAsync(Ordered("simulated_crash_after_s", "10"));
        time.Advance(TimeSpan.FromSeconds(9));
        await hypervisor.PauseAsync(domain.Id);
        time.Advance(TimeSpan.FromHours(1));
        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Paused);

        await hypervisor.UnpauseAsync(domain.Id);
        time.Advance(TimeSpan.FromMilliseconds(999));
        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
        time.Advance(TimeSpan.FromMilliseconds(1));

        hypervisor.Find(domain.Id)!.DownReason.Should().Be(DownReason.Crash);
    }

    [Fact]
    public async Task A_guest_that_was_saved_goes_on_where_it_was()
    {
        var domain = await bench.CreateAsync(Ordered("simulated_poweroff_after_s", "10"));
        time.Advance(TimeSpan.FromSeconds(9));
        await bench.SaveAsync(domain.Id, bench.File("saved"));
        time.Advance(TimeSpan.FromHours(1));
        await bench.RestoreAsync(domain.Config, bench.File("saved"));
        hypervisor.Sample(domain.Id)!.Guest.Should().NotBeNull("it does not boot again");

        time.Advance(TimeSpan.FromSeconds(1));

        hypervisor.Find(domain.Id)!.DownReason.Should().Be(DownReason.PowerOff);
    }

    [Theory]
    [InlineData("simulated_crash_after_s", DownReason.Crash)]
    [InlineData("simulated_poweroff_after_s", DownReason.PowerOff)]
    [InlineData("simulated_reboot_after_s", DownReason.Reboot)]
    public async Task A_guest_ends_as_its_platform_orders(string key, DownReason reason)
    {
        var domain = await bench.CreateAsync(Ordered(key, "3.5"));
        time.Advance(TimeSpan.FromMilliseconds(3499));
        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);

        time.Advance(TimeSpan.FromMilliseconds(1));

        hypervisor.Find(domain.Id).Should().Match<Domain>(d => d.State == DomainState.Down && d.DownReason == reason);
    }

    [Fact]
    public async Task A_guest_ignores_a_shutdown_where_its_platform_says_so()
    {
        var domain = await bench.CreateAsync(Ordered("simulated_ignores_shutdown", "true"));

        await hypervisor.RequestShutdownAsync(domain.Id, ShutdownRequest.PowerOff);
        await hypervisor.SendTriggerAsync(domain.Id, Trigger.Power, null);
        time.Advance(TimeSpan.FromHours(1));

        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task A_guest_that_is_deafened_ignores_a_shutdown_until_it_hears_again()
    {
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        hypervisor.Deafen(domain.Id);
        await hypervisor.RequestShutdownAsync(domain.Id, ShutdownRequest.PowerOff);
        time.Advance(TimeSpan.FromHours(1));
        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);

        hypervisor.Deafen(domain.Id, isDeaf: false);
        await hypervisor.RequestShutdownAsync(domain.Id, ShutdownRequest.PowerOff);
        time.Advance(TimeSpan.FromSeconds(1));

        hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Down);
    }

    [Theory]
    [InlineData("simulated_crash_after_s", "soon")]
    [InlineData("simulated_crash_after_s", "-1")]
    [InlineData("simulated_crash_after_s", "1e300")]
    [InlineData("simulated_cpu_percent", "101")]
    [InlineData("simulated_ignores_shutdown", "perhaps")]
    [InlineData("simulated_nonsense", "1")]
    public Task Habits_that_make_no_sense_are_refused(string key, string value) =>
        bench.RefusesAsync(() => bench.CreateAsync(Ordered(key, value)), HypervisorFault.Invalid);

    [Theory]
    [InlineData(Trigger.Reset, DownReason.Reboot, 0)]
    [InlineData(Trigger.Power, DownReason.PowerOff, 3000)]
    public async Task Buttons_do_what_they_do(Trigger trigger, DownReason reason, int afterMs)
    {
        var domain = await bench.CreateAsync(HypervisorBench.Config());

        await hypervisor.SendTriggerAsync(domain.Id, trigger, null);
        time.Advance(TimeSpan.FromMilliseconds(afterMs));

        hypervisor.Find(domain.Id).Should().Match<Domain>(d => d.State == DomainState.Down && d.DownReason == reason);
    }

    [Fact]
    public async Task A_silent_guest_reports_nothing()
    {
        var domain = await bench.CreateAsync(Ordered("simulated_silent", "1"));

        time.Advance(TimeSpan.FromHours(1));

        hypervisor.Sample(domain.Id)!.Guest.Should().BeNull();
        Told().Should().BeEmpty();
    }

    [Fact]
    public async Task Load_is_what_is_ordered_and_no_more_than_the_cap_and_the_CPUs_allow()
    {
        var busy = Ordered("simulated_cpu_percent", "100");
        var domain = await bench.CreateAsync(busy with { Scheduling = new(256, 30) });
        time.Advance(TimeSpan.FromHours(1));
        hypervisor.Sample(domain.Id)!.Vcpus.Should().ContainSingle().Which.Load.Should().BeInRange(0.01, 0.3);
        var before = hypervisor.Sample().CpuLoad.Sum();

        for (var i = 0; i < 32; i++)
        {
            await bench.CreateAsync(busy with { Id = Guid.NewGuid() });
        }

        time.Advance(TimeSpan.FromHours(1));
        hypervisor.Sample().CpuLoad.Sum().Should().BeGreaterThan(before);
        hypervisor.Domains().Sum(d => hypervisor.Sample(d.Id)!.Vcpus.Sum(vcpu => vcpu.Load)).Should().BeLessThanOrEqualTo(hypervisor.Facts.Cpus.Count * 1.5);
    }

    [Fact]
    public async Task What_other_toolstacks_do_is_told()
    {
        var domain = hypervisor.Appear(HypervisorBench.Config());
        hypervisor.Vanish(domain.Id);

        Told().Select(news => (news.Kind, news.Domain)).Should().Equal((DomainEventKind.Appeared, domain.Id), (DomainEventKind.Gone, domain.Id));
        hypervisor.Find(domain.Id).Should().BeNull();
        await bench.CreateAsync(domain.Config);
    }

    [Fact]
    public async Task A_host_that_is_turned_off_has_no_domain_and_obeys_no_more()
    {
        var domain = await bench.CreateAsync(HypervisorBench.Config());

        await hypervisor.StopHostAsync(ShutdownRequest.PowerOff);

        hypervisor.Domains().Should().BeEmpty();
        Told().Should().Equal(new DomainEvent(DomainEventKind.Gone, domain.Id, domain.Number));
        await bench.RefusesAsync(() => bench.CreateAsync(domain.Config), HypervisorFault.BadState);
    }

    [Fact]
    public async Task A_host_that_starts_anew_has_all_its_memory()
    {
        var free = bench.FreeBytes;
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", "/disk")] });

        await hypervisor.StopHostAsync(ShutdownRequest.Reboot);

        bench.FreeBytes.Should().Be(free);
        await bench.CreateAsync(domain.Config);
    }

    private static DomainConfig Ordered(string key, string value) =>
        HypervisorBench.Config() with { Platform = new Dictionary<string, string> { [key] = value } };

    private List<DomainEvent> Told()
    {
        var told = new List<DomainEvent>();
        while (hypervisor.Events.TryRead(out var news))
        {
            told.Add(news);
        }

        return told;
    }
}
