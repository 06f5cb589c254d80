using CsCheck;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

public class ChangesPropertyTests
{
    private const int Window = 4096;

    private static readonly Gen<Step> Steps =
        from kind in Gen.Frequency((12, Gen.Int[0, 1]), (5, Gen.Const(2)), (3, Gen.Const(3)), (1, Gen.Const(4)))
        from c in Gen.Int[0, Step.Classes.Length - 1]
        from id in Gen.Int[0, 2]
        from a in Gen.Int[0, 3]
        from b in Gen.Int[0, 7]
        from forgiven in Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false)))
        select new Step(kind, c, id, a, c == 4 ? b : b % 4, forgiven);

    [Fact]
    public Task The_store_does_what_a_naive_model_does_whether_commits_come_one_by_one_or_together() =>
        Gen.Select(Steps.List[1, 6].List[1, 25], Gen.Bool).SampleAsync(
            async (commits, together) =>
            {
                var journal = new MemoryJournal();
                var states = new List<NaiveState> { new() };
                await using (var store = Store.Open(journal, Window, TimeProvider.System))
                {
                    var running = new List<(Task Task, bool MustSucceed)>();
                    foreach (var steps in commits)
                    {
                        var next = states[^1].After(steps);
                        var task = store.CommitAsync(changes => steps.ForEach(step => step.Apply(changes)));
                        running.Add((task, next is not null));
                        if (next is not null)
                        {
                            states.Add(next);
                        }

                        if (!together)
                        {
                            await EndAsync(task, next is not null);
                            CheckSame(store.Current, states[^1].Whole());
                        }
                    }

                    foreach (var (task, mustSucceed) in running)
                    {
                        await EndAsync(task, mustSucceed);
                    }

                    CheckSame(store.Current, states[^1].Whole());
                    CheckTold(store.Feed, states);
                }

                await using var restarted = Store.Open(journal, Window, TimeProvider.System);
                CheckSame(restarted.Current, states[^1].Restarted());
            },
            iter: 500);

    private static async Task EndAsync(Task task, bool mustSucceed)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(30));
            Require(mustSucceed, "a commit that must be refused was taken");
        }
        catch (ApiError e)
        {
            Require(!mustSucceed, $"a good commit was refused: {e.Message}");
        }
    }

    // Plain comparisons: this runs hundreds of thousands of times.
    private static void CheckSame(Snapshot snapshot, Dictionary<(XenClass Class, Guid Id), XenObject> expected)
    {
        Require(Step.Classes.Sum(snapshot.Count) == expected.Count, "another number of objects");
        foreach (var ((c, id), whole) in expected)
        {
            Require(Equals(snapshot.Find(c, id), whole), $"is {snapshot.Find(c, id)}, must be {whole}");
        }

        foreach (var named in expected.Values.Where(o => o.Label is not null).GroupBy(o => (o.Class, o.Label!)))
        {
            var found = snapshot.Named(named.Key.Class, named.Key.Item2).Select(r => r.Id!.Value);
            Require(named.Select(o => o.Id).ToHashSet().SetEquals(found), $"other objects are named {named.Key}");
        }

        foreach (var name in Enumerable.Range(0, 4).Select(i => $"name {i}").Where(name => expected.Values.All(o => o.Label != name)))
        {
            Require(snapshot.Named(Host.Descriptor, name).Count == 0, $"{name} is nobody's name");
        }
    }

    private static void CheckTold(Feed feed, List<NaiveState> states)
    {
        var expected = states.Zip(states.Skip(1), (before, after) => after.ToldSince(before)).Where(told => told.Count > 0).ToList();
        var told = feed.Read(0, ClassSet.All, int.MaxValue).Entries.GroupBy(e => e.Generation).Select(g => g.ToList()).ToList();
        Require(told.Count == expected.Count, "another number of commits was told");
        foreach (var (entries, must) in told.Zip(expected))
        {
            Require(entries.Count == must.Count && must.SetEquals(entries.Select(e => (e.Class, e.Id, e.Operation))), "the feed tells something else");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
