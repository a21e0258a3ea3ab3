#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Run a command in the User-Mode Linux debug kernel: vm.py for the kernel umdbg.
exec "$(dirname "$0")/vm.py" -k umdbg "$@"
