#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_owner.sh - whose a drive is, with the label agent; run in a guest by run.sh,
# with LIBRARY=vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# while a tape is mounted its user can open the drive, others cannot rewind it
t_owner() {
	local nst sg user
	agent_start
	within 10 are drive0 0
	within 10 are drive1 0
	is access "$(says 0 access)" agent
	open_as 1001 A
	nst=$(gives A mount TAP008L4)
	sg=$(nodes_of drive0 | tail -n 1)
	are drive0 1001
	are drive1 0
	is "access, owner" "$(says 0 access)/$(says 0 owner)" user/1001
	as 1001 sh -c 'printf mine | dd of="$0" bs=4 status=none' "$nst"
	opens 1001 "$sg"
	for user in 1002 65534; do
		# shellcheck disable=SC2046 # several nodes
		is "what $user opens" "$(opened_by $user $(nodes_of drive0))" ""
		if as $user mt -f "$nst" rewind 2>/dev/null; then die "$user rewinds"; fi
	done
	is position "$(position "$nst")" "1 0"
	must A dismount TAP008L4
	at_home TAP008L4 slot7
	are drive0 0
	if opens 1001 "$nst" || opens 1001 "$sg"; then die "it opens after the dismount"; fi
	# a session that ends gives them back, and the tape stays
	must A mount TAP008L4
	are drive0 1001
	killed A
	within 10 are drive0 0
	is "medium" "$(medium TAP008L4 state)" loaded
	open_as 1002 B
	must B mount TAP008L4
	are drive0 1002
	must B dismount TAP008L4
	at_home TAP008L4 slot7
	agent_stop
}

# who had a node open before is found and named, and keeps nobody's tape
t_holder() {
	local sg r
	agent_start
	sg=$(nodes_of drive0 | tail -n 1)
	within 10 are drive0 0
	agent_stop
	chmod 666 "$sg"
	hold 1002 "$sg"
	agent_start
	open_as 1001 A
	r=$(say A mount TAP008L4)
	is "code of the mount" "$(code "$r")" 170
	like "the reason" "$r" "process $holder .*of user 1002 has $sg open"
	if opens 1001 "$sg"; then die "it opens without a mount"; fi
	kill "$holder"
	wait "$holder" || :
	must A mount TAP008L4
	are drive0 1001
	# his own process is in the way of the dismount
	hold 1001 "$sg"
	must A dismount TAP008L4
	within 10 idle
	is "dismount" "$(newest_request state)" failed
	like "the reason" "$(newest_request description)" "process $holder .*has $sg open"
	is medium "$(medium TAP008L4 place)" drive0
	kill "$holder"
	wait "$holder" || :
	rsm -q dismount --partition="$(medium TAP008L4 side)" --wait || client operator dismount-drive 0
	at_home TAP008L4 slot7
	within 10 are drive0 0
	agent_stop
}

run_tests "$0"
