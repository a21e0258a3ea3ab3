#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_owner.sh - whose a drive is, with the label agent; run in a guest by run.sh,
# with LIBRARY=vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

as() { # UID COMMAND...
	LD_LIBRARY_PATH=$NTMS_BIN setpriv --reuid="$1" --regid="$1" --clear-groups "${@:2}"
}
opens() { as "$1" sh -c 'exec 3<"$0"' "$2" 2>/dev/null; }	# UID NODE
open_as() { # UID NAME: a session of that user
	local uid=$1
	# replaces the shell that open starts it in: what it kills is the client
	# shellcheck disable=SC2317 # of open
	client() {
		LD_LIBRARY_PATH=$NTMS_BIN exec setpriv --reuid="$uid" --regid="$uid" \
			--clear-groups "$NTMS_BIN/client" "$@"
	}
	open "$2"
	unset -f client
}
# keeps NODE open as user UID: process $holder
hold() { # UID NODE
	LD_LIBRARY_PATH=$NTMS_BIN setpriv --reuid="$1" --regid="$1" --clear-groups \
		sh -c 'exec 3<"$0"; exec sleep 1000' "$2" &
	holder=$!
	within 10 sh -c "ls -l /proc/$holder/fd 2>/dev/null | grep -q '$2'"
}

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
		for node in $(nodes_of drive0); do
			if opens $user "$node"; then die "$user opens $node"; fi
		done
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
