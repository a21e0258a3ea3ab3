#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_hands.sh - labels, identification, ports and cleaners with st and a library as
# they come; run in a guest by run.sh, after a part that made a library with 8 tapes.
# What tgt cannot do at all (doors, locks, drives that clean, sides) is tested on vlib.
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

library=name:"LABTGT VCHANGER"
is_slot() { [ "$(slot "$1" state)" = "$2" ]; }	# NUMBER STATE
ended() { [ "$(newest_request state)" = "$1" ]; }
# BARCODE [OPTION...]: the node of the drive that it is in
insert() { rsm mount --partition="$(medium "$1" side)" --brief "${@:2}"; }
# BARCODE VOLUME: as a program writes an ANSI label that knows nothing of us
write_label() {
	local dev
	dev=$(insert "$1")
	mt -f "$dev" rewind
	printf 'VOL1%-33s%-14s%-28s3' "$2" 'PAYROLL DEPT' '' | dd of="$dev" bs=80 status=none
	rsm -q dismount --partition="$(medium "$1" side)" --wait
	within 30 idle
}
label_of() { # BARCODE: type, owner
	rsm --json view --type=partition --container=name:"$1" -v | sed -n 's/^ *"label_\(type\|info\)": "\(.*\)",*$/\2/p'
}

# a tape of somebody else comes in, is known by its label when its slot is identified, and is not written over
t_identify() {
	rsm -q inject --library="$library"
	tgt_port_insert 1 PAY019L4
	within 30 is_medium PAY019L4 place slot8
	within 20 ended passed
	write_label PAY019L4 PAYR19
	is "side" "$(medium PAY019L4 side_state)" foreign
	agent_start
	rsm -q identify --slot="$(of id slot 8)"
	within 30 is_medium PAY019L4 side_state import
	within 30 ended passed
	like "pool" "$(medium PAY019L4 pool)" '^Import'
	is "label" "$(label_of PAY019L4)" $'ANSI\nPAYROLL DEPT'
	at_home PAY019L4 slot8
	insert PAY019L4 --write 2>/run/said && die "it can be written"
	like "the reason" "$(</run/said)" "belong to somebody"
}

# a tape that was labelled anew is not mounted, and the mount says so
t_other_label() {
	write_label PAY019L4 OTHER1
	insert PAY019L4 2>/run/said && die "it is mounted"
	like "the reason" "$(</run/said)" "PAY019L4 has another label"
	like "a failed mount" "$(ask request)" "state=failed.error=5023"
	# its library recovers by itself: it looks at all of them
	within 60 idle
	agent_stop
	tgt_slot_take 9
	rsm -q inventory --library="$library" --action=fast
	within 30 is_slot 8 empty
}

# a tape that goes out by a port and comes in by another is the same, and is mounted again
t_out_and_in() {
	local id lm
	id=$(medium TAP007L4 id)
	lm=$(medium TAP007L4 logical)
	rsm -q eject --physical=name:TAP007L4
	within 30 is_medium TAP007L4 place port0
	is "the eject" "$(newest_request state)" inprocess
	tgt_port_take 1
	within 30 is_medium TAP007L4 place -
	within 20 ended passed
	rsm -q inject --library="$library"
	tgt_port_insert 2 TAP007L4
	within 30 is_medium TAP007L4 place slot6
	within 20 ended passed
	is "id" "$(medium TAP007L4 id)" "$id"
	is "allocation" "$(medium TAP007L4 logical)" "$lm"
	open A
	must A mount TAP007L4
	must A dismount TAP007L4 immediate
	at_home TAP007L4 slot6
}

# what is in a drive is unloaded to be ejected; stopped, it stays in the port; an injection brings it home
t_eject_stopped() {
	local operation
	open A
	must A mount TAP006L4
	refused 170 A eject TAP006L4
	must A dismount TAP006L4 deferred
	operation=$(rsm eject --physical=name:TAP006L4 --brief)
	within 30 is_medium TAP006L4 place port0
	rsm -q eject --action=stop --operation="$operation"
	within 20 ended stopped
	is "place" "$(medium TAP006L4 place)" port0
	rsm -q inject --library="$library"
	within 30 is_medium TAP006L4 place slot5
	within 20 ended passed
}

# an injection of many takes what comes, one after the other, until it is stopped
t_inject_many() {
	local operation
	operation=$(rsm inject --library="$library" --action=many --brief)
	tgt_port_insert 1 NEW001L4
	within 30 is_medium NEW001L4 place slot8
	tgt_port_insert 2 NEW002L4
	within 30 is_medium NEW002L4 place slot9
	rsm -q inject --library="$library" --action=stop --operation="$operation"
	within 20 ended stopped
	tgt_slot_take 9
	tgt_slot_take 10
	rsm -q inventory --library="$library" --action=fast
	within 30 is_medium NEW002L4 place -
}

# a cleaner comes by the port and goes; a drive that takes it for a tape was not cleaned, and that is said
t_cleaner() {
	rsm -q cleaner --library="$library" --action=reserve --slot=19
	rsm -q cleaner --library="$library" --action=inject --uses=3
	tgt_tape CLN001L1 clean
	tgt_port_insert 1 CLN001L1
	within 30 is_medium CLN001L1 place slot19
	within 20 ended passed
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 3
	rsm -q clean --drive="$(of id drive 0)"
	within 60 ended failed
	is "the reason" "$(newest_request error)" 4310
	within 30 is_medium CLN001L1 place slot19
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 2
	is "the drive" "$(drive 0 state)" dismounted
	rsm -q cleaner --library="$library" --action=eject
	within 30 is_medium CLN001L1 place port0
	tgt_port_take 1
	within 20 ended passed
	is "what is known of it" "$(medium CLN001L1 place)" ""
	rsm -q cleaner --library="$library" --action=release
}

# a library whose changer tells of no door has none to unlock
t_no_door() {
	rsm -q door --library="$library" --action=fast 2>/run/said && die "it has a door"
	like "the reason" "$(</run/said)" "has no door"
}

# what was taken away is forgotten when somebody says so, and not before
t_forgotten() {
	local id
	[ "$(count_media)" -gt 8 ]
	for id in $(ask medium | awk -F= '$1 == "id" { id = $2 } $1 == "place" && $2 == "-" { print id }'); do
		rsm -q delete --physical="$id"
	done
	is media "$(count_media)" 8
}

tidy
run_tests "$0"
status=$?
agent_stop
exit $status
