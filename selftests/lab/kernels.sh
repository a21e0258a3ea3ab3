#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Build, cache and describe the kernels the tests run on; build modules for them.
set -euo pipefail

usage() {
	cat <<'EOF'
usage: kernels.sh build NAME...           build debug kernels (umdbg, A) unless cached
       kernels.sh path NAME [WHAT...]     print where one is; WHAT is
              dir (default) kdir image modroot release
       kernels.sh module NAME DIR [VAR=VALUE...]
                                          build the module in DIR, print the .ko files
       kernels.sh key NAME                print the cache key
       kernels.sh list                    what is there

NAME is umdbg (User-Mode Linux, KASAN, lockdep, kmemleak, fault injection,
KUnit), A (the same for QEMU with several CPUs, and sleep-in-atomic checks), or
for path and module also 6.1 or 6.12: the newest installed Debian kernel of that
series, or a full release name.

A module is built in a copy of the git checkout that holds DIR (of DIR itself
outside one), so several kernels can be built for at the same time and the
checkout may be read-only. Extra arguments go to make.

Environment: XDG_CACHE_HOME (cache in $XDG_CACHE_HOME/ntms), JOBS (make -j,
default the number of CPUs), NTMS_KMAKE_LOG=1 (show make's output).
EOF
}

die() { echo "kernels.sh: $*" >&2; exit 1; }
say() { echo "kernels.sh: $*" >&2; }

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ntms
jobs=${JOBS:-$(nproc)}
srcpkg=linux-source-6.1
recipe=1		# raise to make every cached kernel stale

# time stamp, user and host end up in the image: fixed, or ccache never hits
export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970'
export KBUILD_BUILD_USER=ntms KBUILD_BUILD_HOST=lab
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_COMPILERCHECK=content

flavour() {		# sets karch ktarget kimage kfrags for the debug kernel $1
	case $1 in
	umdbg)	karch=um ktarget=linux kimage=linux
		kfrags=(um.config debug-um.config) ;;
	A)	karch=x86 ktarget=bzImage kimage=arch/x86/boot/bzImage
		kfrags=(x86.config debug-x86.config) ;;
	*)	return 1 ;;
	esac
}

src_version() {
	dpkg-query -W -f '${Version}' $srcpkg 2>/dev/null ||
		die "package $srcpkg is not installed (packages.sh install debug)"
}

key() {
	flavour "$1" || die "no debug kernel called $1"
	local v
	v=$(src_version)
	{ echo "$recipe $v"; gcc -dumpfullversion -dumpmachine
	  (cd "$here/configs" && cat source.patch "${kfrags[@]}")
	} | sha256sum | cut -c1-12
}

dir_of() { local k; k=$(key "$1") && echo "$cache/kernels/$1-$k"; }

unpack() {		# prints the patched source tree, unpacking it if needed
	local v tree sum
	v=$(src_version)
	# the same path for every patch: ccache hashes it
	tree=$cache/src/$srcpkg-$v
	sum=$(sha256sum <"$here/configs/source.patch")
	if [ "$(cat "$tree/.ready" 2>/dev/null)" != "$sum" ]; then
		say "unpacking $srcpkg $v"
		rm -rf "$tree" "$tree.tmp"
		mkdir -p "$tree.tmp"
		tar -C "$tree.tmp" --strip-components=1 -I 'xz -T0' -xf "/usr/src/$srcpkg.tar.xz"
		patch -s -d "$tree.tmp" -p1 <"$here/configs/source.patch" >&2
		echo "$sum" >"$tree.tmp/.ready"
		mv "$tree.tmp" "$tree"
	fi
	echo "$tree"
}

configure() {		# SRC OUT: allnoconfig plus fragments; every line must stick
	local src=$1 out=$2 line bad=0
	(cd "$here/configs" && cat "${kfrags[@]}") > "$out/all.config"
	make -s -C "$src" O="$out" ARCH="$karch" KCONFIG_ALLCONFIG="$out/all.config" \
		allnoconfig >"$out/config.log" 2>&1 || { cat "$out/config.log" >&2; die "configuring failed"; }
	# a later fragment overrides an earlier one: judge the last word only
	while read -r line; do
		grep -qxF -- "$line" "$out/.config" || { say "did not stick: $line"; bad=1; }
	done < <(awk -F= '/^CONFIG_/ { w[$1] = $0 } END { for (k in w) print w[k] }' "$out/all.config" | sort)
	[ $bad = 0 ] || die "the configuration is not what the fragments ask for"
}

