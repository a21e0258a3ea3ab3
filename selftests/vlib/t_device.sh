#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_device.sh - what every device does: inquiry, modes, logs; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

# --- what every device does ---

# INQUIRY says what it is
t_inquiry() {
	local d
	d=$(data changer 96 12 0 0 0 60 0)
	is "type, removable, version" "$(bytes 0 4 $d)" "08 80 06 02"
	is "vendor" "$(text $(bytes 8 8 $d))" VLIB
	is "product" "$(text $(bytes 16 16 $d))" VCHANGER
	d=$(data drive0 96 12 0 0 0 60 0)
	is "drive's type" "${d%% *}" 01
	is "short INQUIRY" "$(to drive0 96 12 0 0 0 5 0)" "good | 5 | 01 80 06 02 5b"
	gets "sense 5/24/00 field 2" drive0 96 12 0 80 0 60 0
}

# the serial number is in VPD page 80h, the identifiers in 83h
t_vpd() {
	local d
	is pages "$(data drive0 64 12 1 0 0 40 0)" "01 00 00 05 00 80 83 b0 b1"
	is "changer's pages" "$(data changer 64 12 1 0 0 40 0)" "08 00 00 03 00 80 83"
	d=$(data drive1 64 12 1 80 0 40 0)
	is serial "$(text ${d:12})" DRV01002
	like identifiers "$(sg_inq -p 0x83 "${sg[drive0]}")" "VTAPE +DRV01001"
	gets "sense 5/24/00 field 2" drive0 64 12 1 99 0 40 0
}

# a power on is told once, to the first command that may tell it
t_power_on() {
	vlib_reset drive0
	is INQUIRY "$(ends drive0 96 12 0 0 0 60 0)" good
	is "REPORT LUNS" "$(ends drive0 16 a0 0 0 0 0 0 0 0 0 10 0 0)" good
	is first "$(ready drive0)" "sense 6/29/00"
	is second "$(ready drive0)" "sense 2/3a/00"
}

# unit attentions wait in order, and once each
t_attentions() {
	vlib_attention changer 28/01
	vlib_attention changer 3f/0e
	vlib_attention changer 28/01
	is waiting "$(vlib_of changer attentions)" 28/01,3f/0e
	is first "$(ready changer)" "sense 6/28/01"
	is second "$(ready changer)" "sense 6/3f/0e"
	is third "$(ready changer)" good
}

# REQUEST SENSE takes a unit attention, else says why the drive is not ready
t_request_sense() {
	vlib_attention drive0 2a/01
	is attention "$(data drive0 18 3 0 0 0 12 0)" \
		"70 00 06 00 00 00 00 0a 00 00 00 00 2a 01 00 00 00 00"
	is "not ready" "$(data drive0 18 3 0 0 0 12 0)" \
		"70 00 02 00 00 00 00 0a 00 00 00 00 3a 00 00 00 00 00"
	is ready "$(data changer 18 3 0 0 0 12 0)" \
		"70 00 00 00 00 00 00 0a 00 00 00 00 00 00 00 00 00 00"
}

# what is not known is refused: commands, service actions, reserved bits
t_unknown() {
	gets "sense 5/20/00" drive0 - c1 0 0 0 0 0
	gets "sense 5/20/00" changer 8 25 0 0 0 0 0 0 0 0 0
	gets "sense 5/24/00 field 1" drive0 8 a3 3 0 0 0 0 0 0 0 8 0 0
	gets "sense 5/24/00 field 3" changer - 0 0 0 1 0 0
	vlib_set strict=0
	is "not strict" "$(ends changer - 0 0 0 1 0 0)" good
	vlib_set strict=1
}

# REPORT SUPPORTED OPERATION CODES: what is there, with time limits
t_opcodes() {
	local d
	is "MOVE MEDIUM" "$(data changer 64 a3 c 81 a5 0 0 0 0 0 40 0 0)" \
		"00 83 00 0c a5 00 ff ff ff ff ff ff 00 00 01 00 00 0a 00 00 00 00 00 3c 00 00 02 58"
	is "without limits" "$(data changer 64 a3 c 1 1e 0 0 0 0 0 40 0 0)" "00 03 00 06 1e 00 00 00 03 00"
	is "not supported" "$(data changer 64 a3 c 1 8 0 0 0 0 0 40 0 0)" "00 01 00 00"
	is "with a service action" "$(data drive0 64 a3 c 2 a3 0 c 0 0 0 40 0 0)" \
		"00 03 00 0c a3 0c 87 ff ff ff ff ff ff ff 00 00"
	gets "sense 5/24/00 field 2" drive0 64 a3 c 1 a3 0 0 0 0 0 40 0 0
	d=$(sg_opcodes "${sg[drive0]}")
	like all "$d" 'Read attribute|Write attribute' && like all "$d" 'Locate'
}

