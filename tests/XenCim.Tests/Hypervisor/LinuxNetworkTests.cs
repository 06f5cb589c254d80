using Hypervisor.Native;

namespace XenCim.Tests.Hypervisor;

/// <summary>Bridges and interfaces of the kernel that the tests run on.</summary>
public sealed class LinuxNetworkTests : IDisposable
{
    private const string Nic = LinuxNamespace.Nic;

    private readonly Lazy<LinuxNamespace> made = new(LinuxNamespace.WithNic);

    private LinuxNamespace Space => made.Value;

    private HostNicConfig Wanted => new(Nic, null, "", 1500, "br7");

    public void Dispose()
    {
        if (made.IsValueCreated)
        {
            Space.Dispose();
        }
    }

    [LinuxNetworkFact]
    public async Task A_bridge_is_made_up_and_marked_and_removed()
    {
        await Space.Network.MakeBridgeAsync("br7");
        await Space.Network.MakeBridgeAsync("br7");
        Space.Links.Find("br7").Should().BeEquivalentTo(new { Kind = "bridge", IsUp = true, Alias = "xencim", IsOurs = true });
        await Space.Network.RemoveBridgeAsync("br7");
        await Space.Network.RemoveBridgeAsync("br7");
        Space.Links.Find("br7").Should().BeNull();
    }

    [LinuxNetworkFact]
    public async Task A_bridge_that_went_down_is_set_up_again_if_it_is_ours()
    {
        Space.Plant("admin0", "bridge");
        await Space.Network.MakeBridgeAsync("br7");
        Space.Change("br7", new() { IsUp = false });
        await Space.Network.MakeBridgeAsync("br7");
        await Space.Network.MakeBridgeAsync("admin0");
        Space.Look().Should().Be("admin0- br7+ eth7-");
    }

    [LinuxNetworkFact]
    public async Task What_others_made_is_used_and_never_removed()
    {
        Space.Plant("admin0", "bridge");
        await Space.Network.MakeBridgeAsync("admin0");
        (await Refused(() => Space.Network.RemoveBridgeAsync("admin0"), HypervisorFault.BadState))
            .Should().Be("Bridge admin0 was not made by this server and stays; remove it with the host's own tools.");
        await Space.Network.RemoveBridgeAsync(Nic);
        Space.Look().Should().Be("admin0- eth7-");
    }

    [LinuxNetworkFact]
    public async Task A_bridge_of_ours_whose_alias_was_changed_is_kept()
    {
        await Space.Network.MakeBridgeAsync("br7");
        Space.Change("br7", new() { Alias = "mine now" });
        await Refused(() => Space.Network.RemoveBridgeAsync("br7"), HypervisorFault.BadState);
        Space.Look().Should().Be("br7+ eth7-");
    }

    [LinuxNetworkFact]
    public async Task A_bridge_in_use_stays()
    {
        await Space.Network.MakeBridgeAsync("br7");
        await Space.Network.PlugNicAsync(Wanted);
        (await Refused(() => Space.Network.RemoveBridgeAsync("br7"), HypervisorFault.Busy)).Should().Be("Something is joined to bridge br7: eth7.");
        await Space.Network.UnplugNicAsync(Nic, null);
        Space.GiveAddress("br7");
        (await Refused(() => Space.Network.RemoveBridgeAsync("br7"), HypervisorFault.Busy)).Should().StartWith("Bridge br7 has IP addresses of the host");
        Space.Look().Should().Be("br7+ eth7+");
    }

    [LinuxNetworkFact]
    public async Task Names_that_cannot_be_are_refused()
    {
        foreach (var name in (string[])["", "a-name-of-16-long", "..", "a/b", "a b", "xenbr%d", "brücke"])
        {
            await Refused(() => Space.Network.MakeBridgeAsync(name), HypervisorFault.Invalid);
            await Space.Network.RemoveBridgeAsync(name);
        }

        (await Refused(() => Space.Network.MakeBridgeAsync(Nic), HypervisorFault.Busy)).Should().StartWith("eth7 is a network interface of the host already");
    }

