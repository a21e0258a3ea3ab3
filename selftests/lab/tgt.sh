# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2015,SC2031
# Tape libraries made of tgt on loopback iSCSI, and what an operator does to them.
# Sourced in a guest of vm.py:  . "$NTMS_LAB_DIR/tgt.sh"
#
# Settings, read by tgt_up:
#   LIB      which library, 1 to 9 (1); every function acts on $LIB
#   SLOTS    storage slots (20)         FILLED  how many hold a tape (10)
#   DRIVES   tape drives (2)            IE      insert/eject ports (2)
#   SIZE     MiB per tape (64)          PREFIX  of bar codes (TAP, TB2, TB3, ...)
#   IMAGES   tapes that really exist (FILLED): the others cannot be loaded
#   SLOT_AT  element address of the first slot (1024): others make no sense here
# and by tgt_login:
#   TGT_TIMEOUT   seconds until commands to a library without power fail (120)
#   TGT_PATIENT   set: a library that does not answer is waited for without end
#
# Element addresses: picker 1, drives from 256, ports from 512, slots from 1024.
# Drive N is LUN N, the changer is LUN DRIVES + 1. Bar codes PREFIX001L4, ... of
# at most 10 characters. Serial numbers CHG0000L (changer) and DRV0L00N (drive).

TGT_DIR=${TGT_DIR:-/run/vtl}
TGT_PORTAL=127.0.0.1:3260

tgt_iqn() { echo "iqn.2026-01.lab:vtl${LIB:-1}"; }
tgt_home() { echo "$TGT_DIR/${LIB:-1}"; }
tgt_adm() { tgtadm --lld iscsi "$@"; }

# LUN PARAMS: change a logical unit of $LIB
tgt_lun() { tgt_adm --mode logicalunit --op update --tid "${LIB:-1}" --lun "$1" --params "$2"; }

# LUN of the changer of $LIB, whatever DRIVES is now
tgt_changer_lun() { echo "$(<"$(tgt_home)/changer")"; }
tgt_element() { tgt_lun "$(tgt_changer_lun)" "element_type=$1,address=$2,$3"; }

