# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What both drivers do in a guest; sourced. HERE is this directory, NTMS_KO the module.

module_up() { modprobe scsi_mod && insmod "$NTMS_KO" "$@"; }

module_down() {
	local i
	for ((i = 0; i < 100; i++)); do
		rmmod ntms 2>/dev/null && return
		sleep .05
	done
	rmmod ntms
}

# DIR [ENV=VALUE...]: ntmsd in the background; its number is in $store
store_up() {
	local dir=$1
	shift
	env "$@" "$HERE/out/ntmsd" --dir "$dir" >>/run/ntmsd.log 2>&1 &
	store=$!
}

# SIGNAL: end ntmsd; its exit code is in $store_rc
store_down() {
	kill -"$1" "$store" 2>/dev/null
	wait "$store" 2>/dev/null
	store_rc=$?
}

verify() { echo "VERIFY $(cat /sys/kernel/debug/ntms/verify)"; }

# LABEL: everything the module knows
tell_state() { "$HERE/out/dump" "$1" && verify; }
