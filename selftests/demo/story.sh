#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# story.sh 1|2 - the story of make demo, run in the guest; ends with status 1 at
# the first step that does not show what it should
set -u
# shellcheck source=selftests/lab/tgt.sh
. "$NTMS_LAB_DIR/tgt.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$NTMS_TOP/selftests/vlib/vlib.sh"
export LD_LIBRARY_PATH=$NTMS_TOP/libntms
export PATH=$NTMS_TOP/tools/rsm:$NTMS_TOP/tools/ntmsd:$NTMS_TOP/tools/ntms-labeld:$PATH
disk=/mnt/store
part=${1:?usage: story.sh 1|2}

bold=$'\033[1m' plain=$'\033[0m'
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
fail() { printf '\n%sdemo: %s%s\n' "$bold" "$*" "$plain" >&2; exit 1; }
run() { # show a command and what it prints
	printf '# %s\n' "$*"
	out=$("$@" 2>&1)
	status=$?
	[ -z "$out" ] || printf '%s\n' "$out"
	return $status
}
must() { run "$@" || fail "this should have worked: $*"; }
shows() { grep -qE "$1" <<<"$out" || fail "this should show $1"; }
hand() { printf '(somebody %s)\n' "$*"; }
some() { # PATTERN command...: show those lines of what it prints
	local pattern=$1
	shift
	printf "# %s | grep '%s'\\n" "$*" "$pattern"
	out=$("$@" | grep "$pattern") || fail "nothing like $pattern"
	printf '%s\n' "$out"
}
line() { # BARCODE PATTERN: wait until the overview says so of it
	until_shows 30 "^$1.*$2" rsm view
	some "^$1" rsm view
}
until_shows() { # seconds pattern command...
	local end=$((SECONDS + $1)) pattern=$2
	shift 2
	while ! "$@" 2>/dev/null | grep -qE "$pattern"; do
		[ $SECONDS -lt $end ] || { run "$@"; fail "no $pattern in time"; }
		sleep .5
	done
}

start() { # the library, the module, the store
	mkdir -p $disk
	mount /dev/vda $disk || fail "no disk"
	mkdir -p $disk/tapes
	export TGT_DIR=$disk/tapes
	SLOTS=20 FILLED=10 DRIVES=2 SIZE=16 tgt_up && tgt_login || fail "no library"
	[ "$part" = 1 ] || written_elsewhere || fail "no tape from elsewhere"
	insmod "$NTMS_KO" || fail "the module does not load"
	ntmsd --dir $disk/ntms &
	until_shows 20 '^state +ready' rsm status
	until_shows 30 'TAP010L4' rsm view
}

write_and_read() { # device
	say "A tar is written to $1 and read back"
	tar -cf "$1" -C "$NTMS_TOP" kmod/ntms.yaml README.md || fail "tar could not write"
	mt -f "$1" rewind || fail "rewind"
	tar -tvf "$1" || fail "tar could not read"
}

part1() {
	start
	say "The library was found, its media are in the inventory by their bar codes"
	must rsm status
	must rsm view
	shows 'TAP001L4'
	say "New media are unrecognized until somebody says that they may be used"
	must rsm freemedia --all-unrecognized
	say "A pool whose sides may be allocated twice, with one tape in it"
	must rsm createpool --pool=Backup --action=new --media-type=name:LTO_Ultrium --max-allocates=2
	must rsm move --physical=TAP001L4 --pool=Backup
	say "First allocation: the tape is mounted, written, read, dismounted, given back"
	must rsm allocate --pool=Backup --brief
	media=$out
	must rsm mount --media="$media" --write --brief
	device=$out
	[ -c "$device" ] || fail "no device node"
	write_and_read "$device"
	must rsm dismount --media="$media" --wait
	must rsm deallocate --media="$media"
	say "The same for a program that uses libntms: the second allocation"
	cc -I"$NTMS_TOP/libntms/include" -o /root/allocate "$NTMS_TOP/selftests/demo/allocate.c" \
		-L"$NTMS_TOP/libntms" -lntms || fail "the program does not build"
	must rsm createpool --pool=Other --action=new --media-type=name:LTO_Ultrium --draw-free --return-free
	must /root/allocate Other
	must rsm allocate --pool=Backup --brief
	say "The power is cut."
	sleep 60
}

