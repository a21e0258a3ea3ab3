// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * notify.c - being told what happens to objects
 *
 * A notification is a connection of its own, on which the module sends an event
 * for every change.  Several threads may wait in one notification; one of them
 * reads the connection and leaves what it gets in a queue for all.  Closing the
 * notification or its session wakes them.
 *
 * MS-RSMP 3.2.5.2.5.11 and .12; SDK pages OpenNtmsNotification,
 * WaitForNtmsNotification, CloseNtmsNotification.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/ntms.h>

#include "lasterror.h"
#include "session.h"
#include "transport.h"

#define DATAGRAM_SIZE	8192
#define OPEN_SEQ	1
#define MS_PER_S	1000
#define NS_PER_MS	1000000L

/* NTMS_A_CALL_OPTIONS: events of operations, too. */
#define WITH_OPERATIONS	1

/**
 * struct channel - a notification
 * @ref:	the handle table's view
 * @link:	the transport's view
 * @family:	number of the netlink family
 * @lock:	protects the following members
 * @more:	something has changed in them
 * @reading:	a thread reads the connection
 * @closed:	the handle is gone
 * @opened:	the module has answered the request, with @code
 * @code:	why no more events come; ERROR_SUCCESS while they do
 * @events:	the queue
 * @first:	the oldest event in @events
 * @end:	behind the latest one
 * @room:	events that fit
 */
struct channel {
	struct ntms_ref ref;
	void *link;
	uint16_t family;
	pthread_mutex_t lock;
	pthread_cond_t more;
	bool reading;
	bool closed;
	bool opened;
	DWORD code;
	NTMS_NOTIFICATIONINFORMATION *events;
	size_t first, end, room;
};

static struct channel *channel_of(struct ntms_ref *ref)
{
	return (struct channel *)((char *)ref - offsetof(struct channel, ref));
}

static void channel_free(struct channel *channel)
{
	pthread_cond_destroy(&channel->more);
	pthread_mutex_destroy(&channel->lock);
	free(channel->events);
	free(channel);
}

static void channel_release(struct ntms_ref *ref)
{
	ntms_transport.close(channel_of(ref)->link);
	channel_free(channel_of(ref));
}

static void channel_forked(struct ntms_ref *ref)
{
	ntms_transport.forked(channel_of(ref)->link);
}

static void channel_closed(struct ntms_ref *ref)
{
	struct channel *channel = channel_of(ref);

	pthread_mutex_lock(&channel->lock);
	channel->closed = true;
	pthread_cond_broadcast(&channel->more);
	pthread_mutex_unlock(&channel->lock);
	ntms_transport.wake(channel->link);
}

static struct channel *channel_create(struct ntms_session *session, DWORD *code)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	pthread_condattr_t attr;

	*code = ERROR_NOT_ENOUGH_MEMORY;
	if (!channel)
		return NULL;
	atomic_init(&channel->ref.users, 1);
	channel->ref.release = channel_release;
	channel->ref.closed = channel_closed;
	channel->ref.forked = channel_forked;
	channel->ref.owner = &session->ref;
	pthread_mutex_init(&channel->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&channel->more, &attr);
	pthread_condattr_destroy(&attr);

	*code = ntms_transport.open(&channel->link, &channel->family, true);
	if (*code) {
		channel_free(channel);
		return NULL;
	}
	return channel;
}

/* No more events come; those in the queue are still good. */
static void end_events(struct channel *channel, DWORD code)
{
	if (!channel->code)
		channel->code = code;
}

static void add_event(struct channel *channel, const NTMS_NOTIFICATIONINFORMATION *event)
{
	size_t room = channel->room ? 2 * channel->room : 16;
	void *events;

	if (channel->first == channel->end)
		channel->first = channel->end = 0;
	if (channel->end == channel->room) {
		events = realloc(channel->events, room * sizeof(*event));
		if (!events) {
			end_events(channel, ERROR_NO_DATA);
			return;
		}
		channel->events = events;
		channel->room = room;
	}
	channel->events[channel->end++] = *event;
}

static void take_event(struct channel *channel, struct ntms_attrs attrs)
{
	NTMS_NOTIFICATIONINFORMATION event = { .dwOperation = 0 };
	struct ntms_attr attr;
	bool named = false;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_EVENT)
			event.dwOperation = ntms_attr_u32(&attr);
		else if (attr.type == NTMS_A_CALL_GUID)
			named = ntms_attr_guids(&attr, &event.ObjectId, 1) > 0;
	}
	if (event.dwOperation && named)
		add_event(channel, &event);
}

