#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_crash.sh - the power fails while a cartridge is moved; run in a guest by
# run.sh, on libraries of vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"

vlib_anew
modprobe -a sg st ch && { [ -d /sys/kernel/debug/vlib ] || insmod "$VLIB_KO"; } || exit 1
ntms_start || exit 1
# shellcheck disable=SC2086 # operations are several
NTMS_STORE=$store crash -t "$tests_run" ${VERBOSE:+-v} ${TESTS:-} | tee /run/crash
rc=${PIPESTATUS[0]}
tests_run=$((tests_run + $(grep -cE '^(not )?ok ' /run/crash)))
echo "$tests_run" >/run/tests_run
ntms_stop || rc=1
rmmod vlib || rc=1
echo "# done"
exit $rc
