// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * manage.c - taking libraries, drives and media out of use and into it again
 *
 * MS-RSMP 3.2.5.2.4.8, .9 and 3.2.5.2.1.12, .13; SDK pages of the same names as the
 * calls.  Each call can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

static DWORD set_enabled(HANDLE session, uint8_t command, DWORD type, const NTMS_GUID *id)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, command);
	ntms_call_check(&call, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	return ntms_call_finish(&call);
}

/**
 * EnableNtmsObject() - enable a library, a drive or a medium
 * @hSession:	a session
 * @dwType:	NTMS_LIBRARY, NTMS_DRIVE or NTMS_PHYSICAL_MEDIA
 * @lpObjectId:	the object
 *
 * The call is queued if the library is busy.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpObjectId is NULL, or @dwType is none of these
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object of this type
 * * ERROR_INVALID_STATE	- it is enabled
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or its library is not
 *				  connected
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD EnableNtmsObject(HANDLE hSession, DWORD dwType, LPNTMS_GUID lpObjectId)
{
	return set_enabled(hSession, NTMS_CMD_ENABLE_OBJECT, dwType, lpObjectId);
}

/**
 * DisableNtmsObject() - disable a library, a drive or a medium
 * @hSession:	a session
 * @dwType:	NTMS_LIBRARY, NTMS_DRIVE or NTMS_PHYSICAL_MEDIA
 * @lpObjectId:	the object
 *
 * What is in a disabled object cannot be used either, but keeps its own Enabled.
 * The call is queued if the library is busy.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpObjectId is NULL, or @dwType is none of these
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object of this type
 * * ERROR_INVALID_STATE	- it is disabled
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or its library is not
 *				  connected
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD DisableNtmsObject(HANDLE hSession, DWORD dwType, LPNTMS_GUID lpObjectId)
{
	return set_enabled(hSession, NTMS_CMD_DISABLE_OBJECT, dwType, lpObjectId);
}

/**
 * DeleteNtmsLibrary() - forget a library that is gone
 * @hSession:		a session
 * @lpLibraryId:	the library
 *
 * Its media go to the offline library.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpLibraryId is NULL
 * * ERROR_INVALID_LIBRARY	- there is no such library, or it is the offline one
 * * ERROR_INVALID_STATE	- the library is still connected
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD DeleteNtmsLibrary(HANDLE hSession, LPNTMS_GUID lpLibraryId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DELETE_LIBRARY);
	ntms_call_check(&call, lpLibraryId);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibraryId);
	return ntms_call_finish(&call);
}

/**
 * DeleteNtmsDrive() - forget a drive that is gone
 * @hSession:	a session
 * @lpDriveId:	the drive; the library of a stand-alone drive goes with it
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpDriveId is NULL
 * * ERROR_INVALID_DRIVE	- there is no such drive
 * * ERROR_INVALID_LIBRARY	- its library is gone
 * * ERROR_INVALID_STATE	- the drive is still connected, or its library is
 *				  disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD DeleteNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DELETE_DRIVE);
	ntms_call_check(&call, lpDriveId);
	ntms_call_guid(&call, NTMS_A_CALL_DRIVE, lpDriveId);
	return ntms_call_finish(&call);
}
