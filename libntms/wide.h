/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wide.h - the W calls of programs whose WCHAR has two bytes
 *
 * ntmsapi.h binds the W names to these entry points where WCHAR is that wide.
 * Programs that are not compiled with it (through dlsym, from other languages)
 * may call them directly; their records have the Windows layout.
 */
#ifndef NTMS_WIDE_H
#define NTMS_WIDE_H

#include <stdint.h>

#include <ntmsapi.h>

#pragma GCC visibility push(default)

HANDLE OpenNtmsSessionW_u16(const uint16_t *lpServer, const uint16_t *lpApplication,
			    DWORD dwOptions);
DWORD CreateNtmsMediaPoolW_u16(HANDLE hSession, const uint16_t *lpPoolName,
			       LPNTMS_GUID lpMediaType, DWORD dwAction,
			       LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			       LPNTMS_GUID lpPoolId);
DWORD GetNtmsMediaPoolNameW_u16(HANDLE hSession, LPNTMS_GUID lpPoolId,
				uint16_t *lpNameBuf, LPDWORD lpdwBufSize);
DWORD GetNtmsObjectInformationW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId,
				    void *lpInfo);
DWORD SetNtmsObjectInformationW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId,
				    void *lpInfo);

#pragma GCC visibility pop

#endif /* NTMS_WIDE_H */
