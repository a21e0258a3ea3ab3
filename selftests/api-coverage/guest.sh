#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh DIR MODULE - provoke error rows, in a guest
#
# What was called and what came back goes to the console behind "# api".
export NTMS_KO=$2
export NTMS_API_TRACE=/tmp/api-trace

modprobe -qa scsi_mod 2>/dev/null
touch $NTMS_API_TRACE
chmod 666 $NTMS_API_TRACE
timeout 400 "$1/inworld" "$1/rows" root user full failure gone
status=$?
sed 's/^/# api /' $NTMS_API_TRACE
rmmod ntms 2>/dev/null
exit $status
