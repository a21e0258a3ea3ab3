// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * health.c - what drives and media have been through
 */
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms.h>
#include <ntms.h>

#include "session.h"

#define NTMS_SUSPECTS	(sizeof(((struct ntms_health *)0)->suspect) / sizeof(NTMS_GUID))

static void take_history(struct ntms_attrs attrs, struct ntms_health *health)
{
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		switch (attr.type) {
		case NTMS_A_OBJECT_TYPE:
			health->type = ntms_attr_u32(&attr);
			break;
		case NTMS_A_OBJECT_ALERTS:
			health->alerts = ntms_attr_u64(&attr);
			break;
		case NTMS_A_OBJECT_ERROR_COUNT:
			health->errors = ntms_attr_u32(&attr);
			break;
		case NTMS_A_OBJECT_LOADED_SECS:
			health->loaded_secs = ntms_attr_u32(&attr);
			break;
		case NTMS_A_OBJECT_LOADED_SINCE:
			health->loaded_since = ntms_attr_u64(&attr);
			break;
		case NTMS_A_OBJECT_LAST_ERROR:
			health->last_error = ntms_attr_u64(&attr);
			break;
		case NTMS_A_OBJECT_SENSE:
			health->sense = ntms_attr_u32(&attr);
			break;
		case NTMS_A_OBJECT_SUSPECTS:
			health->suspects = ntms_attr_guids(&attr, health->suspect, NTMS_SUSPECTS);
			if (health->suspects > NTMS_SUSPECTS)
				health->suspects = NTMS_SUSPECTS;
			break;
		}
	}
}

static void take_object(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_OBJECT)
			take_history(ntms_attr_nested(&attr), call->result);
	}
}

/**
 * ntms_get_health() - tell what a drive or a medium has been through
 * @session:	a session
 * @object:	a drive or a physical medium
 * @health:	receives it
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, or it is an object of another type
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the library of the
 *				  drive, or the pool of the medium
 */
DWORD ntms_get_health(HANDLE session, const NTMS_GUID *object, struct ntms_health *health)
{
	struct ntms_health history = { 0 };
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_OBJECT);
	ntms_call_check(&call, object && health);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, object);
	call.flags &= ~NLM_F_ACK;
	call.reply = take_object;
	call.result = &history;
	if (!ntms_call_run(&call))
		ntms_call_check(&call, history.type == NTMS_DRIVE ||
				       history.type == NTMS_PHYSICAL_MEDIA);
	if (!call.code)
		*health = history;
	return ntms_call_end(&call);
}
