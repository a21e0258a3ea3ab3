# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The functions of lab/tgt.sh, with the same meaning, made of vlib.
# Sourced instead of it by selftests/library/lib.sh when LIBRARY=vlib.
#
# Numbers count from 1 here, and LUN DRIVES + 1 is the changer, as there.

# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"

# defined, and switched off until tgt_login
tgt_up() {
	modprobe -a sg st ch || return 1
	IE=${IE:-2} OPTIONS="on=0 vendor=LABTGT dvendor=LABTGT" vlib_up
}
tgt_connect() { vlib_do plug all; }
tgt_login() { tgt_connect && vlib_wait_nodes; }
tgt_logout() { vlib_do unplug all; }
tgt_hang() { vlib_set hang=1; }
tgt_resume() { vlib_set hang=0; }
tgt_delete() { # LUN
	local dir
	dir=$(tgt_sysfs "$1") && echo 1 >"$dir/delete"
}
tgt_rescan() {
	local address
	address=$(vlib_file devices | awk '$1 == "device" { print $3; exit }')
	echo "- - -" >"/sys/class/scsi_host/host${address%%:*}/scan" && vlib_wait_nodes
}
tgt_add_library() {
	(unset SLOTS FILLED DRIVES IE SIZE PREFIX
	 export LIB="$1" "${@:2}"
	 tgt_up && tgt_login)
}
tgt_lone_up() { # SERIAL: a stand-alone drive with a tape in it
	vlib create lone id=9 pickers=0 slots=0 ports=0 drives=1 dvendor=LABTGT \
		dproduct=ULTRIUM dserial="$1" && vlib put lone drive0 LONE
}
tgt_lone_down() { vlib delete lone; }

tgt_changer_lun() {
	local lines line n=1
	vlib_lines devices
	for line in "${lines[@]}"; do [[ $line != "device drive"* ]] || n=$((n + 1)); done
	echo $n
}
tgt_dev() { # LUN: its name here
	if [ "$1" = "$(tgt_changer_lun)" ]; then echo changer; else echo drive$(($1 - 1)); fi
}
tgt_sysfs() { vlib_sysfs "$(tgt_dev "$1")"; }
tgt_sch() { vlib_sch; }
tgt_nst() { vlib_nst $((${1:-1} - 1)); }
tgt_sg() { vlib_sg "$(tgt_dev "${1:-$(tgt_changer_lun)}")"; }
tgt_nodes() { vlib_nodes; }
tgt_wait_nodes() { vlib_wait_nodes; }

# tgt cannot lock its ports: here is somebody with a key
tgt_port_insert() { vlib_port_insert $(($1 - 1)) "$2" force=1; }
tgt_port_take() { vlib_port_take $(($1 - 1)) force=1; }
tgt_slot_insert() { vlib_slot_insert $(($1 - 1)) "$2"; }
tgt_slot_take() { vlib_slot_take $(($1 - 1)); }
tgt_slot_blank() { vlib_slot_insert $(($1 - 1)) "blank$1" tag=none; }
tgt_cleaner() { vlib_cleaner $(($1 - 1)) "${2:-CLN001L1}"; }
