#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""run.py NTMS-LABELD PLUGINS - the label agent's answers (KTAP)

PLUGINS has the libraries that the Makefile builds of plugin.c.
"""
import json
import os
import subprocess
import sys
import tempfile

import labels

AGENT, PLUGINS = sys.argv[1:3]
NONE = "/nonexistent"
count = failed = 0


def ok(what, good, *why):
    global count, failed
    count += 1
    print("%sok %d - %s" % ("" if good else "not ", count, what))
    if not good:
        failed += 1
        for w in why:
            print("# %s" % (w,))


def run(block, *args, plugins=NONE):
    return subprocess.run([AGENT, "--plugins=" + plugins, *args], input=block,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def claim(block, plugins=NONE):
    """(status, (type, text, id) or None, messages)"""
    r = run(block, "--claim", plugins=plugins)
    if r.returncode:
        return r.returncode, None, r.stderr.decode()
    kind, text, ident = r.stdout.split(b"\0", 2)
    return 0, (kind.decode(), text.decode(), ident), r.stderr.decode()


def with_plugin(name):
    d = tempfile.mkdtemp()
    os.symlink(os.path.join(os.path.abspath(PLUGINS), name + ".so"), os.path.join(d, "a.so"))
    return d


print("KTAP version 1")
for what, block, want in labels.ROWS:
    status, got, text = claim(block)
    ok(what + ("" if want else " is nobody's"),
       got == want and status == (0 if want else 11), "status %d" % status, got, want, text)

# real archives, made by tar itself
for args, want in ((["-V", "Monday"], "Monday"), (["--format=pax", "-V", "Monday"], None),
                   (["--format=ustar"], "begins with etc/hostname")):
    archive = subprocess.run(["tar", "-C", "/", "-cf", "-", *args, "etc/hostname"],
                             stdout=subprocess.PIPE, check=True).stdout
    status, got, text = claim(archive)
    ok("what tar %s writes is an archive" % " ".join(args),
       status == 0 and got[0] == "tar" and (want is None or got[1] == want), status, got, text)

house = b"HOUSE tape 1"
want = ("House", "our own kind", b"h1")
for name, what in (("good", "a media label library claims its label"),
                   ("good16", "a library whose WCHAR has two bytes claims its label"),
                   ("hungry", "a library gets as many bytes as it wants")):
    status, got, text = claim(house, with_plugin(name))
    ok(what, got == want, status, got, text)
status, got, text = claim(labels.vol1(), with_plugin("good"))
ok("what the library does not know is offered to the built-in kinds", got is not None, text)
status, got, text = claim(house, with_plugin("unended"))
ok("texts that do not end are cut", got == ("T" * 63, "d" * 255, b"h1"), got, text)
for name, what, words in (
        ("crash", "a library that crashes is reported", "ended by signal"),
        ("opens", "a library that opens a file is stopped", "it did what it may not"),
        ("spins", "a library that never ends is stopped", "ended by signal"),
        ("lies", "a library that lies about the length of the id claims nothing", ""),
        ("nameless", "a library that names no type claims nothing", ""),
        ("greedy", "a library that wants more than there can be is not asked", "is the limit")):
    if name == "opens" and os.environ.get("SANITIZE"):
        count += 1
        print("ok %d - %s # SKIP the sanitizers open files themselves" % (count, what))
        continue
    status, got, text = claim(house, with_plugin(name))
    ok(what, got is None and words in text and status in (1, 11), status, got, text)
    status, got, text = claim(labels.vol1(), with_plugin(name))
    ok("... and the built-in kinds are still asked", got is not None, status, text)
d = tempfile.mkdtemp()
with open(os.path.join(d, "a.so"), "w") as f:
    f.write("no library")
status, got, text = claim(labels.vol1(), d)
ok("a library that cannot be loaded is reported and passed over",
   got is not None and "a.so" in text, status, text)

r = run(labels.vol1(owner="ACME"), "--show")
ok("--show tells people", r.stdout == b"type  ANSI\nid    VOL001\ntext  ACME\n", r.stdout)
r = run(labels.vol1(owner="ACME"), "--show", "--json")
ok("--show --json tells programs",
   json.loads(r.stdout) == {"type": "ANSI", "id": "VOL001", "text": "ACME"}, r.stdout)
r = run(bytes(99), "--show")
ok("--show says that nobody knows a label", r.returncode == 11 and b"nobody knows" in r.stderr)
r = run(b"", "--list")
ok("--list names the kinds", r.returncode == 0 and b"Amanda" in r.stdout)
r = run(b"", "--list", "--json")
ok("--list --json is JSON", "tar" in json.loads(r.stdout))
r = run(b"", "--show", "/nonexistent")
ok("a file that cannot be read is named", r.returncode == 1 and b"/nonexistent: No such" in r.stderr,
   r.stderr)
for args in (["file"], ["--json"], ["--claim", "--show"], ["--nonsense"], ["--list", "file"], ["--claim", "a", "b"]):
    r = run(b"", *args)
    ok("wrong usage: %s" % (" ".join(args) or "nothing"),
       r.returncode == 2 and b"usage:" in r.stderr, r.returncode, r.stderr)
ok("--help helps", run(b"", "--help").stdout.startswith(b"usage:"))
print("1..%d" % count)
sys.exit(failed != 0)
