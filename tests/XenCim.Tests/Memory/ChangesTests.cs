using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

public class ChangesTests
{
    private readonly Store store = Store.Open(new MemoryJournal(), 1024, TimeProvider.System);
    private readonly Host host = new() { Id = Guid.NewGuid(), NameLabel = "one" };

    private Ref<Host> TheHost => new(host.Id);

    [Fact]
    public async Task A_field_holds_so_much_and_no_more()
    {
        await using var house = await House.StartAsync();
        var network = new Ref<Network>(house.Now.All<Network>().First().Id);
        Task FillAsync(string key, int length) => house.Engine.Store.CommitAsync(
            changes => changes.Put(changes.Get(network) with { OtherConfig = changes.Get(network).OtherConfig.With(key, new('x', length)) }));
        await FillAsync("notes", FieldSize.Most / 2);

        var refused = () => FillAsync("more notes", FieldSize.Most / 2);

        (await refused.Should().ThrowAsync<ApiError>()).Which.Description.Should().StartWith(["VALUE_NOT_SUPPORTED", "network.other_config"]);
        await FillAsync("notes", 1);
    }

    [Fact]
    public void Every_reference_to_an_object_of_the_store_is_followed_by_an_inverse_set()
    {
        var blind = from c in XenModel.Classes
                    from reference in c.References
                    where c.Keeping != XenApi.Core.Declarations.Keeping.Elsewhere && XenModel.Classes[reference.Target].Keeping != XenApi.Core.Declarations.Keeping.Elsewhere && reference.Link < 0
                    select $"{c.Name}.{reference.Field}";

        blind.Should().BeEmpty("else an object could be removed while it is referred to");
    }

    [Fact]
    public async Task Objects_of_two_classes_may_have_one_identity()
    {
        var metrics = new HostMetrics { Id = host.Id };

        await store.CommitAsync(changes =>
        {
            changes.Add(metrics);
            changes.Add(host with { Metrics = new(metrics.Id) });
            changes.Get(TheHost).NameLabel.Should().Be("one");
        });

        store.Current.Find(HostMetrics.Descriptor, host.Id).Should().BeOfType<HostMetrics>();
        store.Current.Get(TheHost).Metrics.Id.Should().Be(host.Id);
    }

    [Fact]
    public async Task Making_the_many_side_changes_the_set_of_the_other_side_and_both_are_told()
    {
        await store.CommitAsync(changes => changes.Add(host));
        var cpu = new HostCpu { Id = Guid.NewGuid(), Host = TheHost };

        await store.CommitAsync(changes => changes.Add(cpu));
        await store.CommitAsync(changes => changes.Delete(new Ref<HostCpu>(cpu.Id)));

        store.Feed.Read(1, ClassSet.All, 10).Entries.Select(e => (e.Generation, e.Id, e.Operation)).Should().BeEquivalentTo(
        [
            (2L, cpu.Id, EventOperation.Add),
            (2L, host.Id, EventOperation.Mod),
            (3L, cpu.Id, EventOperation.Del),
            (3L, host.Id, EventOperation.Mod),
        ]);
        store.Current.Get(TheHost).Should().Be(host);
    }

    [Fact]
    public async Task An_object_goes_together_with_those_that_refer_to_it_in_any_order_and_not_before_them()
    {
        var cpus = new[] { new HostCpu { Id = Guid.NewGuid(), Host = TheHost }, new HostCpu { Id = Guid.NewGuid(), Host = TheHost } };
        await store.CommitAsync(changes =>
        {
            changes.Add(host);
            Array.ForEach(cpus, changes.Add);
        });

        var tooEarly = () => store.CommitAsync(changes =>
        {
            changes.Delete(TheHost);
            changes.Delete(new Ref<HostCpu>(cpus[0].Id));
        });
        (await tooEarly.Should().ThrowAsync<ApiError>()).Which.Code.Should().Be("OPERATION_NOT_ALLOWED");
        store.Current.Get(TheHost).HostCpus.Should().HaveCount(2);

        await store.CommitAsync(changes =>
        {
            changes.Delete(new Ref<HostCpu>(cpus[0].Id));
            changes.Delete(TheHost);
            changes.Delete(new Ref<HostCpu>(cpus[1].Id));
        });
        store.Current.Find(TheHost).Should().BeNull();
        store.Current.Count(HostCpu.Descriptor).Should().Be(0);
    }

