#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
# First process of a guest: the host's root below a tmpfs overlay, then stage2.
B=/bin/busybox
$B mount -t proc proc /proc
$B mount -t sysfs sysfs /sys
$B mount -t devtmpfs dev /dev
die() { echo "<1>ntms-lab: $*" >/dev/kmsg; $B poweroff -f; }
# shellcheck source=/dev/null
. /lab.conf
for m in $MODS; do $B insmod "/m/$m" || die "insmod $m failed"; done
if [ "$FLAVOUR" = uml ]; then
	$B mount -t hostfs -o ro,/ none /lower || die "no root over hostfs"
else
	$B mount -t 9p -o "trans=virtio,version=9p2000.L,ro,cache=loose,msize=524288,access=any" root /lower ||
		die "no root over 9p"
fi
$B mount -t tmpfs -o size=90%,mode=755 tmpfs /rw
$B mkdir /rw/u /rw/w
[ ! -d /hot ] || $B cp -a /hot/. /rw/u
$B mount -t overlay -o lowerdir=/lower,upperdir=/rw/u,workdir=/rw/w overlay /new || die "no overlay"
for d in proc sys dev; do $B mkdir -p /new/$d; $B mount --move /$d /new/$d; done
$B mount -t tmpfs -o mode=755 tmpfs /new/run
$B mkdir -p /new/run/ntms-lab/bin
$B cp /bin/busybox /stage2 /endcheck /cmd /lab.conf /new/run/ntms-lab/
$B cp /tgtfill /new/run/ntms-lab/bin/
exec $B switch_root /new /run/ntms-lab/stage2
