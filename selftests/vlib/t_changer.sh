#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_changer.sh - element status, moves, and hands behind the changer's back; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

# --- element status ---

# a page for each type; addresses, bar codes, lengths to the byte
t_status_slot() {
	is "slot 1" "$(status 2 $((at + 1)) 1 68)" "good | 68 | 04 01 00 01 00 00 00 3c\
 02 80 00 34 00 00 00 34 04 01 09 00 00 00 00 00 00 01 00 00\
 54 41 50 30 30 32 4c 34 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 20 00 00 00 00\
 00 00 00 00"
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

end_of_tests
