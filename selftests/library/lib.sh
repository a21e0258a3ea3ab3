# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests of a tape library share; sourced in a guest.
#
# A test is a function t_NAME in a file of tests, with a line "# words" right
# above it. It runs in a subshell with set -e: a command that fails ends it.
#
# Environment: NTMS_TOP the checkout, NTMS_KO the module, NTMS_BIN the programs;
# LIBRARY=vlib and VLIB_KO for a library of our own instead of tgt's.

if [ "${LIBRARY:-tgt}" = vlib ]; then
	# shellcheck source=selftests/vlib/astgt.sh
	. "$NTMS_TOP/selftests/vlib/astgt.sh"
else
	# shellcheck source=selftests/lab/tgt.sh
	. "$NTMS_LAB_DIR/tgt.sh"
fi
export LD_LIBRARY_PATH=$NTMS_TOP/libntms
export PATH=$NTMS_BIN:$NTMS_TOP/tools/rsm:$NTMS_TOP/tools/ntmsd:$PATH
export NTMS_OPEN_WAIT=20000
verify=/sys/kernel/debug/ntms/verify
store=${NTMS_STORE:-/root/store}
# limits are for what hangs: a guest may have a fifth of a processor
slow=5

exec 3>&1		# also where standard output is captured
note() { echo "# $*" >&3; }
die() { note "$*"; return 1; }
is() { # what got wanted
	[ "$2" = "$3" ] || die "$1 is '$2', not '$3'"
}
like() { # what got pattern
	[[ $2 =~ $3 ]] || die "$1 is '$2', not like '$3'"
}
within() { # seconds command...: until it succeeds
	local end=$((SECONDS + $1 * slow))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || { die "not in time: $*"; return 1; }
		pause .1
	done
}
[ -e /run/never ] || mkfifo /run/never
exec {never}<>/run/never
# shellcheck disable=SC2034 # nothing comes
pause() { read -r -t "$1" -u $never nothing || :; }	# SECONDS: a sleep that is no process

# --- the module and its store ---

