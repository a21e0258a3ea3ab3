// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pool.c - media pools
 *
 * MS-RSMP 3.2.5.2.2.9 to .12 and .14; SDK pages of the same names as the calls.
 * Each call can also return the codes that call.c lists for all calls.
 */
#include <stdlib.h>

#include <linux/ntms.h>

#include "security.h"
#include "session.h"
#include "text.h"
#include "wide.h"

/* A path may begin with a backslash, which does not count. */
#define MOST_IN_PATH	NTMS_POOLHIERARCHY_LENGTH
#define PATH_SIZE	NTMS_UTF8_SIZE(MOST_IN_PATH + 1)

static void put_security(struct ntms_call *call, const SECURITY_ATTRIBUTES *security)
{
	struct ntms_acl *acl;
	size_t length;

	if (call->code || !security || !security->lpSecurityDescriptor)
		return;
	ntms_call_fail(call, ntms_security_get(security->lpSecurityDescriptor, 0, &acl,
					       &length));
	if (!call->code && acl)
		ntms_msg_put(&call->msg, NTMS_A_CALL_ACL, acl, length);
	free(acl);
}

static DWORD create_pool(HANDLE session, enum ntms_width width, const void *name,
			 LPNTMS_GUID type, DWORD action,
			 LPSECURITY_ATTRIBUTES security, LPNTMS_GUID pool)
{
	struct ntms_call call;
	char path[PATH_SIZE];

	ntms_call_begin(&call, session, NTMS_CMD_CREATE_POOL);
	ntms_call_check(&call, name && pool);
	ntms_call_take(&call, width, name, MOST_IN_PATH, path, sizeof(path),
		       ERROR_INVALID_NAME);
	ntms_call_text(&call, NTMS_A_CALL_PATH, path);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA_TYPE, type);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, action);
	if (action != NTMS_OPEN_EXISTING)
		put_security(&call, security);
	ntms_call_want_guid(&call, NTMS_A_CALL_POOL, pool);
	return ntms_call_finish(&call);
}

/**
 * CreateNtmsMediaPoolA() - create or open an application pool
 * @hSession:		a session
 * @lpPoolName:		path of the pool: names with backslashes between them, of
 *			63 UTF-16 units at most, in all 511
 * @lpMediaType:	type of media that the pool is for; NULL for a pool of
 *			pools; ignored when a pool is opened
 * @dwAction:		NTMS_OPEN_EXISTING, NTMS_CREATE_NEW, NTMS_OPEN_ALWAYS
 * @lpSecurityAttributes: who may do what with a new pool, as a self-relative
 *			security descriptor (security.c tells which SIDs are
 *			known); NULL for what the pool above says, and all rights
 *			for the caller
 * @lpPoolId:		receives the pool
 *
 * Only the last name of the path is created, the others must exist.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpPoolName or @lpPoolId is NULL, or @dwAction is
 *				  none of these
 * * ERROR_INVALID_NAME		- the path is malformed or too long
 * * ERROR_ALREADY_EXISTS	- NTMS_CREATE_NEW, and there is one
 * * ERROR_OBJECT_NOT_FOUND	- NTMS_OPEN_EXISTING, and there is none; or no pool
 *				  above that could hold it
 * * ERROR_INVALID_MEDIA	- there is no such type of media
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the root
 *				  pool or to the pool above, or NTMS_USE_ACCESS to
 *				  the pool that exists
 * * ERROR_INVALID_SECURITY_DESCR - the security descriptor is malformed or names
 *				  somebody who is unknown here
 */
DWORD CreateNtmsMediaPoolA(HANDLE hSession, LPCSTR lpPoolName, LPNTMS_GUID lpMediaType,
			   DWORD dwAction, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			   LPNTMS_GUID lpPoolId)
{
	return create_pool(hSession, NTMS_UTF8, lpPoolName, lpMediaType, dwAction,
			   lpSecurityAttributes, lpPoolId);
}

/**
 * CreateNtmsMediaPoolW() - as CreateNtmsMediaPoolA(), with text in WCHARs
 * @hSession:		a session
 * @lpPoolName:		path of the pool
 * @lpMediaType:	type of media
 * @dwAction:		what to do
 * @lpSecurityAttributes: who may do what
 * @lpPoolId:		receives the pool
 *
 * Return: as CreateNtmsMediaPoolA().
 */
