#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Compares what tests have called with what the API can answer (KTAP).

coverage.py [--table] TRACE...

TRACE is what the wrappers of wrap.py have written. rows.tsv says which codes each call
can return; excluded.tsv says which of them cannot arise on Linux or are seen elsewhere,
and why; open.tsv names those that no test has provoked yet. A row that is nowhere fails,
and so does an exclusion that is not needed.

--table prints all calls with the tests that call them and the codes they have seen.
"""
import collections
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = os.path.join(HERE, "../../libntms/include/ntmsapi.h")


def lines(name, columns):
    with open(os.path.join(HERE, name)) as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t", columns - 1)


def code_names():
    names = {}
    text = subprocess.run(["cc", "-E", "-dM", HEADER], check=True, capture_output=True,
                          text=True).stdout
    for m in re.finditer(r"#define ((?:ERROR|RPC_S)_\w+) (\w+)", text):
        try:
            names.setdefault(int(m.group(2).rstrip("U"), 0), m.group(1))
        except ValueError:
            pass
    return names


def neutral(function, known):
    """The name without the form of text."""
    for end in ("W_u16", "A", "W"):
        if function.endswith(end) and function[:-len(end)] in known:
            return function[:-len(end)]
    return function


def main():
    args = sys.argv[1:]
    table = "--table" in args
    names = code_names()
    rows = [tuple(r) for r in lines("rows.tsv", 2)]
    known = {r[0] for r in rows}
    seen = collections.defaultdict(lambda: collections.defaultdict(set))
    forms = set()
    for path in args:
        if path == "--table":
            continue
        for line in open(path):
            program, function, code, origin = line.split()
            forms.add(function)
            where = seen[neutral(function, known)]
            # what the mock says is no proof that the module would
            if origin == "L" or program in ("rows", "onvlib") or code == "0":
                where[names.get(int(code), code)].add(program)
            else:
                where["mock"].add(program)
    excluded = {}
    for function, code, reason in lines("excluded.tsv", 3):
        excluded[function, code] = reason
    gaps = {tuple(r) for r in lines("open.tsv", 2)}

    if table:
        for function in sorted(known):
            tests = set().union(*seen[function].values()) if seen[function] else set()
            print("%s\n\ttests: %s" % (function, " ".join(sorted(tests))))
            for code in sorted(c for c in seen[function] if c != "mock"):
                print("\t%-32s %s" % (code, " ".join(sorted(seen[function][code]))))
            for f, code in rows:
                if f == function and code not in seen[function]:
                    why = excluded.get((f, code)) or excluded.get(("*", code)) or "no test yet"
                    print("\t%-32s - %s" % (code, why))
        return 0

    bad, used = [], set()
    provoked = let_off = 0
    for function, code in rows:
        if code in seen[function]:
            provoked += 1
            if (function, code) in gaps:
                bad.append("%s %s is tested: remove it from open.tsv" % (function, code))
            if (function, code) in excluded:
                bad.append("%s %s is tested: remove it from excluded.tsv" % (function, code))
        elif (function, code) in excluded:
            used.add((function, code))
            let_off += 1
        elif ("*", code) in excluded:
            used.add(("*", code))
            let_off += 1
        elif (function, code) not in gaps:
            bad.append("%s %s has no test" % (function, code))
    for key in gaps - set(rows):
        bad.append("%s %s of open.tsv is no row" % key)
    for key in set(excluded) - used - {k for k in excluded if k[0] != "*"}:
        bad.append("%s %s of excluded.tsv excludes nothing" % key)
    missing = sorted(f for f in known if not seen[f])
    print("TAP version 13\n1..3")
    print("%sok 1 - every one of %d functions is called by a test" %
          ("not " if missing else "", len(known)))
    for f in missing:
        print("# %s" % f)
    print("%sok 2 - in all their %d forms" % ("" if len(forms) == 87 else "not ", len(forms)))
    print("%sok 3 - of %d error rows %d are provoked, %d excluded, %d open" %
          ("not " if bad else "", len(rows), provoked, let_off, len(gaps)))
    for line in bad:
        print("# " + line)
    return 1 if missing or bad or len(forms) != 87 else 0


sys.exit(main())
