#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Runs what is in expect/ with a fake libntms and compares what comes out.
#
#   rsm.sh DIR    DIR has rsm and libntms.so.1
#
# An expectation is a line "# TITLE", a line "$ rsm ARGUMENTS", and then the
# standard output, the standard error stream behind "! ", the calls that change
# something behind "> ", and "= STATUS" if rsm did not exit with 0.  UPDATE=1
# writes the expectations anew.

dir=$(cd "$1" && pwd) || exit 1
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

LC_ALL=C
LD_LIBRARY_PATH=$dir
FAKE_LOG=$tmp/log
export LC_ALL LD_LIBRARY_PATH FAKE_LOG
unset FAKE_ORDER FAKE_FAIL FAKE_READINESS FAKE_VOLATILE FAKE_GROW FAKE_GONE FAKE_DELAY

# Runs the case in $1 and prints it anew.
run_case()
{
	command=$(sed -n 's/^\$ //p' "$1" | sed -n 1p)
	sed -n '1,/^\$ /p' "$1"
	: > "$tmp/log"
	(PATH=$dir:$PATH; eval "$command") > "$tmp/stdout" 2> "$tmp/stderr" < /dev/null
	status=$?
	cat "$tmp/stdout"
	sed 's/^/! /' "$tmp/stderr"
	sed 's/^/> /' "$tmp/log"
	[ $status -eq 0 ] || echo "= $status"
}

# Compares the case in $1 with what it does now, in one line of KTAP and a diff.
check_case()
{
	title=$(sed -n '1s/^# //p' "$1")
	run_case "$1" > "$1.got"
	if cmp -s "$1" "$1.got"; then
		echo "ok $n - $name: $title"
	else
		echo "not ok $n - $name: $title"
		diff -u "$1" "$1.got" | sed '1,2d; s/^/# /'
	fi
}

n=0
: > "$tmp/tap"
for file in "$here"/expect/*.txt; do
	name=$(basename "$file" .txt)
	awk -v to="$tmp/$name" '/^# / { n++ } { print > sprintf("%s.%03d", to, n) }' "$file"
	for case in "$tmp/$name".[0-9][0-9][0-9]; do
		[ "$case" = "$tmp/$name.000" ] && continue
		n=$((n + 1))
		check_case "$case" >> "$tmp/tap"
	done
	[ -z "$UPDATE" ] || cat "$tmp/$name.000" "$tmp/$name".*.got > "$file"
done

echo "TAP version 13"
echo "1..$n"
cat "$tmp/tap"
! grep -q '^not ok' "$tmp/tap"
