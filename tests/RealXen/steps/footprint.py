"""What the server takes of the control domain."""

from lab.bench import Bench
from lab.step import on_xen, same

GUESTS = 20


@on_xen
def with_one_guest_and_with_twenty(bench: Bench):
    guests = []
    for count in (1, GUESTS):
        while len(guests) < count:
            guest = bench.tiny(f"many{len(guests)}")
            guest.start(True)
            guests.append(guest)
        bench.figures[f"resident memory with {count} guest(s)"] = f"{bench.server.resident_kib() / 1024:.0f} MiB"
        bench.server.stop()
        bench.figures[f"from start to first answer with {count} guest(s)"] = f"{bench.server.start():.1f} s"
        bench.open()
        bench.figures[f"resident memory with {count} guest(s), after a start"] = f"{bench.server.resident_kib() / 1024:.0f} MiB"
    same([guest.state for guest in guests], ["Paused"] * GUESTS, "all of them")
    for guest in guests:
        bench.drop(guest)
    same([name for name in bench.domains() if name.startswith("many")], [], "domains of them that are left")
