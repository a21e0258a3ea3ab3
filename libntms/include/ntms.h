/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ntms.h - what libntms offers beyond the calls of ntmsapi.h
 */
#ifndef _NTMS_H
#define _NTMS_H

#include <ntmsapi.h>

#pragma GCC visibility push(default)

#ifdef __cplusplus
extern "C" {
#endif

/* Tells an error code: "ERROR_BUSY: ..."; the string is constant. */
const char *ntms_strerror(DWORD code);

/* Tells why the last call of this thread failed, valid until its next call. */
const char *ntms_last_error_text(void);

#ifdef __cplusplus
}
#endif

#pragma GCC visibility pop

#endif /* _NTMS_H */
