// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * uioptions.c - which computers see messages about an object
 *
 * The lists are kept; showing messages is left to programs that watch operator
 * requests.
 *
 * MS-RSMP 3.2.5.2.7.2 to .5; SDK pages GetNtmsUIOptions and SetNtmsUIOptions.
 * Each call can also return the codes that call.c lists for all calls.
 */
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms.h>

#include "server.h"
#include "session.h"
#include "text.h"
#include "wide.h"

/* What the module takes, with a terminator. */
#define NAME_SIZE	256

/**
 * struct names - a list of names as it comes, each with a terminator
 * @width:	form of the caller's text
 * @to:		receives the names
 * @room:	units that fit
 * @used:	units that there are
 */
struct names {
	enum ntms_width width;
	char *to;
	size_t room;
	size_t used;
};

static void add_name(struct names *names, const char *name)
{
	size_t left = names->room > names->used ? names->room - names->used : 0;

	names->used += ntms_text_put(names->width, name,
				     names->to + (left ? names->used * names->width : 0),
				     left);
}

static void take_names(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct names *names = call->result;
	struct ntms_attr attr;
	char name[NAME_SIZE];

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type != NTMS_A_CALL_DESTINATION)
			continue;
		ntms_attr_text(&attr, name, sizeof(name));
		if (name[0])
			add_name(names, name);
	}
}

static DWORD get_options(HANDLE session, enum ntms_width width, const NTMS_GUID *id,
			 DWORD type, void *to, LPDWORD size)
{
	struct names names = { .width = width, .to = to };
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_UI_OPTIONS);
	ntms_call_check(&call, size && (to || !*size));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	if (!call.code)
		names.room = *size;
	call.flags &= ~NLM_F_ACK;
	call.reply = take_names;
	call.result = &names;
	if (!ntms_call_run(&call)) {
		/* a second terminator ends the list; no list has length 0 */
		if (names.used || names.room)
			add_name(&names, "");
		*size = (DWORD)(names.used > 1 ? names.used : 0);
		if (names.used > names.room)
			ntms_call_fail(&call, ERROR_INSUFFICIENT_BUFFER);
	}
	return ntms_call_end(&call);
}

/**
 * GetNtmsUIOptionsA() - list the computers that see messages about an object
 * @hSession:		a session
 * @lpObjectId:		the computer for all messages, or a library; NULL for this
 *			session
 * @dwType:		NTMS_UITYPE_INFO, NTMS_UITYPE_REQ or NTMS_UITYPE_ERR
 * @lpszDestination:	receives names, each with a terminator, and one more
 *			terminator at the end; NULL if *@lpdwBufSize is 0
 * @lpdwBufSize:	in: the size of @lpszDestination; out: the size that the list
 *			takes, 0 if it is empty; both in characters
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, the object is neither of these,
 *				  or @dwType is none of these
 * * ERROR_INSUFFICIENT_BUFFER	- the list does not fit
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the object
 */
DWORD GetNtmsUIOptionsA(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			LPSTR lpszDestination, LPDWORD lpdwBufSize)
{
	return get_options(hSession, NTMS_UTF8, lpObjectId, dwType, lpszDestination,
			   lpdwBufSize);
}

/**
 * GetNtmsUIOptionsW() - as GetNtmsUIOptionsA(), with text in WCHARs
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		kind of messages
 * @lpszDestination:	receives names
 * @lpdwBufSize:	its size in WCHARs
 *
 * Return: as GetNtmsUIOptionsA().
 */
DWORD GetNtmsUIOptionsW(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			LPWSTR lpszDestination, LPDWORD lpdwBufSize)
{
	return get_options(hSession, NTMS_UTF32, lpObjectId, dwType, lpszDestination,
			   lpdwBufSize);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD GetNtmsUIOptionsW_u16(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			    uint16_t *lpszDestination, LPDWORD lpdwBufSize)
{
	return get_options(hSession, NTMS_UTF16, lpObjectId, dwType, lpszDestination,
			   lpdwBufSize);
}

static DWORD set_options(HANDLE session, enum ntms_width width, const NTMS_GUID *id,
			 DWORD type, DWORD operation, const void *destination)
{
	char name[NAME_SIZE] = "";
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_SET_UI_OPTIONS);
	if (destination && operation != NTMS_UIDEST_DELETEALL)
		ntms_call_take(&call, width, destination, NAME_SIZE - 1, name, sizeof(name),
			       ERROR_INVALID_PARAMETER);
	if (!name[0])
		ntms_server_self(name, sizeof(name));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, id);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, type);
	ntms_call_u32(&call, NTMS_A_CALL_ACTION, operation);
	if (operation != NTMS_UIDEST_DELETEALL)
		ntms_call_text(&call, NTMS_A_CALL_DESTINATION, name);
	return ntms_call_finish(&call);
}

/**
 * SetNtmsUIOptionsA() - change the computers that see messages about an object
 * @hSession:		a session
 * @lpObjectId:		the computer for all messages, or a library; NULL for this
 *			session, whose list ends with it
 * @dwType:		NTMS_UITYPE_INFO, NTMS_UITYPE_REQ or NTMS_UITYPE_ERR
 * @dwOperation:	NTMS_UIDEST_ADD, NTMS_UIDEST_DELETE or, to have no messages
 *			shown at all, NTMS_UIDEST_DELETEALL
 * @lpszDestination:	name of a computer, which is not looked up, of 255 bytes of
 *			UTF-8 at most; NULL or "" for this one; ignored by
 *			NTMS_UIDEST_DELETEALL
 *
 * Adding a computer that is in the list and deleting one that is not succeed.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @dwType, @dwOperation or the object is none of
 *				  these, or the name is malformed or too long
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS or
 *				  NTMS_MODIFY_ACCESS to the object
 */
DWORD SetNtmsUIOptionsA(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			DWORD dwOperation, LPCSTR lpszDestination)
{
	return set_options(hSession, NTMS_UTF8, lpObjectId, dwType, dwOperation,
			   lpszDestination);
}

/**
 * SetNtmsUIOptionsW() - as SetNtmsUIOptionsA(), with text in WCHARs
 * @hSession:		a session
 * @lpObjectId:		the object
 * @dwType:		kind of messages
 * @dwOperation:	what to do
 * @lpszDestination:	name of a computer
 *
 * Return: as SetNtmsUIOptionsA().
 */
DWORD SetNtmsUIOptionsW(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			DWORD dwOperation, LPCWSTR lpszDestination)
{
	return set_options(hSession, NTMS_UTF32, lpObjectId, dwType, dwOperation,
			   lpszDestination);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD SetNtmsUIOptionsW_u16(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			    DWORD dwOperation, const uint16_t *lpszDestination)
{
	return set_options(hSession, NTMS_UTF16, lpObjectId, dwType, dwOperation,
			   lpszDestination);
}
