#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_mount.sh - mount and dismount; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# a tape that is mounted can be written and read, and goes home
t_write_read() {
	local dev mounts
	open A
	mounts=$(medium TAP001L4 mounts)
	dev=$(gives A mount TAP001L4 write)
	is "the drive's node" "$dev" "$(tgt_nst 1)"
	is medium "$(medium TAP001L4 state)/$(medium TAP001L4 place)" loaded/drive0
	is drive "$(drive 0 state)" loaded
	is "side in the drive" "$(drive 0 side)" "$(medium TAP001L4 side)"
	is home "$(medium TAP001L4 home)/$(slot 0 state)" slot0/empty
	is mounts "$(medium TAP001L4 mounts)" $((mounts + 1))
	is request "$(newest_request state)" passed
	tar -cf "$dev" -C "$NTMS_TOP" README.md
	mt -f "$dev" rewind
	is contents "$(tar -tf "$dev")" README.md
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
	is drive "$(drive 0 state)/$(media_in 0)" dismounted/
}

# rsm mounts, prints the node, and dismounts
t_rsm() {
	local dev lm
	lm=$(medium TAP002L4 logical)
	dev=$(rsm mount --media="$lm" --write --brief)
	is node "$dev" "$(tgt_nst 1)"
	echo hello | dd of="$dev" bs=512 conv=sync status=none
	mt -f "$dev" rewind
	like label "$(dd if="$dev" bs=512 status=none | tr -d '\0')" hello
	rsm dismount --media="$lm" --wait
	is place "$(medium TAP002L4 place)" slot1
	rsm mount --partition="$(medium TAP003L4 side)" --drive="name:Drive 1" --brief
	is place "$(medium TAP003L4 place)" drive1
	rsm dismount --drive="name:Drive 1" --wait
	at_home TAP003L4 slot2
}

# st stands at the beginning of the tape that is really there
t_positions() {
	local dev m
	open A
	label TAP001L4 TAP002L4
	must A mount TAP001L4,TAP002L4 drive=0,1
	# leave them at different positions, far from each other
	mt -f "$(tgt_nst 1)" fsf 3
	mt -f "$(tgt_nst 2)" fsf 1
	must A dismount TAP001L4,TAP002L4 immediate
	must A mount TAP002L4,TAP001L4 drive=0,1
	for m in TAP002L4 TAP001L4; do
		dev=$(tgt_nst 1)
		[ $m = TAP002L4 ] || dev=$(tgt_nst 2)
		is "position of $m" "$(position "$dev")" "0 0"
		is "what is read" "$(dd if="$dev" bs=512 count=1 status=none | tr -d '\0')" $m
		mt -f "$dev" fsf 2
	done
	must A dismount TAP001L4,TAP002L4 immediate
	must A mount TAP001L4,TAP002L4 drive=0,1
	is "position of TAP001L4" "$(position "$(tgt_nst 1)")" "0 0"
	is "position of TAP002L4" "$(position "$(tgt_nst 2)")" "0 0"
	must A dismount TAP001L4,TAP002L4 immediate
	at_home TAP001L4 slot0
	at_home TAP002L4 slot1
}

# a deferred dismount leaves the tape, and the next mount needs no robot
t_deferred() {
	local moves dev
	open A
	dev=$(gives A mount TAP001L4)
	mt -f "$dev" fsf 1
	must A dismount TAP001L4 deferred
	within 10 is_drive 0 state dismountable
	is medium "$(medium TAP001L4 state)/$(medium TAP001L4 place)" loaded/drive0
	within 10 idle
	moves=$(commands)
	is node "$(gives A mount TAP001L4)" "$dev"
	is "commands to the robot" "$(commands)" "$moves"
	is drive "$(drive 0 state)" loaded
	is position "$(position "$dev")" "0 0"
	must A dismount TAP001L4 deferred
	within 10 is_drive 0 state dismountable
	# nobody has it any more, so anybody may send it home
	open B
	must B dismount TAP001L4
	at_home TAP001L4 slot0
}

# a tape that has been dismountable for its time makes room for another
t_eviction() {
	open A
	must A mount TAP001L4,TAP002L4
	must A dismount TAP001L4,TAP002L4 deferred
	within 10 is_drive 1 state dismountable
	refused 170 A mount TAP003L4 now
	must A delay 0 3
	must A delay 1 3
	must A mount TAP003L4
	is drives "$(media_in 0) $(media_in 1)" "TAP003L4 TAP002L4"
	is "the first" "$(medium TAP001L4 place)" slot0
	must A dismount TAP003L4
	at_home TAP003L4 slot2
	must A dismount-drive 1
	at_home TAP002L4 slot1
	must A delay 0 300
	must A delay 1 300
}

