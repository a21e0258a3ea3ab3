#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Runs the tests, stage by stage, and counts what they say.

check.py [STAGE...]       all stages, or those named
check.py --list           name the stages

Every stage is a program that prints KTAP. What fails goes to the screen,
everything to a log. What later stages need is made first, then those run that
want all processors at once; what they leave of them is for programs that need no
guest. After that each processor has two stages at a time, for they wait now and
then. A stage stays on its processor: they are programs that
take turns, a guest and its processes or a server and its client, and waking up
another processor costs a virtual machine more than what is done then. Those that
may take longest begin, the short ones fill the end.
Last line: N passed, N failed, N skipped
"""
import collections
import glob
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
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
    ("libntms", "the library, without a module", "selftests/stage/units.sh libntms valgrind", 1200),
    ("compat", "what Windows programs use besides", "selftests/stage/units.sh compat", 600),
    ("ntmsd", "the store, without a module", "selftests/stage/units.sh ntmsd", 600),
    ("rsm", "the operator's command line, without a module",
     "selftests/stage/units.sh rsm", 600),
    ("labeld", "whose label is it", "selftests/stage/units.sh labeld", 300),
    ("fuzz", "device answers and labels are hostile", "selftests/fuzz/run.sh 20", 300),
    ("kernels", "the debug kernels are there", "selftests/stage/kernels.sh", 2400),
    ("kunit", "the rules and the robotics in a debug kernel",
     "selftests/stage/kunit.sh", 900),
    ("netlink-6.1", "the family on 6.1",
     "selftests/netlink/run.sh 6.1", 1200),
    ("netlink-6.12", "the family on 6.12",
     "selftests/netlink/run.sh 6.12", 1200),
    ("failnth", "every allocation of every netlink command fails",
     "selftests/netlink/run.sh umdbg failnth store waiting", 1200),
    ("stress", "clients contend, are killed and lose the module, on two CPUs",
     "selftests/netlink/run.sh A stress", 900),
    ("library-6.1", "a tape library on 6.1",
     "selftests/library/run.sh 6.1 inventory large sessions+mount+trouble hands power", 1800),
    ("library-umdbg", "a tape library, and loading and unloading, in a debug kernel",
     "selftests/library/run.sh umdbg mount+loops mad", 1800),
    ("library-A", "a tape library is unplugged, in a debug kernel with two CPUs",
     "env LIBRARY=vlib selftests/library/run.sh A unplug+loops", 1800),
    ("vlib-6.1", "the library for tests does what it says", "selftests/vlib/run.sh 6.1", 1200),
    ("library-labels", "labels, owners, ports, sides, drives without changer, in a debug kernel",
     "env LIBRARY=vlib selftests/library/run.sh umdbg labels drive+owner control manage+sides+alone", 1800),
    ("library-vlib", "a tape library to the letter of SMC-3 on 6.12",
     "env LIBRARY=vlib selftests/library/run.sh 6.12 find inventory mount+behind+huge", 1800),
    ("random", "random accidents; power or a device goes in each move; catalogue and robot agree",
     "env LIBRARY=vlib selftests/library/run.sh umdbg random crash", 1500),
    ("coverage", "every call of the API and every error it names has a test",
     "selftests/api-coverage/run.sh 6.1", 900),
    ("winsamples", "programs written for Windows, on a tape library",
     "selftests/winsamples/run.sh 6.1", 900),
    ("limits", "what the API can take", "selftests/limits/run.sh 6.1", 900),
    ("demo-6.1", "the demonstration on 6.1", "selftests/stage/demo.sh 6.1", 600),
    ("demo-6.12", "the demonstration on 6.12", "selftests/stage/demo.sh 6.12", 600),
    ("storekill", "ntmsd is killed, stopped, without room or a working disk",
     "selftests/durability/storekill.sh", 1800),
    ("powercut", "the power is cut", "selftests/durability/powercut.py", 2400),
]

# what the others need; two heavy builds at once would only be slower
FIRST = ("packages", "build", "kernels")
# the guest has several processors, and spins when one of them does not get its turn
WIDE = ("stress", "library-A")
# programs: they do not mind waiting for those
BESIDE = ("ntmsd", "libntms", "rsm", "labeld", "compat", "fuzz")
MOST = 8    # stages at a time: a guest has up to 2 GB of memory

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


def threads(session):
    """Of all processes of a session."""
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as f:
                if int(f.read().rsplit(")", 1)[1].split()[3]) == session:
                    yield from map(int, os.listdir(os.path.dirname(stat) + "/task"))
        except OSError:
            pass


def only_when_idle(pid, idle):
    """Let a stage, which is a session, have what nobody else wants of the processors.
    In Linux sessions take turns, too: each is a group."""
    policy, nice = (os.SCHED_IDLE, 19) if idle else (os.SCHED_OTHER, 0)
    for _ in range(2):  # what is started meanwhile is as what starts it
        for tid in threads(pid):
            try:
                os.sched_setscheduler(tid, policy, os.sched_param(0))
            except OSError:
                pass    # it has ended
    try:
        with open("/proc/%d/autogroup" % pid, "w") as f:
            f.write("%d" % nice)
    except OSError:
        pass    # it has ended, or this kernel makes no groups


def run(name, words, command, limit, logdir, begun):
    """Run a stage; returns its counter and what to print of it. Calls begun() with
    its process."""
    counter, start, said = Counter(), time.monotonic(), []
    log = open(os.path.join(logdir, name + ".log"), "w")
    proc = subprocess.Popen(["timeout", "-k", "10", str(limit)] + command.split(),
                            cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors="replace",
                            start_new_session=True)
    begun(proc.pid)
    for line in proc.stdout:
        log.write(line)
        log.flush()
        if counter.line(line.rstrip("\n")) == "fail":
            said.append("   " + line.rstrip())
    _, status, used = os.wait4(proc.pid, 0)
    status = os.waitstatus_to_exitcode(status)
    log.close()
    last = ["   | " + l for l in open(log.name).read().splitlines()[-40:]]
    if status and not counter.failed:
        counter.failed += 1
        said.append("   not ok - %s ended with status %d%s" %
                    (name, status, " (time-out)" if status == 124 else ""))
    if not status and not counter.passed + counter.skipped + counter.failed:
        counter.failed += 1
        said.append("   not ok - %s reported no test" % name)
    if counter.failed:
        said += ["   its last lines:"] + last
    said.insert(0, "== %s: %s: %d passed, %d failed, %d skipped, %d s (%d s of processor)" %
                (name, words, counter.passed, counter.failed, counter.skipped,
                 time.monotonic() - start, used.ru_utime + used.ru_stime))
    return counter, "\n".join(said)


class Check:
    """Runs stages and adds up what they say."""

    def __init__(self, stages):
        self.total, self.lock = Counter(), threading.Lock()
        self.logdir = tempfile.mkdtemp(prefix="ntms-check.")
        self.running = {}   # name: process
        self.first = [s for s in stages if s[0] in FIRST]
        self.wide = [s for s in stages if s[0] in WIDE]
        self.beside = collections.deque(s for n in BESIDE for s in stages if s[0] == n)
        self.rest = collections.deque(sorted(
            (s for s in stages if s[0] not in FIRST + WIDE + BESIDE), key=lambda s: -s[3]))

    def one(self, stage, idle=False):
        def begun(pid):
            self.running[stage[0]] = pid
            if idle:
                only_when_idle(pid, True)

        counter, said = run(*stage, self.logdir, begun)
        with self.lock:
            self.running.pop(stage[0])
            print(said, flush=True)
            if self.running:
                print("   (running: %s)" % ", ".join(sorted(self.running)), flush=True)
            self.total.passed += counter.passed
            self.total.failed += counter.failed
            self.total.skipped += counter.skipped
        return not counter.failed

    def run_beside(self):
        while self.wide:
            try:
                stage = self.beside.popleft()
            except IndexError:
                return
            self.one(stage, True)

    def run_on(self, processor):
        while True:
            try:
                stage = self.rest.popleft()
            except IndexError:
                return
            # of this thread, and of what it starts
            os.sched_setaffinity(0, [processor])
            self.one(stage)

    def run_all(self):
        if not all(self.one(s) for s in self.first):
            return
        helpers = [threading.Thread(target=self.run_beside) for _ in range(2)]
        for h in helpers:
            h.start()
        while self.wide:
            self.one(self.wide[0])
            self.wide.pop(0)
        for pid in list(self.running.values()):
            only_when_idle(pid, False)
        while self.beside:
            self.rest.append(self.beside.popleft())
        processors = (sorted(os.sched_getaffinity(0)) * 2)[:MOST]
        workers = [threading.Thread(target=self.run_on, args=(p,)) for p in processors]
        for w in workers:
            w.start()
        for w in workers + helpers:
            w.join()

    def stop(self, number, _):
        """Their guests end with them."""
        print("check.py: stopped; logs: %s" % self.logdir, flush=True)
        for pid in list(self.running.values()):
            try:
                os.killpg(pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
        os._exit(128 + number)


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
    check = Check([s for s in STAGES if not names or s[0] in names])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, check.stop)
    check.run_all()
    total = check.total
    print("logs: %s" % check.logdir)
    print("%d passed, %d failed, %d skipped" % (total.passed, total.failed, total.skipped))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
