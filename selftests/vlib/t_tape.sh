#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_tape.sh - what drives do with tapes; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

# --- tapes ---

space() { ends drive0 - 11 "$1" "$(printf %x $(($2 >> 16 & 255)))" "$(printf %x $(($2 >> 8 & 255)))" "$(printf %x $(($2 & 255)))" 0; }	# CODE COUNT
write() { ends drive0 "out:$1" a 0 0 0 "$(printf %x $((${#1} / 2)))" 0; }	# HEX: a block
marks() { gets good drive0 - 10 0 0 0 "$1" 0; }			# COUNT: write filemarks
rewind() { gets good drive0 - 1 0 0 0 0 0; }
read_() { to drive0 "$1" 8 "${2:-0}" 0 0 "$(printf %x "$1")" 0; }	# LENGTH [FLAGS]
position_is() { is position "$(bytes 4 4 $(data drive0 20 34 0 0 0 0 0 0 0 0 0))" "00 00 00 0$1"; }
mounted() { # CARTRIDGE: blank, in drive 0
	vlib_put drive0 "$1" "${@:2}"
	calm drive0
}

# blocks and filemarks in variable block mode, to the residue
t_variable() {
	mounted VAR001
	is write "$(write 00112233), $(write 4455), $(write 66)" "good, good, good"
	marks 1
	is write "$(write 77)" good
	rewind
	is exact "$(read_ 4)" "good | 4 | 00 11 22 33"
	is "too long" "$(read_ 4)" "sense 0/00/00 ILI info 2 | 2 | 44 55"
	is mark "$(space 0 1), $(read_ 4)" "good, sense 0/00/01 FM info 4 | 0 |"
	is "silent" "$(read_ 4 2)" "good | 1 | 77"
	is "end of data" "$(read_ 4)" "sense 8/00/05 info 4 | 0 |"
	rewind
	is "too short" "$(read_ 2)" "sense 0/00/00 ILI info -2 | 2 | 00 11"
	position_is 1
	gets "sense 5/24/00 field 1" drive0 512 8 1 0 0 1 0
}

# blocks of one length in fixed block mode
t_fixed() {
	gets good drive0 out:000000080000000000000002 15 10 0 0 c 0
	rewind
	gets good drive0 out:a1a2b1b2c1c2 a 1 0 0 3 0
	marks 1
	rewind
	is three "$(to drive0 6 8 1 0 0 3 0)" "good | 6 | a1 a2 b1 b2 c1 c2"
	rewind
	is "over the mark" "$(to drive0 8 8 1 0 0 4 0)" "sense 0/00/01 FM info 1 | 6 | a1 a2 b1 b2 c1 c2"
	gets "sense 5/24/00 field 1" drive0 4 8 3 0 0 2 0
	gets good drive0 out:000000080000000000000003 15 10 0 0 c 0
	rewind
	is "other length" "$(to drive0 6 8 1 0 0 2 0)" "sense 0/00/00 ILI info 2 | 0 |"
	position_is 1
	vlib_reset drive0
	calm drive0
}

# SPACE, LOCATE and READ POSITION agree about where the tape is
t_spacing() {
	rewind
	is write "$(write 01)" good
	marks 1
	is write "$(write 02), $(write 03)" "good, good"
	marks 2
	is "back over a mark" "$(space 1 -1)" good
	position_is 5
	is "back to a mark" "$(space 0 -5)" "sense 0/00/01 FM info 5"
	position_is 4
	is "back" "$(space 0 -5)" "sense 0/00/01 FM info 3"
	position_is 1
	is "to the beginning" "$(space 0 -5)" "sense 0/00/04 EOM info 4"
	like "at the beginning" "$(data drive0 20 34 0 0 0 0 0 0 0 0 0)" '^80 00 00 00 00 00 00 00'
	is "over two marks" "$(space 1 2)" good
	position_is 5
	is "over too many" "$(space 1 4)" "sense 8/00/05 info 3"
	position_is 6
	rewind
	is "end of data" "$(space 3 0)" good
	position_is 6
	gets good drive0 - 2b 0 0 0 0 0 3 0 0 0
	position_is 3
	is long "$(data drive0 32 34 6 0 0 0 0 0 0 0 0)" \
		"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00"
	gets "sense 8/00/05" drive0 - 2b 0 0 0 0 0 30 0 0 0
	gets good drive0 - 92 0 0 0 0 0 0 0 0 0 0 2 0 0 0 0
	position_is 2
	gets good drive0 - 92 8 0 0 0 0 0 0 0 0 0 2 0 0 0 0
	position_is 5
	gets "sense 5/24/00 field 8" drive0 - 2b 2 0 0 0 0 3 0 1 0
	gets good drive0 - 91 1 0 0 ff ff ff ff ff ff ff ff 0 0 0 0
	position_is 4
}

