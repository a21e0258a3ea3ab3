#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Rebuild what a disk with a volatile write cache may hold after a power cut.

BASE is the image as it was before the run, LOG what vm.py --logdrive recorded
(dm-log-writes format). Every write before the last completed flush, and every
FUA write, is on the medium. Of the writes after that flush --keep says what
reached it: none, all, or a random choice by seed, torn between sectors.

As a module: entries(log) and rebuild(base, log, out, at, keep).
"""
import argparse
import dataclasses
import random
import struct
import subprocess
import sys

MAGIC = 0x6a736677736872
FLUSH, FUA, DISCARD = 1, 2, 4


class Error(Exception):
    pass


@dataclasses.dataclass
class Entry:
    sector: int
    count: int      # sectors
    flags: int
    offset: int     # of the data in the log


@dataclasses.dataclass
class Lost:
    entries: int    # taken from the log
    flushes: int
    last_flush: int     # index of that entry, or -1
    sectors: int    # written but not on the medium


def entries(log):
    """(sector size, the entries of a write log). The count in its superblock
    is stale after a kill: walk until there is nothing more."""
    out = []
    with open(log, "rb") as f:
        head = f.read(28)
        if len(head) < 28:
            return 512, out
        magic, version, _, size = struct.unpack("<QQQI", head)
        # no superblock is written before the first flush
        if (magic, version) not in ((MAGIC, 1), (0, 0)):
            raise Error("%s is no write log" % log)
        size = size or 512
        at = size
        end = f.seek(0, 2)
        while at + 32 <= end:
            f.seek(at)
            sector, count, flags, _ = struct.unpack("<QQQQ", f.read(32))
            if not (sector or count or flags):
                break
            data = 0 if flags & DISCARD else count * size
            if at + size + data > end:
                break
            out.append(Entry(sector, count, flags, at + size))
            at += size + data
    return size, out


def survivors(e, log_sector, keep, rnd):
    """The parts of an unflushed write that reached the medium."""
    whole = [(e.sector, e.count, e.offset)]
    if keep == "all":
        return whole
    if keep == "none":
        return []
    if rnd.random() < .3:
        step = 0 if e.flags & DISCARD else log_sector
        return [(e.sector + i, 1, e.offset + i * step) for i in range(e.count) if rnd.random() < .5]
    return whole if rnd.random() < .5 else []


def rebuild(base, log, out, at=-1, keep="none"):
    """Write to out the disk after a power cut behind the at-th entry (-1: the
    last). keep is "none", "all" or a seed. Says what was lost."""
    size, log_entries = entries(log)
    if at >= 0:
        log_entries = log_entries[:at]
    rnd = random.Random(str(keep))
    last = max((i for i, e in enumerate(log_entries) if e.flags & FLUSH), default=-1)
    lost = 0
    subprocess.run(["cp", "--sparse=always", base, out], check=True)
    with open(log, "rb") as src, open(out, "r+b") as dst:
        for i, e in enumerate(log_entries):
            if not e.count:
                continue
            parts = [(e.sector, e.count, e.offset)]
            if i > last and not e.flags & FUA:
                parts = survivors(e, size, keep, rnd)
                lost += e.count - sum(p[1] for p in parts)
            for sector, count, offset in parts:
                src.seek(offset)
                dst.seek(sector * size)
                dst.write(bytes(count * size) if e.flags & DISCARD else src.read(count * size))
    return Lost(len(log_entries), sum(1 for e in log_entries if e.flags & FLUSH), last, lost)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("base")
    p.add_argument("log")
    p.add_argument("out")
    p.add_argument("--at", type=int, default=-1, metavar="N", help="power fails after the N-th log entry (default: the end)")
    p.add_argument("--keep", default="none", metavar="none|all|SEED", help="unflushed writes that survive (default none)")
    a = p.parse_args()
    try:
        r = rebuild(a.base, a.log, a.out, a.at, a.keep)
    except (Error, OSError) as e:
        print("powerloss.py: %s" % e, file=sys.stderr)
        return 1
    print("entries %d, flushes %d, last flush at %d, sectors lost %d" % (r.entries, r.flushes, r.last_flush, r.sectors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
