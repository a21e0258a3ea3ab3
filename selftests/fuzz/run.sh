#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh [SECONDS]
# Fuzz the decoders of SCSI answers and of labels for SECONDS (10) each, after the
# seeds. KTAP.
# Inputs that fail are left in the directory FUZZ_OUT, if that is set.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-10}
CLANG=${CLANG:-clang}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${FUZZ_OUT:-$work}

echo "KTAP version 1"
echo "1..3"
if ! "$CLANG" --version >/dev/null 2>&1; then
	echo "ok 1 known answers # SKIP no clang"
	echo "ok 2 fuzzing # SKIP no clang"
	echo "ok 3 fuzzing labels # SKIP no clang"
	exit 0
fi
"$CLANG" -g -O1 -std=gnu11 -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	-I "$here/include" -o "$work/fuzz_scsi" "$here/fuzz_scsi.c"
mkdir "$work/seeds" "$work/corpus"
python3 "$here/seeds.py" "$work/seeds"

status=0
report() {	# report N NAME LOG COMMAND...: run the command, print its result
	n=$1 name=$2 log=$3
	shift 3
	if "$@" >"$log" 2>&1; then
		echo "ok $n $name"
	else
		echo "not ok $n $name"
		tail -n 40 "$log" | sed 's/^/# /'
		status=1
	fi
}
report 1 "known answers" "$work/log" "$work/fuzz_scsi" "$work"/seeds/*
report 2 "fuzzing for $seconds seconds" "$work/log" \
	"$work/fuzz_scsi" -max_total_time="$seconds" -max_len=4096 \
	-artifact_prefix="$out/" -print_final_stats=1 "$work/corpus" "$work/seeds"
sed -n 's/^stat::number_of_executed_units: */# inputs: /p; s/^.*DONE *cov: \([0-9]*\).*/# coverage: \1/p' "$work/log"
report 3 "fuzzing labels for $seconds seconds" "$work/log" make -s -C "$here/../labeld" fuzz SECONDS="$seconds"
exit $status
