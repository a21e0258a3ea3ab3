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

static _Thread_local DWORD from_module;

void __real_ntms_exchange(struct ntms_call *call);
void __wrap_ntms_exchange(struct ntms_call *call);

void __wrap_ntms_exchange(struct ntms_call *call)
{
\t__real_ntms_exchange(call);
\tfrom_module = call->code;
}

static void trace(const char *function, DWORD code)
{
\tconst char *path = getenv("NTMS_API_TRACE");
\tchar line[128];
\tint fd, n;

\tfd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
\tif (fd < 0)
\t\treturn;
\tn = snprintf(line, sizeof(line), "%s %s %u %c\\n", program_invocation_short_name,
\t\t     function, code, code == from_module ? 'M' : 'L');
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

\tfrom_module = 0;
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

\tfrom_module = 0;
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
