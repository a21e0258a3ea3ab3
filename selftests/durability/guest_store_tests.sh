# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # variables of guest_store.sh, which sources this
# What can happen to the store, one function each, ROUNDS times as often.

acks() { grep -c ^A $work/log; }

# torture works, after whatever happened
goes_on() {
	local i n
	store_ready || return
	n=$(acks)
	for ((i = 0; i < 100; i++)); do
		[ "$(acks)" -le $((n + 10)) ] || return 0
		sleep .1
	done
	say "it did not go on, $(kill -0 "$torture" 2>/dev/null && echo "still there" || echo "it has ended"); its last words:"
	tail -8 $work/log
	return 1
}

# in the midst of its work
torture_kill() {
	kill "$torture"
	wait "$torture"
	return 0
}

torture_end() { wait "$torture"; }

killed_briefly() {
	local i
	fresh store_timeout=10 || return
	torture_up
	for ((i = 0; i < 16 * ROUNDS; i++)); do
		# now and then before it has attached
		[ $((i % 4)) = 0 ] || store_ready || return
		nap 0 40
		store_down KILL
		nap 0 20
		store_up "$db"
	done
	goes_on || return
	torture_kill
	words=", killed $i times"
	[ "$(refused 4313)" = 0 ] || { say "changes were refused"; return 1; }
	agrees
}

killed_for_long() {
	local i
	fresh store_timeout=1 || return
	torture_up
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		# at first torture has just begun, or has not yet
		[ $i = 0 ] || nap 20 100
		store_down KILL
		nap 150 200
		store_up "$db"
		goes_on || return
	done
	torture_kill
	words=", killed $i times, $(refused 4313) changes refused by it"
	[ "$(refused 4313)" -gt 0 ] || { say "nothing was refused"; return 1; }
	has 'the store is gone: start ntmsd' $work/log || return
	agrees
}

stopped_for_long() {
	local i
	fresh store_timeout=1 || return
	torture_up
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		nap 20 100
		kill -STOP "$store"
		nap 150 200
		kill -CONT "$store"
		goes_on || return
	done
	torture_kill
	words=", stopped $i times, $(refused 4313) changes refused by it"
	[ "$(refused 4313)" -gt 0 ] || { say "nothing was refused"; return 1; }
	agrees
}

# what ntmsd had in hand when it was stopped is not there after it was killed
stopped_and_killed() {
	local i ok=0
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		fresh store_timeout=1 || return
		torture_up
		nap 30 100
		kill -STOP "$store"
		nap 150 200
		store_down KILL
		nap 0 10
		store_up "$db"
		goes_on || ok=1
		torture_kill
		agrees || ok=1
	done
	words=", $i times"
	return $ok
}

ended_by_unloading() {
	local i ok=0
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		fresh store_timeout=5 || return
		torture_up -T 10
		nap 50 150
		module_down || return
		torture_end
		module_up || return
		agrees || ok=1
	done
	grep -q '^U' $work/log || { say "torture did not notice"; ok=1; }
	grep '^U	[0-9]*	[0-9]*	1223' $work/log && { say "not known what became of it"; ok=1; }
	words=", $i times"
	return $ok
}

# the disk $DISK with ext4 below $work/small, through the mapper "bad"
small_disk() {
	umount $work/small 2>/dev/null
	dmsetup remove bad 2>/dev/null
	mkfs.ext4 -q -F -O ^has_journal "$DISK" || return
	sectors=$(blockdev --getsz "$DISK")
	modprobe -a dm_mod dm_flakey 2>/dev/null
	dmsetup create bad --table "0 $sectors linear $DISK 0" || return
	dmsetup mknodes
	mkdir -p $work/small
	mount -t ext4 /dev/mapper/bad $work/small
}

# TABLE: what the disk does from now on; no flush of the file system before
disk_does() {
	dmsetup suspend --nolockfs --noflush bad &&
		dmsetup load bad --table "$1" && dmsetup resume bad
}

