#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Torture the module while ntmsd is killed, stopped, without room or a working
# disk, and given databases that are not the module's.
#
# usage: storekill.sh [TEXT]        only the tests whose name contains TEXT
#
# Settings: SEED (of the day), ROUNDS (1; how much of it), NTMS_KO (a module;
# else one is built), NTMS_LAB_KERNEL (6.1), LIBRARY= (no tape library).
set -u -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$here/../lab
kernel=${NTMS_LAB_KERNEL:-6.1}

make -s -C "$here" >/dev/null || exit 1
NTMS_KO=${NTMS_KO:-$("$lab/kernels.sh" module "$kernel" "$here/../../kmod" | head -1)}
[ -n "$NTMS_KO" ] || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/ntms-storekill.XXXXXX")
trap 'rm -rf "$work"' EXIT
truncate -s 12M "$work/disk"

echo "KTAP version 1"
"$lab/vm.py" -k "$kernel" -t $((900 * ${ROUNDS:-1})) --drive "$work/disk,format=raw,cache=unsafe" -c "
	export HERE='$here' NTMS_KO='$NTMS_KO' DISK=/dev/vda ONLY='${1:-}' LIBRARY='${LIBRARY-1}' ROUNDS=${ROUNDS:-1}
	export SEED=${SEED:-$(date +%j%H%M)}
	bash '$here/guest_store.sh'"
