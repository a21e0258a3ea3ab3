// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mock.c - a module that is not there
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "mock.h"
#include "transport.h"

#define MOST_PARKED	512

struct datagram {
	struct datagram *next;
	ssize_t length;		/* or -errno */
	unsigned char data[];
};

struct mock_link {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct datagram *first, **last;
	bool can_wake, woken;
};

static struct {
	pthread_mutex_t lock;
	mock_server server;
	DWORD open_code;
	unsigned int links;
	unsigned int count[__NTMS_CMD_MAX];
	struct mock_request parked[MOST_PARKED];
	unsigned int waiting;
} module = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Sets how requests are answered and forgets what was. */
void mock_serve(mock_server server)
{
	pthread_mutex_lock(&module.lock);
	module.server = server;
	module.open_code = ERROR_SUCCESS;
	module.waiting = 0;
	memset(module.count, 0, sizeof(module.count));
	pthread_mutex_unlock(&module.lock);
}

/* Sets what opening a connection returns. */
void mock_load(DWORD open_code)
{
	pthread_mutex_lock(&module.lock);
	module.open_code = open_code;
	pthread_mutex_unlock(&module.lock);
}

unsigned int mock_requests(uint8_t command)
{
	unsigned int n;

	pthread_mutex_lock(&module.lock);
	n = module.count[command];
	pthread_mutex_unlock(&module.lock);
	return n;
}

/* Connections that are open. */
unsigned int mock_links(void)
{
	unsigned int n;

	pthread_mutex_lock(&module.lock);
	n = module.links;
	pthread_mutex_unlock(&module.lock);
	return n;
}

bool mock_find(const struct mock_request *request, uint16_t type,
	       struct ntms_attr *attr)
{
	struct ntms_attrs attrs = request->attrs;

	while (ntms_attrs_next(&attrs, attr)) {
		if (attr->type == type)
			return true;
	}
	return false;
}

bool mock_has_guid(const struct mock_request *request, uint16_t type,
		   const NTMS_GUID *guid)
{
	struct ntms_attr attr;
	NTMS_GUID value;

	return mock_find(request, type, &attr) && attr.length == sizeof(value) &&
	       ntms_attr_guids(&attr, &value, 1) == 1 &&
	       !memcmp(&value, guid, sizeof(value));
}

bool mock_has_u32(const struct mock_request *request, uint16_t type, uint32_t value)
{
	struct ntms_attr attr;

	return mock_find(request, type, &attr) && attr.length == sizeof(value) &&
	       ntms_attr_u32(&attr) == value;
}

bool mock_has_text(const struct mock_request *request, uint16_t type, const char *text)
{
	struct ntms_attr attr;

	return mock_find(request, type, &attr) && attr.length == strlen(text) + 1 &&
	       !memcmp(attr.data, text, attr.length);
}

static void queue(struct mock_link *link, const void *data, ssize_t length)
{
	size_t size = length > 0 ? (size_t)length : 0;
	struct datagram *new = malloc(sizeof(*new) + size);

	new->next = NULL;
	new->length = length;
	if (size)
		memcpy(new->data, data, size);
	pthread_mutex_lock(&link->lock);
	*link->last = new;
	link->last = &new->next;
	pthread_cond_signal(&link->more);
	pthread_mutex_unlock(&link->lock);
}

/* Sends bytes as they are. */
void mock_raw(struct mock_link *link, const void *data, size_t length)
{
	queue(link, data, (ssize_t)length);
}

/* Makes the next receive fail. */
void mock_lose(struct mock_link *link, int error)
{
	queue(link, NULL, -error);
}

void mock_begin(struct ntms_msg *answer, const struct mock_request *request)
{
	ntms_msg_start(answer, request->command);
}

/* The module puts an answer and its ACK into one datagram. */
void mock_end(struct ntms_msg *answer, const struct mock_request *request,
	      uint16_t flags)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
	} ack = {
		.head = {
			.nlmsg_len	= sizeof(ack),
			.nlmsg_type	= NLMSG_ERROR,
			.nlmsg_flags	= NLM_F_CAPPED,
			.nlmsg_seq	= request->seq,
		},
	};
	unsigned char *both;
	size_t length = answer->length;

	ntms_msg_finish(answer, MOCK_FAMILY, flags, request->seq);
	both = malloc(length + sizeof(ack));
	memcpy(both, answer->data, length);
	if (request->flags & NLM_F_ACK) {
		memcpy(both + length, &ack, sizeof(ack));
		length += sizeof(ack);
	}
	queue(request->link, both, (ssize_t)length);
	free(both);
	ntms_msg_free(answer);
}