small_disk_end() {
	store_down KILL
	module_down
	umount $work/small
	dmsetup remove bad
	db=$work/db
}

disk_full() {
	local ok=0 i
	small_disk || return
	db=$work/small/db
	fresh store_timeout=5 || return
	torture_up
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		nap 30 100
		dd if=/dev/zero of=$work/small/filler bs=64k 2>/dev/null
		dd if=/dev/zero bs=1k 2>/dev/null >>$work/small/filler
		nap 100 150
		rm $work/small/filler
		goes_on || ok=1
	done
	torture_kill
	words=", $i times, $(refused 4314) changes refused by it"
	[ "$(refused 4314)" -gt 0 ] || { say "nothing was refused"; ok=1; }
	agrees || ok=1
	small_disk_end
	return $ok
}

# errors, repair, and a killed ntmsd: what was refused must not come back
disk_errors() {
	local ok=0 i kills=0
	small_disk || return
	db=$work/small/db
	fresh store_timeout=2 || return
	torture_up
	for ((i = 0; i < 4 * ROUNDS; i++)); do
		nap 30 100
		disk_does "0 $sectors flakey $DISK 0 0 60 1 error_writes" || return
		# longer than store_timeout at first
		if [ $((i / 2)) = 0 ]; then nap 250 300; else nap 20 150; fi
		[ $((i % 2)) = 0 ] || { store_down KILL; kills=$((kills + 1)); }
		disk_does "0 $sectors linear $DISK 0" || return
		nap 0 30
		kill -0 "$store" 2>/dev/null || { store_end; store_up "$db"; }
		goes_on || ok=1
	done
	torture_kill
	words=", $i times, ntmsd killed in $kills, $(refused 4313) changes refused by it"
	[ "$(refused 4313)" -gt 0 ] || { say "nothing was refused"; ok=1; }
	agrees || ok=1
	small_disk_end
	return $ok
}

damaged() {
	fresh || return
	torture_up -n 40
	torture_end
	store_down TERM
	module_down && module_up || return
	cp "$db/ntms.db" $work/good
	dd if=/dev/urandom of="$db/ntms.db" bs=1k seek=9 count=30 conv=notrunc 2>/dev/null
	cp "$db/ntms.db" $work/bad
	store_up "$db"
	store_end
	[ "$store_rc" = 3 ] || { say "ntmsd ended with $store_rc, not 3"; return 1; }
	has 'the file is damaged' /run/ntmsd.now || return
	cmp "$db/ntms.db" $work/bad || return
	NTMS_OPEN_WAIT=100 "$HERE/out/dump" 2>$work/err && return 1
	has 'ERROR_BUSY' $work/err || return
	cp $work/good "$db/ntms.db"
	store_up "$db"
	agrees
}

# another database, and older copies, while the module works with $db
foreign() {
	fresh || return
	torture_up -n 40
	torture_end
	store_down TERM
	cp -r "$db" $work/older
	module_down && module_up || return
	store_up $work/other
	"$HERE/out/dump" >/dev/null || return
	store_down TERM
	module_down && module_up || return
	store_up "$db"
	"$HERE/out/dump" >/dev/null || return
	torture_up -n 40
	torture_end
	store_down TERM
	for dir in other older; do
		store_up $work/$dir
		store_end
		[ "$store_rc" = 5 ] || { say "$dir: ntmsd ended with $store_rc, not 5"; return 1; }
	done
	has 'unload the module to use it' /run/ntmsd.now || return
	store_up "$db"
	cp $work/log $work/log2
	"$HERE/out/dump" >$work/live
	has 'END' $work/live
}

