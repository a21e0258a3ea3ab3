#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compare what torture was told with what the module knows after a crash.

usage: replay.py LOG DUMP [BASE]

LOG is the output of torture, DUMP what dump wrote after the recovery, BASE what
it wrote before torture began (none: there was nothing). Each thread of torture
works below its own pool, one operation after the other, so what it owns must
stand as after some number of its operations: all that were acknowledged, none
that was refused, and perhaps the one that was in flight, but that entirely.

As a module: parse(lines), read_dump(lines), check(log, dump, base, until).
"""
import collections
import copy
import sys

DECOMMISSIONED, AVAILABLE, ALLOCATED, COMPLETE = 3, 4, 5, 6
UNLIMITED = 0xffffffff
TOSCRATCH = 1
NOBODY = "00000000-0000-0000-0000-000000000000"
ANY = None


class Operation:
    """One change that a thread asked for."""

    def __init__(self, number, words):
        self.number, self.verb, self.args = number, words[0], words[1:]
        self.answer, self.result, self.code, self.stamp = "", [], 0, 0

    def __str__(self):
        return "%d %s %s (%s)" % (self.number, self.verb, " ".join(self.args),
                                  {"A": "acknowledged", "R": "refused with %d" % self.code}.get(self.answer, "in flight"))


class World:
    """What one thread owns: pools, logical media, sides, and where media are."""

    def __init__(self):
        self.pools, self.logical, self.sides, self.place = {}, {}, {}, {}

    def differences(self, other):
        out = []
        for name in ("pools", "logical", "sides", "place"):
            mine, its = getattr(self, name), getattr(other, name)
            for guid in sorted(mine.keys() | its.keys()):
                a, b = mine.get(guid), its.get(guid)
                if a is None or b is None or not same(a, b):
                    out.append("%s %s should be %s, is %s" % (name, guid, a or "absent", b or "absent"))
        return out


def same(expected, found):
    if isinstance(expected, str):
        return expected == found
    return all(e is ANY or e == f for e, f in zip(expected, found))


class Dump:
    """What the module knows."""

    def __init__(self):
        self.pools, self.media, self.sides, self.logical = {}, {}, {}, {}

    def owned(self, thread):
        w = World()
        top = [g for g, p in self.pools.items() if p[0] == NOBODY and p[1] == "T%d" % thread]
        while top:
            g = top.pop()
            w.pools[g] = list(self.pools[g])
            top += [c for c, p in self.pools.items() if p[0] == g]
        for g, m in self.logical.items():
            if m[0] in w.pools:
                sides = [s for s, v in self.sides.items() if v[1] == g]
                w.logical[g] = list(m) + [sides[0] if len(sides) == 1 else "%d sides" % len(sides)]
        w.place = {m: p for m, p in self.media.items() if p in w.pools}
        w.sides = {s: [v[0], v[2], v[3]] for s, v in self.sides.items() if v[0] in w.place}
        return w


def read_dump(lines):
    d, ended = Dump(), False
    for line in lines:
        f = line.rstrip("\n").split("\t")
        if f[0] == "pool":
            d.pools[f[1]] = [f[2], f[8], int(f[4]), int(f[5]), int(f[6]), int(f[7]), f[9]]
        elif f[0] == "media":
            d.media[f[1]] = f[2]
        elif f[0] == "side":
            d.sides[f[1]] = [f[2], f[3], int(f[4]), int(f[5])]
        elif f[0] == "logical":
            d.logical[f[1]] = [f[2], f[3], f[4]]
        ended = ended or f[0].startswith("END")
    if not ended:
        raise ValueError("the dump is not complete")
    return d


def parse(lines):
    """Operations of each thread; a line is text or (text, stamp)."""
    threads = collections.defaultdict(list)
    for line in lines:
        line, stamp = line if isinstance(line, tuple) else (line, 0)
        f = line.rstrip("\n").split("\t")
        if len(f) < 4 or f[0] not in "IARU":
            continue
        ops = threads[int(f[1])]
        if f[0] == "I":
            ops.append(Operation(int(f[2]), f[3:]))
            continue
        if not ops or ops[-1].number != int(f[2]):
            raise ValueError("an answer without a question: %s" % line)
        op = ops[-1]
        op.answer, op.stamp = f[0], stamp
        if f[0] == "A":
            op.result = f[3:]
        else:
            op.code = int(f[3])
    return threads


def apply(w, op, found):
    """Do what op does to w. Where its result is unknown, look what was found."""
    getattr(sys.modules[__name__], "do_" + op.verb)(w, op, found)


def do_create(w, op, found):
    parent, name, holds = op.args[0], op.args[1], int(op.args[2])
    if parent == "-":
        parent = NOBODY
        if any(p[0] == NOBODY and p[1] == name for p in w.pools.values()):
            return
    guid = op.result[0] if op.result else "?"
    if guid == "?":
        guid = next((g for g, p in found.pools.items() if p[0] == parent and p[1] == name), "?")
    w.pools[guid] = [parent, name, holds, 0, 0, UNLIMITED, ""]


def do_set(w, op, _):
    p = w.pools[op.args[0]]
    p[1], p[6] = op.args[1], op.args[2]
    p[3:6] = [int(x) for x in op.args[3:6]]


def do_delete(w, op, _):
    del w.pools[op.args[0]]


def do_allocate(w, op, found):
    pool = op.args[0]
    if op.result:
        logical, side, medium, _, count = op.result
        count = int(count)
    else:
        new = [g for g, m in found.logical.items() if m[0] == pool and g not in w.logical]
        if len(new) != 1 or new[0] not in found.logical or found.logical[new[0]][3] not in found.sides:
            return
        logical, side = new[0], found.logical[new[0]][3]
        medium, _, count = found.sides[side]
    w.logical[logical] = [pool, ANY, ANY, side]
    w.sides[side] = [medium, ALLOCATED, count]
    w.place[medium] = pool


def do_deallocate(w, op, _):
    pool, _, _, side = w.logical.pop(op.args[0])
    medium, _, count = w.sides[side]
    limit, policy = w.pools[pool][5], w.pools[pool][4]
    retired = limit not in (0, UNLIMITED) and count >= limit
    w.sides[side][1] = DECOMMISSIONED if retired else AVAILABLE
    if policy & TOSCRATCH and not retired:
        del w.sides[side], w.place[medium]


def do_complete(w, op, _):
    w.sides[w.logical[op.args[0]][3]][1] = COMPLETE


def do_swap(w, op, _):
    a, b = w.logical[op.args[0]], w.logical[op.args[1]]
    a[3], b[3] = b[3], a[3]


def do_describe(w, op, _):
    w.logical[op.args[0]][1:3] = op.args[1:3]


def do_move(w, op, _):
    medium, pool = op.args
    w.place[medium] = pool
    for m in w.logical.values():
        if w.sides[m[3]][0] == medium:
            m[0] = pool


def do_decommission(w, op, _):
    w.sides[op.args[0]][1] = DECOMMISSIONED


def check_thread(number, ops, dump, base, until, counts):
    """Complaints, empty if all is as it must be."""
    found = dump.owned(number)
    w = base.owned(number) if base else World()
    open_ops = []
    for op in ops:
        late = until is not None and op.stamp > until
        counts["operations"] += 1
        if op.answer == "R":
            counts["refused"] += 1
        elif op.answer == "A" and not late:
            counts["acknowledged"] += 1
            if open_ops:
                raise ValueError("thread %d went on without an answer" % number)
            apply(w, op, found)
        else:
            counts["in flight"] += 1
            open_ops.append(op)
    complaints = first = w.differences(found)
    for n, op in enumerate(open_ops, 1):
        if not complaints:
            break
        w = copy.deepcopy(w)
        apply(w, op, found)
        complaints = w.differences(found)
        if not complaints:
            counts["done in flight"] += n
    if not complaints:
        return []
    out = ["thread %d: %s" % (number, c) for c in first[:6]]
    for c in first[:6]:
        guid = c.split()[1]
        out += ["thread %d:   %s" % (number, op) for op in ops if guid in op.args + op.result][-4:]
    return out + ["thread %d: in flight: %s" % (number, op) for op in open_ops[:3]]


def check_rest(threads, dump, until):
    """What no thread owns: nothing may be allocated there, and no count may fall."""
    out = []
    mine = set()
    for n in threads:
        mine |= dump.owned(n).pools.keys()
    for g, m in dump.logical.items():
        if m[0] not in mine:
            out.append("logical medium %s is in pool %s, which is nobody's" % (g, m[0]))
    for s, (medium, logical, state, count) in dump.sides.items():
        if (state in (ALLOCATED, COMPLETE)) != (logical != NOBODY):
            out.append("side %s has state %d and logical medium %s" % (s, state, logical))
        if state in (ALLOCATED, COMPLETE) and dump.media.get(medium) not in mine:
            out.append("side %s is allocated in a pool that is nobody's" % s)
        told = [int(op.result[4]) for ops in threads.values() for op in ops
                if op.verb == "allocate" and op.answer == "A" and op.result[1] == s and (until is None or op.stamp <= until)]
        if told and count < max(told):
            out.append("side %s was allocated %d times, told were %d" % (s, count, max(told)))
    return out


def check(threads, dump, base=None, until=None):
    """(complaints, counts): threads from parse(), until a stamp after which
    acknowledgements do not count."""
    counts = collections.Counter()
    complaints = []
    known = set(threads)
    for number in {n for n in range(64) if n in known or (base and base.owned(n).pools)}:
        complaints += check_thread(number, threads.get(number, []), dump, base, until, counts)
        known.add(number)
    complaints += check_rest({n: threads.get(n, []) for n in known}, dump, until)
    return complaints, counts


def figures(counts):
    return "%d operations, %d acknowledged, %d refused, %d not yet (%d of them done)" % tuple(
        counts[k] for k in ("operations", "acknowledged", "refused", "in flight", "done in flight"))


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1]) as f:
        threads = parse(f)
    dumps = []
    for name in sys.argv[2:]:
        with open(name) as f:
            dumps.append(read_dump(f))
    complaints, counts = check(threads, *dumps)
    for c in complaints[:40]:
        print("# " + c)
    print("# " + figures(counts))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
