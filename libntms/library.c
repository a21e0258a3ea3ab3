// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * library.c - operating libraries
 *
 * MS-RSMP 3.2.5.2.1 and 3.2.5.2.6.1; SDK pages of the same names as the calls.  Each call can
 * also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

/**
 * InventoryNtmsLibrary() - start or stop an inventory
 * @hSession:		a session
 * @lpLibraryId:	the library
 * @dwAction:		NTMS_INVENTORY_FAST by bar codes or for changes only,
 *			NTMS_INVENTORY_OMID by mounting all media,
 *			NTMS_INVENTORY_DEFAULT as the library is set up,
 *			NTMS_INVENTORY_STOP to stop the one that runs
 *
 * The call returns when the slots are marked; media are identified later.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpLibraryId is NULL or @dwAction is none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD InventoryNtmsLibrary(HANDLE hSession, LPNTMS_GUID lpLibraryId, DWORD dwAction)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_INVENTORY_LIBRARY);
	ntms_call_check(&call, lpLibraryId);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibraryId);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	return ntms_call_finish(&call);
}

/**
 * AccessNtmsLibraryDoor() - unlock the door of a library
 * @hSession:		a session
 * @lpLibraryId:	the library
 * @dwAction:		the inventory to take once the door is closed again:
 *			NTMS_INVENTORY_NONE, NTMS_INVENTORY_FAST, NTMS_INVENTORY_OMID,
 *			NTMS_INVENTORY_DEFAULT as the library is set up
 *
 * The call returns when the request is queued.  It succeeds for hardware that cannot
 * lock its door, too.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpLibraryId is NULL or @dwAction is none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_RESOURCE_NOT_PRESENT	- it has no door
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD AccessNtmsLibraryDoor(HANDLE hSession, LPNTMS_GUID lpLibraryId, DWORD dwAction)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_ACCESS_DOOR);
	ntms_call_check(&call, lpLibraryId);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibraryId);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	return ntms_call_finish(&call);
}

/**
 * IdentifyNtmsSlot() - mount the medium of a slot and read its label
 * @hSession:	a session
 * @lpSlotId:	the slot
 * @dwOption:	NTMS_DISMOUNT_DEFERRED to leave the medium in the drive as long as it
 *		is not wanted otherwise; NTMS_DISMOUNT_IMMEDIATE, or 0, to put it back
 *
 * The call returns when the request is queued.  With an empty slot nothing happens.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpSlotId is NULL or @dwOption is none of these
 * * ERROR_OBJECT_NOT_FOUND	- there is no such slot
 * * ERROR_LIBRARY_OFFLINE	- its library is not connected
 * * ERROR_RESOURCE_DISABLED	- its library is disabled
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD IdentifyNtmsSlot(HANDLE hSession, LPNTMS_GUID lpSlotId, DWORD dwOption)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_IDENTIFY_SLOT);
	ntms_call_check(&call, lpSlotId);
	ntms_call_guid(&call, NTMS_A_CALL_SLOT, lpSlotId);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, dwOption);
	return ntms_call_finish(&call);
}

/**
 * EjectNtmsMedia() - take a medium out of its library
 * @hSession:		a session
 * @lpMediaId:		the physical medium; NULL or the null GUID to start with the
 *			media that this session has queued
 * @lpEjectOperation:	receives the operation (NTMS_EJECT_START, NTMS_EJECT_FORCE);
 *			names it (NTMS_EJECT_STOP)
 * @dwAction:		NTMS_EJECT_START to eject the medium and those queued,
 *			NTMS_EJECT_FORCE also if it is in use, NTMS_EJECT_QUEUE to
 *			collect media for one opening of the port, NTMS_EJECT_STOP to
 *			stop the operation
 *
 * The call returns when the request is queued; it ends when the medium is taken
 * away, when the time that the port may be open is over, or with NTMS_EJECT_STOP.
 * The medium goes to the offline library; import, unrecognized and incompatible media
 * and cleaners are forgotten.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpEjectOperation is NULL, @dwAction is none of
 *				  these, or there is no medium
 * * ERROR_INVALID_MEDIA	- there is no such physical medium
 * * ERROR_INVALID_OPERATION	- there is no such operation
 * * ERROR_LIBRARY_OFFLINE	- the medium is offline
 * * ERROR_RESOURCE_DISABLED	- its library is disabled
 * * ERROR_MEDIA_NOT_AVAILABLE	- the medium is disabled
 * * ERROR_RESOURCE_NOT_PRESENT	- the library has no port; AccessNtmsLibraryDoor() is
 *				  for such ones
 * * ERROR_BUSY			- the medium is in use, or more are queued than the
 *				  port has room for
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD EjectNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpEjectOperation,
		     DWORD dwAction)
{
	bool named = lpMediaId && !NTMS_IS_NULLGUID(*lpMediaId);
	struct ntms_call call;
	NTMS_GUID operation;

	ntms_call_begin(&call, hSession, NTMS_CMD_EJECT_MEDIA);
	ntms_call_check(&call, lpEjectOperation && (named || dwAction == NTMS_EJECT_START));
	ntms_call_guid(&call, NTMS_A_CALL_PHYSICAL_MEDIA, named ? lpMediaId : NULL);
	if (dwAction == NTMS_EJECT_STOP)
		ntms_call_guid(&call, NTMS_A_CALL_WORK_ITEM, lpEjectOperation);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	ntms_call_want_guid(&call, NTMS_A_CALL_WORK_ITEM, &operation);
	if (!ntms_call_run(&call) &&
	    (dwAction == NTMS_EJECT_START || dwAction == NTMS_EJECT_FORCE))
		*lpEjectOperation = operation;
	return ntms_call_end(&call);
}

/**
 * InjectNtmsMedia() - take media into a library through its port
 * @hSession:		a session
 * @lpLibraryId:	the library
 * @lpInjectOperation:	receives the operation (NTMS_INJECT_START,
 *			NTMS_INJECT_STARTMANY); names it (NTMS_INJECT_STOP,
 *			NTMS_INJECT_RETRACT)
 * @dwAction:		NTMS_INJECT_START to open the port once, NTMS_INJECT_STARTMANY
 *			to open it again after each medium, NTMS_INJECT_RETRACT to pull
 *			the port in and look, NTMS_INJECT_STOP to stop the operation
 *
 * The call returns when the request is queued.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL or @dwAction is none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_INVALID_OPERATION	- there is no such operation, or it has no
 *				  NTMS_INJECT_RETRACT
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_DEVICE_NOT_AVAILABLE	- the library is disabled
 * * ERROR_RESOURCE_NOT_PRESENT	- the library has no port; AccessNtmsLibraryDoor() is
 *				  for such ones
 * * ERROR_LIBRARY_FULL		- it has no free slot
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD InjectNtmsMedia(HANDLE hSession, LPNTMS_GUID lpLibraryId, LPNTMS_GUID lpInjectOperation,
		      DWORD dwAction)
{
	bool starts = dwAction == NTMS_INJECT_START || dwAction == NTMS_INJECT_STARTMANY;
	struct ntms_call call;
	NTMS_GUID operation;

	ntms_call_begin(&call, hSession, NTMS_CMD_INJECT_MEDIA);
	ntms_call_check(&call, lpLibraryId && lpInjectOperation);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, lpLibraryId);
	ntms_call_guid(&call, NTMS_A_CALL_WORK_ITEM, starts ? NULL : lpInjectOperation);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, dwAction);
	ntms_call_want_guid(&call, NTMS_A_CALL_WORK_ITEM, &operation);
	if (!ntms_call_run(&call) && starts)
		*lpInjectOperation = operation;
	return ntms_call_end(&call);
}
