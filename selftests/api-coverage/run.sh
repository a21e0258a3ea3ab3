#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [KERNEL] - run all that calls the API, and count what it has called (KTAP)
#
# Environment: NTMS_KO, VLIB_KO (modules to use, instead of building them).
set -euo pipefail

kernel=${1:-6.1}
cd "$(dirname "$0")"
lab=$PWD/../lab
ko=${NTMS_KO:-}
if [ -z "$ko" ]; then
	ko=$("$lab/kernels.sh" module "$kernel" ../../kmod | grep '/ntms\.ko$')
fi
vlib=${VLIB_KO:-}
if [ -z "$vlib" ]; then
	vlib=$("$lab/kernels.sh" module "$kernel" ../../selftests/vlib)
fi
make -s -C ../.. library tools >/dev/null
make -s all
# others may build again while this runs
mine=$(mktemp -d "$PWD/out/$kernel.XXXXXX")
trap 'rm -rf "$mine"' EXIT
cp "$ko" "$mine/ntms.ko"
cp "$vlib" "$mine/vlib.ko"

status=0
rm -f out/trace
make -s trace >out/libntms.log 2>&1 || { status=1; cat out/libntms.log; }
"$lab/vm.py" -k "$kernel" -t 600 -- "$PWD/guest.sh" "$PWD/out" "$mine/ntms.ko" "$mine/vlib.ko" |
	tee out/guest.log | grep --line-buffered -v '^# api ' || status=1
sed -n 's/^# api //p' out/guest.log >>out/trace
./coverage.py out/trace || status=1
exit $status
