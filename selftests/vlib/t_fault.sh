#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_fault.sh - commands that go wrong on request; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

# --- what goes wrong ---

# a fault befalls the commands that it names, so many, after so many
t_fault_sense() {
	vlib_fault changer opcode=a5 sense=4/15/01 skip=1 count=2
	carry $at $((at + 15))
	is second "$(moved $((at + 15)) $at)" "sense 4/15/01"
	is "not moved" "$(vlib_where TAP001L4)" slot15
	is "other commands" "$(ready changer)" good
	is third "$(moved $((at + 15)) $at)" "sense 4/15/01"
	is "no fault left" "$(vlib_file faults)" ""
	vlib_fault any opcode=a5 sense=4/44/00 count=1 execute=1
	is "failed but moved" "$(moved $((at + 15)) $at)" "sense 4/44/00"
	is "moved" "$(vlib_where TAP001L4)" slot0
	vlib_fault drive0 status=18 count=1
	gets "status 18" drive0 96 12 0 0 0 60 0
	vlib_fault drive0 sense=3/11/00
	vlib_heal drive0
	is healed "$(ready drive0)" "sense 2/3a/00"
}

# a move may end in the picker
t_fault_stuck() {
	vlib_fault changer opcode=a5 stuck=1 count=1
	is move "$(moved $at $drive)" "sense 4/15/01"
	is where "$(vlib_where TAP001L4)" picker0
	is "status" "$(bytes 0 10 $(element 1 1))" "01 00 00 00 00 00 00 81 04 00"
	carry 1 $at
}

# answers that are shorter, longer, other than they should be
t_fault_data() {
	vlib_fault drive0 opcode=12 shorten=90 count=1
	is shorter "$(to drive0 96 12 0 0 0 60 0)" "good | 6 | 01 80 06 02 5b 00"
	vlib_fault drive0 opcode=12 lengthen=4 count=1
	like longer "$(to drive0 96 12 0 0 0 5 0)" '^good \| 9 \| 01 80 06 02 5b'
	vlib_fault drive0 opcode=12 at=1 patch=deadbeef count=1
	is other "$(to drive0 96 12 0 0 0 5 0)" "good | 5 | 01 de ad be ef"
	vlib_fault drive0 opcode=12 random=500 count=1
	[[ $(to drive0 96 12 0 0 0 60 0) != *"01 80 06 02 5b 00 00 00 56 4c 49 42"* ]] || die "it is as it was"
	vlib_fault drive0 opcode=12 resid=90 count=1
	is "wrong residue" "$(to drive0 96 12 0 0 0 60 0)" "good | 6 | 01 80 06 02 5b 00"
	is healed "$(to drive0 96 12 0 0 0 5 0)" "good | 5 | 01 80 06 02 5b"
}

# an answer that comes late is late; a command that is held back is begun late
t_fault_delay() {
	local begin
	vlib_fault changer opcode=a5 delay=1500 count=1
	begin=$(date +%s%N)
	moved $at $((at + 15)) >/run/delayed &
	within 10 sh -c "grep -q '^slot15 .*TAP001L4' $VLIB_DIR/lib1/state"
	[ ! -s /run/delayed ] || die "answered at once"
	wait $!
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 1400 ] || die "it was faster"
	is answer "$(cat /run/delayed)" good
	vlib_fault changer opcode=a5 hold=1500 count=1
	moved $((at + 15)) $at >/run/delayed &
	within 10 sh -c "grep -q ' a5 .* waits' $VLIB_DIR/lib1/trace"
	is "not begun" "$(vlib_where TAP001L4)" slot15
	wait $!
	is there "$(vlib_where TAP001L4)" slot0
}

# a command that is never answered times out and is aborted
t_fault_drop() {
	vlib_fault drive0 opcode=12 drop=1 count=1
	is time-out "$(cdb -t 1500 "${sg[drive0]}" 96 12 0 0 0 60 0 | cut -d'|' -f1)" "host 03 "
	is "is well" "$(ends drive0 96 12 0 0 0 60 0)" good
	like trace "$(vlib_file trace | tail -n 3)" '12 00 00 00 60 00 aborted'
}

# a device vanishes at the command that it is told to, and not before
t_fault_vanish() {
	vlib_fault drive1 opcode=12 vanish=1 skip=1 count=1
	gets good drive1 96 12 0 0 0 60 0
	[[ $(to drive1 96 12 0 0 0 60 0) != good* ]] || die "it has answered"
	within 10 sh -c "! grep -q '^device drive1 .*plugged=1' $VLIB_DIR/lib1/devices"
	vlib_plug drive1
	nodes
	calm drive1
	gets good drive1 96 12 0 0 0 60 0
}

# a device that has gone mad does the same again with the same seed
t_fault_chaos() {
	local i run
	for run in 7.1 7.2 8.1; do
		vlib_fault drive0 opcode=12 every=2 seed="${run%.*}"
		for ((i = 0; i < 20; i++)); do to drive0 96 12 0 0 0 60 0; done >/run/chaos."$run" 2>&1
		vlib_heal drive0
		calm drive0
	done
	cmp /run/chaos.7.1 /run/chaos.7.2
	! cmp -s /run/chaos.7.1 /run/chaos.8.1 || die "another seed does the same"
	[ "$(grep -c '^good | 96 | 01 80 06 02 5b' /run/chaos.7.1)" -lt 20 ] || die "nothing went wrong"
}

# error handling goes further when aborts fail: device reset, host reset
t_error_handling() {
	vlib_set eh=device
	vlib_fault drive0 opcode=12 ignore=1 count=1
	like time-out "$(cdb -t 1500 "${sg[drive0]}" 96 12 0 0 0 60 0)" '^(host|sense)'
	# error handling has asked itself
	like "device reset" "$(vlib_file trace | tail -n 4)" ' drive0 00 .* sense 6/29/03'
	calm drive0
	vlib_set eh=host
	vlib_fault drive0 opcode=12 ignore=1 count=1
	like time-out "$(cdb -t 1500 "${sg[drive0]}" 96 12 0 0 0 60 0)" '^(host|sense)'
	is "host reset, all devices" "$(ready drive1)" "sense 6/29/02"
	calm drive0 changer
	vlib_set eh=nothing
	vlib_fault drive1 opcode=12 ignore=1 count=1
	like time-out "$(cdb -t 1500 "${sg[drive1]}" 96 12 0 0 0 60 0)" '^(host|sense|no)'
	within 10 grep -q offline "$(vlib_sysfs drive1)/state"
	echo running >"$(vlib_sysfs drive1)/state"
	vlib_set eh=abort
	is "back" "$(ends drive1 96 12 0 0 0 60 0)" good
	calm drive1
}

# the trace has what came, in order
t_trace() {
	local n
	n=$(vlib_moves)
	carry $at $((at + 15))
	is ready "$(ready drive0)" "sense 2/3a/00"
	carry $((at + 15)) $at
	is moves "$(vlib_moves)" $((n + 2))
	is order "$(vlib_file trace | tail -n 3 | cut -d' ' -f3,4)" "changer a5
drive0 00
changer a5"
	like ends "$(vlib_file trace | tail -n 2 | head -n 1)" ' 00 00 00 00 00 00 sense 2/3a/00 0$'
}

end_of_tests
