#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# t_mad.sh - devices that wear out, go or answer anything; run in a guest by run.sh,
# on a library of vlib. (That they go at each command of all that is done is the
# matter of crash.c.)
#
# SEEDS="N..." chooses what they answer; each test says with what it was run.
# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/library/media.sh
. "$(dirname "$0")/media.sh"

seeds=${SEEDS:-$RANDOM}
# 4326 no inventory, 170 busy, 4322 label or medium not as expected, besides what
# hardware says that goes
failed='(170|1223|1460|2250|4303|4304|4305|4313|4317|4318|4319|4322|4323|4324|4326|5023)'

# what a failed test left behind is no reason for the next one to fail
after_failure() {
	vlib_heal
	vlib_do unplug all
	vlib_do plug all
	vlib_wait_nodes
	within 20 idle || ntms_restart
	present && tidy
	return 0
} >/dev/null 2>&1

mark() { echo "ntms-test: mark" >/dev/kmsg; }
since_mark() { dmesg | awk '/ntms-test: mark/ { text = ""; next } { text = text "\n" $0 } END { print text }'; }

befallen() { vlib_file faults | sed -n 's/.*hits=//p'; }
# what tells tapes from each other, and who they belong to
who() {
	local i
	for i in 1 2 3 4 5 6 7 8; do ask medium "TAP00${i}L4" | grep -E '^(id|bar_code|pool)='; done
}
# ELEMENT... : what is really in the library, in real[ELEMENT]; no process for it, it is
# asked often
declare -A real known
truth() {
	local element address cart rest
	real=()
	while read -r element address cart rest; do
		case $element in
		slot*|drive*|port*|picker*) [ "$cart" = - ] || real[$element]=$cart ;;
		esac
	done <"$VLIB_DIR/lib1/state"
}
catalogue() {
	local line code=
	known=()
	in_file medium
	while IFS= read -r line; do
		case $line in
		bar_code=*) code=${line#*=} ;;
		place=|place=-) ;;
		place=*) known[${line#*=}]=$code ;;
		esac
	done <$answer
}
# every slot, drive and port has what the catalogue says, no more and no less
agrees() {
	local place
	truth
	catalogue
	for place in "${!real[@]}" "${!known[@]}"; do
		[ "${real[$place]:-}" = "${known[$place]:-}" ] || return 1
	done
}
agree_at_last() {
	local place
	within 60 agrees && return
	for place in "${!real[@]}" "${!known[@]}"; do
		note "$place: ${real[$place]:-nothing}, catalogue: ${known[$place]:-nothing}"
	done
	return 1
}

# an operator has looked at what said that it is worn
served() {
	local n id
	for n in 0 1; do
		is_drive $n operational needs_service || continue
		id=guid:$(drive $n id)
		rsm -q disable --drive="$id" && rsm -q enable --drive="$id"
	done
	for n in 1 2 3 4 5 6 7 8; do
		is_medium TAP00${n}L4 enabled 1 || rsm -q enable --physical=name:TAP00${n}L4
	done
}
usable() {
	served
	library_is ready && is_drive 0 operational ready && is_drive 1 operational ready
}

# the devices do as they should again: everything is found as it is
recovers() {
	note "commands that went wrong: $(befallen)"
	vlib_heal
	within 60 idle
	vlib_nodes >/dev/null || { vlib_do unplug all; vlib_do plug all; vlib_wait_nodes; }
	[ -z "$(of id library "$(chg)")" ] || within 60 client operator inventory "$(chg)" fast
	within 30 usable
	within 60 idle
	agree_at_last
	tidy
	agrees
	is verify "$(cat $verify)" ok
}

asked_for() { rsm -v view --type=oprequest | grep -q "^ *message .*$1" || die "no operator is asked for $1"; }

# a library that answers nothing but nonsense needs service; the catalogue stays as it was
t_mad_service() {
	local before limit=/sys/kernel/debug/ntms/retry retry
	read -r retry <$limit
	echo 200 >$limit
	before=$(ask medium; ask slot; ask drive; ask port)
	vlib_fault changer opcode=b8 at=10 patch=0001	# descriptors of one byte
	open A
	must A inventory "$(chg)" fast
	within 30 library_is needs_service
	is "the inventory" "$(newest_request state)/$(newest_request error)" failed/4326
	is "the catalogue" "$(ask medium; ask slot; ask drive; ask port)" "$before"
	asked_for 'the library does not say what is in it'
	vlib_heal
	within 30 library_is ready
	echo "$retry" >$limit
	is "the catalogue after it" "$(ask medium; ask slot; ask drive; ask port)" "$before"
	must A mount TAP001L4
	must A dismount TAP001L4 immediate
	at_home TAP001L4 slot0
}

# --- devices wear out ---

# a tape that is worn out is disabled and an operator is asked, who may enable it
t_worn_tape() {
	open A
	must A mount TAP005L4 drive=0
	vlib_alert drive0 7
	must A dismount TAP005L4 immediate
	at_home TAP005L4 slot4
	rsm health | grep -qE '^medium +TAP005L4 .*disabled.* 7 \(media life\)' || { rsm health >&3; return 1; }
	asked_for 'TAP005L4 is worn out.*TapeAlert 7'
	refused 4309 A mount TAP005L4
	rsm -q enable --physical=name:TAP005L4
	must A mount TAP005L4
	must A dismount TAP005L4 immediate
	at_home TAP005L4 slot4
}

# a drive that is worn out is not used before somebody has looked after it
t_worn_drive() {
	open A
	must A mount TAP005L4 drive=0
	vlib_alert drive0 30
	must A dismount TAP005L4 immediate
	at_home TAP005L4 slot4
	within 10 is_drive 0 operational needs_service
	asked_for 'drive 0 .*needs service.*TapeAlert 30'
	refused 4319 A mount TAP005L4 drive=0
	served
	within 10 usable
	must A mount TAP005L4 drive=0
	must A dismount TAP005L4 immediate
	at_home TAP005L4 slot4
}

# --- devices go ---

errors() { rsm --json health --all | grep -E '"(name|errors)":'; }
rewinding() { [ -z "$(vlib_file faults)" ]; }
# a drive that is out of reach in the middle of a rewind is no failure of it, nor of the tape
t_gone_rewind() {
	local before r
	open A
	before=$(errors)
	vlib_fault drive0 opcode=1 drop=1 count=1
	send A mount TAP001L4 drive=0
	within 30 rewinding
	vlib_unplug drive0 unseen=1
	r=$(reply A)
	is "code of the mount" "$(code "$r")" 4319
	like "what it says" "$r" 'drive 0 went away'
	vlib_heal
	vlib_plug drive0
	present
	within 60 idle
	[ -z "$(media_in 0)" ] || must A dismount-drive 0
	within 60 idle
	agree_at_last
	is "errors of drives and media" "$(errors)" "$before"
}

loaded_since() { rsm --json health | sed -n 's/.*"loaded_since": *//p'; }
# after all that the module goes, and comes back to what it was; a tape stays loaded
t_gone_module() {
	local before since
	open A
	must A mount TAP001L4 drive=0
	must A dismount TAP001L4 deferred
	killed A
	before=$(who)
	since=$(loaded_since)
	like "since when a tape is loaded" "$since" '^"20.*null,$'
	ntms_restart
	within 30 inventoried 8
	is "tapes" "$(who)" "$before"
	is "since when it is loaded" "$(loaded_since)" "$since"
	tidy
	like "when nothing is loaded" "$(loaded_since)" '^null,.null,$'
}

# --- devices answer anything: last, for nobody knows what they leave behind ---

# a library that answers anything while its tapes are mounted is not believed
t_mad_at_work() {
	local before seed
	before=$(who)
	for seed in $seeds; do
		note "SEEDS=$seed"
		mark
		vlib_fault any every=4 seed="$seed"
		busy_programs 4
		programs_end "$failed"
		recovers
		is "tapes" "$(who)" "$before"
		since_mark | grep -q "ntms: " || die "not a word in the log"
	done
}

# a library that answers anything from the beginning
t_mad_when_found() {
	local before seed i
	before=$(who)
	for seed in $seeds; do
		note "SEEDS=$seed"
		vlib_do unplug all
		vlib_fault any every=3 seed="$seed"
		vlib_do plug all || :
		for ((i = 0; i < 5; i++)); do
			pause .5
			client operator inventory "$(chg)" fast >/dev/null || :
		done
		vlib_heal
		vlib_do unplug all
		vlib_do plug all
		vlib_wait_nodes
		recovers
		is "tapes" "$(who)" "$before"
	done
}

run_tests "$0"
