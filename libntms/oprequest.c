// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * oprequest.c - requests to the operator
 *
 * MS-RSMP 3.2.5.2.5.4 to .8; SDK pages of the same names as the calls.  Each call
 * can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>
#include <ntms.h>

#include "session.h"
#include "text.h"
#include "wide.h"

static DWORD submit(HANDLE session, enum ntms_width width, DWORD request,
		    const void *message, const NTMS_GUID *arg1, const NTMS_GUID *arg2,
		    LPNTMS_GUID id)
{
	char text[NTMS_UTF8_SIZE(NTMS_MESSAGE_LENGTH)] = "";
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_SUBMIT_OPREQUEST);
	ntms_call_check(&call, id);
	if (message)
		ntms_call_take(&call, width, message, NTMS_MESSAGE_LENGTH - 1, text,
			       sizeof(text), ERROR_INVALID_PARAMETER);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, request);
	ntms_call_text(&call, NTMS_A_CALL_MESSAGE, text);
	ntms_call_guid(&call, NTMS_A_CALL_ARG1, arg1);
	ntms_call_guid(&call, NTMS_A_CALL_ARG2, arg2);
	ntms_call_want_guid(&call, NTMS_A_CALL_GUID, id);
	return ntms_call_finish(&call);
}

/**
 * SubmitNtmsOperatorRequestA() - ask the operator for something
 * @hSession:		a session
 * @dwRequest:		NTMS_OPREQ_NEWMEDIA for new media, NTMS_OPREQ_CLEANER for a
 *			cleaner, NTMS_OPREQ_DEVICESERVICE for service of a device,
 *			NTMS_OPREQ_MOVEMEDIA for an offline medium,
 *			NTMS_OPREQ_MESSAGE to have a message read
 * @lpMessage:		text for the operator, of 255 UTF-16 units at most; may be
 *			NULL
 * @lpArg1Id:		what the request is about: a pool (NEWMEDIA); a library or a
 *			slot (CLEANER); a door, a library, a drive or a physical
 *			medium (DEVICESERVICE); a physical medium (MOVEMEDIA); NULL
 *			(MESSAGE)
 * @lpArg2Id:		the library that the media are for (NEWMEDIA, may be NULL;
 *			MOVEMEDIA); else NULL
 * @lpRequestId:	receives the request
 *
 * The call does not wait; see WaitForNtmsOperatorRequest().
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL, @dwRequest is none of these,
 *				  the message is malformed or too long, or an
 *				  argument is missing, superfluous or of a wrong kind
 * * ERROR_OBJECT_NOT_FOUND	- an argument is no object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the pool
 *				  (NEWMEDIA, MOVEMEDIA) or to the library (CLEANER,
 *				  DEVICESERVICE), or NTMS_USE_ACCESS to the computer
 *				  (MESSAGE)
 */
DWORD SubmitNtmsOperatorRequestA(HANDLE hSession, DWORD dwRequest, LPCSTR lpMessage,
				 LPNTMS_GUID lpArg1Id, LPNTMS_GUID lpArg2Id,
				 LPNTMS_GUID lpRequestId)
{
	return submit(hSession, NTMS_UTF8, dwRequest, lpMessage, lpArg1Id, lpArg2Id,
		      lpRequestId);
}

/**
 * SubmitNtmsOperatorRequestW() - as SubmitNtmsOperatorRequestA(), with WCHARs
 * @hSession:		a session
 * @dwRequest:		what is asked for
 * @lpMessage:		text for the operator
 * @lpArg1Id:		what the request is about
 * @lpArg2Id:		the library that media are for
 * @lpRequestId:	receives the request
 *
 * Return: as SubmitNtmsOperatorRequestA().
 */
DWORD SubmitNtmsOperatorRequestW(HANDLE hSession, DWORD dwRequest, LPCWSTR lpMessage,
				 LPNTMS_GUID lpArg1Id, LPNTMS_GUID lpArg2Id,
				 LPNTMS_GUID lpRequestId)
{
	return submit(hSession, NTMS_UTF32, dwRequest, lpMessage, lpArg1Id, lpArg2Id,
		      lpRequestId);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD SubmitNtmsOperatorRequestW_u16(HANDLE hSession, DWORD dwRequest,
				     const uint16_t *lpMessage, LPNTMS_GUID lpArg1Id,
				     LPNTMS_GUID lpArg2Id, LPNTMS_GUID lpRequestId)
{
	return submit(hSession, NTMS_UTF16, dwRequest, lpMessage, lpArg1Id, lpArg2Id,
		      lpRequestId);
}

/**
 * WaitForNtmsOperatorRequest() - wait until a request to the operator is answered
 * @hSession:		a session
 * @lpRequestId:	the request
 * @dwTimeout:		milliseconds, INFINITE for ever, 0 to look only
 *
 * Return:
 *
 * * ERROR_SUCCESS		- the request is satisfied
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request (any more): finished ones
 *				  are deleted some time
 * * ERROR_CANCELLED		- the request was refused, or the session was closed
 * * ERROR_TIMEOUT		- there was no answer in time
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the computer
 */
DWORD WaitForNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwTimeout)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_WAIT_OPREQUEST);
	ntms_call_check(&call, lpRequestId);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	ntms_call_u32(&call, NTMS_A_CALL_TIMEOUT, dwTimeout);
	return ntms_call_finish(&call);
}

/**
 * CancelNtmsOperatorRequest() - refuse a request to the operator
 * @hSession:		a session
 * @lpRequestId:	the request
 *
 * Whoever waits for it returns ERROR_CANCELLED.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request
 * * ERROR_INVALID_STATE	- it is satisfied or refused already
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD CancelNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_CANCEL_OPREQUEST);
	ntms_call_check(&call, lpRequestId);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	return ntms_call_finish(&call);
}

/**
 * SatisfyNtmsOperatorRequest() - declare a request to the operator done
 * @hSession:		a session
 * @lpRequestId:	the request
 *
 * Whoever waits for it tries again what made the request necessary.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpRequestId is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request, or it is satisfied or
 *				  refused already
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD SatisfyNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_SATISFY_OPREQUEST);
	ntms_call_check(&call, lpRequestId);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpRequestId);
	return ntms_call_finish(&call);
}

/**
 * ntms_acknowledge_oprequest() - say that an operator has seen a request
 * @session:	a session
 * @request:	the request
 * @begun:	not only seen: somebody is working on it
 *
 * For the programs of operators.  The request becomes NTMS_OPSTATE_ACTIVE, or
 * NTMS_OPSTATE_INPROGRESS; its answer are SatisfyNtmsOperatorRequest() and
 * CancelNtmsOperatorRequest().
 *
 * Source: MS-RSMP 2.2.4.6 names the states, no call of it sets them.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @request is NULL
 * * ERROR_OBJECT_NOT_FOUND	- there is no such request
 * * ERROR_INVALID_STATE	- it has been answered
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD ntms_acknowledge_oprequest(HANDLE session, const NTMS_GUID *request, BOOL begun)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_ACK_OPREQUEST);
	ntms_call_check(&call, request);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, request);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, begun ? 2 : 1);
	return ntms_call_finish(&call);
}