run_make() {		# LOG ARGS...: make, with a line of progress now and then
	local log=$1 pid rc=0 t0=$SECONDS last=0
	shift
	nice -n 10 make "$@" >"$log" 2>&1 &
	pid=$!
	while kill -0 $pid 2>/dev/null; do
		sleep 1
		if [ $((SECONDS - last)) -ge 20 ]; then
			last=$SECONDS
			say "$((SECONDS - t0)) s, $(grep -c '^  CC ' "$log" || true) objects"
		fi
	done
	wait $pid || rc=$?
	[ $rc = 0 ] || { tail -40 "$log" >&2; die "make failed, log in $log"; }
}

build() {
	local name=$1 dir src cc=gcc t0=$SECONDS
	flavour "$name" || die "no debug kernel called $name"
	dir=$(dir_of "$name")
	if [ -e "$dir/.ready" ]; then
		say "$name: cached in $dir"
		touch "$dir"
		return
	fi
	mkdir -p "$cache/kernels"
	# one heavy build at a time, whoever asks for it
	exec 9>"$cache/build.lock"
	flock -n 9 || { say "$name: waiting for another build"; flock 9; }
	if [ ! -e "$dir/.ready" ]; then
		src=$(unpack)
		rm -rf "$dir"
		mkdir -p "$dir"
		configure "$src" "$dir"
		command -v ccache >/dev/null && cc="ccache gcc"
		say "$name: building (4 to 8 minutes from cold on two cores), log in $dir/build.log"
		run_make "$dir/build.log" -C "$src" O="$dir" ARCH="$karch" CC="$cc" -j"$jobs" "$ktarget" modules
		make -s -C "$src" O="$dir" ARCH="$karch" INSTALL_MOD_PATH="$dir/root" \
			modules_install >"$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; die "modules_install failed"; }
		rm -f "$dir"/root/lib/modules/*/build "$dir"/root/lib/modules/*/source
		# objects are in ccache; what is left is enough for modules
		find "$dir" -type f ! -path "$dir/scripts/*" ! -path "$dir/tools/*" \
			\( -name '*.o' -o -name '*.a' -o -name '.*.cmd' \) -delete
		rm -f "$dir/.tmp_vmlinux"* "$dir/vmlinux.unstripped"
		touch "$dir/.ready"
		# other checkouts may use other configurations, but not for ever
		find "$cache/kernels" -maxdepth 1 -name "$name-*" -mtime +14 -exec rm -rf {} +
		say "$name: built in $((SECONDS - t0)) s, $(du -sh "$dir" | cut -f1) in $dir"
	fi
	exec 9>&-
}

need() {		# a debug kernel that was not built is an error, not a 5 minute surprise
	local dir
	dir=$(dir_of "$1")
	[ -e "$dir/.ready" ] || die "kernel $1 is not built yet: $here/kernels.sh build $1"
	echo "$dir"
}

stock() {		# newest installed release of a series, or the release itself
	local rel=$1
	case $1 in
	6.1|6.12)
		rel=$(find /lib/modules -maxdepth 1 -name "$1.*-amd64" -printf '%f\n' |
			grep -vE -- '-(rt|cloud)-' | sort -V | tail -1) ;;
	esac
	if [ -z "$rel" ] || [ ! -d "/lib/modules/$rel" ]; then die "no kernel $1 is installed"; fi
	echo "$rel"
}

path() {		# NAME WHAT
	local name=$1 what=$2 dir rel
	if flavour "$name"; then
		dir=$(need "$name")
		case $what in
		dir|kdir) echo "$dir" ;;
		image) echo "$dir/$kimage" ;;
		modroot) echo "$dir/root" ;;
		release) cat "$dir/include/config/kernel.release" ;;
		*) die "path: no such thing as $what" ;;
		esac
	else
		rel=$(stock "$name")
		case $what in
		dir) echo "/lib/modules/$rel" ;;
		kdir) echo "/lib/modules/$rel/build" ;;
		image) echo "/boot/vmlinuz-$rel" ;;
		modroot) echo / ;;
		release) echo "$rel" ;;
		*) die "path: no such thing as $what" ;;
		esac
	fi
}

sources() {		# DIR: what a build of what is in it can depend on
	find "$1" -name .git -prune -o -type f \( -name '*.[chS]' -o -name 'Kbuild' -o -name 'Makefile' \) -print0 |
		sort -z | xargs -0 sha256sum
}

