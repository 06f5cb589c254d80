using Hypervisor.Native;
using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Networks;

public sealed class NetworkTests
{
    private static Dictionary<string, object> Record(string name, string? bridge = null) => bridge is null
        ? new() { ["name_label"] = name }
        : new() { ["name_label"] = name, ["other_config"] = new Dictionary<string, object> { ["bridge"] = bridge } };

    [Fact]
    public async Task A_network_gets_a_bridge_of_its_own_that_goes_with_it()
    {
        await using var house = await WiredHouse.OpenAsync();
        var network = await house.Client.CallAsync<string>("network.create", Record("net1"));
        var bridge = (string)(await house.Client.CallAsync<Dictionary<string, object?>>("network.get_other_config", network))["bridge"]!;
        bridge.Length.Should().BeLessThanOrEqualTo(15);
        (await house.Client.CallAsync<bool>("network.get_managed", network)).Should().BeTrue();
        await house.Hosts[0].PlugNicAsync(new("eth1", 9, "00:16:3e:00:00:01", 1500, bridge));
        await house.Hosts[0].UnplugNicAsync("eth1", 9);

        await house.Client.CallAsync("network.destroy", network);
        var plug = () => house.Hosts[0].PlugNicAsync(new("eth1", 9, "00:16:3e:00:00:01", 1500, bridge));
        (await plug.Should().ThrowAsync<HypervisorException>()).Which.Fault.Should().Be(HypervisorFault.NotFound);
    }

    [Fact]
    public async Task A_bridge_belongs_to_one_network_and_stays_its_own()
    {
        await using var house = await WiredHouse.OpenAsync();
        (await house.Client.FailAsync("network.create", Record("again", "xenbr0"))).Should().Equal("UNIQUE_NAME_ERROR", "xenbr0", "network");
        (await house.Client.FailAsync("network.create", Record("long", "sixteen-letters-")))[0].Should().Be("VALUE_NOT_SUPPORTED");
        var network = await house.Client.CallAsync<string>("network.create", Record("same name", "br5"));
        await house.Client.CallAsync("network.create", Record("same name"));
        (await house.Client.FailAsync("network.add_to_other_config", network, "bridge", "br6"))[0].Should().Be("VALUE_NOT_SUPPORTED");
        await house.Client.CallAsync("network.set_other_config", network, new Dictionary<string, object>());
        (await house.Client.FailAsync("network.create", Record("again", "br5")))[0].Should().Be("UNIQUE_NAME_ERROR");
    }

    [Fact]
    public async Task A_network_in_use_is_not_destroyed()
    {
        await using var house = await WiredHouse.OpenAsync();
        var network = (string)(await house.Client.CallAsync<List<object?>>("network.get_by_name_label", "xenbr0")).Single()!;
        (await house.Client.CallAsync<bool>("network.get_managed", network)).Should().BeFalse();
        (await house.Client.FailAsync("network.destroy", network))[0].Should().Be("NETWORK_ERROR");
    }

    [Fact]
    public async Task A_bridge_that_cannot_be_made_leaves_no_network()
    {
        await using var house = await WiredHouse.OpenAsync(SimulatedWorld.Instant with { Faults = [new(SimulatedOperation.MakeBridge, HypervisorFault.Failed)] });
        (await house.Client.FailAsync("network.create", Record("net1", "br5")))[..1].Should().Equal("NETWORK_ERROR");
        (await house.Client.CallAsync<List<object?>>("network.get_by_name_label", "net1")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("default_gateway", "10.0.0.1", "ten")]
    [InlineData("default_netmask", "255.255.252.0", "255.0.255.0")]
    public async Task Addresses_are_checked(string field, string good, string bad)
    {
        await using var house = await WiredHouse.OpenAsync();
        var network = await house.Client.CallAsync<string>("network.create", Record("net1"));
        await house.Client.CallAsync($"network.set_{field}", network, good);
        (await house.Client.FailAsync($"network.set_{field}", network, bad))[..3].Should().StartWith(["VALUE_NOT_SUPPORTED", $"network.{field}", bad]);
        (await house.Client.CallAsync<string>($"network.get_{field}", network)).Should().Be(good);
        await house.Client.CallAsync($"network.set_{field}", network, "");
    }
}
