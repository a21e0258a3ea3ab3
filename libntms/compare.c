// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * compare.c - what an inventory would find
 *
 * Beyond the NTMS calls, for operators who want to look before they let the
 * catalogue be changed.
 */
#include <string.h>

#include <linux/ntms.h>
#include <ntms.h>

#include "lasterror.h"
#include "session.h"

/* How often the list may go on: a changer has 65536 elements. */
#define MOST_PARTS	1024

/**
 * struct comparison - differences as they come
 * @to:		receives them
 * @capacity:	how many fit
 * @count:	how many came
 * @total:	how many there are, at the last look
 * @next:	where the list goes on, 0 if that was all
 */
struct comparison {
	struct ntms_difference *to;
	size_t capacity;
	size_t count;
	uint32_t total;
	uint64_t next;
};

_Static_assert(NTMS_DIFFERENCE_MOVED == (int)NTMS_DIFF_MOVED &&
	       NTMS_DIFFERENCE_UNCLEAR == (int)NTMS_DIFF_UNCLEAR,
	       "the kinds are numbered as in the family");

static void take_difference(struct ntms_difference *d, struct ntms_attrs attrs)
{
	struct ntms_attr attr;

	memset(d, 0, sizeof(*d));
	while (ntms_attrs_next(&attrs, &attr)) {
		switch (attr.type) {
		case NTMS_A_DIFFERENCE_KIND:
			d->kind = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DIFFERENCE_MEDIA:
			ntms_attr_guids(&attr, &d->media, 1);
			break;
		case NTMS_A_DIFFERENCE_LIBRARY:
			ntms_attr_guids(&attr, &d->library, 1);
			break;
		case NTMS_A_DIFFERENCE_BAR_CODE:
			ntms_attr_text(&attr, d->bar_code, sizeof(d->bar_code));
			break;
		case NTMS_A_DIFFERENCE_FROM_TYPE:
			d->from_type = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DIFFERENCE_FROM_NUMBER:
			d->from_number = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DIFFERENCE_TO_TYPE:
			d->to_type = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DIFFERENCE_TO_NUMBER:
			d->to_number = ntms_attr_u32(&attr);
			break;
		}
	}
}

static void take_part(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct comparison *comparison = call->result;
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		switch (attr.type) {
		case NTMS_A_CALL_TOTAL:
			comparison->total = ntms_attr_u32(&attr);
			break;
		case NTMS_A_CALL_NEXT:
			comparison->next = ntms_attr_u64(&attr);
			break;
		case NTMS_A_CALL_DIFFERENCE:
			if (comparison->count < comparison->capacity)
				take_difference(&comparison->to[comparison->count],
						ntms_attr_nested(&attr));
			comparison->count++;
			break;
		}
	}
}

static DWORD get_part(HANDLE session, const NTMS_GUID *library, uint64_t start,
		      struct comparison *comparison, bool sane)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_COMPARE_LIBRARY);
	ntms_call_check(&call, sane);
	ntms_call_guid(&call, NTMS_A_CALL_LIBRARY, library);
	if (start)
		ntms_call_put(&call, NTMS_A_CALL_START, &start, sizeof(start));
	call.reply = take_part;
	call.result = comparison;
	comparison->next = 0;
	return ntms_call_finish(&call);
}

/**
 * ntms_compare_library() - tell what an inventory by bar codes would find
 * @session:	a session
 * @library:	a library with a changer
 * @list:	receives the differences, in the order of the places where cartridges
 *		are, those that are gone at the end; NULL if *@count is 0
 * @count:	in: how many fit at @list; out: how many there are
 *
 * The library is read, as for InventoryNtmsLibrary() with NTMS_INVENTORY_FAST, and
 * nothing is changed.  The call returns when it has been read: after what its robot
 * is doing, and when its door is closed.  A list of more than some hundred is read in
 * parts, each of which is true of its time.
 *
 * Return:
 *
 * * ERROR_SUCCESS		- also if there are none
 * * ERROR_INSUFFICIENT_BUFFER	- there are more than fit; @list is full
 * * ERROR_INVALID_PARAMETER	- @library or @count is NULL, or @list is and should not
 *				  be
 * * ERROR_INVALID_LIBRARY	- there is no such library
 * * ERROR_LIBRARY_OFFLINE	- it is the offline library, or not connected
 * * ERROR_RESOURCE_DISABLED	- the library is disabled
 * * ERROR_NOT_SUPPORTED	- it is a drive without a changer
 * * ERROR_DEVICE_NOT_AVAILABLE, ERROR_UNABLE_TO_INVENTORY_SLOT - it could not be read
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD ntms_compare_library(HANDLE session, const NTMS_GUID *library,
			   struct ntms_difference *list, DWORD *count)
{
	bool sane = library && count && (list || !*count);
	struct comparison comparison = { .to = list, .capacity = sane ? *count : 0 };
	unsigned int parts = 0;
	DWORD code;

	do {
		code = get_part(session, library, comparison.next, &comparison, sane);
	} while (!code && comparison.next && comparison.count < comparison.capacity &&
		 ++parts < MOST_PARTS);
	if (code)
		return code;
	/* parts are looked at anew: what was told counts, and what is left */
	if (!comparison.next)
		comparison.total = (uint32_t)comparison.count;
	*count = comparison.total;
	return comparison.total > comparison.capacity ?
	       ntms_result(ERROR_INSUFFICIENT_BUFFER, NULL) : ERROR_SUCCESS;
}