second_store() {
	fresh || return
	local first=$store
	store_up "$db"
	store_end
	[ "$store_rc" = 4 ] || { say "same database: ended with $store_rc, not 4"; return 1; }
	rm -rf $work/other
	store_up $work/other
	store_end
	store=$first
	[ "$store_rc" = 4 ] || { say "other database: ended with $store_rc, not 4"; return 1; }
	has 'there is a store already' /run/ntmsd.now
}

# commits that the log of ntmsd tells from line $1 on
commits() { tail -n +"$1" /run/ntmsd.now | grep -c ': written'; }

one_sendmsg() {
	local from n
	fresh || return
	sleep .3
	from=$(($(wc -l </run/ntmsd.now) + 1))
	"$HERE/out/batch" 64 >$work/batch || return
	has 'made 64 refused 0' $work/batch && has 'deleted 64 refused 0' $work/batch || return
	n=$(commits "$from")
	words=": 128 requests, $n commits"
	[ "$n" -le 16 ]
}

# what the first inventory finds, or what always exists
large_change() {
	local i kills=0 objects
	fresh || return
	sleep .2
	objects=$(grep -o '[0-9]* objects up to change' /run/ntmsd.now | sort -n | tail -1)
	words=": ${objects%% *} objects"
	[ "${objects%% *}" -ge 60 ] || { say "the largest change has $objects"; return 1; }
	# killed on the way: all of it in the database, or nothing
	for ((i = 0; i < 6 * ROUNDS; i++)); do
		store_down KILL
		module_down || return
		rm -rf "$db"
		module_up || return
		store_up "$db"
		sleep ".0$((RANDOM % 9))$((RANDOM % 9))"
		store_down KILL
		kills=$((kills + 1))
		module_down && module_up || return
		store_up "$db"
		[ -z "$LIBRARY" ] || library_wait || return
		"$HERE/out/dump" >$work/live || return
		[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || { say "verify: $(cat /sys/kernel/debug/ntms/verify)"; return 1; }
		[ "$(grep -c . $work/live)" = "$(grep -c . $work/base)" ] || { say "not as many objects"; return 1; }
	done
	words+=" in one change, $kills kills"
}

# DATABASE: ntmsd finds nothing wrong with it
sound() {
	"$HERE/out/ntmsd" --check --database "$1" >$work/check 2>&1 && return
	sed 's/^/# /' $work/check
	return 1
}

export_now() {
	"$HERE/out/database" export "$@" >$work/err 2>&1 && return
	say "export: $(cat $work/err)"
	return 1
}

# copies are made all the time, and nobody loses anything by it
exported() {
	local i n ok=0
	fresh || return
	torture_up
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		n=$(acks)
		export_now 3 || ok=1
		sound "$db/export/ntms.db" || ok=1
		[ "$(acks)" -gt "$n" ] || nap 5 10
		goes_on || ok=1
	done
	# ntmsd dies in the midst of one
	for ((i = 0; i < 2 * ROUNDS; i++)); do
		"$HERE/out/database" export 1000 >$work/err &
		n=$!
		nap 1 20
		store_down KILL
		wait $n && { say "the export did not fail"; ok=1; }
		has 'ERROR_DATABASE_FAILURE' $work/err || ok=1
		sound "$db/export/ntms.db" || ok=1
		store_up "$db"
		goes_on || ok=1
	done
	torture_kill
	agrees || ok=1
	[ "$(refused 4313)" = 0 ] || { say "changes were refused"; ok=1; }
	export_now && sound "$db/export/ntms.db" || ok=1
	words=", $((2 * 3 * ROUNDS)) exports"
	return $ok
}

copy_in_use() {
	fresh || return
	export_now || return
	exec 8<"$db/export/ntms.db"
	"$HERE/out/database" export >$work/err
	exec 8<&-
	has '(32)' $work/err || return
	has 'another program has it open' /run/ntmsd.now || return
	export_now
}

# what was exported comes back with the next start of the module, not before
imported() {
	fresh || return
	"$HERE/out/database" import >$work/err && { say "imported nothing"; return 1; }
	has '(4313)' $work/err || return
	torture_up -n 60
	torture_end
	export_now || return
	"$HERE/out/dump" >$work/exported || return
	torture_up -n 60
	torture_end
	"$HERE/out/dump" >$work/later || return
	cmp -s $work/exported $work/later && { say "torture has changed nothing"; return 1; }
	"$HERE/out/database" import || return
	"$HERE/out/dump" >$work/live || return
	cmp $work/later $work/live || return
	# ntmsd alone begins anew: the module goes on with what it has
	store_down TERM
	store_up "$db"
	store_ready || return
	has 'waits until the module ntms is loaded anew' /run/ntmsd.now || return
	"$HERE/out/dump" >$work/live || return
	cmp $work/later $work/live || return
	again || return
	"$HERE/out/dump" >$work/live || return
	cmp <(sort $work/exported) <(sort $work/live) || return
	[ "$(cat /sys/kernel/debug/ntms/verify)" = ok ] || return
	[ ! -e "$db/ntms.db-import" ] || { say "the mark is still there"; return 1; }
	sound "$db"/ntms.db-before-*Z || return
	# and work goes on with it, over the next start
	torture_up -n 40
	torture_end
	"$HERE/out/dump" >$work/live || return
	again || return
	"$HERE/out/dump" >$work/stored || return
	cmp <(sort $work/live) <(sort $work/stored)
}

damaged_copy() {
	local i
	fresh || return
	torture_up -n 40
	torture_end
	for ((i = 0; i < 3; i++)); do
		export_now || return
		torture_up -n 20
		torture_end
		"$HERE/out/dump" >$work/live || return
		"$HERE/out/database" import || return
		case $i in
		0) dd if=/dev/urandom of="$db/export/ntms.db" bs=1k seek=9 count=30 conv=notrunc ;;
		1) truncate -s 9000 "$db/export/ntms.db" ;;
		2) rm "$db/export/ntms.db" ;;
		esac 2>/dev/null
		again || return
		"$HERE/out/dump" >$work/stored || return
		cmp <(sort $work/live) <(sort $work/stored) || return
		has 'is used as before' /run/ntmsd.now || return
		! compgen -G "$db/ntms.db-before*" || return
		! compgen -G "$db/ntms.db-import*" || return
	done
}

