/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lasterror.h - what a thread is told about its last failure
 */
#ifndef NTMS_LASTERROR_H
#define NTMS_LASTERROR_H

#include <ntms.h>

DWORD ntms_result(DWORD code, const char *text);

#endif /* NTMS_LASTERROR_H */