static void take_message(struct channel *channel, struct ntms_call *open,
			 const struct nlmsghdr *head, const unsigned char *data,
			 size_t left)
{
	struct genlmsghdr genl;

	if (head->nlmsg_type == NLMSG_ERROR && head->nlmsg_seq == OPEN_SEQ) {
		channel->opened = true;
		if (open)
			open->code = ntms_exchange_outcome(open, head, data, left);
	} else if (head->nlmsg_type == channel->family && left >= GENL_HDRLEN) {
		memcpy(&genl, data, sizeof(genl));
		if (genl.cmd == NTMS_CMD_OBJECT_EVENT)
			take_event(channel, (struct ntms_attrs){ data + GENL_HDRLEN,
								 left - GENL_HDRLEN });
	}
}

static void take_datagram(struct channel *channel, struct ntms_call *open,
			  const unsigned char *at, size_t length)
{
	struct nlmsghdr head;
	size_t whole;

	while (length >= sizeof(head)) {
		memcpy(&head, at, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > length) {
			end_events(channel, ERROR_NO_DATA);
			return;
		}
		take_message(channel, open, &head, at + sizeof(head),
			     head.nlmsg_len - sizeof(head));
		whole = NLMSG_ALIGN(head.nlmsg_len);
		if (whole > length)
			whole = length;
		at += whole;
		length -= whole;
	}
}

/* Reads one datagram, the lock is let go meanwhile; false if the time is over. */
static bool read_datagram(struct channel *channel, struct ntms_call *open, int64_t ms)
{
	unsigned char datagram[DATAGRAM_SIZE];
	ssize_t n;

	channel->reading = true;
	pthread_mutex_unlock(&channel->lock);
	n = ntms_transport.receive(channel->link, datagram, sizeof(datagram), ms);
	pthread_mutex_lock(&channel->lock);
	channel->reading = false;
	pthread_cond_broadcast(&channel->more);

	/* What was lost (ENOBUFS) nobody knows. */
	if (n >= 0)
		take_datagram(channel, open, datagram, (size_t)n);
	else if (n != -ETIMEDOUT && n != -EINTR && n != -ECANCELED)
		end_events(channel, ERROR_NO_DATA);
	return n != -ETIMEDOUT;
}

/* Has the module make the connection a channel. */
static DWORD subscribe(struct channel *channel, struct ntms_call *open, DWORD type)
{
	ntms_call_u32(open, NTMS_A_CALL_SESSION, open->session->number);
	ntms_call_u32(open, NTMS_A_CALL_TYPE, type);
	ntms_call_u32(open, NTMS_A_CALL_OPTIONS,
		      type == NTMS_LIBREQUEST ? WITH_OPERATIONS : 0);
	ntms_msg_finish(&open->msg, channel->family, NLM_F_REQUEST | NLM_F_ACK, OPEN_SEQ);
	if (open->msg.failed)
		return ERROR_NOT_ENOUGH_MEMORY;
	if (ntms_transport.send(channel->link, open->msg.data, open->msg.length))
		return ERROR_NOT_CONNECTED;

	pthread_mutex_lock(&channel->lock);
	while (!channel->opened && !channel->code)
		read_datagram(channel, open, -1);
	pthread_mutex_unlock(&channel->lock);
	return channel->opened ? open->code : ERROR_NOT_CONNECTED;
}

/**
 * OpenNtmsNotification() - open a notification of changes
 * @hSession:	a session
 * @dwType:	type of the objects; others than NTMS_CHANGER to NTMS_OPREQUEST are
 *		accepted, but nothing happens to such objects
 *
 * From now on the notification collects an event for each object of the type
 * that is created, changed or deleted and that the caller may use, in the order
 * in which it happened.  Notifications of NTMS_LIBREQUEST collect
 * NTMS_EVENT_COMPLETE and NTMS_EVENT_SIGNAL, too, with the identifier that the
 * request returned.
 *
 * The notification ends with its session at the latest.
 *
 * Source: MS-RSMP 3.2.5.2.5.11; SDK page OpenNtmsNotification.
 *
 * Return: the notification, to be closed with CloseNtmsNotification(), or
 * INVALID_HANDLE_VALUE; GetLastError() then tells:
 *
 * * ERROR_INVALID_HANDLE	- @hSession is no open session of this process, or
 *				  the process has become another user
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the computer
 * * ERROR_NOT_READY		- the module is still loading its database
 * * ERROR_NOT_CONNECTED	- the module was unloaded
 * * ERROR_NOT_ENOUGH_MEMORY	- here or in the module, or there are too many files
 *				  open
 */
