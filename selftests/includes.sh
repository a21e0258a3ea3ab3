#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# includes.sh - the rules about who may include what (KTAP)
#
# A file of kmod/ belongs to the user side or to the device side by its name,
# everything else but main.c and compat* is the core.
cd "$(dirname "$0")/../kmod" || exit 2
shopt -s extglob nullglob

user=(nl.h nl_*.c netlink.c)
device=(scsi*.[ch] smc.[ch] ssc.[ch] spc.[ch] stnode.[ch])
core=(!(nl|nl_*|netlink|scsi*|smc|ssc|spc|stnode|main|compat*).[ch])
library=(../libntms/!(nl).[ch])

n=0
failed=0
forbid() { # words pattern file...
	local words=$1 pattern=$2 found
	shift 2
	n=$((n + 1))
	if found=$(grep -nP "$pattern" "$@"); then
		echo "not ok $n - $words"
		echo "# ${found//$'\n'/$'\n'# }"
		failed=1
	else
		echo "ok $n - $words"
	fi
}

echo "TAP version 13"
echo "1..7"
forbid "the core includes neither netlink nor SCSI nor their headers" \
	'#include *[<"](net/|scsi/|nl\.h|scsi|smc|ssc|spc|stnode|generated/)' \
	"${core[@]}"
forbid "the user side does not include the device side" \
	'#include *[<"](scsi|smc|ssc|spc|stnode)' "${user[@]}"
forbid "the device side does not include the user side" \
	'#include *[<"](nl\.h|net/|generated/)' "${device[@]}"
forbid "the device side knows nothing of the core but device.h" \
	'#include *"(?!device\.h|compat|scsi|smc|ssc|spc|stnode)' "${device[@]}"
forbid "the user side knows nothing of robotics but robotics.h" \
	'#include *"(robot|survey|work|mount|control)\.h"' "${user[@]}"
forbid "kernel versions are looked at in compat files only" \
	'LINUX_VERSION_CODE|KERNEL_VERSION' !(compat*).[ch]
forbid "only libntms/nl.c knows libnl" \
	'#include *[<"]netlink/' "${library[@]}"
exit $failed
