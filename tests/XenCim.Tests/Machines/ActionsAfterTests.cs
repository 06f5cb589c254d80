using Hypervisor.Native;
using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class ActionsAfterTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(OnNormalExit.Destroy, VmPowerState.Halted)]
    [InlineData(OnNormalExit.Restart, VmPowerState.Running)]
    public async Task A_shutdown_is_followed_by_what_the_machine_says(OnNormalExit action, VmPowerState after)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var asked = await life.CreateAsync(VmPowerState.Running, vm => vm with { ActionsAfterShutdown = action });
        var unasked = await life.CreateAsync(VmPowerState.Running, vm => vm with { ActionsAfterShutdown = action });

        await VmPowerCalls.CleanShutdown(house.Caller(), asked);
        house.Hypervisor.End(unasked.Id!.Value, DownReason.PowerOff);
        await life.SettleAsync(unasked);

        foreach (var vm in new[] { asked, unasked })
        {
            life.Get(vm).PowerState.Should().Be(after);
            life.Get(vm).Lives.Should().Be(action == OnNormalExit.Restart ? 2 : 1);
            life.ShouldAgree(vm);
        }
    }

    [Theory]
    [InlineData(OnNormalExit.Destroy, VmPowerState.Halted)]
    [InlineData(OnNormalExit.Restart, VmPowerState.Running)]
    public async Task A_reboot_is_followed_by_what_the_machine_says(OnNormalExit action, VmPowerState after)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var asked = await life.CreateAsync(VmPowerState.Running, vm => vm with { ActionsAfterReboot = action });
        var unasked = await life.CreateAsync(VmPowerState.Running, vm => vm with { ActionsAfterReboot = action });

        await VmPowerCalls.CleanReboot(house.Caller(), asked);
        house.Hypervisor.End(unasked.Id!.Value, DownReason.Reboot);
        await life.SettleAsync(unasked);

        foreach (var vm in new[] { asked, unasked })
        {
            life.Get(vm).PowerState.Should().Be(after);
            life.ShouldAgree(vm);
        }
    }

    [Theory]
    [InlineData(OnCrashBehaviour.Destroy, VmPowerState.Halted, 0)]
    [InlineData(OnCrashBehaviour.Restart, VmPowerState.Running, 0)]
    [InlineData(OnCrashBehaviour.Preserve, VmPowerState.Crashed, 0)]
    [InlineData(OnCrashBehaviour.CoredumpAndDestroy, VmPowerState.Halted, 1)]
    [InlineData(OnCrashBehaviour.CoredumpAndRestart, VmPowerState.Running, 1)]
    [InlineData(OnCrashBehaviour.RenameRestart, VmPowerState.Running, 0)]
    public async Task A_crash_is_followed_by_what_the_machine_says(OnCrashBehaviour action, VmPowerState after, int dumps)
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { NameLabel = "frail" });
        await house.Caller().CommitAsync(changes => changes.Put(changes.Get(vm) with { ActionsAfterCrash = action }));
        time.Advance(LongEnough);

        house.Hypervisor.Crash(vm.Id!.Value);
        await life.SettleAsync(vm);

        life.Get(vm).PowerState.Should().Be(after);
        life.ShouldAgree(vm);
        var kept = life.Get(vm).CrashDumps.Select(house.Now.Get).ToList();
        kept.Should().HaveCount(dumps);
        kept.All(dump => house.Now.Get(dump.Vdi) is { Type: VdiType.Crashdump, PhysicalUtilisation: > 0 }).Should().BeTrue();
        var aside = house.Now.All<Vm>().Where(other => other.Id != vm.Id && !other.IsControlDomain).ToList();
        aside.Should().HaveCount(action == OnCrashBehaviour.RenameRestart ? 1 : 0);
        aside.All(other => other.PowerState == VmPowerState.Crashed && other.NameLabel.StartsWith("frail", StringComparison.Ordinal)).Should().BeTrue();
    }

    [Fact]
    public async Task A_guest_that_crashes_as_soon_as_it_runs_is_not_started_for_ever()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        await house.Caller().CommitAsync(changes => changes.Put(changes.Get(vm) with { ActionsAfterCrash = OnCrashBehaviour.Restart }));
        time.Advance(house.Engine.Setup.ShortestLife - TimeSpan.FromSeconds(1));

        house.Hypervisor.Crash(vm.Id!.Value);
        await life.SettleAsync(vm);

        life.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_guest_that_suspends_itself_goes_by_its_own_setting()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { ActionsAfterSuspend = OnNormalExit.Restart });
        house.Hypervisor.End(vm.Id!.Value, DownReason.Suspend);
        await life.SettleAsync(vm);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        life.Get(vm).Lives.Should().Be(2);
    }

    [Fact]
    public async Task A_transient_machine_is_gone_when_it_has_no_domain_any_more()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { OtherConfig = Map.Of(("transient", "true")) });
        await VmPowerCalls.HardReboot(house.Caller(), vm);
        house.Now.Find(vm).Should().NotBeNull();
        await VmPowerCalls.HardShutdown(house.Caller(), vm);
        house.Now.Find(vm).Should().BeNull();
    }

    [Fact]
    public async Task A_restart_that_fails_leaves_the_machine_halted()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        house.Hypervisor.InjectFault(new(global::Hypervisor.Native.Simulated.SimulatedOperation.Create, HypervisorFault.Failed));
        house.Hypervisor.End(vm.Id!.Value, DownReason.Reboot);
        await life.SettleAsync(vm);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        life.ShouldAgree(vm);
    }
}