DWORD CreateNtmsMediaPoolW(HANDLE hSession, LPCWSTR lpPoolName, LPNTMS_GUID lpMediaType,
			   DWORD dwAction, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			   LPNTMS_GUID lpPoolId)
{
	return create_pool(hSession, NTMS_UTF32, lpPoolName, lpMediaType, dwAction,
			   lpSecurityAttributes, lpPoolId);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD CreateNtmsMediaPoolW_u16(HANDLE hSession, const uint16_t *lpPoolName,
			       LPNTMS_GUID lpMediaType, DWORD dwAction,
			       LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			       LPNTMS_GUID lpPoolId)
{
	return create_pool(hSession, NTMS_UTF16, lpPoolName, lpMediaType, dwAction,
			   lpSecurityAttributes, lpPoolId);
}

static DWORD pool_name(HANDLE session, enum ntms_width width, LPNTMS_GUID pool,
		       void *to, LPDWORD size)
{
	struct ntms_call call;
	char path[PATH_SIZE];
	size_t need;

	ntms_call_begin(&call, session, NTMS_CMD_GET_POOL_NAME);
	ntms_call_check(&call, pool && size && (to || !*size));
	ntms_call_guid(&call, NTMS_A_CALL_POOL, pool);
	ntms_call_want_text(&call, NTMS_A_CALL_PATH, path, sizeof(path));
	if (!ntms_call_run(&call)) {
		need = ntms_text_put(width, path, to, *size);
		if (need > *size)
			ntms_call_fail(&call, ERROR_INSUFFICIENT_BUFFER);
		*size = (DWORD)need;
	}
	return ntms_call_end(&call);
}

/**
 * GetNtmsMediaPoolNameA() - tell the path of a pool
 * @hSession:		a session
 * @lpPoolId:		the pool
 * @lpNameBuf:		receives the path, without a backslash in front; NULL if
 *			*@lpdwBufSize is 0
 * @lpdwBufSize:	in: the size of @lpNameBuf; out: the size that the path
 *			takes; both in characters, the terminator counted
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INSUFFICIENT_BUFFER	- the path does not fit and is cut
 * * ERROR_INVALID_MEDIA_POOL	- there is no such pool
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the pool
 */
DWORD GetNtmsMediaPoolNameA(HANDLE hSession, LPNTMS_GUID lpPoolId, LPSTR lpNameBuf,
			    LPDWORD lpdwBufSize)
{
	return pool_name(hSession, NTMS_UTF8, lpPoolId, lpNameBuf, lpdwBufSize);
}

/**
 * GetNtmsMediaPoolNameW() - as GetNtmsMediaPoolNameA(), with text in WCHARs
 * @hSession:		a session
 * @lpPoolId:		the pool
 * @lpNameBuf:		receives the path
 * @lpdwBufSize:	its size in WCHARs
 *
 * Return: as GetNtmsMediaPoolNameA().
 */
DWORD GetNtmsMediaPoolNameW(HANDLE hSession, LPNTMS_GUID lpPoolId, LPWSTR lpNameBuf,
			    LPDWORD lpdwBufSize)
{
	return pool_name(hSession, NTMS_UTF32, lpPoolId, lpNameBuf, lpdwBufSize);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD GetNtmsMediaPoolNameW_u16(HANDLE hSession, LPNTMS_GUID lpPoolId,
				uint16_t *lpNameBuf, LPDWORD lpdwBufSize)
{
	return pool_name(hSession, NTMS_UTF16, lpPoolId, lpNameBuf, lpdwBufSize);
}

/**
 * DeleteNtmsMediaPool() - delete an empty application pool
 * @hSession:	a session
 * @lpPoolId:	the pool
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpPoolId is NULL
 * * ERROR_INVALID_MEDIA_POOL	- there is no such pool, or it is a free, import or
 *				  unrecognized one
 * * ERROR_NOT_EMPTY		- it holds media or pools
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool
 */
DWORD DeleteNtmsMediaPool(HANDLE hSession, LPNTMS_GUID lpPoolId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DELETE_POOL);
	ntms_call_check(&call, lpPoolId);
	ntms_call_guid(&call, NTMS_A_CALL_POOL, lpPoolId);
	return ntms_call_finish(&call);
}