    [Fact]
    public async Task A_refused_put_leaves_nothing_even_where_the_function_goes_on()
    {
        var nowhere = new Ref<PscsiHba>(Guid.NewGuid());
        var device = new Pscsi { Id = Guid.NewGuid(), Host = TheHost, Hba = nowhere };

        await store.CommitAsync(changes =>
        {
            changes.Add(host);
            var put = () => changes.Put(device);
            put.Should().Throw<ApiError>().Which.Description.Should().Equal("HANDLE_INVALID", "PSCSI_HBA", nowhere.ToString());
            changes.Find(new Ref<Pscsi>(device.Id)).Should().BeNull();
        });

        store.Current.Get(TheHost).Pscsis.Should().BeEmpty();
        store.Current.Count(Pscsi.Descriptor).Should().Be(0);
    }

    [Fact]
    public async Task A_copy_under_a_new_identity_does_not_bring_the_links_of_its_pattern()
    {
        var copy = Guid.NewGuid();
        await store.CommitAsync(changes =>
        {
            changes.Add(host);
            changes.Add(new HostCpu { Id = Guid.NewGuid(), Host = TheHost });
            changes.Add(changes.Get(TheHost) with { Id = copy });
        });

        store.Current.Get(new Ref<Host>(copy)).HostCpus.Should().BeEmpty();
        store.Current.Named(Host.Descriptor, "one").Should().HaveCount(2);
    }

    [Fact]
    public async Task An_identity_that_is_taken_is_the_callers_error()
    {
        await store.CommitAsync(changes => changes.Add(host));

        var again = () => store.CommitAsync(changes => changes.Add(host));

        (await again.Should().ThrowAsync<ApiError>()).Which.Description.Take(3).Should().Equal("VALUE_NOT_SUPPORTED", "uuid", host.Id.ToString());
    }

    [Fact]
    public async Task Metrics_go_with_the_last_object_that_refers_to_them_and_a_late_sample_does_not_bring_them_back()
    {
        var metrics = new HostMetrics { Id = Guid.NewGuid() };
        await store.CommitAsync(changes =>
        {
            changes.Add(metrics);
            changes.Add(host with { Metrics = new(metrics.Id) });
        });

        await store.CommitAsync(changes => changes.Delete(TheHost));
        await store.CommitAsync(changes => changes.PutQuietly(metrics with { MemoryFree = 5 }));

        store.Current.Count(HostMetrics.Descriptor).Should().Be(0);
        store.Feed.Read(1, ClassSet.All, 10).Entries.Select(e => (e.Class, e.Operation)).Should().BeEquivalentTo(
            [(Host.Descriptor, EventOperation.Del), (HostMetrics.Descriptor, EventOperation.Del)]);
    }

    [Fact]
    public async Task A_scan_is_of_the_moment_and_may_be_changed_while_it_is_walked()
    {
        await store.CommitAsync(changes => Enumerable.Range(0, 5).ToList().ForEach(i => changes.Add(new Host { Id = Guid.NewGuid(), NameLabel = $"{i}" })));

        var walked = await store.CommitAsync(changes =>
        {
            var count = 0;
            changes.Add(host);
            foreach (var found in changes.All<Host>())
            {
                changes.Put(found with { NameDescription = "seen" });
                count++;
            }

            return count;
        });

        walked.Should().Be(6);
        store.Current.All<Host>().Should().OnlyContain(h => h.NameDescription == "seen");
    }

    [Fact]
    public async Task What_others_hold_does_not_change_under_them()
    {
        await store.CommitAsync(changes => changes.Add(host));
        var held = store.Current;

        await store.CommitAsync(changes => changes.Put(changes.Get(TheHost) with { NameLabel = "two" }));

        held.Get(TheHost).NameLabel.Should().Be("one");
        held.Named(Host.Descriptor, "one").Should().HaveCount(1);
        store.Current.Named(Host.Descriptor, "one").Should().BeEmpty();
    }
}
