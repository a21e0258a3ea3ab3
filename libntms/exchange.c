// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * exchange.c - requests and their answers, for many threads on one connection
 *
 * Every request has a sequence number of its own.  A call is complete with
 *
 *	an error message	refused, or an acknowledgement if the error is 0
 *	the end of a list	for calls that list objects
 *	an answer		for calls that asked for no acknowledgement
 *
 * One datagram may hold several messages, also for different calls.  Answers to
 * nobody are dropped: an acknowledgement that was not asked for is no error.
 */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/ntms.h>

#include "session.h"
#include "text.h"
#include "transport.h"

/*
 * The module's errors carry the code.  This is for those of the kernel around
 * it, and for the end of a list, which has room for an errno only.
 */
static DWORD code_of(int error, bool list)
{
	switch (error) {
	case 0:
		return ERROR_SUCCESS;
	case EPERM:
	case EACCES:
		return ERROR_ACCESS_DENIED;
	case ENOMEM:
	case ENOBUFS:
		return ERROR_NOT_ENOUGH_MEMORY;
	case EBADF:
		return ERROR_INVALID_HANDLE;
	case EAGAIN:
		return ERROR_NOT_READY;
	case EBUSY:
		return ERROR_BUSY;
	case EOPNOTSUPP:
		return ERROR_CALL_NOT_IMPLEMENTED;
	case ECANCELED:
	case EINTR:
		return ERROR_CANCELLED;
	case ETIMEDOUT:
		return ERROR_TIMEOUT;
	case ENOENT:	/* no such container; no such family: the module is gone */
		return list ? ERROR_OBJECT_NOT_FOUND : ERROR_NOT_CONNECTED;
	case ECONNREFUSED:
	case ENOTCONN:
	case EPROTO:
		return ERROR_NOT_CONNECTED;
	default:	/* the message broke the family's policy */
		return ERROR_INVALID_PARAMETER;
	}
}

static void complete(struct ntms_call *call, DWORD code)
{
	struct ntms_call *other;

	if (call->done)
		return;
	call->code = code;
	call->done = true;
	if (call->sleeping)
		pthread_cond_signal(&call->wake);

	/* The module could not cancel them, so nobody will answer them. */
	if (call->ends && code) {
		for (other = call->session->calls; other; other = other->next)
			complete(other, ERROR_CANCELLED);
	}
}

static void break_connection(struct ntms_session *session)
{
	struct ntms_call *call;

	session->broken = ERROR_CONNECTION_UNAVAIL;
	for (call = session->calls; call; call = call->next)
		complete(call, session->broken);
}

static struct ntms_call *find(const struct ntms_session *session, uint32_t seq)
{
	struct ntms_call *call = session->calls;

	while (call && call->seq != seq)
		call = call->next;
	return call;
}

/* Takes the reason and the code of a refusal; returns the code, 0 for none. */
static DWORD take_reason(struct ntms_call *call, struct ntms_attrs attrs)
{
	char text[NTMS_TEXT_SIZE];
	struct ntms_attr attr;
	DWORD code = 0;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NLMSGERR_ATTR_COOKIE) {
			code = ntms_attr_u32(&attr);
		} else if (attr.type == NLMSGERR_ATTR_MSG) {
			ntms_attr_text(&attr, text, sizeof(text));
			ntms_text_put(NTMS_UTF8, text, call->text, sizeof(call->text));
		}
	}
	return code;
}

/**
 * ntms_exchange_outcome() - read the message that ends a call
 * @call:	the call; its text is set if the message has a reason
 * @head:	header of the message
 * @data:	the rest of the message
 * @left:	bytes at @data
 *
 * An error message has the error, the header of the request, the rest of the
 * request unless the message is capped, and the reason.  The end of a list has
 * the error and the reason.
 *
 * Return: the outcome.
 */
DWORD ntms_exchange_outcome(struct ntms_call *call, const struct nlmsghdr *head,
			    const unsigned char *data, size_t left)
{
	size_t skip = sizeof(int);
	struct nlmsghdr request;
	int error = 0;
	DWORD code = 0;

	if (left >= sizeof(error))
		memcpy(&error, data, sizeof(error));
	if (head->nlmsg_type == NLMSG_ERROR && left >= sizeof(struct nlmsgerr)) {
		memcpy(&request, data + sizeof(error), sizeof(request));
		skip += sizeof(request);
		if (!(head->nlmsg_flags & NLM_F_CAPPED))
			skip += NLMSG_ALIGN(request.nlmsg_len) - sizeof(request);
	}
	if (error < 0 && head->nlmsg_flags & NLM_F_ACK_TLVS && left > skip)
		code = take_reason(call, (struct ntms_attrs){ data + skip, left - skip });
	if (error < 0 && !code)
		code = code_of(-error, head->nlmsg_type == NLMSG_DONE);
	return code;
}

