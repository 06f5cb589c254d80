using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Networks;

public sealed class PifTests
{
    [Fact]
    public async Task A_VLAN_is_made_changed_and_destroyed()
    {
        await using var house = await WiredHouse.OpenAsync();
        var client = house.Client;
        var host = house.Engine.ThisHost.ToString();
        var network = await NetworkAsync(client);
        var vlan = await client.CallAsync<string>("PIF.create_VLAN", "eth0", network, host, 42L);

        var record = await client.CallAsync<Dictionary<string, object?>>("PIF.get_record", vlan);
        record["VLAN"].Should().Be("42");
        record["network"].Should().Be(network);
        (await client.CallAsync<string>("PIF_metrics.get_pif", (string)record["metrics"]!)).Should().Be(vlan);
        (await client.CallAsync<List<object?>>("host.get_PIFs", host)).Should().Contain(vlan);

        await client.CallAsync("PIF.set_VLAN", vlan, 43L);
        await client.CallAsync("PIF.set_device", vlan, "eth1");
        await client.CallAsync("PIF.set_MTU", vlan, 9000L);
        await client.CallAsync("PIF.set_MAC", vlan, "00:16:3e:11:22:33");
        (await client.FailAsync("PIF.set_VLAN", vlan, 4096L)).Should().Equal("VLAN_TAG_INVALID", "4096");
        (await client.FailAsync("PIF.set_VLAN", vlan, -1L)).Should().Equal("PIF_IS_PHYSICAL", vlan);
        (await client.FailAsync("PIF.set_device", vlan, "eth9")).Should().Equal("INVALID_DEVICE_ERROR", "eth9");
        (await client.FailAsync("PIF.set_MTU", vlan, 67L))[0].Should().Be("VALUE_NOT_SUPPORTED");
        (await client.FailAsync("PIF.set_MAC", vlan, "01:16:3e:11:22:33"))[0].Should().Be("VALUE_NOT_SUPPORTED");

        await client.CallAsync("PIF.unplug", vlan);
        await client.CallAsync("PIF.plug", vlan);
        (await client.FailAsync("network.destroy", network))[0].Should().Be("NETWORK_ERROR");
        await client.CallAsync("PIF.destroy", vlan);
        await client.CallAsync("network.destroy", network);
        (await client.FailAsync("PIF_metrics.get_record", (string)record["metrics"]!))[0].Should().Be("HANDLE_INVALID");
    }

    [Fact]
    public async Task A_VLAN_that_cannot_be_is_refused_with_the_reason()
    {
        await using var house = await WiredHouse.OpenAsync();
        var client = house.Client;
        var host = house.Engine.ThisHost.ToString();
        var (first, second) = (await NetworkAsync(client), await NetworkAsync(client));
        (await client.FailAsync("PIF.create_VLAN", "eth0", first, host, -1L)).Should().Equal("VLAN_TAG_INVALID", "-1");
        (await client.FailAsync("PIF.create_VLAN", "eth0", first, host, 4096L)).Should().Equal("VLAN_TAG_INVALID", "4096");
        (await client.FailAsync("PIF.create_VLAN", "eth7", first, host, 1L)).Should().Equal("INVALID_DEVICE_ERROR", "eth7");
        (await client.FailAsync("PIF.create_VLAN", "eth0", "", host, 1L)).Should().Equal("HANDLE_INVALID", "network", "");
        (await client.FailAsync("PIF.create_VLAN", "eth0", first, "", 1L)).Should().Equal("HANDLE_INVALID", "host", "");

        var vlan = await client.CallAsync<string>("PIF.create_VLAN", "eth0", first, host, 1L);
        (await client.FailAsync("PIF.create_VLAN", "eth0", second, host, 1L)).Should().Equal("DEVICE_EXISTS_ERROR", "eth0.1");
        (await client.FailAsync("PIF.create_VLAN", "eth0", first, host, 2L)).Should().Equal("NETWORK_ALREADY_CONNECTED", first, vlan);
    }

    [Fact]
    public async Task Hardware_stays_what_it_is()
    {
        await using var house = await WiredHouse.OpenAsync();
        var eth0 = await DeviceAsync(house.Client, "eth0");
        (await house.Client.FailAsync("PIF.destroy", eth0)).Should().Equal("PIF_IS_PHYSICAL", eth0);
        (await house.Client.FailAsync("PIF.set_VLAN", eth0, 5L)).Should().Equal("PIF_IS_PHYSICAL", eth0);
        (await house.Client.FailAsync("PIF.set_device", eth0, "eth5")).Should().Equal("PIF_IS_PHYSICAL", eth0);
        await house.Client.CallAsync("PIF.set_device", eth0, "eth0");
        await house.Client.CallAsync("PIF.set_VLAN", eth0, -1L);
    }

    [Fact]
    public async Task What_the_host_refuses_is_not_told_as_done()
    {
        var world = SimulatedWorld.Instant with { Faults = [new(SimulatedOperation.PlugNic, HypervisorFault.Failed)] };
        await using var house = await WiredHouse.OpenAsync(world);
        var eth0 = await DeviceAsync(house.Client, "eth0");
        var before = await house.Client.CallAsync<string>("PIF.get_MTU", eth0);
        (await house.Client.FailAsync("PIF.set_MTU", eth0, 9000L))[0].Should().Be("INTERNAL_ERROR");
        (await house.Client.CallAsync<string>("PIF.get_MTU", eth0)).Should().Be(before);
    }

    [Fact]
    public async Task Bridges_and_VLANs_are_there_again_after_a_restart()
    {
        await using var house = await WiredHouse.OpenAsync();
        var network = await NetworkAsync(house.Client);
        var vlan = await house.Client.CallAsync<string>("PIF.create_VLAN", "eth0", network, house.Engine.ThisHost.ToString(), 42L);
        var bridge = (string)(await house.Client.CallAsync<Dictionary<string, object?>>("network.get_other_config", network))["bridge"]!;

        // As after a start of the host.
        await house.Hosts[0].UnplugNicAsync("eth0", 42);
        await house.Hosts[0].RemoveBridgeAsync(bridge);
        await house.RestartAsync();

        (await house.Client.CallAsync<string>("PIF.get_VLAN", vlan)).Should().Be("42");
        (await house.Client.CallAsync<string>("PIF_metrics.get_pif", await house.Client.CallAsync<string>("PIF.get_metrics", vlan))).Should().Be(vlan);
        var remove = () => house.Hosts[0].RemoveBridgeAsync(bridge);
        (await remove.Should().ThrowAsync<HypervisorException>()).Which.Fault.Should().Be(HypervisorFault.Busy);
    }

    private static Task<string> NetworkAsync(XenClient client) => client.CallAsync<string>("network.create", new Dictionary<string, object> { ["name_label"] = "n" });

    private static async Task<string> DeviceAsync(XenClient client, string device) =>
        (await client.CallAsync<Dictionary<string, object?>>("PIF.get_all_records")).Single(pif => (string)((Dictionary<string, object?>)pif.Value!)["device"]! == device).Key;
}