# sound to ntmsd, but its objects contradict each other: the module says no
refused_copy() {
	fresh || return
	torture_up -n 40
	torture_end
	export_now || return
	"$HERE/out/dump" >$work/live || return
	"$HERE/out/database" import || return
	python3 - "$db/export/ntms.db" <<-'EOF' || return
		import sqlite3, sys
		db = sqlite3.connect(sys.argv[1])
		db.execute("DELETE FROM computer")
		db.commit()
		db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
		db.close()
	EOF
	again || return
	"$HERE/out/dump" >$work/stored || return
	cmp <(sort $work/live) <(sort $work/stored) || return
	has 'the database from before is used again' /run/ntmsd.now
}

store_tests() {
	check "ntmsd is killed and soon back" killed_briefly
	check "ntmsd is killed and late back" killed_for_long
	check "ntmsd is stopped for long and goes on" stopped_for_long
	check "ntmsd is stopped for long and killed" stopped_and_killed
	check "the module is unloaded under load" ended_by_unloading
	check "the disk is full" disk_full
	check "the disk has errors" disk_errors
	check "a damaged database is refused and left alone" damaged
	check "another database and an older copy are refused" foreign
	check "a second ntmsd is refused" second_store
	check "the database is exported under load" exported
	check "an export that another program reads is refused" copy_in_use
	check "an export is imported with the next start of the module" imported
	check "a damaged export is not imported" damaged_copy
	check "an export that contradicts itself is not imported" refused_copy
	check "64 requests in one sendmsg share a commit" one_sendmsg
	check "a change of many parts is there whole or not at all" large_change
}
