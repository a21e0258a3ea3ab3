# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Tape libraries of vlib.ko, and what an operator does to them.
# Sourced in a guest of vm.py:  VLIB_KO=.../vlib.ko; . .../selftests/vlib/vlib.sh
#
# Settings, read by vlib_up:
#   VLIB_KO  the module (kernels.sh module KERNEL selftests/vlib builds it)
#   LIB      which library, 1 to 9 (1); every function acts on $LIB
#   SLOTS    storage slots (20)         FILLED  how many hold a tape (10)
#   DRIVES   tape drives (2)            IE      import/export ports (2)
#   PICKERS  (1); 0 makes stand-alone drives
#   SIZE     MiB per tape (64)          PREFIX  of bar codes (TAP, TB2, TB3, ...)
#   OPTIONS  more words for "create", see README.md: "rotate=1 load=500 ..."
#
# Everything counts from 0, as in ntms: drive0, slot0, port0, picker0.  Element
# addresses: picker 1, drives from 256, ports from 512, slots from 1024.  Bar
# codes PREFIX001L4, ...  Serial numbers CHG0000L (changer), DRV0L00N with N
# from 1 (drive).  ELEMENT is such a name, or @ADDRESS.
#
# A function fails with a message if the library refuses.

VLIB_DIR=/sys/kernel/debug/vlib

# WORD...: one command of the file "control"; README.md lists them
vlib() {
	printf '%s\n' "$*" >"$VLIB_DIR/control" 2>/dev/null && return 0
	echo "vlib: $*: $(cat "$VLIB_DIR/control")" >&2
	return 1
}
vlib_name() { echo "lib${LIB:-1}"; }
vlib_do() { local verb=$1; shift; vlib "$verb" "$(vlib_name)" "$@"; }
vlib_file() { cat "$VLIB_DIR/lib${LIB:-1}/$1"; }	# state, devices, trace, ...

# Who waits asks often, and a process takes 20 ms and more in a guest: what follows
# takes none, and reads a file at once, for it may change.

vlib_lines() { mapfile -t lines <"$VLIB_DIR/lib${LIB:-1}/$1"; }	# FILE: in the array lines
# FILE BEGINNING: the words of the first line that begins with these, in the array words
vlib_words() {
	local lines line
	vlib_lines "$1"
	words=()
	for line in "${lines[@]}"; do
		[[ $line != "$2 "* ]] || { read -ra words <<<"$line"; return; }
	done
	return 1
}
# KEY WORD...: the value of KEY=VALUE among the words, 1 of KEY alone
vlib_value() {
	local word
	for word in "${@:2}"; do
		case $word in
		"$1") echo 1 ;;
		"$1="*) echo "${word#*=}" ;;
		*) continue ;;
		esac
		return
	done
}

