#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_find.sh - libraries and drives are found; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

scsi() { basename "$(tgt_sysfs "$1")"; }	# LUN: its address
module_of() { [ -d "/sys/module/$1/holders" ]; }	# it is not built in

has_node() { [ "$(of device changer "$(chg):0")" = "$1" ]; }	# NODE
# the library of $LIB is there as it was made: DRIVES SLOTS PORTS MEDIA
found() {
	local d n library changer drive
	within 15 inventoried "$4"
	# the last one is found by elimination, when no more come; nodes come with st and ch
	for ((d = 1; d <= $1; d++)); do
		within 10 is_drive "$(chg):$((d - 1))" operational ready
		within 10 is_drive "$(chg):$((d - 1))" device "$(tgt_nst $d)"
	done
	within 10 has_node "$(tgt_sch)"
	library=$(ask library "$(chg)")
	changer=$(ask changer "$(chg):0")
	is drives "$(in_ drives "$library")" "$1"
	is slots "$(in_ slots "$library")" "$2"
	is ports "$(in_ ports "$library")" "$3"
	is robots "$(in_ changers "$library")" 1
	is type "$(in_ type "$library")" robot
	is name "$(in_ name "$library")" "LABTGT VCHANGER"
	is "bar codes" "$(in_ bar_codes "$library")" 1
	is "robot's address" "$(in_ scsi "$changer")" "$(scsi $(($1 + 1)))"
	is "robot's type" "$(in_ type "$changer")" "VCHANGER"
	for ((d = 1; d <= $1; d++)); do
		n=$(chg):$((d - 1))
		drive=$(ask drive "$n")
		is "serial of drive $n" "$(in_ serial "$drive")" "$(printf 'DRV%02d%03d' "${LIB:-1}" $d)"
		is "address of drive $n" "$(in_ scsi "$drive")" "$(scsi $d)"
		is "state of drive $n" "$(in_ operational "$drive")/$(in_ state "$drive")" ready/dismounted
		is "name of drive $n" "$(in_ name "$drive")" "Drive $((d - 1))"
		is "type of drive $n" "$(in_ type "$drive")" VTAPE
	done
}
libraries() { # without that of media that are off line
	local types
	types=$(of type library)
	# shellcheck disable=SC2086 # words are counted
	words ${types//offline/}
}
has_type() { [[ " $(of type library) " == *" $1 "* ]]; }
lone_is() { [ "$(of operational library "LABTGT ULTRIUM")" = "$1" ]; }

# the library is found that was there before the module
t_module_last() {
	tgt_login
	ntms_start
	found 2 20 2 6
	is libraries "$(libraries)" 1
	ntms_stop
}

# the library is found that comes after the module
t_module_first() {
	tgt_logout
	forget
	ntms_start
	is libraries "$(libraries)" 0
	tgt_login
	found 2 20 2 6
	is libraries "$(libraries)" 1
	ntms_stop
}

# devices get their nodes when st and ch are loaded last
t_drivers_last() {
	tgt_logout
	if ! { rmmod st ch; } 2>/dev/null; then
		note "st and ch are built in"
		tgt_login
		return 0
	fi
	forget
	ntms_start
	tgt_connect
	within 15 inventoried 6
	modprobe -a st ch
	within 5 tgt_nodes
	found 2 20 2 6
	is libraries "$(libraries)" 1
	ntms_stop
}

# the store may come late, and again
t_store_late() {
	forget
	insmod "$NTMS_KO"
	sleep 1
	store_start
	found 2 20 2 6
	store_stop KILL
	store_start
	found 2 20 2 6
	ntms_stop
}

# a second module load finds the objects of the first
t_known_again() {
	local before after
	ntms_start
	found 2 20 2 6
	before=$(of id library; of id drive; of id changer; of id slot; of id port)
	ntms_restart
	found 2 20 2 6
	after=$(of id library; of id drive; of id changer; of id slot; of id port)
	is objects "$after" "$before"
}

# a library that goes is not present, and is the same when it comes back
t_gone_and_back() {
	local id
	[ -d /sys/module/ntms ] || ntms_start
	within 15 inventoried 6
	id=$(of id library "$(chg)")
	tgt_logout
	within 10 library_is not_present
	is drive "$(drive "$(chg):0" operational)" not_present
	is media "$(of media library "$(chg)")" 6
	tgt_login
	found 2 20 2 6
	is library "$(of id library "$(chg)")" "$id"
	is libraries "$(libraries)" 1
}

# two libraries, each with its drives
t_two_libraries() {
	export TWO_LIBRARIES=1
	tgt_add_library 2 SLOTS=8 FILLED=3 DRIVES=3 IE=1
	LIB=2 found 3 8 1 3
	found 2 20 2 6
	is libraries "$(libraries)" 2
	LIB=2 tgt_logout
	LIB=2 within 10 library_is not_present
	found 2 20 2 6
	LIB=2 tgt_login
	LIB=2 found 3 8 1 3
	LIB=2 tgt_logout
}

# a drive without robot is a library of its own
t_lone_drive() {
	local id
	export TWO_LIBRARIES=1
	[ -d /sys/module/ntms ] || ntms_start
	tgt_lone_up LONE00001
	within 15 has_type standalone
	id=$(ask library | awk -F= '$1 == "id" { id = $2 } $0 == "type=standalone" { print id }')
	like names "$(of name library)" "LABTGT ULTRIUM"
	is drives "$(rsm --json view --type=drive --container="$id" | jq '.objects | length')" 1
	is slots "$(rsm --json view --type=storageslot --container="$id" | jq '.objects | length')" 0
	is libraries "$(libraries)" "$(($(of type library | tr ' ' '\n' | grep -c robot) + 1))"
	tgt_lone_down
	within 10 lone_is not_present
}

after_failure() {
	[ ! -d /sys/module/ntms ] || ntms_stop
	modprobe -a st ch
	tgt_nodes >/dev/null || tgt_login
	forget
	return 0
}

SLOTS=20 FILLED=6 DRIVES=2 IE=2 tgt_up || exit 1
run_tests "$0"
