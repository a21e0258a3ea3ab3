#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Say which Debian 12 packages building and testing need, and install what is missing.
set -euo pipefail

declare -A packages=(
	[build]="build-essential linux-headers-amd64 linux-headers-6.12-amd64 pahole
		libnl-3-dev libnl-genl-3-dev libsqlite3-dev libjson-c-dev libsystemd-dev
		libcap-ng-dev libmd-dev libseccomp-dev pkg-config sparse shellcheck python3 python3-yaml
		python3-jsonschema rsync git"
	[lab]="qemu-system-x86 linux-image-amd64 linux-image-6.12-amd64 tgt open-iscsi mtx
		sg3-utils lsscsi mt-st busybox-static kmod e2fsprogs iproute2 procps sqlite3
		tar cpio zstd valgrind clang libclang-rt-14-dev"
	[debug]="linux-source-6.1 linux-source-6.12 flex bison bc libelf-dev libssl-dev
		ccache rsync xz-utils patch"
)
groups=(build lab debug)

usage() {
	cat <<EOF
usage: packages.sh list [GROUP...]       what each group needs
       packages.sh missing [GROUP...]    what is not installed; status 1 if anything
       packages.sh install [GROUP...]    install what is missing, starting no service

Groups (all by default): build (compile), lab (run guests), debug (build debug
kernels). Without anything missing, install neither needs root nor a network.
EOF
}

die() { echo "packages.sh: $*" >&2; exit 1; }

wanted() {		# the packages of the groups, one per line
	local g p
	for g in "$@"; do
		[ -n "${packages[$g]:-}" ] || die "no group $g (${groups[*]})"
		for p in ${packages[$g]}; do echo "$p"; done
	done
}

missing() {
	local p
	for p in $(wanted "$@" | sort -u); do
		dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed || echo "$p"
	done
}

install() {
	local -a need
	local policy=/usr/sbin/policy-rc.d
	mapfile -t need < <(missing "$@")
	if [ ${#need[@]} = 0 ]; then
		echo "packages.sh: nothing is missing"
		return
	fi
	echo "packages.sh: installing ${need[*]}"
	[ "$(id -u)" = 0 ] || die "installing needs root"
	# tgt and open-iscsi would start: this machine has no use for them, guests start their own
	if [ ! -e $policy ]; then
		trap 'rm -f /usr/sbin/policy-rc.d' EXIT
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
	fi
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q || echo "packages.sh: the package lists could not be renewed, trying with those here" >&2
	apt-get install -q -y --no-install-recommends "${need[@]}" || die "could not install: ${need[*]}"
	mapfile -t need < <(missing "$@")
	[ ${#need[@]} = 0 ] || die "still missing: ${need[*]}"
}

[ $# -ge 1 ] || { usage >&2; exit 2; }
cmd=$1
shift
[ $# -gt 0 ] || set -- "${groups[@]}"
case $cmd in
-h|--help|help) usage; exit ;;
list|missing|install) ;;
*) usage >&2; exit 2 ;;
esac
wanted "$@" >/dev/null
if [ "$cmd" != list ]; then
	system=$(sed -nE 's/^(ID|VERSION_ID)="?([^"]*)"?$/\2/p' /etc/os-release 2>/dev/null | sort | tr '\n' ' ')
	[ "$system" = "12 debian " ] || die "not Debian 12 (${system:-unknown system}), whose package names these are"
fi
case $cmd in
list) for g in "$@"; do echo "$g: $(wanted "$g" | tr '\n' ' ')"; done ;;
missing) list=$(missing "$@"); [ -z "$list" ] || { echo "$list"; exit 1; } ;;
install) install "$@" ;;
esac
