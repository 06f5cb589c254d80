using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Events;

/// <summary>What a session is told of: what it has registered for, from then on, as far as its revision has it.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private House house = null!;

    public async Task InitializeAsync() => house = await House.StartAsync();

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Who_has_not_registered_is_told_so()
    {
        using var client = await house.EnterAsync();
        (await client.FailAsync("event.next")).Should().Equal("SESSION_NOT_REGISTERED", client.Session);
    }

    [Fact]
    public async Task Registrations_add_up_and_each_counts_from_when_it_was_made()
    {
        using var listener = await Listener.OpenAsync(house, classes: "network");
        var first = await Listener.MakeBothAsync(house);
        await listener.RegisterAsync("debug");
        var second = await Listener.MakeBothAsync(house);

        var heard = await listener.NextAsync();

        heard.Select(e => (e.Class, e.Ref)).Should().Equal(("network", first.Network), ("network", second.Network), ("debug", second.Debug));
    }

    [Fact]
    public async Task An_empty_set_or_a_star_means_every_class()
    {
        using var empty = await Listener.OpenAsync(house);
        using var star = await Listener.OpenAsync(house, classes: "*");
        await Listener.MakeBothAsync(house);

        foreach (var listener in new[] { empty, star })
        {
            (await listener.NextAsync()).Select(e => e.Class).Should().Equal("network", "debug");
        }
    }

    [Fact]
    public async Task What_is_unregistered_is_not_told_any_more_and_nothing_of_it_is_told_late()
    {
        using var listener = await Listener.OpenAsync(house, classes: ["network", "debug"]);
        await listener.UnregisterAsync("debug");
        var first = await Listener.MakeBothAsync(house);
        await listener.RegisterAsync("debug");
        var second = await Listener.MakeBothAsync(house);

        (await listener.NextAsync()).Select(e => e.Ref).Should().Equal(first.Network, second.Network, second.Debug);
        await listener.UnregisterAsync("network", "VM");
        var third = await Listener.MakeBothAsync(house);
        (await listener.NextAsync()).Select(e => e.Ref).Should().Equal(third.Debug);
    }

    [Fact]
    public async Task Without_a_class_left_there_is_no_registration()
    {
        using var one = await Listener.OpenAsync(house, classes: "network");
        using var all = await Listener.OpenAsync(house);
        await one.UnregisterAsync("network");
        await all.UnregisterAsync();
        (await one.FailAsync()).Should().Equal("SESSION_NOT_REGISTERED", one.Client.Session);
        (await all.FailAsync())[0].Should().Be("SESSION_NOT_REGISTERED");
    }

    [Fact]
    public async Task What_came_before_the_registration_is_not_told()
    {
        await Listener.MakeBothAsync(house);
        using var listener = await Listener.OpenAsync(house);
        var both = await Listener.MakeBothAsync(house);
        (await listener.NextAsync()).Select(e => (e.Id, e.Ref)).Should().Equal((1, both.Network), (2, both.Debug));
    }

    [Fact]
    public async Task A_client_of_an_older_revision_hears_nothing_of_newer_classes()
    {
        using var old = await Listener.OpenAsync(house, ApiVersion.V0_9_0);
        using var later = await Listener.OpenAsync(house);
        var pool = new CpuPool { Id = Guid.NewGuid(), NameLabel = "pool", ResidentOn = house.Engine.ThisHost };
        await house.Engine.Store.CommitAsync(changes => changes.Add(pool));
        await Listener.MakeBothAsync(house);

        (await later.NextAsync()).Should().Contain(e => e.Class == "cpu_pool" && e.Operation == "add" && e.Ref == pool.Id.ToString());
        var heard = await old.NextAsync();
        heard.Select(e => e.Class).Should().NotContain("cpu_pool").And.Contain("network");
        heard.Select(e => e.Id).Should().Equal(Enumerable.Range(1, heard.Count).Select(i => (long)i));
        (await old.Client.FailAsync("event.register", new List<object> { "cpu_pool" }))[..3].Should().Equal("VALUE_NOT_SUPPORTED", "classes", "cpu_pool");
    }

    [Fact]
    public async Task A_crash_is_told_to_every_revision_and_read_in_its_own_words()
    {
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, vm => vm with { ActionsAfterCrash = OnCrashBehaviour.Preserve });
        foreach (var (version, word) in new[] { (ApiVersion.V0_9_0, "Unknown"), (ApiVersion.V1_0_0, "Unknown"), (ApiVersion.V1_0_2, "Crashed"), (ApiVersion.Xend, "Crashed") })
        {
            using var listener = await Listener.OpenAsync(house, version, "VM");
            if (house.Now.Get(vm).PowerState == VmPowerState.Running)
            {
                house.Hypervisor.Crash(vm.Id!.Value);
            }
            else
            {
                await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm) with { NameDescription = $"{version}" }));
            }

            await life.WhenAsync(vm, now => now?.PowerState == VmPowerState.Crashed);
            (await listener.NextAsync()).Should().Contain(e => e.Class == "VM" && e.Operation == "mod" && e.Ref == vm.ToString());
            (await listener.Client.CallAsync<string>("VM.get_power_state", vm.ToString())).Should().Be(word);
        }
    }
}
