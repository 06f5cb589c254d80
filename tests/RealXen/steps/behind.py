"""What other tools do is seen, and told as events."""

from lab.bench import MEMORY, Bench
from lab.guest import MIB, Guest
from lab.step import eventually, on_xen, same

UUID = "7a3c1d2e-5b6f-4c8d-9e0a-1b2c3d4e5f60"


def configuration(name: str, uuid: str, kernel: str = "/guest/idle.elf") -> str:
    """What xl is given; the disk is a file of its own."""
    return f"""
        truncate -s 8M /var/lib/xen/{name}.raw
        cat > /run/{name}.cfg <<END
name = "{name}"
uuid = "{uuid}"
type = "pv"
memory = 16
maxmem = 32
vcpus = 1
maxvcpus = 2
kernel = "{kernel}"
END"""


@on_xen
def a_domain_that_xl_makes_is_adopted(bench: Bench):
    with bench.listen("VM") as listener:
        bench.run(configuration("foreign", UUID) + "\nxl create /run/foreign.cfg")
        event = listener.expect("VM", "add")
    guest = Guest(bench, event["ref"], "foreign")
    record = guest.get_record()
    same((record["uuid"], record["name_label"], record["power_state"]), (UUID, "foreign", "Running"), "the machine")
    same((int(record["memory_static_max"]) // MIB, int(record["memory_dynamic_max"]) // MIB), (32, 16), "its memory")
    same((record["VCPUs_max"], record["VCPUs_at_startup"]), ("2", "1"), "its CPUs")
    same(int(record["domid"]), bench.domains()["foreign"], "its domain")


@on_xen
def what_xl_does_to_it_is_told(bench: Bench):
    guest = Guest(bench, bench.xen.VM.get_by_uuid(UUID), "foreign")
    with bench.listen("VM") as listener:
        for order, state in (("pause", "Paused"), ("unpause", "Running")):
            bench.run(f"xl {order} foreign")
            guest.expect(state)
            listener.expect("VM", "mod", guest.reference)
        bench.run("xl destroy foreign")
        eventually(lambda: guest.reference not in bench.xen.VM.get_all() or guest.state == "Halted", "its end is seen")


@on_xen
def a_guest_with_devices_that_xl_makes_can_be_driven(bench: Bench):
    bench.run(configuration("other", UUID.replace("7a3c", "8a3c"), "/guest/vmlinux").replace("memory = 16\nmaxmem = 32", f"memory = {MEMORY // MIB}") + f"""
        cat >> /run/other.cfg <<END
ramdisk = "/guest/initrd.gz"
extra = "console=hvc0 quiet address=10.0.2.99"
disk = ["format=raw,vdev=xvda,access=rw,target=/var/lib/xen/other.raw"]
vif = ["mac=00:16:3e:00:00:99,bridge=xenbr0"]
END
        xl create /run/other.cfg""")
    reference = eventually(lambda: bench.xen.VM.get_by_name_label("other"), "the machine is there")[0]
    guest = Guest(bench, reference, "other").up()
    same([bench.xen.VBD.get_device(vbd) for vbd in guest.get_VBDs()], ["xvda"], "its disks")
    same([(bench.xen.VIF.get_MAC(vif).lower(), bench.xen.VIF.get_network(vif)) for vif in guest.get_VIFs()], [("00:16:3e:00:00:99", bench.network)], "its interfaces")
    guest.pause()
    guest.unpause()
    guest.ask("true")
    with bench.listen("VM") as listener:
        bench.run("xl shutdown other")
        listener.expect("VM", "mod", reference)
        eventually(lambda: guest.state == "Halted", "the end is seen")


@on_xen
def what_xl_does_to_our_machines_is_seen(bench: Bench):
    guest = bench.tiny("ours")
    guest.start(False)
    bench.run("xl pause ours")
    guest.expect("Paused")
    bench.run("xl unpause ours")
    guest.expect("Running")
    bench.run("xl destroy ours")
    guest.expect("Halted")
    bench.drop(guest)
