"""A second host, for what takes two: made when a step first asks for it."""

import shutil
import subprocess
import time
from pathlib import Path

from lab.guest import Guest
from lab.machine import MIGRATION, OUTSIDE, SSH, Machine, free_port
from lab.server import ServerInControlDomain, SimulatedServer
from lab.step import eventually

BOOT_SECONDS = 300


class Stranger(Guest):
    """A guest on a host with nothing but xl."""

    @property
    def domid(self) -> int:
        return int(self.lab.run(f"xl domid {self.name}"))


class Second:
    """Another machine with Xen, or another simulated server, and what both hosts need to know of each other."""

    def __init__(self, first, binary: Path, configuration: Path, work: Path):
        self.first, self.binary, self.configuration, self.work = first, binary, configuration, work
        self.machine: "Machine | None" = None
        self._bench = None
        self._migration: "dict[int, int]" = {}
        # Before anything is booted: its clock must not be behind the day on which the certificates begin.
        self.pem = work / "pem"
        if shutil.which("openssl"):
            self._certificates()

    def host(self):
        """The second machine, booted, with xl alone: what a step works with there. Its servers come when they are asked for."""
        from lab.bench import Bench

        if not self.machine:
            began = time.monotonic()
            self.machine = Machine(self.work, "-second")
            self.machine.boot()
            self.machine.wait_until_up(BOOT_SECONDS)
            self.first.figures["the second machine was up after"] = f"{time.monotonic() - began:.0f} s"
            self._bench = Bench(ServerInControlDomain(self.machine, "xen"), self.machine)
            self._let_in()
            # Most of a small guest's memory is zeros: what need not be encrypted in an emulator is time saved.
            self.first.server.settings["XENCIM_MIGRATION__SSH__ARGUMENTS__0"] = "-C"
            self.first.server.stop()
            self.first.server.start()
            self.first.open()
        return self._bench

    def bench(self):
        """The second host with a server that both send machines to and receive them from: both are started anew for that, once."""
        from lab.bench import Bench

        if self._migration:
            if not self._bench.server.is_running():
                self._bench.server.start()
            self._bench.open()
            return self._bench
        if self.first.real:
            self.host().server.install(self.binary, self.configuration)
            for bench in (self.first, self._bench):
                shutil.copytree(self.pem, bench.machine.share / "pem", dirs_exist_ok=True)
                bench.run("rm -rf /etc/xencim/pem; cp -r /share/pem /etc/xencim/pem")
                self._set(bench, "/etc/xencim/pem", "tls://10.0.2.15:8003", bench.machine.ports[MIGRATION])
        else:
            self._bench = Bench(SimulatedServer(self.binary, self.work / "second"))
            for bench in (self.first, self._bench):
                port = free_port()
                self._set(bench, str(self.pem), f"tls://127.0.0.1:{port}", port)
        self.first.server.stop()
        for bench in (self.first, self._bench):
            bench.server.start()
            bench.open()
        return self._bench

    def address(self, bench) -> str:
        """Where the server of that host receives, as the other one reaches it."""
        return f"tls://{OUTSIDE if bench.real else '127.0.0.1'}:{self._migration[id(bench)]}"

    def ssh(self) -> str:
        """The second host, as ssh on the first reaches it."""
        return f"ssh://root@{OUTSIDE}:{self.host().machine.ports[SSH]}"

    def stranger(self, name: str) -> Stranger:
        """A guest there, with nothing but xl to tell of it."""
        return Stranger(self.host(), "", name)

    def end(self) -> None:
        if self._bench and isinstance(self._bench.server, SimulatedServer) and self._bench.server.is_running():
            self._bench.server.kill()
        if self.machine:
            self.machine.end()

    def _set(self, bench, folder: str, url: str, outside: int) -> None:
        self._migration[id(bench)] = outside
        bench.server.settings |= {
            "XENCIM_MIGRATION__URL": url, "XENCIM_MIGRATION__CERTIFICATE": f"{folder}/host.pem", "XENCIM_MIGRATION__KEY": f"{folder}/host.key",
            "XENCIM_MIGRATION__AUTHORITY": f"{folder}/authority.pem"}

    # As an administrator would: a key of the first host that the second one takes, and the second one's own key known to the first.
    def _let_in(self) -> None:
        key = self.first.run("mkdir -p -m 700 /root/.ssh; [ -e /root/.ssh/id_ed25519 ] || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519; cat /root/.ssh/id_ed25519.pub")
        port = self.machine.ports[SSH]
        self._bench.run(f"""
            mkdir -p -m 700 /root/.ssh /etc/dropbear; chmod 700 /root
            echo '{key}' > /root/.ssh/authorized_keys; chmod 600 /root/.ssh/authorized_keys
            grep -q bash /etc/shells 2>/dev/null || echo /bin/bash >> /etc/shells
            dropbear -R -s -p 22""")
        eventually(lambda: self.first.run(f"ssh-keyscan -p {port} {OUTSIDE} > /root/.ssh/known_hosts 2>/dev/null; wc -c < /root/.ssh/known_hosts") != "0", "the second host answers ssh")

    def _certificates(self) -> None:
        shutil.rmtree(self.pem, ignore_errors=True)
        self.pem.mkdir(parents=True)
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]

        def openssl(*arguments) -> None:
            subprocess.run(["openssl", *arguments], cwd=self.pem, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        openssl("req", "-x509", *curve, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=lab")
        openssl("req", *curve, "-keyout", "host.key", "-out", "host.csr", "-subj", "/CN=host")
        (self.pem / "names").write_text(f"subjectAltName=IP:{OUTSIDE},IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", "host.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "host.pem")
