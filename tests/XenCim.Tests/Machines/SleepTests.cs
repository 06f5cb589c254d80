using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class SleepTests
{
    [Fact]
    public async Task A_suspended_machine_has_an_image_and_no_domain_until_it_is_resumed()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Suspended);
        var image = house.Now.Get(life.Get(vm).SuspendVdi);
        image.Type.Should().Be(VdiType.Suspend);
        image.PhysicalUtilisation.Should().BePositive();

        await VmSleepCalls.Resume(house.Caller(), vm, start_paused: true);

        life.Get(vm).PowerState.Should().Be(VmPowerState.Paused);
        house.Now.Find(new Ref<Vdi>(image.Id)).Should().BeNull();
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_suspended_machine_that_is_ended_loses_its_image()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Suspended);
        await VmPowerCalls.HardShutdown(house.Caller(), vm);
        house.Now.All<Vdi>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_suspend_that_fails_leaves_the_machine_running_and_no_image()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Save, HypervisorFault.Failed) { At = 0.5 });
        (await life.ErrorOfAsync(MachineLife.Suspend, vm))!.Code.Should().Be("INTERNAL_ERROR");
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        house.Now.All<Vdi>().Should().BeEmpty();
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_sleeper_is_still_one_after_a_restart_of_the_server()
    {
        var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync(VmPowerState.Suspended);
        house = await house.RestartAsync();
        await using (house)
        {
            var life = new Life(house);
            life.ShouldAgree(vm);
            await VmSleepCalls.Resume(house.Caller(), vm, start_paused: false);
            life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
            life.ShouldAgree(vm);
        }
    }

    [Fact]
    public async Task A_saved_machine_is_restored_even_where_it_was_forgotten()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var path = Path.Combine(house.Directory, "guest.saved");
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { NameLabel = "saved" });
        await VmSleepCalls.Save(house.Caller(), vm, path, checkpoint: true);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        (await Refused(() => VmSleepCalls.Restore(house.Caller(), path, paused: false))).Code.Should().Be("VM_BAD_POWER_STATE");

        await VmPowerCalls.HardShutdown(house.Caller(), vm);
        await VmSleepCalls.Restore(house.Caller(), path, paused: true);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Paused);
        await VmPowerCalls.HardShutdown(house.Caller(), vm);
        await VmRecordCalls.Destroy(house.Caller(), vm);

        await VmSleepCalls.Restore(house.Caller(), path, paused: false);
        life.Get(vm).Should().Match<Vm>(now => now.PowerState == VmPowerState.Running && now.NameLabel == "saved");
        life.ShouldAgree(vm);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/nowhere/../etc/passwd")]
    [InlineData("")]
    public async Task A_file_is_named_by_its_absolute_path(string path)
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync(VmPowerState.Running);
        (await Refused(() => VmSleepCalls.Save(house.Caller(), vm, path, checkpoint: false))).Code.Should().Be("VALUE_NOT_SUPPORTED");
        (await Refused(() => VmSleepCalls.Restore(house.Caller(), path, paused: false))).Code.Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_file_that_holds_no_machine_is_refused()
    {
        await using var house = await House.StartAsync();
        var path = Path.Combine(house.Directory, "junk");
        await File.WriteAllTextAsync(path, "no machine");
        (await Refused(() => VmSleepCalls.Restore(house.Caller(), path, paused: false))).Code.Should().Be("VALUE_NOT_SUPPORTED");
        (await Refused(() => VmSleepCalls.Restore(house.Caller(), path + "?", paused: false))).Code.Should().Be("VALUE_NOT_SUPPORTED");
    }

    private static async Task<ApiError> Refused(Func<Task> call) => (await FluentActions.Awaiting(call).Should().ThrowAsync<ApiError>()).Which;
}