# load the module (once) and switch library $LIB on
vlib_up() {
	local lib=${LIB:-1} filled=${FILLED:-10} prefix=${PREFIX:-}
	[ -n "${NTMS_LAB:-}" ] || { echo "vlib: not in a guest" >&2; return 1; }
	if [ -z "$prefix" ]; then
		if [ "$lib" = 1 ]; then prefix=TAP; else prefix=TB$lib; fi
	fi
	modprobe -a sg st ch || return 1
	[ -d $VLIB_DIR ] || insmod "$VLIB_KO" || return 1
	# shellcheck disable=SC2086 # several words
	vlib_do create id="$lib" slots="${SLOTS:-20}@1024" drives="${DRIVES:-2}@256" \
		ports="${IE:-2}@512" pickers="${PICKERS:-1}@1" capacity="${SIZE:-64}" \
		${OPTIONS:-} || return 1
	[ "$filled" = 0 ] || vlib_do fill slot0 "$filled" "$prefix###L4" || return 1
	vlib_wait_nodes
}
vlib_down() { vlib_do delete; }			# with all cartridges in it
# all libraries go, in use or not, and the module once nobody has a node open
vlib_unload() {
	local dir i
	for dir in "$VLIB_DIR"/*/; do
		[ ! -d "$dir" ] || vlib delete "$(basename "$dir")" || return 1
	done
	for ((i = 0; i < 300; i++)); do
		rmmod vlib 2>/dev/null && return 0
		sleep .1
	done
	rmmod vlib
}

# N [SETTING=VALUE...]: another library
vlib_add_library() {
	# settings of the first library are not those of the next
	(unset SLOTS FILLED DRIVES IE SIZE PREFIX PICKERS OPTIONS
	 export LIB="$1" "${@:2}"
	 vlib_up)
}

# --- devices: "changer", "drive0", ... ---

# sysfs directory of DEVICE; fails if it is unplugged
vlib_sysfs() {
	local words
	vlib_words devices "device $1" && [ -d "/sys/bus/scsi/devices/${words[2]:-none}" ] &&
		echo "/sys/bus/scsi/devices/${words[2]}"
}
# DEVICE CLASS GLOB: the device node of that class
vlib_node() {
	local n dir
	dir=$(vlib_sysfs "$1") || return 1
	for n in "$dir/$2"/$3; do
		n=/dev/${n##*/}
		[ -c "$n" ] && { echo "$n"; return; }
	done
	return 1
}
vlib_sch() { vlib_node changer scsi_changer 'sch*'; }
vlib_nst() {	# [DRIVE]: number of the drive
	vlib_node "drive${1:-0}" scsi_tape 'nst[0-9]*[0-9]' || vlib_node "drive${1:-0}" scsi_tape 'nst[0-9]'
}
vlib_sg() { vlib_node "${1:-changer}" scsi_generic 'sg*'; }	# [DEVICE]
vlib_plugged() { # MEMBER: of all devices that are plugged in, 2 the name, 3 the address
	local lines line words
	vlib_lines devices
	for line in "${lines[@]}"; do
		[[ "$line " == device*" plugged=1 "* ]] || continue
		read -ra words <<<"$line"
		echo "${words[$1 - 1]}"
	done
}
vlib_devices() { vlib_plugged 2; }

# whether every node of $LIB is there; there may be many drives
vlib_nodes() {
	local address type dir class n
	for address in $(vlib_plugged 3); do
		dir=/sys/bus/scsi/devices/$address
		{ read -r type <"$dir/type"; } 2>/dev/null || return 1
		for class in scsi_generic/sg scsi_changer/sch scsi_tape/nst; do
			case $type/$class in
			*/scsi_generic/*|8/scsi_changer/*|1/scsi_tape/*) ;;
			*) continue ;;
			esac
			for n in "$dir/$class"*; do
				[ -c "/dev/${n##*/}" ] || return 1
			done
		done
	done
}
# sg nodes come last, without udev there is nothing else to wait for
vlib_wait_nodes() {
	local i
	for ((i = 0; i < 900; i++)); do
		vlib_nodes >/dev/null && return 0
		sleep .1
	done
	echo "vlib: devices of library ${LIB:-1} did not appear" >&2
	return 1
}

vlib_unplug() { vlib_do unplug "$@"; }			# DEVICE [unseen=1]
vlib_plug() { vlib_do plug "$@" && vlib_wait_nodes; }	# DEVICE [serial=NEW]
vlib_reset() { vlib_do reset "${1:-all}"; }		# [DEVICE]: power on, 29h/00h
vlib_attention() { vlib_do attention "$1" "$2"; }	# DEVICE ASC/ASCQ
vlib_set() { vlib_do set "$@"; }			# SETTING=VALUE...
vlib_alert() { vlib_do alert "$1" "$2"; }		# DEVICE FLAG: TapeAlert 1 to 64
vlib_dirty() { vlib_do dirty "drive$1" "${@:2}"; }	# DRIVE soon|now|no [complain=N]
vlib_reserve() { vlib_do reserve "$1" "${2:-other}"; }	# DEVICE [none]

# --- hands ---

