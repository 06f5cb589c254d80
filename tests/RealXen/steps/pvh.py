"""PVH guests, and moving one."""

from lab.bench import Bench
from lab.step import on_xen, same

NAME = "pvh"


@on_xen
def a_pvh_guest_boots_with_disk_and_interface(bench: Bench):
    guest = bench.pvh(NAME)
    disk = guest.disk()
    guest.interface()
    bench.run(f"printf 'for pvh' | dd of={disk.path} conv=notrunc 2>/dev/null")
    guest.boot()
    same(guest.ask("cat /sys/hypervisor/guest_type"), "PVH", "the kind of guest")
    same(guest.ask("head -c 7 /dev/xvda"), "for pvh", "what the guest reads")
    guest.ask("ping -c 1 -W 20 10.0.2.15")


@on_xen
def it_moves_live_to_the_host_where_it_is(bench: Bench):
    guest = bench.shared(NAME, bench.pvh)
    guest.ask("echo remembered > /run/mark")
    before = guest.domid
    guest.migrate("localhost", True, {})
    same(guest.state, "Running", "after the move")
    assert guest.domid != before
    same(guest.ask("cat /run/mark"), "remembered", "what it knew")
    guest.ask("ping -c 1 -W 20 10.0.2.15")
    guest.ask("head -c 1 /dev/xvda")
    same(len([name for name in bench.domains() if name.startswith(NAME)]), 1, "domains of that name")


@on_xen
def it_suspends_and_resumes(bench: Bench):
    guest = bench.shared(NAME, bench.pvh)
    guest.ask("echo remembered > /run/mark")
    guest.suspend()
    guest.resume(False)
    same(guest.ask("cat /run/mark"), "remembered", "what it knew")


@on_xen
def it_shuts_down_when_asked(bench: Bench):
    guest = bench.shared(NAME, bench.pvh)
    guest.clean_shutdown()
    guest.expect("Halted")
    bench.drop(guest)
