#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh DIR MODULE PROGRAM... - run the programs, in a guest
#
# Exit status: 0 when all passed.
dir=$1
export NTMS_KO=$2
shift 2

modprobe -qa scsi_mod 2>/dev/null
failed=()
for p; do
	echo "# $p"
	start=$EPOCHREALTIME
	"$dir/$p" || failed+=("$p")
	# shellcheck disable=SC2312
	echo "# $p took $(((${EPOCHREALTIME/./} - ${start/./}) / 1000)) ms"
done
rmmod ntms 2>/dev/null
if [ ${#failed[@]} != 0 ]; then
	echo "# FAILED: ${failed[*]}"
	exit 1
fi
