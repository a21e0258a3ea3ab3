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
DWORD CreateNtmsMediaW_u16(HANDLE hSession, void *lpMedia, void *lpList, DWORD dwOptions);
DWORD GetNtmsObjectAttributeW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
				  const uint16_t *lpAttributeName, LPVOID lpAttributeData,
				  LPDWORD lpAttributeSize);
DWORD SetNtmsObjectAttributeW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
				  const uint16_t *lpAttributeName, LPVOID lpAttributeData,
				  DWORD dwAttributeSize);
DWORD SubmitNtmsOperatorRequestW_u16(HANDLE hSession, DWORD dwRequest,
				     const uint16_t *lpMessage, LPNTMS_GUID lpArg1Id,
				     LPNTMS_GUID lpArg2Id, LPNTMS_GUID lpRequestId);
DWORD GetNtmsUIOptionsW_u16(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			    uint16_t *lpszDestination, LPDWORD lpdwBufSize);
DWORD SetNtmsUIOptionsW_u16(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			    DWORD dwOperation, const uint16_t *lpszDestination);
DWORD EjectDiskFromSADriveW_u16(const uint16_t *lpComputerName, const uint16_t *lpAppName,
				const uint16_t *lpDeviceName, HWND hWnd,
				const uint16_t *lpTitle, const uint16_t *lpMessage,
				DWORD dwOptions);
DWORD GetVolumesFromDriveW_u16(uint16_t *pszDriveName, uint16_t **VolumeNameBufferPtr,
			       uint16_t **DriveLetterBufferPtr);

#pragma GCC visibility pop

#endif /* NTMS_WIDE_H */
