"""Devices of the host that a guest has for itself."""

from lab.bench import Bench
from lab.machine import SPARE_CARD
from lab.step import eventually, on_xen, same


def card(bench: Bench) -> str:
    """The host's network card that nobody uses."""
    for reference, record in bench.xen.PPCI.get_all_records().items():
        if bench.run(f"cat /sys/bus/pci/devices/{record['name']}/device") == SPARE_CARD:
            return reference
    raise AssertionError(f"no PPCI is the card {SPARE_CARD}")


def seen(guest) -> bool:
    return SPARE_CARD in guest.ask("cat /sys/bus/pci/devices/*/device 2>/dev/null || true").split()


@on_xen
def a_guest_starts_with_a_card_of_the_host_and_another_has_it_afterwards(bench: Bench):
    for name in ("owner", "heir"):
        guest = bench.make(name)
        bench.xen.DPCI.create({"VM": guest.reference, "PPCI": card(bench), "hotplug_slot": "-1"})
        guest.boot()
        eventually(lambda: seen(guest), "the guest has the card", 60)
        bench.drop(guest)


@on_xen
def a_card_is_plugged_into_a_guest_and_unplugged(bench: Bench):
    guest = bench.make("borrower", platform={"passthrough": "true"})
    guest.boot()
    device = bench.xen.DPCI.create({"VM": guest.reference, "PPCI": card(bench), "hotplug_slot": "-1"})
    eventually(lambda: seen(guest), "the guest has the card", 60)
    bench.xen.DPCI.destroy(device)
    eventually(lambda: not seen(guest), "the guest has lost the card", 60)
    bench.drop(guest)
