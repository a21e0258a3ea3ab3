#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh KERNEL - programs written for Windows, on a tape library (KTAP)
#
# The programs are compiled from their sources as they stand, in C and C++, with
# both kinds of TCHAR and both widths of WCHAR, and run in a guest.
set -u
cd "$(dirname "$0")/../.." || exit 2
here=$PWD/selftests/winsamples
lab=$PWD/selftests/lab
kernel=${1:?usage: run.sh 6.1|6.12|umdbg}
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
chmod 755 "$bin"
n=0
bad=0

result() { # status words
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		bad=1
	fi
}

build() { # program kind compiler...
	local program=$1 kind=$2
	shift 2
	"$@" -Wall -Wextra -Werror -Ilibntms/compat/include -Ilibntms/include -c \
		-o "$bin/$program-$kind.o" "$here/$program.c" &&
		g++ -o "$bin/$program-$kind" "$bin/$program-$kind.o" \
			-Llibntms/compat -lntms-compat -Llibntms -lntms -pthread
}

echo "KTAP version 1"
if ! { make -s library tools >/dev/null &&
	ko=$("$lab/kernels.sh" module "$kernel" kmod | tail -n 1) && cp "$ko" "$bin/ntms.ko" &&
	flock selftests/library make -s -C selftests/library && cp selftests/library/out/client "$bin"; }; then
	result 1 "module, library, tools and test program build"
	exit 1
fi
wide="-DUNICODE -D_UNICODE"
for program in listmedia tapebackup watch; do
	build $program narrow gcc -std=gnu11
	result $? "$program compiles in C"
	build $program narrow-cxx g++ -x c++
	result $? "$program compiles in C++"
	# shellcheck disable=SC2086
	build $program unicode gcc -std=gnu11 $wide
	result $? "$program compiles in C with UNICODE"
	# shellcheck disable=SC2086
	build $program unicode-cxx g++ -x c++ $wide
	result $? "$program compiles in C++ with UNICODE"
	# shellcheck disable=SC2086
	build $program short gcc -std=gnu11 $wide -fshort-wchar
	result $? "$program compiles in C with UNICODE and a WCHAR of two bytes"
done
[ $bad = 0 ] || exit 1

"$lab/vm.py" -k "$kernel" -t 600 -c "NTMS_KO='$bin/ntms.ko' NTMS_TOP='$PWD' \
	NTMS_BIN='$bin' bash $here/guest.sh" 2> >(sed -u 's/^/# /' >&2) |
	awk -v n="$n" '/^(not )?ok / { sub(/[0-9]+ - /, (++n) " - "); if ($1 == "not") bad = 1 }
		/^# done/ { done = 1 }
		{ print; fflush() }
		END { if (!done) { print "not ok " ++n " - the guest runs to its end"; bad = 1 }
			print "1.." n; exit bad }'
status=("${PIPESTATUS[@]}")
[ "${status[0]}" = 0 ] && [ "${status[1]}" = 0 ]
