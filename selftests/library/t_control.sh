#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_control.sh - ports, doors, cleaners, and what others do to a library; run in
# a guest by run.sh, on a library of vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

library=name:"VLIB VCHANGER"
is_in() { [ "$(vlib_in "$2")" = "$1" ]; }	# CARTRIDGE ELEMENT, in truth
at() { within 30 is_medium "$1" place "$2"; }	# BARCODE PLACE
locked() { [ "$(vlib_of changer prevent)" = 1 ]; }
unlocked() { ! locked; }
ended() { [ "$(newest_request state)" = "$1" ]; }
hands() { vlib_port_close 0; vlib_port_close 1; }	# push in what was extended
stored() { [[ $(medium "$1" place) == slot* ]]; }	# BARCODE
closed() { [ -z "$(vlib_in port0 open)$(vlib_in port1 open)" ]; }
extended() { [ "$(vlib_in port0 open)$(vlib_in port1 open)" = 11 ]; }
door_is() { [ "$(of state door)" = "$1" ]; }
uses_left() { [ "$(of cleaner_uses_remaining library "$(chg)")" = "$1" ]; }	# N
waiting_for() { ask request | grep -q "^description=.*$1"; }

# an ejected tape comes to the port, and is gone when somebody has taken it
t_eject() {
	within 20 locked
	rsm -q eject --physical=name:TAP001L4
	at TAP001L4 port0
	within 20 is_in TAP001L4 port0
	within 20 unlocked
	within 20 extended
	vlib_port_take 0
	hands
	within 20 ended passed
	is "what is known of it" "$(medium TAP001L4 place)" ""
	within 20 locked
}

# an eject that is stopped leaves the tape in the port, an injection brings it home
t_eject_stop() {
	local operation
	operation=$(rsm eject --physical=name:TAP002L4 --brief)
	at TAP002L4 port0
	rsm -q eject --action=stop --operation="$operation"
	within 20 ended stopped
	is place "$(medium TAP002L4 place)" port0
	rsm -q inject --library="$library"
	within 20 extended
	hands
	within 30 ended passed
	is place "$(medium TAP002L4 place)" slot1
}

# tapes that somebody brings get slots, when he has closed the port
t_inject() {
	rsm -q inject --library="$library"
	within 20 extended
	unlocked
	vlib_port_insert 1 NEW001L4
	vlib_port_close 0
	at NEW001L4 port1
	is "the injection" "$(newest_request state)" inprocess
	vlib_port_close 1
	within 30 ended passed
	stored NEW001L4
	within 20 locked
}

# a tape that is in a drive is unloaded for it
t_eject_from_drive() {
	open A
	must A mount TAP003L4
	rsm -q eject --physical=name:TAP003L4 2>/run/said && die "it is in use"
	like "the reason" "$(cat /run/said)" "in use"
	must A dismount TAP003L4 deferred
	rsm -q eject --physical=name:TAP003L4
	at TAP003L4 port0
	within 20 extended
	vlib_port_take 0
	hands
	within 20 ended passed
}

# several tapes leave together, as many as the ports hold
t_eject_together() {
	open A
	must A eject TAP011L4 queue
	must A eject TAP012L4 queue
	refused 170 A eject TAP013L4 queue
	must A eject -
	at TAP011L4 port0
	at TAP012L4 port1
	within 20 extended
	vlib_port_take 0
	within 20 is_medium TAP011L4 place ""
	is "the eject" "$(newest_request state)" inprocess
	vlib_port_take 1
	hands
	within 20 ended passed
}

# a tape that is mounted is taken from whoever has it, by force
t_eject_force() {
	local dev
	open A
	dev=$(gives A mount TAP013L4)
	refused 170 A eject TAP013L4
	must A eject TAP013L4 force
	within 40 extended
	is "place" "$(medium TAP013L4 place)" port0
	vlib_port_take 0
	hands
	within 20 ended passed
	mt -f "$dev" status 2>&1 | grep -q DR_OPEN
}

# an injection of many goes on after each, looks when it is told to, and is stopped
t_inject_many() {
	local operation
	operation=$(rsm inject --library="$library" --action=many --brief)
	within 20 extended
	vlib_port_insert 0 NEW002L4
	hands
	within 30 stored NEW002L4
	within 20 extended
	vlib_port_insert 1 NEW003L4
	rsm -q inject --library="$library" --action=retract --operation="$operation"
	within 30 stored NEW003L4
	within 20 extended
	rsm -q inject --library="$library" --action=stop --operation="$operation"
	within 20 ended stopped
	within 20 closed
}

# ports that are closed without a tape end an injection
t_inject_nothing() {
	rsm -q inject --library="$library"
	within 20 extended
	hands
	within 20 ended passed
	rsm -q inject --library="$library" --action=retract --operation="$(newest_request id)" 2>/run/said && die "it is over"
	like "the reason" "$(cat /run/said)" "over"
}

