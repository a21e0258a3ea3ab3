#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_large.sh - a library of 12,000 slots; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

slots=12000
[ "$NTMS_LAB" != uml ] || slots=3000
filled=$((slots / 2))
iorequests() { echo $(($(cat "$(tgt_sysfs "$(tgt_changer_lun)")/iorequest_cnt"))); }

# a large library is inventoried at once
t_first() {
	local begin now
	begin=$(date +%s%N)
	insmod "$NTMS_KO"
	store_start
	within 120 inventoried $filled
	now=$(date +%s%N)
	note "$filled media in $slots slots known after $(((now - begin) / 1000000)) ms"
	is slots "$(of slots library "$(chg)")" $slots
}

# with as few commands as its size needs, and without a change if there is none
t_again() {
	local before committed n most
	open A
	before=$(iorequests)
	committed=$(rsm --json status | jq .committed)
	must A inventory "$(chg)" fast
	within 60 idle
	n=$(($(iorequests) - before))
	# 52 bytes for an element, 512 KiB for a command, each time less than half; four
	# kinds of elements, mode pages, a look for bar codes
	most=$((slots * 52 / 262144 + 1 + 4 + 6))
	note "$n commands"
	[ "$n" -le $most ] || die "$n commands, not $most"
	n=$(($(rsm --json status | jq .committed) - committed))
	[ "$n" -le 4 ] || die "$n transactions where nothing changed"
	is media "$(of media library "$(chg)")" $filled
}

# one cartridge of many is moved: one is changed
t_one_moved() {
	local committed n
	open A
	tgt_element 2 $((1024 + slots - 1)) barcode=LST001L4
	committed=$(rsm --json status | jq .committed)
	must A inventory "$(chg)" fast
	within 60 idle
	n=$(($(rsm --json status | jq .committed) - committed))
	[ "$n" -le 6 ] || die "$n transactions for one medium"
	is media "$(of media library "$(chg)")" $((filled + 1))
}

in_order() {
	within 20 idle
	is verify "$(cat $verify)" ok
}

SLOTS=$slots FILLED=$filled IMAGES=2 DRIVES=2 IE=2 tgt_up && tgt_login || exit 1
run_tests "$0"