# another host's reservation keeps us out, except for what SPC allows
t_reservation() {
	vlib_reserve changer
	gets "status 18" changer - 0 0 0 0 0 0
	is INQUIRY "$(ends changer 96 12 0 0 0 60 0)" good
	vlib_reserve changer none
	is "given back" "$(ready changer)" good
	gets good drive0 - 16 0 0 0 0 0
	is reserved "$(vlib_of drive0 reserved)" us
	gets good drive0 - 17 0 0 0 0 0
	is reserved "$(vlib_of drive0 reserved)" no
}

# --- mode and log pages ---

# pages 1Dh, 1Eh, 1Fh say what the changer is made of
t_changer_pages() {
	is 1Dh "$(data changer 64 1a 8 1d 0 40 0)" \
		"17 00 00 00 1d 12 00 01 00 01 04 00 00 14 02 00 00 02 01 00 00 02 00 00"
	is 1Eh "$(data changer 64 1a 8 1e 0 40 0)" "07 00 00 00 1e 02 00 00"
	is "1Fh (10)" "$(data changer 64 5a 8 1f 0 0 0 0 0 40 0)" \
		"00 1a 00 00 00 00 00 00 1f 12 0f 00 0f 0f 0f 0f 00 00 00 00 0f 0f 0f 0f 00 00 00 00"
	vlib_set rotate=1
	is "1Eh, rotating" "$(data changer 64 1a 8 1e 0 40 0)" "07 00 00 00 1e 02 01 00"
	vlib_set rotate=0
	gets "sense 5/24/00 field 2" changer 64 1a 8 f 0 40 0
	gets "sense 5/39/00" changer 64 1a 8 dd 0 40 0
	is truncated "$(data changer 6 1a 8 1d 0 6 0)" "17 00 00 00 1d 12"
}

# a tape's header and block descriptor; pages can be set
t_tape_modes() {
	carry $at $drive
	calm drive0
	is header "$(data drive0 12 1a 0 0 0 c 0)" "0b 48 10 08 46 00 00 00 00 00 00 00"
	gets good drive0 out:000010080000000000000200 15 10 0 0 c 0
	is "block size" "$(data drive0 12 1a 0 0 0 c 0)" "0b 48 10 08 46 00 00 00 00 00 02 00"
	gets "sense 5/26/00" drive0 out:000000000f0e0000000000010000000000000000 15 10 0 0 14 0
	gets good drive0 out:000000000f0e4080000000010000000000000000 15 10 0 0 14 0
	is "compression off" "$(bytes 4 4 $(data drive0 64 1a 8 f 0 40 0))" "0f 0e 40 80"
	is default "$(bytes 4 4 $(data drive0 64 1a 8 8f 0 40 0))" "0f 0e c0 80"
	is changeable "$(bytes 4 4 $(data drive0 64 1a 8 4f 0 40 0))" "0f 0e 80 80"
	vlib_reset drive0
	calm drive0
	is "after a reset" "$(data drive0 12 1a 0 0 0 c 0)" "0b 48 10 08 46 00 00 00 00 00 00 00"
	carry $drive $at
	vlib_take slot0
	vlib_put slot0 PROT01L6 protect=1
	carry $at $drive
	calm drive0
	is "write protected LTO-6" "$(data drive0 12 1a 0 0 0 c 0)" "0b 68 90 08 5a 00 00 00 00 00 00 00"
	gets "sense 7/27/00" drive0 out:00000000 a 0 0 0 4 0
	carry $drive $at
	vlib_take slot0
	vlib_put slot0 TAP001L4
}

# a TapeAlert flag is told once
t_tape_alert() {
	local d
	is pages "$(data drive0 64 4d 0 40 0 0 0 0 0 40 0)" "00 00 00 09 00 02 03 0c 11 14 17 2e 31"
	is "changer's pages" "$(data changer 64 4d 0 40 0 0 0 0 0 40 0)" "00 00 00 02 00 2e"
	vlib_alert drive0 20
	is "too short to tell" "$(data drive0 4 4d 0 6e 0 0 0 0 0 4 0)" "2e 00 01 40"
	is "flags 19 to 21" "$(bytes 94 15 $(data drive0 324 4d 0 6e 0 0 0 0 1 44 0))" \
		"00 13 03 01 00 00 14 03 01 01 00 15 03 01 00"
	is "the second time" "$(bytes 99 5 $(data drive0 324 4d 0 6e 0 0 0 0 1 44 0))" "00 14 03 01 00"
	is "from flag 63 on" "$(data drive0 324 4d 0 6e 0 0 0 3f 1 44 0)" \
		"2e 00 00 0a 00 3f 03 01 00 00 40 03 01 00"
	gets "sense 5/24/00 field 2" drive0 64 4d 0 7e 0 0 0 0 0 40 0
}

end_of_tests
