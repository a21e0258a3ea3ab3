#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_manage.sh - what operators do with libraries, drives and slots, and libraries that
# have no bar code reader or several pickers, of vlib; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

library=name:"VLIB VCHANGER"
ended() { [ "$(newest_request state)" = "$1" ]; }
home() { within 30 is_medium "$1" place "$2" && within 20 idle; }	# BARCODE SLOT
is_gone() { [ -z "$(of state drive "$1")" ]; }	# ID: of a drive
enabled_is() { [ "$(of enabled library "$(chg)")" = "$1" ]; }
number_of_drives() { [ "$(of drives library "$(chg)")" = "$1" ]; }

# a slot is identified: the tape goes to a drive and comes back
t_identify() {
	local before
	before=$(vlib_moves)
	rsm -q identify --slot="$(of id slot 2)"
	within 40 ended passed
	within 20 idle
	is "place" "$(medium TAP003L4 place)" slot2
	is "moves" $(($(vlib_moves) - before)) 2
	is "loads" "$(vlib_in slot2 loads)" 1
}

# a drive that is disabled is emptied, mounts nothing, and does again when it is enabled
t_disable_drive() {
	open A
	must A mount TAP001L4 drive=0
	must A dismount TAP001L4 deferred
	rsm -q disable --drive="$(of id drive 0)"
	home TAP001L4 slot0
	is "the drive" "$(drive 0 enabled)" 0
	must A mount TAP001L4
	is "place" "$(medium TAP001L4 place)" drive1
	must A dismount TAP001L4 immediate
	refused 4309 A mount TAP001L4 drive=0 timeout=2000
	rsm -q enable --drive="$(of id drive 0)"
	within 20 is_drive 0 enabled 1
	must A mount TAP001L4 drive=0
	must A dismount TAP001L4 immediate
	home TAP001L4 slot0
}

# a medium that is disabled is not mounted
t_disable_medium() {
	open A
	rsm -q disable --physical=name:TAP002L4
	within 20 is_medium TAP002L4 enabled 0
	refused 4309 A mount TAP002L4 timeout=2000
	rsm -q enable --physical=name:TAP002L4
	within 20 is_medium TAP002L4 enabled 1
	must A mount TAP002L4
	must A dismount TAP002L4 immediate
	home TAP002L4 slot1
}

# a library that is disabled does nothing, and its drives are as they were when it is enabled
t_disable_library() {
	local moves
	open A
	rsm -q disable --drive="$(of id drive 1)"
	within 20 is_drive 1 enabled 0
	rsm -q disable --library="$library"
	within 20 enabled_is 0
	moves=$(vlib_moves)
	refused 4309 A mount TAP002L4 offline
	rsm -q eject --physical=name:TAP002L4 2>/run/said && die "it is disabled"
	like "the reason" "$(cat /run/said)" "disabled"
	rsm -q inventory --library="$library" 2>/run/said && die "it is disabled"
	like "the reason" "$(cat /run/said)" "disabled"
	is "moves" "$(vlib_moves)" "$moves"
	rsm -q enable --library="$library"
	within 20 enabled_is 1
	is "drives" "$(drive 0 enabled)$(drive 1 enabled)" 10
	rsm -q enable --drive="$(of id drive 1)"
	within 20 is_drive 1 enabled 1
}

# a drive is deleted when it is not there, and comes back as a new one
t_delete_drive() {
	local id
	id=$(of id drive 1)
	rsm -q delete --drive="$id" 2>/run/said && die "it is there"
	[ -s /run/said ]
	vlib_unplug drive1
	vlib_attention changer 3f/0e
	rsm -q inventory --library="$library" --action=fast
	within 30 is_drive 1 operational not_present
	within 20 idle
	rsm -q delete --drive="$id"
	within 20 is_gone "$id"
	vlib_plug drive1
	vlib_attention changer 3f/0e
	rsm -q inventory --library="$library" --action=fast
	within 30 number_of_drives 2
	within 30 is_drive 1 operational ready
	[ "$(of id drive 1)" != "$id" ]
	open A
	must A mount TAP004L4 drive=1
	must A dismount TAP004L4 immediate
	home TAP004L4 slot3
}

# with two pickers everything is moved by the first
t_pickers() {
	is changers "$(of changers library CHG00002)" 2
	open A
	must A mount PCK001L4
	is "place" "$(LIB=2 vlib_where PCK001L4)" drive0
	must A dismount PCK001L4 immediate
	home PCK001L4 slot0
}

# without a bar code reader a cartridge is the one that was there, and one in a slot that was empty is new
t_no_reader() {
	local ids id
	export LIB=3
	is "reader" "$(of bar_codes library "$(chg)")" 0
	is media "$(of media library "$(chg)")" 3
	ids=$(ids_in_library)
	vlib_slot_insert 5 DIF004L4
	rsm -q inventory --library=name:"VLIB BLIND" --action=fast
	within 30 inventoried 4
	within 20 idle
	is "those that were there" "$(ids_in_library | head -n 3)" "$ids"
	id=$(ids_in_library | tail -n 1)
	is "the new one" "$(medium "$id" place)" slot5
	vlib_slot_take 1
	rsm -q inventory --library=name:"VLIB BLIND" --action=fast
	within 30 inventoried 3
	within 20 idle
	# it is mounted, and is itself again when it is back
	open A
	id=$(ids_in_library | head -n 1)
	must A mount "$(of side medium "$id")"
	is "what is in the drive" "$(vlib_in drive0)" DIF001L4
	must A dismount "$(of side medium "$id")" immediate
	within 30 is_medium "$id" place slot0
	within 20 idle
	is media "$(of media library "$(chg)")" 3
}

# a library is deleted when it is not there; its media are off line, and at home when it comes back
t_delete_library() {
	local id
	export LIB=2
	id=$(medium PCK002L4 id)
	rsm -q delete --library="$(of id library "$(chg)")" 2>/run/said && die "it is there"
	[ -s /run/said ]
	vlib_unplug all
	within 30 library_is not_present
	rsm -q delete --library="$(of id library "$(chg)")"
	within 30 is_medium PCK002L4 library "Offline media"
	is "place" "$(medium PCK002L4 place)" -
	is "library" "$(of id library "$(chg)")" ""
	vlib_plug all
	within 40 inventoried 2
	is "place" "$(medium PCK002L4 place)" slot1
	is "the medium" "$(medium PCK002L4 id)" "$id"
}

ids_in_library() { # those in the library without a reader, in the order of their slots
	ask medium | awk -F= '$1 == "id" { id = $2 } $1 == "library" { l = $2 } $1 == "place" {
		if (l == "VLIB BLIND") print $2, id }' | sort | cut -d' ' -f2
}

vlib_anew
SLOTS=10 FILLED=4 DRIVES=2 IE=2 SIZE=8 vlib_up || exit 1
(LIB=2 SLOTS=4 FILLED=2 DRIVES=1 IE=1 SIZE=8 PICKERS=2 PREFIX=PCK OPTIONS="product=TWOARMS" vlib_up) || exit 1
(LIB=3 SLOTS=6 FILLED=3 DRIVES=1 IE=0 SIZE=8 PREFIX=DIF OPTIONS="product=BLIND tags=none" vlib_up) || exit 1
ntms_start || exit 1
for i in 1 2 3; do
	(LIB=$i within 30 inventoried "$((i == 1 ? 4 : i == 2 ? 2 : 3))") || exit 1
done
run_tests "$0"