HANDLE OpenNtmsNotification(HANDLE hSession, DWORD dwType)
{
	HANDLE handle = INVALID_HANDLE_VALUE;
	struct channel *channel = NULL;
	struct ntms_call call;
	int cancel;
	DWORD code;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	ntms_call_begin(&call, hSession, NTMS_CMD_OPEN_NOTIFICATION);
	code = call.code;
	if (!code)
		channel = channel_create(call.session, &code);
	if (channel)
		code = subscribe(channel, &call, dwType);
	if (!code) {
		handle = ntms_handle_create(NTMS_HANDLE_NOTIFICATION, &channel->ref);
		if (!handle)
			code = ERROR_INVALID_HANDLE;
		else if (handle == INVALID_HANDLE_VALUE)
			code = ERROR_NOT_ENOUGH_MEMORY;
	}
	if (code && channel)
		ntms_ref_put(&channel->ref);
	call.code = code;
	ntms_call_end(&call);
	if (code)
		SetLastError(code);
	pthread_setcancelstate(cancel, NULL);
	return code ? INVALID_HANDLE_VALUE : handle;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

/* Waits while another thread reads; false if the time is over. */
static bool wait_for_reader(struct channel *channel, int64_t deadline)
{
	struct timespec until = {
		.tv_sec = (time_t)(deadline / MS_PER_S),
		.tv_nsec = (long)(deadline % MS_PER_S) * NS_PER_MS,
	};

	if (deadline < 0)
		return !pthread_cond_wait(&channel->more, &channel->lock);
	return pthread_cond_timedwait(&channel->more, &channel->lock, &until) != ETIMEDOUT;
}

/* Waits for an event or for the end of all; false if the time is over. */
static bool wait_for_event(struct channel *channel, int64_t deadline)
{
	int64_t left = -1;
	bool in_time = true;

	while (!channel->closed && !channel->code && channel->first == channel->end) {
		if (!in_time)
			return false;
		if (channel->reading) {
			in_time = wait_for_reader(channel, deadline);
			continue;
		}
		if (deadline >= 0) {
			left = deadline - now_ms();
			left = left < 0 ? 0 : left;
		}
		in_time = read_datagram(channel, NULL, left);
	}
	return true;
}

/**
 * WaitForNtmsNotification() - wait for the next change
 * @hNotification:		a notification
 * @lpNotificationInformation:	receives what happened, and to which object
 * @dwTimeout:			milliseconds, INFINITE for ever, 0 to look only
 *
 * Only what happened is told; the object may have changed again, or be gone.
 * Several threads may wait in one notification, each event is for one of them.
 *
 * Source: SDK page WaitForNtmsNotification.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @hNotification is no open notification of this
 *				  process
 * * ERROR_INVALID_PARAMETER	- @lpNotificationInformation is NULL
 * * ERROR_TIMEOUT		- nothing happened in time
 * * ERROR_NO_DATA		- the notification or its session was closed
 *				  meanwhile; or events were lost since they were
 *				  not fetched in time: the program has to close the
 *				  notification, open another one and look at all
 *				  objects again
 */
DWORD WaitForNtmsNotification(HANDLE hNotification,
			      LPNTMS_NOTIFICATIONINFORMATION lpNotificationInformation,
			      DWORD dwTimeout)
{
	int64_t deadline = dwTimeout == INFINITE ? -1 : now_ms() + dwTimeout;
	DWORD code = ERROR_SUCCESS;
	struct channel *channel;
	int cancel;

	channel = (struct channel *)ntms_handle_get(NTMS_HANDLE_NOTIFICATION, hNotification);
	if (!channel)
		return ntms_result(ERROR_INVALID_HANDLE, NULL);
	if (!lpNotificationInformation) {
		ntms_ref_put(&channel->ref);
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	}

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	pthread_mutex_lock(&channel->lock);
	if (!wait_for_event(channel, deadline))
		code = ERROR_TIMEOUT;
	else if (channel->closed)
		code = ERROR_NO_DATA;
	else if (channel->first != channel->end)
		*lpNotificationInformation = channel->events[channel->first++];
	else
		code = channel->code;
	pthread_mutex_unlock(&channel->lock);
	ntms_ref_put(&channel->ref);
	pthread_setcancelstate(cancel, NULL);
	return ntms_result(code, NULL);
}

/**
 * CloseNtmsNotification() - close a notification
 * @hNotification:	the notification
 *
 * Those who wait in it return ERROR_NO_DATA; events that were not fetched are
 * forgotten.
 *
 * Source: SDK page CloseNtmsNotification.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @hNotification is NULL
 * * ERROR_INVALID_HANDLE	- it is no open notification of this process
 */
DWORD CloseNtmsNotification(HANDLE hNotification)
{
	struct ntms_ref *ref;

	if (!hNotification)
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	ref = ntms_handle_remove(NTMS_HANDLE_NOTIFICATION, hNotification);
	if (!ref)
		return ntms_result(ERROR_INVALID_HANDLE, NULL);
	channel_closed(ref);
	ntms_ref_put(ref);
	return ntms_result(ERROR_SUCCESS, NULL);
}
