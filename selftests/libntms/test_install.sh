#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Checks what make install puts where, that programs compile against it, and that there is
# a manual page for every call.

cd "$(dirname "$0")" || exit 1
lib=../../libntms
export LC_ALL=C
# shellcheck source=selftests/libntms/tap.sh
. ./tap.sh

are_there()
{
	for file in lib/libntms.so.1 lib/libntms.so lib/libntms.a lib/pkgconfig/libntms.pc \
		    lib/libntms-compat.a lib/pkgconfig/libntms-compat.pc include/ntmsapi.h \
		    include/ntmsmli.h include/ntms.h include/ntms/compat/windows.h \
		    include/ntms/compat/tchar.h share/man/man7/ntms.7; do
		[ -e "$tmp/usr/$file" ] || { echo "$file is missing"; return 1; }
	done
	! grep -r "$tmp" "$tmp/usr/lib/pkgconfig"
}

# Nothing below the root but for what belongs there.
nothing_else()
{
	others=$(cd "$tmp" && find usr -type f | grep -vE \
		'^usr/(lib/libntms|lib/pkgconfig/libntms|include/ntms|share/man/man[37]/)')
	[ -z "$others" ] || { echo "$others"; return 1; }
}

# The program of ntms(7) is a program.
example()
{
	man -l -Tutf8 -P cat "$tmp/usr/share/man/man7/ntms.7" 2>/dev/null | col -bx |
		sed -n '/#include <stdio.h>/,/^ \{7\}}$/p' >"$tmp/example.c"
	grep -q main "$tmp/example.c"
}

pc()
{
	PKG_CONFIG_SYSROOT_DIR=$tmp PKG_CONFIG_PATH=$tmp/usr/lib/pkgconfig pkg-config "$@"
}

# There is no module here, or no pool of this name: it says so.
runs()
{
	"$@" >"$tmp/out" 2>&1
	[ $? = 1 ] && grep -q . "$tmp/out"
}

shared()
{
	# shellcheck disable=SC2046
	${CC:-cc} -Wall -Wextra -Werror "$tmp/example.c" $(pc --cflags --libs libntms) \
		-o "$tmp/shared" &&
		LD_LIBRARY_PATH=$tmp/usr/lib runs "$tmp/shared"
}

static()
{
	rm "$tmp/usr/lib/libntms.so"
	# shellcheck disable=SC2046
	${CC:-cc} "$tmp/example.c" $(pc --cflags --static --libs libntms) -o "$tmp/static" &&
		! ldd "$tmp/static" | grep libntms && runs "$tmp/static"
}

pages()
{
	nm -D --defined-only "$tmp/usr/lib/libntms.so.1" | sed -n 's/.* T //p' |
		sed -e 's/@.*//' -e '/_u16$/d' >"$tmp/exported"
	while read -r name; do
		[ -e "$tmp/usr/share/man/man3/$name.3" ] || { echo "no page for $name"; return 1; }
	done <"$tmp/exported"
}

well_formed()
{
	cd "$tmp/usr/share/man" || return 1
	for page in man3/*.3 man7/*.7; do
		groff -man -Tutf8 -ww -z "$page" 2>&1
	done | grep . && return 1
	for page in $(grep -L '^\.so' man3/*.3); do
		grep -q '^.SH RETURN VALUE' "$page" || { echo "$page tells no result"; return 1; }
		grep -q '\*/' "$page" && { echo "$page has a piece of source"; return 1; }
	done
	return 0
}

# Every argument of every call is explained.
arguments()
{
	cd "$tmp/usr/share/man/man3" || return 1
	for page in $(grep -l ntmsapi.h ./*.3); do
		sed -n '/^.SH SYNOPSIS/,/^.SH DESC/p' "$page" | tr '\n' ' ' |
			grep -oE '[A-Za-z0-9]+[,)]' | tr -d ',)' | grep -v '^void$' | sort -u |
		while read -r name; do
			grep -q "^.I $name\$" "$page" || echo "$page does not explain $name"
		done
	done | grep . && return 1
	return 0
}

echo "TAP version 13"
report "the library is installed" make -s -C $lib install DESTDIR="$tmp" prefix=/usr
report "all files are where they belong, and name no other place" are_there
report "nothing is installed elsewhere" nothing_else
report "ntms(7) has an example" example
report "it compiles by pkg-config, links with the shared library and runs" shared
report "so it does with the static library" static
report "every exported call has a manual page" pages
report "the pages are well formed and complete" well_formed
report "the pages explain every argument" arguments
end
