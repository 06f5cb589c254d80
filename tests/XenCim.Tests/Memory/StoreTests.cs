using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

public class StoreTests
{
    private const int Window = 1024;

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

    private static Store Open(StateDirectory state) => Store.Open(SqliteJournal.Open(state.Path), Window, TimeProvider.System);
}
