"""Runs the steps: python3 -m lab --server BINARY --work DIRECTORY [--simulated] [--hypervisor xen] [words of step names ...]."""

import argparse
import importlib
import signal
import sys
import time
import traceback
from pathlib import Path

from lab import step as steps_known
from lab.bench import Bench
from lab.machine import Machine
from lab.second import Second
from lab.server import ServerInControlDomain, SimulatedServer

HERE = Path(__file__).resolve().parent.parent
CONFIGURATION = HERE.parent.parent / "packaging" / "xencim.json"
THEMES = ["host", "life", "inside", "devices", "storage", "networks", "hvm", "passthrough", "sleep", "crash", "pvh", "behind", "killed", "footprint", "moving"]
BOOT_SECONDS = 300
GRACE_MINUTES = 7


class TooLong(Exception):
    """The time for all of it is over."""


def say(text: str) -> None:
    print(text, flush=True)


def diagnose(bench: Bench) -> None:
    """What somebody wants to see who was not there."""
    def show(title: str, text: str) -> None:
        say(f"      --- {title}\n" + "\n".join("      " + line for line in text.splitlines()))

    try:
        show("the server's log ends", bench.server.log_tail(40))
        if bench.machine:
            for title, script in (
                ("xl list", "xl list"),
                ("xl dmesg ends", "xl dmesg | tail -n 15"),
                ("the consoles of guests end", "for log in $(ls -t /var/log/xen/console/guest-*.log 2>/dev/null | head -3); do echo \"$log\"; tail -n 10 $log; done"),
                ("the log of hotplug ends", "tail -n 5 /var/log/xen/xen-hotplug.log 2>/dev/null"),
            ):
                show(title, bench.machine.order(script, 60)[1])
    except Exception as cause:  # the failure itself is what matters
        say(f"      no more can be told: {cause}")


def run_steps(bench: Bench, words: "list[str]", until: float) -> "tuple[int, int, int]":
    passed = failed = skipped = 0
    for step in steps_known.steps:
        if words and not any(word in step.name for word in words):
            continue
        began = time.monotonic()
        try:
            if step.needs_xen and not bench.real:
                raise steps_known.Skipped("needs real Xen")
            if began > until:
                raise steps_known.Skipped("the time given for all steps is over")
            step.body(bench)
            bench.server.check_alive()
            passed += 1
            say(f"PASS  {step.name} ({time.monotonic() - began:.1f} s)")
        except steps_known.Skipped as reason:
            skipped += 1
            say(f"SKIP  {step.name}: {reason}")
        except TooLong:
            raise
        except Exception as cause:
            failed += 1
            say(f"FAIL  {step.name} ({time.monotonic() - began:.1f} s)\n      {type(cause).__name__}: {cause}")
            if not isinstance(cause, AssertionError):
                say("".join("      " + line for line in traceback.format_exc().splitlines(keepends=True)[-12:]))
            diagnose(bench)
            recover(bench)
    return passed, failed, skipped


def recover(bench: Bench) -> None:
    """The next step begins with a server that answers and with no guests."""
    try:
        if not bench.server.is_running():
            bench.server.start()
        bench.open()
    except Exception as cause:
        say(f"      the server cannot be had again: {cause}")
    bench.clear()


def main() -> int:
    options = argparse.ArgumentParser(prog="tests/RealXen/run")
    options.add_argument("--server", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--simulated", action="store_true")
    options.add_argument("--hypervisor", default="xen")
    options.add_argument("--minutes", type=float, default=20, help="after these no step is begun any more")
    options.add_argument("words", nargs="*")
    given = options.parse_args()
    for theme in THEMES:
        importlib.import_module(f"steps.{theme}")

    def over(number, frame):
        raise TooLong(f"a step still ran {GRACE_MINUTES} minutes after the time that was given for all of them" if number == signal.SIGALRM else "ended from outside")

    signal.signal(signal.SIGALRM, over)
    signal.signal(signal.SIGTERM, over)
    signal.alarm(int((given.minutes + GRACE_MINUTES) * 60))
    began = time.monotonic()
    machine = server = bench = None
    passed = failed = skipped = 0
    try:
        if given.simulated:
            given.work.mkdir(parents=True, exist_ok=True)
            server = SimulatedServer(given.server.resolve(), given.work)
        else:
            machine = Machine(given.work)
            machine.boot()
            machine.wait_until_up(BOOT_SECONDS)
            say(f"      Xen and its control domain are up ({time.monotonic() - began:.1f} s)")
            server = ServerInControlDomain(machine, given.hypervisor)
            server.install(given.server.resolve(), CONFIGURATION)
        bench = Bench(server, machine)
        bench.second = Second(bench, given.server.resolve(), CONFIGURATION, given.work)
        say(f"      the server's first answer came {server.start():.1f} s after its start")
        bench.open()
        passed, failed, skipped = run_steps(bench, given.words, began + given.minutes * 60)
        for what, figure in bench.figures.items():
            say(f"      {what}: {figure}")
        if machine:
            say(f"      the native binary was started {server.starts} times; it ended by itself {server.crashes} times")
    except (TooLong, Exception) as cause:
        failed += 1
        say(f"FAIL  the run: {type(cause).__name__}: {cause}")
        if not isinstance(cause, (TooLong, AssertionError, TimeoutError)):
            traceback.print_exc(file=sys.stdout)
        if server:
            try:
                say(server.log_tail())
            except Exception:
                pass
        elif machine:
            say("\n".join(machine.console.read_text(errors="replace").splitlines()[-20:]))
    finally:
        signal.alarm(0)
        if bench:
            bench.second.end()
        if isinstance(server, SimulatedServer) and server.is_running():
            server.kill()
        if machine:
            machine.end()
    tail = f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")
    say(f"      all of it took {time.monotonic() - began:.0f} s")
    say(tail)
    return 1 if failed or not passed else 0


sys.exit(main())
