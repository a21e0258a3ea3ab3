#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py table|json FIGURES - compare what was measured with its limits

FIGURES has lines "part.name value".  Status 1 if a limit is exceeded.
"""
import json
import sys


def rows(f):
    """(row, what, measured, limit or None, unit, how it comes about)."""
    if "paths.raw_pair" in f:
        pair, echoes = f["paths.raw_pair"], f["paths.raw_echoes"]
        yield ("raw", "allocate + deallocate, raw socket / two bare echoes",
               pair / echoes, 2.0, "x", f"{pair:.2f} / {echoes:.2f} us")
        pair, echoes = f["paths.library_pair"], f["paths.library_echoes"]
        yield ("libntms", "the same, libntms / two libnl echoes",
               pair / echoes, 1.5, "x", f"{pair:.2f} / {echoes:.2f} us")
    if "paths.scratch_pair" in f:
        pair, echoes = f["paths.scratch_pair"], f["paths.scratch_echoes"]
        yield ("scratch", "raw socket, out of the free pool and back",
               pair / echoes, None, "x", f"{pair:.2f} / {echoes:.2f} us")
    if "world_1000000.world_pair" in f:
        few, many = f["world_1000.world_pair"], f["world_1000000.world_pair"]
        # the store's own work is in both: put what the media add on top of a
        # pair without a store, where it weighs most
        base = f.get("paths.raw_pair", few)
        yield ("scale", "1,000,000 sides / 1,000 sides",
               (base + many - few) / base, 1.25, "x",
               f"with a store {many:.2f} / {few:.2f} us = {many / few:.3f} x, "
               f"without one {base:.2f} us")
        few = f["world_1000.restore_us"] / 1000
        many = f["world_1000000.restore_us"] / 1000000
        yield ("restore", "restore, per medium: 1,000,000 / 1,000",
               many / few, 1.25, "x", f"{many:.1f} / {few:.1f} us, "
               f"{f['world_1000000.restore_us'] / 1e6:.1f} s in all, "
               f"then {f['world_1000000.verify_us'] / 1e6:.1f} s to verify")
    if "world_132000.restore_bytes" in f:
        less, more = f["world_66000.restore_bytes"], f["world_132000.restore_bytes"]
        yield ("memory", "kernel memory of a cartridge with bar code",
               (more - less) / 66000, 512, "B", "slabs and hash tables")
    if "durable.durable_allocate" in f:
        ours, bare = f["durable.durable_allocate"], f["durable.durable_commit"]
        yield ("durable", "durable allocation / bare SQLite commit",
               ours / bare, 1.5, "x", f"{ours:.0f} / {bare:.0f} us")


def within(row):
    """Does a row keep its limit?"""
    return row[3] is None or row[2] <= row[3]


def main():
    form, path = sys.argv[1:]
    figures = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            name, value = line.split()
            figures[name] = float(value)
    table = list(rows(figures))
    bad = [r for r in table if not within(r)]
    if form == "json":
        print(json.dumps({
            "rows": [{"row": r[0], "what": r[1], "measured": round(r[2], 4), "limit": r[3],
                      "unit": r[4], "within": within(r)} for r in table],
            "figures": figures}, indent=1))
    else:
        for _, what, measured, limit, unit, how in table:
            n = f"{measured:.0f}" if unit == "B" else f"{measured:.2f}"
            verdict = "no limit" if limit is None else f"limit {limit:g}  "
            if limit is not None:
                verdict += "ok" if measured <= limit else "TOO MUCH"
            print(f"{what:54} {n:>6} {unit}  {verdict}  ({how})")
    return 1 if bad or not table else 0


if __name__ == "__main__":
    sys.exit(main())
