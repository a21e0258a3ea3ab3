#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_vlib.sh - what vlib does, command by command; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/../library/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$(dirname "$0")/vlib.sh"

declare -A sg
nodes() {
	local d
	for d in $(vlib_devices); do sg[$d]=$(vlib_sg "$d"); done
}
to() { cdb "${sg[$1]}" "${@:2}"; }			# DEVICE LENGTH CDB...: all that comes back
ends() { local r; r=$(to "$@"); echo "${r%% |*}"; }	# the same, just how it ended
# OUTCOME DEVICE LENGTH CDB...: it has to end so
gets() {
	is "end of ${*:4} to $2" "$(ends "${@:2}")" "$1"
}
data() { # DEVICE LENGTH CDB...: its bytes; has to succeed
	local r
	r=$(to "$@")
	like "${*:3} to $1" "$r" '^good' && echo "${r##*| }"
}
bytes() { # FROM COUNT BYTE...: some of them
	local from=$1 count=$2
	shift 2
	echo "${@:from+1:count}"
}
text() { # BYTE...: as text
	# shellcheck disable=SC2059 # that is what it is for
	printf "$(printf '\\x%s' "$@")" | tr -d '\0' | sed 's/ *$//'
}
ready() { ends "$1" - 0 0 0 0 0 0; }			# TEST UNIT READY
calm() { # DEVICE...: no unit attentions wait
	local d
	for d; do while [[ $(ready "$d") == "sense 6/"* ]]; do :; done; done
}
hex2() { printf '%02x %02x' $(($1 >> 8)) $(($1 & 255)); }
# FROM TO [INVERT]: MOVE MEDIUM between ADDRESSes; how it ends
moved() {
	ends changer - a5 0 0 0 $(hex2 "$1") $(hex2 "$2") 0 0 "${3:-0}" 0
}
carry() { is "move $*" "$(moved "$@")" good; }
# TYPE FIRST COUNT ALLOCATION [OPTIONS]: READ ELEMENT STATUS; VOLTAG by default
status() {
	local n=$4
	to changer "$n" b8 "$(printf %x $((16 | $1)))" $(hex2 "$2") $(hex2 "$3") "${5:-0}" \
		$(printf '%x %x %x' $((n >> 16)) $((n >> 8 & 255)) $((n & 255))) 0 0
}
at=1024		# first slot
drive=256	# first drive
port=512	# first port

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

# --- element status ---

# a page for each type; addresses, bar codes, lengths to the byte
t_status_slot() {
	is "slot 1" "$(status 2 $((at + 1)) 1 68)" "good | 68 | 04 01 00 01 00 00 00 3c\
 02 80 00 34 00 00 00 34 04 01 09 00 00 00 00 00 00 01 00 00\
 54 41 50 30 30 32 4c 34 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 00 00 00 00\
 00 00 00 00"
}

