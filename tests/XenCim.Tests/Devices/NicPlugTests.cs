using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Devices;
using XenApi.Core.Model;
using XenApi.Core.Networks;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class NicPlugTests
{
    [Fact]
    public async Task A_running_machine_gets_its_new_interface_at_once()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);

        var nic = await shop.NicAsync(vm, "00:16:3E:00:00:0A");

        shop.Domain(vm).Config.Nics.Single().Should().Be(new NicConfig("0", "00:16:3e:00:00:0a", 1500, NetworkBridge.Of(shop.Get(shop.Network))));
        shop.Get(nic).Should().Match<Vif>(v => v.CurrentlyAttached && v.Device == "0" && v.Mac == "00:16:3e:00:00:0a");
        shop.Get(nic).RuntimeProperties.Should().ContainKey("bridge").And.ContainKey("backend");
        shop.Get(shop.Network).Vifs.Should().Contain(nic);
    }

    [Fact]
    public async Task What_a_guest_may_send_is_told_to_the_hypervisor()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);

        await VifCalls.Create(shop.Caller, new Vif
        {
            Id = Guid.NewGuid(), Vm = vm, Network = shop.Network, QosAlgorithmType = "ratelimit", QosAlgorithmParams = Map.Of(("kbps", "2")),
        });
        time.Advance(TimeSpan.FromMinutes(5));

        shop.Domain(vm).Config.Nics.Single().Rate.Should().Be(new RateLimit(2048, 50_000));
        house.Hypervisor.Sample(vm.Id!.Value)!.Nics["0"].WriteKiBPerSecond.Should().BeInRange(0.1, 2);
    }

    [Fact]
    public async Task An_interface_without_an_address_gets_one_of_its_own()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();

        var addresses = new[] { shop.Get(await shop.NicAsync(vm)).Mac, shop.Get(await shop.NicAsync(vm)).Mac };

        addresses.Should().OnlyHaveUniqueItems().And.OnlyContain(address => address.StartsWith("00:16:3e:"));
        house.Now.Named(Vif.Descriptor, addresses[0]).Count.Should().Be(1);
    }

    [Fact]
    public async Task Nothing_is_left_of_an_interface_that_the_domain_does_not_get()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed));

        await Workshop.ErrorOf(() => shop.NicAsync(vm));

        house.Now.All<Vif>().Should().BeEmpty();
        house.Now.All<VifMetrics>().Should().BeEmpty();
    }

    [Fact]
    public async Task An_interface_is_unplugged_changed_and_plugged()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var nic = await shop.NicAsync(vm);
        (await Workshop.ErrorOf(() => VifCalls.SetMtu(shop.Caller, nic, 9000))).Should().Equal("OPERATION_NOT_ALLOWED");

        await VifCalls.Unplug(shop.Caller, nic);
        shop.Domain(vm).Config.Nics.Should().BeEmpty();
        await VifCalls.SetMtu(shop.Caller, nic, 9000);
        await VifCalls.SetMac(shop.Caller, nic, "00-16-3E-00-00-0B");
        await VifCalls.SetDevice(shop.Caller, nic, "eth3");
        await VifCalls.PlugIn(shop.Caller, nic);

        shop.Domain(vm).Config.Nics.Single().Should().Match<NicConfig>(n => n.Device == "3" && n.Mtu == 9000 && n.Mac == "00:16:3e:00:00:0b");
        shop.Get(nic).CurrentlyAttached.Should().BeTrue();

        await VifCalls.Destroy(shop.Caller, nic);
        shop.Domain(vm).Config.Nics.Should().BeEmpty();
        house.Now.Find(nic).Should().BeNull();
    }

    [Fact]
    public async Task The_traffic_of_an_interface_is_measured_by_whatever_name_it_has()
    {
        var time = new FakeTimeProvider();
        await using var house = await House.StartAsync(time: time);
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var nic = await shop.NicAsync(vm);
        await VifCalls.Unplug(shop.Caller, nic);
        await VifCalls.SetDevice(shop.Caller, nic, "eth5");
        await VifCalls.PlugIn(shop.Caller, nic);

        var first = await MeasuredAsync(house, nic, time);
        var second = await MeasuredAsync(house, nic, time);

        first.IoReadKbs.Should().BePositive();
        first.IoTotalWriteKbs.Should().BePositive();
        second.IoTotalReadKbs.Should().BeGreaterThan(first.IoTotalReadKbs);
    }

    [Fact]
    public async Task An_interface_needs_a_machine_and_a_network()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var nobody = new Ref<Vm>(Guid.NewGuid());

        (await Workshop.ErrorOf(() => shop.NicAsync(nobody))).Should().Equal("HANDLE_INVALID", "VM", nobody.ToString());
        (await Workshop.ErrorOf(() => VifCalls.Create(shop.Caller, new Vif { Id = Guid.NewGuid(), Vm = vm }))).Should().Equal("HANDLE_INVALID", "network", "");
    }

    [Fact]
    public async Task The_control_domain_takes_no_devices()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);

        (await Workshop.ErrorOf(() => shop.NicAsync(new(Guid.Empty)))).Should().Equal("OPERATION_NOT_ALLOWED");
    }

    private static async Task<VifMetrics> MeasuredAsync(House house, Ref<Vif> nic, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromMinutes(5));
        await house.Engine.Metrics.RefreshAsync(VifMetrics.Descriptor, house.Now.Get(nic).Metrics.Id);
        return house.Now.Get(house.Now.Get(nic).Metrics);
    }
}
