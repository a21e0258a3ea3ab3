#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Labels with known answers.

labels.py DIR       write each label to a file of DIR, as seeds for the fuzzer
As a module: ROWS, each (what it shows, block, (type, text, id) or None).
"""
import hashlib
import json
import os
import struct
import sys


def mtf(name="Backup of Monday", software="Backup for Windows",
        label="Tag|1.0|Vendor|1|2001/02/03.04:05:06|Tape 7|1|"
              "01234567-89AB-cdef-0123-456789abcdef|domain|x",
        unicode=True, attributes=2):
    """A TAPE descriptor block: MTF 1.00a, 5.2.1."""
    encode = (lambda s: s.encode("utf-16-le")) if unicode else (lambda s: s.encode())
    texts, at = b"", 94
    addresses = []
    for s in (name, label, "", software):
        e = encode(s)
        addresses.append(struct.pack("<HH", len(e), at + len(texts)))
        texts += e
    body = struct.pack("<IIHHHH", 0x1234, attributes, 1, 0, 0, 0)
    body += b"".join(addresses) + struct.pack("<HH", 512, 0xbe) + bytes(5) + b"\x01"
    header = b"TAPE" + bytes(44) + bytes([2 if unicode else 1, 0])
    words = struct.unpack("<25H", header)
    check = 0
    for w in words:
        check ^= w
    block = header + struct.pack("<H", check) + body + texts
    return block.ljust(1024, b"\0")


def vol1(volume="VOL001", implementation="", owner="", ebcdic=False, version="4"):
    """A volume header label: ANSI X3.27."""
    if ebcdic:
        s = "VOL1%-6s%-30s %-10s%-29s" % (volume, "0", owner, "")
        return s.ljust(80)[:80].encode("cp037")
    s = "VOL1%-6s%1s%-13s%-13s%-14s%-28s%s" % (volume, "", "", implementation, owner, "", version)
    assert len(s) == 80
    return s.encode()


def bacula(identity="Bacula 1.0 immortal\n", version=11, magic=b"BB02", volume="Vol-0001",
           pool="Default", when=0x0005f00012345678, index=-1):
    """The project's developer manual, Storage Media Output Format."""
    def z(s):
        return s.encode() + b"\0"
    label = z(identity) + struct.pack(">IQQdd", version, when, 1, 0.0, 0.0)
    label += z(volume) + z("") + z(pool) + z("Backup") + z("LTO4") + z("host") + z("bacula-sd")
    label += z("13.0") + z("2024")
    record = struct.pack(">iII", index, 0, len(label)) + label
    block = struct.pack(">III", 0, 24 + len(record), 1) + magic + struct.pack(">II", 7, 8) + record
    return block.ljust(64512, b"\0")


def amanda(name="DailySet1-001", date="20240501120000"):
    return ("AMANDA: TAPESTART DATE %s TAPE %s\n\014\n" % (date, name)).encode().ljust(32768, b"\0")


def pbs(label=None, reserved=0):
    """Block header (16), content header (40), JSON."""
    if label is None:
        label = {"uuid": "5e8f4b0a-0000-4000-8000-0123456789ab", "label_text": "TAPE01L8",
                 "ctime": 1700000000, "pool": "offsite"}
    text = json.dumps(label).encode()
    block = bytes([220, 189, 175, 202, 235, 160, 165, 40]) + b"\2" + bytes(3) + struct.pack("<I", 0)
    block += bytes([99, 238, 20, 159, 205, 242, 155, 12]) + bytes([42, 5, 191, 60, 176, 48, 170, 57])
    block += bytes(16) + struct.pack("<I", len(text)) + bytes(4 + reserved)
    return (block + text).ljust(256 * 1024, b"\0")


def tar(name="home/", kind=b"5", magic=b"ustar\00000"):
    """POSIX.1 pax, ustar Interchange Format."""
    h = bytearray(512)
    h[0:len(name)] = name.encode()
    h[100:108] = b"0000755\0"
    h[136:148] = b"14601234567\0"
    h[156:157] = kind
    h[257:257 + len(magic)] = magic
    h[148:156] = b" " * 8
    h[148:156] = b"%06o\0 " % sum(h)
    return bytes(h)


def free(guid="01234567-89ab-cdef-0123-456789abcdef"):
    return ("NTMS FREE LABEL 1\n%s\n" % guid).encode().ljust(512, b"\0")


def digest(data):
    return hashlib.md5(data).digest()


UUID = b"01234567-89ab-cdef-0123-456789abcdef"
PBS_UUID = b"5e8f4b0a-0000-4000-8000-0123456789ab"
broken_mtf = bytearray(mtf())
broken_mtf[50] ^= 1
broken_tar = bytearray(tar())
broken_tar[3] ^= 1
far_mtf = bytearray(mtf())
far_mtf[80:84] = b"\xff\xff\xff\xff"