    [LinuxNetworkFact]
    public async Task An_interface_joins_and_leaves()
    {
        await Space.Network.MakeBridgeAsync("br7");
        await Space.Network.PlugNicAsync(Wanted with { Mac = "02:00:00:00:07:01", Mtu = 1400 });
        await Space.Network.PlugNicAsync(Wanted with { Mac = "02:00:00:00:07:01", Mtu = 1400 });
        Space.Look().Should().Be("br7+ eth7>br7+");
        Space.Links.Find(Nic).Should().BeEquivalentTo(new { Mtu = 1400, Mac = new byte[] { 2, 0, 0, 0, 7, 1 } });
        await Space.Network.UnplugNicAsync(Nic, null);
        await Space.Network.UnplugNicAsync(Nic, null);
        await Space.Network.UnplugNicAsync("gone0", null);
        Space.Look().Should().Be("br7+ eth7+");
    }

    [LinuxNetworkFact]
    public async Task An_interface_without_a_bridge_is_only_set_up()
    {
        Space.GiveAddress(Nic);
        await Space.Network.PlugNicAsync(Wanted with { Mtu = 1300, Bridge = null });
        Space.Links.Find(Nic)!.Mtu.Should().Be(1300);
        Space.Look().Should().Be("eth7-");
    }

    [LinuxNetworkFact]
    public async Task An_interface_with_addresses_is_not_taken_away_from_the_host()
    {
        await Space.Network.MakeBridgeAsync("br7");
        Space.GiveAddress(Nic);
        (await Refused(() => Space.Network.PlugNicAsync(Wanted with { Mtu = 1400 }), HypervisorFault.Busy)).Should()
            .Be("eth7 has IP addresses, which the host would lose if it joined bridge br7. Give them to the bridge in the host's own network configuration, with eth7 in it.");
        Space.Links.Find(Nic)!.Mtu.Should().Be(1500);
        Space.Look().Should().Be("br7+ eth7-");
    }

    [LinuxNetworkFact]
    public async Task The_address_that_every_link_gives_itself_is_no_hindrance()
    {
        await Space.Network.MakeBridgeAsync("br7");
        Space.GiveAddress(Nic, "fe80::7");
        await Space.Network.PlugNicAsync(Wanted);
        Space.Look().Should().Be("br7+ eth7>br7+");
        await Space.Network.UnplugNicAsync(Nic, null);
        Space.GiveAddress(Nic, "::7");
        await Refused(() => Space.Network.PlugNicAsync(Wanted), HypervisorFault.Busy);
    }

    [LinuxNetworkFact]
    public async Task An_interface_of_a_bridge_stays_in_it()
    {
        Space.Plant("admin0", "bridge");
        Space.Change(Nic, new() { Master = Space.Links.Find("admin0")!.Index });
        Space.GiveAddress("admin0");
        await Space.Network.MakeBridgeAsync("br7");
        (await Refused(() => Space.Network.PlugNicAsync(Wanted), HypervisorFault.Busy)).Should().Be("eth7 is part of admin0; take it out of there first.");
        (await Refused(() => Space.Network.UnplugNicAsync(Nic, null), HypervisorFault.Busy)).Should()
            .Be("Bridge admin0 has IP addresses of the host, which may be reached through eth7; take it out with the host's own tools.");
        await Space.Network.PlugNicAsync(Wanted with { Bridge = "admin0" });
        Space.Look().Should().Be("admin0- br7+ eth7>admin0+");
    }

