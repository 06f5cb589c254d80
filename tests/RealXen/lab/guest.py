"""A machine under test, as its client sees it and, on real Xen, from inside."""

import itertools

from lab.step import Skipped, eventually
from lab.xenapi import NULL, XenError

MIB = 1 << 20
_orders = itertools.count(1)


class Guest:
    """A VM and its guest."""

    def __init__(self, lab, reference: str, name: str):
        self.lab, self.reference, self.name = lab, reference, name
        self.address: "str | None" = None

    def __getattr__(self, field: str):
        """guest.get_domid() is VM.get_domid of this machine, guest.pause() is VM.pause."""
        return lambda *arguments: self.lab.xen.call(f"VM.{field}", self.reference, *arguments)

    @property
    def state(self) -> str:
        return self.get_power_state()

    @property
    def domid(self) -> int:
        return int(self.get_domid())

    def expect(self, state: str, timeout: float = 180) -> None:
        eventually(lambda: self.state == state, f"{self.name} is {state} (it is {self.state})", timeout)

    def boot(self) -> "Guest":
        """Starts it and waits until its system is up."""
        self.start(False)
        return self.up()

    def up(self, timeout: float = 300) -> "Guest":
        """Waits until its system obeys."""
        if self.lab.real:
            eventually(lambda: self.lab.store(f"/local/domain/{self.domid}/data/state") == "ready", f"the guest {self.name} is up", timeout)
        return self

    def ask(self, script: str, timeout: float = 180) -> str:
        """Has the guest run a script, and gives what it wrote. Orders and answers go through xenstore."""
        number = str(next(_orders))
        data = f"/local/domain/{self.domid}/data"
        # Quoted for the shell of the control domain.
        quoted = f"{number} {script}".replace("'", "'\\''")
        self.lab.run(f"xenstore-write {data}/order '{quoted}'")
        answer = eventually(
            lambda: (found := self.lab.store(f"{data}/answer")).split(" ", 1)[0] == number and found, f"{self.name} answers: {script}", timeout)
        _, status, output = (answer + " ").split(" ", 2)
        if status != "0":
            raise AssertionError(f"in {self.name}, with status {status}: {script}: {output}")
        return output.strip()

    def tell(self, script: str) -> None:
        """Has the guest run a script that it will not answer to."""
        self.lab.run(f"xenstore-write /local/domain/{self.domid}/data/order '{next(_orders)} {script}'")

    def disk(self, size: int = 8 * MIB, device: str = "xvda", mode: str = "RW", sr: str = "") -> "Disk":
        """A new image in an SR, Local if none is given, and its disk in this machine."""
        return self.plug(self.lab.xen.VDI.create({
            "name_label": f"{self.name} {device}", "SR": sr or self.lab.local_sr, "virtual_size": str(size), "type": "user", "sharable": False,
            "read_only": False, "other_config": {}}), device, mode)

    def plug(self, image: str, device: str, mode: str = "RW", kind: str = "Disk", bootable: bool = False) -> "Disk":
        """A disk or drive of this machine, and an image in it."""
        vbd = self.lab.xen.VBD.create({
            "VM": self.reference, "VDI": image, "device": device, "bootable": bootable, "mode": mode, "type": kind, "qos_algorithm_type": "",
            "qos_algorithm_params": {}})
        return Disk(self.lab, image, vbd)

    def interface(self, device: str = "0", network: str = "") -> str:
        return self.lab.xen.VIF.create({
            "VM": self.reference, "network": network or self.lab.network, "device": device, "MAC": "", "MTU": "1500", "qos_algorithm_type": "",
            "qos_algorithm_params": {}})

    def remove(self) -> None:
        """Ends it and takes it and its images away."""
        images = [vdi for vbd in self.get_VBDs() if self.lab.xen.VBD.get_type(vbd) == "Disk" and (vdi := self.lab.xen.VBD.get_VDI(vbd)) != NULL]
        self.hard_shutdown()
        try:
            self.destroy()
        except XenError as error:
            # A machine that was another toolstack's is gone with its domain.
            if error.code != "HANDLE_INVALID":
                raise
        for image in images:
            self.lab.xen.VDI.destroy(image)


class Disk:
    """A disk of a machine, and the image behind it."""

    def __init__(self, lab, image: str, vbd: str):
        self.lab, self.image, self.vbd = lab, image, vbd

    @property
    def path(self) -> str:
        """The image's file in the control domain."""
        if not self.lab.real:
            raise Skipped("the simulated hypervisor has no control domain")
        sr = self.lab.xen.VDI.get_SR(self.image)
        place = self.lab.xen.PBD.get_device_config(self.lab.xen.SR.get_PBDs(sr)[0])["location"]
        return self.lab.run(f"ls {place}/{self.lab.xen.VDI.get_uuid(self.image)}.*")
