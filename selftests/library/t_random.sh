#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_random.sh - random operations and accidents; run in a guest by run.sh, on
# libraries of vlib
#
# RUNS (20), SEED of the first (1), OPERATIONS of each (1000)
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

forget
modprobe -a sg st ch && { [ -d /sys/kernel/debug/vlib ] || insmod "$VLIB_KO"; } && insmod "$NTMS_KO" load_limit=5 && store_start || exit 1
echo 100 >/sys/kernel/debug/ntms/retry
random -t "$tests_run" -r "${RUNS:-20}" -s "${SEED:-1}" -n "${OPERATIONS:-1000}" ${VERBOSE:+-v}
rc=$?
tests_run=$((tests_run + 1 + ${RUNS:-20}))
echo "$tests_run" >/run/tests_run
ntms_stop || rc=1
rmmod vlib || rc=1
echo "# done"
exit $rc
