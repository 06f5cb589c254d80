using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Machines;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class ReconcileTests
{
    [Fact]
    public async Task Machines_live_on_while_the_server_is_away()
    {
        var house = await House.StartAsync();
        var life = new Life(house);
        var running = await life.CreateAsync(VmPowerState.Running);
        var paused = await life.CreateAsync(VmPowerState.Paused);
        var crashed = await life.CreateAsync(VmPowerState.Crashed);
        var before = new[] { running, paused, crashed }.Select(life.Get).ToList();
        house = await house.RestartAsync();
        await using (house)
        {
            before.Select(vm => house.Now.Get(new Ref<Vm>(vm.Id))).Should().Equal(before);
        }
    }

    [Fact]
    public async Task A_machine_whose_domain_is_gone_is_halted()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running);
        house.Hypervisor.Vanish(vm.Id!.Value);
        await life.WhenAsync(vm, now => now!.PowerState == VmPowerState.Halted);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_record_that_says_less_or_more_than_the_domain_is_put_right_at_the_start()
    {
        var house = await House.StartAsync();
        var life = new Life(house);
        var started = await life.CreateAsync(VmPowerState.Running);
        var ended = await life.CreateAsync();
        await house.Caller().CommitAsync(changes =>
        {
            // As if the server had died before it could say that the one runs, and that the other does no more.
            changes.Put(changes.Get(started) with { PowerState = VmPowerState.Halted, DomainId = -1, ResidentOn = Ref<Host>.Null });
            changes.Put(changes.Get(ended) with { PowerState = VmPowerState.Running, DomainId = 4711, ResidentOn = house.Engine.ThisHost });
        });
        house = await house.RestartAsync();
        await using (house)
        {
            life = new(house);
            await life.SettleAsync(started);
            await life.SettleAsync(ended);
            life.Get(started).PowerState.Should().Be(VmPowerState.Running);
            life.Get(ended).PowerState.Should().Be(VmPowerState.Halted);
            life.ShouldAgree(started);
            life.ShouldAgree(ended);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_image_makes_a_sleeper_of_a_machine_whose_suspend_was_cut_off(bool isReadAtOnce)
    {
        // What cannot be read at the moment is not thrown away for that.
        var house = await House.StartAsync(new SimulatedWorld
        {
            Timings = SimulatedTimings.Instant, Faults = isReadAtOnce ? [] : [new(SimulatedOperation.ReadSaved, HypervisorFault.Failed)],
        });
        var vm = await new Life(house).CreateAsync(VmPowerState.Suspended);
        await house.Caller().CommitAsync(changes => changes.Put(changes.Get(vm) with
        {
            PowerState = VmPowerState.Running, DomainId = 3, ResidentOn = house.Engine.ThisHost,
        }));
        house = await house.RestartAsync();
        await using (house)
        {
            var life = new Life(house);
            await life.SettleAsync(vm);
            life.Get(vm).PowerState.Should().Be(VmPowerState.Suspended);
            life.ShouldAgree(vm);
        }
    }

    [Fact]
    public async Task A_domain_of_another_toolstack_becomes_a_machine()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var config = new DomainConfig
        {
            Id = Guid.NewGuid(), Name = "stranger", MemoryBytes = 32 * Life.MiB, MaxMemoryBytes = 64 * Life.MiB, Vcpus = 2, MaxVcpus = 4,
            Boot = new(true, "cd", "", "", "", "", ""), Scheduling = new(512, 50), Pins = new Dictionary<int, IReadOnlyList<int>> { [1] = [0, 2] },
            Disks = [new("hda", "/dev/vg/stranger", "raw", false, false, true)], Nics = [new("0", "00:16:3e:00:00:01", 1500, "xenbr1")],
        };
        house.Hypervisor.Appear(config);
        var vm = new Ref<Vm>(config.Id);
        await life.WhenAsync(vm, now => now is not null);

        var seen = life.Get(vm);
        seen.NameLabel.Should().Be("stranger");
        seen.MemoryDynamicMax.Should().Be(32 * Life.MiB);
        seen.MemoryStaticMax.Should().Be(64 * Life.MiB);
        seen.VcpusAtStartup.Should().Be(2);
        seen.VcpusMax.Should().Be(4);
        seen.VcpusParams.Should().Equal(Map.Of(("weight", "512"), ("cap", "50"), ("cpumap1", "0,2")));
        seen.HvmBootPolicy.Should().Be("BIOS order");
        house.Now.Get(seen.Vbds.Single()).Should().Match<Vbd>(disk => disk.Device == "hda" && disk.CurrentlyAttached && disk.Vdi.IsNull);
        var nic = house.Now.Get(seen.Vifs.Single());
        nic.CurrentlyAttached.Should().BeTrue();
        house.Now.Get(nic.Network).Bridge.Should().Be("xenbr1");
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_stranger_that_the_rules_refuse_is_left_alone_and_the_others_are_taken_in()
    {
        var house = await House.StartAsync();
        var config = new DomainConfig { Id = Guid.NewGuid(), Name = "plain", MemoryBytes = Life.MiB, MaxMemoryBytes = Life.MiB, Vcpus = 1, MaxVcpus = 1, Boot = new(false, "", "pygrub", "", "", "", "") };
        var odd = config with { Id = Guid.NewGuid(), Name = "odd", Boot = new(true, "network first", "", "", "", "", "") };
        house.Hypervisor.Appear(odd);
        house.Hypervisor.Appear(config);
        house = await house.RestartAsync();
        await using (house)
        {
            house.Now.Find(new Ref<Vm>(odd.Id)).Should().BeNull();
            new Life(house).ShouldAgree(new(config.Id));
            house.Now.All<VmMetrics>().Count().Should().Be(house.Now.All<Vm>().Count());
        }
    }

    [Fact]
    public async Task Ten_thousand_domains_are_taken_in_with_one_commit()
    {
        await using var house = await House.StartAsync(
            new SimulatedWorld { Timings = SimulatedTimings.Instant, Hosts = [new() { SeededVms = 10_000 }] }, change: setup => setup with { FeedWindow = 1 << 20 });
        house.Now.All<Vm>().Count(vm => !vm.IsControlDomain && vm.DomainId > 0).Should().Be(10_000);
        var commits = house.Engine.Store.Feed.Read(0, ClassSet.None.With(Vm.Descriptor), int.MaxValue).Entries
            .Where(entry => entry.Id != Guid.Empty).Select(entry => entry.Generation).Distinct();
        commits.Should().ContainSingle();
    }

    [Fact]
    public async Task Machines_that_go_with_their_host_start_when_it_has_booted_anew()
    {
        var house = await House.StartAsync();
        var life = new Life(house);
        var follows = await life.CreateAsync(VmPowerState.Running, vm => vm with { AutoPowerOn = true });
        var stays = await life.CreateAsync(VmPowerState.Running);
        await house.Hypervisor.StopHostAsync(ShutdownRequest.Reboot);
        house = await house.RestartAsync();
        await using (house)
        {
            life = new(house);
            await life.WhenAsync(follows, vm => vm!.PowerState == VmPowerState.Running);
            await life.WhenAsync(stays, vm => vm!.PowerState == VmPowerState.Halted);
            life.ShouldAgree(follows);
            life.ShouldAgree(stays);
        }
    }
}
