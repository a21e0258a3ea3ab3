#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_alone.sh - drives without changer, of vlib; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

tape="VLIB ULTRIUM" cd="VLIB VCDROM" disk="VLIB VOPTICAL"
holds() { [ "$(of media library "$1")" = "$2" ]; }	# LIBRARY N
is_there() { [ "$(of operational library "$1")" = ready ]; }	# LIBRARY
is_not_watched() { [ $(($(of flags library "$1") & 4)) = 0 ]; }	# LIBRARY
pause_of_looks() { echo "$1" >/sys/module/ntms/parameters/look_pause; }
library_id() { of id library "$1"; }
medium_in() { ask medium | awk -F= -v l="$1" '$1 == "id" { id = $2 } $0 == "library=" l { print id }'; }
# POOL MEDIA-TYPE: a logical medium of A, of a new pool
own() {
	rsm -q freemedia --all-unrecognized
	rsm -q createpool --pool="$1" --action=new --media-type=name:"$2" --draw-free --return-free
	gives A allocate "$1"
}
alone() { # N KIND [OPTION...]: library N of one drive
	LIB=$1 PICKERS=0 SLOTS=0 FILLED=0 DRIVES=1 IE=0 OPTIONS="kind=$2 ${*:3}" vlib_up
}

# a drive without changer is a library that nobody had to set up
t_found() {
	local name
	for name in "$tape" "$cd" "$disk"; do
		within 20 is_there "$name"
		is "type of $name" "$(of type library "$name")" standalone
		is "places of $name" "$(of drives library "$name") $(of slots library "$name") $(of ports library "$name")" "1 0 1"
		is "media of $name" "$(of media library "$name")" 0
	done
}

# a tape that is put in, or taken out, is noticed; nobody asks and nobody watches
t_tape_is_noticed() {
	vlib_put_in tape LONE01
	within 30 holds "$tape" 1
	is pool "$(of pool medium "$(medium_in "$tape")")" 'Unrecognized\LTO_Ultrium'
	vlib_take_out tape
	within 30 holds "$tape" 0
}

# looking at the drive takes nothing away from st: it knows where the tape stands, and that it is another
t_st_knows() {
	local dev n
	dev=$(LIB=4 vlib_nst)
	vlib_put_in tape LONE02
	within 30 holds "$tape" 1
	printf 12345 | dd of="$dev" bs=512 conv=sync status=none
	printf 67890 | dd of="$dev" bs=512 conv=sync status=none
	is "position" "$(file_number "$dev")" 2
	n=$(LIB=4 vlib_count drive0 00)
	within 30 looked_since "$n" 3
	is "position" "$(file_number "$dev")" 2
	vlib_take_out tape
	within 30 holds "$tape" 0
	vlib_put_in tape LONE03
	within 30 holds "$tape" 1
	is "position on another tape" "$(file_number "$dev")" 0
}

# a tape is mounted and written; while it is mounted the drive is its owner's alone
t_mount_alone() {
	local dev id n i
	open A
	id=$(own Tapes LTO_Ultrium)
	dev=$(gives A mount "$id" write)
	for ((i = 0; i < 30; i++)); do
		mt -f "$dev" status >/dev/null
		pause .1
	done
	echo hello | dd of="$dev" bs=512 conv=sync status=none
	must A dismount "$id"
	within 20 idle
	n=$(LIB=4 vlib_count drive0 00)
	within 30 looked_since "$n" 1
	is "media" "$(of media library "$tape")" 1
}

# a tape is ejected: it comes out, and is not taken for a new one that stays in the slot of the drive
t_eject_alone() {
	local n
	rsm -q eject --library="$(library_id "$tape")"
	within 30 holds "$tape" 0
	n=$(LIB=4 vlib_count drive0 00)
	within 30 looked_since "$n" 3
	is "media" "$(of media library "$tape")" 0
	vlib_take_out tape
}

# a compact disc is noticed, ejected by opening the tray, and gone
t_cd() {
	vlib_put_in cd DISC01
	within 30 holds "$cd" 1
	is pool "$(of pool medium "$(medium_in "$cd")")" 'Unrecognized\CD_ROM'
	rsm -q eject --library="$(library_id "$cd")"
	within 30 holds "$cd" 0
	within 20 idle
	vlib_take_out cd
	vlib_put_in cd DISC02
	within 30 holds "$cd" 1
	vlib_take_out cd
	within 30 holds "$cd" 0
}

