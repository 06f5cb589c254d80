using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Model;
using XenCim.Tests.Devices;

namespace XenCim.Tests.Events;

/// <summary>What <c>event.next</c> answers, in which order, and when it wakes.</summary>
public sealed class NewsTests
{
    // Nobody moves its clock: what wakes here is woken by something that happened.
    private readonly FakeTimeProvider time = new(new(2010, 1, 10, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Adding_changing_and_removing_are_told_in_order_with_time_and_reference()
    {
        await using var house = await House.StartAsync(time: time);
        using var listener = await Listener.OpenAsync(house, classes: "network");
        var id = await listener.Client.CallAsync<string>("network.create", new Dictionary<string, object> { ["name_label"] = "net", ["name_description"] = "" });
        await listener.Client.CallAsync("network.set_name_description", id, "mine");
        await listener.Client.CallAsync("network.destroy", id);

        (await listener.NextAsync()).Should().Equal(new[] { "add", "mod", "del" }.Select((operation, i) => new Heard(i + 1, new(2010, 1, 10, 12, 0, 0), "network", operation, id, id)));
    }

    [Fact]
    public async Task Both_sides_of_a_bound_field_are_told_together()
    {
        await using var house = await House.StartAsync(time: time);
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        using var listener = await Listener.OpenAsync(house);
        var nic = await shop.NicAsync(vm);

        (await listener.NextAsync()).Select(e => (e.Class, e.Operation, e.Ref)).Should().Contain(
            [("VIF", "add", nic.ToString()), ("VM", "mod", vm.ToString()), ("network", "mod", shop.Network.ToString())]);
        await listener.Client.CallAsync("VIF.destroy", nic.ToString());
        (await listener.NextAsync()).Select(e => (e.Class, e.Operation, e.Ref)).Should().Contain(
            [("VIF", "del", nic.ToString()), ("VM", "mod", vm.ToString()), ("network", "mod", shop.Network.ToString())]);
    }

    [Fact]
    public async Task Every_session_counts_its_own_events_by_one()
    {
        await using var house = await House.StartAsync(time: time);
        using var all = await Listener.OpenAsync(house);
        using var some = await Listener.OpenAsync(house, classes: "debug");
        var (heardAll, heardSome) = (new List<Heard>(), new List<Heard>());
        for (var i = 1; i <= 5; i++)
        {
            await Listener.MakeBothAsync(house);
            heardAll.AddRange(await all.NextAsync());
            if (i % 2 == 1)
            {
                heardSome.AddRange(await some.NextAsync());
            }
        }

        heardAll.Select(e => e.Id).Should().Equal(Enumerable.Range(1, 10).Select(i => (long)i));
        heardSome.Select(e => e.Id).Should().Equal(1, 2, 3, 4, 5);
        heardSome.Should().OnlyContain(e => e.Class == "debug");
    }

    [Fact]
    public async Task Five_hundred_that_wait_are_woken_by_one_commit()
    {
        const int many = 500;
        await using var house = await House.StartAsync(time: time);
        var waitingBefore = house.Engine.Store.Feed.Waiting;
        var listeners = await Task.WhenAll(Enumerable.Range(0, many).Select(_ => Listener.OpenAsync(house, classes: "network")));
        var waiting = listeners.Select(listener => listener.NextAsync()).ToList();
        await Listener.WhenWaitingAsync(house, waitingBefore + many);
        await house.Engine.Store.CommitAsync(changes => changes.Add(new DebugObject { Id = Guid.NewGuid() }));
        waiting.Should().NotContain(next => next.IsCompleted, "nobody has registered for that");

        var made = await Listener.MakeBothAsync(house);

        foreach (var heard in await Task.WhenAll(waiting))
        {
            heard.Select(e => (e.Id, e.Ref)).Should().Equal((1, made.Network));
        }

        foreach (var listener in listeners)
        {
            listener.Dispose();
        }
    }

    [Fact]
    public async Task Whoever_logs_out_while_it_waits_is_told_that_its_session_is_over()
    {
        await using var house = await House.StartAsync(time: time);
        using var listener = await Listener.OpenAsync(house, classes: "network");
        var before = house.Engine.Store.Feed.Waiting;
        var (first, second) = (listener.FailAsync(), listener.FailAsync());
        await Listener.WhenWaitingAsync(house, before + 1);

        await listener.Client.CallAsync("session.logout");

        (await first).Should().Equal("SESSION_INVALID", listener.Client.Session);
        (await second).Should().Equal("SESSION_INVALID", listener.Client.Session);
        house.Engine.Store.Feed.Waiting.Should().Be(before);
    }

    [Fact]
    public async Task A_session_that_expires_while_it_waits_waits_no_longer()
    {
        await using var house = await House.StartAsync(time: time);
        using var listener = await Listener.OpenAsync(house, classes: "network");
        var before = house.Engine.Store.Feed.Waiting;
        var waiting = listener.FailAsync();
        await Listener.WhenWaitingAsync(house, before + 1);

        time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        using var other = await house.EnterAsync();

        (await waiting).Should().Equal("SESSION_INVALID", listener.Client.Session);
    }
}
