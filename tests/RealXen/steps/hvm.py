"""Guests that boot as a PC does, and by a boot loader."""

from lab.bench import Bench
from lab.guest import MIB
from lab.step import eventually, on_xen, same

# Reading the time stamp counter must not trap: the emulator does not say how long that instruction is.
PLATFORM = {"tsc_mode": "native"}


@on_xen
def a_pc_boots_from_its_disk_and_has_a_screen(bench: Bench):
    guest = bench.make("pc", kernel="", ramdisk="", memory=64 * MIB, platform=PLATFORM, HVM_boot_policy="BIOS order", HVM_boot_params={"order": "c"})
    disk = guest.disk(device="hda")
    bench.run(f"dd if=/guest/disk.boot of={disk.path} conv=notrunc 2>/dev/null")
    guest.start(False)
    number = guest.domid
    eventually(lambda: f"(d{number}) booted from disk" in bench.run("xl dmesg"), "the disk is booted from", 240)
    consoles = {bench.xen.console.get_protocol(console): bench.xen.console.get_location(console) for console in guest.get_consoles()}
    assert "rfb" in consoles, consoles
    port = consoles["rfb"].rsplit(":", 1)[-1]
    same(bench.run(f"exec 3<>/dev/tcp/127.0.0.1/{port} && head -c 3 <&3"), "RFB", "what the screen's server says")
    guest.hard_shutdown()
    same(bench.run(f"ps | grep -c '[x]en-domid {number} ' || true"), "0", "device models")
    bench.drop(guest)


@on_xen
def a_boot_loader_finds_the_kernel_on_the_guests_disk(bench: Bench):
    guest = bench.make("loaded", kernel="", ramdisk="", PV_bootloader="pygrub")
    disk = guest.disk(size=96 * MIB)
    bench.xen.VBD.set_bootable(disk.vbd, True)
    bench.run(f"dd if=/guest/bootable.img of={disk.path} bs=1M conv=notrunc,sparse 2>/dev/null")
    guest.boot()
    assert "console=hvc0" in guest.ask("cat /proc/cmdline")
    bench.drop(guest)
