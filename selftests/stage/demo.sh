#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# demo.sh KERNEL - does make demo show what it should? (KTAP)
if KERNEL=$1 "$(dirname "$0")/../demo/demo.sh"; then
	echo "ok 1 - a tape is allocated, mounted, written, dismounted, given back and retired on $1, over a power cut; one of somebody else comes and goes; a drive is cleaned"
else
	echo "not ok 1 - the demonstration on $1"
	exit 1
fi
