using Hypervisor.Native.Simulated;
using XenApi.Core.Model;
using XenCim.Tests.Clients;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Tasks;

/// <summary>How tasks go on, are called off, and end.</summary>
public sealed class TaskCancelTests
{
    private readonly WatchedTime time = new();

    [Fact]
    public async Task Progress_rises_and_is_a_hundred_only_at_the_end()
    {
        await using var house = await House.StartAsync(time: time);
        using var client = await house.EnterAsync();
        var task = await client.CallAsync<string>("Async.debug.wait", 100.0);

        var seen = await new TaskWatch(house).PassAsync(time, task, TaskWatch.IsOver);

        seen.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.StartWith(0L).And.EndWith(100L).And.HaveCountGreaterThan(10);
        house.Now.Get(TaskWatch.Named(task)).Status.Should().Be(TaskStatusType.Success);
    }

    [Fact]
    public async Task Who_suspends_a_machine_sees_how_far_it_is()
    {
        await using var house = await House.StartAsync(Slow, time);
        using var client = await house.EnterAsync();
        var vm = await new Life(house).CreateAsync(VmPowerState.Running);
        var task = await client.CallAsync<string>("Async.VM.suspend", vm.ToString());

        var seen = await new TaskWatch(house).PassAsync(time, task, TaskWatch.IsOver);

        seen.Should().BeInAscendingOrder().And.EndWith(100L).And.HaveCountGreaterThan(5);
        house.Now.Get(vm).PowerState.Should().Be(VmPowerState.Suspended);
    }

    [Fact]
    public async Task A_suspend_that_is_cancelled_leaves_the_machine_running_and_no_image()
    {
        await using var house = await House.StartAsync(Slow, time);
        using var client = await house.EnterAsync();
        var (life, watch) = (new Life(house), new TaskWatch(house));
        var vm = await life.CreateAsync(VmPowerState.Running);
        var task = await client.CallAsync<string>("Async.VM.suspend", vm.ToString());
        await watch.PassAsync(time, task, now => now.Progress > 10);

        await client.CallAsync("task.cancel", task);

        (await watch.EndAsync(task)).Should().Match<XenTask>(t => t.Status == TaskStatusType.Cancelled && t.Result == "" && t.ErrorInfo.Count == 0);
        watch.Story(task).Should().Equal(TaskStatusType.Pending, TaskStatusType.Cancelling, TaskStatusType.Cancelled);
        life.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        house.Now.All<Vdi>().Should().BeEmpty();
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task Only_a_task_that_runs_can_be_cancelled_and_only_once()
    {
        await using var house = await House.StartAsync(time: time);
        using var client = await house.EnterAsync();
        var watch = new TaskWatch(house);
        var (done, running) = (await client.CallAsync<string>("Async.debug.wait", 0.0), await client.CallAsync<string>("Async.debug.wait", 100.0));
        await watch.EndAsync(done);
        (await client.FailAsync("task.cancel", done)).Should().Equal("OPERATION_NOT_ALLOWED");

        (await client.CallAsync<List<object?>>("task.get_allowed_operations", running)).Should().Equal("Cancel");
        await client.CallAsync("task.cancel", running);
        (await client.FailAsync("task.cancel", running)).Should().Equal("OPERATION_NOT_ALLOWED");

        (await watch.EndAsync(running)).Status.Should().Be(TaskStatusType.Cancelled);
        (await client.FailAsync("task.cancel", Guid.Empty.ToString()))[0].Should().Be("HANDLE_INVALID");
    }

    [Fact]
    public async Task A_task_that_ends_while_it_is_cancelled_ends_once_and_nobody_fails()
    {
        await using var house = await House.StartAsync();
        using var client = await house.EnterAsync();
        var watch = new TaskWatch(house);
        for (var i = 0; i < 200; i++)
        {
            var task = await client.CallAsync<string>("Async.debug.wait", i % 2 == 0 ? 0.0 : 0.001);
            try
            {
                await client.CallAsync("task.cancel", task);
            }
            catch (XenFailure failure)
            {
                failure.Code.Should().Be("OPERATION_NOT_ALLOWED");
            }

            (await watch.EndAsync(task)).Status.Should().BeOneOf(TaskStatusType.Success, TaskStatusType.Cancelled);
        }
    }

    [Fact]
    public async Task A_task_goes_on_when_the_session_that_started_it_is_gone()
    {
        await using var house = await House.StartAsync(time: time);
        using var client = await house.EnterAsync();
        var task = await client.CallAsync<string>("Async.debug.wait", 10.0);

        await client.CallAsync("session.logout");

        (await client.FailAsync("task.get_status", task))[0].Should().Be("SESSION_INVALID");
        var seen = await new TaskWatch(house).PassAsync(time, task, TaskWatch.IsOver);
        seen.Should().HaveCountGreaterThan(2);
        house.Now.Get(TaskWatch.Named(task)).Status.Should().Be(TaskStatusType.Success);
    }

    private static SimulatedWorld Slow => new() { Timings = SimulatedTimings.Instant with { SaveMiBPerSecond = 1 } };
}
