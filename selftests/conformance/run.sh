#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Checks that <ntmsapi.h> has the constants, records and prototypes of the NTMS
# API, that the library has all calls, and that programs compile with it, in C and
# C++, for all kinds of WCHAR.
#
# CC and CXX name the compilers.

cd "$(dirname "$0")" || exit 1
include=../../libntms/include
cc=${CC:-cc}
cxx=${CXX:-c++}
lib=$(cd ../../libntms && pwd) || exit 1
make -s -C "$lib" >/dev/null || exit 1
# shellcheck source=selftests/libntms/tap.sh
. ../libntms/tap.sh

compile()
{
	"$@" -Wall -Wextra -Werror -I"$include" -o "$tmp/out"
}

link_and_run()
{
	"$@" -I"$include" -o "$tmp/check" -L"$lib" -lntms &&
		LD_LIBRARY_PATH=$lib "$tmp/check"
}

# check WHAT FLAGS...: the generated check, in C and C++
check()
{
	flavour=$1
	shift
	report "contract, C, $flavour" compile $cc -std=c11 -DNTMS_CHECK_MLI=1 "$@" \
		-c ntmsapi-check.c
	report "contract, C++, $flavour" compile $cxx -std=c++11 -DNTMS_CHECK_MLI=1 "$@" \
		-x c++ -c ntmsapi-check.c
	report "contract, linked, C, $flavour" link_and_run $cc -std=c11 "$@" \
		ntmsapi-check.c
	report "contract, linked, C++, $flavour" link_and_run $cxx -std=c++11 "$@" \
		-x c++ ntmsapi-check.c -x none
}

consume()
{
	flavour=$1
	shift
	for std in gnu89 c99 gnu11 gnu17; do
		report "program, $std, $flavour" compile $cc -std=$std -pedantic "$@" \
			-c consumer.c
	done
	for std in c++11 c++17 c++20; do
		report "program, $std, $flavour" compile $cxx -std=$std -pedantic "$@" \
			-c consumer.cc
	done
}

# the program of README.md; there is no module here, and it says so
readme()
{
	sed -n '/^    #include <stdio.h>/,/^    }$/s/^    //p' ../../README.md >"$tmp/readme.c"
	link_and_run $cc -Wall -Wextra -Werror "$tmp/readme.c" >"$tmp/said"
	grep -q ERROR_INVALID_HANDLE "$tmp/said"
}

echo "TAP version 13"
check "plain"
check "UNICODE" -DUNICODE -D_UNICODE
check "short wchar_t" -fshort-wchar
check "UNICODE, short wchar_t" -DUNICODE -D_UNICODE -fshort-wchar
check "char16_t" -DNTMS_WCHAR16 -DNTMS_CHECK_L_LITERALS=0
check "UNICODE, char16_t" -DUNICODE -D_UNICODE -DNTMS_WCHAR16 -DNTMS_CHECK_L_LITERALS=0
# Freestanding, so that no 32 bit C library is needed.
report "contract, C, 32 bit layout" compile $cc -std=c11 -m32 -ffreestanding \
	-DNTMS_CHECK_MLI=1 -DNTMS_CHECK_MAIN=0 -c ntmsapi-check.c
consume "plain"
consume "UNICODE" -DUNICODE
consume "short wchar_t" -fshort-wchar
consume "UNICODE, short wchar_t" -DUNICODE -fshort-wchar
report "program, gnu11, UNICODE, char16_t" compile $cc -std=gnu11 -pedantic \
	-DUNICODE -DNTMS_WCHAR16 -c consumer.c
report "the program of README.md builds, and says what is wrong" readme
end
