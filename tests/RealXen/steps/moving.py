"""Moving a guest to another host: by SSH to one with xl alone, by TLS to another server."""

import threading

from lab.bench import Bench
from lab.guest import MIB, Guest
from lab.step import eventually, on_xen, refused, same, step
from lab.xenapi import XenError

NAME = "traveller"


def fresh(bench: Bench) -> Guest:
    """A guest that runs here and nowhere else."""
    if NAME in bench._guests:
        bench.drop(bench._guests[NAME])
    # Little memory: the way from emulator to emulator takes a second for each MiB of it.
    guest = bench.pvh(NAME, memory=96 * MIB) if bench.real else bench.tiny(NAME)
    if bench.real:
        guest.interface()
    return guest.boot()


def move(guest: Guest, to: str, options: "dict | None" = None) -> None:
    """Moves it, as a task: in an emulator that takes longer than a client waits for an answer."""
    xen = guest.lab.xen
    task = xen.call("Async.VM.migrate", guest.reference, to, True, options or {})
    status = eventually(lambda: (now := xen.task.get_status(task)) not in ("pending", "cancelling") and now, f"{guest.name} has moved, or not", 600)
    if status != "success":
        raise XenError("VM.migrate", xen.task.get_error_info(task) or [status])


def there(bench: Bench, guest: Guest) -> Guest:
    """The same machine as the server of another host has it; the same reference, as that is its UUID."""
    return Guest(bench, guest.reference, guest.name)


def known_running(bench: Bench, guest: Guest) -> bool:
    found = bench.xen.VM.get_all_records().get(guest.reference)
    return bool(found) and found["power_state"] == "Running"


def gone(bench: Bench, guest: Guest) -> None:
    same((guest.state, guest.domid), ("Halted", -1), "the machine at home")
    if bench.real:
        same([name for name in bench.domains() if name.startswith(NAME)], [], "domains of it at home")


@on_xen
def it_goes_live_by_ssh_to_a_host_with_xl_alone(bench: Bench):
    guest = fresh(bench)
    guest.ask("echo remembered > /run/mark")
    move(guest, bench.second.ssh())
    gone(bench, guest)
    same(guest.get_other_config()["migrated_to"], "10.0.2.2", "where it went")
    stranger = bench.second.stranger(NAME)
    same(stranger.ask("cat /run/mark"), "remembered", "what it knew")
    same(stranger.lab.run(f"xl vm-list | grep -c '{guest.get_uuid()}'"), "1", "domains of its identity there")
    stranger.ask("ping -c 1 -W 20 10.0.2.15")
    stranger.lab.run(f"xl destroy {NAME}")


@on_xen
def a_host_that_cannot_be_reached_by_ssh_leaves_it_running_here(bench: Bench):
    guest = fresh(bench)
    number = guest.domid
    refused(lambda: move(guest, "ssh://root@10.0.2.2:9"), "HYPERVISOR_REFUSED")
    same((guest.state, guest.domid), ("Running", number), "the machine")
    guest.ask("true")


@on_xen
def a_receiver_that_is_killed_on_the_way_leaves_it_running_here(bench: Bench):
    guest = fresh(bench)
    number = guest.domid
    far = bench.second.host()
    killer = threading.Thread(target=lambda: far.run(
        "for _ in $(seq 1200); do if xl list 2>/dev/null | grep -q incoming; then kill -KILL $(ps | awk '/xl migrate-receive/ && !/awk/ {print $1}'); exit 0; fi; sleep 0.1; done; exit 1"), daemon=True)
    killer.start()
    refused(lambda: move(guest, bench.second.ssh()), "HYPERVISOR_REFUSED")
    killer.join(120)
    same((guest.state, guest.domid), ("Running", number), "the machine")
    guest.ask("true")
    assert "migrated_to" not in guest.get_other_config()
    far.run("for domain in $(xl list | awk 'NR > 1 && $2 > 0 {print $2}'); do xl destroy $domain; done")


@step
def it_goes_by_tls_to_another_server_and_back(bench: Bench):
    far = bench.second.bench()
    guest = fresh(bench)
    if bench.real:
        guest.ask("echo remembered > /run/mark")
    move(guest, bench.second.address(far))
    gone(bench, guest)
    away = there(far, guest)
    eventually(lambda: known_running(far, guest), "it runs there")
    if bench.real:
        same(away.ask("cat /run/mark"), "remembered", "what it knew")
    move(away, bench.second.address(bench), {"change_home_server": "1"})
    eventually(lambda: known_running(bench, guest), "it runs here again")
    assert guest.reference not in far.xen.VM.get_all()
    assert "migrated_to" not in guest.get_other_config()
    if bench.real:
        same(guest.ask("cat /run/mark"), "remembered", "what it knew")


@step
def a_server_that_refuses_it_says_why_and_it_runs_on_here(bench: Bench):
    far = bench.second.bench()
    guest = fresh(bench)
    number = guest.domid
    far.xen.host.disable(far.host)
    try:
        refused(lambda: move(guest, bench.second.address(far)), "HYPERVISOR_REFUSED")
    finally:
        far.xen.host.enable(far.host)
    same((guest.state, guest.domid), ("Running", number), "the machine")
    if bench.real:
        guest.ask("true")


@on_xen
def a_server_that_is_killed_on_the_way_leaves_it_running_here_and_nothing_there(bench: Bench):
    far = bench.second.bench()
    guest = fresh(bench)
    number = guest.domid
    killer = threading.Thread(target=lambda: far.run(
        f"for _ in $(seq 1200); do if xl list 2>/dev/null | grep -q incoming; then kill -KILL $(cat {far.server.PID}); exit 0; fi; sleep 0.1; done; exit 1"), daemon=True)
    killer.start()
    refused(lambda: move(guest, bench.second.address(far)), "HYPERVISOR_REFUSED")
    killer.join(120)
    same((guest.state, guest.domid), ("Running", number), "the machine")
    guest.ask("true")
    far.server.kill()
    far.server.start()
    far.open()
    same(far.domains(), {}, "domains there")


@on_xen
def a_sender_that_is_killed_on_the_way_has_it_running_after_its_next_start(bench: Bench):
    far = bench.second.bench()
    guest = fresh(bench)
    number = guest.domid

    def give(session):
        try:
            session.VM.migrate(guest.reference, bench.second.address(far), True, {})
        except Exception:
            pass  # its server is gone

    orderer = threading.Thread(target=give, args=(bench.session(),), daemon=True)
    orderer.start()
    far.run("for _ in $(seq 1200); do if xl list 2>/dev/null | grep -q incoming; then exit 0; fi; sleep 0.1; done; exit 1")
    bench.run(f"kill -KILL $(cat {bench.server.PID})")
    bench.server.kill()
    bench.server.start()
    bench.open()
    orderer.join(30)
    eventually(lambda: guest.state == "Running", "it runs here")
    same(guest.domid, number, "its domain")
    guest.ask("true")
    assert "migrated_to" not in guest.get_other_config()
    eventually(lambda: far.domains() == {}, "nothing is left there")
    bench.drop(guest)