store_start() {
	mkdir -p "$store"
	ntmsd --dir "$store" >>/root/ntmsd.log 2>&1 &
	echo $! >/root/ntmsd.pid
	within 20 is_ready
}
is_ready() { [[ $(rsm status) =~ (^|$'\n')state\ *ready ]]; }
gone() { ! kill -0 "$1"; }	# PID
# shellcheck disable=SC2120 # tests give one
store_stop() { # [signal]
	local pid
	read -r pid </root/ntmsd.pid
	kill "-${1:-TERM}" "$pid" 2>/dev/null || return 0
	within 10 gone "$pid"
}
ntms_start() { insmod "$NTMS_KO" && store_start; }
ntms_stop() { store_stop && rmmod ntms; }
ntms_restart() { ntms_stop && ntms_start; }
forget() { rm -rf "$store"; }	# as if it had never been
vlib_anew() { # for the next part in a guest: no libraries, and nothing is known of any
	local dir
	[ ! -e $verify ] || ntms_stop
	forget
	for dir in "$VLIB_DIR"/*/; do
		[ ! -d "$dir" ] || vlib delete "$(basename "$dir")"
	done
}

# --- the label agent ---

# shellcheck disable=SC2034 # of scripts that source this
labeld=$NTMS_TOP/tools/ntms-labeld/ntms-labeld

agent_start() {
	"$labeld" >>/root/labeld.log 2>&1 &
	echo $! >/root/labeld.pid
	within 10 grep -q "^ntms-labeld: reading labels" /root/labeld.log
}
agent_stop() { # [signal]
	local pid
	read -r pid </root/labeld.pid
	kill "-${1:-TERM}" "$pid" 2>/dev/null || return 0
	within 10 gone "$pid"
	: >/root/labeld.log
}

# --- what there is ---

# A process costs 20 ms and more in a guest, and a byte that bash reads from a pipe
# a system call or two: few of them here. One process answers all questions; it opens
# a session when it is first asked.
rm -f /run/ask.in /run/ask.out
mkfifo /run/ask.in /run/ask.out
answer=/run/answer
client ask ask $answer </run/ask.in >/run/ask.out 2>&1 &
exec {ask_in}>/run/ask.in {ask_out}</run/ask.out
put_question() { # WORD...: what is answered in a line is in $got
	echo "$*" >&"$ask_in"
	IFS= read -r -t $((60 * slow)) -u "$ask_out" got || got=
}
in_file() { put_question "$@"; }	# KIND [NAME]: all of it, in the file $answer
ask() { # KIND [NAME]
	local lines
	in_file "$@"
	mapfile -t lines <$answer
	[ ${#lines[@]} = 0 ] || printf '%s\n' "${lines[@]}"
}
# MEMBER KIND [NAME]: of that object, or of all, in $got
get() { put_question of "$@"; }
of() { get "$@"; echo "$got"; }
in_() { sed -n "s/^$1=//p" <<<"$2"; }	# MEMBER OBJECT: of what ask has said
medium() { of "$2" medium "$1"; }	# BARCODE MEMBER
drive() { of "$2" drive "$1"; }		# NUMBER MEMBER
slot() { of "$2" slot "$1"; }		# NUMBER MEMBER
media_in() { of medium drive "$1"; }	# what is in drive NUMBER
chg() { printf 'CHG%05d' "${LIB:-1}"; }
get_library() { # MEMBER, in $got
	local serial
	printf -v serial 'CHG%05d' "${LIB:-1}"
	get "$1" library "$serial"
}
library_is() { get_library operational; [ "$got" = "$1" ]; }
is_medium() { get "$2" medium "$1"; [ "$got" = "$3" ]; }	# BARCODE MEMBER VALUE
is_drive() { get "$2" drive "$1"; [ "$got" = "$3" ]; }
words() { echo $#; }
# shellcheck disable=SC2046 # words are counted
count_media() { words $(of id medium); }
inventoried() { # N media in the library of $LIB, which has been read
	get_library media
	[ "$got" = "$1" ] && library_is ready
}
# shellcheck disable=SC2046
unfinished() { words $(of state unfinished); }
waiting() { # N
	local states
	get state unfinished
	got=${got//inprocess/}
	read -ra states <<<"${got//queued/}"
	[ ${#states[@]} = "$1" ]
}
idle() { get state unfinished; [ -z "$got" ]; }
newest_request() { of "$1" newest; }	# MEMBER

# the catalogue says what the changer itself says (no cleaners; TWO_LIBRARIES are not)
is_true() {
	local dir type sg n=0
	[ -z "${TWO_LIBRARIES:-}" ] || return 0
	for dir in /sys/class/scsi_generic/*; do
		read -r type <"$dir/device/type"
		[ "$type" != 8 ] || { sg=/dev/${dir##*/}; n=$((n + 1)); }
	done
	[ $n = 1 ] || return 0	# not connected
	mtx -f "$sg" status >/run/mtx
	in_file medium
	awk -F= '
		function full(place, tag) { there[place] = tag; all[place] }
		function tag(   t) {
			t = match($0, /VolumeTag *= */) ? substr($0, RSTART + RLENGTH) : ""
			sub(/ *$/, "", t)
			return t
		}
		/Data Transfer Element/ && /Full/ {
			match($0, /[0-9]+/); full("drive" substr($0, RSTART, RLENGTH), tag()); next }
		/Data Transfer Element/ { next }
		/Storage Element/ && !/IMPORT/ { slots++ }
		/Storage Element/ && /Full/ {
			match($0, /[0-9]+/); n = substr($0, RSTART, RLENGTH) - 1
			full(/IMPORT/ ? "port" n - slots : "slot" n, tag()); next }
		$1 == "bar_code" { code = $2 }
		$1 == "place" && $2 != "-" { known[$2] = code; all[$2] }
		END { for (p in all) if (there[p] "" != known[p] "") {
			print "# " p ": changer \"" there[p] "\", catalogue \"" known[p] "\""
			bad = 1 } exit bad }' /run/mtx $answer >&3
}
# nothing is on its way, nothing contradicts itself, the catalogue is true
in_order() {
	local said
	[ -e $verify ] || return 0	# no module
	within 20 idle || { ask unfinished | sed 's/^/# /'; return 1; }
	read -r said <$verify
	[ "$said" = ok ] || { note "verify: $said"; return 1; }
	is_true
}

# --- drives (LIBRARY=vlib) ---

# MEMBER of what drive NUMBER says, by way of rsm
says() { # NUMBER MEMBER
	local id
	id=$(drive "$1" id)
	rsm drive --json -d "guid:$id" |
		sed -n "s/^ *\"$2\": *\"\\{0,1\\}\\([^\",]*\\)\"\\{0,1\\},*$/\\1/p"
}
is_said() { [ "$(says "$1" "$2")" = "$3" ]; }	# NUMBER MEMBER VALUE

