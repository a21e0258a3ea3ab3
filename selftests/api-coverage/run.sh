#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [KERNEL] - run all that calls the API, and count what it has called (KTAP)
#
# Environment: NTMS_KO (module to test, instead of building it).
set -euo pipefail

kernel=${1:-6.1}
cd "$(dirname "$0")"
lab=$PWD/../lab
ko=${NTMS_KO:-}
if [ -z "$ko" ]; then
	ko=$("$lab/kernels.sh" module "$kernel" ../../kmod | grep '/ntms\.ko$')
fi
make -s all
mine=$PWD/out/ntms-$kernel-$$.ko
cp "$ko" "$mine"
trap 'rm -f "$mine"' EXIT

status=0
rm -f out/trace
make -s trace >out/libntms.log 2>&1 || { status=1; cat out/libntms.log; }
"$lab/vm.py" -k "$kernel" -t 600 -- "$PWD/guest.sh" "$PWD/out" "$mine" |
	tee out/guest.log | grep -v '^# api ' || status=1
sed -n 's/^# api //p' out/guest.log >>out/trace
./coverage.py out/trace || status=1
exit $status
