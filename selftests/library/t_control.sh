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
extended() { [ "$(vlib_in port0 open)$(vlib_in port1 open)" = 11 ]; }
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
	is place "$(medium NEW001L4 place)" slot0
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

# the door is unlocked, and what was changed behind it is known when it is closed
t_door() {
	within 20 locked
	rsm -q door --library="$library" --action=fast
	within 20 unlocked
	vlib_door_open
	within 20 sh -c "client ask show door | grep -qx state=open"
	vlib_move slot3 slot15
	vlib_door_close
	within 30 is_medium TAP004L4 place slot15
	within 20 idle
	is "the door" "$(of state door 0)" closed
	within 20 locked
}

# a cleaner comes, cleans a drive, and goes
t_cleaner() {
	rsm -q cleaner --library="$library" --action=reserve --slot=number:19 2>/run/said ||
		rsm -q cleaner --library="$library" --action=reserve --slot="$(of id slot 19)"
	rsm -q cleaner --library="$library" --action=inject --uses=2
	within 20 extended
	vlib_port_insert 0 CLN001L1 type=clean
	hands
	at CLN001L1 slot19
	within 20 ended passed
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 2
	vlib_set clean=1500
	vlib_dirty 0 now
	rsm -q clean --drive="$(of id drive 0)"
	within 20 is_drive 0 state being_cleaned
	within 40 ended passed
	is_in CLN001L1 slot19
	is "drive" "$(drive 0 state)" dismounted
	is "cleanings" "$(vlib_in drive0 cleanings)" 1
	is "uses" "$(of cleaner_uses_remaining library "$(chg)")" 1
	# the drive asks for it itself
	open A
	vlib_dirty 0 now
	must A mount TAP005L4
	must A dismount TAP005L4 immediate
	within 60 sh -c "[ \$(client ask show library $(chg) | sed -n s/^cleaner_uses_remaining=//p) = 0 ]"
	within 40 idle
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
	is "slot 8" "$(slot 8 state)" notpresent
	is TAP009L4 "$(medium TAP009L4 place)" -
	vlib_magazine_insert 8 2
	within 30 sh -c "rsm -q inventory --library='$library' --action=fast"
	at TAP009L4 slot8
	at TAP010L4 slot9
}

# what is left when the module goes is unlocked
t_unlocked_at_the_end() {
	within 20 locked
	ntms_stop
	unlocked
	ntms_start
	within 30 inventoried "$(count_media)"
}

SLOTS=20 FILLED=10 DRIVES=2 IE=2 SIZE=8 vlib_up || exit 1
ntms_start || exit 1
within 30 inventoried 10 || exit 1
run_tests "$0"
