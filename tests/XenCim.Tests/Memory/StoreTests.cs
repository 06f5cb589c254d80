using System.Text;
using System.Text.Json;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

public class StoreTests
{
    private const int Window = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_committed_is_there_after_a_restart_with_both_sides_of_its_bonds()
    {
        using var state = new StateDirectory();
        var vm = new Vm { Id = Guid.NewGuid(), NameLabel = "überall <&>", Metrics = new(Guid.NewGuid()), OtherConfig = Map.Of(("a", "b")) };
        var vbd = new Vbd { Id = Guid.NewGuid(), Vm = new(vm.Id), Device = "xvda" };
        long generation;
        await using (var store = Open(state))
        {
            await store.CommitAsync(changes =>
            {
                changes.Add(new VmMetrics { Id = vm.Metrics.Id!.Value, MemoryActual = 5 });
                changes.Add(vm);
                changes.Add(vbd);
            });
            generation = store.Current.Generation;
        }

        await using (var store = Open(state))
        {
            store.Current.Generation.Should().Be(generation);
            store.Current.Get(new Ref<Vm>(vm.Id)).Should().Be(vm with { Vbds = Links<Vbd>.Of([vbd.Id]) });
            store.Current.Get(new Ref<Vbd>(vbd.Id)).Should().Be(vbd);
            store.Current.Get(vm.Metrics).Should().Be(new VmMetrics { Id = vm.Metrics.Id!.Value, Vms = Links<Vm>.Of([vm.Id]) });
            store.Current.Named(Vm.Descriptor, vm.NameLabel).Should().ContainSingle().Which.Id.Should().Be(vm.Id);
        }
    }

