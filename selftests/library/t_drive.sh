#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_drive.sh - what drives say, what a reset spoils, and whose a drive is; run
# in a guest by run.sh, with LIBRARY=vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# MEMBER of what drive NUMBER says, by way of rsm
says() { # NUMBER MEMBER
	local id
	id=$(drive "$1" id)
	rsm drive --json -d "guid:$id" |
		sed -n "s/^ *\"$2\": *\"\\{0,1\\}\\([^\",]*\\)\"\\{0,1\\},*$/\\1/p"
}
is_said() { [ "$(says "$1" "$2")" = "$3" ]; }	# NUMBER MEMBER VALUE

# a program written for Windows on DEVICE, until the test ends
windows() { # DEVICE
	rm -f /run/wintape.in /run/wintape.out
	mkfifo /run/wintape.in /run/wintape.out
	wintape "$1" </run/wintape.in >/run/wintape.out 2>&1 &
	exec {win_in}>/run/wintape.in {win_out}</run/wintape.out
}
win() { # COMMAND...: the code
	local code=none
	[ $# = 0 ] || echo "$*" >&"$win_in"
	read -r -t $((60 * slow)) -u "$win_out" code || code=none
	echo "$code"
}
win_end() { exec {win_in}>&- {win_out}<&-; wait; }

# a drive tells where its tape stands, without its node and without moving it
t_status() {
	local nst before
	open A
	nst=$(gives A mount TAP001L4)
	is beginning "$(says 0 block)" 0
	printf one | dd of="$nst" bs=3 2>/dev/null	# closing writes a filemark
	printf two | dd of="$nst" bs=3 2>/dev/null
	is block "$(says 0 block)" 4
	is file "$(says 0 file)" 2
	is user "$(says 0 uid)" 0
	is "what st knows" "$(mt -f "$nst" status | grep -o 'File number=[0-9]*, block number=[0-9]*')" \
		"File number=2, block number=0"
	like loads "$(says 0 loads)" '^[1-9]'
	like "loads of the medium" "$(says 0 medium_loads)" '^[1-9]'
	is cleaning "$(says 0 cleaning)" "not wanted"
	vlib_do alert drive0 3
	rsm drive >/run/drive
	grep -q '^TapeAlert  3 hard error$' /run/drive
	# told once by the drive, remembered while the medium is in it
	rsm drive | grep -q '^TapeAlert  3 hard error$'
	# a process has it open: nothing is sent to the drive
	exec {tape}<"$nst"
	before=$(vlib_file counts)
	is busy "$(says 0 busy)/$(says 0 block)" true/4
	is "commands to the drive" "$(vlib_file counts)" "$before"
	exec {tape}<&-
	is busy "$(says 0 busy)" false
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	is "user afterwards" "$(says 0 uid)" ""
}

# after a reset a mount is suspect, whoever the drive has told of it
t_suspect() {
	local nst id
	open A
	nst=$(gives A mount TAP002L4)
	printf first | dd of="$nst" bs=5 2>/dev/null
	is suspect "$(says 0 suspect)" false
	vlib_do reset drive0
	# st is told, and takes it for a new tape
	mt -f "$nst" status >/dev/null
	within 5 is_said 0 suspect true
	rsm drive | grep -q '^suspect '
	# a program for Windows may read and position, but not write where it stands
	windows "$nst"
	is open "$(win)" 0
	is write "$(win write second)" 1111
	is mark "$(win mark)" 1111
	is "relative position" "$(win forward 1)" 1111
	is "write again" "$(win write second)" 1111
	is rewind "$(win rewind)" 0
	is read "$(win read)" 0
	is suspect "$(says 0 suspect)" false
	is "write now" "$(win write second)" 0
	win_end
	# what was there is there
	mt -f "$nst" rewind
	is "what is on the tape" "$(dd if="$nst" bs=64k 2>/dev/null)" first
	# somebody who knows better
	vlib_do reset drive0
	mt -f "$nst" status >/dev/null
	within 5 is_said 0 suspect true
	id=$(drive 0 id)
	rsm drive --confirm -d "guid:$id" >/dev/null
	is suspect "$(says 0 suspect)" false
	# the next mount rewinds it
	vlib_do reset drive0
	mt -f "$nst" status >/dev/null
	within 5 is_said 0 suspect true
	must A dismount TAP002L4
	at_home TAP002L4 slot1
	must A mount TAP002L4
	is suspect "$(says 0 suspect)" false
	must A dismount TAP002L4
	at_home TAP002L4 slot1
}

# a reset while a program writes is noticed with the next write
t_reset_while_writing() {
	local nst
	open A
	nst=$(gives A mount TAP003L4)
	windows "$nst"
	is open "$(win)" 0
	is write "$(win write one)" 0
	vlib_do reset drive0
	is "write after the reset" "$(win write two)" 1111
	within 5 is_said 0 suspect true
	is "write again" "$(win write two)" 1111
	is "to a block" "$(win block 1)" 0
	is "write there" "$(win write two)" 0
	is suspect "$(says 0 suspect)" false
	win_end
	mt -f "$nst" rewind
	is "what is on the tape" "$(dd if="$nst" bs=64k 2>/dev/null)" onetwo
	must A dismount TAP003L4
	at_home TAP003L4 slot2
}

# --- whose a drive is: with the label agent ---

as() { # UID COMMAND...
	LD_LIBRARY_PATH=$NTMS_BIN setpriv --reuid="$1" --regid="$1" --clear-groups "${@:2}"
}
opens() { as "$1" sh -c 'exec 3<"$0"' "$2" 2>/dev/null; }	# UID NODE
open_as() { # UID NAME: a session of that user
	local uid=$1
	# shellcheck disable=SC2317 # of open
	client() { as "$uid" "$NTMS_BIN/client" "$@"; }
	open "$2"
	unset -f client
}
nodes_of() { # DRIVE: of st in all its modes, and of sg
	local dir
	for dir in "$(vlib_sysfs "$1")"/scsi_tape/* "$(vlib_sysfs "$1")"/scsi_generic/*; do
		echo "/dev/${dir##*/}"
	done
}
are() { # DRIVE OWNER: of all its nodes, with mode 0600
	local node
	for node in $(nodes_of "$1"); do
		[ "$(stat -c '%u %a' "$node")" = "$2 600" ] || return 1
	done
}
# keeps NODE open as user UID, until "kill $!"
hold() { # UID NODE
	as "$1" sh -c 'exec 3<"$0"; exec sleep 1000' "$2" &
	within 10 sh -c "ls -l /proc/$!/fd 2>/dev/null | grep -q '$2'"
}

