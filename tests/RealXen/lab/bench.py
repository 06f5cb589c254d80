"""What a step works with: the server, a session, the control domain, and guests."""

from lab.guest import MIB, Guest
from lab.server import PASSWORD, Server
from lab.xenapi import Listener, Session

KERNEL, RAMDISK = "/guest/vmlinux", "/guest/initrd.gz"
TINY = "/guest/{}.elf"
MEMORY = 96 * MIB


class Bench:
    """One for a whole run. Guests are shared between steps by their names, since each takes its time to boot; after a failure all go."""

    def __init__(self, server: Server, machine=None):
        self.server, self.machine = server, machine
        self.real = machine is not None and getattr(server, "hypervisor", "") == "xen"
        self.figures: "dict[str, str]" = {}
        self._guests: "dict[str, Guest]" = {}
        self._address = 100

    def open(self) -> None:
        """A new session, and the objects that everything needs."""
        self.xen = self.session()
        self.host = self.xen.host.get_all()[0]
        self.local_sr = self.xen.SR.get_by_name_label("Local")[0]

    @property
    def network(self) -> str:
        """The network of the bridge xenbr0."""
        networks = self.xen.network.get_all_records()
        found = [reference for reference, record in networks.items() if "xenbr0" in (record["name_label"], record.get("bridge"))]
        if not found:
            raise AssertionError(f"no network stands for xenbr0 among {[record['name_label'] for record in networks.values()]}")
        return found[0]

    def session(self, timeout: float = 300) -> Session:
        return Session(self.server.url, PASSWORD, timeout)

    def listen(self, *classes: str) -> Listener:
        return Listener(self.session(timeout=600), list(classes))

    # The control domain.

    def run(self, script: str, timeout: float = 180) -> str:
        """What a script in the control domain writes; its failure is the step's."""
        status, output = self.machine.order(script, timeout)
        if status != 0:
            raise AssertionError(f"in the control domain, with status {status}: {script}\n{output}")
        return output.strip()

    def store(self, path: str) -> str:
        """A key of xenstore; nothing where there is none."""
        return self.machine.order(f"xenstore-read {path} 2>/dev/null", 60)[1].strip()

    def domains(self) -> "dict[str, int]":
        """The numbers of all guests, by name, as xl has them."""
        lines = self.run("xl list").splitlines()[1:]
        return {line.split()[0]: int(line.split()[1]) for line in lines if line.split()[1] != "0"}

    # Guests.

    def make(self, name: str, kernel: str = KERNEL, ramdisk: str = RAMDISK, memory: int = MEMORY, most: int = 0, vcpus: int = 1, vcpus_most: int = 0,
             platform: "dict | None" = None, **fields) -> Guest:
        """A halted machine."""
        if not self.real and kernel.endswith(".elf"):
            platform = {**(platform or {}), **SIMULATED.get(kernel, {})}
        self._address += 1
        address = f"10.0.2.{self._address}"
        guest = Guest(self, self.xen.VM.create({
            "name_label": name, "name_description": "", "user_version": "1", "is_a_template": False, "auto_power_on": False,
            "memory_static_max": str(most or memory), "memory_dynamic_max": str(memory), "memory_dynamic_min": str(memory), "memory_static_min": "0",
            "VCPUs_params": {}, "VCPUs_max": str(vcpus_most or vcpus), "VCPUs_at_startup": str(vcpus),
            "actions_after_shutdown": "destroy", "actions_after_reboot": "restart", "actions_after_crash": "destroy",
            "PV_kernel": kernel, "PV_ramdisk": ramdisk, "PV_args": f"console=hvc0 quiet address={address}", "platform": platform or {}, "other_config": {},
            **fields}), name)
        guest.address = address
        self._guests[name] = guest
        return guest

    def tiny(self, name: str, kind: str = "idle", **fields) -> Guest:
        """A halted machine with a kernel of some bytes: idle, halt, reboot or crash."""
        return self.make(name, kernel=TINY.format(kind), ramdisk="", **{"memory": 8 * MIB, **fields})

    def pvh(self, name: str, **fields) -> Guest:
        """A halted PVH machine. Reading the time stamp counter must not trap: the emulator does not say how long that instruction is."""
        return self.make(name, platform={"pvh": "true", "tsc_mode": "native"}, **{"memory": 128 * MIB, **fields})

    def shared(self, name: str, make=None) -> Guest:
        """The machine of that name as other steps left it; one is made and booted where there is none that runs."""
        guest = self._guests.get(name)
        if guest and guest.state == "Running":
            return guest
        if guest:
            self.drop(guest)
        guest = (make or self.make)(name)
        guest.disk()
        guest.interface()
        return guest.boot()

    def drop(self, guest: Guest) -> None:
        self._guests.pop(guest.name, None)
        guest.remove()

    def clear(self) -> None:
        """Takes away every machine that there is, as far as that can be done."""
        self._guests.clear()
        try:
            xen = self.session(60)
            for reference, record in xen.VM.get_all_records().items():
                if not record["is_control_domain"] and not record["is_a_template"]:
                    try:
                        Guest(self, reference, record["name_label"]).remove()
                    except Exception as cause:  # what cannot be removed is told with the failure, and no reason to stop
                        print(f"      {record['name_label']} stays: {cause}")
        except Exception as cause:
            print(f"      could not tidy up: {cause}")
        if self.machine:
            self.machine.order("for domain in $(xl list | awk 'NR > 1 && $2 > 0 {print $2}'); do xl destroy $domain; done", 120)


# What stands for the tiny kernels where there is no Xen.
SIMULATED = {
    TINY.format("idle"): {"simulated_ignores_shutdown": "true", "simulated_silent": "true"},
    TINY.format("crash"): {"simulated_crash_after_s": "0.1"},
    TINY.format("halt"): {"simulated_poweroff_after_s": "0.1"},
    TINY.format("reboot"): {"simulated_reboot_after_s": "0.1"},
}
