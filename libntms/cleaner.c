// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cleaner.c - cleaning drives
 *
 * MS-RSMP 3.2.5.2.1.4 and .8 to .11; SDK pages of the same names as the calls.  Each
 * call can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

/**
 * CleanNtmsDrive() - clean a drive
 * @hSession:	a session
 * @lpDriveId:	the drive
 *
 * The call returns when the request is queued; without a cleaner it waits for the
 * operator.  A stand-alone drive is only marked as cleaned.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpDriveId is NULL
 * * ERROR_INVALID_DRIVE	- there is no such drive
 * * ERROR_INVALID_LIBRARY	- its library is gone
 * * ERROR_RESOURCE_DISABLED	- the drive or its library is disabled
 * * ERROR_RESOURCE_NOT_PRESENT	- its library is not connected
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD CleanNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_CLEAN_DRIVE);
	ntms_call_check(&call, lpDriveId);
	ntms_call_guid(&call, NTMS_A_CALL_DRIVE, lpDriveId);
	return ntms_call_finish(&call);
}

/**
 * ReserveNtmsCleanerSlot() - reserve a slot for the cleaner
 * @hSession:	a session
 * @lpLibrary:	the library
 * @lpSlot:	the slot, which must be empty
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_OBJECT_NOT_FOUND	- it has no such slot
 * * ERROR_CLEANER_SLOT_SET	- a slot is reserved already
 * * ERROR_RESOURCE_NOT_AVAILABLE - the slot is full, or its magazine is out
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library
 * * ERROR_DEVICE_NOT_AVAILABLE	- the library is not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD ReserveNtmsCleanerSlot(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpSlot)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_RESERVE_CLEANER_SLOT);
	ntms_call_check(&call, lpLibrary && lpSlot);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibrary);
	ntms_call_guid(&call, NTMS_A_CALL_SLOT, lpSlot);
	return ntms_call_finish(&call);
}

/**
 * ReleaseNtmsCleanerSlot() - give the cleaner slot back
 * @hSession:	a session
 * @lpLibrary:	the library; its cleaner must have been ejected
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpLibrary is NULL
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_CLEANER_SLOT_NOT_SET	- no slot is reserved
 * * ERROR_RESOURCE_NOT_AVAILABLE - the cleaner is still in the slot
 * * ERROR_RESOURCE_NOT_PRESENT	- the magazine of the slot is out
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library
 * * ERROR_DEVICE_NOT_AVAILABLE	- the library is not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD ReleaseNtmsCleanerSlot(HANDLE hSession, LPNTMS_GUID lpLibrary)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_RELEASE_CLEANER_SLOT);
	ntms_call_check(&call, lpLibrary);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibrary);
	return ntms_call_finish(&call);
}

/**
 * InjectNtmsCleaner() - take a cleaner into a library
 * @hSession:			a session
 * @lpLibrary:			the library, which has a cleaner slot
 * @lpInjectOperation:		receives the operation (NTMS_INJECT_START); names it
 *				(NTMS_INJECT_STOP)
 * @dwNumberOfCleansLeft:	how often the cleaner can be used, 0xFFFFFFFF not to
 *				count
 * @dwAction:			NTMS_INJECT_START or NTMS_INJECT_STOP
 *
 * The call returns when the request is queued.  Libraries without a port unlock their
 * door; there is no NTMS_INJECT_STOP for these.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL or @dwAction is none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_INVALID_OPERATION	- there is no such operation to stop, or the library
 *				  has no port
 * * ERROR_CLEANER_SLOT_NOT_SET	- no slot is reserved
 * * ERROR_RESOURCE_NOT_AVAILABLE - the slot is full, or its magazine is out
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library
 * * ERROR_DEVICE_NOT_AVAILABLE	- the library is not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD InjectNtmsCleaner(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpInjectOperation,
			DWORD dwNumberOfCleansLeft, DWORD dwAction)
{
	bool starts = dwAction == NTMS_INJECT_START;
	struct ntms_call call;
	NTMS_GUID operation;

	ntms_call_begin(&call, hSession, NTMS_CMD_INJECT_CLEANER);
	ntms_call_check(&call, lpLibrary && lpInjectOperation);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibrary);
	ntms_call_guid(&call, NTMS_A_CALL_WORK_ITEM, starts ? NULL : lpInjectOperation);
	ntms_call_u32(&call, NTMS_A_CALL_NUMBER, dwNumberOfCleansLeft);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	ntms_call_want_guid(&call, NTMS_A_CALL_WORK_ITEM, &operation);
	if (!ntms_call_run(&call) && starts)
		*lpInjectOperation = operation;
	return ntms_call_end(&call);
}

/**
 * EjectNtmsCleaner() - take the cleaner out of a library
 * @hSession:		a session
 * @lpLibrary:		the library
 * @lpEjectOperation:	receives the operation (NTMS_EJECT_START); names it
 *			(NTMS_EJECT_STOP)
 * @dwAction:		NTMS_EJECT_START or NTMS_EJECT_STOP
 *
 * The call returns when the request is queued.  Libraries without a port unlock their
 * door; there is no NTMS_EJECT_STOP for these.  The cleaner is forgotten.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL or @dwAction is none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_INVALID_OPERATION	- there is no such operation to stop, or the library
 *				  has no port
 * * ERROR_CLEANER_SLOT_NOT_SET	- no slot is reserved
 * * ERROR_RESOURCE_NOT_AVAILABLE - the slot is empty
 * * ERROR_RESOURCE_NOT_PRESENT	- the magazine of the slot is out
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD EjectNtmsCleaner(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpEjectOperation,
		       DWORD dwAction)
{
	bool starts = dwAction == NTMS_EJECT_START;
	struct ntms_call call;
	NTMS_GUID operation;

	ntms_call_begin(&call, hSession, NTMS_CMD_EJECT_CLEANER);
	ntms_call_check(&call, lpLibrary && lpEjectOperation);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibrary);
	ntms_call_guid(&call, NTMS_A_CALL_WORK_ITEM, starts ? NULL : lpEjectOperation);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	ntms_call_want_guid(&call, NTMS_A_CALL_WORK_ITEM, &operation);
	if (!ntms_call_run(&call) && starts)
		*lpEjectOperation = operation;
	return ntms_call_end(&call);
}
