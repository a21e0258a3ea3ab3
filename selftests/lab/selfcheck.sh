#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Prove that the lab works: guests boot, libraries load tapes, complaints are noticed.
# shellcheck disable=SC2016,SC2317 # commands for guests; functions called by check
set -u -o pipefail

usage() {
	cat <<'EOF'
usage: selfcheck.sh [--build] [--only TEXT]

Prints TAP; 3 to 4 minutes. The debug kernels are skipped unless they are built
(kernels.sh build umdbg A) or --build is given. --only runs the checks whose
name contains TEXT. Status 1 if a check failed.
EOF
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build='' only=''
while [ $# -gt 0 ]; do
	case $1 in
	--build) build=1 ;;
	--only) only=${2:-}; shift ;;
	-h|--help) usage; exit ;;
	*) usage >&2; exit 2 ;;
	esac
	shift
done

work=$(mktemp -d "${TMPDIR:-/tmp}/ntms-selfcheck.XXXXXX")
trap 'rm -rf "$work"' EXIT
n=0 failed=0

# NAME COMMAND...: one TAP line; status 77 of the command is a skip
check() {
	local name=$1 rc t0=$SECONDS
	shift
	[[ $name == *"$only"* ]] || return
	n=$((n + 1))
	"$@" >"$work/log" 2>&1
	rc=$?
	if [ $rc = 0 ]; then
		echo "ok $n - $name # $((SECONDS - t0)) s"
	elif [ $rc = 77 ]; then
		echo "ok $n - $name # SKIP $(tail -1 "$work/log")"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/log" | tail -60
		failed=1
	fi
}

vm() { "$here/vm.py" "$@"; }

have() {		# KERNEL: skip if it is not there
	if ! "$here/kernels.sh" path "$1" >/dev/null 2>"$work/why"; then
		cat "$work/why"
		exit 77
	fi
}

expect() {		# STATUS TEXT COMMAND...: TEXT is a pattern the output must contain
	local want=$1 text=$2 rc
	shift 2
	"$@" >"$work/out" 2>&1
	rc=$?
	cat "$work/out"
	[ "$rc" = "$want" ] || { echo "status $rc, not $want"; return 1; }
	grep -qE -- "$text" "$work/out" || { echo "no '$text' in the output"; return 1; }
}

probe() { "$here/kernels.sh" module "$1" "$here/probe" | grep "/$2.ko$"; }

splat() {		# KERNEL MODE TEXT: the module's misdeed must end in 126
	local ko
	have "$1"
	ko=$(probe "$1" lab_splat) || return 1
	expect 126 "$3" vm -k "$1" -c "insmod $ko mode=$2"
}

cat >"$work/tour.sh" <<'EOF'
set -e
. "$NTMS_LAB_DIR/tgt.sh"
SLOTS=20 FILLED=10 DRIVES=2 IE=2 tgt_up
tgt_login
sg=$(tgt_sg) nst=$(tgt_nst 1)
[ "$(basename "$(readlink "$(tgt_sysfs 1)/driver")")" = st ]
[ "$(basename "$(readlink "$(tgt_sysfs 3)/driver")")" = ch ]
mtx -f "$sg" status | tee /run/status | head -1
[ "$(grep -c ':Full' /run/status)" = 10 ]
[ "$(grep -c 'Storage Element' /run/status)" = 22 ]
mtx -f "$sg" load 3 0
tar -cf "$nst" -C / etc/passwd etc/group
mt -f "$nst" rewind
tar -df "$nst" -C /
tar -tf "$nst" | tr '\n' ' '
mt -f "$nst" offline
mtx -f "$sg" unload 3 0
tgt_port_insert 1 NEW001L4
mtx -f "$sg" status | grep 'IMPORT/EXPORT:Full :VolumeTag=NEW001L4'
tgt_port_take 1
! mtx -f "$sg" status | grep 'IMPORT/EXPORT:Full'
tgt_add_library 2 DRIVES=1 SLOTS=4 FILLED=2
LIB=2 tgt_sch
LIB=2 tgt_logout
tgt_logout
[ ! -e /dev/sch0 ]
tgt_down
echo "CPUs $(nproc) tour complete"
EOF

tour() {		# KERNEL CPUS
	have "$1"
	expect 0 "CPUs $2 tour complete" vm -k "$1" -c "bash $work/tour.sh"
}

status_and_streams() {
	local rc
	vm -c 'echo to out; echo to err >&2; exit 7' >"$work/o" 2>"$work/e"
	rc=$?
	cat "$work/o" "$work/e"
	[ "$rc" = 7 ] && grep -qx 'to out' "$work/o" && ! grep -q 'to err' "$work/o" && grep -qx 'to err' "$work/e"
}

share_and_root() {
	local mark=$work/not-here
	mkdir -p "$work/share"
	expect 0 'guest done' vm --share "$work/share" -c "set -e
		echo from guest >$work/share/file; echo lost >$mark; cat $mark
		touch /run/x; [ \$(hostname) = ntms-lab ]; [ -d /sys/kernel/debug/bdi ]; ip -br a show lo | grep 127.0.0.1
		echo guest done" || return 1
	grep -x 'from guest' "$work/share/file" && [ ! -e "$mark" ]
}

big_library() {
	cat >"$work/big.sh" <<-'EOF'
		set -e
		. "$NTMS_LAB_DIR/tgt.sh"
		SLOTS=3000 FILLED=2000 IMAGES=1 tgt_up
		tgt_login
		mtx -f "$(tgt_sg)" status | grep -c ':Full'
	EOF
	expect 0 '^2000$' vm -c "bash $work/big.sh"
}

