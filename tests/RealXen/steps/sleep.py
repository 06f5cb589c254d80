"""Suspend and resume, save and restore."""

from lab.bench import Bench
from lab.step import eventually, on_xen, same, step
from lab.xenapi import NULL
from steps.inside import NAME, make, nothing_is_left


@step
def a_suspended_guest_goes_on_where_it_was(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    if bench.real:
        guest.ask("echo remembered > /run/mark")
    number = guest.domid
    guest.suspend()
    same((guest.state, guest.domid), ("Suspended", -1), "suspended")
    assert guest.get_suspend_VDI() != NULL
    if bench.real:
        nothing_is_left(bench, number)
    guest.resume(False)
    same(guest.state, "Running", "resumed")
    same(guest.get_suspend_VDI(), NULL, "the image of its memory")
    if bench.real:
        same(guest.ask("cat /run/mark"), "remembered", "what it knew")
        guest.ask("ping -c 1 -W 20 10.0.2.15")
        guest.ask("head -c 1 /dev/xvda")


@step
def a_guest_is_saved_to_a_file_and_restored_from_it(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    place = "/var/lib/xen/save" if bench.real else str(bench.server.work.resolve() / "saved")
    path = f"{place}-{guest.get_uuid()}"
    guest.save(path, False)
    same(guest.state, "Halted", "saved")
    bench.xen.VM.restore(path, True)
    same(guest.state, "Paused", "restored, paused")
    guest.unpause()
    if bench.real:
        guest.ask("true")
        bench.run(f"rm {path}")


@on_xen
def a_checkpoint_lets_the_guest_run_on(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    path = f"/var/lib/xen/checkpoint-{guest.get_uuid()}"
    guest.save(path, True)
    same(guest.state, "Running", "after the checkpoint")
    guest.ask("true")
    bench.run(f"rm {path}")


@step
def a_suspended_machine_that_is_shut_down_forgets_its_memory(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    guest.suspend()
    image = guest.get_suspend_VDI()
    guest.hard_shutdown()
    same((guest.state, guest.get_suspend_VDI()), ("Halted", NULL), "afterwards")
    eventually(lambda: image not in bench.xen.VDI.get_all(), "the image of its memory is gone")
    bench.drop(guest)
