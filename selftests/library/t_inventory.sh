#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_inventory.sh - media by their bar codes; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

unrecognized='Unrecognized\LTO_Ultrium'
inventory() { # ask for one and wait for it
	must A inventory "$(chg)" fast
	within 15 idle
	is "result of the inventory" "$(newest_request state)" passed
}

# new media are in the pool of unrecognized media of their type
t_new_media() {
	local m
	within 15 inventoried 6
	for m in TAP001L4 TAP006L4; do
		is "pool of $m" "$(medium $m pool)" "$unrecognized"
		is "side of $m" "$(medium $m side_state)" foreign
		is "$m" "$(medium $m state)" idle
		is "name of $m" "$(medium $m name)" $m
		is "bar code state of $m" "$(medium $m bar_code_state)" 1
	done
	is "place" "$(medium TAP003L4 place)" slot2
	is "home" "$(medium TAP003L4 home)" slot2
	is "slot 2" "$(slot 2 state)" full
	is "slot 9" "$(slot 9 state)" empty
}

# a cartridge that is put into a slot is found by an inventory
t_slot_insert() {
	open A
	tgt_slot_insert 12 NEW001L4
	inventory
	is place "$(medium NEW001L4 place)" slot11
	is pool "$(medium NEW001L4 pool)" "$unrecognized"
	is media "$(count_media)" 7
}

# a cartridge that is taken out is off line and keeps what it is
t_taken_out() {
	local id lm
	open A
	rsm -q freemedia --all-unrecognized
	rsm -q createpool --pool=Work --action=new --media-type=name:LTO_Ultrium --draw-free --return-free
	lm=$(gives A allocate Work TAP002L4)
	id=$(medium TAP002L4 id)
	tgt_slot_take 2
	inventory
	is place "$(medium TAP002L4 place)" -
	is library "$(medium TAP002L4 library)" "Offline media"
	is pool "$(medium TAP002L4 pool)" Work
	is allocation "$(medium TAP002L4 logical)" "$lm"
	is slot "$(slot 1 state)" empty
	# and is itself again when it is put into another slot
	tgt_slot_insert 15 TAP002L4
	inventory
	is id "$(medium TAP002L4 id)" "$id"
	is place "$(medium TAP002L4 place)" slot14
	is home "$(medium TAP002L4 home)" slot14
	is allocation "$(medium TAP002L4 logical)" "$lm"
	is library "$(medium TAP002L4 library)" "LABTGT VCHANGER"
}

# media that were moved while the module was away are found again
t_moved_meanwhile() {
	local before after m
	before=$(for m in TAP001L4 TAP002L4 TAP003L4; do
		medium $m id; medium $m pool; medium $m logical; done)
	ntms_stop
	# two change places, one goes to the port
	mtx -f "$(tgt_sch)" transfer 1 20 >/dev/null
	mtx -f "$(tgt_sch)" transfer 3 1 >/dev/null
	mtx -f "$(tgt_sch)" transfer 20 3 >/dev/null
	mtx -f "$(tgt_sch)" transfer 15 21 >/dev/null
	ntms_start
	within 15 is_medium TAP001L4 place slot2
	is TAP003L4 "$(medium TAP003L4 place)" slot0
	is TAP002L4 "$(medium TAP002L4 place)" port0
	after=$(for m in TAP001L4 TAP002L4 TAP003L4; do
		medium $m id; medium $m pool; medium $m logical; done)
	is "ids, pools, allocations" "$after" "$before"
	is media "$(count_media)" 7
}

# two cartridges that change places under the eyes of nobody
t_swapped() {
	open A
	mtx -f "$(tgt_sch)" transfer 4 20 >/dev/null
	mtx -f "$(tgt_sch)" transfer 5 4 >/dev/null
	mtx -f "$(tgt_sch)" transfer 20 5 >/dev/null
	inventory
	is TAP004L4 "$(medium TAP004L4 place)" slot4
	is TAP005L4 "$(medium TAP005L4 place)" slot3
	is media "$(count_media)" 7
}

