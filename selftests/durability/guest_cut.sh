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
# BADSYNC what flushes of ntmsd do, see badsync.c
# LIBRARY not empty: with a tape library
set -u
# shellcheck source=selftests/durability/guest.sh
. "$HERE/guest.sh"
db=/run/disk/db

die() { echo "FAILED $*"; cat /run/ntmsd.now; exit 1; }

mkdir -p /run/disk
for disk in $DISKS; do
	echo "CHECK $disk"
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
[ -z "$LIBRARY" ] || library_up >/dev/null 2>&1 || die "no library"
module_up || die "insmod"

# a change is written, ntmsd killed before it is flushed; the next ntmsd finds it
# in the database, so it is acknowledged; then the power fails
if [ "$BADSYNC" = die ]; then
	store_up $db LD_PRELOAD="$HERE/out/badsync.so" BADSYNC=die
	"$HERE/out/dump" ready >/dev/null || die "not ready"
	touch /run/die
	"$HERE/out/torture" -t 1 -s "$SEED" -n 0 &
	torture=$!
	store_end
	rm /run/die
	store_up $db
	wait $torture
	echo "POWER FAILS"
	sleep 60
fi

fail_later() { sleep "$DELAY"; echo "POWER FAILS"; }
[ -z "$EARLY" ] || fail_later &
store_up $db ${BADSYNC:+LD_PRELOAD="$HERE/out/badsync.so" BADSYNC="$BADSYNC"}
if [ -z "$EARLY" ]; then
	# the first changes are those of the module itself
	"$HERE/out/dump" ready >/dev/null || die "not ready"
	[ -z "$LIBRARY" ] || library_wait || die "no media"
	fail_later &
fi
"$HERE/out/torture" -t 4 -s "$SEED" 2>&1
sleep 60