known() {		# FILE: the modules it names, if all are still there
	local ko
	local -a all
	[ -s "$1" ] || return
	mapfile -t all <"$1"
	for ko in "${all[@]}"; do [ -e "$ko" ] || return; done
	touch "$1" "${all[@]%/*}"
	printf '%s\n' "${all[@]}"
}

module() {
	local name=$1 dir kdir root rel copy log built
	local -a args
	dir=$(realpath -e "$2") || die "no directory $2"
	shift 2
	kdir=$(path "$name" kdir)
	[ -e "$kdir/Makefile" ] || die "no headers for kernel $name (packages.sh install build)"
	# always the same words: others are another command and build all again. A warning
	# that is no error would be seen once, by whoever builds first; debug information
	# makes a module ten times as large to load (and BTF comes from it)
	args=(KCFLAGS="-Werror -g0" CONFIG_DEBUG_INFO_BTF_MODULES=)
	if flavour "$name"; then
		args+=("ARCH=$karch")
	else
		args+=(W=1 C=1 CF="-D__CHECK_ENDIAN__ -Wsparse-error")
	fi
	root=$(git -C "$dir" rev-parse --show-toplevel 2>/dev/null) || root=$dir
	rel=${dir#"$root"}
	# by name, not by path: a new clone builds what differs from the last one
	copy=$cache/modules/$name-$(basename "$root")
	mkdir -p "$copy"
	exec 8>"$copy.lock"
	flock 8
	# what was built without a complaint needs not be looked at again
	built=$copy.out/$({ echo "${args[*]} $* $rel"; gcc -dumpfullversion; sparse --version 2>&1
		stat -Lc '%n %Y' "$kdir" "$kdir/Makefile" "$kdir/.config"; cd "$root" && sources .; } |
		sha256sum | cut -c1-12).built
	[ -n "${NTMS_KMAKE_LOG:-}" ] || ! known "$built" || return 0
	# contents decide and times do not travel: make must see what changed,
	# also when an older file comes back
	rsync -rl --perms --checksum --delete --exclude=/.git --exclude='*.o' --exclude='*.ko' \
		--exclude='*.mod' --exclude='*.mod.c' --exclude='.*.cmd' --exclude='*.gcno' \
		--exclude=modules.order --exclude=Module.symvers --exclude=build.log "$root/" "$copy/"
	log=$copy$rel/build.log
	find "$copy$rel" -name '*.ko' -delete
	if ! make -C "$kdir" M="$copy$rel" -j"$jobs" "${args[@]}" "$@" modules >"$log" 2>&1; then
		cat "$log" >&2
		die "the module does not build for $name"
	fi
	if [ -n "${NTMS_KMAKE_LOG:-}" ]; then cat "$log" >&2; else grep -E '(warning|error|WARNING|ERROR):' "$log" >&2 || true; fi
	# copies that stay as they are: the next build removes what is loaded from here
	mkdir -p "$copy.out"
	find "$copy.out" -maxdepth 1 -mindepth 1 -mmin +1440 -exec rm -rf {} +
	find "$copy$rel" -name '*.ko' | while read -r ko; do
		to=$copy.out/$(sha256sum <"$ko" | cut -c1-12)
		mkdir -p "$to"
		cmp -s "$ko" "$to/${ko##*/}" || { cp "$ko" "$to/.${ko##*/}" && mv "$to/.${ko##*/}" "$to/${ko##*/}"; }
		touch "$to"
		echo "$to/${ko##*/}"
	done >"$built.new"
	mv "$built.new" "$built"
	cat "$built"
	exec 8>&-
}

list() {
	local n d
	for n in umdbg A; do
		d=$(dir_of $n)
		if [ -e "$d/.ready" ]; then echo "$n $(path $n release) $d"; else echo "$n - not built"; fi
	done
	for n in 6.1 6.12; do (path $n release 2>/dev/null | sed "s/^/$n /") || true; done
}

[ $# -ge 1 ] || { usage >&2; exit 2; }
cmd=$1
shift
case $cmd in
build) [ $# -ge 1 ] || { usage >&2; exit 2; }; for n in "$@"; do build "$n"; done ;;
path)
	[ $# -ge 1 ] || { usage >&2; exit 2; }
	name=$1
	shift
	for what in "${@:-dir}"; do path "$name" "$what"; done ;;
module) [ $# -ge 2 ] || { usage >&2; exit 2; }; module "$@" ;;
key) key "$1" ;;
list) list ;;
-h|--help|help) usage ;;
*) usage >&2; exit 2 ;;
esac
