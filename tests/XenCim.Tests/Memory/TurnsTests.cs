using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Memory;

namespace XenCim.Tests.Memory;

/// <summary>Who does what, seen from one thread that takes every turn.</summary>
public class TurnsTests
{
    private const int Most = 1024;

    private static readonly TimeSpan Effort = TimeSpan.FromMilliseconds(1);

    private readonly AskedClock clock = new();
    private readonly Turns turns;

    public TurnsTests() => turns = new(before => new(Snapshot.Empty, before, new()), clock);

    [Fact]
    public void A_batch_waits_for_those_who_were_answered_together()
    {
        KeepNext(2);
        Add(1);
        var batch = DraftNext();
        clock.Asked = () =>
        {
            clock.Asked = () => { };
            Add(1);
        };

        DraftNext().Should().BeSameAs(batch, "the other one came while the batch was held open");
        turns.Next(Most, out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep, "all are there, however much time is left");
    }

    [Fact]
    public void It_waits_half_the_time_of_the_journal_at_the_most()
    {
        KeepNext(2);
        Add(1);
        var batch = DraftNext();
        var begin = clock.GetUtcNow();
        clock.Asked = () => clock.Advance(Effort / 10);

        turns.Next(Most, out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep);
        (clock.GetUtcNow() - begin).Should().Be(Effort / 2);
    }

    [Fact]
    public void One_alone_is_not_held_up()
    {
        KeepNext(1);
        Add(1);
        var batch = DraftNext();
        clock.Asked = () => Assert.Fail("There is nobody to wait for.");

        turns.Next(Most, out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep);
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            turns.TryAdd(new Waiting<bool>(_ => true)).Should().BeTrue();
        }
    }

    private Drafted DraftNext()
    {
        var batch = turns.Next(Most, out var turn)!;
        turn.Should().Be(Turn.Draft);
        while (turns.Take(batch, Most) is { } waiting)
        {
            batch.Run(waiting, default);
        }

        return batch;
    }

    private void KeepNext(int count)
    {
        Add(count);
        var batch = DraftNext();
        batch.Waiting.Should().HaveCount(count);
        turns.Next(Most, out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep);
        turns.Kept(isLost: false, Effort);
    }

    /// <summary>A clock that stands still, unless whoever asks it does something.</summary>
    private sealed class AskedClock : FakeTimeProvider
    {
        public Action Asked { get; set; } = () => { };

        public override long GetTimestamp()
        {
            Asked();
            return base.GetTimestamp();
        }
    }
}
