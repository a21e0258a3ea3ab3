#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_huge.sh - a library of 12,000 slots and 16 drives; run in a guest by run.sh,
# on a library of vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

slots=12000
drives=16
filled=9000
library=name:"VLIB VCHANGER"

# all that vlib holds is in the catalogue, at its place, and nothing else
agrees() { client agree agree "$(vlib_name)" "$(chg)" >/run/agree || { head -20 /run/agree >&3; false; }; }
in_order() {
	within 60 idle
	is verify "$(cat $verify)" ok
	agrees
}
full_drives() { vlib_file state | awk '/^drive/ && $3 != "-"' | wc -l; }
drives_full() { [ "$(full_drives)" = "$1" ]; }

# it is found and inventoried, every element as it is
t_first() {
	ntms_start
	within 120 inventoried $filled
	is slots "$(of slots library "$(chg)")" $slots
	is drives "$(of drives library "$(chg)")" $drives
	agrees
	# the comparison sees one cartridge of 9,000
	vlib_move slot11999 slot77 quiet=1
	! client agree agree "$(vlib_name)" "$(chg)" >/run/agree
	is "differences" "$(wc -l </run/agree)" 5
	rsm -q inventory --library="$library" --action=fast
	within 60 idle
}

# sixteen programs mount at once, and each has a drive of its own
t_all_drives() {
	local i nodes=""
	for ((i = 1; i <= drives; i++)); do open "P$i"; done
	for ((i = 1; i <= drives; i++)); do send "P$i" mount "$(printf 'BIG%05uL4' $((i * 500)))" write; done
	for ((i = 1; i <= drives; i++)); do
		r=$(reply "P$i" 120)
		like "mount $i" "$r" '^0 /dev/'
		nodes+="$(devices "$r")"$'\n'
	done
	is "nodes" "$(sort -u <<<"$nodes" | grep -c dev)" $drives
	is "drives with a tape" "$(full_drives)" $drives
	agrees
	for ((i = 1; i <= drives; i++)); do send "P$i" dismount "$(printf 'BIG%05uL4' $((i * 500)))" immediate; done
	for ((i = 1; i <= drives; i++)); do like "dismount $i" "$(reply "P$i" 120)" '^0 '; done
	within 60 drives_full 0
}

# a tape goes out by a port, and comes in again
t_eject_inject() {
	rsm -q eject --physical=name:BIG08999L4
	within 60 is_medium BIG08999L4 place port0
	agrees
	within 20 sh -c "grep -q 'changer.* prevent=0' $VLIB_DIR/$(vlib_name)/devices"
	vlib_port_open 0
	vlib_port_take 0
	vlib_port_close 0
	within 60 idle
	agrees
	rsm -q inject --library="$library"
	within 20 sh -c "grep -q 'changer.* prevent=0' $VLIB_DIR/$(vlib_name)/devices"
	vlib_port_open 1
	vlib_port_insert 1 BIG08999L4
	vlib_port_close 1
	within 60 idle
	like "its place" "$(medium BIG08999L4 place)" '^slot'
}

forget
FILLED=0 SLOTS=$slots DRIVES=$drives IE=8 SIZE=1 OPTIONS="on=0" vlib_up &&
	vlib_do fill slot0 $((filled - 1)) 'BIG#####L4' && vlib_put slot11999 BIG09000L4 &&
	vlib_do plug all && vlib_wait_nodes || exit 1
run_tests "$0"
rc=$?
ntms_stop
vlib_unload || rc=1
exit $rc
