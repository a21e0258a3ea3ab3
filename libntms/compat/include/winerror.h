/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * winerror.h - error codes besides those of <ntmsapi.h>; MS-ERREF 2.1, 2.2
 */
#ifndef _NTMS_COMPAT_WINERROR_H
#define _NTMS_COMPAT_WINERROR_H

#include <ntmsapi.h>

#define ERROR_INVALID_FUNCTION		1
#define ERROR_PATH_NOT_FOUND		3
#define ERROR_TOO_MANY_OPEN_FILES	4
#define ERROR_OUTOFMEMORY		14
#define ERROR_CRC			23
#define ERROR_GEN_FAILURE		31
#define ERROR_HANDLE_EOF		38
#define ERROR_FILE_EXISTS		80
#define ERROR_DISK_FULL			112
#define ERROR_NO_MORE_ITEMS		259
#define ERROR_IO_PENDING		997

/* tapes */
#define ERROR_END_OF_MEDIA		1100
#define ERROR_FILEMARK_DETECTED		1101
#define ERROR_BEGINNING_OF_MEDIA	1102
#define ERROR_SETMARK_DETECTED		1103
#define ERROR_NO_DATA_DETECTED		1104
#define ERROR_PARTITION_FAILURE		1105
#define ERROR_INVALID_BLOCK_LENGTH	1106
#define ERROR_DEVICE_NOT_PARTITIONED	1107
#define ERROR_UNABLE_TO_LOCK_MEDIA	1108
#define ERROR_UNABLE_TO_UNLOAD_MEDIA	1109
#define ERROR_MEDIA_CHANGED		1110
#define ERROR_BUS_RESET			1111
#define ERROR_IO_DEVICE			1117
#define ERROR_EOM_OVERFLOW		1129

#define S_OK				((int32_t)0)
#define S_FALSE				((int32_t)1)
#define E_FAIL				((int32_t)0x80004005)
#define E_INVALIDARG			((int32_t)0x80070057)
#define E_OUTOFMEMORY			((int32_t)0x8007000e)
#define CO_E_CLASSSTRING		((int32_t)0x800401f3)
#define RPC_S_OK			0
#define RPC_S_INVALID_STRING_UUID	1705
#define RPC_S_OUT_OF_MEMORY		14

#define FACILITY_WIN32			7
#define SUCCEEDED(hr)			((int32_t)(hr) >= 0)
#define FAILED(hr)			((int32_t)(hr) < 0)
#define HRESULT_CODE(hr)		((hr) & 0xffff)
#define HRESULT_FACILITY(hr)		(((hr) >> 16) & 0x1fff)
#define HRESULT_FROM_WIN32(code)					\
	((int32_t)(code) <= 0 ? (int32_t)(code) :			\
	 (int32_t)(((uint32_t)(code) & 0xffff) | FACILITY_WIN32 << 16 | 0x80000000U))

#endif /* _NTMS_COMPAT_WINERROR_H */
