#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_behind.sh - what happens behind our back is noticed, and no more is read than
# what may have changed; run in a guest by run.sh, on a library of vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

now() { vlib_file trace | tail -n 1 | cut -d' ' -f1; }
# NUMBER: what the changer has got since, a word each: the operation code, of READ
# ELEMENT STATUS also type, first address and count, "!" if it was told something
asked() {
	vlib_file trace | awk -v n="$1" '$1 > n && $3 == "changer" {
		w = $4
		if (w == "b8") w = w "/" substr($5, 2) "/" $6 $7 "/" $8 $9
		if (/ sense 6/) w = w "!"
		s = s " " w } END { print substr(s, 2) }'
}
everything="b8/1/0001/0001 b8/2/0400/0014 b8/3/0200/0002 b8/4/0100/0002"
is_in() { [ "$(vlib_in "$1")" = "$2" ]; }		# ELEMENT CARTRIDGE
asked_is() { [ "$(asked "$1")" = "$2" ]; }
asked_ends() { [[ " $(asked "$1")" == *" $2" ]]; }	# NUMBER WORDS
asked_matches() { [[ $(asked "$1") =~ $2 ]]; }		# NUMBER PATTERN
# what ch does for programs: move between slots FROM and TO
ch_move() {
	python3 -c 'import fcntl, os, struct, sys
fd = os.open(sys.argv[1], os.O_RDWR)
fcntl.ioctl(fd, 1 << 30 | 20 << 16 | ord("c") << 8 | 1,
	    struct.pack("5i", 1, int(sys.argv[2]), 1, int(sys.argv[3]), 0))' "$(tgt_sch)" "$1" "$2"
}

# what mtx moves is known without a command of ours before, two elements are read
t_mtx() {
	local from
	from=$(now)
	mtx -f "$(tgt_sch)" transfer 8 12 >/dev/null
	at_home TAP008L4 slot11
	within 10 asked_ends "$from" "a5 b8/2/0407/0001 b8/2/040b/0001"
	mtx -f "$(tgt_sch)" load 12 1 >/dev/null
	within 10 is_medium TAP008L4 place drive1
	is home "$(medium TAP008L4 home)" slot11
	is drive "$(drive 1 state)" dismountable
	mtx -f "$(tgt_sch)" unload 8 1 >/dev/null
	at_home TAP008L4 slot7
	is drive "$(drive 1 state)" dismounted
}

# so is what programs move through the driver ch
t_ch() {
	local from
	from=$(now)
	ch_move 7 13
	at_home TAP008L4 slot13
	within 10 asked_is "$from" "a5 b8/2/0407/0001 b8/2/040d/0001"
	ch_move 13 7
	at_home TAP008L4 slot7
}

# a move that breaks off is looked at, too, and what is stuck in the picker brought home
t_mtx_stuck() {
	vlib_fault changer opcode=a5 stuck=1 count=1
	mtx -f "$(tgt_sch)" transfer 8 14 >/dev/null 2>&1 && die "the move should have failed"
	within 20 is_in picker0 -
	at_home TAP008L4 slot7
}

# many moves in a row are all followed
t_mtx_many() {
	local i
	for i in 1 2 3 4 5 6 7 8; do
		mtx -f "$(tgt_sch)" transfer $i $((i + 10)) >/dev/null
	done
	for i in 1 2 3 4 5 6 7 8; do at_home TAP00${i}L4 slot$((i + 9)); done
	for i in 8 7 6 5 4 3 2 1; do
		mtx -f "$(tgt_sch)" transfer $((i + 10)) $i >/dev/null
	done
	for i in 1 2 3 4 5 6 7 8; do at_home TAP00${i}L4 slot$((i - 1)); done
}