# --- what people bring and take ---

theirs=PAY019L4
# a tape with an ANSI label, written by st when nobody here knew of it
written_elsewhere() {
	tgt_port_insert 1 $theirs && mtx -f "$(tgt_sg)" load 21 0 >/dev/null || return 1
	printf 'VOL1PAYR19%-27s%-14s%-28s3' '' 'PAYROLL DEPT' '' | dd of="$(tgt_nst 1)" bs=80 status=none &&
		mtx -f "$(tgt_sg)" unload 21 0 >/dev/null && tgt_port_take 1
}

import() {
	say "Somebody brings a tape. ntms-labeld, which reads labels, looks whose it is"
	ntms-labeld &
	until_shows 20 '^agent +reads labels' rsm status
	must rsm inject --library=name:"LABTGT VCHANGER"
	hand "puts $theirs into the port"
	tgt_port_insert 1 $theirs || fail "it does not go into the port"
	line $theirs 'Import.*import.*slot'
	must rsm view --type=partition --container=name:$theirs -v
	shows 'mount_count +1'
	shows 'label_type +ANSI'
	shows 'label_info +PAYROLL DEPT'
	say "It was mounted to read its label, and belongs to somebody: nobody writes on it by mistake"
	run rsm mount --partition=name:$theirs --write && fail "this should have been refused"
	shows 'belong to somebody'
}

eject() {
	say "It goes back to where it came from"
	must rsm eject --physical=name:$theirs
	line $theirs 'port 0'
	hand "takes it out of the port"
	tgt_port_take 1 || fail "it does not come out of the port"
	until_shows 30 'port 0 +empty' rsm view
	run rsm view --type=physical_media --brief
	grep -q $theirs <<<"$out" && fail "it should be gone"
}

# --- a drive is cleaned ---

unlocked() { [ "$(vlib_of changer prevent)" = 1 ] || echo unlocked; }

clean() {
	say "Drives of tgt never ask to be cleaned: a second library, of selftests/vlib, has one that does"
	export LIB=2
	SLOTS=8 FILLED=1 DRIVES=1 IE=1 SIZE=8 PREFIX=VLB OPTIONS=on=0 vlib_up && vlib_plug all ||
		fail "no second library"
	line VLB001L4 'slot 0'
	must rsm cleaner --library=name:"VLIB VCHANGER" --action=reserve --slot=7
	must rsm cleaner --library=name:"VLIB VCHANGER" --action=inject --uses=20
	until_shows 30 unlocked unlocked
	hand "puts CLN001L1 into the port, which was unlocked for it"
	vlib_port_open 0 && vlib_port_insert 0 CLN001L1 type=clean && vlib_port_close 0 ||
		fail "it does not go into the port"
	line CLN001L1 'slot 7'
	some 'cleaner_uses.*[1-9]' rsm view --type=library -v
	shows ' 20$'
	vlib_dirty 0 now
	must rsm mount --partition=name:VLB001L4 --brief
	device=$out
	say "The drive asks to be cleaned: that is done when its tape is back in its slot"
	must rsm drive --drive="$device"
	shows 'TapeAlert +20 cleaning required'
	must rsm dismount --partition=name:VLB001L4 --wait
	until_shows 60 '^1$' vlib_of drive0 cleanings
	line CLN001L1 'slot 7'
	must rsm drive --drive="$device"
	shows 'cleanings +1'
	shows 'TapeAlert +none'
	some 'cleaner_uses.*[1-9]' rsm view --type=library -v
	shows ' 19$'
}

part2() {
	start
	say "The machine is back and knows everything: the tape is allocated for the second time"
	must rsm view
	shows 'TAP001L4'
	must rsm view --type=logical_media --container=name:Backup --guid --brief
	media=$out
	[ ${#media} = 32 ] || fail "the acknowledged allocation is gone"
	say "It is given back for the second time and with that retired"
	must rsm deallocate --media="$media"
	must rsm view
	shows 'TAP001L4.*[Dd]ecommissioned'
	say "The third allocation is refused"
	run rsm allocate --pool=Backup --error-if-unavailable &&
		fail "this should have been refused"
	shows ERROR_MEDIA_UNAVAILABLE
	import
	eject
	clean
	[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || fail "the catalogue contradicts itself"
}

"part$part"
