#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The part of run.sh that runs in a guest; prints lines "name value".
#
# Environment: NTMS_KO, NTMS_ECHO_KO the modules, NTMS_OUT the programs.
set -euo pipefail

# shellcheck source=selftests/lab/tgt.sh
. "$NTMS_LAB_DIR/tgt.sh"
bench=$NTMS_OUT/bench

# a library with $1 cartridges, all in the pool "Bench"
library() {
	local i
	# only tgt's own drives and cartridges that nobody loads
	SLOTS=$1 FILLED=$1 IMAGES=0 tgt_up >&2
	tgt_login >&2
	for ((i = 0; i < 60; i++)); do
		"$bench" count "$1" && break
		sleep 1
	done
	"$bench" prepare
}

# instructions of the way there and back, store=none
paths() {
	modprobe scsi_mod
	insmod "$NTMS_ECHO_KO"
	insmod "$NTMS_KO" store=none
	library 1000
	"$bench" raw "$1"
	"$bench" library "$1"
	"$bench" scratch "$1"
}

# a world of $1 media, and memory
world() {
	modprobe scsi_mod
	insmod "$NTMS_KO"
	"$bench" world "$1" "$2"
}

# allocations on the disk /dev/vda
durable() {
	local daemon
	modprobe -a scsi_mod ext4 virtio_blk
	mkfs.ext4 -q /dev/vda
	mkdir -p /root/disk
	mount /dev/vda /root/disk
	insmod "$NTMS_KO"
	"$NTMS_OUT/ntmsd" --dir /root/disk/ntms >&2 &
	daemon=$!
	library 20
	"$bench" durable /root/disk/bare.db "$1"
	kill $daemon
	wait $daemon || true
}

"$@"