# TYPE ADDRESS [OPTIONS]: the descriptor of one element, from the flags on
element() {
	local r
	r=$(status "$1" "$2" 1 256 "${3:-0}")
	like "status of $2" "$r" '^good'
	bytes 18 200 ${r##*| }
}
flags() { bytes 0 4 $(element "$@"); }	# flags, 0, ASC, ASCQ
# HEADER-BYTES of an answer: first address, elements, bytes available
head_of() {
	bytes 0 8 ${1##*| }
}

# the number of elements is the most that are reported, from the start address on
t_status_range() {
	local r
	r=$(status 2 $at 3 4096)
	is "three slots" "$(head_of "$r")" "04 00 00 03 00 00 00 a4"
	like length "$r" '^good \| 172 \|'
	r=$(status 2 $((at + 18)) 65535 4096)
	is "the last two" "$(head_of "$r")" "04 12 00 02 00 00 00 70"
	r=$(status 2 0 1 4096)
	is "from below" "$(head_of "$r")" "04 00 00 01 00 00 00 3c"
	r=$(status 2 2000 5 4096)
	is "from behind" "$r" "good | 8 | 00 00 00 00 00 00 00 00"
	r=$(status 4 0 65535 4096)
	is drives "$(head_of "$r")" "01 00 00 02 00 00 00 70"
	gets "sense 5/24/00 field 1" changer 64 b8 5 0 0 0 1 0 0 0 40 0 0
}

# type 0 is all elements by ascending address, a page each
t_status_all() {
	local r d
	r=$(status 0 0 65535 65535)
	is header "$(head_of "$r")" "00 01 00 19 00 00 05 34"
	like length "$r" '^good \| 1340 \|'
	d=${r##*| }
	is "picker's page" "$(bytes 8 10 $d)" "01 80 00 34 00 00 00 34 00 01"
	is "drives' page" "$(bytes 68 10 $d)" "04 80 00 34 00 00 00 68 01 00"
	is "ports' page" "$(bytes 180 10 $d)" "03 80 00 34 00 00 00 68 02 00"
	is "slots' page" "$(bytes 292 10 $d)" "02 80 00 34 00 00 04 10 04 00"
	# the count runs over the types
	r=$(status 0 257 4 4096)
	is "from drive 1 on" "$(head_of "$r")" "01 01 00 04 00 00 00 e8"
}

# whole descriptors only; the headers tell of what there is
t_status_allocation() {
	is "header alone" "$(status 2 $at 3 8)" "good | 8 | 04 00 00 03 00 00 00 a4"
	like "one and a half" "$(status 2 $at 3 94)" \
		'^good \| 68 \| 04 00 00 03 00 00 00 a4 02 80 00 34 00 00 00 9c 04 00'
	like "less than a header" "$(status 2 $at 3 5)" '^good \| 5 \| 04 00 00 03 00$'
	is "nothing" "$(status 2 $at 3 0)" "good | 0 |"
}

# without VOLTAG there are no tags; a library without reader may refuse or not have them
t_status_tags() {
	local r
	r=$(to changer 64 b8 2 4 0 0 1 0 0 0 40 0 0)
	is "without" "$r" "good | 32 | 04 00 00 01 00 00 00 18 02 00 00 10 00 00 00 10 04 00 09 00 00 00 00 00 00 01 00 00 00 00 00 00"
	vlib_set tags=none
	like none "$(status 2 $at 1 64)" '^good \| 32 \| .* 02 00 00 10'
	vlib_set tags=refuse
	like refused "$(status 2 $at 1 64)" '^sense 5/24/00 field 1'
	vlib_set tags=read
	vlib_take slot0 quiet=1
	is "empty" "$(bytes 0 14 $(element 2 $at))" "08 00 00 00 00 00 00 00 00 00 00 00 00 00"
	vlib_put slot0 NOTAG tag=none
	is "without label" "$(bytes 0 14 $(element 2 $at))" "09 00 00 00 00 00 00 01 00 00 00 00 00 00"
	vlib_take slot0
	vlib_put slot0 TAP001L4
}

# device identifiers of drives are those of their VPD pages
t_status_dvcid() {
	local d vpd
	d=$(element 4 $((drive + 1)) 1)
	vpd=$(bytes 4 36 $(data drive1 64 12 1 83 0 40 0))
	is T10 "$(bytes 46 36 $d)" "$vpd"
	vlib_set dvcid=naa
	is NAA "$(bytes 46 12 $(element 4 $((drive + 1)) 1))" "$(bytes 40 12 $(data drive1 64 12 1 83 0 40 0))"
	vlib_set dvcid=serial
	is serial "$(text $(bytes 50 8 $(element 4 $drive 1)))" DRV01001
	vlib_set dvcid=empty
	is empty "$(bytes 46 40 $(element 4 $drive 1))" "00 00 00 00"
	vlib_set dvcid=refuse
	like refused "$(status 4 $drive 1 256 1)" '^sense 5/24/00 field 6'
	vlib_set dvcid=t10
	is "slots have none" "$(bytes 46 40 $(element 2 $at 1))" "00 00 00 00"
}

# --- moves ---

# a tape goes from slot to drive and back, and its source is known
t_move() {
	local loads
	loads=$(vlib_in slot0 loads)
	carry $at $drive
	is there "$(vlib_where TAP001L4)" drive0
	is "drive full, source slot 0" "$(bytes 0 10 $(element 4 $drive))" "09 00 00 00 00 00 00 81 04 00"
	is "slot empty" "$(flags 2 $at)" "08 00 00 00"
	is "new in the drive" "$(ready drive0)" "sense 6/28/00"
	is ready "$(ready drive0)" good
	carry $drive $((at + 15))
	is there "$(vlib_where TAP001L4)" slot15
	is "not present" "$(ready drive0)" "sense 2/3a/00"
	carry $((at + 15)) $at
	is "source" "$(bytes 7 3 $(element 2 $at))" "81 04 0f"
	is "loads" "$(vlib_in slot0 loads)" $((loads + 1))
}

# what cannot be moved is refused with the reason
t_move_refused() {
	is "empty source" "$(moved $((at + 15)) $drive)" "sense 5/3b/0e"
	is "full destination" "$(moved $at $((at + 1)))" "sense 5/3b/0d"
	is "to itself" "$(moved $at $at)" "sense 5/3b/0d"
	is "no such source" "$(moved 3000 $drive)" "sense 5/21/01"
	is "no such destination" "$(moved $at 3000)" "sense 5/21/01"
	gets "sense 5/21/01" changer - a5 0 0 2 4 0 1 0 0 0 0 0
	gets "sense 5/24/00 field 10" changer - a5 0 0 1 4 0 1 0 0 0 1 0
	is "nothing moved" "$(vlib_where TAP001L4)" slot0
	gets good changer - a5 0 0 1 4 0 1 0 0 0 0 0
	is "by picker 1" "$(vlib_where TAP001L4)" drive0
	carry $drive $at
	calm drive0
}

# a drive that holds its medium does not give it to the picker
t_prevent() {
	carry $at $drive
	calm drive0
	gets good drive0 - 1e 0 0 0 1 0
	gets "sense 5/53/02" drive0 - 1b 0 0 0 0 0
	is "picker" "$(moved $drive $at)" "sense 5/53/03"
	is "no access" "$(flags 4 $drive)" "01 00 00 00"
	vlib_take drive0 2>/dev/null && die "a hand can take it"
	gets good drive0 - 1e 0 0 0 0 0
	vlib_set autoeject=0
	is "loaded" "$(moved $drive $at)" "sense 5/53/03"
	is "no access" "$(flags 4 $drive)" "01 00 00 00"
	gets good drive0 - 1b 0 0 0 0 0
	is "access" "$(flags 4 $drive)" "09 00 00 00"
	carry $drive $at
	vlib_set autoeject=1
}

# EXCHANGE MEDIUM brings one and takes the other away
t_exchange() {
	carry $at $drive
	gets good changer - a6 0 0 0 4 1 1 0 4 0 0 0
	is "in the drive" "$(vlib_in drive0)" TAP002L4
	is "in slot 0" "$(vlib_in slot0)" TAP001L4
	gets good changer - a6 0 0 0 4 0 1 0 4 0 0 0
	is "changed places" "$(vlib_in drive0) $(vlib_in slot0)" "TAP001L4 TAP002L4"
	gets "sense 5/3b/0d" changer - a6 0 0 0 4 0 1 0 4 2 0 0
	gets "sense 5/3b/0e" changer - a6 0 0 0 4 1 1 0 4 1 0 0
	gets good changer - a6 0 0 0 4 0 1 0 4 1 0 0
	carry $drive $at
	is "home" "$(vlib_in slot0) $(vlib_in slot1)" "TAP002L4 TAP001L4"
	vlib_move slot0 slot1
}

# POSITION TO ELEMENT, INITIALIZE ELEMENT STATUS with and without range
t_position() {
	gets good changer - 2b 0 0 1 4 0 0 0 0 0
	gets "sense 5/21/01" changer - 2b 0 0 1 9 9 0 0 0 0
	gets good changer - 7 0 0 0 0 0
	gets good changer - 37 1 4 0 0 0 0 2 0 0
	gets good changer - e7 1 4 0 0 2 0 0 0 0
	gets "sense 5/21/01" changer - 37 1 20 0 0 0 0 2 0 0
}

# a changer's time is the robot's: moves and scans take as long as is set
t_times() {
	local begin
	vlib_set move=700 scan=700
	begin=$(date +%s%N)
	carry $at $((at + 15))
	carry $((at + 15)) $at
	gets good changer - 7 0 0 0 0 0
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 2100 ] || die "it was faster"
	vlib_set move=0 scan=0
}

# two pickers carry two tapes at the same time, one after the other does not
t_pickers() {
	local begin
	LIB=2 PICKERS=2 IE=0 OPTIONS=move=1500 vlib_up
	sg[two]=$(LIB=2 vlib_sg)
	calm two
	is "geometry" "$(data two 64 1a 8 1e 0 40 0)" "09 00 00 00 1e 04 00 00 00 01"
	begin=$(date +%s%N)
	ends two - a5 0 0 1 4 0 1 0 0 0 0 0 >/run/one &
	is "the other" "$(ends two - a5 0 0 2 4 1 1 1 0 0 0 0)" good
	wait $!
	[ $((($(date +%s%N) - begin) / 1000000)) -lt 2900 ] || note "a slow machine"
	is "both" "$(cat /run/one) $(LIB=2 vlib_in drive0) $(LIB=2 vlib_in drive1)" "good TB2001L4 TB2002L4"
	begin=$(date +%s%N)
	ends two - a5 0 0 1 1 0 4 0 0 0 0 0 >/run/one &
	is "the other" "$(ends two - a5 0 0 1 1 1 4 1 0 0 0 0)" good
	wait $!
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 2900 ] || die "one picker carried two"
	LIB=2 vlib_down
}

# --- two sides ---

# a medium that is inverted shows its other side, and the changer says so
t_sides() {
	vlib_set rotate=1
	vlib_put slot14 MOD001 sides=2
	carry $((at + 14)) $drive
	calm drive0
	gets good drive0 out:53696465412121 a 0 0 0 7 0
	gets good drive0 - 1 0 0 0 0 0
	is "side A" "$(text $(data drive0 7 8 0 0 0 7 0))" 'SideA!!'
	carry $drive $drive 1
	is "turned over" "$(bytes 7 1 $(element 4 $drive))" c1
	is "up" "$(vlib_in drive0 up)" B
	calm drive0
	gets "sense 8/00/05 info 7" drive0 7 8 0 0 0 7 0
	carry $drive $((at + 14))
	carry $((at + 14)) $drive 1
	is "inverted" "$(bytes 7 1 $(element 4 $drive))" c1
	is "up" "$(vlib_in drive0 up)" A
	calm drive0
	is "side A again" "$(text $(data drive0 7 8 0 0 0 7 0))" 'SideA!!'
	carry $drive $((at + 14))
	vlib_take slot14
	vlib_flip slot0
	vlib_flip slot0
	vlib_set rotate=0
}

# --- ports, doors, magazines ---

# a port shows what a hand has put there, and raises 28h/01h
t_port() {
	vlib_port_insert 1 PRT001L4
	is attention "$(ready changer)" "sense 6/28/01"
	is "full, by hand" "$(flags 3 $((port + 1)))" "3b 00 00 00"
	carry $((port + 1)) $((at + 14))
	carry $((at + 14)) $port
	is "full, by the picker" "$(flags 3 $port)" "39 00 00 00"
	vlib_port_take 0
	is attention "$(ready changer)" "sense 6/28/01"
	is empty "$(flags 3 $port)" "38 00 00 00"
}

# a port that is locked cannot be opened; one that is open cannot be reached
t_port_open() {
	gets good changer - 1e 0 0 0 1 0
	vlib_port_open 0 2>/dev/null && die "it opens"
	gets "sense 5/53/02" changer - 1b 0 2 0 0 0
	gets good changer - 1e 0 0 0 0 0
	gets good changer - 1b 0 2 0 0 0
	is "no access" "$(flags 3 $port)" "30 00 00 00"
	is move "$(moved $at $port)" "sense 5/3b/11"
	gets good changer - 1b 0 2 0 1 0
	gets "sense 5/21/01" changer - 1b 0 4 0 0 0
	gets "sense 5/24/00 field 4" changer - 1b 0 2 0 2 0
	vlib_port_open 1
	vlib_port_close 1
	is "closed by hand" "$(ready changer)" "sense 6/28/01"
}

# an open door stops the robot; when it is closed the library looks around
t_door() {
	vlib_door_open
	is ready "$(ready changer)" "sense 2/04/18"
	is move "$(moved $at $drive)" "sense 2/04/18"
	is "no access" "$(flags 2 $at)" "01 00 00 00"
	vlib_set scan=2000
	vlib_door_close
	is attention "$(ready changer)" "sense 6/28/00"
	is ready "$(ready changer)" "sense 2/04/01"
	like status "$(status 2 $at 1 64)" "^sense 2/04/01"
	within 10 sh -c "cdb ${sg[changer]} - 0 0 0 0 0 0 | grep -q ^good"
	vlib_set scan=0
}

# a magazine takes its tapes along
t_magazine() {
	vlib_magazine_pull 0 2
	is attention "$(ready changer)" "sense 6/3b/12"
	is gone "$(flags 2 $at) | $(flags 2 $((at + 1)))" "04 00 3b 12 | 04 00 3b 12"
	is move "$(moved $at $drive)" "sense 5/3b/12"
	vlib_magazine_insert 0 2
	is attention "$(ready changer), $(ready changer)" "sense 6/3b/13, sense 6/28/00"
	is back "$(flags 2 $at)" "09 00 00 00"
}

# elements that cannot be reached, are disabled or in an abnormal state
t_elements() {
	vlib_element slot3 access=0 except=83/02
	is "no access, abnormal" "$(flags 2 $((at + 3)))" "05 00 83 02"
	is move "$(moved $((at + 3)) $drive)" "sense 5/3b/11"
	vlib_element slot3 access=1 except=none disabled=1
	is disabled "$(bytes 0 8 $(element 2 $((at + 3))))" "01 00 00 00 00 00 00 09"
	is move "$(moved $((at + 3)) $drive)" "sense 5/3b/18"
	vlib_element slot3 disabled=0
	is well "$(flags 2 $((at + 3)))" "09 00 00 00"
}

# hands move tapes behind the changer's back; unseen until it looks
t_unseen() {
	vlib_move slot2 slot15 unseen=1
	is "changer believes" "$(flags 2 $((at + 2))) | $(flags 2 $((at + 15)))" "09 00 00 00 | 08 00 00 00"
	is "the truth" "$(vlib_where TAP003L4)" slot15
	is move "$(moved $((at + 2)) $drive)" "sense 5/3b/0e"
	gets good changer - 37 1 4 f 0 0 0 1 0 0
	is "after a look" "$(flags 2 $((at + 15)))" "09 00 00 00"
	gets good changer - 7 0 0 0 0 0
	is "after a look at all" "$(flags 2 $((at + 2)))" "08 00 00 00"
	vlib_move slot15 slot2
	vlib_move slot2 slot3
	is "changed places" "$(vlib_in slot2) $(vlib_in slot3)" "TAP004L4 TAP003L4"
	vlib_move slot2 slot3
	is "attentions" "$(vlib_of changer attentions)" ""
}

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
	within 10 rmmod vlib
	begin
	is "all new" "$(vlib_in slot0) $(vlib_in slot0 loads)" "TAP001L4 0"
}

