#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write the seeds of fuzz_scsi: answers as devices give them, and bad ones."""
import struct
import sys


def be24(n):
    return struct.pack(">I", n)[1:]


def element(addr, tag=None, size=52, ident=b""):
    d = struct.pack(">HB6xBH", addr, 9 if tag else 8, 0x81, 1024)
    if size > 12:
        d += (tag or b"").ljust(32) + bytes(4)
    return (d + ident).ljust(size, b"\0")


def page(kind, elements, flags=0x80):
    size = len(elements[0]) if elements else 0
    body = b"".join(elements)
    return struct.pack(">BBHB", kind, flags, size, 0) + be24(len(body)) + body


def report(*pages):
    body = b"".join(pages)
    return struct.pack(">HHB", 0, 1, 0) + be24(len(body)) + body


t10 = struct.pack("BBBB", 2, 1, 0, 34) + b"VENDOR  PRODUCT         DRV00001  "
naa = struct.pack("BBBB", 1, 3, 0, 8) + bytes(range(0x50, 0x58))
slots = [element(1024 + i, b"TAP%03dL4" % i) for i in range(4)]
drives = [element(256, ident=t10, size=86), element(257, b"TAP1", ident=naa, size=86)]
SLOTS, DRIVES = b"\x02\x0d\x04\x00", b"\x02\x0f\x01\x00"
whole = report(page(2, slots))
addresses = bytes.fromhex("1500000000009d12000100010400271002000002010000040000")
out = {
    "slots": SLOTS + whole,
    "slots-short": b"\x02\x1d\x04\x40" + whole[:-8],
    "slots-cut": SLOTS + whole[:100],
    "slots-twice": SLOTS + report(page(2, slots + slots[:1])),
    "slots-no-tags": SLOTS + report(page(2, [element(1024, size=16)], 0)),
    "slots-length-0": SLOTS + whole[:10] + b"\0\0" + whole[12:],
    "drives": DRIVES + report(page(4, drives)),
    "all-types": SLOTS + report(page(1, [element(1)]), page(2, slots), page(4, drives)),
    "mode-addresses": b"\x00\x1d\x00\x00\x17\x00\x00\x00" + addresses[6:],
    "mode-geometry": bytes.fromhex("001e0000" "05000000" "1e020100"),
    "mode-drive": bytes.fromhex("00100000" "0b189008" "5800000000000000"),
    "position": b"\x01\x01\x00\x00" + bytes([0x40]) + bytes(6) + b"\1" + bytes(24),
    "position-short": b"\x01\x00\x00\x00" + bytes([0x80]) + bytes(19),
    "device-status": bytes.fromhex("01001100" "11000008" "000003040c010600"),
    "statistics": bytes.fromhex("01001401" "1400000e" "0000030400001234" "000103020003"),
    "volume": bytes.fromhex("01001701" "17000008" "0001030400000005"),
    "opcode": bytes.fromhex("01020401" "00830006" "1b0100001f00" "000a00000000003c00001c20"),
}
for name, data in out.items():
    with open(f"{sys.argv[1]}/{name}", "wb") as f:
        f.write(data)