    [Fact]
    public async Task A_function_that_throws_fails_its_caller_only_and_leaves_nothing()
    {
        using var state = new StateDirectory();
        await using var store = Open(state);
        var vm = new Vm { Id = Guid.NewGuid() };

        var failing = () => store.CommitAsync(changes =>
        {
            changes.Add(vm);
            throw Errors.OperationNotAllowed();
        });
        var others = Enumerable.Range(0, 10).Select(_ => store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }))).ToList();

        (await failing.Should().ThrowAsync<ApiError>()).Which.Code.Should().Be("OPERATION_NOT_ALLOWED");
        await Task.WhenAll(others);
        store.Current.Find(new Ref<Vm>(vm.Id)).Should().BeNull();
        store.Current.Count(Vm.Descriptor).Should().Be(10);
    }

    [Fact]
    public async Task What_waits_while_the_journal_writes_goes_to_disk_together_and_each_commit_has_its_own_number()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var writing = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        journal.BeforeKeeping = _ =>
        {
            writing.TrySetResult();
            return go.Task;
        };

        var first = store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }));
        await writing.Task.WaitAsync(Patience);
        var vm = new Vm { Id = Guid.NewGuid() };
        var others = Enumerable.Range(1, 20).Select(i => store.CommitAsync(changes => changes.Put(vm with { UserVersion = 100 + i }))).ToList();

        store.Current.Generation.Should().Be(0, "nothing is seen before it is on disk");
        others.Should().OnlyContain(task => !task.IsCompleted);
        go.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(Patience);

        journal.Batches.Should().HaveCount(2);
        journal.Batches[1].Commits.Select(commit => commit.Generation).Should().Equal(Enumerable.Range(2, 20).Select(i => (long)i));
        journal.Batches[1].Rows.Should().OnlyContain(row => row.Id == vm.Id, "the last one counts, if they were written in parts");
        JsonDocument.Parse(journal.Batches[1].Rows[^1].Body!.Value).RootElement.GetProperty("user_version").GetInt64().Should().Be(120);
        store.Feed.Read(1, ClassSet.All, 100).Entries.Should().HaveCount(20);
    }

    [Fact]
    public async Task Samples_and_metrics_never_reach_the_journal_and_samples_are_no_news()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var metrics = new VmMetrics { Id = Guid.NewGuid() };
        var vm = new Vm { Id = Guid.NewGuid(), Metrics = new(metrics.Id) };
        await store.CommitAsync(changes =>
        {
            changes.Add(metrics);
            changes.Add(vm);
        });

        await store.CommitAsync(changes => changes.PutQuietly(changes.Get(vm.Metrics) with { MemoryActual = 7 }));
        await store.CommitAsync(changes => changes.Put(changes.Get(vm.Metrics) with { MemoryActual = 8 }));

        journal.Batches.Should().ContainSingle().Which.Rows.Should().ContainSingle().Which.Class.Should().Be(Vm.Descriptor);
        store.Current.Get(vm.Metrics).MemoryActual.Should().Be(8);
        store.Feed.Read(1, ClassSet.All, 10).Entries.Should().ContainSingle().Which.Generation.Should().Be(3);
    }

    [Fact]
    public async Task A_commit_that_changes_nothing_has_no_number()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var vm = new Vm { Id = Guid.NewGuid() };
        await store.CommitAsync(changes => changes.Add(vm));

        (await store.CommitAsync(changes => changes.Get(new Ref<Vm>(vm.Id)))).Should().Be(vm);
        await store.CommitAsync(changes => changes.Put(vm));

        store.Current.Generation.Should().Be(1);
        journal.Batches.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_batch_that_the_journal_refuses_never_was_and_the_next_one_goes_well()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var vm = new Vm { Id = Guid.NewGuid() };
        journal.BeforeKeeping = _ => throw new JournalException("The disk is full.");

        var refused = () => store.CommitAsync(changes => changes.Add(vm));

        (await refused.Should().ThrowAsync<ApiError>()).Which.Description.Should().Equal("INTERNAL_ERROR", "The disk is full.");
        store.Current.Find(new Ref<Vm>(vm.Id)).Should().BeNull();
        store.Feed.Read(0, ClassSet.All, 10).Entries.Should().BeEmpty();
        journal.BeforeKeeping = _ => Task.CompletedTask;
        await store.CommitAsync(changes => changes.Add(vm));
        store.Current.Find(new Ref<Vm>(vm.Id)).Should().Be(vm);
        store.Current.Generation.Should().Be(1);
    }

    [Fact]
    public async Task When_nobody_can_tell_what_is_on_disk_writes_are_refused_until_a_restart_and_reads_and_samples_go_on()
    {
        var journal = new MemoryJournal();
        var metrics = new VmMetrics { Id = Guid.NewGuid() };
        var vm = new Vm { Id = Guid.NewGuid(), Metrics = new(metrics.Id) };
        await using (var store = Store.Open(journal, Window, TimeProvider.System))
        {
            await store.CommitAsync(changes =>
            {
                changes.Add(metrics);
                changes.Add(vm);
            });
            journal.BeforeKeeping = _ => throw new JournalException("Lost.", isUnknown: true);
            var write = () => store.CommitAsync(changes => changes.Put(vm with { NameLabel = "other" }));

            await write.Should().ThrowAsync<ApiError>();
            journal.BeforeKeeping = _ => Task.CompletedTask;
            (await write.Should().ThrowAsync<ApiError>()).WithMessage("*restart the server*");

            journal.Batches.Should().HaveCount(2, "the journal is not asked again");
            await store.CommitAsync(changes => changes.PutQuietly(changes.Get(vm.Metrics) with { MemoryActual = 7 }));
            store.Current.Get(vm.Metrics).MemoryActual.Should().Be(7);
            store.Current.Get(new Ref<Vm>(vm.Id)).NameLabel.Should().BeEmpty();
        }

        await using var restarted = Store.Open(journal, Window, TimeProvider.System);
        await restarted.CommitAsync(changes => changes.Put(changes.Get(new Ref<Vm>(vm.Id)) with { NameLabel = "other" }));
        restarted.Current.Get(new Ref<Vm>(vm.Id)).NameLabel.Should().Be("other");
    }

    [Fact]
    public async Task What_the_journal_hands_back_is_what_becomes_true()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var other = new Vm { Id = Guid.NewGuid() };
        journal.HandingBack = batch => new([batch.Commits[0] with { Changes = [new(Vm.Descriptor, other.Id, null, other, IsKept: true, IsTold: true)] }]);

        await store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }));

        store.Current.All<Vm>().Should().Equal(other);
        store.Feed.Read(0, ClassSet.All, 10).Entries.Should().ContainSingle().Which.Id.Should().Be(other.Id);
    }

    [Fact]
    public async Task An_object_that_cannot_be_written_fails_its_own_commit_and_leaves_nothing_of_it()
    {
        var journal = new MemoryJournal();
        await using var store = Store.Open(journal, Window, TimeProvider.System);
        var (good, bad, later) = (new Vm { Id = Guid.NewGuid() }, new Vm { Id = Guid.NewGuid(), PowerState = (VmPowerState)99 }, new Vm { Id = Guid.NewGuid() });

        var refused = () => store.CommitAsync(changes =>
        {
            changes.Add(good);
            changes.Add(bad);
        });

        await refused.Should().ThrowAsync<Exception>();
        await store.CommitAsync(changes => changes.Add(later));
        store.Current.All<Vm>().Should().Equal(later);
        journal.Batches.Should().ContainSingle().Which.Rows.Should().ContainSingle().Which.Id.Should().Be(later.Id);
        store.Current.Generation.Should().Be(1);
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_after()
    {
        var journal = new MemoryJournal();
        var store = Store.Open(journal, Window, TimeProvider.System);
        var waiting = Enumerable.Range(0, 3000).Select(_ => store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }))).ToList();

        await Task.WhenAll(waiting).WaitAsync(Patience);
        var last = store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }));
        await store.DisposeAsync();

        await last.WaitAsync(Patience);
        store.Current.Count(Vm.Descriptor).Should().Be(3001);
        journal.IsClosed.Should().BeTrue();
        var late = () => store.CommitAsync(changes => changes.Add(new Vm { Id = Guid.NewGuid() }));
        (await late.Should().ThrowAsync<ApiError>()).WithMessage("*stops*");
    }

    [Fact]
    public void What_is_loaded_must_fit_together()
    {
        var vbd = $$"""{"uuid":"{{Guid.NewGuid()}}","VM":"{{Guid.NewGuid()}}"}""";

        Opening(("VBD", vbd)).Should().Throw<JournalException>().WithMessage("*refers by VM to a VM*not there*");
        Opening(("VBD", vbd[..^5])).Should().Throw<JournalException>().WithMessage("*class VBD*cannot be read*");
        Opening(("VBD", """{"uuid":"nonsense"}""")).Should().Throw<JournalException>().WithMessage("*class VBD*cannot be read*uuid*");
        Opening(("VBD", """{"colour":"red"}""")).Should().Throw<JournalException>().WithMessage("*VBD.colour*does not know*");
        Opening(("unicorn", "{}")).Should().Throw<JournalException>().WithMessage("*class unicorn*does not know*");
        Opening(("network", """{"uuid":"00000000-0000-0000-0000-000000000001"}"""), ("network", """{"uuid":"00000000-0000-0000-0000-000000000001"}"""))
            .Should().Throw<JournalException>("two rows with one identity are no state");
    }

    private static Action Opening(params (string Class, string Body)[] rows) => () => Store.Open(new Rows(rows), Window, TimeProvider.System);

    private static Store Open(StateDirectory state) => Store.Open(SqliteJournal.Open(state.Path), Window, TimeProvider.System);

    private sealed class Rows((string Class, string Body)[] rows) : IJournal
    {
        public long Load(RowReader row)
        {
            foreach (var (c, body) in rows)
            {
                row(c, Encoding.UTF8.GetBytes(body));
            }

            return 1;
        }

        public void Write(ReadOnlySpan<Row> some)
        {
        }

        public ValueTask<Batch> AppendAsync(Batch batch) => new(batch);

        public ValueTask DisposeAsync() => default;
    }
}
