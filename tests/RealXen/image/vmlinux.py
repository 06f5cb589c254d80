"""Takes the kernel proper out of a bzImage: vmlinux.py BZIMAGE ELF (the boot protocol names where the payload lies)."""

import lzma
import struct
import sys
import zlib

SECTOR = 512


def payload(image: bytes) -> bytes:
    setup_sectors = image[0x1F1] or 4
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (setup_sectors + 1) * SECTOR + offset
    return image[start : start + length]


def unpacked(packed: bytes) -> bytes:
    if packed.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMADecompressor().decompress(packed)
    if packed.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(31).decompress(packed)
    sys.exit(f"This kernel is packed in a way not known here: {packed[:6].hex()}. Teach vmlinux.py that one.")


with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    target.write(unpacked(payload(source.read())))
