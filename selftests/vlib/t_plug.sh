#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_plug.sh - devices, libraries and the module come and go; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

# --- coming and going ---

# a drive is pulled out and put back, or another one in its place
t_plug() {
	vlib_unplug drive1
	[ ! -e "${sg[drive1]}" ] || die "its node is still there"
	is attention "$(ready changer)" "sense 6/3f/0e"
	is bay "$(flags 4 $((drive + 1)))" "04 00 3b 1a"
	is move "$(moved $at $((drive + 1)))" "sense 5/3b/1a"
	vlib_plug drive1 serial=OTHER001
	nodes
	is attention "$(ready changer)" "sense 6/3f/0e"
	is serial "$(text $(bytes 50 8 $(element 4 $((drive + 1)) 1 | cut -d' ' -f25-)))" OTHER001
	is "power on" "$(ready drive1)" "sense 6/29/00"
	vlib_unplug drive1
	vlib_plug drive1 serial=DRV01002
	vlib_unplug changer
	vlib_plug changer
	nodes
	is "switched on" "$(vlib_of changer plugged)" 1
	calm changer drive1
}

# a drive's cable is pulled: commands find no connection, the SCSI device stays
t_plug_cut() {
	vlib_unplug drive1 unseen=1
	like "no connection" "$(ready drive1)" '^host 01'
	vlib_sysfs drive1 >/dev/null
	vlib_plug drive1
	is "power on" "$(ready drive1)" "sense 6/29/00"
	calm drive1 changer
}

# a drive is pulled out while it works: the command fails, nothing hangs
t_plug_busy() {
	vlib_fault drive1 opcode=12 drop=1
	cdb "${sg[drive1]}" 96 12 0 0 0 60 0 >/run/busy 2>&1 &
	within 10 sh -c "tail -n 1 $VLIB_DIR/lib1/trace | grep -q lost"
	vlib_unplug drive1
	wait $! || :
	like "no answer" "$(cat /run/busy)" '^(host 01|no answer)'
	vlib_heal
	vlib_plug drive1
	nodes
	calm drive1 changer
}

# a library is deleted while its nodes are open; the module goes when they are closed
t_delete_open() {
	exec 8<>"${sg[changer]}"
	vlib_fault any opcode=0 drop=1
	cdb "${sg[drive0]}" - 0 0 0 0 0 0 >/run/busy 2>&1 &
	within 10 sh -c "tail -n 1 $VLIB_DIR/lib1/trace | grep -q lost"
	vlib_down
	wait $! || :
	like "the command" "$(cat /run/busy)" '^(host 01|no answer)'
	rmmod vlib 2>/dev/null && die "the module went while a node is open"
	exec 8>&-
	vlib_unload
	begin
	is "all new" "$(vlib_in slot0) $(vlib_in slot0 loads)" "TAP001L4 0"
}

# libraries and module go while drivers are bound and st has a tape
t_unload() {
	vlib_add_library 2 SLOTS=2 FILLED=1 DRIVES=1 IE=0
	carry $at $drive
	like "in use" "$(mt -f "$(vlib_nst 0)" status)" 'BOT ONLINE'
	vlib_unload
	is "no hosts" "$(cat /sys/class/scsi_host/host*/proc_name 2>/dev/null | grep -c vlib || :)" 0
	[ ! -e $VLIB_DIR ] || die "its files are there"
	begin
}

# several libraries at once, and drives without changer
t_libraries() {
	vlib_add_library 2 SLOTS=4 FILLED=2 DRIVES=3 IE=0
	like "second" "$(mtx -f "$(LIB=2 vlib_sg)" status)" '3 Drives, 4 Slots .*TB2001L4'
	vlib_add_library 3 PICKERS=0 SLOTS=0 FILLED=0 DRIVES=1 IE=0
	is "devices" "$(LIB=3 vlib_devices)" drive0
	LIB=3 vlib_put drive0 LONE01
	like "lone drive" "$(mt -f "$(LIB=3 vlib_nst 0)" status)" 'BOT ONLINE'
	LIB=3 vlib_take drive0
	like "emptied" "$(mt -f "$(LIB=3 vlib_nst 0)" status)" 'DR_OPEN'
	LIB=2 vlib_put slot3 LONE01
	is "in another library" "$(LIB=2 vlib_where LONE01)" slot3
	LIB=2 vlib_down
	LIB=3 vlib_down
	is "first" "$(ready changer)" good
}

# what an operator says wrongly is refused, with the reason
t_control() {
	local said
	said=$(vlib put lib1 slot0 X 2>&1) && die "slot 0 is full"
	like full "$said" 'slot0 of lib1 is full'
	said=$(vlib put lib1 slot5 TAP001L4 2>&1) && die "it is in slot 0"
	like "elsewhere" "$said" 'TAP001L4 is in lib1'
	said=$(vlib put lib1 slot15 X colour=red 2>&1) && die "no such key"
	like key "$said" 'unknown key colour'
	said=$(vlib create lib9 slots=600@1 2>&1) && die "addresses overlap"
	like overlap "$said" 'addresses in common'
	said=$(vlib sing lib1 2>&1) && die "it sings"
	like command "$said" 'unknown command sing'
	said=$(vlib take lib9 slot0 2>&1) && die "no such library"
	like library "$said" 'no library lib9'
}

# 12,000 slots and 16 drives are there in seconds, and all seen
t_large() {
	local begin=$SECONDS
	LIB=4 SLOTS=12000 FILLED=12000 DRIVES=16 SIZE=1 PREFIX=B vlib_up
	note "12,000 slots, 16 drives: up in $((SECONDS - begin)) s"
	is "full slots" "$(mtx -f "$(LIB=4 vlib_sg)" status | grep -c 'Full :VolumeTag=B')" 12000
	LIB=4 vlib_down
}

end_of_tests
