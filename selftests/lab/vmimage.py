# SPDX-License-Identifier: GPL-2.0
"""What a QEMU guest boots: an initramfs and the ELF image of a kernel, both cached."""
import fcntl
import glob
import hashlib
import lzma
import os
import re
import struct
import subprocess
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
# loaded in this order, dependencies first
MODULES = ["virtio_pci", "virtio_console", "9pnet_virtio", "9p", "overlay"]

# programs in the guest's PATH
HELPERS = ["tgtfill"]


# Files that processes open all the time, if they are there. To open one on 9p takes
# three messages to the host, which is a third of what a process costs: they are in
# memory.
LIB = "usr/lib/x86_64-linux-gnu/"
HOT = ["etc/ld.so.cache"] + ["usr/bin/" + n for n in (
    "awk bash cat cut dash dd grep head kmod mawk mkfifo mt-st rm sed setpriv sleep stat tail tr").split()] + [
    LIB + n for n in (
        "ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libtinfo.so.6 libselinux.so.1 libpcre2-8.so.0 libacl.so.1 "
        "libattr.so.1 libnl-3.so.200 libnl-genl-3.so.200 libkmod.so.2 liblzma.so.5 libzstd.so.1").split()]


class Error(Exception):
    """Something the caller has to put right (missing kernel, bad option)."""


def cache_dir():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = os.path.join(base, "ntms", "vm")
    os.makedirs(path, exist_ok=True)
    return path


def cached(name, make):
    """The path of the cached file name, made by make() if it is not there."""
    path = os.path.join(cache_dir(), name)
    if os.path.exists(path):
        return path
    with open(path + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(path):
            tmp = path + ".tmp"
            with open(tmp, "wb") as f:
                f.write(make())
            os.rename(tmp, path)
            prune(path)
    return path


def prune(path):
    """Remove what path replaced, unless another checkout used it lately."""
    kind = path.rsplit("-", 1)[0]
    for old in glob.glob(glob.escape(kind) + "-" + "[0-9a-f]" * 16):
        if old != path and time.time() - os.stat(old).st_mtime > 7 * 86400:
            for p in (old, old + ".lock"):
                try:
                    os.unlink(p)
                except FileNotFoundError:
                    pass


def stamp(*paths):
    h = hashlib.sha256()
    for p in paths:
        st = os.stat(p)
        h.update(b"%s %d %d\n" % (p.encode(), st.st_size, st.st_mtime_ns))
    return h.hexdigest()[:16]


def newc(files):
    """A newc cpio archive of (name, mode, bytes) tuples, not compressed."""
    out = bytearray()
    for ino, (name, mode, data) in enumerate(files + [("TRAILER!!!", 0, b"")], 1):
        nm = name.encode() + b"\0"
        head = (ino, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(nm), 0)
        out += b"070701" + b"".join(b"%08X" % x for x in head) + nm
        out += b"\0" * (-len(out) % 4)
        out += data
        out += b"\0" * (-len(out) % 4)
    return bytes(out)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def module_name(path):
    return re.sub(r"\.ko.*$", "", os.path.basename(path.strip())).replace("-", "_")


def module_file(path):
    return os.path.basename(path).removesuffix(".xz")


def unpacked(path):
    """The module at path, for a guest takes long to unpack it."""
    return lzma.decompress(read(path)) if path.endswith(".xz") else read(path)


def module_files(base):
    """The files of MODULES and what they depend on, in load order."""
    dep, builtin = {}, set()
    with open(base + "/modules.dep") as f:
        for line in f:
            k, _, v = line.partition(":")
            dep[k] = v.split()
    with open(base + "/modules.builtin") as f:
        builtin = {module_name(line) for line in f}
    by_name = {module_name(k): k for k in dep}
    out = []
    for name in (m.replace("-", "_") for m in MODULES):
        if name in builtin:
            continue
        if name not in by_name:
            raise Error("%s has no module %s (Debian's cloud kernels lack 9p)" % (base, name))
        for k in list(reversed(dep[by_name[name]])) + [by_name[name]]:
            if k not in out:
                out.append(k)
    return [os.path.join(base, k) for k in out]


def helper(name):
    """The program compiled from name.c."""
    src = os.path.join(HERE, name + ".c")
    out = os.path.join(cache_dir(), "%s-%s" % (name, stamp(src)))

    def make():
        subprocess.run(["cc", "-O2", "-Wall", "-o", out + ".bin", src], check=True)
        return read(out + ".bin")

    return cached(os.path.basename(out), make)


def folders(hot):
    """Those of files in "hot", the outer ones first."""
    found = {"hot"}
    for name in hot:
        while name := os.path.dirname(name):
            found.add("hot/" + name)
    return sorted(found)


def initrd(base):
    """An initramfs for a kernel, and the names of the modules in it: those
    a QEMU guest needs from base, or none for User-Mode Linux (base "")."""
    guest = [os.path.join(HERE, "guest", n) for n in ("initramfs.sh", "stage2.sh", "endcheck.sh")]
    helpers = {n: helper(n) for n in HELPERS}
    mods = module_files(base) if base else []
    # User-Mode Linux asks its host by system calls
    hot = [n for n in HOT if os.path.isfile("/" + n) and not os.path.islink("/" + os.path.dirname(n))] if base else []

    def make():
        files = [(d, 0o40755, b"") for d in ("bin", "m", "proc", "sys", "dev", "lower", "rw", "new")]
        files.append(("bin/busybox", 0o100755, read("/bin/busybox")))
        files += [("m/" + module_file(m), 0o100644, unpacked(m)) for m in mods]
        files += [(d, 0o40755, b"") for d in folders(hot)]
        files += [("hot/" + n, 0o100755, read("/" + n)) for n in hot]
        for name, path in zip(("init", "stage2", "endcheck"), guest):
            files.append((name, 0o100755, read(path)))
        for name, path in helpers.items():
            files.append((name, 0o100755, read(path)))
        return newc(files)

    if not os.path.exists("/bin/busybox"):
        raise Error("busybox-static is not installed (packages.sh install lab)")
    key = stamp("/bin/busybox", __file__, *guest, *mods, *helpers.values(), *("/" + n for n in hot))
    return cached("initrd-%s-%s" % (os.path.basename(base) or "uml", key), make), [module_file(m) for m in mods]


def elf(bzimage):
    """The ELF image inside a bzImage; QEMU enters it directly (PVH), which
    saves the 3 s that decompressing takes under emulation."""
    def make():
        b = read(bzimage)
        if b[:4] == b"\x7fELF":
            return b
        off, length = struct.unpack_from("<II", b, 0x248)
        at = ((b[0x1f1] or 4) + 1) * 512 + off
        p = b[at:at + length]
        if p[:6] == b"\xfd7zXZ\0":
            return lzma.LZMADecompressor().decompress(p)
        if p[:2] == b"\x1f\x8b":
            return zlib.decompressobj(31).decompress(p)
        for magic, tool in ((b"\x28\xb5\x2f\xfd", "zstd"), (b"\x02\x21\x4c\x18", "lz4")):
            if p[:4] == magic:
                return subprocess.run([tool, "-dcq"], input=p[:-4], stdout=subprocess.PIPE, check=False).stdout
        raise Error("%s: unknown kernel payload" % bzimage)

    return cached("vmlinux-%s-%s" % (os.path.basename(bzimage), stamp(bzimage)), make)
