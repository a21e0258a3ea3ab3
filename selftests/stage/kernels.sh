#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# kernels.sh - build the debug kernels, or find them in the cache (KTAP)
lab=$(dirname "$0")/../lab
n=0
for k in umdbg A; do
	n=$((n + 1))
	if "$lab/kernels.sh" build $k; then
		echo "ok $n - debug kernel $k is there"
	else
		echo "not ok $n - debug kernel $k is there"
		exit 1
	fi
done
