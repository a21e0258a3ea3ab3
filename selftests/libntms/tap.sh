# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# What tests in sh share; sourced. The directory $tmp is theirs, and goes with them.

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
count=0
failed=0

# report WHAT COMMAND...: one test
report()
{
	what=$1
	shift
	count=$((count + 1))
	if "$@" >"$tmp/log" 2>&1; then
		echo "ok $count - $what"
	else
		head -n 20 "$tmp/log" | sed 's/^/# /'
		echo "not ok $count - $what"
		failed=1
	fi
}

# the last line
end()
{
	echo "1..$count"
	exit $failed
}