# without a slot a tape stays in the port and somebody is asked to take it
t_inject_full() {
	local i
	for ((i = 0; i < 28; i++)); do
		[ "$(vlib_in "slot$i")" != - ] || vlib_put "slot$i" "FUL0${i}L4"
	done
	vlib_put slot29 FUL029L4
	rsm -q inventory --library="$library" --action=fast
	within 30 is_medium FUL029L4 place slot29
	rsm -q inject --library="$library"
	within 20 extended
	vlib_port_insert 0 NEW004L4
	vlib_port_insert 1 NEW005L4
	hands
	at NEW004L4 slot28
	within 20 ended passed
	is place "$(medium NEW005L4 place)" port1
	rsm --json view --type=oprequest | grep -q "take 1 cartridges out of the port"
	rsm -q inject --library="$library" 2>/run/said && die "no slot is free"
	like "the reason" "$(cat /run/said)" "slot"
	vlib_take port1 force=1
	for ((i = 0; i < 30; i++)); do
		[[ $(vlib_in "slot$i") != FUL* ]] || vlib_take "slot$i"
	done
	rsm -q inventory --library="$library" --action=fast
	within 30 is_medium FUL029L4 place -
	within 30 idle
}

# the door is unlocked, and what was changed behind it is known when it is closed
t_door() {
	within 20 locked
	rsm -q door --library="$library" --action=fast
	within 20 unlocked
	vlib_door_open
	within 20 door_is open
	vlib_move slot3 slot25
	vlib_door_close
	within 30 is_medium TAP004L4 place slot25
	within 20 idle
	is "the door" "$(of state door 0)" closed
	within 20 locked
}

# without a cleaner a cleaning waits, and somebody is asked for one
t_no_cleaner() {
	rsm -q clean --drive="$(of id drive 0)"
	within 20 ended waiting
	rsm --json view --type=oprequest | grep -qi cleaner
	rsm -q cancel --request="$(newest_request id)"
	within 20 ended cancelled
}

# a cleaner comes, cleans a drive, and goes
t_cleaner() {
	rsm -q cleaner --library="$library" --action=reserve --slot="$(of id slot 29)"
	rsm -q cleaner --library="$library" --action=inject --uses=2
	within 20 extended
	vlib_port_insert 0 CLN001L1 type=clean
	hands
	at CLN001L1 slot29
	within 20 ended passed
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 2
	vlib_set clean=1500
	vlib_dirty 0 now
	rsm -q clean --drive="$(of id drive 0)"
	within 20 is_drive 0 state being_cleaned
	within 40 ended passed
	is_in CLN001L1 slot29
	is "drive" "$(drive 0 state)" dismounted
	is "cleanings" "$(vlib_of drive0 cleanings)" 1
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 1
	# the drive asks for it itself
	open A
	vlib_dirty 0 now
	must A mount TAP005L4
	must A dismount TAP005L4 immediate
	within 60 uses_left 0
	within 40 idle
	rsm drive -d "guid:$(drive 0 id)" >/run/drive
	grep -qx 'TapeAlert  none' /run/drive
	rsm -q cleaner --library="$library" --action=eject
	within 30 is_in CLN001L1 port0
	within 20 extended
	vlib_port_take 0
	hands
	within 20 ended passed
	is "what is known of it" "$(medium CLN001L1 place)" ""
	rsm -q cleaner --library="$library" --action=release
}

# a hand at the port is noticed by the next command, and no more than the ports is read
t_port_by_hand() {
	local before
	before=$(vlib_count changer 1a)
	vlib_do put port0 HND001L4 force=1
	vlib_attention changer 28/01
	open A
	must A mount TAP006L4
	must A dismount TAP006L4 immediate
	at HND001L4 port0
	is "mode pages read" "$(vlib_count changer 1a)" "$before"
	vlib_do take port0 force=1
	vlib_attention changer 28/01
	must A mount TAP006L4
	must A dismount TAP006L4 immediate
	at HND001L4 -
}

# a mount that finds another tape says so and moves nothing
t_wrong_tape() {
	local before
	open A
	before=$(vlib_moves)
	vlib_do move slot6 slot7 quiet=1
	refused 5023 A mount TAP007L4
	is moves "$(vlib_moves)" "$before"
	at TAP007L4 slot7
	at TAP008L4 slot6
	must A mount TAP007L4
	must A dismount TAP007L4 immediate
	within 30 idle
}

# a magazine is pulled and put back
t_magazine() {
	vlib_magazine_pull 8 2
	vlib_attention changer 28/00
	rsm -q inventory --library="$library" --action=fast
	within 30 idle
	is "slot 8" "$(slot 8 state)" not_present
	is TAP009L4 "$(medium TAP009L4 place)" -
	vlib_magazine_insert 8 2
	within 30 sh -c "rsm -q inventory --library='$library' --action=fast"
	at TAP009L4 slot8
	at TAP010L4 slot9
}

# what is left when the module goes is unlocked
t_unlocked_at_the_end() {
	local n
	n=$(of media library "$(chg)")
	within 20 locked
	ntms_stop
	unlocked
	ntms_start
	within 30 inventoried "$n"
}

vlib_anew
SLOTS=30 FILLED=20 DRIVES=2 IE=2 SIZE=8 vlib_up || exit 1
ntms_start || exit 1
within 30 inventoried 20 || exit 1
run_tests "$0"
