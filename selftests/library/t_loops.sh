#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_loops.sh - the module is loaded and unloaded over and over; run in a guest by run.sh
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# an emulated debug kernel takes seconds for each
[ "$NTMS_LAB" = uml ] && loops=8 || loops=4

# loaded and unloaded many times, the library is always found and stays the same
t_load_loops() {
	local i before
	before=$(of id library; of id drive; of id slot; of id medium)
	rmmod ntms
	for ((i = 0; i < loops; i++)); do
		insmod "$NTMS_KO"
		((i % 3)) || within 60 inventoried 8
		some_time
		within 60 rmmod ntms
	done
	# without a store, and without waiting for anything
	store_stop
	for ((i = 0; i < loops; i++)); do
		insmod "$NTMS_KO" store=none
		some_time
		rmmod ntms
	done
	ntms_start
	within 60 inventoried 8
	present
	is "library, drives, slots, media" \
		"$(of id library; of id drive; of id slot; of id medium)" "$before"
}

# devices come and go while the module is loaded and unloaded
t_load_loops_unplugged() {
	local i
	rmmod ntms
	for ((i = 0; i < loops; i++)); do
		insmod "$NTMS_KO"
		some_time
		if ((i % 2)); then tgt_delete $((RANDOM % 3 + 1)); else tgt_logout; fi &
		rmmod ntms
		wait $!
		if ((i % 2)); then tgt_rescan; else tgt_login; fi
	done
	insmod "$NTMS_KO"
	within 60 inventoried 8
	present
}

run_tests "$0"
