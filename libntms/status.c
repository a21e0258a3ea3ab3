// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * status.c - what the module is doing
 */
#include <string.h>

#include <linux/ntms.h>
#include <ntms.h>

#include "lasterror.h"
#include "session.h"

static void take_status(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_status *status = call->result;
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		switch (attr.type) {
		case NTMS_A_STATUS_VERSION:
			ntms_attr_text(&attr, status->version, sizeof(status->version));
			break;
		case NTMS_A_STATUS_READINESS:
			status->readiness = ntms_attr_u32(&attr);
			break;
		case NTMS_A_STATUS_DURABLE:
			status->durable = ntms_attr_u32(&attr) != 0;
			break;
		case NTMS_A_STATUS_COMMITTED:
			status->committed = ntms_attr_u64(&attr);
			break;
		case NTMS_A_STATUS_STORED:
			status->stored = ntms_attr_u64(&attr);
			break;
		case NTMS_A_STATUS_SESSIONS:
			status->sessions = ntms_attr_u32(&attr);
			break;
		case NTMS_A_STATUS_OBJECTS:
			status->objects = ntms_attr_u32(&attr);
			break;
		case NTMS_A_STATUS_AGENT:
			status->agent = ntms_attr_u32(&attr) != 0;
			break;
		case NTMS_A_STATUS_UPTIME:
			status->uptime = ntms_attr_u64(&attr);
			break;
		}
	}
}

/**
 * ntms_get_status() - tell what the module is doing
 * @status:	receives it; what the module does not tell is zero
 *
 * Needs no session, and waits for nothing: it is also there for a module whose
 * database is not loaded.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @status is NULL
 * * ERROR_NOT_CONNECTED	- the module is not loaded
 * * RPC_S_NO_INTERFACES	- the module is older than the library
 * * ERROR_NOT_ENOUGH_MEMORY	- here or in the module
 */
DWORD ntms_get_status(struct ntms_status *status)
{
	struct ntms_session *session;
	struct ntms_call call;
	DWORD code;

	if (!status)
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	memset(status, 0, sizeof(*status));
	session = ntms_session_create(&code);
	if (!session)
		return ntms_result(code, NULL);
	ntms_call_begin_in(&call, session, NTMS_CMD_GET_STATUS);
	call.reply = take_status;
	call.result = status;
	ntms_call_run(&call);
	ntms_ref_put(&session->ref);
	return ntms_call_end(&call);
}