# media of one call are mounted all or none
t_several() {
	local r
	open A
	open B
	r=$(gives A mount TAP001L4,TAP002L4 write)
	is nodes "$r" "$(tgt_nst 1) $(tgt_nst 2)"
	is places "$(medium TAP001L4 place) $(medium TAP002L4 place)" "drive0 drive1"
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	# one drive is free, two are wanted
	refused 170 B mount TAP003L4,TAP004L4 now
	is "third" "$(medium TAP003L4 place)" slot2
	send B mount TAP003L4,TAP004L4
	within 10 waiting 1
	is "third" "$(medium TAP003L4 place)" slot2
	must A dismount TAP002L4
	like reply "$(reply B)" '^0 '
	must B dismount TAP003L4,TAP004L4
	at_home TAP003L4 slot2
	at_home TAP004L4 slot3
}

# more media than there are drives are refused
t_too_many() {
	open A
	refused 4319 A mount TAP001L4,TAP002L4,TAP003L4 timeout=5000
	refused 4300 A mount TAP001L4,TAP001L4
}

# a drive can be asked for
t_specific_drive() {
	open A
	is node "$(gives A mount TAP001L4 drive=1)" "$(tgt_nst 2)"
	refused 170 A mount TAP002L4 drive=1 now
	refused 15 A mount TAP002L4 drive=00000000000000000000000000000001
	refused 15 A mount TAP002L4,TAP003L4 drive=0,0
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	# it is in the other drive, and changes over
	must A mount TAP001L4 drive=0
	must A dismount TAP001L4 deferred
	within 10 is_drive 0 state dismountable
	is node "$(gives A mount TAP001L4 drive=1)" "$(tgt_nst 2)"
	is "drive 0" "$(drive 0 state)" dismounted
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# what cannot be had is said in the right words
t_refusals() {
	open A
	open B
	refused 4300 A mount 00000000000000000000000000000001
	refused 87 A mount TAP001L4 priority=16
	refused 87 A mount TAP001L4 priority=-16
	refused 5023 A dismount TAP001L4
	refused 4300 A dismount TAP001L4,TAP001L4
	refused 5023 A dismount-drive 0
	must A mount TAP001L4,TAP002L4
	refused 87 A dismount TAP001L4 immediate deferred
	refused 170 B mount TAP001L4 now
	refused 170 B mount TAP003L4 now
	refused 1460 B mount TAP003L4 timeout=0
	refused 1460 B mount TAP001L4 timeout=500
	is request "$(newest_request state)/$(newest_request error)" cancelled/1460
	must A dismount TAP001L4,TAP002L4
	at_home TAP001L4 slot0
	at_home TAP002L4 slot1
}

# a complete side is mounted for reading only
t_complete() {
	open A
	must A complete TAP005L4
	refused 19 A mount TAP005L4 write
	refused 19 A mount TAP005L4 read write
	must A mount TAP005L4 read
	must A dismount TAP005L4
	at_home TAP005L4 slot4
}

# a side that nobody has allocated can be mounted
t_available() {
	open A
	is side "$(medium TAP008L4 side_state)" available
	must A mount TAP008L4
	must A dismount TAP008L4
	at_home TAP008L4 slot7
}

# NOWAIT returns at once, and the mount happens
t_nowait() {
	open A
	must A mount TAP001L4 nowait
	within 20 is_medium TAP001L4 state loaded
	within 10 idle
	is request "$(newest_request state)" passed
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# a session may mount a medium twice and has to dismount it twice
t_twice() {
	open A
	must A mount TAP001L4
	must A mount TAP001L4
	must A dismount TAP001L4
	within 10 idle
	is medium "$(medium TAP001L4 state)" loaded
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# a tape stays while somebody has its node open
t_node_open() {
	local dev
	open A
	dev=$(gives A mount TAP001L4)
	exec 9<"$dev"
	must A dismount TAP001L4
	within 20 idle
	is request "$(newest_request state)/$(newest_request error)" failed/170
	is medium "$(medium TAP001L4 state)/$(medium TAP001L4 place)" loaded/drive0
	must A dismount-drive 0
	within 20 idle
	is "request of the operator" "$(newest_request state)/$(newest_request error)" failed/170
	exec 9<&-
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

# a medium may be given back while it is mounted
t_deallocate_mounted() {
	open A
	must A mount TAP006L4
	must A deallocate TAP006L4
	is "side" "$(medium TAP006L4 side_state)" available
	is medium "$(medium TAP006L4 place)" drive0
	must A dismount "$(medium TAP006L4 side)"
	at_home TAP006L4 slot5
	must A allocate Work TAP006L4
	is side "$(medium TAP006L4 side_state)" allocated
}

# a medium that is out of the library is not mounted
t_offline() {
	open A
	tgt_slot_take 7
	must A inventory "$(chg)" fast
	within 10 is_medium TAP007L4 place -
	refused 4304 A mount TAP007L4 offline
	refused 1460 A mount TAP007L4 timeout=1000
	refused 4304 A dismount TAP007L4
	# the mount that waits goes on when somebody brings it
	open B
	send B mount TAP007L4 timeout=120000
	within 10 waiting 1
	tgt_slot_insert 7 TAP007L4
	must A inventory "$(chg)" fast
	like reply "$(reply B)" '^0 '
	must B dismount TAP007L4
	at_home TAP007L4 slot6
}

run_tests "$0"
