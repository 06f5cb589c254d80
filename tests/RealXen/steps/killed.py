"""SIGKILL of the server, and what the next start makes of it."""

import threading

from lab.bench import Bench
from lab.step import eventually, on_xen, same, step
from steps.inside import NAME, make, nothing_is_left


def kill_during(bench: Bench, order, begun) -> None:
    """Gives an order, kills the server once it has begun, and starts it again."""
    def give():
        try:
            order(bench.session())
        except Exception:
            pass  # its server is gone

    orderer = threading.Thread(target=give, daemon=True)
    orderer.start()
    if begun:
        eventually(begun, "the order has begun", 60)
    bench.server.kill()
    bench.server.start()
    bench.open()
    orderer.join(30)


def domains_are_those_known(bench: Bench) -> bool:
    """Every domain has its machine, and every machine its domain."""
    known = sorted(int(record["domid"]) for record in bench.xen.VM.get_all_records().values() if record["domid"] not in ("-1", "0"))
    return known == sorted(bench.domains().values())


@step
def guests_run_on_while_it_is_away(bench: Bench):
    guest = bench.tiny("endures")
    guest.start(False)
    number = guest.domid
    bench.server.kill()
    bench.server.start()
    bench.open()
    same((guest.state, guest.domid), ("Running", number), "the machine")
    bench.drop(guest)


@on_xen
def what_happens_while_it_is_away_is_seen_afterwards(bench: Bench):
    guests = [bench.tiny(name) for name in ("vanishes", "freezes")]
    for guest in guests:
        guest.start(False)
    bench.server.kill()
    bench.run("xl destroy vanishes; xl pause freezes")
    bench.server.start()
    bench.open()
    eventually(lambda: [guest.state for guest in guests] == ["Halted", "Paused"], "both are as xl left them")
    for guest in guests:
        bench.drop(guest)


@on_xen
def in_the_middle_of_a_start(bench: Bench):
    guest = make(bench)("halfmade")
    disk = guest.disk()
    guest.interface()
    kill_during(bench, lambda xen: xen.VM.start(guest.reference, False), lambda: "halfmade" in bench.run("xl list"))
    eventually(lambda: domains_are_those_known(bench), "machines and domains agree")
    assert guest.state in ("Halted", "Running"), guest.state
    if guest.state == "Halted":
        assert disk.path not in bench.run("losetup -a"), "a loop device is left"
    guest.hard_shutdown()
    guest.boot()
    number = guest.domid
    guest.hard_shutdown()
    nothing_is_left(bench, number)
    bench.drop(guest)


@on_xen
def in_the_middle_of_a_shutdown(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    number = guest.domid
    kill_during(bench, lambda xen: xen.VM.clean_shutdown(guest.reference), lambda: bench.store(f"/local/domain/{number}/control/shutdown") or guest.state != "Running")
    guest.expect("Halted", 120)
    nothing_is_left(bench, number)
    bench.drop(guest)


@on_xen
def in_the_middle_of_a_suspend(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    number = guest.domid
    kill_during(bench, lambda xen: xen.VM.suspend(guest.reference), lambda: bench.run("pgrep -f libxl-save-helper >/dev/null && echo yes || true") == "yes")
    eventually(lambda: guest.state in ("Running", "Suspended", "Halted"), "the machine is in one of its states")
    eventually(lambda: domains_are_those_known(bench), "machines and domains agree")
    if guest.state == "Suspended":
        nothing_is_left(bench, number)
        guest.resume(False)
    if guest.state == "Running":
        guest.ask("true", 90)
    eventually(lambda: bench.run("pgrep -f libxl-save-helper >/dev/null && echo yes || true") == "", "no helper of libxl is left")
    bench.drop(guest)


@on_xen
def in_the_middle_of_a_move(bench: Bench):
    guest = bench.shared("mover", bench.pvh)
    kill_during(bench, lambda xen: xen.VM.migrate(guest.reference, "localhost", True, {}), lambda: len(bench.domains()) > 1)
    eventually(lambda: domains_are_those_known(bench), "machines and domains agree")
    same(len(bench.domains()), 1 if guest.state == "Running" else 0, "domains")
    if guest.state == "Running":
        guest.ask("true", 90)
    bench.drop(guest)


@step
def it_ends_cleanly_and_starts_again(bench: Bench):
    bench.server.stop()
    bench.server.start()
    bench.open()
