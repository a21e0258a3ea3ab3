# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # variables for those who source this
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
	cat /run/ntmsd.now >>/run/ntmsd.log 2>/dev/null
	env "$@" "$HERE/out/ntmsd" --verbose --dir "$dir" >/run/ntmsd.now 2>&1 &
	store=$!
}

# wait until ntmsd is the store, or has ended
store_ready() {
	local i
	for ((i = 0; i < 200; i++)); do
		grep -q 'keeping changes' /run/ntmsd.now && return
		kill -0 "$store" 2>/dev/null || return
		sleep .02
	done
	return 1
}

# SIGNAL: end ntmsd; its exit code is in $store_rc
store_down() {
	store_rc=0
	[ -z "$store" ] || { kill -"$1" "$store" 2>/dev/null; store_end; }
}

# wait until ntmsd has ended by itself
store_end() {
	store_rc=0
	wait "$store" 2>/dev/null || store_rc=$?
	store=''
}

verify() { echo "VERIFY $(cat /sys/kernel/debug/ntms/verify)"; }

# LABEL: everything the module knows
tell_state() { "$HERE/out/dump" "$1" && verify; }

# a library of 60 tapes, wanted before the module; then wait for its media
TAPES=60
library_up() {
	# shellcheck source=selftests/lab/tgt.sh
	. "$NTMS_LAB_DIR/tgt.sh"
	SLOTS=220 FILLED=$TAPES IMAGES=1 DRIVES=2 IE=0 tgt_up && tgt_login
}

library_wait() {
	local i
	for ((i = 0; i < 60; i++)); do
		[ "$("$HERE/out/dump" | grep -c '^media')" -ge "$TAPES" ] && return
		sleep .1
	done
	return 1
}
