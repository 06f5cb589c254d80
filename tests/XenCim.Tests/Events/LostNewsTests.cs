using CsCheck;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Events;

/// <summary>No event is lost within the window, however many write; past it the client is told, once.</summary>
public sealed class LostNewsTests
{
    [Fact]
    public async Task Who_is_too_late_is_told_so_once_and_goes_on_from_the_present()
    {
        const int window = 8;
        await using var house = await House.StartAsync(change: setup => setup with { FeedWindow = window });
        using var listener = await Listener.OpenAsync(house, classes: "network");
        await MakeAsync(house, window);
        (await listener.NextAsync()).Should().HaveCount(window);

        await MakeAsync(house, window + 1);
        (await listener.FailAsync()).Should().Equal("EVENTS_LOST");
        var made = await Listener.MakeBothAsync(house);

        (await listener.NextAsync()).Select(e => (e.Id, e.Ref)).Should().Equal((window + 1, made.Network));
    }

    [Fact]
    public async Task Who_hears_everything_can_tell_the_state_however_many_write()
    {
        await using var house = await House.StartAsync();
        await Gen.Select(Gen.Int[1, 8], Gen.Int[1, 30], Gen.Int[0, 2].List[1, 30]).SampleAsync(
            async (writers, rounds, steps) =>
            {
                using var listener = await Listener.OpenAsync(house, classes: ["network", "debug"]);
                var known = house.Now.All<Network>().Select(network => network.Id.ToString()).ToHashSet();
                var heard = new List<Heard>();
                var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => WriteAsync(house, rounds, steps))));
                var last = new DebugObject { Id = Guid.NewGuid() };
                var ending = writing.ContinueWith(_ => house.Engine.Store.CommitAsync(changes => changes.Add(last)), TaskScheduler.Default).Unwrap();
                while (heard.Count == 0 || heard[^1].Ref != last.Id.ToString())
                {
                    heard.AddRange(await listener.NextAsync());
                }

                var told = (await writing).Sum();
                await ending;
                heard.Select(e => e.Id).Should().Equal(Enumerable.Range(1, told + 1).Select(i => (long)i));
                foreach (var e in heard.SkipLast(1))
                {
                    (e.Operation switch
                    {
                        "add" => known.Add(e.Ref),
                        "del" => known.Remove(e.Ref),
                        _ => known.Contains(e.Ref),
                    }).Should().BeTrue($"{e} comes in order");
                }

                known.Should().BeEquivalentTo(house.Now.All<Network>().Select(network => network.Id.ToString()));
            },
            iter: 15,
            threads: 1);
    }

    private static async Task<int> WriteAsync(House house, int rounds, List<int> steps)
    {
        var store = house.Engine.Store;
        var mine = new Stack<Ref<Network>>();
        for (var i = 0; i < rounds; i++)
        {
            var step = mine.TryPeek(out var last) ? steps[i % steps.Count] : 0;
            if (step == 2)
            {
                mine.Pop();
            }

            var made = Listener.Network();
            await store.CommitAsync(changes =>
            {
                if (step == 0)
                {
                    changes.Add(made);
                }
                else if (step == 1)
                {
                    changes.Put(changes.Get(last) with { NameDescription = $"step {i}" });
                }
                else
                {
                    changes.Delete(last);
                }
            });
            if (step == 0)
            {
                mine.Push(new(made.Id));
            }
        }

        return rounds;
    }

    private static async Task MakeAsync(House house, int many)
    {
        for (var i = 0; i < many; i++)
        {
            await house.Engine.Store.CommitAsync(changes => changes.Add(Listener.Network()));
        }
    }
}
