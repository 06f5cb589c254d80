"""Disks and interfaces that come and go while a guest runs."""

from lab.bench import Bench
from lab.step import eventually, on_xen, same, step
from steps.inside import NAME, make


@step
def a_disk_is_plugged_into_a_running_guest_and_unplugged(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    disk = guest.disk(device="xvdb")
    same(bench.xen.VBD.get_currently_attached(disk.vbd), True, "made while the machine runs")
    bench.xen.VBD.unplug(disk.vbd)
    if bench.real:
        eventually(lambda: "xvdb" not in guest.ask("ls /sys/block"), "the guest has lost the disk")
        bench.run(f"printf 'a second disk' | dd of={disk.path} conv=notrunc 2>/dev/null")
    bench.xen.VBD.plug(disk.vbd)
    same(bench.xen.VBD.get_currently_attached(disk.vbd), True, "plugged")
    if bench.real:
        eventually(lambda: "xvdb" in guest.ask("ls /sys/block"), "the guest sees the disk")
        same(guest.ask("head -c 13 /dev/xvdb"), "a second disk", "what the guest reads")
    bench.xen.VBD.unplug(disk.vbd)
    same(bench.xen.VBD.get_currently_attached(disk.vbd), False, "unplugged")
    if bench.real:
        assert "xvdb" not in guest.ask("ls /sys/block")
        assert disk.path not in bench.run("losetup -a")
    bench.xen.VBD.destroy(disk.vbd)
    bench.xen.VDI.destroy(disk.image)


@on_xen
def a_disk_that_may_only_be_read_is_not_written(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    disk = guest.disk(device="xvdc", mode="RO")
    eventually(lambda: "xvdc" in guest.ask("ls /sys/block"), "the guest sees the disk")
    same(guest.ask("cat /sys/block/xvdc/ro"), "1", "read-only")
    bench.xen.VBD.unplug(disk.vbd)
    bench.xen.VBD.destroy(disk.vbd)
    bench.xen.VDI.destroy(disk.image)


@step
def an_interface_is_plugged_into_a_running_guest_and_unplugged(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    interface = guest.interface(device="1")
    bench.xen.VIF.unplug(interface)
    bench.xen.VIF.plug(interface)
    same(bench.xen.VIF.get_currently_attached(interface), True, "plugged")
    if bench.real:
        eventually(lambda: "eth1" in guest.ask("ls /sys/class/net"), "the guest sees the interface")
        same(guest.ask("cat /sys/class/net/eth1/address"), bench.xen.VIF.get_MAC(interface).lower(), "the address")
        assert f"vif{guest.domid}.1" in bench.run("ls /sys/class/net/xenbr0/brif")
    bench.xen.VIF.unplug(interface)
    if bench.real:
        assert "eth1" not in guest.ask("ls /sys/class/net")
        assert f"vif{guest.domid}.1" not in bench.run("ls /sys/class/net")
    bench.xen.VIF.destroy(interface)


@on_xen
def what_a_guest_may_send_is_limited(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    interface = guest.interface(device="2")
    bench.xen.VIF.unplug(interface)
    bench.xen.VIF.set_qos_algorithm_type(interface, "ratelimit")
    bench.xen.VIF.set_qos_algorithm_params(interface, {"kbps": "100"})
    bench.xen.VIF.plug(interface)
    same(bench.store(f"/local/domain/0/backend/vif/{guest.domid}/2/rate"), "5120,50000", "octets and microseconds")
    bench.xen.VIF.unplug(interface)
    bench.xen.VIF.destroy(interface)


@step
def an_image_in_use_is_not_taken_away(bench: Bench):
    guest = bench.shared(NAME, make(bench))
    vdi = bench.xen.VBD.get_VDI(guest.get_VBDs()[0])
    try:
        bench.xen.VDI.destroy(vdi)
    except Exception as error:
        assert getattr(error, "code", "") in ("VDI_IN_USE", "VDI_ERROR", "OPERATION_NOT_ALLOWED"), error
    else:
        raise AssertionError("it was destroyed")
