using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Tasks;

public sealed class TaskLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_session_runs_so_many_tasks_at_once_and_another_one_runs_its_own()
    {
        await using var house = await StartAsync(TaskLimits.Default with { PerSession = 2, AllTogether = 3 });
        using var first = await ClientAsync(house);
        using var second = await ClientAsync(house);
        var task = await first.CallAsync<string>("Async.debug.wait", 86400.0);
        await first.CallAsync("Async.debug.wait", 86400.0);
        (await first.FailAsync("Async.debug.wait", 86400.0)).Should().Equal("TOO_MANY_PENDING_TASKS");

        await second.CallAsync("Async.debug.wait", 86400.0);
        (await second.FailAsync("Async.debug.wait", 86400.0)).Should().Equal("TOO_MANY_PENDING_TASKS");
        house.Now.All<XenTask>().Should().HaveCount(3);

        await first.CallAsync("task.cancel", task);
        await WhenAsync(house, () => house.Now.Get(new XenApi.Core.Values.Ref<XenTask>(Guid.Parse(task))).Status == TaskStatusType.Cancelled);
        await first.CallAsync("Async.debug.wait", 86400.0);
    }

    [Fact]
    public async Task Of_more_finished_tasks_than_there_is_room_for_the_first_go_early()
    {
        await using var house = await StartAsync(TaskLimits.Default with { FinishedMost = 2 });
        using var client = await ClientAsync(house);
        for (var i = 0; i < 6; i++)
        {
            await client.CallAsync("Async.debug.wait", 0.0);
        }

        await WhenAsync(house, () => house.Now.All<XenTask>().Count() == 2);
    }

    [Fact]
    public async Task A_task_keeps_no_result_of_any_length()
    {
        await using var house = await StartAsync(TaskLimits.Default);
        using var client = await ClientAsync(house);
        await house.Engine.Store.CommitAsync(changes =>
        {
            for (var i = 0; i < 50; i++)
            {
                changes.Add(new Network { Id = Guid.NewGuid(), NameLabel = $"net{i}", Bridge = $"net{i}", NameDescription = new('x', 30_000) });
            }
        });
        var task = new XenApi.Core.Values.Ref<XenTask>(Guid.Parse(await client.CallAsync<string>("Async.network.get_all_records")));

        await WhenAsync(house, () => house.Now.Get(task).Status != TaskStatusType.Pending);

        house.Now.Get(task).ErrorInfo.Should().StartWith(["VALUE_NOT_SUPPORTED", "task.result"]);
        house.Now.Get(task).Result.Should().BeEmpty();
    }

    private static Task<House> StartAsync(TaskLimits limits) => House.StartAsync(time: new FakeTimeProvider(), change: setup => setup with { Tasks = limits });

    private static async Task<XenClient> ClientAsync(House house)
    {
        var client = house.Knock();
        await client.LoginAsync("", "");
        return client;
    }

    private static async Task WhenAsync(House house, Func<bool> isTrue)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!isTrue())
        {
            await house.Engine.Store.Feed.WaitAsync(house.Now.Generation, XenApi.Core.Memory.ClassSet.Named(XenApi.Core.Values.Set.Of(["task"])), late.Token);
        }
    }
}
