#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_unplug.sh - hardware and module go while they are in use; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
export TGT_PATIENT=1	# what hangs here is meant to
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

rounds=2

is_away() { ! tgt_sysfs "$1" >/dev/null; }	# LUN
# what a call may say whose library or module goes in the middle of it: cancelled, time
# is over, no connection, media or library off line, not stored, device or medium not
# there, not loaded, not mounted
cut_off='(1223|1460|2250|4304|4305|4313|4319|4323|4324|5023)'

# a drive that vanishes in the middle of a mount: the mount says so and ends
t_drive_in_mount() {
	local dev before r deleting
	open A
	open B
	dev=$(gives A mount TAP001L4)
	must A dismount TAP001L4 deferred
	within 30 idle
	before=$(in_flight 1)
	tgt_hang
	send B mount TAP001L4
	within 30 hangs 1 "$before"
	tgt_delete 1 &
	deleting=$!
	within 30 is_away 1
	tgt_resume
	wait $deleting
	r=$(reply B)
	is "code of the mount" "$(code "$r")" 4319
	like "what it says" "$r" 'drive 0 went away'
	within 30 idle
	is request "$(newest_request state)/$(newest_request error)" failed/4319
	within 30 is_drive 0 operational not_present
	# the other drive is as good as before, the medium is known to be in this one
	is medium "$(medium TAP001L4 place)" drive0
	must B mount TAP002L4
	is "the other drive" "$(medium TAP002L4 place)" drive1
	must B dismount TAP002L4
	tgt_rescan
	present
	must B mount TAP001L4
	is node "$(drive 0 device)" "$(tgt_nst 1)"
	must B dismount TAP001L4
	at_home TAP001L4 slot0
}

# a drive that goes while its tape is mounted is the same when it comes back
t_drive_mounted() {
	local id
	open A
	id=$(drive 0 id)
	must A mount TAP001L4
	tgt_delete 1
	within 30 is_drive 0 operational not_present
	is medium "$(medium TAP001L4 place)" drive0
	is id "$(drive 0 id)" "$id"
	refused 4319 A mount TAP002L4 drive=0 now
	tgt_rescan
	present
	is id "$(drive 0 id)" "$id"
	tidy
}

# a robot that vanishes in the middle of a move: what it did is found when it is back
t_robot_in_move() {
	local robot before r deleting
	open A
	robot=$(tgt_changer_lun)
	before=$(in_flight "$robot")
	tgt_hang
	send A mount TAP001L4 timeout=60000
	within 30 hangs "$robot" "$before"
	tgt_delete "$robot" &
	deleting=$!
	within 30 is_away "$robot"
	tgt_resume
	wait $deleting
	like "answer to the mount" "$(reply A 120)" '^(0|4319) '
	within 30 library_is not_present
	open B
	refused 4304 B mount TAP002L4 offline
	refused 4305 B inventory "$(chg)" fast
	tgt_rescan
	present
	within 30 is_true
	tidy
	at_home TAP001L4 slot0
}

# the connection is cut again and again while programs mount and inventories run
t_logout_busy() {
	local i
	for ((i = 0; i < rounds; i++)); do
		busy_programs 3
		some_time
		tgt_logout
		within 30 library_is not_present
		tgt_login
		programs_end "$cut_off"
		present
		within 30 idle
		within 30 is_true
		is verify "$(cat "$verify")" ok
		tidy
	done
}

# the module is unloaded while programs mount, inventories run and lists are read
t_rmmod_busy() {
	local i ids
	ids=$(of id medium)
	for ((i = 0; i < rounds; i++)); do
		busy_programs 3
		while [ -d /sys/module/ntms ]; do rsm view --type=librequest || :; done >/dev/null 2>&1 &
		some_time
		within 60 rmmod ntms
		programs_end "$cut_off"
		wait $! || :
		insmod "$NTMS_KO"
		within 60 inventoried 8
		present
		is "unfinished requests" "$(unfinished)" 0
		is media "$(of id medium)" "$ids"
		tidy
	done
}

# the module is unloaded while the robot moves: it waits for the move, then it goes
t_rmmod_in_move() {
	local robot before unloading
	open A
	robot=$(tgt_changer_lun)
	before=$(in_flight "$robot")
	tgt_hang
	send A mount TAP001L4
	within 30 hangs "$robot" "$before"
	rmmod ntms &
	unloading=$!
	pause 1
	[ -d /sys/module/ntms ] || die "the module is gone while its command is under way"
	tgt_resume
	wait $unloading
	like "answer to the mount" "$(reply A)" '^1223 '
	[ ! -d /sys/module/ntms ]
	insmod "$NTMS_KO"
	within 60 inventoried 8
	present
	within 30 is_true
	tidy
	at_home TAP001L4 slot0
}

run_tests "$0"
