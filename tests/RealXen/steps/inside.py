"""A PV guest with a disk and an interface, seen from inside."""

from lab.bench import Bench
from lab.guest import MIB
from lab.step import eventually, on_xen, same, step

NAME = "first"


def make(bench: Bench):
    return lambda name: bench.make(name, memory=96 * MIB, most=128 * MIB, vcpus=1, vcpus_most=2)


@on_xen
def a_guest_reads_what_was_put_on_its_disk_and_what_it_writes_is_read_back(bench: Bench):
    guest = make(bench)(NAME)
    disk = guest.disk()
    guest.interface()
    bench.run(f"printf 'put there from outside' | dd of={disk.path} conv=notrunc 2>/dev/null")
    guest.boot()
    same(guest.ask("head -c 22 /dev/xvda"), "put there from outside", "what the guest reads")
    guest.ask("echo written inside | dd of=/dev/xvda bs=512 seek=8 conv=fsync")
    same(bench.run(f"dd if={disk.path} bs=512 skip=8 count=1 iflag=direct 2>/dev/null | head -c 14"), "written inside", "what is read back")
    same(guest.ask("cat /sys/hypervisor/guest_type"), "PV", "the kind of guest")
    same(guest.ask("cat /sys/hypervisor/uuid"), guest.get_uuid(), "the UUID")


@on_xen
def guest_and_control_domain_reach_each_other_over_the_bridge(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    guest.ask("ping -c 1 -W 20 10.0.2.15")
    bench.run(f"ping -c 1 -W 20 {guest.address}")


@step
def devices_of_a_running_machine_are_attached(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    same([bench.xen.VBD.get_currently_attached(vbd) for vbd in guest.get_VBDs()], [True], "disks")
    same([bench.xen.VIF.get_currently_attached(vif) for vif in guest.get_VIFs()], [True], "interfaces")


@step
def the_memory_of_a_running_guest_follows_its_target(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    for target in (112, 96):
        guest.set_memory_dynamic_max_live(str(target * MIB))
        eventually(lambda: abs(int(bench.xen.VM_metrics.get_memory_actual(guest.get_metrics())) - target * MIB) <= MIB, f"the guest has {target} MiB")


@step
def virtual_cpus_come_and_go(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    for count in (2, 1):
        guest.set_VCPUs_number_live(str(count))
        if bench.real:
            eventually(lambda: guest.ask("grep -c ^processor /proc/cpuinfo") == str(count), f"the guest has {count} CPUs")
        eventually(lambda: int(bench.xen.VM_metrics.get_VCPUs_number(guest.get_metrics())) == count, f"the metrics tell of {count} CPUs")


@step
def a_clean_reboot_gives_the_guest_a_new_life(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    before = guest.domid
    guest.clean_reboot()
    eventually(lambda: guest.state == "Running" and guest.domid not in (before, -1), "it runs again")
    guest.up()


@step
def a_hard_reboot_does_so_too(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    before = guest.domid
    guest.hard_reboot()
    same(guest.state, "Running", "after the reboot")
    assert guest.domid != before
    guest.up()


@step
def a_clean_shutdown_halts_it_and_takes_its_devices_back(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    number = guest.domid
    guest.clean_shutdown()
    guest.expect("Halted")
    if bench.real:
        nothing_is_left(bench, number)
    bench.drop(guest)


def nothing_is_left(bench: Bench, number: int) -> None:
    """No domain, no back end, no loop device of a domain that ended."""
    eventually(lambda: bench.run(f"xenstore-ls /local/domain/0/backend 2>/dev/null | grep -c '^  {number} = ' || true") == "0", f"domain {number} has no back ends")
    eventually(lambda: bench.run("losetup -a | grep -c deleted || true") == "0", "no loop device holds a file that is gone")
    same(bench.run(f"xl list {number} >/dev/null 2>&1 && echo there || echo gone"), "gone", f"domain {number}")