# appends numbered records to a file and says so when each is on the disk
cat >"$work/writer.py" <<'EOF'
import os, sys
fd = os.open("/mnt/log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
os.fsync(os.open("/mnt", os.O_RDONLY))
for i in range(1, 1000):
    os.write(fd, b"%07d\n" % i)
    if sys.argv[1] == "sync":
        os.fdatasync(fd)
    print("ACK", i, flush=True)
EOF

cut_power() {		# sync|nosync KEEP LEAST MOST: how many of 100 acknowledged records are there after
	local img=$work/disk kept
	rm -f "$img"*
	truncate -s 64M "$img.base" && mkfs.ext4 -q "$img.base" && cp --sparse=always "$img.base" "$img" || return 1
	expect 137 'ACK 100' vm --logdrive "$img,$img.log" --kill-on 'ACK 100' \
		-c "mount -t ext4 /dev/vda /mnt && python3 $work/writer.py $1" | tail -3 || return 1
	"$here/powerloss.py" "$img.base" "$img.log" "$img.after" --keep "$2" || return 1
	e2fsck -fy "$img.after" >/dev/null 2>&1
	[ $? -le 1 ] || { echo "e2fsck found damage"; return 1; }
	kept=$(debugfs -R 'cat /log' "$img.after" 2>/dev/null | grep -c '^[0-9]\{7\}$')
	echo "$kept records after the cut"
	[ "$kept" -ge "$3" ] && [ "$kept" -le "$4" ]
}

same_count_twice() {
	local i
	for i in 1 2; do
		vm --icount -c 'python3 -c "
import time
def f():
    t = time.monotonic_ns()
    for i in range(300000): time.CLOCK_MONOTONIC
    return time.monotonic_ns() - t
print(min(f() for i in range(5)))"' >"$work/t$i" || return 1
		cat "$work/t$i"
	done
	# a hundredth at most between the two
	[ "$(awk 'NR == FNR { a = $1; next } { d = a - $1; if (d < 0) d = -d; print d * 100 < a }' "$work/t1" "$work/t2")" = 1 ]
}

kunit() {
	local good bad
	have "$1"
	good=$(probe "$1" lab_kunit) || return 1
	bad=$(probe "$1" lab_kunit_fail) || return 1
	expect 0 '^ok 1 lab_kunit' vm -k "$1" --kunit "$good" || return 1
	expect 1 '^    not ok 2 lab_kunit_obeys' vm -k "$1" --kunit "$good" --kunit "$bad" || return 1
	grep -q '^1\.\.2$' "$work/out"
}

fail_nth() {
	have "$1"
	cc -Wall -o "$work/failnth" "$here/probe/failnth_open.c" || return 1
	expect 0 'fault points' vm -k "$1" -c "$work/failnth"
}

clean_leak_scan() {
	have umdbg
	expect 0 'kmemleak found nothing' vm -k umdbg --console /dev/stdout -c true
}

echo "TAP version 14"
[ -z "$build" ] || "$here/kernels.sh" build umdbg A || exit 1
check "packages are installed" "$here/packages.sh" missing
check "guest: status and streams" status_and_streams
check "guest: share is writable, root is not" share_and_root
check "guest: time out is 124" expect 124 'timed out' vm -t 8 -c 'sleep 60'
check "guest: one that does not come up is tried again" expect 124 'once more' \
	env NTMS_LAB_BOOT=0.5 "$here/vm.py" -c true
check "guest: a crash is 125" expect 125 'guest died' vm -c 'sleep 1; echo c >/proc/sysrq-trigger; sleep 20'
check "guest: a kill on text is 137" expect 137 'killed on' vm --kill-on 'line 3' -c 'for i in 1 2 3 4; do echo line $i; done; sleep 60'
check "guest: a kill after a time is 137" expect 137 'killed after 1.25' vm --kill-after 1.25 -c 'sleep 60'
check "guest: instruction counts repeat" same_count_twice
check "6.1: library tour" tour 6.1 1
check "6.1: library of 3000 slots" big_library
check "6.1: a warning is 126" splat 6.1 warn 'kernel complained'
check "6.1: an oops is 125" expect 125 'guest died' vm -c "insmod $(probe 6.1 lab_splat) mode=oops; sleep 20"
check "6.1: power cut keeps what was synced" cut_power sync none 100 1000
check "6.1: power cut keeps it whatever else survives" cut_power sync 7 100 1000
check "6.1: power cut loses what was not synced" cut_power nosync none 0 10
check "6.12: library tour" tour 6.12 1
check "6.12: a warning is 126" splat 6.12 warn 'kernel complained'
check "A: library tour on two CPUs" tour A 2
check "A: sleep in atomic is 126" splat A atomic 'sleeping function called'
check "A: lock inversion is 126" splat A inversion 'possible circular'
check "A: use after free is 126" splat A uaf 'KASAN: slab-use-after-free|KASAN: use-after-free'
check "A: fail-nth" fail_nth A
check "A: KUnit" kunit A
check "umdbg: library tour" tour umdbg 1
check "umdbg: use after free is 126" splat umdbg uaf 'KASAN: slab-use-after-free|KASAN: use-after-free'
check "umdbg: lock inversion is 126" splat umdbg inversion 'possible circular'
check "umdbg: a leak is 126" splat umdbg leak 'LEAK of'
check "umdbg: no leak is 0" clean_leak_scan
check "umdbg: fail-nth" fail_nth umdbg
check "umdbg: KUnit" kunit umdbg
echo "1..$n"
exit $failed
