#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Run one command as root in a throw-away guest (QEMU without KVM, or User-Mode Linux).

The guest boots an installed Debian kernel, or a debug kernel that kernels.sh
built. Its root is the host's own root, read-only, below an overlay in memory:
whatever the command writes is gone afterwards, except under a --share
directory or on a --drive. The command is run by bash in the caller's directory
with lo up, debugfs mounted and an empty /run; NTMS_LAB is "qemu" or "uml" and
NTMS_LAB_DIR is the directory of this script. Standard output and error arrive
live and apart.

Exit status: the command's own, or
  2    wrong usage, or no such kernel
  124  timed out
  125  the guest died without a status (panic, oops, failed boot)
  126  the command succeeded, but the kernel complained (splats.txt), lockdep
       was off at the end, or kmemleak found something
  137  killed by --kill-on or --kill-after

As a module: vm.run("cmd", kernel="6.12", ...) returns a Result.
"""
import argparse
import ctypes
import dataclasses
import os
import re
import selectors
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

# the checkout may be read-only, and stays clean if it is not
sys.dont_write_bytecode = True

import ktap
import vmargs
import vmimage

HERE = os.path.dirname(os.path.abspath(__file__))
TIMED_OUT, DIED, COMPLAINED, KILLED = 124, 125, 126, 137
STUCK = -1      # before the command, which was not begun
BOOT = float(os.environ.get("NTMS_LAB_BOOT", 120))     # seconds that it takes at most
BEGIN = "ntms-lab: begin"


@dataclasses.dataclass
class Result:
    status: int
    reason: str         # why status is not the command's own, or ""
    console: str        # everything the kernel printed
    boot: float         # seconds to the start of the command, or -1
    total: float


def splats(console):
    """The complaints on a console since the command began."""
    with open(os.path.join(HERE, "splats.txt")) as f:
        bad = re.compile("|".join("(?:%s)" % line.rstrip("\n") for line in f if line.strip()))
    at = console.find(BEGIN)
    return [l.strip() for l in console[max(at, 0):].splitlines() if bad.search(l)]


class Session:
    """A running guest and the channels out of it."""

    def __init__(self, o, sink):
        self.o, self.sink = o, sink
        self.start = time.monotonic()
        self.begun = self.status = None
        self.killed = ""
        self.ctl = self.seen = b""
        self.console = bytearray()

    def feed(self, channel, data):
        if channel == "con":
            self.console += data
        elif channel == "ctl":
            self.ctl += data
            if self.begun is None and b"up " in self.ctl:
                self.begun = time.monotonic()
            m = re.search(rb"^rc (\d+) \S+\r?\n", self.ctl, re.M)
            if m:
                self.status = int(m.group(1))
        else:
            self.sink(channel, data)
            if channel == "out" and self.o.kill_on:
                self.seen = (self.seen + data)[-65536:]
                if self.o.kill_on.encode() in self.seen:
                    self.killed = "on %r" % self.o.kill_on

    def wait(self, child, ends):
        """Move data until there is a status, the guest is gone or time is up."""
        sel = selectors.DefaultSelector()
        for name, s in ends.items():
            os.set_blocking(s.fileno(), False)
            sel.register(s, selectors.EVENT_READ, name)
        grace = None
        while sel.get_map():
            now = time.monotonic()
            limits = [self.start + self.o.timeout, now + 0.5]
            if now > limits[0]:
                return TIMED_OUT
            if self.begun is None and now > self.start + BOOT:
                return STUCK
            if self.o.kill_after and self.begun:
                if now >= self.begun + self.o.kill_after:
                    self.killed = "after %g s" % self.o.kill_after
                limits.append(self.begun + self.o.kill_after)
            if self.killed:
                return KILLED
            if grace:
                if now > grace:
                    break
                limits.append(grace)
            ready = sel.select(max(0, min(limits) - now))
            for key, _ in ready:
                try:
                    data = os.read(key.fd, 1 << 16)
                except (BlockingIOError, ConnectionResetError):
                    continue
                if data:
                    self.feed(key.data, data)
                else:
                    sel.unregister(key.fileobj)
            if self.status is not None and grace is None:
                # what the command wrote is queued already: let the sockets drain
                grace = time.monotonic() + 0.1
            if not ready and child.poll() is not None:
                break
        return self.status if self.status is not None else DIED


def to_own(channel, data):
    fd = {"out": 1, "err": 2}[channel]
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def prepare(uml):
    """Of a guest: it dies with us. User-Mode Linux and its processes are traced
    and take turns: on one processor that takes a third of the time."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if uml:
        cpus = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, [cpus[os.getpid() % len(cpus)]])


