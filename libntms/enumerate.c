// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * enumerate.c - listing objects
 *
 * MS-RSMP 3.2.5.2.4.7; SDK page EnumerateNtmsObject.  The call can also return
 * the codes that call.c lists for all calls.
 */
#include <linux/netlink.h>
#include <linux/ntms.h>

#include "session.h"

/* How often a list is taken because objects came or went meanwhile. */
#define MOST_TRIES	4

/**
 * struct listing - objects as they come
 * @to:		receives their identifiers
 * @capacity:	how many fit
 * @count:	how many there are
 */
struct listing {
	NTMS_GUID *to;
	size_t capacity;
	size_t count;
};

static void take_guid(struct listing *listing, struct ntms_attrs object)
{
	struct ntms_attr attr;

	while (ntms_attrs_next(&object, &attr)) {
		if (attr.type != NTMS_A_OBJECT_GUID)
			continue;
		if (listing->count < listing->capacity)
			ntms_attr_guids(&attr, listing->to + listing->count, 1);
		listing->count++;
		return;
	}
}

static void take_objects(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_OBJECT)
			take_guid(call->result, ntms_attr_nested(&attr));
	}
}

static void list(struct ntms_call *call, struct listing *listing)
{
	unsigned int tries = 0;

	pthread_mutex_lock(&call->session->dumping);
	do {
		listing->count = 0;
		ntms_call_run(call);
	} while (!call->code && call->disturbed && ++tries < MOST_TRIES);
	pthread_mutex_unlock(&call->session->dumping);
}

/**
 * EnumerateNtmsObject() - list the objects of a type
 * @hSession:		a session
 * @lpContainerId:	what the objects are in; NULL for all objects of the type,
 *			and for the pools at the top
 * @lpList:		receives the identifiers; NULL if *@lpdwListSize is 0
 * @lpdwListSize:	in: how many fit at @lpList; out: how many there are
 * @dwType:		type of the objects
 * @dwOptions:		NTMS_ENUM_DEFAULT; for pools at the top also
 *			NTMS_ENUM_ROOTPOOL to have the root pool first
 *
 * Objects that the caller may not use are left out.  The next call may find more
 * or fewer, so callers that first ask for the number have to loop.  A list during
 * which objects came or went is taken again, a few times; after that it is
 * returned as it is: without fault for all objects that stayed.
 *
 * Return:
 *
 * * ERROR_SUCCESS		- also if there are none
 * * ERROR_INSUFFICIENT_BUFFER	- there are more than fit; @lpList is full
 * * ERROR_INVALID_PARAMETER	- @lpdwListSize is NULL, or @lpList is and should
 *				  not be; @dwType cannot be listed, or not in such
 *				  a container; an option is wrong
 * * ERROR_OBJECT_NOT_FOUND	- there is no such container
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the container
 */
DWORD EnumerateNtmsObject(HANDLE hSession, const LPNTMS_GUID lpContainerId,
			  LPNTMS_GUID lpList, LPDWORD lpdwListSize, DWORD dwType,
			  DWORD dwOptions)
{
	struct listing listing = { .to = lpList };
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_GET_OBJECT);
	ntms_call_check(&call, lpdwListSize && (lpList || !*lpdwListSize));
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, dwType);
	ntms_call_guid(&call, NTMS_A_CALL_CONTAINER, lpContainerId);
	if (dwOptions)
		ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, dwOptions);
	if (!call.code)
		ntms_msg_put(&call.msg, NTMS_A_CALL_BRIEF, NULL, 0);
	call.flags = NLM_F_REQUEST | NLM_F_DUMP;
	call.reply = take_objects;
	call.result = &listing;

	if (!call.code) {
		listing.capacity = *lpdwListSize;
		list(&call, &listing);
	}
	if (!call.code) {
		*lpdwListSize = (DWORD)listing.count;
		if (listing.count > listing.capacity)
			ntms_call_fail(&call, ERROR_INSUFFICIENT_BUFFER);
	}
	return ntms_call_end(&call);
}
