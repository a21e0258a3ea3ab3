#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [--json] [--module FILE] [PART...] - the figures, against their limits
#
# PARTs, all of them by default, 5 minutes:
#	paths		allocate and deallocate against bare netlink
#	scale		the same with 1,000,000 media against 1,000
#	memory		of a cartridge
#	durable		an allocation on disk against a bare SQLite commit
#
# All limits are ratios of what was measured in one guest, or bytes.  CPU time
# is counted in instructions (2 ns each), so that neither this machine nor what
# else it does matters; caches that miss are not counted.  Disk times are real
# ones, medians of what was measured in turn.
#
# Exit status: 0 all within their limits, 1 not, 2 wrong usage.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
lab=$top/selftests/lab
form=table
ko=

usage() {
	sed -n '4,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	--json) form=json ;;
	--module) ko=$(realpath -e "${2:?}") && shift ;;
	-*) usage ;;
	*) break ;;
	esac
	shift
done
parts=${*:-paths scale memory durable}

work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

[ -n "$ko" ] || ko=$("$lab/kernels.sh" module 6.1 "$top/kmod" | grep '/ntms\.ko$')
cp "$ko" "$work/ntms.ko"
echo=$("$lab/kernels.sh" module 6.1 "$here/echo" | grep '/ntms_echo\.ko$')
cp "$echo" "$work/"
make -s -C "$here" >&2

# OPTIONS... -- COMMAND...: in a guest; what it prints, each name with a prefix
guest() {
	local -a options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	echo "bench: $*" >&2
	"$lab/vm.py" "${options[@]}" -t 900 -c "NTMS_KO='$work/ntms.ko' \
		NTMS_ECHO_KO='$work/ntms_echo.ko' NTMS_OUT='$here/out' '$here/guest.sh' $*" |
		sed "s/^/$1${size:-}./" >>"$work/figures"
}

world() { # MEDIA ROUNDS MIB
	size=_$1 guest --icount -m "$3" -- world "$1" "$2"
}

for part in $parts; do
	case $part in
	paths) guest --icount -- paths 200 ;;
	scale)
		world 1000 200 1024
		world 1000000 200 3072
		;;
	memory)
		# just after the hash tables have doubled: at their emptiest
		world 66000 1 1024
		world 132000 1 1024
		;;
	durable)
		truncate -s 256M "$work/disk.img"
		guest --drive "$work/disk.img,format=raw,cache=none" -- durable 400
		;;
	*) usage ;;
	esac
done
"$here/report.py" $form "$work/figures"
