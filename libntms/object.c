// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * object.c - reading and writing the records of objects
 *
 * MS-RSMP 3.2.5.2.3.1 to .4; SDK pages GetNtmsObjectInformation and
 * SetNtmsObjectInformation.  Each call can also return the codes that call.c
 * lists for all calls.
 */
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms.h>

#include "object.h"
#include "session.h"
#include "wide.h"
#include "wire.h"

/* Every form begins with these two. */
struct head {
	DWORD dwSize;
	DWORD dwType;
};

static struct head head_of(const void *info)
{
	struct head head = { 0, 0 };

	if (info)
		memcpy(&head, info, sizeof(head));
	return head;
}

static void take_object(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_OBJECT)
			ntms_wire_get(ntms_attr_nested(&attr), call->result);
	}
}

/* Has the module tell an object; the call is not ended. */
static DWORD read_object(struct ntms_call *call, const NTMS_GUID *id, uint32_t type,
			 struct ntms_record *record)
{
	record->type = NTMS_UNKNOWN;
	ntms_call_guid(call, NTMS_A_CALL_GUID, id);
	if (type != NTMS_UNKNOWN)
		ntms_call_u32(call, NTMS_A_CALL_TYPE, type);
	call->flags &= ~NLM_F_ACK;
	call->reply = take_object;
	call->result = record;
	if (ntms_call_run(call))
		return call->code;

	if (record->type == NTMS_UNKNOWN)
		ntms_call_fail(call, RPC_S_NO_INTERFACES);
	else if (type != NTMS_UNKNOWN && record->type != type)
		ntms_call_fail(call, ERROR_OBJECT_NOT_FOUND);
	return call->code;
}

/**
 * ntms_object_read() - read an object
 * @session:	a session
 * @id:		the object
 * @type:	its type
 * @record:	receives it, undefined on failure
 *
 * Return: ERROR_SUCCESS, ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED, or one that
 * all calls can have.
 */
DWORD ntms_object_read(HANDLE session, const NTMS_GUID *id, uint32_t type,
		       struct ntms_record *record)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_OBJECT);
	read_object(&call, id, type, record);
	return ntms_call_end(&call);
}

static DWORD get_information(HANDLE session, const struct ntms_form *form,
			     const NTMS_GUID *id, void *info)
{
	struct head head = head_of(info);
	struct ntms_record record;
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_OBJECT);
	ntms_call_check(&call, id && info);
	if (head.dwType != NTMS_UNKNOWN)
		ntms_call_fail(&call, ntms_record_check_get(form, head.dwType,
							    head.dwSize));
	ntms_call_check(&call, head.dwSize >= sizeof(head));
	if (!read_object(&call, id, head.dwType, &record))
		ntms_call_fail(&call, ntms_record_put(form, &record, info));
	return ntms_call_end(&call);
}

/**
 * GetNtmsObjectInformationA() - read the record of an object
 * @hSession:	a session
 * @lpObjectId:	the object
 * @lpInfo:	receives the record; the caller sets dwSize, and dwType to the
 *		type of the object or to NTMS_UNKNOWN
 *
 * dwSize is the size of the whole record, of its part up to the end of the
 * member for the type, or of the record of version 1.  More is right as well.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, dwType is no type of objects,
 *				  or dwSize is too small
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object, or it is of another type
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the pool, the
 *				  library or the computer that the object belongs to
 */
DWORD GetNtmsObjectInformationA(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONA lpInfo)
{
	return get_information(hSession, &ntms_form_a, lpObjectId, lpInfo);
}

/**
 * GetNtmsObjectInformationW() - as GetNtmsObjectInformationA(), with WCHARs
 * @hSession:	a session
 * @lpObjectId:	the object
 * @lpInfo:	receives the record
 *
 * Return: as GetNtmsObjectInformationA().
 */
DWORD GetNtmsObjectInformationW(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONW lpInfo)
{
	return get_information(hSession, &ntms_form_w, lpObjectId, lpInfo);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD GetNtmsObjectInformationW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, void *lpInfo)
{
	return get_information(hSession, &ntms_form_u16, lpObjectId, lpInfo);
}

