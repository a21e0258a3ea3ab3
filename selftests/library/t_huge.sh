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
ports=8
filled=9000
library=name:"VLIB VCHANGER"

# all that vlib holds is in the catalogue, at its place, and nothing else
agrees() { client agree agree "$(vlib_name)" "$(chg)" >/run/agree || { head -20 /run/agree >&3; false; }; }
in_order() {
	within 20 idle
	is verify "$(cat $verify)" ok
	agrees
}
extended() { [ "$(vlib_file state | grep -c '^port.* open')" = $ports ]; }
hands() { for ((p = 0; p < ports; p++)); do vlib_port_close $p; done; }	# push in what was extended
full_drives() { vlib_file state | grep -c '^drive[0-9]* [0-9]* [^-]' || :; }

after_failure() { # what was going on?
	ask unfinished | sed 's/^/# request: /'
	vlib_file state | grep -E '^(port|drive)' | sed 's/^/# /'
	vlib_file trace | tail -n 40 | sed 's/^/# trace: /'
	echo w >/proc/sysrq-trigger
	dmesg | tail -n 60 | sed 's/^/# dmesg: /'
}
tape() { printf 'BIG%05uL4' $(($1 * 500)); }	# N: one of those that are used

# it is found and inventoried, every element as it is
t_first() {
	ntms_start
	within 30 inventoried $filled
	is slots "$(of slots library "$(chg)")" $slots
	is drives "$(of drives library "$(chg)")" $drives
	# the comparison sees one cartridge of 9,000 that is elsewhere, and nothing else
	vlib_move slot11999 slot77 quiet=1
	! client agree agree "$(vlib_name)" "$(chg)" >/run/agree
	is "differences" "$(wc -l </run/agree)" 5
	rsm -q inventory --library="$library" --action=fast
	within 20 idle
}

# a program mounts in all sixteen drives at once, and each of them writes its own tape
t_all_drives() {
	local i all="" nodes node
	rsm -q createpool --pool=Work --action=new --media-type=name:LTO_Ultrium --draw-free --return-free
	open A
	for ((i = 1; i <= drives; i++)); do
		must A move "$(tape $i)" 'Free\LTO_Ultrium'
		must A allocate Work "$(tape $i)"
		all+=${all:+,}$(tape $i)
	done
	nodes=$(gives A mount "$all" write)
	is "drives with a tape" "$(full_drives)" $drives
	is "nodes" "$(tr ' ' '\n' <<<"$nodes" | sort -u | wc -l)" $drives
	i=0
	for node in $nodes; do tape $((++i)) >"$node"; done
	agrees
	must A dismount "$all" immediate
	within 20 idle
	is "drives with a tape" "$(full_drives)" 0
	# a block of ten bytes each, between its length twice and zeros
	for ((i = 1; i <= drives; i++)); do vlib_tape_image "$(tape $i)"; done >/run/images
	is "what is on them" "$(tr -d '\0\n' </run/images)" "${all//,/}"
}

# a tape goes out by a port, and another comes in by the last one
t_eject_inject() {
	open A
	must A eject BIG08999L4
	within 20 is_medium BIG08999L4 place port0
	agrees
	within 20 extended
	vlib_port_take 0
	hands
	within 20 idle
	is "what is known of it" "$(medium BIG08999L4 place)" ""
	rsm -q inject --library="$library"
	within 20 extended
	vlib_port_insert 7 NEW00001L4
	hands
	within 20 idle
	like "its place" "$(medium NEW00001L4 place)" '^slot'
}

vlib_anew
FILLED=0 SLOTS=$slots DRIVES=$drives IE=$ports SIZE=1 OPTIONS="on=0" vlib_up &&
	vlib_do fill slot0 $((filled - 1)) 'BIG#####L4' && vlib_put slot11999 BIG09000L4 &&
	vlib_do plug all && vlib_wait_nodes || exit 1
run_tests "$0"