# with the udev rules nodes are root's from the start, and keep their owners
t_udev() {
	local node
	mkdir -p /run/udev/rules.d
	cp "$NTMS_TOP/tools/ntms-labeld/60-ntms-drives.rules" /run/udev/rules.d
	for node in $(nodes_of drive0); do
		chgrp tape "$node"
		chmod 660 "$node"
	done
	/lib/systemd/systemd-udevd --daemon
	udevadm trigger --action=add --settle --subsystem-match=scsi_tape \
		--subsystem-match=scsi_generic
	within 10 are drive0 0
	for node in $(nodes_of drive0); do chown 1001 "$node"; done
	udevadm trigger --action=change --settle --subsystem-match=scsi_tape \
		--subsystem-match=scsi_generic
	udevadm settle
	are drive0 1001
	udevadm control --exit
	for node in $(nodes_of drive0); do chown 0 "$node"; done
}

# while a tape is mounted its user can open the drive, others cannot rewind it
t_owner() {
	local nst sg user
	agent_start
	within 10 are drive0 0
	within 10 are drive1 0
	is access "$(says 0 access)" agent
	open_as 1001 A
	nst=$(gives A mount TAP001L4)
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
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	are drive0 0
	if opens 1001 "$nst" || opens 1001 "$sg"; then die "it opens after the dismount"; fi
	# a session that ends gives them back, and the tape stays
	must A mount TAP001L4
	are drive0 1001
	killed A
	within 10 are drive0 0
	is "medium" "$(medium TAP001L4 state)" loaded
	open_as 1002 B
	must B mount TAP001L4
	are drive0 1002
	must B dismount TAP001L4
	at_home TAP001L4 slot0
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
	r=$(say A mount TAP001L4)
	is "code of the mount" "$(code "$r")" 170
	like "the reason" "$r" "process $! .*of user 1002 has $sg open"
	if opens 1001 "$sg"; then die "it opens without a mount"; fi
	kill $!
	wait $! || :
	must A mount TAP001L4
	are drive0 1001
	# his own process is in the way of the dismount
	hold 1001 "$sg"
	must A dismount TAP001L4
	within 10 idle
	is "dismount" "$(newest_request state)" failed
	like "the reason" "$(newest_request description)" "process $! .*has $sg open"
	is medium "$(medium TAP001L4 place)" drive0
	kill $!
	wait $! || :
	rsm -q dismount --partition="$(medium TAP001L4 side)" --wait || client operator dismount-drive 0
	at_home TAP001L4 slot0
	within 10 are drive0 0
	agent_stop
}

# without an agent a mount works, and says that nobody is kept out
t_no_agent() {
	open A
	must A mount TAP001L4
	is access "$(says 0 access)" system
	rsm status | grep -q '^agent *none'
	must A dismount TAP001L4
	at_home TAP001L4 slot0
	echo 1 >/sys/module/ntms/parameters/exclusive
	refused 4316 A mount TAP001L4
	echo 0 >/sys/module/ntms/parameters/exclusive
	must A mount TAP001L4
	must A dismount TAP001L4
	at_home TAP001L4 slot0
}

run_tests "$0"
