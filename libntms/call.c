// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * call.c - the pattern of every call
 *
 * A call looks up its session, checks its arguments, puts them into a request,
 * has it answered and reports.  Each step does nothing once an earlier one
 * failed, so that the calls themselves need no branches:
 *
 *	ntms_call_begin(&call, hSession, NTMS_CMD_...);
 *	ntms_call_check(&call, lpMediaId != NULL);
 *	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, lpMediaId);
 *	return ntms_call_finish(&call);
 *
 * The order of checks is that of all NTMS calls: the handle first, then the
 * arguments as far as the library can tell, then what the module says.
 *
 * Codes that every call with a session can return:
 *
 * ERROR_INVALID_HANDLE		the handle is null, INVALID_HANDLE_VALUE, closed,
 *				of a parent process or no handle at all
 * ERROR_NOT_READY		the module is still loading its database
 * ERROR_NOT_ENOUGH_MEMORY	here or in the module
 * ERROR_CANCELLED		the session was closed while the call waited
 * ERROR_CONNECTION_UNAVAIL	answers were lost; the session is of no more use
 * ERROR_NOT_CONNECTED		the module was unloaded
 * ERROR_CALL_NOT_IMPLEMENTED	the module is older than the call
 * ERROR_DATABASE_FAILURE, ERROR_DATABASE_FULL
 *				a change could not be stored and was undone
 */
#include <stdarg.h>
#include <stdio.h>

#include <linux/netlink.h>

#include "lasterror.h"
#include "session.h"

static void take_results(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_wanted *want;
	struct ntms_attr attr;
	unsigned int i;

	while (ntms_attrs_next(&attrs, &attr)) {
		for (i = 0; i < call->wants; i++) {
			want = &call->want[i];
			if (want->type != attr.type)
				continue;
			want->got = true;
			if (want->count)
				want->got = ntms_attr_guids(&attr, want->to,
							    want->count) >= want->count;
			else if (want->size)
				ntms_attr_text(&attr, want->to, want->size);
			else
				*(uint32_t *)want->to = ntms_attr_u32(&attr);
		}
	}
}

static void start(struct ntms_call *call, struct ntms_session *session,
		  uint8_t command)
{
	call->session = session;
	call->code = ERROR_SUCCESS;
	call->flags = NLM_F_REQUEST | NLM_F_ACK;
	call->reply = take_results;
	call->wants = 0;
	call->ends = false;
	call->text[0] = '\0';
	ntms_msg_start(&call->msg, command);
}

/**
 * ntms_call_begin() - begin a call
 * @call:	not initialised
 * @handle:	the session that the program named
 * @command:	enum ntms_cmd
 *
 * To be followed by ntms_call_end() or ntms_call_finish().
 */
void ntms_call_begin(struct ntms_call *call, HANDLE handle, uint8_t command)
{
	/* The reference is the first member of the session. */
	start(call, (struct ntms_session *)ntms_handle_get(NTMS_HANDLE_SESSION, handle),
	      command);
	if (!call->session)
		call->code = ERROR_INVALID_HANDLE;
}

/**
 * ntms_call_begin_in() - begin a call in a session that has no handle
 * @call:	not initialised
 * @session:	the session
 * @command:	enum ntms_cmd
 */
void ntms_call_begin_in(struct ntms_call *call, struct ntms_session *session,
			uint8_t command)
{
	atomic_fetch_add_explicit(&session->ref.users, 1, memory_order_relaxed);
	start(call, session, command);
}

/**
 * ntms_call_fail() - make a call fail
 * @call:	the call
 * @code:	with what; ERROR_SUCCESS changes nothing
 */
void ntms_call_fail(struct ntms_call *call, DWORD code)
{
	if (!call->code)
		call->code = code;
}

/**
 * ntms_call_check() - check an argument
 * @call:	the call
 * @valid:	whether it is right; else the call fails as having a wrong one
 */
void ntms_call_check(struct ntms_call *call, bool valid)
{
	if (!valid)
		ntms_call_fail(call, ERROR_INVALID_PARAMETER);
}

/**
 * ntms_call_u32() - put a number into the request
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @value:	the number
 */
void ntms_call_u32(struct ntms_call *call, uint16_t type, uint32_t value)
{
	if (!call->code)
		ntms_msg_put_u32(&call->msg, type, value);
}

/**
 * ntms_call_text() - put a text into the request
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @text:	UTF-8 with a terminator
 */
void ntms_call_text(struct ntms_call *call, uint16_t type, const char *text)
{
	if (!call->code)
		ntms_msg_put_text(&call->msg, type, text);
}

