"""Images of each type of storage behind a guest that runs."""

from lab.bench import Bench
from lab.guest import MIB, Disk, Guest
from lab.step import eventually, on_xen, same
from steps.inside import NAME, make

DEVICE = "xvdd"
WRITTEN = "written inside"


def seen(guest: Guest) -> None:
    eventually(lambda: DEVICE in guest.ask("ls /sys/block"), "the guest sees the disk")


def read(guest: Guest) -> str:
    return guest.ask(f"dd if=/dev/{DEVICE} bs=512 skip=8 count=1 2>/dev/null | head -c {len(WRITTEN)}")


def write_and_read(bench: Bench, sr: str) -> Disk:
    """A disk that keeps what the guest wrote when it is unplugged and plugged; it is left unplugged."""
    guest = bench.shared(NAME, make(bench))
    disk = guest.disk(device=DEVICE, sr=sr)
    seen(guest)
    guest.ask(f"echo {WRITTEN} | dd of=/dev/{DEVICE} bs=512 seek=8 conv=fsync")
    for _ in range(2):
        same(read(guest), WRITTEN, "what the guest wrote")
        bench.xen.VBD.unplug(disk.vbd)
        bench.xen.VBD.plug(disk.vbd)
        seen(guest)
    bench.xen.VBD.unplug(disk.vbd)
    return disk


def copies_have_their_own_content(bench: Bench, disk: Disk) -> None:
    """A copy has what the image had, and what is written to it is not in the image."""
    guest = bench.shared(NAME, make(bench))
    bench.xen.VBD.destroy(disk.vbd)
    copy = bench.xen.VDI.clone(disk.image, {})
    plugged = guest.plug(copy, DEVICE)
    seen(guest)
    same(read(guest), WRITTEN, "what the copy has")
    guest.ask(f"echo another thing | dd of=/dev/{DEVICE} bs=512 seek=8 conv=fsync")
    bench.xen.VBD.unplug(plugged.vbd)
    bench.xen.VBD.destroy(plugged.vbd)
    plugged = guest.plug(disk.image, DEVICE)
    seen(guest)
    same(read(guest), WRITTEN, "what the image has")
    bench.xen.VBD.unplug(plugged.vbd)
    bench.xen.VBD.destroy(plugged.vbd)
    for image in (copy, disk.image):
        bench.xen.VDI.destroy(image)


def create(bench: Bench, kind: str, **where: str) -> str:
    return bench.xen.SR.create(bench.host, where, "0", kind, "", kind, "user", False)


@on_xen
def a_qcow2_image_keeps_what_the_guest_wrote(bench: Bench):
    disk = write_and_read(bench, bench.xen.SR.get_by_name_label("QCoW")[0])
    same(bench.run(f"qemu-img info {disk.path} | awk '/^file format/ {{print $3}}'"), "qcow2", "the format")
    copies_have_their_own_content(bench, disk)


@on_xen
def a_guest_boots_with_a_qcow2_image(bench: Bench):
    guest = bench.make("clusters")
    disk = guest.disk(device=DEVICE, sr=bench.xen.SR.get_by_name_label("QCoW")[0])
    guest.boot()
    guest.ask(f"echo {WRITTEN} | dd of=/dev/{DEVICE} bs=512 seek=8 conv=fsync")
    guest.hard_shutdown()
    same(bench.run(f"qemu-img check {disk.path} >/dev/null && qemu-img dd -f qcow2 -O raw bs=512 skip=8 count=9 if={disk.path} of=/tmp/sector && head -c 14 /tmp/sector"), WRITTEN, "what is in the image")
    bench.drop(guest)


@on_xen
def a_volume_of_a_group_keeps_what_the_guest_wrote(bench: Bench):
    device = bench.run("truncate -s 256M /root/group.img && losetup -f --show /root/group.img")
    sr = create(bench, "lvm", device=device)
    disk = write_and_read(bench, sr)
    assert bench.xen.VDI.get_uuid(disk.image) in bench.run("lvs --noheadings -o lv_name"), "no volume is named after the image"
    copies_have_their_own_content(bench, disk)
    bench.xen.PBD.unplug(bench.xen.SR.get_PBDs(sr)[0])
    bench.xen.SR.destroy(sr)
    same(bench.run("vgs --noheadings 2>/dev/null"), "", "volume groups")
    bench.run(f"losetup -d {device}; rm /root/group.img")


@on_xen
def an_image_on_an_nfs_server_keeps_what_the_guest_wrote(bench: Bench):
    bench.run("""
        mkdir -p /srv/images /var/lib/nfs/v4recovery && echo '/srv/images 127.0.0.1(rw,no_root_squash,no_subtree_check,insecure,fsid=0)' > /etc/exports
        modprobe nfsd && mount -t nfsd nfsd /proc/fs/nfsd; exportfs -ra && rpc.mountd -N 3 && rpc.nfsd -N 3 2 && echo Y > /proc/fs/nfsd/v4_end_grace""")
    sr = create(bench, "nfs", server="127.0.0.1", serverpath="/", options="vers=4.2")
    disk = write_and_read(bench, sr)
    same(bench.run(f"ls /srv/images/*/{bench.xen.VDI.get_uuid(disk.image)}.raw | wc -l"), "1", "files of the image on the server")
    copies_have_their_own_content(bench, disk)
    bench.xen.PBD.unplug(bench.xen.SR.get_PBDs(sr)[0])
    same(bench.run("grep -c ' nfs4 ' /proc/mounts || true"), "0", "mounts of NFS")
    bench.xen.PBD.plug(bench.xen.SR.get_PBDs(sr)[0])
    bench.xen.PBD.unplug(bench.xen.SR.get_PBDs(sr)[0])
    bench.xen.SR.destroy(sr)
    bench.run("rpc.nfsd 0")


@on_xen
def media_of_a_library_are_read_and_changed(bench: Bench):
    bench.run("mkdir -p /srv/media && for name in one two; do printf \"medium $name\" | dd of=/srv/media/$name.iso bs=1M conv=sync 2>/dev/null; done")
    sr = create(bench, "iso", location="/srv/media")
    media = {bench.xen.VDI.get_name_label(vdi): vdi for vdi in bench.xen.SR.get_VDIs(sr)}
    same(sorted(media), ["one.iso", "two.iso"], "the media")
    guest = bench.shared(NAME, make(bench))
    drive = guest.plug(media["one.iso"], DEVICE, mode="RO", kind="CD")
    seen(guest)
    same(guest.ask(f"head -c 10 /dev/{DEVICE}"), "medium one", "the first medium")
    bench.xen.VBD.media_change(drive.vbd, media["two.iso"])
    seen(guest)
    same(guest.ask(f"head -c 10 /dev/{DEVICE}"), "medium two", "the second medium")
    bench.xen.VBD.unplug(drive.vbd)
    bench.xen.VBD.destroy(drive.vbd)
    bench.xen.PBD.unplug(bench.xen.SR.get_PBDs(sr)[0])
    bench.xen.SR.forget(sr)
    bench.run("test -e /srv/media/one.iso")
