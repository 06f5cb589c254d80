using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Hosts;

public sealed class OrdersTests
{
    [Theory]
    [InlineData(HypervisorFault.Busy)]
    [InlineData(HypervisorFault.OutOfResources)]
    [InlineData(HypervisorFault.OutOfMemory)]
    public async Task What_a_client_can_mend_is_told_with_its_reason(HypervisorFault fault)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync();
        house.Hypervisor.InjectFault(new(SimulatedOperation.Create, fault) { Message = "Somebody else has it." });

        var error = await life.ErrorOfAsync(MachineLife.Start, vm);

        error!.Description.Should().Equal("HYPERVISOR_REFUSED", "Somebody else has it.");
        life.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task What_went_wrong_at_the_host_is_a_failure_of_the_server()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync();
        house.Hypervisor.InjectFault(new(SimulatedOperation.Create, HypervisorFault.Failed));
        (await life.ErrorOfAsync(MachineLife.Start, vm))!.Code.Should().Be("INTERNAL_ERROR");
    }
}
