#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Runs the tests, stage by stage, and counts what they say.

check.py [STAGE...]       all stages, or those named
check.py --list           name the stages

Every stage is a program that prints KTAP. Its output goes to the screen, one
line for each test, and whole to a log. Last line: N passed, N failed, N skipped
"""
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
LAB = os.path.join(HERE, "lab")

# name, what it is, command (from the top of the checkout), seconds at most
STAGES = [
    ("packages", "Debian packages are there", "selftests/stage/packages.sh", 1800),
    ("build", "everything builds without a warning", "selftests/stage/build.sh", 900),
    ("includes", "who may include whom", "selftests/includes.sh", 60),
    ("spec", "the generated files agree with the spec", "selftests/stage/spec.sh", 120),
    ("headers", "ntmsapi.h is what Windows sources expect",
     "selftests/conformance/run.sh", 300),
    ("libntms", "the library, without a module", "selftests/stage/units.sh libntms", 600),
    ("ntmsd", "the store, without a module", "selftests/stage/units.sh ntmsd", 600),
    ("rsm", "the operator's command line, without a module",
     "selftests/stage/units.sh rsm", 600),
    ("fuzz", "device answers are hostile", "selftests/fuzz/run.sh 30", 300),
    ("kernels", "the debug kernels are there", "selftests/stage/kernels.sh", 2400),
    ("kunit", "the rules and the robotics in a debug kernel",
     "selftests/stage/kunit.sh", 900),
    ("netlink-uml", "the family in a debug kernel, every allocation failing in turn",
     "selftests/netlink/run.sh umdbg", 1200),
    ("netlink-6.1", "the family on 6.1", "selftests/netlink/run.sh 6.1", 900),
    ("netlink-6.12", "the family on 6.12", "selftests/netlink/run.sh 6.12", 900),
    ("library-6.1", "a tape library on 6.1", "selftests/library/run.sh 6.1", 900),
    ("library-6.12", "a tape library on 6.12", "selftests/library/run.sh 6.12", 900),
    ("library-uml", "a tape library in a debug kernel",
     "selftests/library/run.sh umdbg", 900),
    ("stress", "concurrency on a debug kernel with two CPUs",
     "selftests/stress/run.sh", 1200),
    ("storekill", "the store is killed", "selftests/durability/storekill.sh", 900),
    ("powercut", "the power is cut", "selftests/durability/powercut.py", 1800),
]

RESULT = re.compile(r"^(\s*)(ok|not ok) (\d+)\b(.*)$")


class Counter:
    """Counts the innermost results of nested KTAP: a parent comes after its
    children, less indented, and is not a test of its own."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.deeper = -1

    def line(self, text):
        m = RESULT.match(text)
        if not m:
            return None
        indent = len(m.group(1))
        parent = self.deeper > indent
        self.deeper = indent
        if parent:
            return None
        if re.search(r"# *SKIP", m.group(4), re.I):
            self.skipped += 1
        elif m.group(2) == "ok":
            self.passed += 1
        else:
            self.failed += 1
            return "fail"
        return "pass"


def run(name, words, command, limit, logdir):
    print("== %s: %s" % (name, words), flush=True)
    counter, start = Counter(), time.monotonic()
    log = open(os.path.join(logdir, name + ".log"), "w")
    proc = subprocess.Popen(["timeout", "-k", "10", str(limit)] + command.split(),
                            cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors="replace")
    for line in proc.stdout:
        log.write(line)
        log.flush()
        if counter.line(line.rstrip("\n")) == "fail" or line.startswith("#!"):
            print("   " + line.rstrip(), flush=True)
    status = proc.wait()
    log.close()
    if status and not counter.failed:
        counter.failed += 1
        print("   not ok - %s ended with status %d%s; its last lines:" %
              (name, status, " (time-out)" if status == 124 else ""))
        for line in open(log.name).read().splitlines()[-25:]:
            print("   | " + line)
    if not status and not counter.passed + counter.skipped + counter.failed:
        counter.failed += 1
        print("   not ok - %s reported no test" % name)
    print("   %d passed, %d failed, %d skipped, %d s" %
          (counter.passed, counter.failed, counter.skipped,
           time.monotonic() - start), flush=True)
    return counter


def main():
    names = sys.argv[1:]
    if names == ["--list"]:
        for name, words, _, _ in STAGES:
            print("%-14s %s" % (name, words))
        return 0
    unknown = set(names) - {s[0] for s in STAGES}
    if unknown:
        sys.exit("check.py: no such stage: %s (check.py --list)" % " ".join(unknown))
    if os.geteuid():
        sys.exit("check.py: must be root: the tests boot virtual machines over this system's files")
    logdir = tempfile.mkdtemp(prefix="ntms-check.")
    total = Counter()
    for stage in STAGES:
        if names and stage[0] not in names:
            continue
        c = run(*stage, logdir)
        total.passed += c.passed
        total.failed += c.failed
        total.skipped += c.skipped
        if c.failed and stage[0] in ("packages", "build"):
            break
    print("logs: %s" % logdir)
    print("%d passed, %d failed, %d skipped" % (total.passed, total.failed, total.skipped))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
