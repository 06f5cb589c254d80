using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

/// <summary>The journal takes the rows of a batch in parts, while more commits are drafted into it.</summary>
public sealed class PartsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryJournal journal = new();
    private readonly ManualResetEventSlim begun = new();
    private readonly ManualResetEventSlim go = new();
    private readonly Store store;

    public PartsTests() => store = Store.Open(journal, 1024, TimeProvider.System);

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task It_has_the_first_ones_before_the_last_function_has_run()
    {
        using var written = new ManualResetEventSlim();
        journal.BeforeWriting = _ => written.Set();
        var all = Adding(20, () => written.Wait(Patience).Should().BeTrue("rows are written meanwhile"));

        await Task.WhenAll(all).WaitAsync(Patience);

        journal.Batches.Should().ContainSingle("they are one batch all the same").Which.Rows.Should().HaveCount(20);
        store.Current.Count(Vm.Descriptor).Should().Be(20);
    }

    [Fact]
    public async Task A_part_that_is_refused_fails_the_whole_batch_and_those_who_come_later_go_well()
    {
        using var refused = new ManualResetEventSlim();
        journal.BeforeWriting = _ =>
        {
            journal.BeforeWriting = _ => { };
            refused.Set();
            throw new JournalException("The disk is full.");
        };
        var all = Adding(20, () => refused.Wait(Patience).Should().BeTrue());
        await ((Task)Task.WhenAll(all).WaitAsync(Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        all.Should().OnlyContain(task => task.IsCompleted);
        all.Where(task => task.IsFaulted).Should().HaveCountGreaterThanOrEqualTo(8);
        all.Where(task => task.IsFaulted).Select(task => ((ApiError)task.Exception!.InnerException!).Description.Last()).Distinct().Should().Equal("The disk is full.");
        store.Current.Count(Vm.Descriptor).Should().Be(all.Count(task => task.IsCompletedSuccessfully), "nothing of the batch came to be");
        await store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }));
        store.Current.Generation.Should().Be(1 + all.Count(task => task.IsCompletedSuccessfully));
    }

    // The first function, on a thread of its own, holds the others up until all are there; the last one waits for what the test waits for.
    private List<Task> Adding(int count, Action last)
    {
        var first = Task.Run(() => store.CommitAsync(changes =>
        {
            begun.Set();
            go.Wait(Patience);
            changes.Add(new Vm { Id = Guid.NewGuid() });
        }));
        begun.Wait(Patience);
        List<Task> all =
        [
            first,
            .. Enumerable.Range(2, count - 1).Select(i => store.CommitAsync(changes =>
            {
                changes.Add(new Vm { Id = Guid.NewGuid() });
                if (i == count)
                {
                    last();
                }
            })),
        ];
        go.Set();
        return all;
    }
}
