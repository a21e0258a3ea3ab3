#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# story.sh 1|2 - the story of make demo, run in the guest; ends with status 1 at
# the first step that does not show what it should
set -u
# shellcheck source=selftests/lab/tgt.sh
. "$NTMS_LAB_DIR/tgt.sh"
export LD_LIBRARY_PATH=$NTMS_TOP/libntms PATH=$NTMS_TOP/tools/rsm:$NTMS_TOP/tools/ntmsd:$PATH
disk=/mnt/store

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
until_shows() { # seconds pattern command...
	local end=$((SECONDS + $1)) pattern=$2
	shift 2
	while ! "$@" 2>/dev/null | grep -qE "$pattern"; do
		[ $SECONDS -lt $end ] || { run "$@"; fail "no $pattern in time"; }
		sleep .2
	done
}

start() { # the library, the module, the store
	mkdir -p $disk
	mount /dev/vda $disk || fail "no disk"
	mkdir -p $disk/tapes
	export TGT_DIR=$disk/tapes
	SLOTS=20 FILLED=10 DRIVES=2 SIZE=16 tgt_up && tgt_login || fail "no library"
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
	[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || fail "the catalogue contradicts itself"
}

"part$1"
