# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The programs of run.sh in a guest with a tape library.
set -u
# shellcheck source=selftests/library/lib.sh
. "$NTMS_TOP/selftests/library/lib.sh"
n=0
bad=0

result() { # status words [file to show when it failed]
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3:-}" ] || sed 's/^/# /' "$3"
		bad=1
	fi
}
shows() { grep -qE "$1" "$2"; }

SLOTS=10 FILLED=4 DRIVES=2 SIZE=16 tgt_up && tgt_login && ntms_start
result $? "library, module and store are there"
within 60 sh -c 'rsm view | grep -q TAP004L4 && [ "$(rsm view -t drive | grep -c /dev/nst)" = 2 ]'
result $? "the media and the drives are known"
rsm freemedia --all-unrecognized >/dev/null
result $? "the media are free"

for kind in narrow unicode unicode-cxx short; do
	"$NTMS_BIN/listmedia-$kind" >/run/list 2>&1 &&
		shows '^Library ".*": 10 slots, 2 drives, 4 media$' /run/list &&
		shows '^  Drive 1: .*/dev/nst[0-9].*mounted 0 times$' /run/list &&
		shows '^  Medium TAP003L4 .* bar code TAP003L4 .*sides 1' /run/list &&
		shows '^    id: \{[0-9A-F]{8}-.*\}$' /run/list &&
		shows '^    created: 20[0-9][0-9]-' /run/list
	result $? "ListMedia ($kind) prints libraries, drives and media" /run/list
done
for kind in narrow unicode-cxx short; do
	"$NTMS_BIN/tapebackup-$kind" /etc/services >/run/backup 2>&1 &&
		shows '^allocated a tape from pool "TapeBackup"' /run/backup &&
		shows '^mounted in /dev/nst' /run/backup &&
		shows '^[0-9]+ blocks written and verified' /run/backup &&
		shows '^done' /run/backup
	result $? "TapeBackup ($kind) writes and verifies a tape of its own" /run/backup
	within 60 idle
	rsm view | grep -q 'Free.*TAP001L4\|TAP001L4.*Free'
	result $? "and has given it back"
done
for kind in narrow unicode short narrow-cxx; do
	"$NTMS_BIN/watch-$kind" >/run/watch 2>&1 && shows '^logical medium .*: new' /run/watch &&
		shows ': changed' /run/watch && shows ': deleted' /run/watch &&
		shows '^done' /run/watch
	result $? "Watch ($kind) is told what happens to its medium" /run/watch
done
# shellcheck disable=SC2154 # of lib.sh
read -r said <"$verify"
[ "$said" = ok ]
result $? "the catalogue is consistent ($said)"
echo "# done"
exit $bad
