#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# kerneldoc.sh - are the kernel-doc comments complete? prints warnings
cd "$(dirname "$0")/../.." || exit 2
doc=$(ls /usr/lib/linux-kbuild-6.1/scripts/kernel-doc \
	/usr/src/linux-headers-*/scripts/kernel-doc 2>/dev/null | head -n 1)
[ -n "$doc" ] || { echo "kernel-doc is missing: apt install linux-kbuild-6.1"; exit 1; }
"$doc" -none kmod/*.[ch] 2>&1 | grep -E 'warning|error' |
	grep -vE 'NTMS_COMPUTED|NTMS_PLACE' && exit 1
exit 0
