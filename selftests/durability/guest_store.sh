#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# In the guest of storekill.sh: torture while everything happens to the store.
#
# ONLY      run the tests whose name contains it
# LIBRARY   not empty: with a tape library
# SEED      of torture and of the moments
# DISK      empty disk for the tests with errors and without room
# ROUNDS    1: as often as make check does it
set -u
# shellcheck source=selftests/durability/guest.sh
. "$HERE/guest.sh"
# shellcheck source=selftests/durability/guest_store_tests.sh
. "$HERE/guest_store_tests.sh"
RANDOM=$((SEED % 32768))
work=/run/work
db=$work/db
number=0 failed=0 store=''
mkdir -p $work

say() { echo "# $*"; }

# LEAST MOST: that many hundredths of a second, or something between
nap() {
	local n=$(($1 + RANDOM % ($2 - $1 + 1)))
	sleep "$((n / 100)).$(printf '%02d' $((n % 100)))"
}

# a new database in $db, the module with parameters, ntmsd
fresh() {
	store_down KILL
	! grep -q '^ntms ' /proc/modules || module_down
	rm -rf "$db"
	rm -f /run/ntmsd.now /run/ntmsd.log
	module_up "$@" || return
	store_up "$db"
	"$HERE/out/dump" >$work/base || return
	[ -z "$LIBRARY" ] || library_wait || return
	"$HERE/out/dump" >$work/base
}

torture_up() {
	"$HERE/out/torture" -s "$((SEED * 100 + number))" "$@" >$work/log 2>$work/torture.err &
	torture=$!
}

# compares what torture was told with what the module knows, before and after
# it was unloaded, and the last two with each other
agrees() {
	local ok=0
	"$HERE/out/dump" >$work/live || return
	[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || { say "verify: $(cat /sys/kernel/debug/ntms/verify)"; ok=1; }
	python3 -B "$HERE/replay.py" $work/log $work/live $work/base || ok=1
	again || return
	"$HERE/out/dump" >$work/stored || return
	[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || { say "verify: $(cat /sys/kernel/debug/ntms/verify)"; ok=1; }
	if ! cmp -s <(sort $work/live) <(sort $work/stored); then
		say "the module and its database do not agree:"
		diff <(sort $work/live) <(sort $work/stored) | sed 's/^/# /' | head -20
		ok=1
	fi
	return $ok
}

# module and ntmsd end and begin anew with the same database
again() {
	store_down TERM
	module_down || return
	module_up || return
	store_up "$db"
}

refused() { grep -c "^R	[0-9]*	[0-9]*	$1	" $work/log; }

# TEXT FILE: a line that must be there
has() { grep -qF -- "$1" "$2" || { say "not said: $1"; tail -5 "$2" | sed 's/^/# /'; return 1; }; }

# NAME FUNCTION: one test; its figures are behind the name
check() {
	local name=$1 rc=0 start=$SECONDS
	[[ $name == *"$ONLY"* ]] || return
	number=$((number + 1)) words=''
	"$2" >$work/out 2>&1 || rc=$?
	say "took $((SECONDS - start)) s"
	if [ $rc != 0 ]; then
		failed=1
		sed 's/^\(# \)\?/# /' $work/out | head -60
		cat /run/ntmsd.log /run/ntmsd.now | grep -v ': written' | tail -15 | sed 's/^/# /'
		[ ! -s $work/torture.err ] || head -5 $work/torture.err | sed 's/^/# torture: /'
		dmesg | grep ntms: | tail -8 | sed 's/^/# /'
		echo "not ok $number - $name"
	else
		words+=$(sed -n 's/^# \([0-9]* operations.*\)/: \1/p' $work/out | head -1)
		echo "ok $number - $name$words"
	fi
}

[ -z "$LIBRARY" ] || library_up >/dev/null 2>&1 || { echo "Bail out! no library"; exit 1; }
store_tests
store_down KILL
echo "1..$number"
exit $failed
