#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# spec.sh - do the committed generated files agree with the spec? (KTAP)
cd "$(dirname "$0")/../.." || exit 2
if out=$(kmod/generated/regen.sh --check 2>&1); then
	echo "ok 1 - the policy and the uapi header are what the spec says"
else
	echo "not ok 1 - the policy and the uapi header are what the spec says"
	echo "$out" | sed 's/^/# /'
	exit 1
fi
