#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [KERNEL [PROGRAM...]] - the netlink tests in one guest
#
# KERNEL is 6.1 (the default), 6.12, A or umdbg; without programs all that
# make sense there. The output is KTAP. Exit status: 0 only when all tests
# passed and the kernel had nothing to complain of; else that of vm.py.
#
# Environment: NTMS_KO (module to test, instead of building it), TIMEOUT (s),
# STRESS_OPERATIONS, STRESS_LOADS (see stress.c).
set -euo pipefail

kernel=${1:-6.1}
shift || true
cd "$(dirname "$0")"
lab=$PWD/../lab

ko=${NTMS_KO:-}
if [ -z "$ko" ]; then
	ko=$("$lab/kernels.sh" module "$kernel" ../../kmod | grep '/ntms\.ko$')
fi
make -s all
# others may build again while this runs
mine=$PWD/out/ntms-$kernel-$$.ko
trap 'rm -f "$mine"' EXIT
# Each test loads it anew, and most of that was for the function tracer, which looks
# for the name of each function in a list, and for sorting tables to unwind stacks.
case $kernel in
6.*) objcopy -R __mcount_loc -R .rela__mcount_loc -R .orc_unwind -R .orc_unwind_ip "$ko" "$mine" ;;
*) cp "$ko" "$mine" ;;
esac

programs=("$@")
if [ ${#programs[@]} = 0 ]; then
	read -ra programs <<<"$(make -s list KERNEL="$kernel")"
fi
"$lab/vm.py" -k "$kernel" -t "${TIMEOUT:-1500}" -- env \
	${STRESS_OPERATIONS:+"STRESS_OPERATIONS=$STRESS_OPERATIONS"} \
	${STRESS_LOADS:+"STRESS_LOADS=$STRESS_LOADS"} \
	"$PWD/guest.sh" "$PWD/out" "$mine" "${programs[@]}"
