// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * attribute.c - named attributes of objects
 *
 * MS-RSMP 3.2.5.2.4.3 to .6; SDK pages GetNtmsObjectAttribute and
 * SetNtmsObjectAttribute.  Each call can also return the codes that call.c lists
 * for all calls.
 */
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms.h>

#include "session.h"
#include "text.h"
#include "wide.h"

/* The value of an attribute goes over the wire in pieces of this size at most. */
#define PIECE		32768

#define NAME_SIZE	NTMS_UTF8_SIZE(NTMS_MAXATTR_NAMELEN)

/**
 * struct value - the value of an attribute as it comes
 * @to:		receives it
 * @size:	bytes that fit
 * @length:	bytes that there are
 */
struct value {
	unsigned char *to;
	size_t size;
	size_t length;
};

static void take_value(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct value *value = call->result;
	struct ntms_attr attr;
	size_t fits;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type != NTMS_A_CALL_DATA)
			continue;
		fits = value->size > value->length ? value->size - value->length : 0;
		if (fits > attr.length)
			fits = attr.length;
		if (fits)
			memcpy(value->to + value->length, attr.data, fits);
		value->length += attr.length;
	}
}

/* Puts the name, or fails with this code if it is malformed, empty or too long. */
static void put_name(struct ntms_call *call, enum ntms_width width, const void *name,
		     DWORD code)
{
	char text[NAME_SIZE];

	ntms_call_take(call, width, name, NTMS_MAXATTR_NAMELEN - 1, text, sizeof(text), code);
	if (!call->code && !text[0])
		ntms_call_fail(call, code);
	ntms_call_text(call, NTMS_A_CALL_NAME, text);
}

static DWORD get_attribute(HANDLE session, enum ntms_width width, const NTMS_GUID *id,
			   DWORD type, const void *name, void *data, LPDWORD size)
{
	struct value value = { .to = data };
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_ATTRIBUTE);
	ntms_call_check(&call, id && name && size && (data || !*size));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	put_name(&call, width, name, ERROR_OBJECT_NOT_FOUND);
	if (!call.code)
		value.size = *size;
	call.flags &= ~NLM_F_ACK;
	call.reply = take_value;
	call.result = &value;
	if (!ntms_call_run(&call)) {
		*size = (DWORD)value.length;
		if (value.length > value.size)
			ntms_call_fail(&call, ERROR_INSUFFICIENT_BUFFER);
	}
	return ntms_call_end(&call);
}

/**
 * GetNtmsObjectAttributeA() - read a named attribute of an object
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		type of the object; another type does no harm
 * @lpAttributeName:	name of the attribute; its case matters
 * @lpAttributeData:	receives the value; NULL if *@lpAttributeSize is 0
 * @lpAttributeSize:	in: bytes at @lpAttributeData; out: bytes of the value
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object, or it has no such attribute
 * * ERROR_INSUFFICIENT_BUFFER	- the value does not fit and is cut
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the pool, the
 *				  library or the computer that the object belongs to
 */
DWORD GetNtmsObjectAttributeA(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCSTR lpAttributeName, LPVOID lpAttributeData,
			      LPDWORD lpAttributeSize)
{
	return get_attribute(hSession, NTMS_UTF8, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, lpAttributeSize);
}

/**
 * GetNtmsObjectAttributeW() - as GetNtmsObjectAttributeA(), the name in WCHARs
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		type of the object
 * @lpAttributeName:	name of the attribute
 * @lpAttributeData:	receives the value
 * @lpAttributeSize:	its size in bytes
 *
 * Return: as GetNtmsObjectAttributeA().
 */
DWORD GetNtmsObjectAttributeW(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCWSTR lpAttributeName, LPVOID lpAttributeData,
			      LPDWORD lpAttributeSize)
{
	return get_attribute(hSession, NTMS_UTF32, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, lpAttributeSize);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD GetNtmsObjectAttributeW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
				  const uint16_t *lpAttributeName, LPVOID lpAttributeData,
				  LPDWORD lpAttributeSize)
{
	return get_attribute(hSession, NTMS_UTF16, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, lpAttributeSize);
}

static DWORD set_attribute(HANDLE session, enum ntms_width width, const NTMS_GUID *id,
			   DWORD type, const void *name, const void *data, DWORD size)
{
	const unsigned char *at = data;
	struct ntms_call call;
	DWORD piece;

	ntms_call_begin(&call, session, NTMS_CMD_SET_ATTRIBUTE);
	ntms_call_check(&call, id && name && (data || !size));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	put_name(&call, width, name, ERROR_INVALID_NAME);
	if (size >= NTMS_MAXATTR_LENGTH)
		ntms_call_fail(&call, ERROR_NO_DATA);
	for (; !call.code && size; at += piece, size -= piece) {
		piece = size < PIECE ? size : PIECE;
		ntms_call_put(&call, NTMS_A_CALL_DATA, at, piece);
	}
	return ntms_call_finish(&call);
}

/**
 * SetNtmsObjectAttributeA() - write or delete a named attribute of an object
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		type of the object; another type does no harm
 * @lpAttributeName:	name of the attribute, 1 to 31 UTF-16 units; its case matters
 * @lpAttributeData:	the value; may be NULL if @dwAttributeSize is 0
 * @dwAttributeSize:	bytes of the value, 65535 at most; 0 deletes the attribute,
 *			if there is one
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_NAME		- the name is empty, malformed or too long
 * * ERROR_NO_DATA		- the value is too long
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool, the
 *				  library or the computer that the object belongs to
 */
DWORD SetNtmsObjectAttributeA(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCSTR lpAttributeName, LPVOID lpAttributeData,
			      DWORD dwAttributeSize)
{
	return set_attribute(hSession, NTMS_UTF8, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, dwAttributeSize);
}

/**
 * SetNtmsObjectAttributeW() - as SetNtmsObjectAttributeA(), the name in WCHARs
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		type of the object
 * @lpAttributeName:	name of the attribute
 * @lpAttributeData:	the value
 * @dwAttributeSize:	bytes of the value
 *
 * Return: as SetNtmsObjectAttributeA().
 */
DWORD SetNtmsObjectAttributeW(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCWSTR lpAttributeName, LPVOID lpAttributeData,
			      DWORD dwAttributeSize)
{
	return set_attribute(hSession, NTMS_UTF32, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, dwAttributeSize);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD SetNtmsObjectAttributeW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
				  const uint16_t *lpAttributeName, LPVOID lpAttributeData,
				  DWORD dwAttributeSize)
{
	return set_attribute(hSession, NTMS_UTF16, lpObjectId, dwType, lpAttributeName,
			     lpAttributeData, dwAttributeSize);
}
