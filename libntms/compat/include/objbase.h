/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * objbase.h - identifiers; also what <rpc.h> has of them
 */
#ifndef _NTMS_COMPAT_OBJBASE_H
#define _NTMS_COMPAT_OBJBASE_H

#include "windows.h"

typedef LONG RPC_STATUS;
typedef unsigned char *RPC_CSTR;
typedef WCHAR *RPC_WSTR;

#define COINIT_MULTITHREADED		0x0
#define COINIT_APARTMENTTHREADED	0x2

#ifdef __cplusplus
extern "C" {
#define NTMS_REF(guid)	const GUID &guid
#else
#define NTMS_REF(guid)	const GUID *guid
#endif

/* nothing to initialise here */
HRESULT WINAPI CoInitialize(LPVOID pvReserved);
HRESULT WINAPI CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit);
void WINAPI CoUninitialize(void);
LPVOID WINAPI CoTaskMemAlloc(SIZE_T cb);
void WINAPI CoTaskMemFree(LPVOID pv);

HRESULT WINAPI CoCreateGuid(GUID *pguid);
int WINAPI StringFromGUID2(NTMS_REF(rguid), LPOLESTR lpsz, int cchMax)
	NTMS_COMPAT_WIDE(StringFromGUID2);
HRESULT WINAPI CLSIDFromString(LPCOLESTR lpsz, GUID *pclsid)
	NTMS_COMPAT_WIDE(CLSIDFromString);

RPC_STATUS WINAPI UuidCreate(UUID *Uuid);
RPC_STATUS WINAPI UuidToStringA(const UUID *Uuid, RPC_CSTR *StringUuid);
RPC_STATUS WINAPI UuidToStringW(const UUID *Uuid, RPC_WSTR *StringUuid)
	NTMS_COMPAT_WIDE(UuidToStringW);
RPC_STATUS WINAPI UuidFromStringA(const unsigned char *StringUuid, UUID *Uuid);
RPC_STATUS WINAPI UuidFromStringW(const WCHAR *StringUuid, UUID *Uuid)
	NTMS_COMPAT_WIDE(UuidFromStringW);
RPC_STATUS WINAPI RpcStringFreeA(RPC_CSTR *String);
RPC_STATUS WINAPI RpcStringFreeW(RPC_WSTR *String) NTMS_COMPAT_WIDE(RpcStringFreeW);

#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
#define IsEqualGUID(a, b)	(!memcmp(&(a), &(b), sizeof(GUID)))
#else
#define IsEqualGUID(a, b)	(!memcmp((a), (b), sizeof(GUID)))
#endif
#define IIDFromString		CLSIDFromString

#ifdef UNICODE
#define UuidToString		UuidToStringW
#define UuidFromString		UuidFromStringW
#define RpcStringFree		RpcStringFreeW
#else
#define UuidToString		UuidToStringA
#define UuidFromString		UuidFromStringA
#define RpcStringFree		RpcStringFreeA
#endif

#endif /* _NTMS_COMPAT_OBJBASE_H */