/*
 * Only narrow records are too small for some names.  ntms_record_get() knows a
 * text that was cut from the one that it was cut from, so the object is read
 * first if a text fills its member but for less than a character.
 */
static bool may_be_cut(const struct ntms_form *form, const void *info)
{
	const NTMS_OBJECTINFORMATIONA *narrow = info;
	const size_t most = 4;

	return form == &ntms_form_a &&
	       (strnlen(narrow->szName, sizeof(narrow->szName)) >=
			sizeof(narrow->szName) - most ||
		strnlen(narrow->szDescription, sizeof(narrow->szDescription)) >=
			sizeof(narrow->szDescription) - most);
}

static void read_before(HANDLE session, const NTMS_GUID *id, uint32_t type,
			struct ntms_record *record)
{
	if (ntms_object_read(session, id, type, record))
		memset(record, 0, sizeof(*record));
	record->type = type;
}

static DWORD set_information(HANDLE session, const struct ntms_form *form,
			     const NTMS_GUID *id, const void *info)
{
	struct ntms_record record = { .type = head_of(info).dwType };
	struct ntms_call call;
	size_t object;

	ntms_call_begin(&call, session, NTMS_CMD_SET_OBJECT);
	ntms_call_check(&call, id && info);
	ntms_call_fail(&call, info ? ntms_record_check_set(form, record.type,
						head_of(info).dwSize) : 0);
	if (!call.code && may_be_cut(form, info))
		read_before(session, id, record.type, &record);
	if (!call.code)
		ntms_call_fail(&call, ntms_record_get(form, NTMS_USE_SET, info, &record));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, record.type);
	if (!call.code) {
		object = ntms_msg_nest(&call.msg, NTMS_A_CALL_OBJECT);
		ntms_wire_put_settable(&call.msg, &record);
		ntms_msg_nest_end(&call.msg, object);
	}
	return ntms_call_finish(&call);
}

/**
 * SetNtmsObjectInformationA() - write the settable members of an object
 * @hSession:	a session
 * @lpObjectId:	the object
 * @lpInfo:	the record, with dwSize and dwType set
 *
 * All settable members are written, so the record should be one that
 * GetNtmsObjectInformationA() gave.  Members that cannot be set are ignored.
 * Settable are szDescription of all objects; szName of libraries, media and
 * pools; and
 *
 * * DRIVE		dwDeferDismountDelay
 * * IEDOOR		MaxOpenSecs
 * * IEPORT		MaxExtendSecs
 * * LIBRARY		AutoRecovery, dwCleanerUsesRemaining, dwFlags, InventoryMethod
 * * COMPUTER		dwMediaPoolPolicy, dwLibRequestFlags, dwLibRequestPurgeTime,
 *			dwOpRequestFlags, dwOpRequestPurgeTime
 * * MEDIA_POOL		AllocationPolicy, DeallocationPolicy, dwMaxAllocates, MediaType
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, dwType is no type of objects,
 *				  dwSize is not right, or a member is out of range
 * * ERROR_INVALID_NAME		- szName or szDescription is malformed
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object, or it is of another type
 * * ERROR_ALREADY_EXISTS	- a pool of this name exists next to it
 * * ERROR_NOT_EMPTY		- MediaType of a pool that holds something
 * * ERROR_INVALID_MEDIA	- MediaType is none
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool,
 *				  the library or the computer that the object
 *				  belongs to (NTMS_CONTROL_ACCESS for a library)
 */
DWORD SetNtmsObjectInformationA(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONA lpInfo)
{
	return set_information(hSession, &ntms_form_a, lpObjectId, lpInfo);
}

/**
 * SetNtmsObjectInformationW() - as SetNtmsObjectInformationA(), with WCHARs
 * @hSession:	a session
 * @lpObjectId:	the object
 * @lpInfo:	the record
 *
 * Return: as SetNtmsObjectInformationA().
 */
DWORD SetNtmsObjectInformationW(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONW lpInfo)
{
	return set_information(hSession, &ntms_form_w, lpObjectId, lpInfo);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD SetNtmsObjectInformationW_u16(HANDLE hSession, LPNTMS_GUID lpObjectId, void *lpInfo)
{
	return set_information(hSession, &ntms_form_u16, lpObjectId, lpInfo);
}
