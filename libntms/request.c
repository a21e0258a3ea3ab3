// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * request.c - the queues of libraries
 *
 * MS-RSMP 3.2.5.2.1.7 and .14 to .16; SDK pages of the same names as the calls.
 * Each call can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

/**
 * CancelNtmsLibraryRequest() - cancel a request of a library
 * @hSession:		a session
 * @lpRequestId:	the request
 *
 * Whoever waits for the request returns ERROR_CANCELLED.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request, or it has ended
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library,
 *				  or the request is being carried out and cannot be
 *				  stopped
 */
DWORD CancelNtmsLibraryRequest(HANDLE hSession, LPNTMS_GUID lpRequestId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_CANCEL_REQUEST);
	ntms_call_check(&call, lpRequestId);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	return ntms_call_finish(&call);
}

/**
 * GetNtmsRequestOrder() - tell the place of a request in its queue
 * @hSession:		a session
 * @lpRequestId:	the request
 * @lpdwOrderNumber:	receives the place among the requests of its kind, 1 for
 *			the next one; 0 if it is not in the queue, or unknown
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD GetNtmsRequestOrder(HANDLE hSession, LPNTMS_GUID lpRequestId, LPDWORD lpdwOrderNumber)
{
	struct ntms_call call;
	uint32_t order = 0;

	ntms_call_begin(&call, hSession, NTMS_CMD_GET_REQUEST_ORDER);
	ntms_call_check(&call, lpRequestId && lpdwOrderNumber);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	ntms_call_want_u32(&call, NTMS_A_CALL_NUMBER, &order);
	if (!ntms_call_run(&call))
		*lpdwOrderNumber = order;
	return ntms_call_end(&call);
}

/**
 * SetNtmsRequestOrder() - change the place of a request in its queue
 * @hSession:		a session
 * @lpRequestId:	the request
 * @dwOrderNumber:	its new place among the requests of its kind, 1 for the next
 *			one; above the length of the queue for the last one
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL, or @dwOrderNumber is 0
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request
 * * ERROR_INVALID_STATE	- it is not in the queue
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD SetNtmsRequestOrder(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwOrderNumber)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_SET_REQUEST_ORDER);
	ntms_call_check(&call, lpRequestId && dwOrderNumber);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	ntms_call_u32(&call, NTMS_A_CALL_NUMBER, dwOrderNumber);
	return ntms_call_finish(&call);
}

static DWORD delete_some(HANDLE session, const NTMS_GUID *ids, DWORD type, DWORD count)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_DELETE_REQUESTS);
	ntms_call_check(&call, ids);
	ntms_call_guids(&call, NTMS_A_CALL_GUID_LIST, ids, count);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	return ntms_call_finish(&call);
}

/**
 * DeleteNtmsRequests() - delete finished requests
 * @hSession:		a session
 * @lpRequestId:	@dwCount requests of a library or to the operator
 * @dwType:		NTMS_LIBREQUEST or NTMS_OPREQUEST
 * @dwCount:		number of requests
 *
 * Requests that have not ended and identifiers that name none are passed over.
 * Long lists go to the module in pieces; if one of them fails those before it
 * are deleted.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL, or @dwType is none of these
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the computer
 */
DWORD DeleteNtmsRequests(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwType, DWORD dwCount)
{
	DWORD done = 0, count, code;

	do {
		count = dwCount - done < NTMS_MOST_GUIDS ? dwCount - done : NTMS_MOST_GUIDS;
		code = delete_some(hSession, lpRequestId ? lpRequestId + done : NULL,
				   dwType, count);
		done += count;
	} while (!code && done < dwCount);
	return code;
}
