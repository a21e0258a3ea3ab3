#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# demo.sh - make demo: what ntms is for, told in a virtual machine
#
# The machine has a tape library (20 slots, 10 tapes, 2 drives) and a disk for
# the store that loses what was not flushed.  Half way through its power is cut.
# What its drives cannot do, a second library of selftests/vlib does.
set -u
cd "$(dirname "$0")/../.." || exit 2
lab=$PWD/selftests/lab
kernel=${KERNEL:-6.1}

die() { echo "demo: $*" >&2; exit 1; }
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

[ "$(id -u)" = 0 ] || die "must be root: it boots a virtual machine over this system's files"
begin=$SECONDS

missing=$("$lab/packages.sh" missing build lab)
if [ -n "$missing" ]; then
	say "Installing Debian packages: $missing"
	"$lab/packages.sh" install build lab || die "packages could not be installed"
	begin=$SECONDS
fi

say "Building the module for Debian's $kernel, the library and the tools"
ko=$("$lab/kernels.sh" module "$kernel" kmod | tail -n 1)
[ -e "$ko" ] || die "the module did not build"
vlib=$("$lab/kernels.sh" module "$kernel" selftests/vlib | tail -n 1)
[ -e "$vlib" ] || die "the library for tests did not build"
make -s library tools >/dev/null || die "the library and the tools did not build"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
truncate -s 512M "$work/disk"
/sbin/mkfs.ext4 -q -F "$work/disk" || die "mkfs.ext4"

boot() { # part, vm.py options: run that part of the story
	local part=$1
	shift
	"$lab/vm.py" -k "$kernel" -t 150 "$@" -c \
		"NTMS_KO='$ko' VLIB_KO='$vlib' NTMS_TOP='$PWD' bash '$PWD/selftests/demo/story.sh' $part"
}

say "Booting a machine with a tape library"
boot 1 --logdrive "$work/disk,$work/log" --kill-on 'The power is cut.'
status=$?
[ $status = 137 ] || die "the first part did not go as it should (status $status)"

say "The power is back. What the disk had not flushed is lost."
"$lab/powerloss.py" "$work/disk" "$work/log" "$work/after" --keep none ||
	die "the disk could not be rebuilt"
boot 2 --drive "$work/after"
status=$?
[ $status = 0 ] || die "the second part did not go as it should (status $status)"
say "All as it should be, $((SECONDS - begin)) s."
