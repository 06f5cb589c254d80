using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class GuestRequestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Other_orders_get_through_while_a_guest_takes_its_time()
    {
        await using var house = await House.StartAsync();
        var (life, vm) = await DeafAsync(house);
        var request = VmPowerCalls.CleanShutdown(house.Caller(), vm);

        await VmPowerCalls.Pause(house.Caller(), vm).WaitAsync(Patience);
        await VmPowerCalls.Unpause(house.Caller(), vm).WaitAsync(Patience);
        request.IsCompleted.Should().BeFalse();
        await VmPowerCalls.HardShutdown(house.Caller(), vm).WaitAsync(Patience);

        await request.WaitAsync(Patience);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
    }

    [Fact]
    public async Task A_migration_is_not_the_end_that_a_clean_shutdown_waits_for()
    {
        await using var house = await House.StartAsync();
        var (life, vm) = await DeafAsync(house);
        var number = life.Get(vm).DomainId;
        var request = VmPowerCalls.CleanShutdown(house.Caller(), vm);
        await life.OrderAsync(MachineLife.Migrate, vm);
        life.Get(vm).DomainId.Should().NotBe(number);
        await life.SettleAsync(vm);
        request.IsCompleted.Should().BeFalse();
        await VmPowerCalls.HardShutdown(house.Caller(), vm);
        await request.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_guest_that_does_not_obey_in_time_is_told_of()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time, change: setup => setup with { ShutdownPatience = TimeSpan.FromMinutes(3) });
        var (life, vm) = await DeafAsync(house);
        var request = VmPowerCalls.CleanReboot(house.Caller(), vm);
        await life.SettleAsync(vm);
        while (!request.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        (await FluentActions.Awaiting(() => request).Should().ThrowAsync<ApiError>()).Which.Description.Should().Equal("VM_SHUTDOWN_TIMEOUT", vm.ToString(), "180");
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
    }

    [Fact]
    public async Task Who_no_longer_waits_leaves_the_machine_as_it_is()
    {
        await using var house = await House.StartAsync();
        var (life, vm) = await DeafAsync(house);
        using var cancel = new CancellationTokenSource();
        var request = VmPowerCalls.CleanShutdown(house.Caller(cancelled: cancel.Token), vm);
        await life.SettleAsync(vm);
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => request.WaitAsync(Patience)).Should().ThrowAsync<OperationCanceledException>();
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_guest_that_crashes_instead_has_not_shut_down()
    {
        await using var house = await House.StartAsync();
        var (life, vm) = await DeafAsync(house);
        var request = VmPowerCalls.CleanShutdown(house.Caller(), vm);
        await life.SettleAsync(vm);
        house.Hypervisor.Crash(vm.Id!.Value);
        (await FluentActions.Awaiting(() => request.WaitAsync(Patience)).Should().ThrowAsync<ApiError>())
            .Which.Description.Should().Equal("VM_BAD_POWER_STATE", vm.ToString(), "Running", "Crashed");
    }

    private static async Task<(Life Life, Ref<Vm> Vm)> DeafAsync(House house)
    {
        var life = new Life(house);
        return (life, await life.CreateAsync(VmPowerState.Running, vm => vm with { Platform = Map.Of(("simulated_ignores_shutdown", "true")) }));
    }
}
