"""The machine that Xen runs on: QEMU, emulating it all in software."""

import socket
import subprocess
import time
from pathlib import Path

# Each of these has a reason; libxl and the guests were seen to fail without.
CPU = ",".join([
    "EPYC",      # has SVM and nested paging, which PVH guests need, and QEMU emulates both
    "-smap",     # with it the control domain dies at its first return to user space: the emulator reads that frame as if by the kernel
    "-monitor",  # with it Xen idles by MWAIT, which the emulator answers with a general protection fault
    "-avx", "-avx2", "-fma", "-f16c",  # less for Xen to save; see eager-fpu
])
XEN_ARGS = " ".join([
    "console=com1 com1=115200,8n1",
    "dom0_mem=1536M,max:1536M",
    "loglvl=info guest_loglvl=all",
    "cpuidle=0 cpufreq=none",  # nothing to gain in an emulator, and see -monitor
    "spec-ctrl=eager-fpu",     # saved lazily, vector registers of processes change under the emulator (registers.c)
    "noreboot",                # a crash of Xen ends the run instead of repeating itself
])
MEMORY_MIB = 4096
SPARE_CARD = "0x10d3"  # an e1000e, as PCI numbers it
SHELL, XMLRPC, SSH, MIGRATION = 2222, 9363, 22, 8003
OUTSIDE = "10.0.2.2"  # the machine that the lab runs on, as the emulated ones see it: what is forwarded for one is there for the other


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Machine:
    """One boot of the image in a work directory; what it writes to its disk is gone with it, so that there can be several."""

    def __init__(self, work: Path, name: str = ""):
        self.work, self.name, self.share = work, name, work / f"share{name}"
        self.share.mkdir(parents=True, exist_ok=True)
        self.console = work / f"console{name}.log"
        self.ports = {inside: free_port() for inside in (SHELL, XMLRPC, SSH, MIGRATION)}
        self.shell_port, self.xmlrpc_port = self.ports[SHELL], self.ports[XMLRPC]
        self.process: "subprocess.Popen | None" = None

    def boot(self) -> None:
        self.console.write_bytes(b"")
        forwards = ",".join(f"hostfwd=tcp:127.0.0.1:{outside}-:{inside}" for inside, outside in self.ports.items())
        self.process = subprocess.Popen([
            "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi,tb-size=1024", "-cpu", CPU, "-smp", "2", "-m", str(MEMORY_MIB),
            "-kernel", self.work / "xen.elf", "-append", XEN_ARGS,
            # Multiboot modules, parted by commas: the control domain's kernel with its command line, its first RAM disk.
            "-initrd", f"{self.work}/vmlinux console=hvc0 root=/dev/vda quiet,{self.work}/early.img",
            # What can be given to guests, and what keeps them from the memory of others; it must come first.
            "-device", "amd-iommu", "-netdev", "user,id=spare,restrict=on", "-device", "e1000e,netdev=spare,romfile=",
            "-drive", f"file={self.work}/control.img,if=none,id=disk,format=raw,cache=unsafe,snapshot=on", "-device", "virtio-blk-pci,drive=disk",
            "-netdev", f"user,id=net,{forwards}", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-virtfs", f"local,path={self.share},mount_tag=share,security_model=none",
            "-display", "none", "-vga", "none", "-no-reboot", "-serial", f"file:{self.console}", "-monitor", "none",
        ], stdin=subprocess.DEVNULL, stderr=(self.work / f"qemu{self.name}.log").open("wb"))

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def check_alive(self) -> None:
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f"the emulated machine ended by itself with status {self.process.returncode}; its console is in {self.console}")

    def order(self, script: str, timeout: float = 120) -> "tuple[int, str]":
        """Runs a script in the control domain: its exit status and what it wrote."""
        self.check_alive()
        with socket.create_connection(("127.0.0.1", self.shell_port), timeout=timeout) as wire:
            wire.sendall(script.encode() + b"\0")
            answer = b""
            deadline = time.monotonic() + timeout
            while not (answer.endswith(b"\n") and b"\0" in answer):
                wire.settimeout(max(deadline - time.monotonic(), 0.01))
                more = wire.recv(1 << 16)
                if not more:
                    raise ConnectionError(f"the control domain hung up before it had done: {script[:200]}")
                answer += more
        output, status = answer.rsplit(b"\0", 1)
        return int(status), output.decode(errors="replace")

    def wait_until_up(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while True:
            try:
                if self.order("test -d /share/ && echo up", 5)[1].strip() == "up":
                    return
            except (OSError, ValueError):
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(f"the control domain was not up after {timeout:.0f} s; its console is in {self.console}")
            self.check_alive()
            time.sleep(0.2)
