#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Writes a C file that traces the calls of a test program.

wrap.py CC INCLUDE... >wrap.c      the wrappers, from the prototypes of the headers
wrap.py --flags CC INCLUDE...      the linker flags that put them between

Each call is written to the file that NTMS_API_TRACE names as a line

    program function code origin

where origin is L for what the library says by itself and M for what came from the
module, or from what takes its place.
"""
import re
import subprocess
import sys

HEAD = """/* made by wrap.py */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <ntms.h>
#include "session.h"
#include "wide.h"

/* The codes that the module gave since the outermost call began. */
static _Thread_local struct {
\tunsigned int depth, count;
\tDWORD code[64];
} from_module;

void __real_ntms_exchange(struct ntms_call *call);
void __wrap_ntms_exchange(struct ntms_call *call);

void __wrap_ntms_exchange(struct ntms_call *call)
{
\t__real_ntms_exchange(call);
\tfrom_module.code[from_module.count++ % 64] = call->code;
}

static void begin(void)
{
\tif (!from_module.depth++)
\t\tfrom_module.count = 0;
}

static char origin(DWORD code)
{
\tunsigned int i;

\tfor (i = 0; i < from_module.count && i < 64; i++) {
\t\tif (from_module.code[i] == code)
\t\t\treturn 'M';
\t}
\treturn 'L';
}

static void trace(const char *function, DWORD code)
{
\tconst char *path = getenv("NTMS_API_TRACE");
\tchar line[128];
\tint fd, n;

\tfrom_module.depth--;
\tfd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
\tif (fd < 0)
\t\treturn;
\tn = snprintf(line, sizeof(line), "%s %s %u %c\\n", program_invocation_short_name,
\t\t     function, code, origin(code));
\tif (write(fd, line, (size_t)n) < 0)
\t\tabort();
\tclose(fd);
}
"""

CODE = """
DWORD __real_%(name)s(%(args)s);
DWORD __wrap_%(name)s(%(args)s);

DWORD __wrap_%(name)s(%(args)s)
{
\tDWORD code;

\tbegin();
\tcode = __real_%(name)s(%(names)s);
\ttrace("%(name)s", code);
\treturn code;
}
"""

OPEN = """
HANDLE __real_%(name)s(%(args)s);
HANDLE __wrap_%(name)s(%(args)s);

HANDLE __wrap_%(name)s(%(args)s)
{
\tHANDLE handle;

\tbegin();
\thandle = __real_%(name)s(%(names)s);
\ttrace("%(name)s", handle == INVALID_HANDLE_VALUE ? GetLastError() : 0);
\treturn handle;
}
"""


def prototypes(command):
    text = subprocess.run(command + ["-E", "-P", "-"], check=True, capture_output=True, text=True,
                          input="#include <ntms.h>\n#include \"wide.h\"\n").stdout
    for m in re.finditer(r"\b(DWORD|HANDLE)\s+([A-Z]\w+)\s*\(([^()]*)\)\s*;", text):
        result, name, args = m.groups()
        if "LastError" in name:
            continue
        args = " ".join(args.split())
        yield result, name, args, ", ".join(re.findall(r"(\w+)(?:,|$)", args))


def main():
    flags = sys.argv[1] == "--flags"
    found = list(prototypes(sys.argv[1 + flags:]))
    if flags:
        print(" ".join("-Wl,--wrap=" + p[1] for p in found), "-Wl,--wrap=ntms_exchange")
        return
    print(HEAD)
    for result, name, args, names in found:
        print((CODE if result == "DWORD" else OPEN) % {"name": name, "args": args,
                                                       "names": names})


main()
