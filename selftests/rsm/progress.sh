#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Looks at the line that rsm shows on a terminal while a call waits.
#
#   progress.sh DIR    DIR has rsm and libntms.so.1

dir=$(cd "$1" && pwd) || exit 1
LD_LIBRARY_PATH=$dir
FAKE_DELAY=2500
export LD_LIBRARY_PATH FAKE_DELAY

echo "TAP version 13"
echo "1..4"
if ! command -v script > /dev/null; then
	for n in 1 2 3 4; do
		echo "ok $n # SKIP script is missing"
	done
	exit 0
fi

failed=0
check()
{
	n=$1
	what=$2
	shift 2
	if "$@" > /dev/null; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		failed=1
	fi
}

no_line()
{
	! printf %s "$1" | grep -q waiting
}

has()
{
	printf %s "$1" | grep -q "$2"
}

out=$(script -qec "$dir/rsm mount -b -l TAPE01" /dev/null < /dev/null)
check 1 "a mount that waits shows a line" has "$out" 'waiting for the mount'
check 2 "the line tells what the operator is asked for" has "$out" 'operator: Insert a cleaner'
check 3 "the device is printed" has "$out" /dev/nst0
out=$(script -qec "$dir/rsm -q mount -b -l TAPE01" /dev/null < /dev/null)
check 4 "there is no line with -q" no_line "$out"
exit $failed
