"""What a test is here: a function of steps/*.py with a name that says what holds."""

from dataclasses import dataclass
from typing import Callable


class Skipped(Exception):
    """The step found that it cannot be tried here, and says why."""


@dataclass
class Step:
    name: str
    body: Callable
    needs_xen: bool


steps: "list[Step]" = []


def step(body: Callable) -> Callable:
    """Runs on real Xen and on the simulated hypervisor."""
    steps.append(Step(f"{body.__module__.rsplit('.', 1)[-1]}: {body.__name__}", body, False))
    return body


def on_xen(body: Callable) -> Callable:
    """Runs on real Xen only: it looks into the guest or the control domain."""
    steps.append(Step(f"{body.__module__.rsplit('.', 1)[-1]}: {body.__name__}", body, True))
    return body


def eventually(holds: Callable, what: str, timeout: float = 180):
    """Asks until the answer is true, and gives it back."""
    import time

    deadline = time.monotonic() + timeout
    while True:
        answer = holds()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"after {timeout:.0f} s still not: {what}")
        time.sleep(0.2)


def same(actual, expected, what: str) -> None:
    if actual != expected:
        raise AssertionError(f"{what}: {actual!r} instead of {expected!r}")


def refused(call: Callable, code: str) -> None:
    """The call must be answered with that error."""
    from lab.xenapi import XenError

    try:
        answer = call()
    except XenError as error:
        same(error.code, code, "the error")
        return
    raise AssertionError(f"{code} should have been the answer, not {answer!r}")
