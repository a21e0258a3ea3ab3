#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_labels.sh - ntms-labeld, st and a library: whose tape is it; run in a guest by
# run.sh, last of all since it begins with an empty catalogue
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

labels=/run/labels

# BARCODE [OPTION...]: the node of the drive that it is in
insert() {
	rsm mount --partition="$(medium "$1" side)" --brief "${@:2}"
}
put_away() { # BARCODE
	rsm -q dismount --partition="$(medium "$1" side)" --wait
	within 30 idle
}
# BARCODE FILE: as a program does that knows nothing of us
write_on() {
	local dev
	dev=$(insert "$1")
	mt -f "$dev" rewind
	if [ "$2" = tar ]; then
		tar -cf "$dev" -V Monday -C "$NTMS_TOP" README.md
	else
		dd if="$2" of="$dev" bs=256k status=none
	fi
	put_away "$1"
}
pool_is() { # BARCODE POOL STATE
	like "pool of $1" "$(medium "$1" pool)" "$2"
	is "side of $1" "$(medium "$1" side_state)" "$3"
}
first_line() { # NODE
	mt -f "$1" rewind
	dd if="$1" bs=256k count=1 status=none | tr -d '\0' | head -n 1
	mt -f "$1" rewind
}
# tapes of other programs are known by their labels in a full inventory, and go to Import
t_import() {
	write_on TAP001L4 tar
	write_on TAP002L4 "$labels/mtf"
	write_on TAP003L4 "$labels/ltfs"
	pool_is TAP001L4 Unrecognized foreign
	agent_start
	rsm -q inventory --library="$library" --action=full
	within 120 is_medium TAP003L4 side_state import
	within 120 idle
	pool_is TAP001L4 Import import
	pool_is TAP002L4 Import import
	# a blank tape is nobody's
	pool_is TAP004L4 Unrecognized foreign
	at_home TAP001L4 slot0
}

# the right tape is mounted, and st stands at its beginning
t_right() {
	local dev
	dev=$(insert TAP001L4)
	is position "$(position "$dev")" "0 0"
	is contents "$(tar -tf "$dev" | tail -n 1)" README.md
	put_away TAP001L4
}

# a tape that has another label than it had is not mounted, and the mount says so
t_wrong() {
	local dev
	dev=$(insert TAP002L4)
	mt -f "$dev" rewind
	dd if="$labels/other" of="$dev" bs=256k status=none
	put_away TAP002L4
	insert TAP002L4 2>/run/said && die "it is mounted"
	like "the reason" "$(</run/said)" "TAP002L4 has another label"
	like "a failed mount" "$(ask request)" "state=failed.error=5023"
	# its library recovers by itself: it looks at all of them
	within 120 idle
}

# nobody writes over somebody's tape by mistake
t_protected() {
	insert TAP003L4 --write 2>/run/said && die "it can be written"
	like "the reason" "$(</run/said)" "belong to somebody"
	insert TAP004L4 --write 2>/run/said && die "it can be written"
	like "the reason" "$(</run/said)" "unrecognized"
	is place "$(medium TAP003L4 place)" slot2
}

# a medium that is freed gets a free label, which can be read again
t_free_label() {
	local dev side
	side=$(medium TAP003L4 side)
	rsm -q freemedia --physical=name:TAP003L4
	within 120 is_medium TAP003L4 side_state available
	within 60 idle
	pool_is TAP003L4 Free available
	at_home TAP003L4 slot2
	dev=$(insert TAP003L4)
	is "first line" "$(first_line "$dev")" "NTMS FREE LABEL 1"
	is "its id" "$("$labeld" --show "$dev" | sed -n "s/^id *//p" | tr -d - | tr a-f A-F)" "$side"
	put_away TAP003L4
}

# a free label is not written over a tape whose label nobody had seen
t_precious() {
	local dev
	agent_stop
	write_on TAP005L4 tar
	rsm -q freemedia --physical=name:TAP005L4
	pool_is TAP005L4 Free available
	agent_start
	rsm -q inventory --library="$library" --action=full
	within 120 idle
	dev=$(insert TAP005L4)
	is contents "$(tar -tf "$dev" | tail -n 1)" README.md
	put_away TAP005L4
}

# the agent is killed in the middle of its work: nothing hangs, and it begins anew
t_killed() {
	local i
	rsm -q inventory --library="$library" --action=full
	for i in 1 2 3; do
		some_time
		agent_stop KILL
		agent_start
	done
	within 240 idle
	agent_stop
	insert TAP001L4 >/dev/null
	put_away TAP001L4
	agent_start
}

# the module goes and comes, and the agent with it
t_reload() {
	ntms_stop
	ntms_start
	within 60 present
	within 60 sh -c "[ \$(grep -c '^ntms-labeld: reading labels' /root/labeld.log) = 2 ]"
	insert TAP001L4 >/dev/null
	put_away TAP001L4
}

library=name:"$(of name library "$(chg)")"
mkdir -p $labels
python3 - $labels "$NTMS_TOP/selftests/labeld" <<'EOF' || exit 1
import sys
sys.path.insert(0, sys.argv[2])
sys.dont_write_bytecode = True
import labels
for name, block in (("mtf", labels.mtf()), ("ltfs", labels.vol1("LTFS01", "LTFS")),
                    ("other", labels.vol1("OTHER1"))):
    open(sys.argv[1] + "/" + name, "wb").write(block)
EOF
tidy
ntms_stop && forget && ntms_start && within 30 inventoried 8 && present || {
	# shellcheck disable=SC2154 # of lib.sh
	echo "not ok $((tests_run + 1)) - $part: an empty catalogue"
	exit 1
}
run_tests "$0"
status=$?
agent_stop
exit $status
