// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * detect.c - being told when media are put into stand-alone drives
 *
 * MS-RSMP 3.2.5.2.1.17 to .19; SDK pages of the same names as the calls.  Each call
 * can also return the codes that call.c lists for all calls.
 */
#include <stdlib.h>

#include <linux/ntms.h>

#include "session.h"

/**
 * struct detection - a detection
 * @ref:	the handle table's view
 * @number:	the module's number
 */
struct detection {
	struct ntms_ref ref;
	uint32_t number;
};

static void detection_release(struct ntms_ref *ref)
{
	free((struct detection *)ref);
}

static void detection_forked(struct ntms_ref *ref)
{
	(void)ref;
}

/* Puts the number of a detection of the session, else the call fails. */
static void put_detection(struct ntms_call *call, HANDLE handle)
{
	struct detection *detection;

	if (call->code)
		return;
	detection = (struct detection *)ntms_handle_get(NTMS_HANDLE_DETECTION, handle);
	if (!detection || detection->ref.owner != &call->session->ref)
		ntms_call_fail(call, ERROR_INVALID_HANDLE);
	else
		ntms_call_u32(call, NTMS_A_CALL_DETECTION, detection->number);
	if (detection)
		ntms_ref_put(&detection->ref);
}

/**
 * BeginNtmsDeviceChangeDetection() - open a detection
 * @hSession:		a session
 * @lpDetectHandle:	receives the detection, to be closed with
 *			EndNtmsDeviceChangeDetection(); it ends with the session at
 *			the latest
 *
 * A detection that SetNtmsDeviceChangeDetection() has given no objects detects
 * nothing.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @hSession is no open session, or @lpDetectHandle is
 *				  NULL
 */
DWORD BeginNtmsDeviceChangeDetection(HANDLE hSession, LPHANDLE lpDetectHandle)
{
	struct detection *detection = calloc(1, sizeof(*detection));
	struct ntms_call call;
	HANDLE handle;

	ntms_call_begin(&call, hSession, NTMS_CMD_BEGIN_DETECTION);
	if (!lpDetectHandle)
		ntms_call_fail(&call, ERROR_INVALID_HANDLE);
	if (!detection)
		ntms_call_fail(&call, ERROR_NOT_ENOUGH_MEMORY);
	if (!call.code) {
		atomic_init(&detection->ref.users, 1);
		detection->ref.release = detection_release;
		detection->ref.forked = detection_forked;
		detection->ref.owner = &call.session->ref;
		ntms_call_want_u32(&call, NTMS_A_CALL_DETECTION, &detection->number);
	}
	if (!ntms_call_run(&call)) {
		handle = ntms_handle_create(NTMS_HANDLE_DETECTION, &detection->ref);
		if (!handle)
			ntms_call_fail(&call, ERROR_INVALID_HANDLE);
		else if (handle == INVALID_HANDLE_VALUE)
			ntms_call_fail(&call, ERROR_NOT_ENOUGH_MEMORY);
		else
			*lpDetectHandle = handle;
	}
	if (call.code)
		free(detection);
	return ntms_call_end(&call);
}

static DWORD set_some(HANDLE session, HANDLE handle, const NTMS_GUID *ids, DWORD type,
		      DWORD count)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_SET_DETECTION);
	if (handle)
		put_detection(&call, handle);
	ntms_call_check(&call, ids && count);
	ntms_call_guids(&call, NTMS_A_CALL_GUID_LIST, ids, count);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	return ntms_call_finish(&call);
}

/**
 * SetNtmsDeviceChangeDetection() - add stand-alone drives to a detection
 * @hSession:		a session
 * @DetectHandle:	the detection; NULL to look once, now
 * @lpObjectId:		@dwCount libraries of stand-alone drives; or physical media
 *			or types of media, for all libraries that could hold them
 * @dwType:		NTMS_LIBRARY, NTMS_PHYSICAL_MEDIA or NTMS_MEDIA_TYPE
 * @dwCount:		number of objects, 1 at least
 *
 * Media that come and go are then told like any other change, see
 * OpenNtmsNotification().  Long lists go to the module in pieces.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @hSession is no open session, or @DetectHandle is
 *				  none of its detections
 * * ERROR_INVALID_PARAMETER	- @lpObjectId is NULL, @dwCount is 0, or @dwType is
 *				  none of these
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_INVALID_MEDIA	- there is no such medium or type of media
 */
DWORD SetNtmsDeviceChangeDetection(HANDLE hSession, HANDLE DetectHandle,
				   LPNTMS_GUID lpObjectId, DWORD dwType, DWORD dwCount)
{
	DWORD done = 0, count, code;

	do {
		count = dwCount - done < NTMS_MOST_GUIDS ? dwCount - done : NTMS_MOST_GUIDS;
		code = set_some(hSession, DetectHandle,
				lpObjectId ? lpObjectId + done : NULL, dwType, count);
		done += count;
	} while (!code && done < dwCount);
	return code;
}

/**
 * EndNtmsDeviceChangeDetection() - end a detection
 * @hSession:		a session
 * @DetectHandle:	the detection
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @hSession is no open session, or @DetectHandle is
 *				  none of its detections
 */
DWORD EndNtmsDeviceChangeDetection(HANDLE hSession, HANDLE DetectHandle)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_END_DETECTION);
	put_detection(&call, DetectHandle);
	if (!ntms_call_run(&call))
		ntms_ref_put(ntms_handle_remove(NTMS_HANDLE_DETECTION, DetectHandle));
	return ntms_call_end(&call);
}
