"""The states of a machine, and the ways between them."""

from lab.bench import Bench
from lab.step import eventually, on_xen, refused, same, step


@step
def a_machine_starts_paused_runs_pauses_and_ends(bench: Bench):
    guest = bench.tiny("states")
    same(guest.state, "Halted", "at first")
    guest.start(True)
    same(guest.state, "Paused", "started paused")
    refused(lambda: guest.start(False), "VM_BAD_POWER_STATE")
    refused(guest.pause, "VM_BAD_POWER_STATE")
    guest.unpause()
    same(guest.state, "Running", "let go")
    guest.pause()
    same(guest.state, "Paused", "paused")
    if bench.real:
        same(bench.run(f"xl list {guest.domid} | awk 'NR == 2 {{print substr($5, 3, 1)}}'"), "p", "what xl says")
    guest.hard_shutdown()
    same((guest.state, guest.domid), ("Halted", -1), "ended")
    if bench.real:
        assert "states" not in bench.domains(), bench.domains()
    bench.drop(guest)


@step
def a_machine_without_enough_memory_is_refused_and_leaves_nothing(bench: Bench):
    guest = bench.tiny("large", memory=1 << 40)
    refused(lambda: guest.start(False), "HOST_NOT_ENOUGH_FREE_MEMORY")
    same(guest.state, "Halted", "after the refusal")
    if bench.real:
        assert "large" not in bench.domains(), bench.domains()
    bench.drop(guest)


@on_xen
def a_kernel_that_is_not_there_is_refused_and_leaves_nothing(bench: Bench):
    guest = bench.make("lost", kernel="/guest/none")
    try:
        guest.start(False)
    except Exception as error:
        assert "none" in str(error) or "kernel" in str(error), error
    else:
        raise AssertionError("it started")
    same(guest.state, "Halted", "after the refusal")
    assert "lost" not in bench.domains(), bench.domains()
    bench.drop(guest)


@step
def a_guest_that_turns_itself_off_is_halted(bench: Bench):
    guest = bench.tiny("off", "halt")
    guest.start(False)
    guest.expect("Halted")
    if bench.real:
        assert "off" not in bench.domains(), bench.domains()
    bench.drop(guest)


@step
def a_guest_that_reboots_itself_has_a_new_domain(bench: Bench):
    guest = bench.tiny("again", "reboot")
    guest.start(True)
    first = guest.domid
    guest.unpause()
    eventually(lambda: guest.domid > first, "the machine has another domain")
    bench.drop(guest)


@step
def two_machines_may_start_at_once(bench: Bench):
    guests = [bench.tiny(f"twin{number}") for number in (1, 2)]
    tasks = [bench.xen.call("Async.VM.start", guest.reference, True) for guest in guests]
    for task in tasks:
        eventually(lambda: bench.xen.task.get_status(task) != "pending", "the task is done")
        same(bench.xen.task.get_status(task), "success", f"the task ({bench.xen.task.get_error_info(task)})")
    same([guest.state for guest in guests], ["Paused", "Paused"], "the machines")
    for guest in guests:
        bench.drop(guest)


@on_xen
def an_order_that_hangs_holds_up_no_other(bench: Bench):
    """The kernel of one is a pipe that nobody writes to: the library waits for it, and keeps the lock of its context."""
    bench.run("rm -f /run/kernel; mkfifo /run/kernel")
    slow = bench.make("slow", kernel="/run/kernel", ramdisk="")
    task = bench.xen.call("Async.VM.start", slow.reference, False)
    eventually(lambda: "wait_for_partner" in bench.run(f"cat /proc/$(cat {bench.server.PID})/task/*/wchan"), "the library waits")
    quick = bench.tiny("quick")
    quick.start(False)
    quick.pause()
    quick.hard_shutdown()
    same(quick.state, "Halted", "the other")
    same(bench.xen.task.get_status(task), "pending", "the one that hangs")
    # Who opens it to write lets the reader go on; there may be nobody left to read what would be written.
    bench.run(": > /run/kernel")
    eventually(lambda: bench.xen.task.get_status(task) == "failure", "what hung has failed")
    same(slow.state, "Halted", "after the failure")
    assert "slow" not in bench.domains(), bench.domains()
    bench.drop(slow)
    bench.drop(quick)
