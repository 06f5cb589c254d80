"""Writes kernels of some bytes for paravirtual guests into a directory: idle.elf waits for ever and hears nothing,
crash.elf, halt.elf and reboot.elf go down at once, each for its reason. Where no guest with a system is needed, they are quick."""

import struct
import sys
from pathlib import Path

BASE = 0x100000
TEXT = 0x1000
SCHED_OP, BLOCK, SHUTDOWN = 29, 1, 2
REASONS = {"halt": 0, "reboot": 1, "crash": 3}


def note(kind: int, value: bytes) -> bytes:
    """A note of Xen's (xen/include/public/elfnote.h)."""
    name = b"Xen\0"
    return struct.pack("<III", len(name), len(value), kind) + name + value + bytes(-len(value) % 4)


def notes(entry: int) -> bytes:
    number = lambda value: struct.pack("<Q", value)
    return b"".join([
        note(1, number(entry)),          # ENTRY
        note(3, number(0)),              # VIRT_BASE: addresses are those of the file
        note(4, number(0)),              # PADDR_OFFSET
        note(5, b"xen-3.0\0"),           # XEN_VERSION
        note(6, b"xencim-tiny\0"),       # GUEST_OS
        note(8, b"generic\0"),           # LOADER
        note(9, b"yes\0"),               # PAE_MODE
    ])


def code(at: int, reason: "int | None") -> bytes:
    """A hypercall of a 64-bit guest is the syscall instruction: number in rax, arguments in rdi and rsi."""
    load = lambda op, argument: (
        b"\xb8" + struct.pack("<I", SCHED_OP) + b"\xbf" + struct.pack("<I", op) + b"\xbe" + struct.pack("<I", argument) + b"\x0f\x05")
    again = b"\xeb"
    if reason is None:
        body = load(BLOCK, 0)
        return body + again + struct.pack("b", -(len(body) + 2))
    body = load(SHUTDOWN, 0)
    data = at + len(body) + 2
    return load(SHUTDOWN, data) + again + struct.pack("b", -(len(body) + 2)) + struct.pack("<I", reason)


def kernel(reason: "int | None") -> bytes:
    entry = BASE + TEXT
    text = code(entry, reason)
    described = notes(entry)
    header_size, program_size = 64, 56
    notes_at = header_size + 2 * program_size
    header = struct.pack(
        "<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 2, 62, 1, entry, header_size, 0, 0, header_size, program_size, 2, 64, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 7, TEXT, entry, entry, len(text), 0x1000, 0x1000)
    noted = struct.pack("<IIQQQQQQ", 4, 4, notes_at, 0, 0, len(described), len(described), 4)
    head = header + load + noted + described
    return head + bytes(TEXT - len(head)) + text


def boot_sector(text: bytes) -> bytes:
    """What a BIOS starts from a disk: writes to the port that Xen logs (0xe9), and waits for ever."""
    begin = bytes.fromhex("fa 31c0 8ed8 be157c")      # no interrupts; data segment 0; where the text is
    write = bytes.fromhex("ac 84c0 7404 e6e9 ebf7")   # octet by octet, until one is zero
    wait = bytes.fromhex("fb f4 ebfc")                # who waits without interrupts is off
    return (begin + write + wait + text + b"\n\0").ljust(510, b"\0") + b"\x55\xaa"


directory = Path(sys.argv[1])
(directory / "disk.boot").write_bytes(boot_sector(b"booted from disk"))
(directory / "idle.elf").write_bytes(kernel(None))
for name, reason in REASONS.items():
    (directory / f"{name}.elf").write_bytes(kernel(reason))
