#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# units.sh NAME [valgrind] - the tests of selftests/NAME, plain and with sanitizers (KTAP)
cd "$(dirname "$0")/.." || exit 2
make -s -C "$1" check && make -s -C "$1" check SANITIZE=1 || exit 1
[ -z "$2" ] || make -s -C "$1" check VALGRIND=1
