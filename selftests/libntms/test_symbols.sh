#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Checks that the library exports what its headers declare and what its map
# lists, no more and no less, as far as the calls exist.

cd "$(dirname "$0")" || exit 1
lib=../../libntms
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C

count=0
failed=0

# same WHAT A B: two sorted lists are equal
same()
{
	count=$((count + 1))
	if diff "$2" "$3" >"$tmp/diff"; then
		echo "ok $count - $1"
	else
		sed 's/^/# /' "$tmp/diff"
		echo "not ok $count - $1"
		failed=1
	fi
}

make -s -C $lib >/dev/null || exit 1

# The map, without comments and keywords.
sed -e 's|/\*.*\*/||' -e '/\/\*/,/\*\//d' $lib/libntms.map |
	sed -n 's/^[[:space:]]*\([A-Za-z_][A-Za-z0-9_]*\);$/\1/p' >"$tmp/map.all"
sort -u "$tmp/map.all" >"$tmp/map"
sort "$tmp/map.all" >"$tmp/map.sorted"

# What programs can see declared, for both widths of WCHAR.
for flag in -DNTMS_WIDTH=4 -fshort-wchar; do
	printf '#include <ntms.h>\n#include <ntmsmli.h>\n' |
		${CC:-cc} -E -P $flag -I$lib/include - | tr '\n' ' ' | tr ';' '\n' |
		sed -n -e 's/.*__asm__("\([A-Za-z0-9_]*\)" "_u16").*/\1_u16/p' \
		       -e 's/.*[ *]\([A-Z][A-Za-z]*Ntms[A-Za-z]*\) *(.*/\1/p' \
		       -e 's/.*[ *]\(EjectDiskFromSADrive[AW]\) *(.*/\1/p' \
		       -e 's/.*[ *]\(GetVolumesFromDrive[AW]\) *(.*/\1/p' \
		       -e 's/.*[ *]\([GS]etLastError\) *(.*/\1/p' \
		       -e 's/.*[ *]\(ntms_[a-z0-9_]*\) *(.*/\1/p'
done | sort -u >"$tmp/declared"

# What the objects define, of all that.
nm -g --defined-only $lib/libntms.a 2>/dev/null | sed -n 's/.* T //p' | sort -u >"$tmp/defined"
comm -12 "$tmp/declared" "$tmp/defined" >"$tmp/exist"

# What the library exports.
nm -D --defined-only $lib/libntms.so.1 | sed -n 's/.* T //p' | sed 's/@.*//' |
	sort -u >"$tmp/exported"

echo "TAP version 13"
same "no name is twice in the map" "$tmp/map.sorted" "$tmp/map"
same "the library exports what the map lists" "$tmp/map" "$tmp/exported"
same "the map lists the declared calls that exist" "$tmp/exist" "$tmp/map"
count=$((count + 1))
if readelf -d $lib/libntms.so.1 | grep -q 'soname: \[libntms.so.1\]'; then
	echo "ok $count - the library has its name"
else
	echo "not ok $count - the library has its name"
	failed=1
fi
echo "1..$count"
exit $failed
