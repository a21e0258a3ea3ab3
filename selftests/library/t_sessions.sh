#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_sessions.sh - several programs want the same; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# a medium belongs to the session that mounted it until it is dismounted
t_one_at_a_time() {
	open A
	open B
	must A mount TAP001L4
	refused 170 B mount TAP001L4 now
	refused 1460 B mount TAP001L4 timeout=300
	send B mount TAP001L4
	within 10 waiting 1
	must A dismount TAP001L4 deferred
	like reply "$(reply B)" '^0 '
	refused 170 A mount TAP001L4 now
	must B dismount TAP001L4
	at_home TAP001L4 slot0
}

# only who has it may dismount it, the operator any
t_dismount_of_others() {
	local r
	open A
	open B
	must A mount TAP001L4
	r=$(say B dismount TAP001L4)
	is "dismount by another" "$(code "$r")" 5023
	is medium "$(medium TAP001L4 state)" loaded
	must B dismount-drive 0
	at_home TAP001L4 slot0
}

# a mount right after a dismount waits for it, and is not refused
t_after_dismount() {
	local i
	open A
	open B
	for i in 1 2 3; do
		must A mount TAP001L4
		must A dismount TAP001L4
		must B mount TAP001L4 now
		is medium "$(medium TAP001L4 state)" loaded
		must B dismount TAP001L4
	done
	at_home TAP001L4 slot0
}

# a mount into a drive that is being emptied waits for it
t_drive_coming() {
	open A
	open B
	must A mount TAP001L4,TAP002L4
	must A dismount TAP001L4
	must B mount TAP003L4 now
	must A dismount TAP002L4
	must B dismount TAP003L4
	at_home TAP001L4 slot0
	at_home TAP002L4 slot1
	at_home TAP003L4 slot2
}

# who waits longer gets the drive first, unless another is more important
t_priorities() {
	open A
	open B
	open C
	open D
	must A mount TAP001L4,TAP002L4
	send B mount TAP003L4 priority=-7
	within 10 waiting 1
	send C mount TAP004L4
	within 10 waiting 2
	send D mount TAP005L4 priority=7
	within 10 waiting 3
	must A dismount TAP001L4
	like "the highest" "$(reply D)" '^0 '
	waiting 2
	must D dismount TAP005L4
	like "the next" "$(reply C)" '^0 '
	must C dismount TAP004L4
	like "the last" "$(reply B)" '^0 '
	must B dismount TAP003L4
	must A dismount TAP002L4
	at_home TAP003L4 slot2
}

# the tape of a program that was killed stays, and others can have it
t_killed() {
	local moves
	open A
	open B
	must A mount TAP001L4
	killed A
	sleep .5
	is medium "$(medium TAP001L4 state)/$(medium TAP001L4 place)" loaded/drive0
	within 10 idle
	moves=$(commands)
	must B mount TAP001L4 now
	is "commands to the robot" "$(commands)" "$moves"
	must B dismount TAP001L4
	at_home TAP001L4 slot0
}

# the tapes of a killed program keep their drives until somebody dismounts them
t_killed_keeps_drives() {
	open A
	open B
	must A mount TAP001L4,TAP002L4
	killed A
	within 5 refused 170 B mount TAP003L4 now
	is drives "$(drive 0 state) $(drive 1 state)" "loaded loaded"
	must B dismount TAP002L4
	must B mount TAP003L4
	must B dismount TAP003L4
	must B dismount-drive 0
	at_home TAP003L4 slot2
	at_home TAP001L4 slot0
}

# a program that is killed while it waits waits no longer
t_killed_waiting() {
	open A
	open B
	must A mount TAP001L4
	send B mount TAP001L4
	within 10 waiting 1
	killed B
	within 5 idle
	is request "$(newest_request state)/$(newest_request error)" cancelled/1223
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# a session that is closed cancels its own mount
t_closed_waiting() {
	open A
	open B
	must A mount TAP001L4
	send B bg mount TAP001L4
	within 10 waiting 1
	send B close
	local one two
	one=$(reply B) two=$(reply B)
	like "replies" "$one $two" '^(0 .*bg 1223 |bg 1223 .* 0 )'
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# a program that is killed while the robot works leaves everything in order
t_killed_in_flight() {
	local i
	for i in 1 2 3 4 5; do
		open A
		send A mount TAP00${i}L4
		sleep ".0$i"
		killed A
		within 20 idle
		is verify "$(cat "$verify")" ok
		open B
		must B mount TAP00${i}L4
		must B dismount TAP00${i}L4
		at_home TAP00${i}L4 slot$((i - 1))
		killed B
	done
}

# requests can be seen while they wait and when they are over
t_requests() {
	local out
	open A
	open B
	must A mount TAP001L4
	send B mount TAP001L4 timeout=3000
	within 10 waiting 1
	out=$(rsm --json view --type=librequest | jq -r '.objects[-1] |
		"\(.operation) \(.state) \(.application) \(.description)"')
	like "what rsm shows" "$out" '^mount waiting B .*TAP001L4'
	like reply "$(reply B)" '^1460 .*TAP001L4'
	is "the object" "$(newest_request state) $(newest_request error)" "cancelled 1460"
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	is operation "$(newest_request operation) $(newest_request state) $(newest_request medium)" \
		"16 passed TAP001L4"
}

# an inventory while tapes are mounted leaves them to their owners
t_inventory_while_mounted() {
	open A
	open B
	must A mount TAP001L4
	must A mount TAP002L4
	must A dismount TAP002L4 deferred
	must B inventory "$(chg)" fast
	within 15 idle
	is TAP001L4 "$(medium TAP001L4 state)/$(drive 0 state)" loaded/loaded
	is TAP002L4 "$(medium TAP002L4 state)/$(drive 1 state)" loaded/dismountable
	refused 170 B mount TAP001L4 now
	must A dismount TAP001L4
	must B dismount-drive 1
	at_home TAP001L4 slot0
	at_home TAP002L4 slot1
}

worker() { # NAME ROUNDS: mount one of five tapes, is it the right one?
	local i m dev
	open "$1"
	for ((i = 0; i < $2; i++)); do
		m=TAP00$((RANDOM % 5 + 1))L4
		dev=$(gives "$1" mount $m timeout=120000) || return 1
		is "label in $dev" "$(dd if="$dev" bs=512 count=1 status=none | tr -d '\0')" $m ||
			return 1
		if ((RANDOM % 2)); then
			must "$1" dismount $m deferred
		else
			must "$1" dismount $m
		fi >/dev/null || return 1
	done
}

# four programs, five tapes, two drives: each reads what it asked for
t_contention() {
	local w bad=0 pids=()
	open A
	label TAP001L4 TAP002L4 TAP003L4 TAP004L4 TAP005L4
	must A delay 0 0
	must A delay 1 0
	for w in W X Y Z; do
		worker $w 8 &
		pids+=($!)
	done
	for w in "${pids[@]}"; do
		wait "$w" || bad=1
	done
	is "what the programs saw" $bad 0
	within 10 idle
	for w in 0 1; do
		[ -z "$(media_in $w)" ] || must A dismount-drive $w
	done
	within 20 idle
	must A delay 0 300
	must A delay 1 300
}

run_tests "$0"