ROWS = [
    ("our free label", free(), ("NTMS Free", "", UUID)),
    ("a free label without the identifier of a side", free("01234567-89ab-cdef-0123-"), None),
    ("a free label whose identifier is no identifier", free("x" * 36), None),
    ("MTF with a UUID in its media label", mtf(),
     ("Backup for Windows", "Backup of Monday", UUID)),
    ("MTF in ANSI text", mtf(unicode=False), ("Backup for Windows", "Backup of Monday", UUID)),
    ("MTF without a UUID is told by its MD5", mtf(label="Tape 7"),
     ("Backup for Windows", "Backup of Monday", digest(mtf(label="Tape 7")))),
    ("MTF whose label field is a description", mtf(attributes=0),
     ("Backup for Windows", "Backup of Monday", digest(mtf(attributes=0)))),
    ("MTF that names no software", mtf(software=""), ("MTF", "Backup of Monday", UUID)),
    ("MTF with characters outside ASCII", mtf(name="Sicherung für \U0001f4fc"),
     ("Backup for Windows", "Sicherung für \U0001f4fc", UUID)),
    ("MTF with text that lies outside the block", bytes(far_mtf),
     ("MTF", "Backup of Monday", UUID)),
    ("MTF with a wrong checksum", bytes(broken_mtf), None),
    ("MTF that is cut", mtf()[:90], None),
    ("ANSI", vol1(owner="ACME"), ("ANSI", "ACME", b"VOL001")),
    ("ANSI with a short name", vol1(volume="A1"), ("ANSI", "", b"A1")),
    ("ANSI without a name is told by its MD5", vol1(volume=""),
     ("ANSI", "", digest(vol1(volume="")))),
    ("ANSI in a longer block", vol1().ljust(512, b"x"), ("ANSI", "", b"VOL001")),
    ("IBM, in EBCDIC", vol1(volume="IBM042", owner="PAYROLL", ebcdic=True),
     ("IBM", "PAYROLL", b"IBM042")),
    ("LTFS", vol1(volume="LTF001", implementation="LTFS", owner="ACME"),
     ("LTFS", "ACME", b"LTF001")),
    ("VOL1 that is cut", vol1()[:79], None),
    ("Bacula", bacula(), ("Bacula", "Vol-0001, pool Default", b"Vol-0001@0005f00012345678")),
    ("Bacula's label after the first job", bacula(index=-2),
     ("Bacula", "Vol-0001, pool Default", b"Vol-0001@0005f00012345678")),
    ("Bareos", bacula(identity="Bareos 2.0 immortal\n", version=20),
     ("Bareos", "Vol-0001, pool Default", b"Vol-0001@0005f00012345678")),
    ("Bacula without a pool", bacula(pool=""),
     ("Bacula", "Vol-0001", b"Vol-0001@0005f00012345678")),
    ("a block of Bacula's data", bacula(index=1), None),
    ("Bacula's block of somebody else", bacula(identity="Other 1.0\n"), None),
    ("Bacula's label without a volume", bacula(volume=""), None),
    ("Bacula's label that is cut", bacula()[:60], None),
    ("Amanda", amanda(), ("Amanda", "DailySet1-001", b"DailySet1-001")),
    ("Amanda's tape after another run", amanda(date="20250101000000"),
     ("Amanda", "DailySet1-001", b"DailySet1-001")),
    ("Amanda's tape without a name", amanda(name=""), None),
    ("Proxmox Backup", pbs(), ("Proxmox Backup", "TAPE01L8", PBS_UUID)),
    ("Proxmox Backup with a longer content header", pbs(reserved=8),
     ("Proxmox Backup", "TAPE01L8", PBS_UUID)),
    ("Proxmox Backup without a UUID", pbs({"label_text": "x"}), None),
    ("Proxmox Backup with a number for a UUID", pbs({"uuid": 7, "label_text": "x"}), None),
    ("Proxmox Backup whose JSON is none", pbs()[:60].ljust(4096, b"{"), None),
    ("tar", tar(), ("tar", "begins with home/", digest(tar()))),
    ("GNU tar with a volume name", tar(name="Monday", kind=b"V", magic=b""),
     ("tar", "Monday", digest(tar(name="Monday", kind=b"V", magic=b"")))),
    ("tar with a wrong checksum", bytes(broken_tar), None),
    ("tar that is cut", tar()[:511], None),
    ("text that is no UTF-8 and cannot be printed", amanda(name="x").replace(b"TAPE x", b"TAPE a\xffb"),
     ("Amanda", "a?b", b"a\xffb")),
    ("zeros", bytes(1024), None),
    ("nothing", b"", None),
    ("one byte", b"V", None),
]


def main():
    for i, (_, block, _) in enumerate(ROWS):
        with open(os.path.join(sys.argv[1], "seed%02d" % i), "wb") as f:
            f.write(block[:4096])


if __name__ == "__main__":
    main()
