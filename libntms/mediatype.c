// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mediatype.c - types of media
 *
 * MS-RSMP 3.2.5.2.2.15 to .17; SDK pages of the same names as the calls.  Each call
 * can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

static DWORD change_types(HANDLE session, uint8_t command, const NTMS_GUID *type,
			  const NTMS_GUID *library)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, command);
	ntms_call_check(&call, type && library);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA_TYPE, type);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, library);
	return ntms_call_finish(&call);
}

/**
 * AddNtmsMediaType() - add a type of media to those of a library
 * @hSession:		a session
 * @lpMediaTypeId:	the type
 * @lpLibId:		the library
 *
 * The free, import and unrecognized pools for the type are created where they are
 * missing.  A type that the library has already is no error.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_MEDIA	- there is no such type
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD AddNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaTypeId, LPNTMS_GUID lpLibId)
{
	return change_types(hSession, NTMS_CMD_ADD_MEDIA_TYPE, lpMediaTypeId, lpLibId);
}

/**
 * DeleteNtmsMediaType() - remove a type of media from those of a library
 * @hSession:		a session
 * @lpMediaTypeId:	the type
 * @lpLibId:		the library
 *
 * The free, import and unrecognized pools for the type go once no library has it
 * and no medium is of it.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_MEDIA	- there is no such type
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_NOT_EMPTY		- the library holds a medium of the type
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD DeleteNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaTypeId, LPNTMS_GUID lpLibId)
{
	return change_types(hSession, NTMS_CMD_DELETE_MEDIA_TYPE, lpMediaTypeId, lpLibId);
}

/**
 * ChangeNtmsMediaType() - move a medium to a pool for another type of media
 * @hSession:	a session
 * @lpMediaId:	the physical medium
 * @lpPoolId:	the pool that it goes to; its type becomes that of the medium
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_MEDIA	- there is no such physical medium
 * * ERROR_INVALID_MEDIA_POOL	- there is no such pool, or media in the state of
 *				  this one may not go there
 * * ERROR_LIBRARY_OFFLINE	- the medium is offline
 * * ERROR_RESOURCE_DISABLED	- its library is disabled
 * * ERROR_MEDIA_INCOMPATIBLE	- media of the other type have another number of sides
 * * ERROR_BUSY			- the medium is in use
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pools or
 *				  to the computer
 */
DWORD ChangeNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpPoolId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_CHANGE_MEDIA_TYPE);
	ntms_call_check(&call, lpMediaId && lpPoolId);
	ntms_call_guid(&call, NTMS_A_CALL_PHYSICAL_MEDIA, lpMediaId);
	ntms_call_guid(&call, NTMS_A_CALL_POOL, lpPoolId);
	return ntms_call_finish(&call);
}