nodes_of() { # DRIVE: of st in all its modes, of sd or sr and partitions, and of sg
	local drive file name
	drive=$(vlib_sysfs "$1")
	for file in "$drive"/{scsi_tape,scsi_generic,block}/*/dev "$drive"/block/*/*/dev; do
		[ -e "$file" ] || continue
		name=$(<"${file%dev}uevent")
		name=${name#*DEVNAME=}
		echo "/dev/${name%%$'\n'*}"
	done
}
are() { # DRIVE OWNER: of all its nodes, with mode 0600
	local line
	# shellcheck disable=SC2046 # several nodes
	while read -r line; do
		[ "$line" = "$2 600" ] || return 1
	done < <(stat -c '%u %a' $(nodes_of "$1"))
}
as() { # UID COMMAND...
	LD_LIBRARY_PATH=$NTMS_BIN setpriv --reuid="$1" --regid="$1" --clear-groups "${@:2}"
}
opens() { as "$1" sh -c 'exec 3<"$0"' "$2" 2>/dev/null; }	# UID NODE
# UID NODE...: those that it can open
opened_by() {
	as "$1" bash -c 'for node; do { : <"$node" && echo "$node"; } 2>/dev/null || :; done' bash "${@:2}"
}
# keeps NODE open as user UID: process $holder
hold() { # UID NODE
	LD_LIBRARY_PATH=$NTMS_BIN setpriv --reuid="$1" --regid="$1" --clear-groups \
		sh -c 'exec 3<"$0"; exec sleep 1000' "$2" &
	holder=$!
	within 10 sh -c "ls -l /proc/$holder/fd 2>/dev/null | grep -q '$2'"
}
udev_start() { # with the rules for the nodes of drives
	mkdir -p /run/udev/rules.d
	cp "$NTMS_TOP/tools/ntms-labeld/60-ntms-drives.rules" /run/udev/rules.d
	/lib/systemd/systemd-udevd --daemon
}
udev_tell() { # ACTION
	udevadm trigger --action="$1" --settle --subsystem-match=scsi_tape \
		--subsystem-match=scsi_generic --subsystem-match=block
	udevadm settle
}
udev_stop() { udevadm control --exit; }

# --- sessions: programs on libntms ---

# open NAME: a session of that name, until the test ends
open() {
	local in=/run/session.$1.in out=/run/session.$1.out
	rm -f "$in" "$out"
	mkfifo "$in" "$out"
	client "$1" <"$in" >"$out" 2>&1 &
	eval "pid_$1=\$!"
	eval "exec {in_$1}>$in {out_$1}<$out"
}
open_as() { # UID NAME: a session of that user
	local uid=$1
	# replaces the shell that open starts it in: what it kills is the client
	# shellcheck disable=SC2317 # of open
	client() {
		LD_LIBRARY_PATH=$NTMS_BIN exec setpriv --reuid="$uid" --regid="$uid" \
			--clear-groups "$NTMS_BIN/client" "$@"
	}
	open "$2"
	unset -f client
}
send() { # NAME COMMAND...
	local fd=in_$1
	shift
	echo "$*" >&"${!fd}"
}
reply() { # NAME [SECONDS]: "CODE DEVICES | text"; time over is "none"
	local fd=out_$1 line
	if read -r -t "$((${2:-60} * slow))" -u "${!fd}" line; then
		echo "$line"
	else
		echo none
	fi
}
say() { # NAME COMMAND...: the reply
	send "$@"
	reply "$1"
}
code() { echo "${1%% *}"; }			# REPLY
devices() { local r=${1#* }; r=${r%%|*}; echo "${r% }"; }	# REPLY
gives() { # NAME COMMAND...: has to succeed; devices or a logical medium
	local r
	r=$(say "$@")
	like "$*" "$r" '^0 ' && devices "$r"
}
must() { gives "$@" >/dev/null; }	# NAME COMMAND...
refused() { # CODE NAME COMMAND...: has to fail so, and to say why
	local want=$1 r
	shift
	r=$(say "$@")
	is "code of $*" "$(code "$r")" "$want" || { note "$r"; return 1; }
	[ -n "${r#*| }" ] || die "no reason for $*"
}
killed() { # NAME: its process is gone
	local pid=pid_$1
	kill -9 "${!pid}"
	wait "${!pid}" 2>/dev/null || :
}

# --- tests ---

tests_run=${NTMS_TESTS_BEFORE:-0}
[ ! -e /run/tests_run ] || read -r tests_run </run/tests_run	# of parts before, here
tests_bad=0
part=${0##*/}
part=${part#t_}
part=${part%.sh}

run_test() { # function words
	local rc begin=$SECONDS
	tests_run=$((tests_run + 1))
	set +e
	(
		set -eE
		trap 'note "${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND"' ERR
		shopt -s inherit_errexit
		"$1"
		in_order
	)
	rc=$?
	if [ $rc = 0 ]; then
		echo "ok $tests_run - $part: $2 # $((SECONDS - begin)) s"
	else
		echo "not ok $tests_run - $part: $2"
		tests_bad=1
		dmesg | grep ntms | tail -n 8 | sed 's/^/# dmesg: /'
		if declare -F after_failure >/dev/null; then after_failure; fi
	fi
}

# FILE: all tests in it, or those named in TESTS
run_tests() {
	local name words
	while IFS=$'\t' read -r name words; do
		[ -z "${TESTS:-}" ] || [[ " $TESTS " == *" $name "* ]] || continue
		run_test "$name" "$words"
	done < <(awk '/^t_[a-z0-9_]*\(\)/ { n = $1; sub(/\(.*/, "", n); print n "\t" last }
		{ last = $0; sub(/^# */, "", last) }' "$1")
	echo "$tests_run" >/run/tests_run
	echo "# done"
	return $tests_bad
}