/**
 * ntms_call_take() - take a text of the caller for the request
 * @call:	the call
 * @width:	of the caller's characters
 * @from:	his text
 * @limit:	UTF-16 units that it may have
 * @to:		receives it as UTF-8, unless the call has failed before
 * @size:	bytes at @to
 * @code:	what the call fails with when the text is malformed or too long
 */
void ntms_call_take(struct ntms_call *call, enum ntms_width width, const void *from,
		    size_t limit, char *to, size_t size, DWORD code)
{
	if (!call->code && ntms_text_get(width, from, SIZE_MAX, limit, to, size))
		ntms_call_fail(call, code);
}

/**
 * ntms_call_guid() - put an identifier into the request
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @guid:	the identifier; nothing is put for NULL
 */
void ntms_call_guid(struct ntms_call *call, uint16_t type, const NTMS_GUID *guid)
{
	if (!call->code && guid)
		ntms_msg_put_guids(&call->msg, type, guid, 1);
}

/**
 * ntms_call_guids() - put a list of identifiers into the request
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @guids:	the list
 * @count:	number of identifiers
 */
void ntms_call_guids(struct ntms_call *call, uint16_t type,
		     const NTMS_GUID *guids, size_t count)
{
	if (!call->code)
		ntms_msg_put_guids(&call->msg, type, guids, count);
}

/**
 * ntms_call_put() - put bytes into the request
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @data:	the bytes
 * @length:	number of them, not above 65531
 */
void ntms_call_put(struct ntms_call *call, uint16_t type, const void *data,
		   size_t length)
{
	if (!call->code)
		ntms_msg_put(&call->msg, type, data, length);
}

/* A call that wants something is complete with its answer: no ACK is needed. */
static struct ntms_wanted *want(struct ntms_call *call, uint16_t type, void *to)
{
	struct ntms_wanted *new = &call->want[call->wants++];

	call->flags &= ~NLM_F_ACK;
	new->type = type;
	new->count = 0;
	new->size = 0;
	new->got = false;
	new->to = to;
	return new;
}

/**
 * ntms_call_want_guid() - say what the answer must have: an identifier
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @to:		receives it
 */
void ntms_call_want_guid(struct ntms_call *call, uint16_t type, NTMS_GUID *to)
{
	want(call, type, to)->count = 1;
}

/**
 * ntms_call_want_guids() - say what the answer must have: identifiers
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @to:		receives them
 * @count:	how many, 1 at least
 */
void ntms_call_want_guids(struct ntms_call *call, uint16_t type, NTMS_GUID *to,
			  uint16_t count)
{
	want(call, type, to)->count = count;
}

/**
 * ntms_call_want_u32() - say what the answer must have: a number
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @to:		receives it
 */
void ntms_call_want_u32(struct ntms_call *call, uint16_t type, uint32_t *to)
{
	want(call, type, to);
}

/**
 * ntms_call_want_text() - say what the answer must have: a text
 * @call:	the call
 * @type:	NTMS_A_CALL_...
 * @to:		receives it as UTF-8 with a terminator
 * @size:	bytes at @to
 */
void ntms_call_want_text(struct ntms_call *call, uint16_t type, char *to,
			 size_t size)
{
	want(call, type, to)->size = size;
}

/**
 * ntms_call_explain() - say why the library makes a call fail
 * @call:	the call
 * @format:	as printf()
 */
void ntms_call_explain(struct ntms_call *call, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(call->text, sizeof(call->text), format, args);
	va_end(args);
}

/**
 * ntms_call_run() - send the request and wait for the answer
 * @call:	the call
 *
 * May be done again, to have the same request answered once more.
 *
 * Return: the outcome.
 */
DWORD ntms_call_run(struct ntms_call *call)
{
	unsigned int i;

	if (call->msg.failed)
		ntms_call_fail(call, ERROR_NOT_ENOUGH_MEMORY);
	if (call->code)
		return call->code;

	call->disturbed = false;
	ntms_exchange(call);
	for (i = 0; i < call->wants && !call->code; i++) {
		if (!call->want[i].got)
			ntms_call_fail(call, RPC_S_NO_INTERFACES);
	}
	return call->code;
}

/**
 * ntms_call_end() - let go of a call and report its outcome to the thread
 * @call:	the call
 *
 * Return: the outcome.
 */
DWORD ntms_call_end(struct ntms_call *call)
{
	ntms_msg_free(&call->msg);
	if (call->session)
		ntms_ref_put(&call->session->ref);
	return ntms_result(call->code, call->text[0] ? call->text : NULL);
}

/**
 * ntms_call_finish() - send, wait, let go and report
 * @call:	the call
 *
 * Return: the outcome.
 */
DWORD ntms_call_finish(struct ntms_call *call)
{
	ntms_call_run(call);
	return ntms_call_end(call);
}
