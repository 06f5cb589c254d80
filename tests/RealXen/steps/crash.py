"""What follows when a guest crashes: each of actions_after_crash."""

from lab.bench import Bench
from lab.step import eventually, on_xen, same, step

NAME = "crashing"


@step
def destroy_halts_it(bench: Bench):
    guest = bench.tiny("falls", "crash", actions_after_crash="destroy")
    guest.start(False)
    guest.expect("Halted")
    bench.drop(guest)


@step
def preserve_keeps_the_crashed_domain_until_it_is_shut_down(bench: Bench):
    guest = bench.tiny("stays", "crash", actions_after_crash="preserve")
    guest.start(False)
    guest.expect("Crashed")
    if bench.real:
        assert "stays" in bench.domains(), bench.domains()
    guest.hard_shutdown()
    same(guest.state, "Halted", "shut down")
    if bench.real:
        assert "stays" not in bench.domains(), bench.domains()
    bench.drop(guest)


@step
def a_guest_that_crashes_at_once_is_not_restarted_for_ever(bench: Bench):
    guest = bench.tiny("loops", "crash", actions_after_crash="restart")
    guest.start(False)
    guest.expect("Halted")
    bench.drop(guest)


def crash(bench: Bench, action: str):
    """Boots a guest that has lived long enough to be started again, and crashes its kernel from outside."""
    guest = bench.shared(NAME)
    guest.set_actions_after_crash(action)
    began = bench.run("date +%s")
    # A guest that crashes within 20 s of its start is not started again.
    eventually(lambda: int(bench.run("date +%s")) - int(began) > 21, "it has lived for 20 s")
    before = guest.domid
    guest.send_sysrq("c")
    return guest, before


@on_xen
def restart_starts_it_again(bench: Bench):
    guest, before = crash(bench, "restart")
    eventually(lambda: guest.domid not in (before, -1) and guest.state == "Running", "it runs again")
    guest.up()


@on_xen
def coredump_and_restart_keeps_its_memory_and_starts_it_again(bench: Bench):
    guest, before = crash(bench, "coredump_and_restart")
    eventually(lambda: guest.domid not in (before, -1) and guest.state == "Running", "it runs again")
    dumps = guest.get_crash_dumps()
    same(len(dumps), 1, "crash dumps")
    bench.xen.crashdump.destroy(dumps[0])
    guest.up()


@on_xen
def rename_restart_sets_the_crashed_domain_aside(bench: Bench):
    guest, before = crash(bench, "rename_restart")
    eventually(lambda: guest.domid not in (before, -1) and guest.state == "Running", "it runs again")
    aside = [(vm, record) for vm, record in bench.xen.VM.get_all_records().items() if record["name_label"].startswith(f"{NAME}-")]
    same([record["power_state"] for _, record in aside], ["Crashed"], "the machine set aside")
    same(aside[0][1]["domid"], str(before), "its domain")
    bench.xen.VM.hard_shutdown(aside[0][0])
    bench.xen.VM.destroy(aside[0][0])
    guest.up()


@step
def coredump_and_destroy_keeps_its_memory(bench: Bench):
    # Xen dumps the memory of a guest that has told where it is: a kernel of some bytes does not.
    if bench.real:
        guest, _ = crash(bench, "coredump_and_destroy")
    else:
        guest = bench.tiny("dumped", "crash", actions_after_crash="coredump_and_destroy")
        guest.start(False)
    guest.expect("Halted")
    dumps = guest.get_crash_dumps()
    same(len(dumps), 1, "crash dumps")
    image = bench.xen.crashdump.get_VDI(dumps[0])
    assert int(bench.xen.VDI.get_physical_utilisation(image)) > 0
    bench.xen.crashdump.destroy(dumps[0])
    bench.drop(guest)
