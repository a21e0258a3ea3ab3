#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_drive.sh - what drives say, what a reset spoils, who can open them without a
# label agent; run in a guest by run.sh, with LIBRARY=vlib
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

# a program written for Windows on DEVICE, until the test ends
windows() { # DEVICE
	rm -f /run/wintape.in /run/wintape.out
	mkfifo /run/wintape.in /run/wintape.out
	wintape "$1" </run/wintape.in >/run/wintape.out 2>&1 &
	win_pid=$!
	exec {win_in}>/run/wintape.in {win_out}</run/wintape.out
}
win() { # COMMAND...: the code
	local code=none
	[ $# = 0 ] || echo "$*" >&"$win_in"
	read -r -t $((60 * slow)) -u "$win_out" code || code=none
	echo "$code"
}
win_end() { exec {win_in}>&- {win_out}<&-; wait "$win_pid"; }

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
	# behind what was there, not over it
	mt -f "$nst" rewind
	is "what is on the tape" "$(dd if="$nst" bs=64k 2>/dev/null)" firstsecond
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

# a reset while a program writes is noticed, and nothing goes over what was there
t_reset_while_writing() {
	local nst
	open A
	nst=$(gives A mount TAP003L4)
	windows "$nst"
	is open "$(win)" 0
	is write "$(win write one)" 0
	vlib_do reset drive0
	# st writes behind: that it failed is told by the next call
	win write two >/dev/null
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

# after a reset under any program st writes no filemark over what was there
t_reset_under_any_program() {
	local nst tape
	open A
	nst=$(gives A mount TAP004L4)
	exec {tape}>"$nst"
	/bin/echo -n one >&"$tape"
	vlib_do reset drive0
	if /bin/echo -n two >&"$tape"; then die "written where nobody knows"; fi
	exec {tape}>&-
	within 5 is_said 0 suspect true
	if printf two | dd of="$nst"; then die "written before it was rewound"; fi
	mt -f "$nst" rewind
	is "what is on the tape" "$(dd if="$nst" bs=64k)" one
	# nobody rewinds it: that is left to the next mount
	mt -f "$nst" rewind
	exec {tape}<>"$nst"
	is "from its beginning" "$(dd bs=64k count=1 <&"$tape")" one
	vlib_do reset drive0
	if /bin/echo -n two >&"$tape"; then die "written where nobody knows"; fi
	exec {tape}>&-
	must A dismount TAP004L4
	at_home TAP004L4 slot3
	nst=$(gives A mount TAP004L4)
	is suspect "$(says 0 suspect)" false
	is "what is on the tape" "$(dd if="$nst" bs=64k)" one
	must A dismount TAP004L4
	at_home TAP004L4 slot3
}

# with the udev rules nodes are root's from the start, and keep their owners
t_udev() {
	local nodes
	mapfile -t nodes < <(nodes_of drive0)
	chgrp tape "${nodes[@]}"
	chmod 660 "${nodes[@]}"
	udev_start
	udev_tell add
	within 10 are drive0 0
	chown 1001 "${nodes[@]}"
	udev_tell change
	are drive0 1001
	udev_stop
	chown 0 "${nodes[@]}"
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