# the module is unloaded while drivers are bound to a running library
t_unload() {
	# sg lets go of a device some time after its node is closed
	within 10 rmmod vlib
	is "no hosts" "$(cat /sys/class/scsi_host/host*/proc_name 2>/dev/null | grep -c vlib || :)" 0
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

# a CD drive without changer: sr reads it, events tell of the disc, the tray opens
t_cdrom() {
	local dev sg
	LIB=5 PICKERS=0 SLOTS=0 FILLED=0 DRIVES=1 IE=0 OPTIONS=kind=cdrom vlib_up
	modprobe sr_mod
	sg=$(LIB=5 vlib_sg drive0)
	calm_sg() { while [[ $(cdb "$sg" - 0 0 0 0 0 0) == "sense 6/"* ]]; do :; done; }
	calm_sg
	like "type" "$(cdb "$sg" 4 12 0 0 0 4 0)" '^good \| 4 \| 05 80'
	is "no disc" "$(cdb "$sg" - 0 0 0 0 0 0)" "sense 2/3a/00 | 0 |"
	LIB=5 vlib_put drive0 DISC01 capacity=1
	head -c 10000 "$NTMS_TOP/selftests/vlib/vlib.h" >/run/disc
	vlib_tape_write DISC01 2048 </run/disc
	like "new disc" "$(cdb "$sg" 8 4a 1 0 0 10 0 0 0 8 0)" '^good \| 8 \| 00 06 04 10 02 02 00 00'
	like "no event" "$(cdb "$sg" 8 4a 1 0 0 10 0 0 0 8 0)" '^good \| 8 \| 00 06 04 10 00 02 00 00'
	calm_sg
	is capacity "$(cdb "$sg" 8 25 0 0 0 0 0 0 0 0 0)" "good | 8 | 00 00 00 04 00 00 08 00"
	is "behind the end" "$(cdb "$sg" 2048 28 0 0 0 0 5 0 0 1 0)" "sense 5/21/00 | 0 |"
	like "table of contents" "$(cdb "$sg" 20 43 0 0 0 0 0 0 0 14 0)" '^good \| 20 \| 00 12 01 01 00 14 01 00'
	within 10 sh -c "ls $(LIB=5 vlib_sysfs drive0)/block"
	dev=/dev/$(ls "$(LIB=5 vlib_sysfs drive0)/block")
	within 10 cmp -n 10000 /run/disc "$dev"
	like "no writing" "$(cdb "$sg" "out:$(printf '%04096d' 0)" 2a 0 0 0 0 0 0 0 1 0)" '^sense 7/27/00'
	is locked "$(cdb "$sg" - 1e 0 0 0 1 0), $(cdb "$sg" - 1b 0 0 0 2 0)" "good | 0 |, sense 5/53/02 | 0 |"
	is eject "$(cdb "$sg" - 1e 0 0 0 0 0), $(cdb "$sg" - 1b 0 0 0 2 0)" "good | 0 |, good | 0 |"
	is "tray open" "$(cdb "$sg" - 0 0 0 0 0 0)" "sense 2/3a/02 | 0 |"
	like "disc gone" "$(cdb "$sg" 8 4a 1 0 0 10 0 0 0 8 0)" '00 06 04 10 03 01 00 00'
	is "close" "$(cdb "$sg" - 1b 0 0 0 3 0)" "good | 0 |"
	calm_sg
	is "ready" "$(cdb "$sg" - 0 0 0 0 0 0)" "good | 0 |"
	LIB=5 vlib_down
}

# a jukebox of optical memory: a disc is written, turned over, written again
t_optical() {
	local dev
	LIB=6 SLOTS=3 FILLED=0 DRIVES=1 IE=0 OPTIONS="kind=optical rotate=1" vlib_up
	LIB=6 vlib_put slot0 MO0001 sides=2 capacity=1
	sg[jukebox]=$(LIB=6 vlib_sg)
	sg[mo]=$(LIB=6 vlib_sg drive0)
	calm jukebox mo
	gets good jukebox - a5 0 0 0 4 0 1 0 0 0 0 0
	calm mo
	is capacity "$(data mo 8 25 0 0 0 0 0 0 0 0 0)" "00 00 01 ff 00 00 08 00"
	gets good mo "out:$(printf '%04096d' 7)" 2a 0 0 0 0 9 0 0 1 0
	gets good jukebox - a5 0 0 1 0 1 0 0 0 0 1 0
	calm mo
	is "side B" "$(data mo 2048 28 0 0 0 0 9 0 0 1 0 | tr -d ' 0')" ""
	gets good jukebox - a5 0 0 1 0 1 0 0 0 0 1 0
	calm mo
	is "side A" "$(data mo 2048 28 0 0 0 0 9 0 0 1 0 | tr -d ' 0')" 7
	LIB=6 vlib_down
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
	[ $((SECONDS - begin)) -le 30 ] || die "it took $((SECONDS - begin)) s"
	note "12,000 slots, 16 drives: up in $((SECONDS - begin)) s"
	is "full slots" "$(mtx -f "$(LIB=4 vlib_sg)" status | grep -c 'Full :VolumeTag=B')" 12000
	LIB=4 vlib_down
}

begin() {
	vlib_up && nodes && calm changer drive0 drive1
}
# all new, so that what a failed test left behind is no reason for the next to fail
after_failure() {
	exec 8>&-
	# the library may be gone
	vlib_down 2>/dev/null || :
	(for LIB in 2 3 4 5 6; do vlib_down 2>/dev/null || :; done)
	begin
}

begin || exit 1
run_tests "$0"
