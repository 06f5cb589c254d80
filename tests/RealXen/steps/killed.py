"""SIGKILL of the server, and what the next start makes of it."""

import threading

from lab.bench import Bench
from lab.guest import MIB, Guest
from lab.step import eventually, on_xen, same, step
from steps.inside import NAME, make, nothing_is_left


# The kernel keeps 15 letters of the name.
SAVING = "grep -qsx libxl-save-help /proc/[0-9]*/comm"


def kill_during(bench: Bench, order, begun: str) -> None:
    """Gives an order, kills the server as soon as a test of the control domain's shell says that it has begun, and starts it again."""
    def give():
        try:
            order(bench.session())
        except Exception:
            pass  # its server is gone

    orderer = threading.Thread(target=give, daemon=True)
    orderer.start()
    bench.run(f"until {begun}; do [ $SECONDS -lt 120 ] || exit 1; sleep 0.05; done; kill -KILL $(cat {bench.server.PID})")
    bench.server.kill()
    bench.server.start()
    bench.open()
    orderer.join(30)


def one_more(bench: Bench) -> str:
    """The shell's test whether there is a domain more than now."""
    return f"[ $(xenstore-list /local/domain | wc -l) -gt {len(bench.domains()) + 1} ]"


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
    kill_during(bench, lambda xen: xen.VM.start(guest.reference, False), one_more(bench))
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
def while_a_guest_is_asked_to_shut_down(bench: Bench):
    guest = bench.tiny("deaf")
    guest.start(False)
    number = guest.domid
    kill_during(bench, lambda xen: xen.VM.clean_shutdown(guest.reference), f"[ -n \"$(xenstore-read /local/domain/{number}/control/shutdown)\" ]")
    same((guest.state, guest.domid), ("Running", number), "a guest that does not obey")
    guest.hard_shutdown()
    nothing_is_left(bench, number)
    bench.drop(guest)


@on_xen
def in_the_middle_of_a_suspend(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    number = guest.domid
    kill_during(bench, lambda xen: xen.VM.suspend(guest.reference), SAVING)
    eventually(lambda: guest.state in ("Running", "Suspended", "Halted"), "the machine is in one of its states")
    eventually(lambda: domains_are_those_known(bench), "machines and domains agree")
    if guest.state == "Suspended":
        nothing_is_left(bench, number)
        guest.resume(False)
    if guest.state == "Running":
        guest.ask("true")
    eventually(lambda: bench.run(f"{SAVING} && echo yes || true") == "", "no helper of libxl is left")
    bench.drop(guest)


@on_xen
def in_the_middle_of_a_hot_plug(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    number = guest.domid
    image = bench.xen.VDI.create({
        "name_label": "late", "SR": bench.local_sr, "virtual_size": str(8 * MIB), "type": "user", "sharable": False, "read_only": False, "other_config": {}})
    vbd = {"VM": guest.reference, "VDI": image, "device": "xvde", "bootable": False, "mode": "RW", "type": "Disk", "qos_algorithm_type": "", "qos_algorithm_params": {}}
    kill_during(bench, lambda xen: xen.VBD.create(vbd), f"[ $(xenstore-list /local/domain/{number}/device/vbd | wc -l) -gt 1 ]")
    same((guest.state, guest.domid), ("Running", number), "the machine")
    eventually(lambda: disks_agree(bench, guest), "the records are of the disks that the domain has")
    guest.ask("true")
    guest.hard_shutdown()
    nothing_is_left(bench, number)
    if image not in [bench.xen.VBD.get_VDI(disk) for disk in guest.get_VBDs()]:
        bench.xen.VDI.destroy(image)
    bench.drop(guest)


def disks_agree(bench: Bench, guest: Guest) -> bool:
    """As many disks are attached as xl tells of."""
    attached = [disk for disk in guest.get_VBDs() if bench.xen.VBD.get_currently_attached(disk)]
    return len(attached) == len(bench.run(f"xl block-list {guest.domid}").splitlines()) - 1


@on_xen
def in_the_middle_of_a_move(bench: Bench):
    guest = bench.shared("mover", bench.pvh)
    kill_during(bench, lambda xen: xen.VM.migrate(guest.reference, "localhost", True, {}), one_more(bench))
    eventually(lambda: domains_are_those_known(bench), "machines and domains agree")
    same(len(bench.domains()), 1 if guest.state == "Running" else 0, "domains")
    if guest.state == "Running":
        guest.ask("true")
    bench.drop(guest)


@step
def it_ends_cleanly_and_starts_again(bench: Bench):
    bench.server.stop()
    bench.server.start()
    bench.open()
