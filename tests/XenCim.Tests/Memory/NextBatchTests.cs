using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

/// <summary>While the journal keeps a batch, the functions of the next one run already.</summary>
public sealed class NextBatchTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryJournal journal = new();
    private readonly TaskCompletionSource keeping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Vm vm = new() { Id = Guid.NewGuid(), NameLabel = "first" };
    private readonly Store store;

    public NextBatchTests()
    {
        store = Store.Open(journal, 1024, TimeProvider.System);
        journal.BeforeKeeping = async batch =>
        {
            if (batch.Generation == 1 && !keeping.Task.IsCompleted)
            {
                keeping.SetResult();
                await go.Task;
            }
        };
    }

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task It_sees_what_the_present_one_made_and_is_answered_after_it()
    {
        var first = await FirstAsync();
        var seen = new TaskCompletionSource<Vm?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = store.CommitAsync(changes => seen.TrySetResult(changes.Find(new Ref<Vm>(vm.Id))));
        var renamed = store.CommitAsync(changes => changes.Put(changes.All<Vm>().Single() with { NameLabel = "second" }));

        (await seen.Task.WaitAsync(Patience)).Should().Be(vm);
        store.Current.Generation.Should().Be(0, "nothing is seen before it is on disk");
        read.IsCompleted.Should().BeFalse("what it saw may never come to be");
        go.SetResult();
        await Task.WhenAll(first, read, renamed).WaitAsync(Patience);

        store.Current.Generation.Should().Be(2);
        store.Current.Get(new Ref<Vm>(vm.Id)).NameLabel.Should().Be("second");
        store.Current.Named(Vm.Descriptor, "first").Should().BeEmpty();
        store.Feed.Read(0, ClassSet.All, 10).Entries.Select(entry => entry.Generation).Should().Equal(1, 2);
    }

    [Fact]
    public async Task It_runs_again_where_the_present_one_is_refused()
    {
        var first = await FirstAsync();
        var runs = 0;
        var renamed = store.CommitAsync(changes => changes.Put(changes.Get(new Ref<Vm>(vm.Id)) with { NameLabel = "second" }));
        var added = store.CommitAsync(changes =>
        {
            var found = changes.Find(new Ref<Vm>(vm.Id));
            changes.Add(new Vm { Id = Guid.NewGuid(), NameLabel = "third" });
            Interlocked.Increment(ref runs);
            return found;
        });
        SpinWait.SpinUntil(() => runs == 1, Patience).Should().BeTrue();
        go.SetException(new JournalException("The disk is full."));

        (await Failing(first)).Description.Should().Equal("INTERNAL_ERROR", "The disk is full.");
        (await Failing(renamed)).Code.Should().Be("HANDLE_INVALID", "there is no such machine");
        (await added.WaitAsync(Patience)).Should().BeNull();
        runs.Should().Be(2);
        store.Current.All<Vm>().Should().ContainSingle().Which.NameLabel.Should().Be("third");
        store.Current.Generation.Should().Be(1, "a batch that was refused takes no number");
        store.Feed.Read(0, ClassSet.All, 10).Entries.Should().ContainSingle().Which.Generation.Should().Be(1);
    }

    [Fact]
    public async Task One_by_one_it_fails_or_goes_on_where_nobody_can_tell_what_is_on_disk()
    {
        var first = await FirstAsync();
        var runs = 0;
        var writes = Enumerable.Range(0, 3).Select(_ => store.CommitAsync(changes =>
        {
            changes.Add(new Vm { Id = Guid.NewGuid() });
            Interlocked.Increment(ref runs);
        })).ToList();
        var sample = store.CommitAsync(changes => changes.Put(new VmMetrics { Id = vm.Id }));
        SpinWait.SpinUntil(() => runs == 3, Patience).Should().BeTrue();
        go.SetException(new JournalException("Lost.", isUnknown: true));

        (await Failing(first)).Description.Should().Equal("INTERNAL_ERROR", "Lost.");
        foreach (var write in writes)
        {
            (await Failing(write)).Message.Should().Contain("restart the server");
        }

        await sample.WaitAsync(Patience);
        store.Current.Find(VmMetrics.Descriptor, vm.Id).Should().NotBeNull();
        journal.Batches.Should().HaveCount(1, "the journal is not asked again");
    }

    [Fact]
    public async Task Many_commits_that_count_lose_none_though_the_journal_refuses_some()
    {
        go.SetResult();
        await store.CommitAsync(changes => changes.Add(vm));
        var batches = 0;
        journal.BeforeKeeping = async _ =>
        {
            // The next batch is drafted meanwhile.
            await Task.Yield();
            if (++batches % 3 == 0)
            {
                throw new JournalException("Refused.");
            }
        };

        var tasks = Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var good = 0;
            for (var i = 0; i < 100; i++)
            {
                var count = store.CommitAsync(changes => changes.Put(changes.Get(new Ref<Vm>(vm.Id)) with { UserVersion = changes.Get(new Ref<Vm>(vm.Id)).UserVersion + 1 }));
                await ((Task)count).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if ((writer + i) % 3 == 0)
                {
                    await Task.Yield();
                }

                good += count.IsCompletedSuccessfully ? 1 : 0;
            }

            return good;
        })).ToList();

        var kept = (await Task.WhenAll(tasks).WaitAsync(Patience)).Sum();
        kept.Should().BeGreaterThan(0);
        store.Current.Get(new Ref<Vm>(vm.Id)).UserVersion.Should().Be(vm.UserVersion + kept);
        store.Current.Generation.Should().Be(1 + kept);
    }

    private static async Task<ApiError> Failing(Task task) => (await ((Func<Task>)(() => task.WaitAsync(Patience))).Should().ThrowAsync<ApiError>()).Which;

    private async Task<Task> FirstAsync()
    {
        var first = store.CommitAsync(changes => changes.Add(vm));
        await keeping.Task.WaitAsync(Patience);
        return first;
    }
}
