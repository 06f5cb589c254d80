"""Networks of the host: VLANs, and bridges of their own."""

from lab.bench import Bench
from lab.step import eventually, on_xen, same
from steps.inside import NAME, make

TAG = 7


def links(bench: Bench) -> "set[str]":
    """What the control domain has, but for the back ends of guests."""
    return {name for name in bench.run("ls /sys/class/net").split() if not name.startswith("vif")}


@on_xen
def a_vlan_is_made_with_its_bridge_and_taken_away(bench: Bench):
    before = links(bench)
    network = bench.xen.network.create({"name_label": "office", "name_description": "", "other_config": {}})
    vlan = bench.xen.PIF.create_VLAN("eth0", network, bench.host, str(TAG))
    made = links(bench) - before
    told = bench.run(f"ip -d link show eth0.{TAG}")
    assert f"802.1Q id {TAG}" in told and "alias xencim" in told, told
    guest = bench.shared(NAME, make(bench))
    interface = guest.interface(device="3", network=network)
    eventually(lambda: "eth3" in guest.ask("ls /sys/class/net") or "eth1" in guest.ask("ls /sys/class/net"), "the guest sees the interface")
    assert any(f"vif{guest.domid}.3" in bench.run(f"ls /sys/class/net/{name}/brif 2>/dev/null || true") for name in made), f"the interface is on none of {made}"
    bench.xen.VIF.unplug(interface)
    bench.xen.VIF.destroy(interface)
    bench.xen.PIF.destroy(vlan)
    bench.xen.network.destroy(network)
    same(links(bench), before, "what is there afterwards")


@on_xen
def two_guests_talk_over_a_network_that_no_interface_of_the_host_is_on(bench: Bench):
    before = links(bench)
    network = bench.xen.network.create({"name_label": "inner", "name_description": "", "other_config": {}})
    guests = [bench.make(name) for name in ("left", "right")]
    for guest in guests:
        guest.interface(network=network)
    for guest in guests:
        guest.boot()
    guests[0].ask(f"ping -c 1 -W 20 {guests[1].address}")
    for guest in guests:
        bench.drop(guest)
    bench.xen.network.destroy(network)
    same(links(bench), before, "what is there afterwards")
