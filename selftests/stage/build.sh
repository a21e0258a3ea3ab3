#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build.sh - build everything, warnings are errors (KTAP)
cd "$(dirname "$0")/../.." || exit 2
MAKEFLAGS=-j$(nproc)
export MAKEFLAGS
n=0
failed=0
clean() { # words command...
	local words=$1 out
	shift
	n=$((n + 1))
	if out=$("$@" 2>&1) && ! grep -E 'warning:|error:' <<<"$out" >&2; then
		echo "ok $n - $words"
	else
		echo "not ok $n - $words"
		sed 's/^/# /' <<<"$out" | tail -40
		failed=1
	fi
}
echo "TAP version 13"
echo "1..10"
clean "libntms builds without a warning" make -C libntms
clean "ntmsd builds without a warning" make -C tools/ntmsd
clean "rsm builds without a warning" make -C tools/rsm
clean "ntms-labeld builds without a warning" make -C tools/ntms-labeld
for k in 6.1 6.12; do
	clean "ntms.ko builds for Debian's $k at W=1 and sparse" \
		selftests/lab/kernels.sh module $k kmod
	clean "vlib.ko, the library for tests, does so too" \
		selftests/lab/kernels.sh module $k selftests/vlib
done
clean "the scripts pass shellcheck" selftests/stage/shellcheck.sh
clean "the public functions of the module have kernel-doc" \
	selftests/stage/kerneldoc.sh
exit $failed
