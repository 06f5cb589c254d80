using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Diagnosis;

public sealed class DebugTests
{
    [Fact]
    public async Task A_debug_object_comes_and_goes()
    {
        await using var house = await WiredHouse.OpenAsync();
        var made = await house.Client.CallAsync<string>("debug.create", new Dictionary<string, object>());
        (await house.Client.CallAsync<List<object?>>("debug.get_all")).Should().Equal(made);
        (await house.Client.CallAsync<string>("debug.get_uuid", made)).Should().Be(made);
        await house.Client.CallAsync("debug.destroy", made);
        (await house.Client.CallAsync<List<object?>>("debug.get_all")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_failure_that_was_asked_for_comes()
    {
        await using var house = await WiredHouse.OpenAsync();
        var session = await house.Client.CallAsync<string>("session.get_uuid", house.Client.Session);
        (await house.Client.FailAsync("debug.return_failure")).Should().Equal("DEBUG_FAIL", session);
    }

    [Fact]
    public async Task Waiting_tells_how_far_it_is_and_can_be_cancelled()
    {
        var time = new FakeTimeProvider(new(2010, 1, 10, 0, 0, 0, TimeSpan.Zero));
        await using var house = await WiredHouse.OpenAsync(time: time);
        var task = await house.Client.CallAsync<string>("Async.debug.wait", 86400.0);
        while (int.Parse(await house.Client.CallAsync<string>("task.get_progress", task)) < 3)
        {
            time.Advance(TimeSpan.FromSeconds(4));
            await Task.Yield();
        }

        await house.Client.CallAsync("task.cancel", task);
        (await EndAsync(house, task).WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("cancelled");
    }

    private static async Task<string> EndAsync(WiredHouse house, string task)
    {
        while (true)
        {
            await Task.Yield();
            if (await house.Client.CallAsync<string>("task.get_status", task) is not "cancelling" and var status)
            {
                return status;
            }
        }
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(1e9)]
    public async Task Nobody_waits_forever(double seconds)
    {
        await using var house = await WiredHouse.OpenAsync();
        (await house.Client.FailAsync("debug.wait", seconds))[..2].Should().StartWith(["VALUE_NOT_SUPPORTED", "secs"]);
    }
}