# writing cuts off what was behind; so does erasing
t_overwrite() {
	gets good drive0 - 2b 0 0 0 0 0 2 0 0 0
	is write "$(write 99)" good
	is "end of data" "$(read_ 4)" "sense 8/00/05 info 4 | 0 |"
	position_is 3
	rewind
	gets good drive0 - 19 1 0 0 0 0
	is "nothing left" "$(read_ 4)" "sense 8/00/05 info 4 | 0 |"
	is "objects" "$(vlib_in drive0 objects)" 0,0
	vlib_take drive0
}

# a tape ends: early warning, then overflow
t_end_of_tape() {
	mounted SMALL1 capacity=2
	dd if=/dev/zero of="$(vlib_nst 0)" bs=256k count=4 status=none
	is "blocks" "$(vlib_in drive0 objects)" 5,0
	is "early warning" "$(write 00)" "sense 0/00/02 EOM info 0"
	dd if=/dev/zero of="$(vlib_nst 0)" bs=256k count=20 status=none 2>/run/dd && die "no end"
	like "st's error" "$(cat /run/dd)" 'No space left'
	vlib_take drive0
	vlib_put slot14 SMALL2 capacity=1
	head -c 1048576 /dev/zero | vlib_tape_write SMALL2 262144
	carry $((at + 14)) $drive
	calm drive0
	is "end of data" "$(space 3 0)" good
	is overflow "$(write 0102)" "sense d/00/02 EOM info 2"
	is "not written" "$(vlib_in drive0 objects)" 5,0
	vlib_take drive0
}

# WORM media are written once, protected ones never
t_worm() {
	mounted WORM01 type=worm
	is "append" "$(write 01), $(write 02)" "good, good"
	rewind
	is "overwrite" "$(write 03)" "sense 7/30/0c"
	gets "sense 7/30/0c" drive0 - 19 0 0 0 0 0
	is "medium type" "$(bytes 1 1 $(data drive0 4 1a 0 0 0 4 0))" 4c
	vlib_take drive0
}

# UNLOAD and LOAD; loading takes its time
t_load() {
	vlib_set load=1500
	vlib_put drive0 LOAD01
	is "first" "$(ready drive0)" "sense 6/28/00"
	is "becoming ready" "$(ready drive0)" "sense 2/04/01"
	within 10 sh -c "cdb ${sg[drive0]} - 0 0 0 0 0 0 | grep -q ^good"
	gets good drive0 - 1b 0 0 0 0 0
	is unloaded "$(ready drive0)" "sense 2/3a/00"
	vlib_set unloaded=0x0402
	is "unloaded, other makers" "$(ready drive0)" "sense 2/04/02"
	vlib_set unloaded=0x3a00
	gets good drive0 - 1b 1 0 0 1 0
	is "loading" "$(ready drive0)" "sense 2/04/01"
	vlib_set load=0
	gets good drive0 - 1b 0 0 0 0 0
	gets good drive0 - 1b 0 0 0 1 0
	is ready "$(ready drive0)" good
	is loads "$(vlib_in drive0 loads)" 3
	vlib_take drive0
	gets "sense 2/3a/00" drive0 - 1b 0 0 0 1 0
}

# st writes and reads, with tar, as on any tape
t_st() {
	local dev
	carry $at $drive
	dev=$(vlib_nst 0)
	tar -cf "$dev" -C "$NTMS_TOP" README.md
	like status "$(mt -f "$dev" status)" 'File number=1, block number=0'
	mt -f "$dev" rewind
	tar -df "$dev" -C "$NTMS_TOP"
	mt -f "$dev" asf 0
	is contents "$(tar -tf "$dev")" README.md
	mt -f "$dev" setblk 512
	mt -f "$dev" eod
	echo hello | dd of="$dev" bs=512 conv=sync status=none
	mt -f "$dev" asf 1
	is "second file" "$(dd if="$dev" bs=512 status=none | tr -d '\0')" hello
	like tell "$(mt -f "$dev" tell)" 'At block'
	mt -f "$dev" setblk 0
	mt -f "$dev" offline
	is "other tape" "$(moved $drive $at), $(moved $((at + 1)) $drive)" "good, good"
	like "st knows" "$(mt -f "$dev" status)" 'File number=0, block number=0'
	mtx -f "${sg[changer]}" unload 2 0 >/dev/null
	is home "$(vlib_where TAP002L4)" slot1
	calm drive0
}

