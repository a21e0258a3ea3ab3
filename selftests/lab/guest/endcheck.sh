# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Last checks in a guest, as lines on the console that the launcher looks for.
# B is busybox, KMEMLEAK is not empty if leaks are to be looked for.

# a report of any detector turns lockdep off: such a run proves nothing about locks
if [ -r /proc/lockdep_stats ] && ! $B grep -q '^ *debug_locks: *1' /proc/lockdep_stats; then
	echo "<1>ntms-lab: LOCKDEP is off, this run proves nothing about locks" >/dev/kmsg
fi
KML=/sys/kernel/debug/kmemleak
if [ -n "$KMEMLEAK" ] && [ -w $KML ]; then
	# an object counts when two scans miss it and it is at least 5 s old
	$B sleep 6
	echo scan >$KML
	echo scan >$KML
	n=$($B grep -c '^unreferenced object' $KML)
	if [ "$n" != 0 ]; then
		$B cat $KML >&2
		echo "<1>ntms-lab: LEAK of $n objects" >/dev/kmsg
	else
		echo "<1>ntms-lab: kmemleak found nothing" >/dev/kmsg
	fi
fi