# media may have changed (28h/00h): all elements are read, the catalogue is wrong for one command at most
t_media_changed() {
	local from
	open A
	from=$(now)
	vlib_do move slot7 slot12 quiet=1
	vlib_attention changer 28/00
	must A mount TAP001L4
	within 10 asked_is "$from" "b8/2/0400/0001! b8/2/0400/0001 a5 $everything"
	is place "$(medium TAP008L4 place)" slot12
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
	vlib_do move slot12 slot7 quiet=1
	vlib_attention changer 28/00
	must A mount TAP001L4
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
	is place "$(medium TAP008L4 place)" slot7
}

# somebody had access to a port (28h/01h): the ports are read
t_port() {
	local from
	open A
	vlib_do put port1 HND002L4 force=1 quiet=1
	vlib_attention changer 28/01
	from=$(now)
	must A mount TAP001L4
	within 10 asked_is "$from" "b8/2/0400/0001! b8/2/0400/0001 a5 b8/3/0200/0002"
	within 10 is_medium HND002L4 place port1
	vlib_do take port1 force=1 quiet=1
	vlib_attention changer 28/01
	from=$(now)
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
	within 10 asked_is "$from" "a5! a5 b8/3/0200/0002"
	is place "$(medium HND002L4 place)" -
}

# other logical units than before (3Fh/0Eh): the drives are read
t_units() {
	local from
	open A
	vlib_attention changer 3f/0e
	from=$(now)
	must A mount TAP001L4
	within 10 asked_is "$from" "b8/2/0400/0001! b8/2/0400/0001 a5 b8/4/0100/0002"
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
}

# power on or reset (29h): all is read anew, what the library is as well
t_reset() {
	local from
	open A
	vlib_do move slot7 slot15 quiet=1
	vlib_reset changer
	from=$(now)
	must A mount TAP001L4
	within 10 is_medium TAP008L4 place slot15
	within 10 asked_matches "$from" " a5 .*1a .*$everything"
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
	vlib_do move slot15 slot7 quiet=1
	vlib_attention changer 28/00
	mtx -f "$(tgt_sch)" status >/dev/null 2>&1 || :
	at_home TAP008L4 slot7
}

# what another program was told we know: no command of ours, no inventory
t_told_to_others() {
	vlib_do move slot7 slot10 quiet=1
	vlib_attention changer 28/00
	mtx -f "$(tgt_sch)" status >/dev/null 2>&1 || :
	at_home TAP008L4 slot10
	vlib_do put port0 HND003L4 force=1 quiet=1
	vlib_attention changer 28/01
	mtx -f "$(tgt_sch)" status >/dev/null 2>&1 || :
	within 10 is_medium HND003L4 place port0
	vlib_do take port0 force=1 quiet=1
	vlib_do move slot10 slot7 quiet=1
	vlib_attention changer 28/00
	mtx -f "$(tgt_sch)" status >/dev/null 2>&1 || :
	at_home TAP008L4 slot7
	is "the one that was in the port" "$(medium HND003L4 place)" -
}

# a mount that finds another tape says so and moves nothing, not even another tape that was asked for
t_wrong_tape() {
	local from r
	open A
	from=$(now)
	vlib_do move slot1 slot2 quiet=1
	r=$(say A mount TAP002L4,TAP001L4)
	like "the answer" "$r" '^5023 .*TAP002L4 .*TAP003L4'
	within 10 is_medium TAP002L4 place slot2
	is place "$(medium TAP003L4 place)" slot1
	within 10 idle
	like "what the changer got" "$(asked "$from")" '^b8/2/0401/0001 '
	[[ " $(asked "$from") " != *" a5 "* ]] || die "something was moved: $(asked "$from")"
	is "in the drives" "$(media_in 0)$(media_in 1)" ""
	vlib_do take slot1
	r=$(say A mount TAP003L4)
	like "the answer" "$r" '^(4323|4324|1112|1142|4320) .*TAP003L4'
	within 10 is_medium TAP003L4 place -
	vlib_do put slot1 TAP003L4
	vlib_do move slot1 slot2 quiet=1
	mtx -f "$(tgt_sch)" inventory >/dev/null
	at_home TAP002L4 slot1
	at_home TAP003L4 slot2
}

run_tests "$0"