    [LinuxNetworkFact]
    public async Task What_is_not_there_or_out_of_range_is_refused()
    {
        await Space.Network.MakeBridgeAsync("br7");
        (await Refused(() => Space.Network.PlugNicAsync(Wanted with { Device = "gone0" }), HypervisorFault.NotFound)).Should().Be("The host has no interface gone0.");
        (await Refused(() => Space.Network.PlugNicAsync(Wanted with { Bridge = "gone0" }), HypervisorFault.NotFound)).Should().Be("The host has no bridge gone0.");
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Bridge = LinuxNamespace.FarEnd }), HypervisorFault.NotFound);
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Mtu = 67 }), HypervisorFault.Invalid);
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Vlan = 4095 }), HypervisorFault.Invalid);
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Mac = "02:00:00:00:07" }), HypervisorFault.Invalid);
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Mtu = 9000 }), HypervisorFault.Invalid);
        Space.Look().Should().Be("br7+ eth7-");
    }

    [LinuxNetworkFact]
    public async Task What_the_kernel_refuses_leaves_the_interface_as_it_was()
    {
        await Space.Network.MakeBridgeAsync("br7");
        var before = Space.Links.Find(Nic);

        // A group address is none for an interface.
        (await Refused(() => Space.Network.PlugNicAsync(Wanted with { Mac = "03:00:00:00:00:01", Mtu = 1400 }), HypervisorFault.Invalid)).Should()
            .StartWith("Could not set up eth7: Cannot assign requested address");

        // A bridge in itself would be a loop: the kernel sees that when it has set the address and the MTU already.
        await Refused(() => Space.Network.PlugNicAsync(new("br7", null, "02:00:00:00:07:09", 1400, "br7")), HypervisorFault.Invalid);
        Space.Links.Find(Nic).Should().BeEquivalentTo(before);
        Space.Links.Find("br7")!.Mac.Should().NotEqual(new byte[] { 2, 0, 0, 0, 7, 9 });
        Space.Look().Should().Be("br7+ eth7-");
    }

    [LinuxNetworkFact]
    public async Task Orders_that_come_at_once_are_carried_out_in_turn()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Space.Network.MakeBridgeAsync($"br{n % 10}")));
        Space.Links.All().Where(link => link.Kind == "bridge" && link.IsOurs).Should().HaveCount(10);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Space.Network.RemoveBridgeAsync($"br{n % 10}")));
        Space.Look().Should().Be("eth7-");
    }

    [LinuxNetworkFact(hasVlan: true)]
    public async Task A_vlan_is_made_joined_and_removed()
    {
        await Space.Network.MakeBridgeAsync("br7");
        await Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Mac = "02:00:00:00:07:05", Mtu = 1400 });
        await Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Mac = "02:00:00:00:07:05", Mtu = 1400 });
        Space.Look().Should().Be("br7+ eth7+ eth7.5>br7+");
        Space.Links.Find("eth7.5").Should().BeEquivalentTo(new { Kind = "vlan", Tag = 5, Mtu = 1400, IsOurs = true, Mac = new byte[] { 2, 0, 0, 0, 7, 5 } });
        await Space.Network.UnplugNicAsync(Nic, 6);
        await Space.Network.UnplugNicAsync(Nic, 5);
        await Space.Network.UnplugNicAsync(Nic, 5);
        Space.Look().Should().Be("br7+ eth7+");
    }

    [LinuxNetworkFact(hasVlan: true)]
    public async Task A_vlan_of_others_is_joined_and_not_removed()
    {
        await Space.Network.MakeBridgeAsync("br7");
        Space.Links.MakeVlan("storage", Space.Links.Find(Nic)!, 5);
        await Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Mtu = 1400 });
        Space.Look().Should().Be("br7+ eth7+ storage>br7+");
        Space.Links.Find("storage")!.Mtu.Should().Be(1500);
        await Space.Network.UnplugNicAsync(Nic, 5);
        Space.Look().Should().Be("br7+ eth7+ storage+");
    }

    [LinuxNetworkFact(hasVlan: true)]
    public async Task A_vlan_that_cannot_be_set_up_leaves_nothing()
    {
        await Space.Network.MakeBridgeAsync("br7");
        await Refused(() => Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Mac = "03:00:00:00:00:01" }), HypervisorFault.Invalid);
        Space.Look().Should().Be("br7+ eth7-");
    }

    [LinuxNetworkFact(hasVlan: true)]
    public async Task A_vlan_with_addresses_stays()
    {
        await Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Bridge = null });
        Space.GiveAddress("eth7.5");
        await Refused(() => Space.Network.UnplugNicAsync(Nic, 5), HypervisorFault.Busy);
        Space.Look().Should().Be("eth7+ eth7.5+");
    }

    [LinuxNetworkFact(hasVlan: false)]
    public async Task A_kernel_without_vlans_says_so()
    {
        (await Refused(() => Space.Network.PlugNicAsync(Wanted with { Vlan = 5, Bridge = null }), HypervisorFault.Unsupported)).Should()
            .Be("Could not make VLAN 5 on eth7: Operation not supported (Unknown device type). The kernel may lack a module: bridge for bridges, 8021q for VLANs.");
        Space.Look().Should().Be("eth7-", "what was set up for the VLAN is down again");
    }

    private static async Task<string> Refused(Func<Task> order, HypervisorFault fault)
    {
        var refusal = (await FluentActions.Awaiting(order).Should().ThrowAsync<HypervisorException>()).Which;
        refusal.Fault.Should().Be(fault, refusal.Message);
        return refusal.Message;
    }
}