# BARCODE [TYPE]: the image of one tape; TYPE is data, clean or worm
tgt_tape() {
	[ ${#1} -le 10 ] || { echo "tgt: bar code $1 has more than 10 characters" >&2; return 1; }
	[ -e "$(tgt_home)/$1" ] ||
		tgtimg --op new --device-type tape --barcode "$1" --size "${SIZE:-64}" --type "${2:-data}" \
			--file "$(tgt_home)/$1" >/dev/null
}

# start the daemon (once) and define library $LIB
tgt_up() {
	local lib=${LIB:-1} slots=${SLOTS:-20} filled=${FILLED:-10} drives=${DRIVES:-2} ie=${IE:-2}
	local d i home chg prefix=${PREFIX:-}
	[ -n "${NTMS_LAB:-}" ] || { echo "tgt: not in a guest" >&2; return 1; }
	chg=$((drives + 1)) home=$(tgt_home)
	if [ -z "$prefix" ]; then
		if [ "$lib" = 1 ]; then prefix=TAP; else prefix=TB$lib; fi
	fi
	modprobe -a sg st ch iscsi_tcp || return 1
	mkdir -p "$home" /run/lock/iscsi
	if ! pidof tgtd >/dev/null; then
		tgtd --iscsi portal=$TGT_PORTAL -d 0 >/dev/null 2>&1 || return 1
		for ((i = 0; i < 100; i++)); do
			tgt_adm --op show --mode sys >/dev/null 2>&1 && break
			sleep .1
		done
	fi
	tgt_adm --op new --mode target --tid "$lib" -T "$(tgt_iqn)" || return 1
	# a drive needs an image when it is made: give it one, then take it off line, which empties it
	tgtimg --op new --device-type tape --barcode EMPTY --size 1 --type data --file "$home/empty" >/dev/null
	for ((d = 1; d <= drives; d++)); do
		tgt_adm --op new --mode logicalunit --tid "$lib" --lun $d -b "$home/empty" --device-type=tape || return 1
		tgt_lun $d "vendor_id=LABTGT,product_id=VTAPE,product_rev=0100,scsi_sn=$(printf 'DRV%02d%03d' "$lib" $d),online=0"
	done
	head -c 1024 /dev/zero >"$home/smc"
	echo $chg >"$home/changer"
	tgt_adm --op new --mode logicalunit --tid "$lib" --lun $chg -b "$home/smc" --device-type=changer || return 1
	tgt_lun $chg "vendor_id=LABTGT,product_id=VCHANGER,product_rev=0100,scsi_sn=$(printf 'CHG%05d' "$lib"),media_home=$home"
	tgtfill "$lib" $chg 1 1 1
	tgtfill "$lib" $chg 4 256 "$drives"
	for ((d = 1; d <= drives; d++)); do
		tgt_lun $chg "element_type=4,address=$((255 + d)),tid=$lib,lun=$d"
	done
	[ "$ie" = 0 ] || tgtfill "$lib" $chg 3 512 "$ie"
	tgtfill "$lib" $chg 2 "${SLOT_AT:-1024}" "$slots" "$filled" "$prefix%03dL4" 1 || return 1
	tgt_adm --op bind --mode target --tid "$lib" -I ALL || return 1
	for ((i = 1; i <= ${IMAGES:-$filled}; i++)); do
		tgt_tape "$(printf '%s%03dL4' "$prefix" $i)" || return 1
	done
}

tgt_setting() { iscsiadm -m node -T "$(tgt_iqn)" -o update -n "$1" -v "$2"; }	# NAME VALUE

# log in, and do not wait for device nodes
tgt_connect() {
	mkdir -p /run/lock/iscsi /var/lib/iscsi /etc/iscsi
	# the host's is for root only, and the guest's root may be anybody there
	echo "InitiatorName=iqn.2026-01.lab:guest" >/run/initiatorname
	mv /run/initiatorname /etc/iscsi/initiatorname.iscsi
	pidof iscsid >/dev/null || iscsid >/dev/null 2>&1 || return 1
	iscsiadm -m discovery -t st -p $TGT_PORTAL >/dev/null || return 1
	[ -z "${TGT_TIMEOUT:-}" ] ||
		tgt_setting node.session.timeo.replacement_timeout "$TGT_TIMEOUT" || return 1
	[ -z "${TGT_PATIENT:-}" ] || {
		tgt_setting "node.conn[0].timeo.noop_out_interval" 0
		tgt_setting "node.conn[0].timeo.noop_out_timeout" 0
	} || return 1
	iscsiadm -m node -T "$(tgt_iqn)" -p $TGT_PORTAL -l >/dev/null
}
tgt_login() { tgt_connect && tgt_wait_nodes; }

# sysfs directory of LUN $1 of $LIB
tgt_sysfs() {
	local session dir name
	for session in /sys/class/iscsi_session/session*; do
		{ read -r name <"$session/targetname"; } 2>/dev/null || continue
		[ "$name" = "iqn.2026-01.lab:vtl${LIB:-1}" ] || continue
		for dir in "$session"/device/target*/*:*:*:"$1"; do
			[ -d "$dir" ] && { echo "$dir"; return; }
		done
	done
	return 1
}

# LUN CLASS GLOB: the device node of that class
tgt_node() {
	local n
	for n in "$(tgt_sysfs "$1")/$2"/$3; do
		n=/dev/${n##*/}
		[ -c "$n" ] && { echo "$n"; return; }
	done
	return 1
}

tgt_sch() { tgt_node "$(tgt_changer_lun)" scsi_changer 'sch*'; }		# changer of $LIB
tgt_nst() { tgt_node "${1:-1}" scsi_tape 'nst[0-9]*[0-9]' || tgt_node "${1:-1}" scsi_tape 'nst[0-9]'; }	# drive $1
tgt_sg() { tgt_node "${1:-$(tgt_changer_lun)}" scsi_generic 'sg*'; }	# LUN $1, or the changer

# whether every node of $LIB is there
tgt_nodes() {
	local d
	tgt_sch && tgt_sg || return 1
	for ((d = 1; d < $(tgt_changer_lun); d++)); do
		tgt_nst $d && tgt_sg $d || return 1
	done
}

# sg nodes come last, without udev there is nothing else to wait for
tgt_wait_nodes() {
	local i
	for ((i = 0; i < 300; i++)); do
		tgt_nodes >/dev/null && return 0
		sleep .1
	done
	echo "tgt: devices of library ${LIB:-1} did not appear" >&2
	return 1
}

tgt_logout() { iscsiadm -m node -T "$(tgt_iqn)" -p $TGT_PORTAL -u >/dev/null; }

# N [SETTING=VALUE...]: define and log in to another library
tgt_add_library() {
	# settings of the first library are not those of the next
	(unset SLOTS FILLED DRIVES IE SIZE PREFIX IMAGES
	 # shellcheck disable=SC2030 # the subshell is the point
	 export LIB="$1" "${@:2}"
	 tgt_up && tgt_login)
}

# the library hangs, and goes on where it was
# shellcheck disable=SC2046 # several process ids
tgt_hang() { kill -STOP $(pidof tgtd); }
# shellcheck disable=SC2046
tgt_resume() { kill -CONT $(pidof tgtd); }

# LUN: the system loses the device, as when it is unplugged; tgt_rescan finds it again
tgt_delete() {
	local dir
	dir=$(tgt_sysfs "$1") && echo 1 >"$dir/delete"
}
tgt_rescan() {
	iscsiadm -m node -T "$(tgt_iqn)" -p $TGT_PORTAL -R >/dev/null && tgt_wait_nodes
}

# SERIAL: a tape drive without a changer, with a tape in it
tgt_lone_up() {
	local iqn=iqn.2026-01.lab:lone
	tgt_adm --op new --mode target --tid 7 -T $iqn || return 1
	tgtimg --op new --device-type tape --barcode LONE --size 8 --type data --file /run/lone >/dev/null
	tgt_adm --op new --mode logicalunit --tid 7 --lun 1 -b /run/lone --device-type=tape &&
		tgt_adm --mode logicalunit --op update --tid 7 --lun 1 \
			--params "vendor_id=LABTGT,product_id=ULTRIUM,scsi_sn=$1" &&
		tgt_adm --op bind --mode target --tid 7 -I ALL &&
		iscsiadm -m discovery -t st -p $TGT_PORTAL >/dev/null &&
		iscsiadm -m node -T $iqn -l >/dev/null
}
tgt_lone_down() { iscsiadm -m node -T iqn.2026-01.lab:lone -u >/dev/null; }

# log out of everything and stop the daemons
tgt_down() {
	iscsiadm -m node -u >/dev/null 2>&1 || :
	# shellcheck disable=SC2046 # several process ids
	kill $(pidof iscsid) 2>/dev/null || :
	tgt_crash || return 1
	rm -rf "$TGT_DIR"
}

# the library loses power: no farewell, sessions wait for replacement_timeout (120 s, TGT_TIMEOUT)
tgt_crash() {
	local i
	# shellcheck disable=SC2046 # several process ids
	kill -KILL $(pidof tgtd) 2>/dev/null || :
	for ((i = 0; i < 50; i++)); do
		pidof tgtd >/dev/null || return 0
		sleep .1
	done
	return 1
}

# --- the operator ---

tgt_port_insert() { tgt_tape "$2" && tgt_element 3 $((511 + $1)) "barcode=$2"; }	# PORT BARCODE
tgt_port_take() { tgt_element 3 $((511 + $1)) clear_slot=1; }				# PORT
tgt_slot_insert() { tgt_tape "$2" && tgt_element 2 $((1023 + $1)) "barcode=$2"; }	# SLOT BARCODE
tgt_slot_take() { tgt_element 2 $((1023 + $1)) clear_slot=1; }				# SLOT
tgt_slot_blank() { tgt_element 2 $((1023 + $1)); }	# SLOT: a tape without bar code
# a label of up to 31 characters for what is in the slot (SLOT TAG)
tgt_slot_tag() { tgt_element 2 $((1023 + $1)) "volume_tag=$2"; }
tgt_cleaner() { tgt_tape "${2:-CLN001L1}" clean && tgt_slot_insert "$1" "${2:-CLN001L1}"; }	# SLOT [BARCODE]
tgt_library_offline() { tgt_lun "$(tgt_changer_lun)" online=0; }
tgt_library_online() { tgt_lun "$(tgt_changer_lun)" online=1; }
tgt_drive_offline() { tgt_lun "${1:-1}" online=0; }					# DRIVE
tgt_drive_online() { tgt_lun "${1:-1}" online=1; }					# DRIVE
# the drive is pulled out: commands to it fail with 5/25/00 (DRIVE)
tgt_drive_remove() { tgt_adm --op delete --mode logicalunit --tid "${LIB:-1}" --lun "${1:-1}"; }
# loading this tape will fail with 4/15/01 (BARCODE)
tgt_tape_break() { rm -f "$(tgt_home)/$1"; }
