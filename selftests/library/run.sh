#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh KERNEL [PART...] - tests on tape libraries, in guests (KTAP)
#
# KERNEL is 6.1, 6.12 or umdbg. A PART is a file t_PART.sh and a guest:
#
#	find		libraries and drives are found
#	inventory	media by their bar codes
#	large		12,000 slots
#	mount		mount and dismount
#	sessions	several programs want the same
#	trouble		hardware and software fail
#	power		power is lost while a tape is in a drive (two guests)
#
# TESTS="t_name ..." runs some tests of a part.
set -u
cd "$(dirname "$0")/../.." || exit 2
lab=$PWD/selftests/lab
here=$PWD/selftests/library
kernel=${1:?usage: run.sh 6.1|6.12|umdbg [PART...]}
shift
parts=${*:-find inventory large mount sessions trouble power}
bad=0
n=0

fail() {
	n=$((n + 1))
	echo "not ok $n - $*"
	bad=1
}

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
chmod 755 "$bin"
echo "KTAP version 1"
if ! { make -s library tools >/dev/null &&
	ko=$("$lab/kernels.sh" module "$kernel" kmod | tail -n 1) && cp "$ko" "$bin/ntms.ko" &&
	gcc -std=gnu11 -Wall -Wextra -O1 -g -Ilibntms/include -o "$bin/client" \
		"$here/client.c" "$here/objects.c" -Llibntms -lntms -pthread; }; then
	fail "module, library, tools and test program build"
	exit 1
fi

# the parts are one document: number what they print
renumber() { # part
	awk -v n="$n" -v part="$1" -v last="$bin/last" '
		/^(not )?ok [0-9]+ - / {
			sub(/[0-9]+ - /, (++n) " - " part ": ")
			if ($1 == "not") bad = 1
		}
		/^# done/ { done = 1; next }
		{ print; fflush() }
		END { print n, bad + 0, done + 0 >last }'
}

guest() { # status-it-should-have part script-and-arguments vm.py-options...
	local want=$1 part=$2 script=$3 status failed complete
	shift 3
	"$lab/vm.py" -k "$kernel" -t 840 "$@" -c "NTMS_KO='$bin/ntms.ko' NTMS_TOP='$PWD' \
		NTMS_BIN='$bin' TESTS='${TESTS:-}' bash $here/$script" \
		2> >(sed -u 's/^/# /' >&2) | renumber "$part"
	status=${PIPESTATUS[0]}
	read -r n failed complete <"$bin/last"
	[ "$failed" = 0 ] || bad=1
	if [ "$status" = 126 ]; then
		fail "$part: the kernel does not complain"
	elif [ "$failed" = 0 ] && [ "$status" != "$want" ]; then
		fail "$part: the guest ends with status $want (it was $status)"
	elif [ "$complete" = 0 ] && [ "$want" = 0 ]; then
		fail "$part: all tests are run"
	fi
}

power() {
	if [ "$kernel" = umdbg ]; then
		n=$((n + 1))
		echo "ok $n - power # SKIP no disk with a cache that loses power here"
		return
	fi
	truncate -s 256M "$bin/disk"
	/sbin/mkfs.ext4 -q -F "$bin/disk"
	guest 137 power "power.sh 1" --logdrive "$bin/disk,$bin/log" --kill-on "power is lost now"
	"$lab/powerloss.py" "$bin/disk" "$bin/log" "$bin/after" --keep none >/dev/null ||
		fail "power: the disk can be rebuilt"
	guest 0 power "power.sh 2" --drive "$bin/after"
}

for part in $parts; do
	if [ "$part" = power ]; then
		power
	else
		guest 0 "$part" "t_$part.sh"
	fi
done
echo "1..$n"
exit $bad
