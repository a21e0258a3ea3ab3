#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_disc.sh - optical drives; run in a guest by run.sh
# shellcheck disable=SC2046,SC2086 # bytes are words
# shellcheck source=selftests/vlib/test.sh
. "$(dirname "$0")/test.sh"

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
	gets good jukebox - a5 0 0 1 1 0 1 0 0 0 1 0
	calm mo
	is "side B" "$(data mo 2048 28 0 0 0 0 9 0 0 1 0 | tr -d ' 0')" ""
	gets good jukebox - a5 0 0 1 1 0 1 0 0 0 1 0
	calm mo
	is "side A" "$(data mo 2048 28 0 0 0 0 9 0 0 1 0 | tr -d ' 0')" 7
	LIB=6 vlib_down
}

end_of_tests
