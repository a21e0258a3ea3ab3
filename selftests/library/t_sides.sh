#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_sides.sh - media with two sides, in a jukebox of vlib; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

library=name:"VLIB VJUKEBOX"
plain() { tr -d - <"$1" | tr a-f A-F; }	# FILE: a GUID of rsm, as the client writes it
up() { vlib_in "$(vlib_where "$1")" up; }	# DISC: the side that is up, in truth
in_process() { # N: so many requests
	local state n=0
	for state in $(of state request); do [ "$state" != inprocess ] || n=$((n + 1)); done
	[ $n = "$1" ]
}
is_up() { [ "$(up "$1")" = "$2" ]; }
home() { within 30 is_medium "$1" place "$2" && within 20 idle; }	# DISC SLOT
write_disc() { printf %-2048s "$2" | dd of="$1" bs=2048 count=1 oflag=direct iflag=fullblock status=none; }
read_disc() { dd if="$1" bs=2048 count=1 iflag=direct status=none | tr -d ' '; }

mounts_of_sides() { # how often each was in a drive
	rsm view --type=partition -v | sed -n 's/^ *mount_count *//p' | tr '\n' ' '
}
each_side_once_more() { # COUNT BEFORE...
	local now
	for now in $(mounts_of_sides); do
		[ "$now" = $(($1 + 1)) ] || return 1
		shift
	done
}

# new discs have two sides, and are in the pool of what nobody knows of their type
t_two_sides() {
	is sides "$(medium DSC001 sides)" 2
	is pool "$(medium DSC001 pool)" 'Unrecognized\MO_5_RW'
	rsm -q freemedia --all-unrecognized
	rsm -q createpool --pool=Discs --action=new --media-type=name:MO_5_RW --draw-free --return-free
}

# a disc that is allocated as new is kept for its owner, who gets its other side next
t_new_and_next() {
	local a b other
	a=$(rsm allocate --pool=Discs --new --brief)
	b=$(rsm allocate --pool=Discs --next --media="$a" --brief)
	other=$(rsm allocate --pool=Discs --new --brief)
	rsm allocate --pool=Discs --next --media="$b" --brief 2>/run/said && die "a third side"
	like "the reason" "$(cat /run/said)" "side"
	echo "$a" >/run/first
	echo "$b" >/run/second
	echo "$other" >/run/other
	is "first side" "$(medium DSC001 logical)" "$(plain /run/first)"
	is "other disc" "$(medium DSC002 logical)" "$(plain /run/other)"
}

# the picker turns a disc over for its second side, and back for its slot
t_second_side() {
	local a b dev
	a=$(medium DSC001 logical)
	b=$(plain /run/second)
	open A
	dev=$(gives A mount "$b" write)
	is "up" "$(up DSC001)" B
	write_disc "$dev" second
	must A dismount "$b"
	home DSC001 slot0
	is "up in its slot" "$(up DSC001)" A
	dev=$(gives A mount "$a" write)
	is "up" "$(up DSC001)" A
	is "what is on it" "$(read_disc "$dev" | tr -d '\0')" ""
	write_disc "$dev" first
	must A dismount "$a"
	home DSC001 slot0
	dev=$(gives A mount "$b")
	is "what is on the second side" "$(read_disc "$dev")" second
	must A dismount "$b"
	home DSC001 slot0
}

# one that was left in a drive is turned over there, and has one side for one session
t_turned_in_drive() {
	local a b
	a=$(medium DSC001 logical)
	b=$(plain /run/second)
	open A
	open B
	must A mount "$a"
	refused 170 B mount "$b" now
	must A dismount "$a" deferred
	must B mount "$b"
	is "up" "$(up DSC001)" B
	must B dismount "$b" immediate
	home DSC001 slot0
	is "up in its slot" "$(up DSC001)" A
}

# which side is up in a drive is known after the module was away
t_known_again() {
	local b side
	b=$(plain /run/second)
	open A
	must A mount "$b"
	side=$(medium DSC001 mounted)
	killed A
	ntms_restart
	within 30 inventoried 3
	is "side" "$(medium DSC001 mounted)" "$side"
	open A
	must A mount "$b"
	is "moves" "$(vlib_in drive0 up)$(vlib_in drive1 up)" B
	must A dismount "$b" immediate
	home DSC001 slot0
	is "up in its slot" "$(up DSC001)" A
}

# in a full inventory every side of every disc is looked at, with a label agent as well, and all lie as before
t_full_inventory() {
	local before failed disc
	before=$(mounts_of_sides)
	failed=$(ask request | grep -c ^state=failed || :)
	is "sides" "$(words $before)" 6
	agent_start
	rsm -q inventory --library="$library" --action=full
	within 60 each_side_once_more $before
	within 60 idle
	agent_stop
	is "what failed" "$(ask request | grep -c ^state=failed || :)" "$failed"
	for disc in 1 2 3; do
		is "up in the slot of disc $disc" "$(up DSC00$disc)" A
		home DSC00$disc slot$((disc - 1))
	done
	is "side" "$(medium DSC001 side_state)" allocated
}

# what is ejected with its second side up is turned back on its way to the port
t_eject() {
	local b
	b=$(plain /run/second)
	open A
	must A mount "$b"
	must A dismount "$b" deferred
	rsm -q eject --physical=name:DSC001
	within 30 is_medium DSC001 place port0
	is "up in the port" "$(up DSC001)" A
	within 20 in_process 1
	vlib_port_take 0 force=1
	vlib_port_close 0
	within 30 idle
}

# a library that cannot turn media over says so, and uses their first sides
t_cannot_turn() {
	local b
	vlib_set rotate=0
	rsm -q inventory --library="$library" --action=fast
	within 30 idle
	open A
	b=$(rsm allocate --pool=Discs --next --media="$(cat /run/other)" --brief >/run/third && plain /run/third)
	like "answer" "$(say A mount "$b")" "^[1-9].*turn"
	must A mount DSC002
	is "up" "$(up DSC002)" A
	must A dismount DSC002
	vlib_set rotate=1
	rsm -q inventory --library="$library" --action=fast
	within 30 idle
	must A mount "$b"
	is "up" "$(up DSC002)" B
	must A dismount "$b"
	home DSC002 slot1
}

modprobe -a sd_mod
vlib_anew
export LIB=2
SLOTS=6 FILLED=0 DRIVES=2 IE=1 SIZE=1 OPTIONS="kind=optical rotate=1 product=VJUKEBOX" vlib_up &&
	vlib_do fill slot0 3 "DSC###" sides=2 || exit 1
ntms_start || exit 1
within 30 inventoried 3 || exit 1
run_tests "$0"
