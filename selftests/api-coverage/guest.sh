#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh DIR MODULE VLIB - provoke error rows, in a guest
#
# What was called and what came back goes to the console behind "# api".
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
export NTMS_KO=$2 VLIB_KO=$3
export NTMS_API_TRACE=/tmp/api-trace
export LD_LIBRARY_PATH=$top/libntms
export PATH=$top/tools/ntmsd:$top/tools/rsm:$PATH
export NTMS_OPEN_WAIT=20000
# shellcheck source=selftests/vlib/vlib.sh
. "$top/selftests/vlib/vlib.sh"

# a store on a disk that can be full, and a library; its programs in turn
on_vlib() {
	local status=0 what
	rmmod ntms 2>/dev/null
	mkdir -p /run/store
	mount -t tmpfs -o size=16m store /run/store || return 1
	insmod "$NTMS_KO" store_timeout=2 || return 1
	ntmsd --dir /run/store >/run/ntmsd.log 2>&1 &
	echo $! >/run/ntmsd.pid
	SLOTS=5 FILLED=4 DRIVES=1 IE=2 SIZE=8 vlib_up || return 1
	echo "# onvlib"
	for what in present full gone; do
		"$1/onvlib" $what || status=1
	done
	[ $status = 0 ] || { sed 's/^/# /' /run/ntmsd.log; dmesg | tail -n 20 | sed 's/^/# dmesg: /'; }
	return $status
}

modprobe -qa scsi_mod 2>/dev/null
touch $NTMS_API_TRACE
chmod 666 $NTMS_API_TRACE
timeout 400 "$1/inworld" "$1/rows" root user outsider full failure gone
status=$?
on_vlib "$1" || status=1
sed 's/^/# api /' $NTMS_API_TRACE
exit $status
