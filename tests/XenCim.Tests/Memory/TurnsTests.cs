using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Memory;

namespace XenCim.Tests.Memory;

/// <summary>Who does what, seen from one thread that takes every turn.</summary>
public class TurnsTests
{
    private const int Most = 1024;

    private static readonly TimeSpan Effort = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AskedClock clock = new();
    private readonly Turns turns;
    private int elsewhere;

    public TurnsTests() => turns = new(before => new(Snapshot.Empty, before, new()), () => elsewhere++, clock);

    [Fact]
    public void A_batch_waits_for_those_who_were_answered_together()
    {
        KeepNext(2);
        var batch = DraftNext(1);
        clock.Asked = () =>
        {
            clock.Asked = () => { };
            DraftNext(1).Should().BeSameAs(batch, "the other one comes while the batch is held open");
        };

        turns.Next(out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep, "all are there, however much time is left");
        batch.Waiting.Should().HaveCount(2);
    }

    [Fact]
    public void It_waits_half_the_time_of_the_journal_at_the_most()
    {
        KeepNext(2);
        var batch = DraftNext(1);
        var begin = clock.GetUtcNow();
        var step = Effort / 100;
        clock.Asked = () => clock.Advance(step);

        turns.Next(out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep);
        (clock.GetUtcNow() - begin).Should().BeCloseTo(Effort / 2, step * 2);
    }

    [Fact]
    public void One_alone_is_not_held_up()
    {
        KeepNext(1);
        var batch = DraftNext(1);
        clock.Asked = () => Assert.Fail("There is nobody to wait for.");

        turns.Next(out var turn).Should().BeSameAs(batch);
        turn.Should().Be(Turn.Keep);
    }

    [Fact]
    public void Who_comes_while_another_drafts_leaves_it_to_that_one()
    {
        turns.TryAdd(new Waiting<bool>(Nothing), Most, out var batch).Should().BeTrue();
        var second = new Waiting<bool>(Nothing);
        turns.Take(batch!, Most).Should().NotBeNull();

        turns.TryAdd(second, Most, out var other).Should().BeTrue();

        other.Should().BeNull();
        turns.Take(batch!, Most).Should().BeSameAs(second);
    }

    [Fact]
    public void What_finds_no_place_in_a_full_batch_is_drafted_when_that_one_is_kept()
    {
        const int few = 1;
        turns.TryAdd(new Waiting<bool>(Nothing), few, out var batch).Should().BeTrue();
        Draft(batch!, few);
        turns.TryAdd(new Waiting<bool>(Nothing), few, out var none).Should().BeTrue();
        none.Should().BeNull("the batch is full");
        elsewhere.Should().Be(0);

        turns.Next(out _).Should().BeSameAs(batch);

        elsewhere.Should().Be(1);
        turns.TryDraft(few).Should().NotBeNull().And.NotBeSameAs(batch);
    }

    [Fact]
    public void What_went_on_from_a_lost_batch_is_drafted_again_in_its_order()
    {
        DraftNext(1);
        turns.Next(out _);
        var (second, third) = (new Waiting<bool>(Nothing), new Waiting<bool>(Nothing));
        var astray = Draft(Begun(second), Most);
        turns.TryAdd(third, Most, out var more).Should().BeTrue();
        Draft(more!, Most).Should().BeSameAs(astray);

        turns.Kept(isLost: true, Effort);

        elsewhere.Should().Be(1);
        var again = turns.TryDraft(Most)!;
        again.Should().NotBeSameAs(astray);
        turns.Take(again, Most).Should().BeSameAs(second);
        turns.Take(again, Most).Should().BeSameAs(third);
        turns.Take(again, Most).Should().BeNull();
    }

    [Fact]
    public void What_is_drafted_just_when_the_batch_before_is_lost_is_drafted_again_too()
    {
        DraftNext(1);
        turns.Next(out _);
        var second = new Waiting<bool>(Nothing);
        var astray = Begun(second);
        astray.Run(turns.Take(astray, Most)!, default);

        turns.Kept(isLost: true, Effort);
        elsewhere.Should().Be(0, "somebody drafts");
        turns.Take(astray, Most).Should().BeNull();

        elsewhere.Should().Be(1);
        turns.Take(turns.TryDraft(Most)!, Most).Should().BeSameAs(second);
    }

    [Fact]
    public async Task Who_comes_just_when_the_turn_to_draft_ends_is_not_forgotten()
    {
        var batch = Begun(new Waiting<bool>(Nothing));
        batch.Run(turns.Take(batch, Most)!, default);
        var second = new Waiting<bool>(Nothing);
        var next = new TaskCompletionSource<Waiting?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var drafter = new Thread(() => next.SetResult(turns.Take(batch, Most))) { IsBackground = true };

        // The journal holds the lock when it asks the clock: the drafter has seen that nobody waits, and waits for the lock.
        clock.Asked = () =>
        {
            clock.Asked = () => clock.Advance(Effort);
            drafter.Start();
            SpinWait.SpinUntil(() => drafter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience).Should().BeTrue();
            turns.TryAdd(second, Most, out var none).Should().BeTrue();
            none.Should().BeNull("the turn is not over");
        };
        var journal = Task.Run(() => turns.Next(out _));

        (await next.Task.WaitAsync(Patience)).Should().BeSameAs(second);
        turns.Take(batch, Most).Should().BeNull();
        (await journal.WaitAsync(Patience)).Should().BeSameAs(batch);
    }

    private static bool Nothing(Changes changes) => true;

    private Drafted Begun(Waiting commit)
    {
        turns.TryAdd(commit, Most, out var batch).Should().BeTrue();
        return batch!;
    }

    private Drafted Draft(Drafted batch, int most)
    {
        while (turns.Take(batch, most) is { } waiting)
        {
            batch.Run(waiting, default);
        }

        return batch;
    }

    private Drafted DraftNext(int count)
    {
        Drafted? batch = null;
        for (var i = 0; i < count; i++)
        {
            batch = Draft(Begun(new Waiting<bool>(Nothing)), Most);
        }

        return batch!;
    }

    private void KeepNext(int count)
    {
        var batch = DraftNext(count);
        batch.Waiting.Should().HaveCount(count);
        turns.Next(out var turn).Should().BeSameAs(batch);
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
