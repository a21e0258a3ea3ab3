// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * guid.c - identifiers
 */
#include <errno.h>
#include <sys/random.h>

#include "compat.h"

#define GUID_TEXT	39	/* with braces and terminator */

HRESULT CoInitialize(LPVOID pvReserved)
{
	(void)pvReserved;
	return S_OK;
}

HRESULT CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit)
{
	(void)pvReserved, (void)dwCoInit;
	return S_OK;
}

void CoUninitialize(void)
{
}

LPVOID CoTaskMemAlloc(SIZE_T cb)
{
	return malloc(cb ? cb : 1);
}

void CoTaskMemFree(LPVOID pv)
{
	free(pv);
}

/* version 4: random, RFC 4122 4.4 */
HRESULT CoCreateGuid(GUID *pguid)
{
	size_t got = 0;
	ssize_t n;

	while (got < sizeof(*pguid)) {
		n = getrandom((char *)pguid + got, sizeof(*pguid) - got, 0);
		if (n < 0 && errno != EINTR)
			return E_FAIL;
		got += n > 0 ? (size_t)n : 0;
	}
	pguid->Data3 = (uint16_t)((pguid->Data3 & 0x0fff) | 0x4000);
	pguid->Data4[0] = (uint8_t)((pguid->Data4[0] & 0x3f) | 0x80);
	return S_OK;
}

RPC_STATUS UuidCreate(UUID *Uuid)
{
	return CoCreateGuid(Uuid) == S_OK ? RPC_S_OK : RPC_S_OUT_OF_MEMORY;
}

static void print(const GUID *g, char *to, const char *format)
{
	snprintf(to, GUID_TEXT, format, g->Data1, g->Data2, g->Data3, g->Data4[0], g->Data4[1],
		 g->Data4[2], g->Data4[3], g->Data4[4], g->Data4[5], g->Data4[6], g->Data4[7]);
}

/* 8-4-4-4-12 digits and nothing behind */
static bool scan(const char *text, GUID *guid)
{
	unsigned int d[8];
	GUID g;
	int i, end = 0;

	for (i = 0; i < 36; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	}
	if (text[36] || sscanf(text, "%8x-%4hx-%4hx-%2x%2x-%2x%2x%2x%2x%2x%2x%n", &g.Data1,
			       &g.Data2, &g.Data3, &d[0], &d[1], &d[2], &d[3], &d[4], &d[5],
			       &d[6], &d[7], &end) != 11 || end != 36)
		return false;
	for (i = 0; i < 8; i++)
		g.Data4[i] = (uint8_t)d[i];
	*guid = g;
	return true;
}

static int string_from_guid(int width, const GUID *guid, void *to, int units)
{
	char text[GUID_TEXT];

	if (units < GUID_TEXT)
		return 0;
	print(guid, text, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}");
	compat_from_utf8(width, text, to, (size_t)units);
	return GUID_TEXT;
}

static bool guid_from_string(int width, const void *from, bool braces, GUID *guid)
{
	char *text = from ? compat_to_utf8(width, from, (size_t)-1) : NULL;
	size_t n = text ? strlen(text) : 0;
	bool good = false;

	if (text && braces && n == GUID_TEXT - 1 && text[0] == '{' && text[n - 1] == '}') {
		text[n - 1] = '\0';
		good = scan(text + 1, guid);
	} else if (text && !braces) {
		good = scan(text, guid);
	}
	free(text);
	return good;
}

int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax)
{
	return string_from_guid(sizeof(WCHAR), rguid, lpsz, cchMax);
}

int StringFromGUID2_u16(const GUID *rguid, uint16_t *lpsz, int cchMax)
{
	return string_from_guid(2, rguid, lpsz, cchMax);
}

HRESULT CLSIDFromString(LPCOLESTR lpsz, GUID *pclsid)
{
	return guid_from_string(sizeof(WCHAR), lpsz, true, pclsid) ? S_OK : CO_E_CLASSSTRING;
}

HRESULT CLSIDFromString_u16(const uint16_t *lpsz, GUID *pclsid)
{
	return guid_from_string(2, lpsz, true, pclsid) ? S_OK : CO_E_CLASSSTRING;
}

static void *uuid_text(int width, const UUID *uuid)
{
	void *to = malloc(GUID_TEXT * (size_t)width);
	char text[GUID_TEXT];

	if (to) {
		print(uuid, text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x");
		compat_from_utf8(width, text, to, GUID_TEXT);
	}
	return to;
}

RPC_STATUS UuidToStringA(const UUID *Uuid, RPC_CSTR *StringUuid)
{
	*StringUuid = uuid_text(1, Uuid);
	return *StringUuid ? RPC_S_OK : RPC_S_OUT_OF_MEMORY;
}

RPC_STATUS UuidToStringW(const UUID *Uuid, RPC_WSTR *StringUuid)
{
	*StringUuid = uuid_text(sizeof(WCHAR), Uuid);
	return *StringUuid ? RPC_S_OK : RPC_S_OUT_OF_MEMORY;
}

RPC_STATUS UuidToStringW_u16(const UUID *Uuid, uint16_t **StringUuid)
{
	*StringUuid = uuid_text(2, Uuid);
	return *StringUuid ? RPC_S_OK : RPC_S_OUT_OF_MEMORY;
}

/* no text is the UUID of nothing */
static RPC_STATUS uuid_from(int width, const void *text, UUID *uuid)
{
	if (!text) {
		memset(uuid, 0, sizeof(*uuid));
		return RPC_S_OK;
	}
	return guid_from_string(width, text, false, uuid) ? RPC_S_OK :
							     RPC_S_INVALID_STRING_UUID;
}

RPC_STATUS UuidFromStringA(const unsigned char *StringUuid, UUID *Uuid)
{
	return uuid_from(1, StringUuid, Uuid);
}

RPC_STATUS UuidFromStringW(const WCHAR *StringUuid, UUID *Uuid)
{
	return uuid_from(sizeof(WCHAR), StringUuid, Uuid);
}

RPC_STATUS UuidFromStringW_u16(const uint16_t *StringUuid, UUID *Uuid)
{
	return uuid_from(2, StringUuid, Uuid);
}

RPC_STATUS RpcStringFreeA(RPC_CSTR *String)
{
	free(*String);
	*String = NULL;
	return RPC_S_OK;
}

RPC_STATUS RpcStringFreeW(RPC_WSTR *String)
{
	free(*String);
	*String = NULL;
	return RPC_S_OK;
}

RPC_STATUS RpcStringFreeW_u16(uint16_t **String)
{
	free(*String);
	*String = NULL;
	return RPC_S_OK;
}
