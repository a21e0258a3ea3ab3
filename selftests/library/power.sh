#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# power.sh 1|2 - power is lost while tapes are in drives; the two guests of run.sh
set -u
mkdir -p /mnt/disk
mount /dev/vda /mnt/disk || exit 1
export NTMS_STORE=/mnt/disk/ntms
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

part1() {
	# shellcheck source=selftests/library/media.sh
	. "$(dirname "$0")/media.sh"
	open A
	must A mount TAP001L4 write || exit 1
	must A mount TAP002L4 || exit 1
	must A dismount TAP002L4 deferred
	within 10 is_drive 1 state dismountable || exit 1
	open B
	send B mount TAP001L4		# waits
	within 10 waiting 1
	for m in 1 2 3; do
		medium TAP00${m}L4 id; medium TAP00${m}L4 logical; medium TAP00${m}L4 pool
	done >/mnt/disk/before
	sync /mnt/disk/before
	echo "power is lost now"
	sleep 60
}

# all is there again: a tape that is still in its drive, one that went home
t_after() {
	local m after
	within 15 inventoried 8
	is "still there" "$(medium TAP001L4 place)/$(drive 0 state)" drive0/dismountable
	is "went home" "$(medium TAP002L4 place)/$(drive 1 state)" slot1/dismounted
	after=$(for m in 1 2 3; do
		medium TAP00${m}L4 id; medium TAP00${m}L4 logical; medium TAP00${m}L4 pool
	done)
	is "ids, allocations, pools" "$after" "$(cat /mnt/disk/before)"
}

# the mount that waited is cancelled, nobody has the tapes
t_requests_after() {
	is "unfinished requests" "$(unfinished)" 0
	is "cancelled" "$(ask request | grep -c '^state=cancelled')" 1
	open A
	must A mount TAP001L4 now
	must A dismount TAP001L4
	within 20 is_medium TAP001L4 place slot0
}

if [ "$1" = 1 ]; then
	part1
	exit 1
fi
SLOTS=20 FILLED=8 DRIVES=2 IE=2 SIZE=8 tgt_up && tgt_login || exit 1
# robot and drives had no power cut
mtx -f "$(tgt_sch)" load 1 0 >/dev/null || exit 1
ntms_start || exit 1
run_tests "$0"
