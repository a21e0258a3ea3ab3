#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [KERNEL] - what the API can take, in a guest (KTAP)
#
# Time is counted in instructions, so that what else this machine does does not
# matter.
set -eu
cd "$(dirname "$0")/../.."
lab=$PWD/selftests/lab
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
chmod 755 "$bin"

make -s library >/dev/null
ko=$("$lab/kernels.sh" module "${1:-6.1}" kmod | grep '/ntms\.ko$')
cp "$ko" "$bin/ntms.ko"
gcc -std=gnu11 -Wall -Wextra -O1 -g -Ilibntms/include -o "$bin/limits" \
	selftests/limits/limits.c -Llibntms -lntms -pthread
echo "KTAP version 1"
"$lab/vm.py" -k "${1:-6.1}" --icount -t 800 -c "modprobe scsi_mod && insmod $bin/ntms.ko store=none &&
	LD_LIBRARY_PATH=$PWD/libntms $bin/limits"
