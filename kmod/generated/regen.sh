#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# regen.sh [--check] - make the netlink policy and the uapi header from the
# spec, with the generator of Debian's linux-source-6.12 package
#
# --check compares instead of writing and fails when the committed files do
# not agree with the spec.
set -eu

cd "$(dirname "$0")/.."
kmod=$PWD
source=${LINUX_SOURCE:-/usr/src/linux-source-6.12.tar.xz}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ntms/ynl-6.12

if [ ! -e "$cache/done" ]; then
	if [ ! -r "$source" ]; then
		echo "regen.sh: $source is missing (apt install linux-source-6.12)" >&2
		exit 4
	fi
	rm -rf "$cache"
	mkdir -p "$cache"
	tar -xJf "$source" -C "$cache" --strip-components=1 --wildcards \
		'*/tools/net/ynl/ynl-gen-c.py' '*/tools/net/ynl/lib/*' \
		'*/Documentation/netlink/*.yaml'
	touch "$cache/MAINTAINERS" "$cache/done"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$cache/." "$work/"
spec=$work/Documentation/netlink/specs/ntms.yaml
mkdir -p "$(dirname "$spec")"
cp ntms.yaml "$spec"

ynl() { # mode what out
	(cd "$work" && python3 tools/net/ynl/ynl-gen-c.py --spec "$spec" \
		--mode "$1" "$2" -o "$work/out/$3")
}
mkdir -p "$work/out"
ynl uapi --header ntms.h
ynl kernel --header netlink.h
ynl kernel --source netlink.c

if [ "${1-}" = --check ]; then
	diff -u uapi/linux/ntms.h "$work/out/ntms.h"
	diff -u generated/netlink.h "$work/out/netlink.h"
	diff -u generated/netlink.c "$work/out/netlink.c"
else
	cp "$work/out/ntms.h" uapi/linux/ntms.h
	cp "$work/out/netlink.h" "$work/out/netlink.c" "$kmod/generated/"
fi
