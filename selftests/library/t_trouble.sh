#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_trouble.sh - hardware and software fail; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
export TGT_TIMEOUT=4
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

mark() { echo "ntms-test: mark" >/dev/kmsg; }
logged() { # PATTERN: the module said so since the mark
	dmesg | awk '/ntms-test: mark/ { text = ""; next } { text = text "\n" $0 } END { print text }' |
		grep -E 'ntms|LABTGT' | grep -qE "$1" || die "nothing in the log like '$1'"
}
a_library_is() { [[ " $(of operational library) " == *" $1 "* ]]; }	# STATE
begin_anew() { # the library as it was at the start
	local d
	for d in 0 1; do
		[ -z "$(media_in $d)" ] || note "drive $d: $(client operator dismount-drive $d)"
	done
	within 20 idle
}

# a tape that the drive does not take: the mount fails, the tape goes home
t_broken_tape() {
	open A
	tgt_tape_break TAP007L4
	mark
	local r
	r=$(say A mount TAP007L4)
	like reply "$r" '^(4323|4324) .*TAP007L4'
	within 20 idle
	is request "$(newest_request state)/$(newest_request error)" "failed/$(code "$r")"
	is "the tape" "$(medium TAP007L4 place)/$(medium TAP007L4 state)" slot6/idle
	logged 'mount of TAP007L4 failed'
	# and everything else works as before
	must A mount TAP001L4,TAP002L4
	must A dismount TAP001L4,TAP002L4
	at_home TAP002L4 slot1
	tgt_tape TAP007L4
	must A mount TAP007L4
	must A dismount TAP007L4
	at_home TAP007L4 slot6
}

# of two media one is broken: none is mounted, the other goes home
t_one_of_two_broken() {
	open A
	open B
	tgt_tape_break TAP007L4
	like reply "$(say A mount TAP001L4,TAP007L4)" '^(4323|4324) '
	within 20 idle
	is "the broken one" "$(medium TAP007L4 place)" slot6
	# the other one is free for everybody
	must B mount TAP001L4 now
	must B dismount TAP001L4
	at_home TAP001L4 slot0
	tgt_tape TAP007L4
}

# somebody moved the tape behind our back: the mount finds out, tries no more
t_moved_behind_our_back() {
	local r
	open A
	mtx -f "$(tgt_sch)" transfer 1 20 >/dev/null
	r=$(say A mount TAP001L4)
	within 20 idle
	within 10 is_medium TAP001L4 library "LABTGT VCHANGER"
	[ "$(code "$r")" = 0 ] || like reply "$r" '^4323 .*TAP001L4'
	begin_anew
	[ "$(medium TAP001L4 place)" = slot0 ] || {
		mtx -f "$(tgt_sch)" transfer 20 1 >/dev/null
		must A inventory "$(chg)" fast
		within 10 is_medium TAP001L4 place slot0
	}
}