static size_t put_attr(unsigned char *at, uint16_t type, const void *data, size_t length)
{
	struct nlattr head = {
		.nla_len = (uint16_t)(NLA_HDRLEN + length), .nla_type = type,
	};

	memcpy(at, &head, sizeof(head));
	memcpy(at + NLA_HDRLEN, data, length);
	return NLA_ALIGN(NLA_HDRLEN + length);
}

/* A code of 0 and a text of NULL are left out. */
bool mock_refuse(const struct mock_request *request, int error, uint32_t code,
		 const char *text)
{
	struct nlmsghdr head = { .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = request->seq };
	struct nlmsgerr body = { .error = -error };
	unsigned char data[1024] = { 0 };
	size_t length = sizeof(head) + sizeof(body);

	head.nlmsg_flags = NLM_F_CAPPED;
	if (code || text)
		head.nlmsg_flags |= NLM_F_ACK_TLVS;
	if (text)
		length += put_attr(data + length, NLMSGERR_ATTR_MSG, text, strlen(text) + 1);
	if (code)
		length += put_attr(data + length, NLMSGERR_ATTR_COOKIE, &code, sizeof(code));
	head.nlmsg_len = (uint32_t)length;
	memcpy(data, &head, sizeof(head));
	memcpy(data + sizeof(head), &body, sizeof(body));
	queue(request->link, data, (ssize_t)length);
	return true;
}

bool mock_ack(const struct mock_request *request)
{
	return mock_refuse(request, 0, 0, NULL);
}

bool mock_done(const struct mock_request *request, int error, uint16_t flags)
{
	struct {
		struct nlmsghdr head;
		int error;
	} done = {
		.head = {
			.nlmsg_len	= sizeof(done),
			.nlmsg_type	= NLMSG_DONE,
			.nlmsg_flags	= NLM_F_MULTI | flags,
			.nlmsg_seq	= request->seq,
		},
		.error = -error,
	};

	queue(request->link, &done, sizeof(done));
	return true;
}

bool mock_park(const struct mock_request *request)
{
	pthread_mutex_lock(&module.lock);
	if (module.waiting < MOST_PARKED)
		module.parked[module.waiting++] = *request;
	pthread_mutex_unlock(&module.lock);
	return true;
}

unsigned int mock_parked(void)
{
	unsigned int n;

	pthread_mutex_lock(&module.lock);
	n = module.waiting;
	pthread_mutex_unlock(&module.lock);
	return n;
}

/* Takes a parked request out, without its arguments. */
bool mock_unpark(unsigned int which, struct mock_request *request)
{
	bool found;

	pthread_mutex_lock(&module.lock);
	found = which < module.waiting;
	if (found) {
		*request = module.parked[which];
		memset(&request->attrs, 0, sizeof(request->attrs));
		module.waiting--;
		memmove(module.parked + which, module.parked + which + 1,
			(module.waiting - which) * sizeof(*request));
	}
	pthread_mutex_unlock(&module.lock);
	return found;
}

static bool close_session(const struct mock_request *request)
{
	struct mock_request parked;
	unsigned int i = 0;

	while (mock_unpark(i, &parked)) {
		if (parked.link == request->link) {
			mock_refuse(&parked, ECANCELED, ERROR_CANCELLED,
				    "the session was closed");
			continue;
		}
		mock_park(&parked);
		i++;
	}
	return mock_ack(request);
}

static void serve_default(const struct mock_request *request)
{
	struct ntms_msg answer;

	switch (request->command) {
	case NTMS_CMD_GET_STATUS:
		mock_begin(&answer, request);
		ntms_msg_put_u32(&answer, NTMS_A_STATUS_READINESS, NTMS_READINESS_READY);
		mock_end(&answer, request, 0);
		break;
	case NTMS_CMD_OPEN_SESSION:
		mock_begin(&answer, request);
		ntms_msg_put_u32(&answer, NTMS_A_CALL_SESSION, 1);
		mock_end(&answer, request, 0);
		break;
	case NTMS_CMD_CLOSE_SESSION:
		close_session(request);
		break;
	default:
		if (request->flags & NLM_F_DUMP)
			mock_done(request, 0, 0);
		else if (request->flags & NLM_F_ACK)
			mock_ack(request);
		else
			mock_refuse(request, ENOENT, ERROR_OBJECT_NOT_FOUND, "no such object");
	}
}

