using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Cim.Operations;

/// <summary>What is being done with a machine shows in its states (DSP1052: EnabledState, TransitioningToState).</summary>
public sealed class TransitionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_machine_that_is_asked_to_shut_down_is_on_its_way_until_it_has()
    {
        await using var world = await CimWorld.StartAsync();
        var vm = await world.Life.CreateAsync(VmPowerState.Running, machine => machine with { Platform = Map.Of(("simulated_ignores_shutdown", "true")) });
        States(world, vm).Should().Be((2, 12, 16, "Running"));
        var shutdown = VmPowerCalls.CleanShutdown(world.House.Caller(), vm);
        await world.Life.SettleAsync(vm);

        States(world, vm).Should().Be((4, 3, 13, "Shutting down"));
        await VmPowerCalls.HardShutdown(world.House.Caller(), vm).WaitAsync(Patience);
        await shutdown.WaitAsync(Patience);

        States(world, vm).Should().Be((3, 12, 5, "Halted"));
    }

    [Theory]
    [InlineData(VmOperations.Start, 10, 2, 3)]
    [InlineData(VmOperations.Suspend, 2, 6, 15)]
    [InlineData(VmOperations.Pause, 2, 9, 15)]
    [InlineData(VmOperations.HardReboot, 10, 11, 3)]
    [InlineData(VmOperations.PoolMigrate, 2, 12, 9)]
    public async Task Each_operation_has_its_states(VmOperations operation, long enabled, long towards, long operating)
    {
        await using var world = await CimWorld.StartAsync();
        var vm = await world.Life.CreateAsync(VmPowerState.Running);
        await using (await UnderWay.BeginAsync(world.House.Engine.Store, vm, operation))
        {
            var (state, transition, status, _) = States(world, vm);
            (state, transition, status).Should().Be((enabled, towards, operating));
            var one = Instance(world, vm);
            one["StatusDescriptions"].Items.Length.Should().Be(one["OperationalStatus"].Items.Length, "each status has its text");
        }

        States(world, vm).Should().Be((2, 12, 16, "Running"));
    }

    [Fact]
    public async Task A_job_tells_its_times()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var world = await CimWorld.StartAsync(time: time);
        var begun = time.GetUtcNow();
        var task = new XenTask { Id = Guid.NewGuid(), NameLabel = "VM.start", Created = begun };
        await world.House.Engine.Store.CommitAsync(changes => changes.Add(task));
        Times(world).Should().Be(("20260102030405.000000+000", "20260102030405.000000+000", "NULL", "00000001000000.000000:000"));

        await world.House.Engine.Store.CommitAsync(changes => changes.Put(task with { Status = TaskStatusType.Success, Progress = 100, Finished = begun.AddSeconds(90) }));

        Times(world).Should().Be(("20260102030405.000000+000", "20260102030535.000000+000", "00000000000130.000000:000", "00000001000000.000000:000"));
    }

    private static (string Start, string Last, string Elapsed, string Kept) Times(CimWorld world)
    {
        var job = world.Service.EnumerateInstances(world.Caller(), "Xen_Job").Single();
        string Of(string property) => job[property] is { IsNull: false } value ? value.DateTime.ToString() : "NULL";
        return (Of("StartTime"), Of("TimeOfLastStateChange"), Of("ElapsedTime"), Of("TimeBeforeRemoval"));
    }

    [Fact]
    public async Task Tags_can_be_written_and_are_kept()
    {
        var world = await CimWorld.StartAsync();
        var vm = await world.Life.CreateAsync();
        var path = Instance(world, vm).Path;
        await world.Service.SetPropertyAsync(world.Caller(), path, "Tags", CimValue.OfItems(CimType.StringArray, [CimValue.Of("web"), CimValue.Of("new")]));

        await using var next = await world.RestartAsync();

        next.House.Now.Get(vm).Tags.Should().Equal("web", "new");
        Instance(next, vm)["Tags"].ToString().Should().Contain("web");
    }

    private static Instance Instance(CimWorld world, Ref<Vm> vm) =>
        world.Service.EnumerateInstances(world.Caller(), "Xen_ComputerSystem").Single(one => one["Name"].Text == vm.ToString());

    private static (long Enabled, long Towards, long Operating, string Text) States(CimWorld world, Ref<Vm> vm)
    {
        var one = Instance(world, vm);
        return ((long)one["EnabledState"].Integer, (long)one["TransitioningToState"].Integer, (long)one["OperatingStatus"].Integer, one["StatusDescriptions"].Items[0].Text);
    }
}
