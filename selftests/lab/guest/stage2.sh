#!/run/ntms-lab/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
# Second stage of a guest: a usable system, then the command, then its status.
L=/run/ntms-lab
B=$L/busybox
# shellcheck source=/dev/null
. $L/lab.conf
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$L/bin
# a locale is a dozen files that each program opens
export HOME=/root LANG=C TERM=dumb TMPDIR=/tmp
export NTMS_LAB="$FLAVOUR" NTMS_LAB_DIR="$LABDIR"

$B mkdir -p /dev/pts /dev/shm /run/lock/iscsi /tmp /var/tmp
$B mount -t devpts -o ptmxmode=666 devpts /dev/pts
$B mount -t tmpfs -o mode=1777 tmpfs /dev/shm
$B mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
[ -d /sys/kernel/config ] && $B mount -t configfs configfs /sys/kernel/config 2>/dev/null
[ -e /dev/fd ] || $B ln -s /proc/self/fd /dev/fd
[ -e /dev/stdout ] || { $B ln -s fd/0 /dev/stdin; $B ln -s fd/1 /dev/stdout; $B ln -s fd/2 /dev/stderr; }
$B chmod 1777 /tmp /var/tmp
$B hostname ntms-lab
echo "127.0.0.1 localhost ntms-lab" >/etc/hosts
$B ip link set lo up

if [ "$FLAVOUR" = uml ]; then
	OUT=/dev/tty1 ERR=/dev/tty2 CTL=/dev/tty3
	for t in $OUT $ERR $CTL; do $B stty -F "$t" raw -echo; done
else
	for p in /sys/class/virtio-ports/*; do
		read -r n < "$p/name"
		case $n in
		lab.out) OUT=/dev/${p##*/} ;;
		lab.err) ERR=/dev/${p##*/} ;;
		lab.ctl) CTL=/dev/${p##*/} ;;
		esac
	done
fi
exec 3>"$CTL"

while read -r tag dir; do
	[ -n "$tag" ] || continue
	$B mkdir -p "$dir"
	if [ "$FLAVOUR" = uml ]; then
		$B mount -t hostfs -o "$dir" none "$dir"
	else
		$B mount -t 9p -o "trans=virtio,version=9p2000.L,msize=524288,cache=none,access=any" "$tag" "$dir"
	fi || echo "ntms-lab: cannot share $dir" >"$ERR"
done <<X
$SHARES
X

if [ -n "$MODDIR" ]; then
	K=/lib/modules/$($B uname -r)
	$B mkdir -p "$K"
	$B mount --bind "$MODDIR" "$K"
fi
# nobody else would load it, there is no udev
[ -z "$DISKS" ] || modprobe virtio_blk
$B mkdir -p "$CWD"
cd "$CWD" || cd /

if [ -n "$KMEMLEAK" ]; then
	# what boot left behind is not the test's doing
	{ echo scan && echo clear; } >/sys/kernel/debug/kmemleak ||
		echo "<1>ntms-lab: LEAK detector is not there" >/dev/kmsg
fi
# complaints older than this line are the kernel's own
echo "<1>ntms-lab: begin" >/dev/kmsg
read -r up _ < /proc/uptime
echo "up $up" >&3
if [ "$FLAVOUR" = uml ]; then
	# programs must not find themselves on a terminal
	$B mkfifo $L/out $L/err
	{ $B cat $L/out >"$OUT"; : >$L/out.end; } 3>&- &
	{ $B cat $L/err >"$ERR"; : >$L/err.end; } 3>&- &
	(exec 3>&-; exec /bin/bash $L/cmd </dev/null >$L/out 2>$L/err)
	rc=$?
	# daemons may hold the pipes open: wait for what is in them, not for them
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ -e $L/out.end ] && [ -e $L/err.end ] && break
		$B usleep 20000
	done
else
	# a port can be opened once, and daemons may keep what they were given
	exec 4>"$OUT" 5>"$ERR"
	(exec 3>&-; exec /bin/bash $L/cmd </dev/null >&4 2>&5 4>&- 5>&-)
	rc=$?
fi
# shellcheck source=/dev/null
if [ "$FLAVOUR" = uml ]; then
	. $L/endcheck 2>"$ERR"
else
	. $L/endcheck 2>&5
fi
[ -n "$SYNC" ] && $B sync
read -r up _ < /proc/uptime
echo "rc $rc $up" >&3
# the launcher ends us when it has read that
while :; do $B sleep 1; done
