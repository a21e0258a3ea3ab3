// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * library.c - operating libraries
 *
 * MS-RSMP 3.2.5.2.1; SDK pages of the same names as the calls.  Each call can
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
