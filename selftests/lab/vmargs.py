# SPDX-License-Identifier: GPL-2.0
"""How QEMU or a User-Mode Linux kernel is called for a guest."""
import dataclasses
import os
import shlex
import subprocess

import vmimage

HERE = os.path.dirname(os.path.abspath(__file__))
# an emulated "rep stosb" goes byte by byte; without these the kernel clears and
# copies by words, and does not clear what it allocates (that saves 40 % of a test
# that loads the module, and hides nothing)
TCG_CPU = "max,-erms,-fsrm"
# translated code is found by its address: a program that is always at the same one is
# translated once, not at each start (that is half of what starting one costs)
QUICK = ["rcupdate.rcu_expedited=1", "init_on_alloc=0", "norandmaps"]
# what a Debian kernel does while it boots besides, a third of that: it tests its
# ciphers, has ACPI programs interpreted to find an interrupt (ours are messages), and
# takes the locks out of its code if there is but one processor
STOCK = ["cryptomgr.notests", "pci=noacpi", "noreplace-smp"]


@dataclasses.dataclass
class Options:
    kernel: str = "6.1"
    mem: int = 0                # MiB, 0: by kernel
    smp: int = 0                # 0: 1, or 2 for kernel A
    timeout: float = 120
    share: list = dataclasses.field(default_factory=list)
    drive: list = dataclasses.field(default_factory=list)
    logdrive: list = dataclasses.field(default_factory=list)
    kill_on: str = ""
    kill_after: float = 0
    icount: bool = False
    kmemleak: bool | None = None    # None: on for umdbg, off for A
    vmlinuz: str = ""
    modroot: str = ""
    release: str = ""
    append: str = ""
    qemu: list = dataclasses.field(default_factory=list)
    accel: str = "tcg"
    console: str = ""
    cwd: str = ""
    sync: bool = False
    warn_ok: bool = False
    loglevel: int = 0           # 0: 7 in User-Mode Linux, else 5


def kernels(*args):
    p = subprocess.run([os.path.join(HERE, "kernels.sh"), *args], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, text=True, check=False)
    if p.returncode:
        raise vmimage.Error(p.stderr.strip())
    return p.stdout.strip()


class Kernel:
    """Where the pieces of a kernel are, by name or by hand."""

    def __init__(self, o):
        self.custom = bool(o.vmlinuz)
        self.uml = o.kernel == "umdbg" and not self.custom
        if self.custom:
            if not (o.modroot and o.release):
                raise vmimage.Error("--vmlinuz needs --modroot and --release")
            self.image, self.modroot, self.release = o.vmlinuz, os.path.abspath(o.modroot), o.release
        else:
            self.image, self.modroot, self.release = kernels("path", o.kernel, "image", "modroot", "release").split("\n")
        self.debug = self.modroot != "/"
        self.base = os.path.join(self.modroot, "lib/modules", self.release)
        self.kmemleak = self.uml if o.kmemleak is None else o.kmemleak
        for p in (self.image, os.path.join(self.base, "modules.dep")):
            if not os.access(p, os.R_OK):
                raise vmimage.Error("cannot read %s" % p)


def write_initrd(path, o, k, cmd):
    """The cached initramfs plus what is particular to this run."""
    initrd, mods = vmimage.initrd("" if k.uml else k.base)
    conf = {"FLAVOUR": "uml" if k.uml else "qemu", "CWD": os.path.abspath(o.cwd or os.getcwd()), "LABDIR": HERE,
            "SYNC": "1" if o.sync else "", "KMEMLEAK": "1" if k.kmemleak else "", "MODS": " ".join(mods),
            "SHARES": "".join("s%d %s\n" % (i, os.path.abspath(d)) for i, d in enumerate(o.share)),
            "MODDIR": k.base if k.debug else "", "DISKS": "1" if o.drive or o.logdrive else ""}
    text = "".join("%s=%s\n" % (n, shlex.quote(v)) for n, v in conf.items())
    for d in o.share:
        os.makedirs(d, exist_ok=True)
    with open(path, "wb") as f:
        f.write(vmimage.read(initrd))
        f.write(vmimage.newc([("lab.conf", 0o100644, text.encode()), ("cmd", 0o100755, cmd.encode() + b"\n")]))


