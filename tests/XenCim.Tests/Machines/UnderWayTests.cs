using XenApi.Core.Declarations;
using XenApi.Core.Machines;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class UnderWayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_being_done_is_shown_until_it_is_over_and_is_no_news()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, machine => machine with { Platform = Map.Of(("simulated_ignores_shutdown", "true")) });
        await life.SettleAsync(vm);
        var before = house.Engine.Store.Feed.Generation;
        var shutdown = VmPowerCalls.CleanShutdown(house.Caller(), vm);
        await life.SettleAsync(vm);

        life.Get(vm).CurrentOperations.Values.Should().Equal(VmOperations.CleanShutdown);
        house.Engine.Store.Feed.Read(before, ClassSet.All, 100).Entries.Should().BeEmpty("no classic field has changed");
        await VmPowerCalls.HardShutdown(house.Caller(), vm).WaitAsync(Patience);
        await shutdown.WaitAsync(Patience);

        life.Get(vm).CurrentOperations.Should().BeEmpty();
    }

    [Fact]
    public async Task What_fails_is_over_too()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(machine => machine with { MemoryStaticMax = 1L << 50, MemoryDynamicMax = 1L << 50 });

        (await life.ErrorOfAsync(MachineLife.Start, vm))!.Code.Should().Be("HOST_NOT_ENOUGH_FREE_MEMORY");

        life.Get(vm).CurrentOperations.Should().BeEmpty();
    }

    [Fact]
    public async Task What_can_be_ordered_is_what_the_diagram_allows()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        foreach (var state in Life.States)
        {
            var vm = await life.CreateAsync(state);
            var allowed = Life.Steps.Where(step => step.Operation is not null && step.IsAllowedIn(state)).Select(step => step.Operation!.Value);
            life.Get(vm).AllowedOperations.Should().BeEquivalentTo(allowed, state.ToString());
        }

        house.Now.All<Vm>().Single(vm => vm.IsControlDomain).AllowedOperations.Should().BeEmpty();
    }

    [Fact]
    public async Task A_restart_forgets_what_was_under_way()
    {
        var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        await UnderWay.BeginAsync(house.Engine.Store, vm, VmOperations.Suspend);
        life.Get(vm).CurrentOperations.Should().NotBeEmpty();

        await using var next = await house.RestartAsync();

        next.Now.Get(vm).CurrentOperations.Should().BeEmpty();
    }
}
