/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * session.h - sessions, and the calls that are under way in them
 *
 * A session is a connection to the module.  Several threads may have calls
 * under way in one session at once, some of them for hours.  The library has no
 * thread of its own: one of the callers, the leader, reads the connection and
 * hands all answers to the calls that they belong to; when its own answer has
 * come another waiting caller takes over.
 */
#ifndef NTMS_SESSION_H
#define NTMS_SESSION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <ntmsapi.h>

#include "handle.h"
#include "msg.h"
#include "text.h"

/*
 * Lists come in datagrams of up to 32 KiB if the reader has room for so much.
 * No other answer is much longer than the longest attribute, which has 64 KiB.
 */
#define NTMS_DATAGRAM_SIZE	(128 * 1024)

#define NTMS_MOST_RESULTS	2
#define NTMS_TEXT_SIZE		256

/**
 * struct ntms_session - a connection to the module
 * @ref:	the handle table's view
 * @link:	the transport's view
 * @family:	number of the netlink family
 * @number:	the module's number of the session
 * @dumping:	held by the call that has the module list objects: a socket can
 *		have only one list under way
 * @lock:	protects the following members and the answers in @calls
 * @calls:	calls that wait for their answer
 * @seq:	sequence number of the last call
 * @has_leader:	a thread reads the connection; @buffer is that thread's then
 * @broken:	the code of all further calls if the connection broke
 * @buffer:	a datagram of NTMS_DATAGRAM_SIZE bytes at most
 */
struct ntms_session {
	struct ntms_ref ref;
	void *link;
	uint16_t family;
	uint32_t number;
	pthread_mutex_t dumping;
	pthread_mutex_t lock;
	struct ntms_call *calls;
	uint32_t seq;
	bool has_leader;
	DWORD broken;
	unsigned char *buffer;
};

/**
 * struct ntms_wanted - a result that a call takes from its answer
 * @type:	NTMS_A_CALL_...
 * @count:	GUIDs that fit at @to, all of which have to come; 0 for others
 * @size:	bytes of text that fit at @to, 0 for a number of 32 bits
 * @got:	the answer had it
 * @to:		receives the result
 */
struct ntms_wanted {
	uint16_t type;
	uint16_t count;
	size_t size;
	bool got;
	void *to;
};

/**
 * struct ntms_call - a call under way
 * @session:	where; NULL if the handle was invalid
 * @code:	the outcome so far; once it is an error the call does nothing more
 * @msg:	the request
 * @flags:	NLM_F_... of the request
 * @reply:	takes an answer; runs in the thread that leads, with the session
 *		locked
 * @result:	for @reply
 * @want:	results that the answer must have
 * @wants:	number of them
 * @ends:	when this call fails, all other calls of the session are cancelled
 * @disturbed:	objects changed while they were listed
 * @done:	the answer has come
 * @sleeping:	the caller waits for @wake
 * @wake:	the answer has come, or the caller is to lead
 * @seq:	sequence number
 * @next:	the next one of the session's @calls
 * @prev:	what points to this one
 * @text:	why the module refused
 */
struct ntms_call {
	struct ntms_session *session;
	DWORD code;
	struct ntms_msg msg;
	uint16_t flags;
	void (*reply)(struct ntms_call *call, struct ntms_attrs attrs);
	void *result;
	struct ntms_wanted want[NTMS_MOST_RESULTS];
	unsigned int wants;
	bool ends;
	bool disturbed;
	bool done;
	bool sleeping;
	pthread_cond_t wake;
	uint32_t seq;
	struct ntms_call *next;
	struct ntms_call **prev;
	char text[NTMS_TEXT_SIZE];
};

struct nlmsghdr;

/* session.c */
struct ntms_session *ntms_session_create(DWORD *code);

/* exchange.c */
void ntms_exchange(struct ntms_call *call);
DWORD ntms_exchange_outcome(struct ntms_call *call, const struct nlmsghdr *head,
			    const unsigned char *data, size_t left);

/* call.c */
void ntms_call_begin(struct ntms_call *call, HANDLE handle, uint8_t command);
void ntms_call_begin_in(struct ntms_call *call, struct ntms_session *session,
			uint8_t command);
void ntms_call_check(struct ntms_call *call, bool valid);
void ntms_call_fail(struct ntms_call *call, DWORD code);
void ntms_call_u32(struct ntms_call *call, uint16_t type, uint32_t value);
void ntms_call_text(struct ntms_call *call, uint16_t type, const char *text);
void ntms_call_take(struct ntms_call *call, enum ntms_width width, const void *from,
		    size_t limit, char *to, size_t size, DWORD code);
void ntms_call_guid(struct ntms_call *call, uint16_t type, const NTMS_GUID *guid);
void ntms_call_guids(struct ntms_call *call, uint16_t type,
		     const NTMS_GUID *guids, size_t count);
void ntms_call_put(struct ntms_call *call, uint16_t type, const void *data,
		   size_t length);
void ntms_call_want_guid(struct ntms_call *call, uint16_t type, NTMS_GUID *to);
void ntms_call_want_guids(struct ntms_call *call, uint16_t type, NTMS_GUID *to,
			  uint16_t count);
void ntms_call_want_u32(struct ntms_call *call, uint16_t type, uint32_t *to);
void ntms_call_want_text(struct ntms_call *call, uint16_t type, char *to,
			 size_t size);
void ntms_call_explain(struct ntms_call *call, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
DWORD ntms_call_run(struct ntms_call *call);
DWORD ntms_call_end(struct ntms_call *call);
DWORD ntms_call_finish(struct ntms_call *call);

#endif /* NTMS_SESSION_H */
