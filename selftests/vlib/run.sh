#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh KERNEL [PART...] - does vlib do what it says? in a guest (KTAP)
#
# KERNEL is 6.1, 6.12, A or umdbg.  A PART is a file t_PART.sh, all of them by
# default.  TESTS="t_name ..." runs some of the tests of a part.
set -u
cd "$(dirname "$0")/../.." || exit 2
lab=$PWD/selftests/lab
here=$PWD/selftests/vlib
kernel=${1:?usage: run.sh 6.1|6.12|A|umdbg [PART...]}
shift
parts=${*:-device changer tape disc fault plug}

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
chmod 755 "$bin"
echo "KTAP version 1"
if ! { ko=$("$lab/kernels.sh" module "$kernel" selftests/vlib) && cp "$ko" "$bin/vlib.ko" &&
	gcc -std=gnu11 -Wall -Wextra -O1 -o "$bin/cdb" "$here/cdb.c"; }; then
	echo "not ok 1 - vlib builds"
	exit 1
fi
scripts=0 line="rc=0"
for part in $parts; do
	line+="; bash $here/t_$part.sh || rc=1"
	scripts=$((scripts + 1))
done
"$lab/vm.py" -k "$kernel" -t 550 -c "export VLIB_KO='$bin/vlib.ko' NTMS_TOP='$PWD' NTMS_BIN='$bin' \
	NTMS_KO= TESTS='${TESTS:-}'; $line; exit \$rc" \
	2> >(sed -u 's/^/# /' >&2) | tee "$bin/out" | grep --line-buffered -v '^# done'
status=${PIPESTATUS[0]}
n=$(grep -cE '^(not )?ok ' "$bin/out")
if [ "$status" = 126 ]; then
	n=$((n + 1))
	echo "not ok $n - the kernel does not complain"
elif [ "$(grep -c '^# done' "$bin/out")" != $scripts ]; then
	n=$((n + 1))
	echo "not ok $n - all tests are run (the guest ended with status $status)"
	status=1
fi
echo "1..$n"
exit "$status"