# images of tapes go in and out: a label is there before the tape is mounted
t_image() {
	local dev
	printf 'VOL1VLIB01%70s' '' | vlib_tape_write TAP003L4 80
	is label "$(vlib_tape_label TAP003L4 | head -c 10)" VOL1VLIB01
	carry $((at + 2)) $drive
	dev=$(vlib_nst 0)
	is "read by st" "$(dd if="$dev" bs=80 count=1 status=none | head -c 10)" VOL1VLIB01
	mt -f "$dev" rewind
	head -c 3001 "$NTMS_TOP/README.md" >/run/odd
	dd if=/run/odd of="$dev" bs=1001 status=none
	mt -f "$dev" rewind
	vlib_tape_image TAP003L4 >/run/image
	is "length" "$(stat -c %s /run/image)" $((2 * 1010 + 1008 + 4))
	carry $drive $((at + 2))
	vlib_tape_write TAP004L4 1001 </run/odd
	cmp /run/image <(vlib_tape_image TAP004L4)
	is "no such side" "$(vlib_tape_image TAP004L4 B 2>/dev/null | wc -c)" 0
	calm drive0
}

# --- the cartridge's memory ---

# attributes of drive and maker, and those that hosts write
t_mam() {
	local d
	carry $at $drive
	calm drive0
	like "serial number" "$(sg_read_attr -f 0x401 "${sg[drive0]}" 2>&1)" 'VM[0-9]{8}'
	is "load count" "$(bytes 9 8 $(data drive0 64 8c 0 0 0 0 0 0 0 0 3 0 0 0 11 0 0))" \
		"00 00 00 00 00 00 00 $(printf %02x "$(vlib_in drive0 loads)")"
	gets "sense 5/24/00 field 8" drive0 64 8c 0 0 0 0 0 0 0 8 6 0 0 0 40 0 0
	gets good drive0 out:0000000d0806010008544150303031204c 8d 0 0 0 0 0 0 0 0 0 0 0 0 11 0 0
	is "bar code" "$(data drive0 17 8c 0 0 0 0 0 0 0 8 6 0 0 0 11 0 0)" \
		"00 00 00 0d 08 06 01 00 08 54 41 50 30 30 31 20 4c"
	d=$(data drive0 256 8c 1 0 0 0 0 0 0 0 0 0 0 1 0 0 0)
	like identifiers "$d" ' 00 03 .* 04 01 .* 08 06$'
	gets "sense 5/26/00" drive0 out:0000000d0401010008544150303031204c 8d 0 0 0 0 0 0 0 0 0 0 0 0 11 0 0
	gets good drive0 out:000000050806010000 8d 0 0 0 0 0 0 0 0 0 0 0 0 9 0 0
	gets "sense 5/24/00 field 8" drive0 64 8c 0 0 0 0 0 0 0 8 6 0 0 0 40 0 0
	is partitions "$(data drive0 8 8c 3 0 0 0 0 0 0 0 0 0 0 0 8 0 0)" "00 02 00 01"
	carry $drive $at
	calm drive0
}

# --- cleaning ---

# a drive asks to be cleaned, and a cleaning cartridge does it so often
t_cleaning() {
	mounted DATA01
	vlib_dirty 0 now complain=1
	is "recovered error" "$(ready drive0), $(ready drive0)" "sense 1/00/17, good"
	is "required" "$(bytes 8 1 $(data drive0 64 4d 0 51 0 0 0 0 0 40 0))" 04
	is "flag 20" "$(bytes 99 5 $(data drive0 324 4d 0 6e 0 0 0 0 1 44 0))" "00 14 03 01 01"
	vlib_take drive0
	vlib_set clean=1500
	vlib_cleaner 14 CLN001L1 cleans=1
	is "medium type" "$(bytes 7 1 $(element 2 $((at + 14))))" 02
	carry $((at + 14)) $drive
	is "at work" "$(ready drive0)" "sense 2/30/03"
	is "picker" "$(moved $drive $((at + 14)))" "sense 5/53/03"
	within 10 sh -c "cdb ${sg[drive0]} - 0 0 0 0 0 0 | grep -q 2/3a/00"
	is "clean" "$(vlib_of drive0 wants_cleaning) $(vlib_of drive0 cleanings)" "0 1"
	is "uses left" "$(vlib_in drive0 cleans)" 0
	carry $drive $((at + 14))
	vlib_set clean=0
	vlib_dirty 0 soon
	carry $((at + 14)) $drive
	is "expired" "$(bytes 104 10 $(data drive0 324 4d 0 6e 0 0 0 0 1 44 0))" "00 15 03 01 01 00 16 03 01 01"
	is "not clean" "$(vlib_of drive0 wants_cleaning)" 1
	carry $drive $((at + 14))
	vlib_take slot14
	vlib_dirty 0 no
	calm drive0
}

end_of_tests
