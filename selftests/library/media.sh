# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A library with 8 tapes in slots 0 to 7, the first 7 allocated in pool Work;
# sourced after lib.sh.

at_home() { # BARCODE SLOT: it gets there
	within 30 is_medium "$1" place "$2"
	within 10 idle
	is "$1" "$(medium "$1" state)" idle
}
# how many commands the robot got
commands() { echo $(($(cat "$(tgt_sysfs "$(tgt_changer_lun)")/iorequest_cnt"))); }
# LUN: how many commands are under way
in_flight() {
	local dir
	dir=$(tgt_sysfs "$1")
	echo $(($(<"$dir/iorequest_cnt") - $(<"$dir/iodone_cnt")))
}
hangs() { [ "$(in_flight "$1")" -gt "$2" ]; }	# LUN BEFORE: one more than before
# where st thinks that it is: "FILE BLOCK"
position() {
	mt -f "$1" status | sed -nE 's/^File number=(-?[0-9]+), block number=(-?[0-9]+).*/\1 \2/p'
}
# BARCODE...: write their bar codes on tapes, four times, each in a file
label() {
	local m dev i
	for m; do
		dev=$(gives A mount "$m" write)
			for i in 1 2 3 4; do
			echo "$m" | dd of="$dev" bs=512 conv=sync status=none
		done
		must A dismount "$m"
	done
	within 30 idle
}

media_setup() {
	local i
	SLOTS=20 FILLED=8 DRIVES=2 IE=2 SIZE=8 tgt_up && tgt_login && ntms_start &&
		within 15 inventoried 8 &&
		rsm -q freemedia --all-unrecognized &&
		rsm -q createpool --pool=Work --action=new \
			--media-type=name:LTO_Ultrium --draw-free --return-free || return 1
	for i in 1 2 3 4 5 6 7; do
		client setup allocate Work TAP00${i}L4 >/dev/null || return 1
	done
}

present() { # library and drives can be used
	within 30 library_is ready
	within 30 is_drive 0 operational ready
	within 30 is_drive 1 operational ready
}
tidy() { # all tapes go home
	local d
	within 60 idle
	for d in 0 1; do
		[ -z "$(media_in $d)" ] || client operator dismount-drive $d >/dev/null
	done
	within 60 idle
	is "what is left in the drives" "$(media_in 0)$(media_in 1)" ""
}

# three programs that mount and dismount for some seconds, one that takes inventories
busy_programs() { # SECONDS
	open W; open X; open Y; open Z
	send W spin TAP001L4 "$1"
	send X spin TAP002L4,TAP003L4 "$1"
	send Y spin TAP004L4 "$1"
	send Z inventory "$(chg)" fast
}
# every call gets an answer that makes sense: success, or one of ERRORS, "(N|...)"
programs_end() { # ERRORS
	local s r
	for s in W X Y; do
		r=$(reply $s 120)
		note "$s: $r"
		like "answer to $s" "$r" "^0 mounted=[0-9]+( $1=[0-9]+)* \\|"
	done
	r=$(reply Z 120)
	note "Z: $r"
	like "answer to Z" "$r" "^(0|$1) "
	for s in W X Y Z; do killed $s; done
}
some_time() { pause ".$((RANDOM % 10))$((RANDOM % 10))"; }

# what a failed test left behind is no reason for the next one to fail
after_failure() {
	tgt_resume
	tgt_nodes >/dev/null || tgt_rescan || tgt_login
	[ -d /sys/module/ntms ] || insmod "$NTMS_KO"
	kill -0 "$(cat /root/ntmsd.pid)" || store_start
	within 20 idle || ntms_restart
	present && tidy
	return 0
} >/dev/null 2>&1

# unless a part before has made it
[ -d /sys/module/ntms ] || media_setup || {
	# shellcheck disable=SC2154 # of lib.sh
	echo "not ok $((tests_run + 1)) - $part: a library with 8 tapes"
	exit 1
}