# an optical disc is noticed, written by its device and mounted
t_optical() {
	local dev id
	vlib_put_in disk MO0001 sides=2
	within 30 holds "$disk" 1
	open A
	id=$(own Discs MO_5_RW)
	dev=$(gives A mount "$id" write)
	printf %-2048s abc | dd of="$dev" bs=2048 iflag=fullblock oflag=direct status=none
	is "what is on it" "$(dd if="$dev" bs=2048 count=1 iflag=direct status=none | tr -d ' ')" abc
	must A dismount "$id"
	within 20 idle
	vlib_take_out disk
	within 30 holds "$disk" 0
}

# while a disc is mounted its user can open the drive, by its disk, partitions or sg; others cannot
t_disc_owner() {
	local dev id
	agent_start
	vlib_put_in disk MO0002
	within 30 holds "$disk" 1
	rsm -q freemedia --all-unrecognized
	id=$(of side medium "$(medium_in "$disk")")
	open A
	dev=$(gives A mount "$id" write)
	one_partition "$dev"
	[ -b "${dev}1" ]
	must A dismount "$id"
	within 10 disc_is 0
	open_as 1001 B
	must B mount "$id" write
	disc_is 1001
	# shellcheck disable=SC2046 # several nodes
	is "what its user opens" "$(opened_by 1001 $(disc_nodes))" "$(disc_nodes)"
	# shellcheck disable=SC2046
	is "what another user opens" "$(opened_by 1002 $(disc_nodes))" ""
	# who had a partition open before is found and named
	must B dismount "$id"
	within 10 disc_is 0
	chmod 666 "${dev}1"
	hold 1002 "${dev}1"
	like "the reason" "$(say B mount "$id")" "process $holder .*of user 1002 has ${dev}1 open"
	kill "$holder"
	wait "$holder" || :
	must B mount "$id" write
	# partitions that are found later are his, too: udev asks whose the disc is
	udev_start
	blockdev --rereadpt "$dev"
	udev_tell add
	within 10 disc_is 1001
	udev_stop
	must B dismount "$id"
	within 10 disc_is 0
	agent_stop
	vlib_take_out disk
	within 30 holds "$disk" 0
}

# where nothing is looked at by itself, a program that watches is told, and one look can be asked for
t_detection() {
	pause_of_looks 0
	open A
	must A watch "$tape"
	is flag $(($(of flags library "$tape") & 4)) 4
	vlib_put_in tape LONE04
	within 30 holds "$tape" 1
	must A close
	within 20 is_not_watched "$tape"
	vlib_take_out tape
	rsm -q refresh --library="$(library_id "$tape")"
	within 30 holds "$tape" 0
	pause_of_looks 1
}

# a drive that is disabled is left alone
t_disabled() {
	local n
	rsm -q disable --library="$(library_id "$tape")"
	within 20 idle
	n=$(LIB=4 vlib_count drive0 00)
	vlib_put_in tape LONE05
	vlib_put_in cd DISC03
	within 30 holds "$cd" 1
	vlib_take_out cd
	within 30 holds "$cd" 0
	is "commands" "$(LIB=4 vlib_count drive0 00)" "$n"
	rsm -q enable --library="$(library_id "$tape")"
	within 30 holds "$tape" 1
}

number_of() { case $1 in tape) echo 4 ;; cd) echo 5 ;; disk) echo 6 ;; esac; }
vlib_put_in() { LIB=$(number_of "$1") vlib_put drive0 "${@:2}"; }
vlib_take_out() { LIB=$(number_of "$1") vlib_take drive0; }
disc_nodes() { LIB=$(number_of disk) nodes_of drive0; }
disc_is() { LIB=$(number_of disk) are drive0 "$1"; }	# OWNER
one_partition() { # DEVICE: by a partition table of 16 blocks from the 16th on
	{
		head -c 446 /dev/zero
		printf '\0\0\0\0\203\0\0\0\020\0\0\0\020\0\0\0'
		head -c 48 /dev/zero
		printf '\125\252'
	} | dd of="$1" bs=2048 conv=sync iflag=fullblock oflag=direct status=none
	blockdev --rereadpt "$1"
}
file_number() { mt -f "$1" status | sed -nE 's/^File number=(-?[0-9]+),.*/\1/p'; }
# N HOW-OFTEN: since the drive had got N times TEST UNIT READY
looked_since() { [ "$(LIB=4 vlib_count drive0 00)" -ge $(($1 + $2)) ]; }

modprobe -a sd_mod sr_mod
vlib_anew
alone 4 tape dproduct=ULTRIUM && alone 5 cdrom && alone 6 optical || exit 1
ntms_start || exit 1
pause_of_looks 1
run_tests "$0"