def qemu(o, k, console, initrd, fds):
    smp = o.smp or (2 if k.debug and not o.icount else 1)
    if o.icount and smp != 1:
        raise vmimage.Error("--icount needs --smp 1")
    accel = o.accel
    if accel == "tcg":
        accel = "tcg,thread=%s" % ("single" if o.icount else "multi")
    # KASAN kernels die when entered as ELF
    image = k.image if k.debug or k.custom else vmimage.elf(k.image)
    a = ["qemu-system-x86_64", "-accel", accel, "-cpu", TCG_CPU if o.accel == "tcg" else "host",
         "-m", str(o.mem or (1500 if k.debug else 1024)),
         # sockets: a kernel without ACPI finds no other CPUs
         "-smp", "%d,sockets=%d,cores=1,threads=1" % (smp, smp),
         "-M", "pc,usb=off,vmport=off", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
         "-serial", "file:" + console, "-device", "virtio-serial-pci"]
    if o.icount:
        a += ["-icount", "shift=1,sleep=off"]
    for i, (name, fd) in enumerate(fds.items(), 1):
        a += ["-chardev", "socket,id=c%s,fd=%d" % (name, fd),
              "-device", "virtserialport,chardev=c%s,name=lab.%s,nr=%d" % (name, name, i)]
    a += ["-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
          "-device", "virtio-9p-pci,fsdev=root,mount_tag=root"]
    for i, d in enumerate(o.share):
        a += ["-fsdev", "local,id=s%d,path=%s,security_model=none,multidevs=remap" % (i, os.path.abspath(d)),
              "-device", "virtio-9p-pci,fsdev=s%d,mount_tag=s%d" % (i, i)]
    for i, d in enumerate(o.drive):
        path, _, opts = d.partition(",")
        a += ["-drive", "file=%s,if=none,id=d%d,%s" % (path, i, opts or "format=raw,cache=writethrough"),
              "-device", "virtio-blk-pci,drive=d%d" % i]
    for i, d in enumerate(o.logdrive):
        path, _, log = d.partition(",")
        if not log:
            raise vmimage.Error("--logdrive wants IMAGE,LOG")
        with open(log, "w"):
            pass
        a += ["-blockdev", "driver=file,filename=%s,node-name=lf%d" % (path, i),
              "-blockdev", "driver=file,filename=%s,node-name=ll%d" % (log, i),
              "-blockdev", "driver=blklogwrites,node-name=lw%d,file=lf%d,log=ll%d,log-sector-size=512" % (i, i, i),
              "-device", "virtio-blk-pci,drive=lw%d" % i]
    app = ["console=ttyS0", "loglevel=%d" % (o.loglevel or 5), "random.trust_cpu=on", "mitigations=off", "nokaslr",
           "no_timer_check", "tsc=reliable", "raid=noautodetect", "panic=-1", "oops=panic"] + QUICK
    if k.debug:
        # KASAN reports once per boot by default; kmemleak halves the speed
        app += ["kasan_multi_shot", "kmemleak=on" if k.kmemleak else "kmemleak=off"]
    else:
        app += STOCK
    a += ["-kernel", image, "-initrd", initrd, "-append", " ".join(app + [o.append])]
    for x in o.qemu:
        a += shlex.split(x)
    return a


def uml(o, k, work, initrd, fds):
    for name, value in (("--drive", o.drive), ("--logdrive", o.logdrive), ("--icount", o.icount), ("--qemu", o.qemu)):
        if value:
            raise vmimage.Error("%s needs a QEMU guest" % name)
    if o.smp > 1:
        raise vmimage.Error("User-Mode Linux has one CPU")
    a = [k.image, "mem=%dM" % (o.mem or 768), "initrd=" + initrd, "rdinit=/init", "uml_dir=" + work, "umid=uml",
         "con0=fd:0,fd:1", "con=null", "ssl=null", "loglevel=%d" % (o.loglevel or 7), "panic=-1", "oops=panic",
         "kasan_multi_shot", "kmemleak=on" if k.kmemleak else "kmemleak=off"]
    a += ["con%d=fd:%d,fd:%d" % (i, fds[n], fds[n]) for i, n in enumerate(("out", "err", "ctl"), 1)]
    return a + shlex.split(o.append)
