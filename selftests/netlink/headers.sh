#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# headers.sh - print a directory that has kselftest.h and kselftest_harness.h
#
# They are in no package but linux-source-6.1; taken from there once, into the
# cache that the lab uses.
set -euo pipefail

package=linux-source-6.1
archive=/usr/src/$package.tar.xz
below=tools/testing/selftests

version=$(dpkg-query -W -f '${Version}' $package 2>/dev/null) || version=
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ntms
dir=$cache/kselftest-${version:-none}
if [ ! -e "$dir/kselftest_harness.h" ]; then
	if [ ! -e "$archive" ]; then
		echo "headers.sh: $archive is missing: apt install $package" >&2
		exit 1
	fi
	mkdir -p "$dir.tmp$$"
	tar -C "$dir.tmp$$" --strip-components=4 -I 'xz -T0' -xf "$archive" \
		"$package/$below/kselftest.h" "$package/$below/kselftest_harness.h"
	rm -rf "$dir"
	mv "$dir.tmp$$" "$dir"
fi
echo "$dir"
