#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# kunit.sh - the KUnit modules in the User-Mode Linux debug kernel (KTAP)
set -u
lab=$(dirname "$0")/../lab
modules=$("$lab/kernels.sh" module umdbg selftests/kunit) || {
	echo "not ok 1 - the test modules build"
	exit 1
}
args=()
while read -r ko; do args+=(--kunit "$ko"); done <<<"$modules"
exec "$lab/uml.sh" --kmemleak -t 600 "${args[@]}"