def start(o, k, work, console, initrd):
    """The guest's process and our ends of its channels."""
    pairs = {n: socket.socketpair() for n in ("out", "err", "ctl")}
    fds = {n: p[1].fileno() for n, p in pairs.items()}
    stdio = {"stdin": subprocess.DEVNULL}
    if k.uml:
        # User-Mode Linux polls its standard input: it must stay open and silent
        pairs["con"] = socket.socketpair()
        end = pairs["con"][1].fileno()
        stdio = {"stdin": end, "stdout": end, "stderr": end}
        args = vmargs.uml(o, k, work, initrd, fds)
    else:
        args = vmargs.qemu(o, k, console, initrd, fds)
    child = subprocess.Popen(args, pass_fds=list(fds.values()), start_new_session=True,
                             preexec_fn=lambda: prepare(k.uml), **stdio)
    for p in pairs.values():
        p[1].close()
    return child, {n: p[0] for n, p in pairs.items()}


def end(child):
    """SIGKILL: User-Mode Linux is many processes, all in the group we made."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()


def run(cmd, sink=to_own, **options):
    """Run the shell command line cmd in a guest; sink(channel, data) gets its
    output ("out" or "err") as it comes. Options are those of vmargs.Options.

    An emulated machine with two processors does not come up once in hundreds: then
    it is switched off and on again."""
    result = attempt(cmd, sink, options)
    if result.status == STUCK:
        print("vm.py: the guest did not come up in %g s: once more" % BOOT, file=sys.stderr)
        result = attempt(cmd, sink, options)
    if result.status == STUCK:
        result.status = TIMED_OUT
    return result


def attempt(cmd, sink, options):
    o = vmargs.Options(**options)
    k = vmargs.Kernel(o)
    work = tempfile.mkdtemp(prefix="ntms-vm.")
    console = o.console or os.path.join(work, "console")
    child, text, ends = None, "", {}
    try:
        initrd = os.path.join(work, "initrd")
        vmargs.write_initrd(initrd, o, k, cmd)
        s = Session(o, sink)
        child, ends = start(o, k, work, console, initrd)
        status = s.wait(child, ends)
        end(child)
        if k.uml:
            text = s.console.decode(errors="replace").replace("\r\n", "\n")
            if o.console:
                with open(o.console, "w") as f:
                    f.write(text)
        elif os.path.exists(console):
            with open(console, errors="replace") as f:
                text = f.read()
        total = time.monotonic() - s.start
        reason = ""
        if status == TIMED_OUT and s.status is None:
            reason = "timed out after %g s" % o.timeout
        elif status == STUCK:
            reason = "did not come up in %g s" % BOOT
        elif s.killed:
            reason = "guest killed " + s.killed
        elif s.status is None:
            reason = "the guest died"
        found = [] if o.warn_ok or reason else splats(text)
        if found:
            reason = "the kernel complained: " + " | ".join(found[:3])
            status = status or COMPLAINED
        return Result(status, reason, text, s.begun - s.start if s.begun else -1, total)
    finally:
        if child and child.poll() is None:
            end(child)
        for e in ends.values():
            e.close()
        shutil.rmtree(work, ignore_errors=True)


def parser():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                usage="%(prog)s [options] -c 'SHELL LINE' | -- COMMAND [ARG...]")
    add = p.add_argument
    add("-c", dest="line", metavar="LINE", help="a shell command line (bash)")
    add("-k", "--kernel", default=os.environ.get("NTMS_LAB_KERNEL", "6.1"),
        help="6.1, 6.12 (newest installed of that series), a release name, A or umdbg (default 6.1)")
    add("-m", "--mem", type=int, default=0, help="MiB of memory (default 1024; A: 1500; umdbg: 768)")
    add("--smp", type=int, default=0, help="CPUs (default 1; A: 2)")
    add("-t", "--timeout", type=float, default=120, metavar="S", help="seconds, boot included (default 120)")
    add("--share", action="append", default=[], metavar="DIR", help="host directory, writable at the same path "
        "(no shared writable mmap under QEMU: keep SQLite WAL files elsewhere)")
    add("--drive", action="append", default=[], metavar="FILE[,OPTS]",
        help="raw image as /dev/vdX (default OPTS: format=raw,cache=writethrough)")
    add("--logdrive", action="append", default=[], metavar="IMAGE,LOG",
        help="raw image as the next /dev/vdX with a volatile write cache; every write and flush goes to LOG, see powerloss.py")
    add("--kill-on", default="", metavar="TEXT", help="SIGKILL the guest when TEXT appears on its standard output")
    add("--kill-after", type=float, default=0, metavar="S", help="SIGKILL the guest S seconds after the command began")
    add("--icount", action="store_true", help="guest time is 2 ns per instruction: exact CPU figures, meaningless disk figures")
    add("--kmemleak", action=argparse.BooleanOptionalAction, help="look for leaks at the end "
        "(default: only umdbg; costs 6 s, and half the speed of A)")
    add("--kunit", action="append", default=[], metavar="'MODULE [PARAM=VALUE...]'",
        help="load a KUnit test module and print its KTAP; "
        "the status is 1 when a case fails")
    add("--vmlinuz", default="", help="a QEMU kernel image of your own, with --modroot and --release")
    add("--modroot", default="", metavar="DIR", help="lib/modules/RELEASE is below DIR")
    add("--release", default="", help="its release name")
    add("--append", default="", help="more kernel parameters")
    add("--loglevel", type=int, default=0, help="kernel messages on the console (default 5; umdbg: 7)")
    add("--qemu", action="append", default=[], metavar="ARGS", help="more QEMU arguments, split like a shell")
    add("--accel", default="tcg", choices=("tcg", "kvm"), help="kvm may hang where nested virtualisation is broken")
    add("--console", default="", metavar="FILE", help="keep the console log")
    add("--sync", action="store_true", help="sync before the end (for --drive)")
    add("--warn-ok", action="store_true", help="do not look for complaints of the kernel")
    add("--times", action="store_true", help="print timings on standard error")
    add("cmd", nargs="*", help=argparse.SUPPRESS)
    return p


def report_kunit(result):
    text, suites, failed = ktap.extract(result.console)
    sys.stdout.write(text)
    if result.status == 0 and (failed or not suites):
        result.reason = "; ".join(failed) or "no KUnit suite ran"
        result.status = 1


def main():
    # so that run() ends the guest and tidies up
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    p = parser()
    a = vars(p.parse_args())
    line, cmd, times, kunit = (a.pop(n) for n in ("line", "cmd", "times", "kunit"))
    if kunit:
        line = ktap.command(kunit)
        a["loglevel"] = a["loglevel"] or 7
        if a["kmemleak"] is None:
            a["kmemleak"] = False
    elif (line is None) == (not cmd):
        p.error("give a command")
    try:
        r = run(line if line is not None else shlex.join(cmd), **a)
    except (vmimage.Error, FileNotFoundError) as e:
        print("vm.py: %s" % e, file=sys.stderr)
        return 2
    if kunit:
        report_kunit(r)
    if r.status in (TIMED_OUT, DIED) and r.reason:
        sys.stderr.write("--- console ---\n%s\n" % r.console[-6000:])
    if r.reason:
        print("vm.py: " + r.reason, file=sys.stderr)
    if times:
        print("vm.py: command began after %.1f s, ended after %.1f s" % (r.boot, r.total), file=sys.stderr)
    return r.status


if __name__ == "__main__":
    sys.exit(main())
