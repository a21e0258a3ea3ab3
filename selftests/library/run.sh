#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh KERNEL [PART...] - tests on tape libraries, in guests (KTAP)
#
# KERNEL is 6.1, 6.12, A or umdbg. A PART is a file t_PART.sh and a guest, or
# several with + between them in one guest, which saves its start:
#
#	find		libraries and drives are found
#	inventory	media by their bar codes
#	large		12,000 slots
#	mount		mount and dismount
#	sessions	several programs want the same
#	hands		labels, identification, ports and cleaners, on tgt as far as it can
#	trouble		hardware and software fail
#	unplug		hardware and module go while they are in use
#	loops		the module is loaded and unloaded over and over
#	behind		others move media (LIBRARY=vlib only)
#	control		ports, door, cleaners, what others do (LIBRARY=vlib only)
#	drive		what drives say, and what a reset spoils (LIBRARY=vlib only)
#	random		random operations and accidents, then catalogue and robot agree (vlib)
#	crash		the power fails, or a device goes, at each step of all that moves a
#			cartridge (vlib)
#	huge		12,000 slots and 16 drives, all of them used (vlib)
#	labels		ntms-labeld: whose tape is it
#	owner		whose a drive is, with ntms-labeld (LIBRARY=vlib only)
#	manage		identify, disable, delete; libraries of other kinds (LIBRARY=vlib only)
#	sides		media with two sides (LIBRARY=vlib only)
#	alone		drives without changer (LIBRARY=vlib only)
#	mad		devices wear out, go, or answer anything (always on vlib)
#	power		power is lost while a tape is in a drive (two guests)
#
# TESTS="t_name ..." runs some tests of a part, of crash accidents and operations by their names.
# trouble is the last part of a guest: it leaves a broken library.
#
# LIBRARY=vlib: on the library of selftests/vlib instead of tgt's; find, inventory
# and mount do. random: RUNS of 1,000 OPERATIONS (20), the first with that SEED (1).
set -u
cd "$(dirname "$0")/../.." || exit 2
lab=$PWD/selftests/lab
here=$PWD/selftests/library
kernel=${1:?usage: run.sh 6.1|6.12|umdbg [PART...]}
shift
parts=${*:-find inventory large sessions+mount+loops+trouble unplug power}
bad=0
n=0

fail() {
	n=$((n + 1))
	echo "not ok $n - $*"
	bad=1
}

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
chmod 755 "$bin"
echo "KTAP version 1"
if ! { make -s library tools >/dev/null &&
	ko=$("$lab/kernels.sh" module "$kernel" kmod | tail -n 1) && cp "$ko" "$bin/ntms.ko" &&
	flock selftests/library make -s -C selftests/library &&
	cp selftests/library/out/{client,wintape,random,crash} libntms/libntms.so.1 "$bin" &&
	if [[ ${LIBRARY:-tgt} = vlib || " $parts " = *" mad "* ]]; then
		ko=$("$lab/kernels.sh" module "$kernel" selftests/vlib) && cp "$ko" "$bin/vlib.ko"
	fi; }; then
	fail "module, library, tools and test program build"
	exit 1
fi

# The parts are one document: a guest numbers on from the last one. A script says
# "# done" when it has run all tests that it was told to.
guest() { # status-it-should-have parts "SCRIPT ARGUMENT..." vm.py-options...
	local want=$1 parts=$2 line="rc=0" script status failed=0 scripts=0
	local library=${LIBRARY:-tgt}
	[ "$parts" != mad ] || library=vlib
	while read -r script; do
		line+="; bash $here/$script || rc=1"
		scripts=$((scripts + 1))
	done <<<"$3"
	shift 3
	"$lab/vm.py" -k "$kernel" -t 1500 --console "$bin/console" "$@" -c "export NTMS_KO='$bin/ntms.ko' NTMS_TOP='$PWD' \
		NTMS_BIN='$bin' LIBRARY='$library' VLIB_KO='$bin/vlib.ko' NTMS_TESTS_BEFORE=$n TESTS='${TESTS:-}' \
		SEEDS='${SEEDS:-}' RUNS='${RUNS:-}' SEED='${SEED:-}' OPERATIONS='${OPERATIONS:-}' VERBOSE='${VERBOSE:-}'; $line; exit \$rc" \
		2> >(sed -u 's/^/# /' >&2) | tee "$bin/said"
	status=${PIPESTATUS[0]}
	n=$((n + $(grep -cE '^(not )?ok ' "$bin/said")))
	grep -q '^not ok ' "$bin/said" && failed=1 bad=1
	if [ "$status" = 126 ]; then
		grep -v 'ntms-lab: begin' "$bin/console" | grep -aE -B 5 -A 60 -m 1 -f "$lab/splats.txt" |
			sed 's/^/# console: /'
		# again, for those who see the end of this only
		grep -v 'ntms-lab: begin' "$bin/console" | grep -aE -m 3 -f "$lab/splats.txt" |
			sed 's/^/# complaint: /'
		fail "$parts: the kernel does not complain"
	elif [ $failed = 0 ] && [ "$status" != "$want" ]; then
		fail "$parts: the guest ends with status $want (it was $status)"
	elif [ "$want" = 0 ] && [ "$(grep -c '^# done' "$bin/said")" != $scripts ]; then
		fail "$parts: all tests are run"
	fi
}

power() {
	if [ "$kernel" = umdbg ]; then
		n=$((n + 1))
		echo "ok $n - power # SKIP no disk with a cache that loses power here"
		return
	fi
	truncate -s 256M "$bin/disk"
	/sbin/mkfs.ext4 -q -F "$bin/disk"
	guest 137 power "power.sh 1" --logdrive "$bin/disk,$bin/log" --kill-on "power is lost now"
	"$lab/powerloss.py" "$bin/disk" "$bin/log" "$bin/after" --keep none >/dev/null ||
		fail "power: the disk can be rebuilt"
	guest 0 power "power.sh 2" --drive "$bin/after"
}

for part in $parts; do
	if [ "$part" = power ]; then
		power
	elif [ "$part" = random ]; then
		# half the time; leaks are looked for after all other parts
		guest 0 random t_random.sh --no-kmemleak
	else
		guest 0 "$part" "t_${part//+/$'.sh\nt_'}.sh"
	fi
done
echo "1..$n"
exit $bad
