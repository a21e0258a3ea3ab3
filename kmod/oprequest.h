/* SPDX-License-Identifier: GPL-2.0 */
/*
 * oprequest.h - requests to operators
 */
#ifndef NTMS_OPREQUEST_H
#define NTMS_OPREQUEST_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/uuid.h>

#include "object.h"

struct ntms_answer;
struct ntms_call;
struct ntms_model;
struct ntms_txn;

/**
 * struct ntms_oprequest - NTMS_OPREQUESTINFORMATION, MS-RSMP 2.2.4.27
 * @o: common members
 * @message: for the operator, or NULL
 * @application: who asks
 * @user: who asks; NULL: the module itself
 * @computer: who asks, or NULL
 * @submitted: ns since 1970 UTC
 * @time_completed: when it was satisfied or refused, 0 before
 * @arg1: GUID of what it is about, or null
 * @arg2: GUID of where to, or null
 * @command: NTMS_OPREQ_...
 * @state: NTMS_OPSTATE_...
 * @arg1_type: enum ntms_object_type of @arg1
 * @arg2_type: enum ntms_object_type of @arg2
 * @waits: struct ntms_opwait
 * @outcome: @state after the last change that is durable
 * @abandoned: it was made by the module for somebody who does not wait any
 *	more, and has to be deleted
 *
 * @waits and @outcome are protected by model.opwait_lock, and not in the image
 * like @abandoned.
 */
struct ntms_oprequest {
	struct ntms_object o;
	char *message, *application, *user, *computer;
	s64 submitted, time_completed;
	guid_t arg1, arg2;
	u32 command, state, arg1_type, arg2_type;
	struct hlist_head waits;
	u32 outcome;
	bool abandoned;
};

NTMS_AS(oprequest, o)

/* --- oprequest.c: requests to a human ----------------------------------- */

/**
 * struct ntms_opask - arguments of SubmitNtmsOperatorRequest
 * @command: NTMS_OPREQ_...
 * @message: UTF-8, or NULL
 * @arg1: what it is about, or null
 * @arg2: where to, or null
 */
struct ntms_opask {
	u32 command;
	const char *message;
	guid_t arg1;
	guid_t arg2;
};

u32 ntms_oprequest_find(struct ntms_call *c, const guid_t *request, u32 rights,
			struct ntms_oprequest **q);
u32 ntms_oprequest_submit(struct ntms_call *c, struct ntms_txn *t,
			  const struct ntms_opask *ask, guid_t *request);
u32 ntms_oprequest_satisfy(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request);
u32 ntms_oprequest_cancel(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *request);
u32 ntms_oprequest_ack(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *request, u32 action);

u32 ntms_oprequest_post(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message,
			guid_t *request);
struct ntms_oprequest *ntms_oprequest_open(struct ntms_model *m, u32 command,
					   const guid_t *arg1);
u32 ntms_oprequest_need(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message);
u32 ntms_oprequest_over(struct ntms_txn *t, u32 command, const guid_t *arg1);
u32 ntms_oprequest_drop(struct ntms_txn *t, const guid_t *request);
void ntms_oprequest_withdraw(struct ntms_model *m, const guid_t *request);
u32 ntms_oprequest_purge(struct ntms_txn *t, u32 *id, u32 most, bool *more);

static inline bool ntms_oprequest_ended(const struct ntms_oprequest *q)
{
	return q->state == NTMS_OPSTATE_REFUSED ||
	       q->state == NTMS_OPSTATE_COMPLETE;
}

/* made by the module for somebody who waits: there is always one who does */
static inline bool ntms_oprequest_awaited(const struct ntms_oprequest *q)
{
	return !q->user && (q->command == NTMS_OPREQ_NEWMEDIA ||
			    q->command == NTMS_OPREQ_MOVEMEDIA);
}

/* --- opwait.c: who waits for an operator -------------------------------- */

/**
 * struct ntms_opwait - somebody who waits for an operator request
 * @link: entry of oprequest.waits or model.opwait_over
 * @error: what @done is called with
 * @done: called once in process context, without locks, when it is durable
 *	that the request was satisfied (0) or refused (ERROR_CANCELLED), or
 *	when it is gone (ERROR_OBJECT_NOT_FOUND)
 */
struct ntms_opwait {
	struct hlist_node link;
	u32 error;
	void (*done)(struct ntms_opwait *w, u32 error);
};

void ntms_opwait_init(struct ntms_model *m);
void ntms_opwait_destroy(struct ntms_model *m);
void ntms_opwait_add(struct ntms_model *m, struct ntms_oprequest *q,
		     struct ntms_opwait *w);
bool ntms_opwait_remove(struct ntms_model *m, struct ntms_opwait *w);
bool ntms_opwait_any(struct ntms_model *m, const struct ntms_oprequest *q);
void ntms_opwait_settled(struct ntms_model *m, struct ntms_oprequest *q,
			 bool restored);
void ntms_oprequest_fini(struct ntms_model *m, struct ntms_object *o);
u32 ntms_opwait_call(struct ntms_call *c, const guid_t *request, u32 timeout,
		     struct ntms_answer *answer);

#endif /* NTMS_OPREQUEST_H */
