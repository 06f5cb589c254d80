"""The server under test: in the control domain, or on this machine with the simulated hypervisor."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from lab.machine import Machine, free_port
from lab.xenapi import Session

PASSWORD = "correct horse"
ANSWER_SECONDS = 120


class Server:
    """Start, stop and SIGKILL, the same for both residents."""

    url: str

    def start(self) -> float:
        """Starts it and gives the seconds until the first answer."""
        began = time.monotonic()
        self._launch()
        while True:
            try:
                Session(self.url, PASSWORD, timeout=10)
                return time.monotonic() - began
            except (OSError, ValueError, EOFError) as cause:
                if time.monotonic() - began > ANSWER_SECONDS or not self.is_running():
                    raise AssertionError(f"the server gave no answer ({cause}); its log ends:\n{self.log_tail()}") from None
                time.sleep(0.05)
            except Exception as cause:  # an answer of HTTP that is none of XML-RPC
                if time.monotonic() - began > ANSWER_SECONDS:
                    raise AssertionError(f"the server's answer makes no sense: {cause}") from cause
                time.sleep(0.05)

    def _launch(self) -> None:
        raise NotImplementedError

    def is_running(self) -> bool:
        raise NotImplementedError

    def kill(self) -> None:
        """SIGKILL: it has no chance to tidy up."""
        raise NotImplementedError

    def stop(self) -> None:
        """SIGTERM, and waits for the end."""
        raise NotImplementedError

    def log_tail(self, lines: int = 60) -> str:
        raise NotImplementedError


class ServerInControlDomain(Server):
    """Run as a user would: the default configuration, and one listener more that the lab can reach."""

    LOG, PID, BINARY = "/var/log/xencim.log", "/run/xencim.pid", "/usr/bin/xencim"

    def __init__(self, machine: Machine, hypervisor: str):
        self.machine = machine
        self.url = f"http://127.0.0.1:{machine.xmlrpc_port}"
        self.hypervisor = hypervisor
        self.starts = self.crashes = 0
        self.settings: "dict[str, str]" = {}

    def install(self, binary: Path, configuration: Path) -> None:
        for source, name in ((binary, "xencim"), (configuration, "xencim.json")):
            shutil.copyfile(source, self.machine.share / name)
        library = binary.parent / "libe_sqlite3.so"
        libraries = [library] if library.exists() else []
        for found in libraries:
            shutil.copyfile(found, self.machine.share / found.name)
        self._do(f"""
            install -D -m 755 /share/xencim {self.BINARY}
            install -D -m 644 /share/xencim.json /etc/xencim/xencim.json
            for library in /share/*.so; do [ -e $library ] && install -m 644 $library /usr/bin/; done; true""")

    def _launch(self) -> None:
        self.starts += 1
        # The shell keeps how it ended: an end that nobody wanted is counted.
        self._do(f"""
            mkdir -p /var/run/xend
            rm -f /run/xencim.ended
            export XENCIM_ROOT_PASSWORD='{PASSWORD}' {" ".join(f"{name}='{value}'" for name, value in self.settings.items())}
            setsid sh -c '{self.BINARY} --hypervisor {self.hypervisor} --xmlrpc unix:/var/run/xend/xen-api.sock --xmlrpc http://10.0.2.15:9363 & echo $! > {self.PID}; wait $!; echo $? > /run/xencim.ended' >> {self.LOG} 2>&1 &
            while [ ! -s {self.PID} ]; do :; done""")

    def is_running(self) -> bool:
        return self.machine.order(f"kill -0 $(cat {self.PID})", 60)[0] == 0

    def kill(self) -> None:
        self._end("KILL")

    def stop(self) -> None:
        status = self._end("TERM")
        if status != "0":
            raise AssertionError(f"the server ended with {status} when it was asked to end")

    def _end(self, name: str) -> str:
        return self._do(f"kill -{name} $(cat {self.PID}) || true; while [ ! -e /run/xencim.ended ]; do sleep 0.1; done; cat /run/xencim.ended; rm -f {self.PID}").strip()

    def check_alive(self) -> None:
        """An end by itself is the server's fault, whichever step it falls into."""
        status = self.machine.order(f"[ -e {self.PID} ] && cat /run/xencim.ended 2>/dev/null && rm {self.PID}", 60)[1].strip()
        if status:
            self.crashes += 1
            raise AssertionError(f"the server ended by itself with status {status}")

    def resident_kib(self) -> int:
        return int(self._do(f"awk '/^VmRSS/ {{print $2}}' /proc/$(cat {self.PID})/status"))

    def log_tail(self, lines: int = 60) -> str:
        return self.machine.order(f"tail -n {lines} {self.LOG}", 30)[1]

    def _do(self, script: str) -> str:
        status, output = self.machine.order("set -e\n" + script)
        if status != 0:
            raise AssertionError(f"in the control domain, with status {status}: {output}")
        return output


class SimulatedServer(Server):
    """The same binary here, with the hypervisor that needs no Xen."""

    def __init__(self, binary: Path, work: Path):
        self.binary, self.work = binary, work
        self.log = work / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: "subprocess.Popen | None" = None
        self.settings: "dict[str, str]" = {}
        shutil.rmtree(work / "state", ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)

    def _launch(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "--hypervisor", "simulated", "--state", self.work / "state", "--xmlrpc", self.url, "--cimxml", "none"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.settings, "XENCIM_ROOT_PASSWORD": PASSWORD, "XDG_CONFIG_HOME": str(self.work)})

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        if status != 0:
            raise AssertionError(f"the server ended with {status} when it was asked to end")

    def check_alive(self) -> None:
        if not self.is_running():
            raise AssertionError(f"the server ended by itself with status {self.process and self.process.returncode}")

    def log_tail(self, lines: int = 60) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""
