using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

public class FeedTests
{
    private const int Window = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ClassSet Hosts = ClassSet.None.With(Host.Descriptor);
    private static readonly ClassSet Networks = ClassSet.None.With(Network.Descriptor);

    private readonly Feed feed = new(Window, 100);

    [Fact]
    public void Nothing_within_the_window_is_lost_and_past_it_the_feed_says_so()
    {
        for (var generation = 101; generation <= 125; generation++)
        {
            Publish(generation, Host.Descriptor);
        }

        feed.Read(115, Hosts, 100).Entries.Select(e => e.Generation).Should().Equal(116, 117, 118, 119, 120, 121, 122, 123, 124, 125);
        feed.Read(115, Hosts, 100).Generation.Should().Be(125);
        feed.Read(114, Hosts, 100).Should().Match<News>(news => news.IsTooLate && news.Entries.Count == 0);
        feed.Read(125, Hosts, 100).Should().Match<News>(news => !news.IsTooLate && news.Entries.Count == 0);
    }

    [Fact]
    public void Who_listens_to_a_quiet_class_is_not_too_late_because_others_are_busy()
    {
        for (var generation = 101; generation <= 150; generation++)
        {
            Publish(generation, Host.Descriptor);
        }

        feed.Read(100, Networks, 100).Should().Match<News>(news => !news.IsTooLate && news.Entries.Count == 0 && news.Generation == 150);
        feed.Read(100, Networks.Union(Hosts), 100).IsTooLate.Should().BeTrue();
    }

    [Fact]
    public void Commits_are_told_whole_whatever_the_limit()
    {
        Publish(101, Host.Descriptor, Host.Descriptor, Host.Descriptor);
        Publish(102, Network.Descriptor);
        Publish(103, Host.Descriptor);

        var first = feed.Read(100, Hosts, 2);
        first.Entries.Select(e => e.Generation).Should().Equal(101, 101, 101);
        first.Generation.Should().BeGreaterThanOrEqualTo(101).And.BeLessThan(103);
        feed.Read(first.Generation, Hosts, 2).Entries.Select(e => e.Generation).Should().Equal(103);
    }

    [Fact]
    public void A_commit_larger_than_the_window_is_honestly_lost()
    {
        Publish(101, [.. Enumerable.Repeat(Host.Descriptor, Window + 1)]);

        feed.Read(100, Hosts, 100).IsTooLate.Should().BeTrue();
        feed.Read(101, Hosts, 100).IsTooLate.Should().BeFalse();
    }

    [Fact]
    public async Task A_commit_wakes_those_who_wait_for_its_classes_and_nobody_else()
    {
        var host = feed.WaitAsync(100, Hosts, CancellationToken.None);
        var network = feed.WaitAsync(100, Networks, CancellationToken.None);
        var all = feed.WaitAsync(100, ClassSet.All, CancellationToken.None);

        Publish(101, Host.Descriptor);

        await Task.WhenAll(host, all).WaitAsync(Patience);
        network.IsCompleted.Should().BeFalse();
        feed.WaitAsync(100, Hosts, CancellationToken.None).IsCompletedSuccessfully.Should().BeTrue("it has happened already");
        Publish(102, Network.Descriptor);
        await network.WaitAsync(Patience);
    }

    [Fact]
    public async Task Samples_wake_nobody()
    {
        var waiting = feed.WaitAsync(100, ClassSet.All, CancellationToken.None);

        feed.Publish(new([new(101, default, [Added(Host.Descriptor) with { IsTold = false }])]));
        waiting.IsCompleted.Should().BeFalse();
        feed.Generation.Should().Be(101);

        Publish(102, Host.Descriptor);
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_gives_up_is_forgotten()
    {
        using var stop = new CancellationTokenSource();
        var waiting = feed.WaitAsync(100, Hosts, stop.Token);
        feed.Waiting.Should().Be(1);

        await stop.CancelAsync();

        await waiting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        feed.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task A_thousand_who_wait_all_see_every_commit_in_order_while_commits_come()
    {
        const int listeners = 1000, commits = 50;
        var roomy = new Feed(commits, 0);
        using var stop = new CancellationTokenSource(Patience);
        var heard = Enumerable.Range(0, listeners).Select(_ => Task.Run(async () =>
        {
            var all = new List<long>();
            var seen = 0L;
            while (all.Count < commits)
            {
                await roomy.WaitAsync(seen, Hosts, stop.Token);
                var news = roomy.Read(seen, Hosts, 7);
                news.IsTooLate.Should().BeFalse();
                all.AddRange(news.Entries.Select(e => e.Generation));
                seen = news.Generation;
            }

            return all;
        })).ToList();

        for (var generation = 1; generation <= commits; generation++)
        {
            roomy.Publish(new([new(generation, default, [Added(Host.Descriptor)])]));
        }

        foreach (var all in await Task.WhenAll(heard).WaitAsync(Patience))
        {
            all.Should().Equal(Enumerable.Range(1, commits).Select(i => (long)i));
        }

        roomy.Waiting.Should().Be(0);
    }

    private static Change Added(XenClass c)
    {
        var made = c.Make(Guid.NewGuid());
        return new(c, made.Id, null, made, IsKept: true, IsTold: true);
    }

    private void Publish(long generation, params XenClass[] classes) => feed.Publish(new([new(generation, default, [.. classes.Select(Added)])]));
}
