#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Checks that the library exports what its headers declare and what its map
# lists, no more and no less, and that the tests know all of it.

cd "$(dirname "$0")" || exit 1
lib=../../libntms
export LC_ALL=C
# shellcheck source=selftests/libntms/tap.sh
. ./tap.sh

# two sorted lists are equal
same() { report "$1" diff "$2" "$3"; }

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

# What the library exports.
nm -D --defined-only $lib/libntms.so.1 | sed -n 's/.* T //p' | sed 's/@.*//' |
	sort -u >"$tmp/exported"

echo "TAP version 13"
same "no name is twice in the map" "$tmp/map.sorted" "$tmp/map"
same "the library exports what the map lists" "$tmp/map" "$tmp/exported"
same "the library exports what the headers declare" "$tmp/declared" "$tmp/exported"

# The names of the API without the forms of text, as the Windows import library has them.
sed -n -e 's/_u16$//' -e '/^[A-Z]/p' "$tmp/declared" |
	sed -e '/LastError$/d' \
	    -e 's/^\(OpenNtmsSession\|CreateNtmsMedia\|CreateNtmsMediaPool\)[AW]$/\1/' \
	    -e 's/^\([GS]etNtmsObject[A-Z][a-z]*\|[GS]etNtmsUIOptions\)[AW]$/\1/' \
	    -e 's/^\(GetNtmsMediaPoolName\|SubmitNtmsOperatorRequest\)[AW]$/\1/' \
	    -e 's/^\(EjectDiskFromSADrive\|GetVolumesFromDrive\)[AW]$/\1/' | sort -u >"$tmp/names"
count_is() { [ "$(grep -c . <"$1")" = "$2" ] || { cat "$1"; return 1; }; }
is_count() { report "$1" count_is "$2" "$3"; }
grep '_u16$' "$tmp/declared" >"$tmp/u16"
grep '[^_]W$' "$tmp/declared" >"$tmp/w"
# 74 entry points of the import library are 61 names, 13 of them in an A and a W form.
is_count "61 names are declared" "$tmp/names" 61
is_count "13 of them have a W form" "$tmp/w" 13
is_count "13 of them have a form for WCHARs of two bytes" "$tmp/u16" 13

# Every function is called with garbage.
OUT=${OUT:-out}
make -s "$OUT/test_garbage" >/dev/null || exit 1
"$OUT/test_garbage" --names | sort >"$tmp/tested"
grep '^[A-Z]' "$tmp/declared" | grep -v LastError >"$tmp/functions"
same "every function is in the test with garbage" "$tmp/functions" "$tmp/tested"
has_its_name() { readelf -d $lib/libntms.so.1 | grep 'soname: \[libntms.so.1\]'; }
report "the library has its name" has_its_name
end
