using XenApi.Core.Model;

namespace XenCim.Tests.Machines;

public sealed class MachineQueueTests
{
    [Fact]
    public async Task Who_waits_for_a_machine_does_not_see_it_in_the_middle_of_a_job()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync();
        var halfDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = house.Engine.Machines.DoAsync(vm, async _ =>
        {
            await NameAsync("half done");
            halfDone.SetResult();
            await goOn.Task;
            await NameAsync("done");
        });
        await halfDone.Task;

        var seen = new List<string>();
        var waits = life.WhenAsync(vm, now =>
        {
            seen.Add(now!.NameLabel);
            return true;
        });
        goOn.SetResult();
        await job;
        await waits;

        seen.Should().Equal("done");

        Task NameAsync(string name) => house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm) with { NameLabel = name }));
    }
}