static DWORD mock_open(void **to, uint16_t *family, bool can_wake)
{
	pthread_condattr_t attr;
	struct mock_link *link;
	DWORD code;

	pthread_mutex_lock(&module.lock);
	code = module.open_code;
	module.links += !code;
	pthread_mutex_unlock(&module.lock);
	if (code)
		return code;

	link = calloc(1, sizeof(*link));
	pthread_mutex_init(&link->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&link->more, &attr);
	pthread_condattr_destroy(&attr);
	link->can_wake = can_wake;
	link->last = &link->first;
	*to = link;
	*family = MOCK_FAMILY;
	return ERROR_SUCCESS;
}

static int mock_send(void *to, const void *data, size_t length)
{
	struct mock_request request = { .link = to };
	struct genlmsghdr genl;
	struct nlmsghdr head;
	mock_server server;

	memcpy(&head, data, sizeof(head));
	memcpy(&genl, (const char *)data + NLMSG_HDRLEN, sizeof(genl));
	if (head.nlmsg_len != length || head.nlmsg_type != MOCK_FAMILY)
		abort();
	request.command = genl.cmd;
	request.flags = head.nlmsg_flags;
	request.seq = head.nlmsg_seq;
	request.attrs.at = (const unsigned char *)data + NLMSG_HDRLEN + GENL_HDRLEN;
	request.attrs.left = length - NLMSG_HDRLEN - GENL_HDRLEN;

	pthread_mutex_lock(&module.lock);
	module.count[genl.cmd % __NTMS_CMD_MAX]++;
	server = module.server;
	pthread_mutex_unlock(&module.lock);
	if (!server || !server(&request))
		serve_default(&request);
	return 0;
}

/* Waits for a datagram; 0 or -errno. */
static int wait_for_datagram(struct mock_link *link, int64_t ms)
{
	struct timespec until;
	int err = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (!link->first && !link->woken && !err) {
		if (ms < 0)
			pthread_cond_wait(&link->more, &link->lock);
		else
			err = pthread_cond_timedwait(&link->more, &link->lock, &until);
	}
	if (link->woken)
		return -ECANCELED;
	return link->first ? 0 : -err;
}

static ssize_t mock_receive(void *from, void *to, size_t size, int64_t ms)
{
	struct mock_link *link = from;
	struct datagram *first;
	ssize_t n;

	if (ms >= 0 && !link->can_wake)
		abort();
	pthread_mutex_lock(&link->lock);
	n = wait_for_datagram(link, ms);
	if (n) {
		pthread_mutex_unlock(&link->lock);
		return n;
	}
	first = link->first;
	link->first = first->next;
	if (!link->first)
		link->last = &link->first;
	pthread_mutex_unlock(&link->lock);

	n = first->length;
	if (n > (ssize_t)size)
		n = (ssize_t)size;
	if (n > 0)
		memcpy(to, first->data, (size_t)n);
	free(first);
	return n;
}

static void mock_wake(void *to)
{
	struct mock_link *link = to;

	if (!link->can_wake)
		abort();
	pthread_mutex_lock(&link->lock);
	link->woken = true;
	pthread_cond_broadcast(&link->more);
	pthread_mutex_unlock(&link->lock);
}

static void mock_close(void *to)
{
	struct mock_link *link = to;
	struct datagram *next;

	for (; link->first; link->first = next) {
		next = link->first->next;
		free(link->first);
	}
	pthread_mutex_destroy(&link->lock);
	pthread_cond_destroy(&link->more);
	free(link);

	pthread_mutex_lock(&module.lock);
	module.links--;
	pthread_mutex_unlock(&module.lock);
}

static void mock_forked(void *to)
{
	(void)to;
}

const struct ntms_transport ntms_transport = {
	.open		= mock_open,
	.send		= mock_send,
	.receive	= mock_receive,
	.wake		= mock_wake,
	.close		= mock_close,
	.forked		= mock_forked,
};
