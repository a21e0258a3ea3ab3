# SPDX-License-Identifier: GPL-2.0
"""KTAP out of a kernel console: the part between two marks, without time stamps."""
import os
import re
import shlex

BEGIN, END = "ntms-lab: kunit begin", "ntms-lab: kunit end"
STAMP = re.compile(r"^(?:<\d+>)?\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? ?")


def command(modules):
    """A shell command that loads test modules ("FILE [PARAM=VALUE...]") with
    marks around them. Cases that let allocations fail find failslab ready."""
    mark = "echo '<1>%s' >/dev/kmsg"
    failslab = "/sys/kernel/debug/failslab/ignore-gfp-wait"
    lines = ["[ ! -e %s ] || echo N >%s" % (failslab, failslab), mark % BEGIN, "rc=0"]
    for m in modules:
        path, *params = shlex.split(m)
        lines.append(shlex.join(["insmod", os.path.abspath(path), *params]) + " || rc=1")
    return "\n".join(lines + [mark % END, "exit $rc"])


def extract(console):
    """(KTAP text, suites, failed lines). Modules print no outer header in
    6.1, and the console interleaves other messages: keep KTAP lines only."""
    body, on = [], False
    for line in console.splitlines():
        line = STAMP.sub("", line.rstrip("\r"))
        if BEGIN in line:
            on = True
        elif END in line:
            on = False
        elif on and re.match(r" *(KTAP version|1\.\.\d|(not )?ok \d|# )", line):
            body.append(line)
    body = [l for l in body if not re.match(r"(KTAP version|1\.\.)", l)]
    suites = [l for l in body if re.match(r"(not )?ok \d", l)]
    failed = [l.strip() for l in body if re.match(r" *not ok \d", l)]
    return "\n".join(["KTAP version 1", "1..%d" % len(suites)] + body) + "\n", len(suites), failed
