using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Model;
using XenApi.Core.Tasks;

namespace XenCim.Tests.Tasks;

/// <summary>How long tasks are kept, and what a restart makes of them.</summary>
public sealed class TaskKeepingTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private readonly FakeTimeProvider time = new(new(2010, 1, 10, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_finished_task_is_kept_for_its_time_and_one_that_runs_for_as_long_as_it_runs()
    {
        await using var house = await StartAsync();
        using var client = await house.EnterAsync();
        var watch = new TaskWatch(house);
        var running = TaskWatch.Named(await client.CallAsync<string>("Async.debug.wait", 86400.0));
        var done = await client.CallAsync<string>("Async.debug.wait", 0.0);
        await watch.EndAsync(done);
        while (house.Engine.Tasks.Finished == 0)
        {
            await Task.Yield();
        }

        time.Advance(Kept - TimeSpan.FromSeconds(1));
        await house.Engine.Tasks.SweepAsync();
        house.Now.Find(TaskWatch.Named(done)).Should().NotBeNull();

        // The sweep comes by itself.
        await WhenGoneAsync(house, watch, done);
        house.Now.Get(running).Status.Should().Be(TaskStatusType.Pending);
        (await client.FailAsync("task.get_status", done)).Should().Equal("HANDLE_INVALID", "task", done);
    }

    [Fact]
    public async Task A_task_that_a_stop_cuts_off_ends_as_a_failure()
    {
        var house = await StartAsync();
        string task;
        using (var client = await house.EnterAsync())
        {
            task = await client.CallAsync<string>("Async.debug.wait", 86400.0);
        }

        house = await house.RestartAsync();
        await using (house)
        {
            house.Now.Get(TaskWatch.Named(task)).Should().Match<XenTask>(
                t => t.Status == TaskStatusType.Failure && t.Progress == 100 && t.ErrorInfo.Count == 2 && t.ErrorInfo[0] == "INTERNAL_ERROR" && t.AllowedOperations.Count == 0);
            await WhenGoneAsync(house, new(house), task, Kept);
        }
    }

    [Theory]
    [InlineData(TaskStatusType.Pending)]
    [InlineData(TaskStatusType.Cancelling)]
    public async Task A_task_that_a_crash_left_unfinished_ends_as_a_failure(TaskStatusType status)
    {
        var house = await StartAsync();
        var left = new XenTask { Id = Guid.NewGuid(), NameLabel = "VM.start", Status = status };
        await house.Engine.Store.CommitAsync(changes => changes.Put(left));

        house = await house.RestartAsync();
        await using (house)
        {
            using var client = await house.EnterAsync();
            var record = await client.CallAsync<Dictionary<string, object?>>("task.get_record", left.Id.ToString());
            record["status"].Should().Be("failure");
            record["progress"].Should().Be("100");
            ((List<object?>)record["error_info"]!).Should().Equal("INTERNAL_ERROR", "The server was restarted while the task ran.");
        }
    }

    [Fact]
    public async Task A_restart_leaves_what_finished_tasks_say_and_they_go_later()
    {
        var house = await StartAsync();
        string task;
        using (var client = await house.EnterAsync())
        {
            task = await client.CallAsync<string>("Async.network.get_all");
            await new TaskWatch(house).EndAsync(task);
        }

        var before = house.Now.Get(TaskWatch.Named(task));
        house = await house.RestartAsync();
        await using (house)
        {
            house.Now.Get(TaskWatch.Named(task)).Should().Be(before);
            await WhenGoneAsync(house, new(house), task, Kept);
        }
    }

    private async Task WhenGoneAsync(House house, TaskWatch watch, string task, TimeSpan after = default)
    {
        house.Now.Find(TaskWatch.Named(task)).Should().NotBeNull();
        time.Advance(after + TimeSpan.FromSeconds(31));
        await watch.WhenAsync(now => now.Find(TaskWatch.Named(task)) is null);
    }

    private Task<House> StartAsync() => House.StartAsync(time: time, change: setup => setup with { Tasks = TaskLimits.Default with { KeepFinished = Kept } });
}
