using CsCheck;
using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Machines;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class ConcurrencyTests
{
    private const int Machines = 3;
    private const int Clients = 8;
    private const int OrdersEach = 12;

    private static readonly string[] Generic = ["HANDLE_INVALID", "OPERATION_NOT_ALLOWED", "INTERNAL_ERROR", "HYPERVISOR_REFUSED", "VALUE_NOT_SUPPORTED"];

    private static readonly SimulatedOperation[] Breakable =
    [
        SimulatedOperation.Create, SimulatedOperation.Pause, SimulatedOperation.Unpause, SimulatedOperation.Save, SimulatedOperation.Restore,
        SimulatedOperation.Migrate, SimulatedOperation.Destroy,
    ];

    private static readonly LifeStep[] Steps = [.. Life.Steps.Where(s => s != MachineLife.Destroy && s != MachineLife.Clone && s != MachineLife.Save)];

    [Fact]
    public Task Whatever_many_clients_order_at_once_ends_in_one_order() => RunAsync(hasAccidents: false);

    [Fact]
    public Task Crashing_guests_and_failing_orders_leave_no_machine_between_two_states() => RunAsync(hasAccidents: true);

    private static Task RunAsync(bool hasAccidents) => Gen.Int[0, int.MaxValue - 1].SampleAsync(
        async seed =>
        {
            await using var house = await House.StartAsync(change: setup => setup with { ShutdownPatience = TimeSpan.FromMilliseconds(200) });
            var life = new Life(house);
            var machines = new List<Ref<Vm>>();
            for (var i = 0; i < Machines; i++)
            {
                machines.Add(await life.CreateAsync(vm => vm with { ActionsAfterCrash = OnCrashBehaviour.Preserve }));
            }

            var before = house.Kept.Count();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => ClientAsync(house, machines, new Random(seed + client), hasAccidents))));
            foreach (var vm in machines)
            {
                await life.SettleAsync(vm);
                life.ShouldAgree(vm);
            }

            ShouldOnlyGoAllowedWays(house.Kept.Skip(before), hasAccidents);
            house.Now.All<Vdi>().Where(vdi => vdi.Type == VdiType.Suspend).Should()
                .HaveCount(machines.Count(vm => life.Get(vm).PowerState == VmPowerState.Suspended), "every image that is left has a sleeper");
            return true;
        },
        iter: 6, threads: 1);

    private static async Task ClientAsync(House house, List<Ref<Vm>> machines, Random random, bool hasAccidents)
    {
        var life = new Life(house);
        for (var i = 0; i < OrdersEach; i++)
        {
            var vm = machines[random.Next(machines.Count)];
            var step = Steps[random.Next(Steps.Length)];
            if (hasAccidents)
            {
                Hurt(house, vm, random);
            }

            var error = await life.ErrorOfAsync(step, vm);
            CallTable.Of(ApiVersion.Xend).TryFind(step.Name, out var call, out _);
            if (error is not null)
            {
                (call!.Errors.Contains(error.Code) || (hasAccidents && Generic.Contains(error.Code))).Should().BeTrue($"{step.Name} answers {error.Message}");
            }
        }
    }

    private static void Hurt(House house, Ref<Vm> vm, Random random)
    {
        try
        {
            switch (random.Next(6))
            {
                case 0:
                    house.Hypervisor.End(vm.Id!.Value, (DownReason)random.Next(4));
                    break;
                case 1:
                    house.Hypervisor.InjectFault(new(Breakable[random.Next(Breakable.Length)], (HypervisorFault)random.Next(9)) { Subject = vm.Id });
                    break;
                case 2:
                    house.Hypervisor.Vanish(vm.Id!.Value);
                    break;
            }
        }
        catch (HypervisorException)
        {
            // There is no guest to be hurt.
        }
    }

    // The ways of the table, and those that a guest goes by itself. An accident can also end a domain, or bring a machine in
    // step with one that an order had made before it failed.
    private static void ShouldOnlyGoAllowedWays(IEnumerable<Change> changes, bool hasAccidents)
    {
        var ways = Steps.Where(step => step.After is not null)
            .SelectMany(step => new[] { step.Expected }.Concat(step.Also).SelectMany(from => new[] { (from, step.After!.Value), (from, step.AfterPaused ?? step.After!.Value) }))
            .Append((VmPowerState.Running, VmPowerState.Halted)).Append((VmPowerState.Paused, VmPowerState.Halted)).Append((VmPowerState.Crashed, VmPowerState.Halted))
            .Append((VmPowerState.Running, VmPowerState.Crashed)).Append((VmPowerState.Paused, VmPowerState.Crashed)).ToHashSet();
        foreach (var change in changes)
        {
            if (change is { Before: Vm before, After: Vm after } && before.PowerState != after.PowerState)
            {
                ways.Should().Contain((before.PowerState, after.PowerState), $"accidents: {hasAccidents}");
            }
        }
    }
}
