#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Cut the power under torture, again and again, and look what is left.

Settings: CUTS (30), SEED (of the day), NTMS_KO (a module; else one is built),
KEEP=DIR (leave everything in that directory), LIBRARY= (no tape library).

A guest tortures the module; ntmsd's database lies on a disk with a volatile
write cache. The guest is killed at a random moment. The disk is rebuilt as it
may be after that: unflushed writes lost, kept, or a random part of them, torn;
also as it may have been at a random moment before. The next guest looks at all
of these and goes on with one of them.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(HERE, "..", "lab")
sys.path.insert(0, LAB)

import powerloss    # noqa: E402
import replay       # noqa: E402
import vm           # noqa: E402

KERNEL = os.environ.get("NTMS_LAB_KERNEL", "6.1")
# what is kept of unflushed writes; the first three at the end of the log
VARIANTS = ("none", "all", "some", "none", "some", "some")
AT_END = 3


class Cut:
    """A disk as it may be after a power cut, and what must be on it."""

    def __init__(self, image, words, lines, base, until):
        self.image, self.words = image, words
        self.lines, self.base, self.until = lines, base, until
        self.dump = None


class Guest:
    """The output of one guest: what it saw on the disks, then torture's log."""

    def __init__(self, log):
        self.log, self.rest = log, b""
        self.dumps, self.verify, self.trouble, self.torture = {}, {}, [], []
        self.errors, self.block, self.disk = b"", None, None

    def __call__(self, channel, data):
        if channel == "err":
            self.errors += data
            return
        # what is acknowledged now is below the present end of the write log
        stamp = os.path.getsize(self.log) if self.log else 0
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.line(line.decode(errors="replace"), stamp)

    def line(self, line, stamp):
        word = line.split(" ")[0]
        if word == "CHECK":
            self.disk = line.split()[1]
        elif word == "DUMP":
            self.block = []
        elif word == "VERIFY":
            self.verify[self.disk] = line[7:]
        elif word == "FAILED" or self.trouble:
            self.trouble.append(line)
        elif self.block is not None:
            self.block.append(line)
            if word == "END":
                self.dumps[self.disk] = replay.read_dump(self.block)
                self.block = None
        elif "\t" in line:
            self.torture.append((line, stamp))