# the destination is taken: the tape goes to a slot that is free
t_home_is_taken() {
	local at
	open A
	must A mount TAP001L4
	mtx -f "$(tgt_sch)" transfer 8 1 >/dev/null
	must A dismount TAP001L4
	within 30 is_drive 0 state dismounted
	at=$(medium TAP001L4 place)
	like place "$at" '^slot'
	within 10 is_true
	must A inventory "$(chg)" fast
	within 20 idle
	is TAP008L4 "$(medium TAP008L4 place)" slot0
	mtx -f "$(tgt_sch)" transfer $((${at#slot} + 1)) 20 >/dev/null
	mtx -f "$(tgt_sch)" transfer 1 8 >/dev/null
	mtx -f "$(tgt_sch)" transfer 20 1 >/dev/null
	must A inventory "$(chg)" fast
	within 10 is_medium TAP008L4 place slot7
}

# the robot is off line: mounts say so, and work when it is back
t_robot_offline() {
	local r robot
	open A
	robot=$(tgt_sysfs "$(tgt_changer_lun)")
	echo offline >"$robot/state"
	mark
	r=$(say A mount TAP001L4 timeout=4000)
	like reply "$r" '^4319 .*TAP001L4'
	echo running >"$robot/state"
	logged 'mount of TAP001L4 failed'
	within 20 idle
	within 60 client operator inventory "$(chg)" fast
	within 20 library_is ready
	must A mount TAP001L4
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# the store is gone while a tape is mounted: nothing is claimed that is not kept
t_store_gone() {
	local r
	open A
	must A mount TAP001L4
	store_stop KILL
	r=$(say A mount TAP002L4 timeout=3000)
	like reply "$r" '^(21|4313|1460) '
	store_start
	within 20 idle
	is medium "$(medium TAP001L4 state)/$(medium TAP001L4 place)" loaded/drive0
	is_true
	begin_anew
	must A mount TAP002L4
	must A dismount TAP002L4
	at_home TAP002L4 slot1
}

# the disk under the store is full: changes are refused, the tapes stay, then it goes on
t_disk_full() {
	local small=/root/small first=$store i r
	open A
	must A mount TAP001L4
	ntms_stop
	mkdir -p $small
	mount -t tmpfs -o size=4m small $small
	cp -a "$first/." $small
	store=$small
	ntms_start
	within 15 is_drive 0 state dismountable
	open B
	dd if=/dev/zero of=$small/filler bs=64k status=none 2>/dev/null || :
	dd if=/dev/zero of=$small/filler oflag=append conv=notrunc bs=1k status=none 2>/dev/null || :
	# a little may still find room in what the store has of the disk already
	for ((i = 0; i < 10; i++)); do
		r=$(say B mount TAP002L4)
		[ "$(code "$r")" = 0 ] || break
		must B dismount TAP002L4
		within 20 idle
	done
	like "mount on a full disk" "$r" '^4314 .*[a-z]'
	is medium "$(medium TAP001L4 place)/$(medium TAP002L4 place)" drive0/slot1
	is_true
	rm $small/filler
	within 30 client operator mount TAP002L4
	must B dismount-drive 1
	must B dismount-drive 0
	at_home TAP001L4 slot0
	at_home TAP002L4 slot1
	# all of it is in the store
	ntms_restart
	within 15 inventoried 8
	is unfinished "$(unfinished)" 0
	ntms_stop
	rm -r "$first"
	cp -a $small "$first"
	umount $small
	store=$first
	ntms_start
	within 15 inventoried 8
}

# a damaged database is not used and not touched, no tape moves; a good copy goes on
t_database_damaged() {
	local before moves status=0
	before=$(of id medium; of logical medium; of pool medium)
	ntms_stop
	cp -a "$store" /root/good
	dd if=/dev/urandom of="$store/ntms.db" bs=1k seek=9 count=30 conv=notrunc status=none
	cp "$store/ntms.db" /root/bad.db
	insmod "$NTMS_KO"
	moves=$(commands)
	ntmsd --dir "$store" >/root/damaged.log 2>&1 || status=$?
	is "status of ntmsd" $status 3
	grep -q 'ntms.db: .*the file is damaged' /root/damaged.log
	cmp "$store/ntms.db" /root/bad.db
	like "a program" "$(NTMS_OPEN_WAIT=100 client A mount TAP001L4)" '^170 '
	is "commands to the robot" "$(commands)" "$moves"
	rm -r "$store"
	mv /root/good "$store"
	store_start
	within 15 inventoried 8
	is "ids, allocations, pools" "$(of id medium; of logical medium; of pool medium)" "$before"
}

# the module goes while a tape is mounted, and comes back
t_module_reload() {
	local r
	open A
	open B
	must A mount TAP001L4
	send B mount TAP001L4
	within 10 waiting 1
	ntms_stop
	r=$(reply B)
	like "who waited" "$r" '^(1223|1201) '
	ntms_start
	within 15 is_drive 0 state dismountable
	is place "$(medium TAP001L4 place)" drive0
	is home "$(medium TAP001L4 home)" slot0
	is unfinished "$(unfinished)" 0
	open C
	must C mount TAP001L4 drive=0
	is medium "$(medium TAP001L4 state)" loaded
	must C dismount TAP001L4
	at_home TAP001L4 slot0
}

# a changer that answers nonsense: it is said which, nothing of it is believed
t_nonsense() {
	local id
	export TWO_LIBRARIES=1
	mark
	# the addresses of its slots are those of its drives
	tgt_add_library 2 SLOTS=8 FILLED=3 DRIVES=2 IE=1 SLOT_AT=256
	within 30 a_library_is needs_service
	logged 'element addresses make no sense'
	logged 'LABTGT VCHANGER: library .* could not be read'
	open A
	id=$(ask library | awk -F= '$1 == "id" { id = $2 } $2 == "needs_service" { print id }')
	rsm -q inventory --library="$id" --action=fast
	within 20 idle
	is "an inventory" "$(newest_request state)/$(newest_request error)" failed/4326
	is "slots of all" "$(of slots library | tr ' ' '\n' | sort -n | tr -d '\n')" 0020
	is media "$(count_media)" 8
	must A mount TAP001L4
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	LIB=2 tgt_logout
	within 10 a_library_is not_present
}

# the connection is cut while a tape is mounted, and comes back
t_logout_mounted() {
	local r
	open A
	open B
	must A mount TAP001L4
	tgt_logout
	within 15 library_is not_present
	is drive "$(drive "$(chg):0" operational)" not_present
	r=$(say B mount TAP002L4 offline)
	is "mount in a library that is away" "$(code "$r")" 4304
	r=$(say B mount TAP002L4 timeout=1000)
	is "mount that waits for it" "$(code "$r")" 1460
	refused 4305 B inventory "$(chg)" fast
	tgt_login
	within 15 library_is ready
	within 15 is_drive 0 operational ready
	is medium "$(medium TAP001L4 place)" drive0
	must B mount TAP002L4
	must B dismount TAP002L4
	at_home TAP002L4 slot1
	begin_anew
	at_home TAP001L4 slot0
}

# the library loses power in the middle of a mount, and comes back
t_power_off() {
	local r robot before
	open A
	open B
	must A mount TAP002L4
	# the robot stops in the middle of the move
	robot=$(tgt_changer_lun)
	before=$(in_flight "$robot")
	tgt_hang
	send A mount TAP001L4
	within 10 hangs "$robot" "$before"
	tgt_crash
	r=$(reply A 90)
	note "in the middle of a mount: $r"
	like reply "$r" '^(4319|4324) .*TAP001L4'
	# a call while it is off does not hang
	r=$(say B mount TAP003L4 timeout=5000)
	like "without a library" "$r" '^[1-9]'
	# it is on again, somebody put all tapes into their slots
	SLOTS=20 FILLED=8 DRIVES=2 IE=2 SIZE=8 tgt_up
	tgt_login || within 60 tgt_nodes
	within 60 client operator inventory "$(chg)" fast
	within 30 is_medium TAP002L4 place slot1
	within 30 idle
	open C
	must C mount TAP001L4
	must C dismount TAP001L4
	at_home TAP001L4 slot0
}

# a drive that is pulled out is not used any more
t_drive_pulled() {
	local r
	open A
	tgt_drive_remove 2
	mark
	r=$(say A mount TAP001L4 drive=1 timeout=20000)
	like reply "$r" '^(4319|4323|4324) .*(drive 1|TAP001L4)'
	logged 'mount of TAP001L4 failed'
	within 30 idle
	is_true
	must A mount TAP002L4 drive=0
	must A dismount TAP002L4
	at_home TAP002L4 slot1
}

run_tests "$0"