static void take_message(struct ntms_session *session, const struct nlmsghdr *head,
			 const unsigned char *data, size_t left)
{
	struct ntms_call *call = find(session, head->nlmsg_seq);

	if (!call || call->done)
		return;
	if (head->nlmsg_flags & NLM_F_DUMP_INTR)
		call->disturbed = true;

	if (head->nlmsg_type == NLMSG_ERROR || head->nlmsg_type == NLMSG_DONE) {
		complete(call, ntms_exchange_outcome(call, head, data, left));
	} else if (head->nlmsg_type == session->family && left >= GENL_HDRLEN) {
		call->reply(call, (struct ntms_attrs){ data + GENL_HDRLEN,
						       left - GENL_HDRLEN });
		if (!(call->flags & (NLM_F_ACK | NLM_F_DUMP)))
			complete(call, ERROR_SUCCESS);
	}
}

static void take_datagram(struct ntms_session *session, size_t length)
{
	const unsigned char *at = session->buffer;
	struct nlmsghdr head;
	size_t left;

	while (length >= sizeof(head)) {
		memcpy(&head, at, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > length) {
			break_connection(session);
			return;
		}
		left = head.nlmsg_len - sizeof(head);
		take_message(session, &head, at + sizeof(head), left);

		left = NLMSG_ALIGN(head.nlmsg_len);
		if (left > length)
			left = length;
		at += left;
		length -= left;
	}
}

/* Reads one datagram for everybody. */
static void lead(struct ntms_session *session)
{
	ssize_t n;

	session->has_leader = true;
	pthread_mutex_unlock(&session->lock);
	n = ntms_transport.receive(session->link, session->buffer, NTMS_DATAGRAM_SIZE, -1);
	pthread_mutex_lock(&session->lock);
	session->has_leader = false;

	/* Lost answers (ENOBUFS) could be anybody's. */
	if (n < 0)
		break_connection(session);
	else
		take_datagram(session, (size_t)n);
}

static void sleep_until_woken(struct ntms_call *call)
{
	if (!call->sleeping)
		pthread_cond_init(&call->wake, NULL);
	call->sleeping = true;
	pthread_cond_wait(&call->wake, &call->session->lock);
}

static void join_queue(struct ntms_session *session, struct ntms_call *call)
{
	do {
		call->seq = ++session->seq;
	} while (!call->seq || find(session, call->seq));

	call->next = session->calls;
	call->prev = &session->calls;
	if (call->next)
		call->next->prev = &call->next;
	session->calls = call;
}

/* Whoever is not asleep yet looks for a leader before it falls asleep. */
static void leave_queue(struct ntms_session *session, struct ntms_call *call)
{
	struct ntms_call *other;

	*call->prev = call->next;
	if (call->next)
		call->next->prev = call->prev;
	if (call->sleeping)
		pthread_cond_destroy(&call->wake);

	if (session->has_leader)
		return;
	for (other = session->calls; other; other = other->next) {
		if (other->sleeping && !other->done) {
			pthread_cond_signal(&other->wake);
			return;
		}
	}
}

/**
 * ntms_exchange() - send the request of a call and wait for its answer
 * @call:	the call; its code and text are set
 *
 * This is no cancellation point: the answer would find nobody.
 */
void ntms_exchange(struct ntms_call *call)
{
	struct ntms_session *session = call->session;
	int cancel, error;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	pthread_mutex_lock(&session->lock);
	call->done = false;
	call->sleeping = false;
	join_queue(session, call);
	if (session->broken) {
		complete(call, session->broken);
	} else {
		pthread_mutex_unlock(&session->lock);
		ntms_msg_finish(&call->msg, session->family, call->flags, call->seq);
		error = ntms_transport.send(session->link, call->msg.data,
					    call->msg.length);
		pthread_mutex_lock(&session->lock);
		if (error)
			complete(call, code_of(-error, false));
	}

	while (!call->done) {
		if (session->has_leader)
			sleep_until_woken(call);
		else
			lead(session);
	}
	leave_queue(session, call);
	pthread_mutex_unlock(&session->lock);
	pthread_setcancelstate(cancel, NULL);
}