# a cartridge without bar code is a medium too, and stays the same
t_no_bar_code() {
	local id
	open A
	tgt_slot_blank 17
	inventory
	is media "$(count_media)" 8
	is place "$(medium - place)" slot16
	is "bar code state" "$(medium - bar_code_state)" 2
	id=$(medium - id)
	inventory
	is id "$(medium - id)" "$id"
	ntms_restart
	within 15 is_medium - place slot16
	is id "$(medium - id)" "$id"
	tgt_slot_take 17
	open B
	must B inventory "$(chg)" fast
	within 15 is_medium - place -
}

# a cleaning cartridge is known as one, cannot be mounted, and is forgotten when it is gone
t_cleaner() {
	open A
	tgt_cleaner 18 CLN001L1
	inventory
	is place "$(medium CLN001L1 place)" slot17
	is "slot of the cleaner" "$(slot 17 state)" full
	refused 4300 A mount CLN001L1
	tgt_slot_take 18
	inventory
	is place "$(medium CLN001L1 place)" ""
	is "slot of the cleaner" "$(slot 17 state)" empty
}

# what is in the port is seen there
t_port() {
	open A
	tgt_port_insert 2 PRT001L4
	inventory
	is place "$(medium PRT001L4 place)" port1
	is port "$(of state port 1)" full
	tgt_port_take 2
	inventory
	is place "$(medium PRT001L4 place)" -
	is port "$(of state port 1)" empty
}

# a tape that somebody else put into a drive is seen there
t_in_drive() {
	open A
	mtx -f "$(tgt_sch)" load 6 1 >/dev/null
	inventory
	is place "$(medium TAP006L4 place)" drive1
	is home "$(medium TAP006L4 home)" slot5
	is drive "$(drive 1 state)" dismountable
	mtx -f "$(tgt_sch)" unload 6 1 >/dev/null
	inventory
	is place "$(medium TAP006L4 place)" slot5
	is drive "$(drive 1 state)" dismounted
	is media "$(medium TAP006L4 state)" idle
}

# what a hand did is shown before it is written down, and then nothing else is
t_compare() {
	local out changes
	# the drive that its changer does not name is known two seconds after a start
	within 30 is_drive 1 operational ready
	changes=$(rsm status | grep ^changes)
	tgt_slot_take 1
	tgt_slot_insert 19 TAP003L4
	tgt_slot_insert 18 CMP001L4
	tgt_slot_take 4
	out=$(rsm inventory --library=name:"LABTGT VCHANGER" --compare)
	like "how many" "$out" "^library LABTGT VCHANGER: 3 differences, nothing was changed"
	like "what moved" "$out" $'\n  moved +TAP003L4 +TAP003L4 +slot 0 +slot 18\n'
	like "what is new" "$out" $'\n  new +- +CMP001L4 +- +slot 17\n'
	like "what is gone" "$out" $'\n  gone +TAP005L4 +- +slot 3 +-$'
	is "place of TAP003L4" "$(medium TAP003L4 place)" slot0
	is "place of CMP001L4" "$(medium CMP001L4 place)" ""
	is "changes" "$(rsm status | grep ^changes)" "$changes"
	out=$(rsm inventory --json --library=name:"LABTGT VCHANGER" --preview)
	is "kinds" "$(grep -c '"kind": "\(moved\|new\|gone\)"' <<<"$out")" 3
	inventory_of_all
	is "place of TAP003L4" "$(medium TAP003L4 place)" slot18
	is "place of CMP001L4" "$(medium CMP001L4 place)" slot17
	is "place of TAP005L4" "$(medium TAP005L4 place)" -
	like "afterwards" "$(rsm inventory --library=name:"LABTGT VCHANGER" --compare)" "as in the catalogue"
}
inventory_of_all() {
	open A
	inventory
}

# rsm does an inventory, and says what it does not know
t_rsm() {
	local out
	rsm inventory --library=name:"LABTGT VCHANGER" --action=fast
	within 15 idle
	is state "$(newest_request state)" passed
	out=$(rsm inventory --library=name:nonsense 2>&1) && die "an unknown library is accepted"
	like "answer" "$out" nonsense
}

SLOTS=20 FILLED=6 DRIVES=2 IE=2 tgt_up && tgt_login || exit 1
ntms_start || exit 1
run_tests "$0"
