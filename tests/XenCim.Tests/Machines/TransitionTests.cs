using CsCheck;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;

namespace XenCim.Tests.Machines;

public sealed class TransitionTests
{
    public static TheoryData<string, string> EveryOrderInEveryState()
    {
        var all = new TheoryData<string, string>();
        foreach (var step in Life.Steps)
        {
            foreach (var state in Life.States)
            {
                all.Add(step.Name, state.ToString());
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryOrderInEveryState))]
    public async Task An_order_ends_as_the_table_says(string order, string from)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var step = Life.Steps.Single(s => s.Name == order);
        var state = Enum.Parse<VmPowerState>(from);
        var vm = await life.CreateAsync(state);

        var error = await life.ErrorOfAsync(step, vm);

        if (!step.IsAllowedIn(state))
        {
            error.Should().NotBeNull();
            error!.Description.Should().Equal("VM_BAD_POWER_STATE", vm.ToString(), step.Expected.ToString(), state.ToString());
            life.Get(vm).PowerState.Should().Be(state);
        }
        else if (step == MachineLife.Destroy)
        {
            error.Should().BeNull();
            house.Now.Find(vm).Should().BeNull();
            return;
        }
        else
        {
            error.Should().BeNull();
            life.Get(vm).PowerState.Should().Be(step.After ?? state);
        }

        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task The_control_domain_takes_no_orders()
    {
        await using var house = await House.StartAsync();
        foreach (var step in Life.Steps)
        {
            var error = await new Life(house).ErrorOfAsync(step, new(XenApi.Core.Hosts.HostAdoption.ControlDomain));
            (error?.Code).Should().Be("OPERATION_NOT_ALLOWED", step.Name);
        }
    }

    [Fact]
    public void Every_refusal_is_declared()
    {
        foreach (var step in Life.Steps.Where(s => s != MachineLife.Destroy))
        {
            CallTable.Of(ApiVersion.Xend).TryFind(step.Name, out var call, out _).Should().BeTrue();
            call!.Errors.Should().Contain("VM_BAD_POWER_STATE", step.Name);
        }
    }

    [Fact]
    public async Task A_machine_follows_the_model_through_any_sequence_of_orders()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var steps = Life.Steps.Where(s => s != MachineLife.Destroy && s != MachineLife.Clone).ToArray();
        await Gen.Int[0, steps.Length - 1].Select(i => steps[i]).List[1, 12].SampleAsync(
            async orders =>
            {
                var vm = await life.CreateAsync();
                var model = VmPowerState.Halted;
                foreach (var step in orders)
                {
                    var error = await life.ErrorOfAsync(step, vm);
                    (error?.Code).Should().Be(step.IsAllowedIn(model) ? null : "VM_BAD_POWER_STATE", $"{step.Name} in {model}");
                    model = step.IsAllowedIn(model) ? step.After ?? model : model;
                    life.Get(vm).PowerState.Should().Be(model, $"after {step.Name}");
                    life.ShouldAgree(vm);
                }

                await life.OrderAsync(MachineLife.HardShutdown, vm);
                await life.OrderAsync(MachineLife.Destroy, vm);
                return true;
            },
            iter: 40, threads: 1);
        house.Hypervisor.Domains().Should().BeEmpty();
        house.Now.All<Vdi>().Where(vdi => vdi.Type == VdiType.Suspend).Should().BeEmpty();
    }
}