class Run:
    def __init__(self, work):
        self.work, self.number, self.failed = work, 0, 0
        self.rnd = random.Random(int(os.environ.get("SEED", "0")) or time.time_ns())
        self.module = os.environ.get("NTMS_KO") or subprocess.run(
            [os.path.join(LAB, "kernels.sh"), "module", KERNEL, os.path.join(HERE, "../../kmod")],
            stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")[0]
        self.operations = self.acknowledged = 0

    def path(self, name):
        return os.path.join(self.work, name)

    def result(self, ok, words, details=()):
        self.number += 1
        self.failed += not ok
        for d in details:
            print("# " + d)
        print("%sok %d - %s" % ("" if ok else "not ", self.number, words), flush=True)

    def blank(self):
        image = self.path("blank")
        with open(image, "wb") as f:
            f.truncate(48 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-O", "^metadata_csum_seed", image], check=True)
        return image

    def guest(self, cuts, victim, delay, early, badsync=""):
        """Look at cuts, torture victim; returns what was heard."""
        disks = ["vd" + chr(ord("a") + i) for i in range(len(cuts) + 1)]
        log = victim and victim + ".log"
        heard = Guest(log)
        env = {"HERE": HERE, "NTMS_KO": self.module, "DISKS": " ".join(disks[:-1]), "VICTIM": disks[-1] if victim else "",
               "DELAY": "%.3f" % delay, "EARLY": "1" if early else "", "SEED": str(self.rnd.randrange(1 << 40)),
               "BADSYNC": badsync, "LIBRARY": os.environ.get("LIBRARY", "1")}
        cmd = "export %s; bash %s/guest_cut.sh" % (" ".join("%s='%s'" % e for e in env.items()), HERE)
        r = vm.run(cmd, heard, kernel=KERNEL, drive=[c.image for c in cuts], timeout=180,
                   logdrive=["%s,%s" % (victim, log)] if victim else [], kill_on="POWER FAILS" if victim else "")
        if r.status != (vm.KILLED if victim else 0):
            heard.trouble.append("the guest ended with %d: %s" % (r.status, r.reason))
            heard.trouble += heard.errors.decode(errors="replace").splitlines()[-10:] + r.console.splitlines()[-20:]
        heard.trouble += vm.splats(r.console)
        for i, c in enumerate(cuts):
            c.dump, c.verified = heard.dumps.get(disks[i]), heard.verify.get(disks[i], "nothing")
        return heard

    def moment(self, log):
        """A moment before the end: behind a write that was not flushed yet, and
        the stamp after which nothing needs to be there."""
        _, entries = powerloss.entries(log)
        unflushed = [i for i, e in enumerate(entries, 1) if e.count and not e.flags]
        if not unflushed:
            return -1, None, ""
        at = self.rnd.choice(unflushed)
        e = entries[at - 1]
        return at, e.offset + e.count * 512, "behind write %d of %d" % (at, len(entries))

    def rebuild(self, base, victim, heard, dump):
        """The disks that the last cut may have left."""
        cuts = []
        for i, keep in enumerate(VARIANTS):
            at, until, where = self.moment(victim + ".log") if i >= AT_END else (-1, None, "")
            image = self.path("cut%d" % i)
            seed = str(self.rnd.randrange(1 << 30)) if keep == "some" else keep
            lost = powerloss.rebuild(base, victim + ".log", image, at, seed)
            words = "%s, of what was not flushed %s is kept, %d sectors lost" % (where or "at the end", keep, lost.sectors)
            cuts.append(Cut(image, words, heard.torture, dump, until))
        return cuts

    def verdict(self, cut):
        """(complaints, figures) of a disk that a guest has looked at."""
        if not cut.dump:
            return ["nothing could be read"], "no figures"
        complaints, counts = replay.check(replay.parse(cut.lines), cut.dump, cut.base, cut.until)
        if cut.verified != "ok":
            complaints.append("the module finds its objects wrong: " + cut.verified)
        self.operations += counts["operations"]
        self.acknowledged += counts["acknowledged"]
        return complaints, replay.figures(counts)

    def judge(self, cuts, heard):
        good = []
        for c in cuts:
            complaints, figures = self.verdict(c)
            self.result(not complaints, "power cut %s: %s" % (c.words, figures), complaints[:40])
            good += [] if complaints else [c]
        if heard.trouble:
            self.result(False, "the guest has no complaints", heard.trouble[:60])
        return good

    def cuts(self, number):
        """Returns a good disk and what is on it, or None."""
        image, done = self.blank(), 0
        cuts, chosen, dump = [], None, None
        while True:
            victim = None
            if done < number:
                victim = self.path("victim")
                shutil.copyfile(image, victim)
            early = self.rnd.random() < .15
            heard = self.guest(cuts, victim, self.rnd.uniform(.02, 2.5 if early else 4), early)
            good = self.judge(cuts, heard)
            if heard.trouble or (chosen and chosen not in good):
                return None, None
            dump = chosen.dump if chosen else None
            if not victim:
                return image, dump
            cuts = self.rebuild(image, victim, heard, dump)
            done += len(cuts)
            # the next guest goes on with one of them while it looks at all
            chosen = self.rnd.choice(cuts)
            image = self.path("base")
            shutil.copyfile(chosen.image, image)

    def control(self, base, dump):
        """Without flushes the same test must find losses."""
        victim = self.path("victim")
        shutil.copyfile(base, victim)
        heard = self.guest([], victim, 4, False, badsync="none")
        cut = self.rebuild(base, victim, heard, dump)[0]
        after = self.guest([cut], None, 0, False)
        complaints, figures = self.verdict(cut)
        self.result(bool(complaints), "without flushes this test fails: %d complaints, %s" % (len(complaints), figures),
                    complaints[:3] + after.trouble[:5])


    def killed(self):
        """ntmsd is killed before a flush, and the power fails after its return."""
        base, victim = self.blank(), self.path("victim")
        shutil.copyfile(base, victim)
        heard = self.guest([], victim, 0, False, badsync="die")
        cut = self.rebuild(base, victim, heard, None)[0]
        heard.trouble += self.guest([cut], None, 0, False).trouble
        complaints, figures = self.verdict(cut)
        self.result(not complaints and not heard.trouble and "1 acknowledged" in figures,
                    "ntmsd killed before a flush, and power cut after its return: " + figures, complaints + heard.trouble)


def main():
    number = int(os.environ.get("CUTS", "30"))
    keep = os.environ.get("KEEP")
    if keep:
        os.makedirs(keep, exist_ok=True)
    work = keep or tempfile.mkdtemp(prefix="ntms-powercut.")
    start = time.monotonic()
    subprocess.run(["make", "-s", "-C", HERE], check=True, stdout=subprocess.DEVNULL)
    try:
        print("KTAP version 1")
        run = Run(work)
        base, dump = run.cuts(number)
        if base:
            run.control(base, dump)
            run.killed()
        print("1..%d" % run.number)
        print("# %d operations, %d acknowledged, %.0f s" % (run.operations, run.acknowledged, time.monotonic() - start))
        return 1 if run.failed else 0
    finally:
        if not keep:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
