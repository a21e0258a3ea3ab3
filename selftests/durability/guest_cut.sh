#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# In the guest of powercut.py: look at the disks of the last cut, then torture
# a disk until the power fails.
#
# DISKS   devices to look at
# VICTIM  device to torture, may be empty
# DELAY   seconds until the power fails
# EARLY   not empty: counted from the start of ntmsd, not of torture
# SEED    of torture
# PRELOAD library for ntmsd
set -u
# shellcheck source=selftests/durability/guest.sh
. "$HERE/guest.sh"
db=/run/disk/db

die() { echo "FAILED $*"; cat /run/ntmsd.log; exit 1; }

mkdir -p /run/disk
for disk in $DISKS; do
	echo "CHECK $disk"
	: >/run/ntmsd.log
	mount -t ext4 "/dev/$disk" /run/disk || die "mount $disk"
	module_up || die "insmod"
	store_up $db
	tell_state "$disk" || die "no state of $disk"
	store_down TERM
	[ "$store_rc" = 0 ] || die "ntmsd ended with $store_rc"
	module_down || die "rmmod"
	umount /run/disk || die "umount"
done
[ -n "$VICTIM" ] || exit 0
mount -t ext4 "/dev/$VICTIM" /run/disk || die "mount $VICTIM"
module_up || die "insmod"
fail_later() { sleep "$DELAY"; echo "POWER FAILS"; }
[ -z "$EARLY" ] || fail_later &
store_up $db ${PRELOAD:+LD_PRELOAD="$PRELOAD"}
if [ -z "$EARLY" ]; then
	# the first changes are those of the module itself
	"$HERE/out/dump" ready >/dev/null || die "not ready"
	fail_later &
fi
"$HERE/out/torture" -t 4 -s "$SEED" 2>&1
sleep 60
