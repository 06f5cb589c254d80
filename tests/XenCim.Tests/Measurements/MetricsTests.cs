using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Measurements;

public sealed class MetricsTests
{
    [Fact]
    public async Task Who_looks_sees_what_is_measured_now()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { VcpusMax = 2, VcpusAtStartup = 2 });
        time.Advance(house.Engine.Setup.SamplePeriod);

        (await house.Engine.Metrics.RefreshAsync(VmMetrics.Descriptor, life.Get(vm).Metrics.Id)).Should().BeTrue();

        var metrics = house.Now.Get(life.Get(vm).Metrics);
        metrics.MemoryActual.Should().Be(64 * Life.MiB);
        metrics.VcpusNumber.Should().Be(2);
        metrics.VcpusUtilisation.Values.Should().HaveCount(2).And.OnlyContain(load => load >= 0 && load <= 1);
        metrics.StartTime.Should().Be(house.Hypervisor.Find(vm.Id!.Value)!.StartedAt);
        metrics.LastUpdated.Should().Be(time.GetUtcNow());
        house.Now.Get(life.Get(vm).GuestMetrics).OsVersion.Should().NotBeEmpty();
        (await house.Engine.Metrics.RefreshAsync(VmMetrics.Descriptor, life.Get(vm).Metrics.Id)).Should().BeFalse("they are young enough");
    }

    [Fact]
    public async Task Measurements_are_no_news_and_not_kept()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        time.Advance(house.Engine.Setup.SamplePeriod);
        await life.SettleAsync(vm);
        var before = house.Engine.Store.Feed.Generation;
        foreach (var c in XenModel.Classes.Where(XenApi.Core.Measurements.MetricsRoom.Measures))
        {
            await house.Engine.Metrics.RefreshAsync(c, null);
        }

        house.Engine.Store.Feed.Read(before, ClassSet.All, int.MaxValue).Entries.Should().BeEmpty();
        house.Now.Get(house.Now.Get(house.Engine.ThisHost).Metrics).MemoryFree.Should().Be(house.Hypervisor.Sample().FreeMemoryBytes);
    }

    [Fact]
    public async Task The_control_domain_has_what_it_was_given()
    {
        await using var house = await House.StartAsync();
        await house.Engine.Metrics.RefreshAsync(VmMetrics.Descriptor, null);
        var control = house.Now.Get(new Ref<Vm>(Guid.Empty));
        house.Now.Get(control.Metrics).Should().Match<VmMetrics>(m => m.MemoryActual == control.MemoryDynamicMax && m.VcpusNumber == control.VcpusAtStartup);
    }

    [Fact]
    public async Task A_machine_that_is_halted_uses_nothing()
    {
        await using var house = await House.StartAsync(change: setup => setup with { SamplePeriod = TimeSpan.Zero });
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        await house.Engine.Metrics.RefreshAsync(VmMetrics.Descriptor, null);
        await life.OrderAsync(XenApi.Core.Machines.MachineLife.HardShutdown, vm);
        house.Now.Get(life.Get(vm).Metrics).Should().Match<VmMetrics>(m => m.MemoryActual == 0 && m.VcpusNumber == 0 && m.State.Count == 0);
    }
}