vlib_put() { vlib_do put "$@"; }			# ELEMENT CARTRIDGE [KEY=VALUE...]
vlib_take() { vlib_do take "$@"; }			# ELEMENT [KEY=VALUE...]
vlib_move() { vlib_do move "$@"; }			# FROM TO: changes places with what is there
vlib_flip() { vlib_do flip "$1"; }			# ELEMENT: its medium, other side up
vlib_port_insert() { vlib_put "port$1" "${@:2}"; }	# PORT CARTRIDGE [KEY=VALUE...]
vlib_port_take() { vlib_take "port$1" "${@:2}"; }	# PORT
vlib_slot_insert() { vlib_put "slot$1" "${@:2}"; }	# SLOT CARTRIDGE [KEY=VALUE...]
vlib_slot_take() { vlib_take "slot$1" "${@:2}"; }	# SLOT
# SLOT [CARTRIDGE] [KEY=VALUE...]: a cleaning cartridge
vlib_cleaner() { vlib_put "slot$1" "${2:-CLN001L1}" type=clean "${@:3}"; }
vlib_door_open() { vlib_do door open; }
vlib_door_close() { vlib_do door close; }
vlib_port_open() { vlib_do port "port$1" open; }	# PORT
vlib_port_close() { vlib_do port "port$1" close; }	# PORT
vlib_magazine_pull() { vlib_do magazine "slot$1" "$2" pull; }		# FIRST-SLOT COUNT
vlib_magazine_insert() { vlib_do magazine "slot$1" "$2" insert; }	# FIRST-SLOT COUNT
vlib_element() { vlib_do element "$@"; }		# ELEMENT [access=] [disabled=] [except=]

# --- faults: DEVICE|any KEY=VALUE..., see README.md ---

vlib_fault() { vlib_do fault "$@"; }
vlib_heal() { vlib_do heal "${1:-all}"; }		# [DEVICE]

# --- what is ---

# ELEMENT [KEY]: the cartridge in it ("-"), or what "state" says of it
vlib_in() {
	local words
	vlib_words state "$1" || return 0
	if [ -n "${2:-}" ]; then vlib_value "$2" "${words[@]:3}"; else echo "${words[2]}"; fi
}
# DEVICE KEY: what "devices" says of a device
vlib_of() {
	local words
	vlib_words devices "device $1" || return 0
	vlib_value "$2" "${words[@]:3}"
}
# CARTRIDGE: the element that it is in
vlib_where() {
	local lines line words
	vlib_lines state
	for line in "${lines[@]}"; do
		[[ $line == *" $1"* ]] || continue
		read -ra words <<<"$line"
		[ "${words[2]}" != "$1" ] || echo "${words[0]}"
	done
}
# DEVICE [OPCODE]: how many commands it has got, ever
vlib_count() {
	local lines line all=0
	vlib_lines counts
	for line in "${lines[@]}"; do
		[[ $line == "$1 ${2:-}"* ]] || continue
		all=$((all + ${line##* }))
	done
	echo $all
}
vlib_moves() { echo $(($(vlib_count changer a5) + $(vlib_count changer a6))); }

# --- what is on tapes ---

# CARTRIDGE [B] [BLOCK-SIZE] <FILE: write it on the tape from the beginning, in
# blocks of that size (512), then a filemark.  B is the second side.
vlib_tape_write() {
	local cart=$1 side=A
	shift
	[ "${1:-}" != B ] || { side=B; shift; }
	local fd size=${1:-512}
	exec {fd}>"$VLIB_DIR/image" || return 1
	echo "$cart $side" >&$fd && vlib_frames "$size" >&$fd
	local rc=$?
	exec {fd}>&-
	return $rc
}
vlib_le32() { printf "\\x$(printf '%02x' $(($1 & 255)))\\x$(printf '%02x' $(($1 >> 8 & 255)))\\x$(printf '%02x' $(($1 >> 16 & 255)))\\x$(printf '%02x' $(($1 >> 24 & 255)))"; }
vlib_frames() {	# BLOCK-SIZE <FILE: as SIMH writes it
	local block=/tmp/vlib.$$.block n
	while dd of="$block" bs="$1" count=1 iflag=fullblock status=none; do
		n=$(stat -c %s "$block")
		[ "$n" -gt 0 ] || break
		vlib_le32 "$n"
		cat "$block"
		[ $((n % 2)) = 0 ] || printf '\0'
		vlib_le32 "$n"
	done
	rm -f "$block"
	vlib_le32 0
}
# CARTRIDGE [B]: what is recorded, as SIMH writes it
vlib_tape_image() {
	local fd
	exec {fd}<>"$VLIB_DIR/image" || return 1
	echo "$1 ${2:-A}" >&$fd && cat <&$fd
	local rc=$?
	exec {fd}>&-
	return $rc
}
# CARTRIDGE [B]: the first block
vlib_tape_label() {
	local n
	n=$(vlib_tape_image "$@" | head -c 4 | od -An -tu4)
	[ "${n:-0}" -gt 0 ] && vlib_tape_image "$@" | tail -c +5 | head -c $((n))
}
