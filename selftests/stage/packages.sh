#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# packages.sh - install the Debian packages that are missing (KTAP)
lab=$(dirname "$0")/../lab
missing=$("$lab/packages.sh" missing)
[ -z "$missing" ] || echo "# installing: $missing"
if "$lab/packages.sh" install; then
	echo "ok 1 - all packages are installed"
else
	echo "not ok 1 - all packages are installed"
	exit 1
fi
