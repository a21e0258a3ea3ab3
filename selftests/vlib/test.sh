# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2046,SC2086 # for the tests; bytes are words
# What the tests of vlib share; sourced in a guest.  Each file of tests has a
# library of its own, lib1: two drives, 20 slots, ten tapes, two ports.

# shellcheck source=selftests/library/lib.sh
. "$(dirname "$0")/../library/lib.sh"
# shellcheck source=selftests/vlib/vlib.sh
. "$(dirname "$0")/vlib.sh"

declare -A sg
nodes() {
	local d
	for d in $(vlib_devices); do sg[$d]=$(vlib_sg "$d"); done
}
to() { # DEVICE LENGTH CDB...: all that comes back
	[ -c "${sg[$1]:-}" ] || nodes
	cdb "${sg[$1]}" "${@:2}"
}
ends() { local r; r=$(to "$@"); echo "${r%% |*}"; }	# the same, just how it ended
# OUTCOME DEVICE LENGTH CDB...: it has to end so
gets() {
	is "end of ${*:4} to $2" "$(ends "${@:2}")" "$1"
}
data() { # DEVICE LENGTH CDB...: its bytes; has to succeed
	local r
	r=$(to "$@")
	like "${*:3} to $1" "$r" '^good' && echo "${r##*| }"
}
bytes() { # FROM COUNT BYTE...: some of them
	local from=$1 count=$2
	shift 2
	echo "${@:from+1:count}"
}
text() { # BYTE...: as text
	# shellcheck disable=SC2059 # that is what it is for
	printf "$(printf '\\x%s' "$@")" | tr -d '\0' | sed 's/ *$//'
}
ready() { ends "$1" - 0 0 0 0 0 0; }			# TEST UNIT READY
calm() { # DEVICE...: no unit attentions wait
	local d
	for d; do while [[ $(ready "$d") == "sense 6/"* ]]; do :; done; done
}
hex2() { printf '%02x %02x' $(($1 >> 8)) $(($1 & 255)); }
# FROM TO [INVERT]: MOVE MEDIUM between ADDRESSes; how it ends
moved() {
	ends changer - a5 0 0 0 $(hex2 "$1") $(hex2 "$2") 0 0 "${3:-0}" 0
}
carry() { is "move $*" "$(moved "$@")" good; }
# TYPE FIRST COUNT ALLOCATION [OPTIONS]: READ ELEMENT STATUS; VOLTAG by default
status() {
	local n=$4
	to changer "$n" b8 "$(printf %x $((16 | $1)))" $(hex2 "$2") $(hex2 "$3") "${5:-0}" \
		$(printf '%x %x %x' $((n >> 16)) $((n >> 8 & 255)) $((n & 255))) 0 0
}
at=1024		# first slot
drive=256	# first drive
port=512	# first port

# TYPE ADDRESS [OPTIONS]: the descriptor of one element, from the flags on
element() {
	local r
	r=$(status "$1" "$2" 1 256 "${3:-0}")
	like "status of $2" "$r" '^good'
	bytes 18 200 ${r##*| }
}
flags() { bytes 0 4 $(element "$@"); }	# flags, 0, ASC, ASCQ
# HEADER-BYTES of an answer: first address, elements, bytes available
head_of() {
	bytes 0 8 ${1##*| }
}

begin() {
	vlib_up && nodes && calm changer drive0 drive1
}
# all new, so that what a failed test left behind is no reason for the next to fail
after_failure() {
	exec 8>&-
	# the library may be gone
	vlib_down 2>/dev/null || :
	(for LIB in 2 3 4 5 6; do vlib_down 2>/dev/null || :; done)
	begin
}

# the tests of the file that is run
end_of_tests() {
	local rc
	begin || exit 1
	run_tests "$0"
	rc=$?
	vlib_down
	exit $rc
}
