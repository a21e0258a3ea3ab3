// SPDX-License-Identifier: GPL-2.0
/*
 * opwait.c - who waits for an operator
 *
 * MS-RSMP 3.2.5.2.5.6, semantics 10.3.  Any number of calls and of the
 * module's own can wait for a request.  They are told when it is durable what
 * became of it: an answer that a power failure could take back would be a lie.
 *
 * Telling is done by a work item: what somebody does with an answer may need
 * any lock.
 */
#include <linux/slab.h>

#include "call.h"
#include "ntms.h"
#include "oprequest.h"

static void over_work(struct work_struct *work)
{
	struct ntms_model *m = container_of(work, struct ntms_model,
					    opwait_work);
	struct ntms_opwait *w;

	for (;;) {
		spin_lock(&m->opwait_lock);
		w = hlist_entry_safe(m->opwait_over.first, struct ntms_opwait,
				     link);
		if (w)
			hlist_del_init(&w->link);
		spin_unlock(&m->opwait_lock);
		if (!w)
			return;
		w->done(w, w->error);
	}
}

/**
 * ntms_opwait_init() - nobody waits
 * @m: model
 */
void ntms_opwait_init(struct ntms_model *m)
{
	spin_lock_init(&m->opwait_lock);
	INIT_HLIST_HEAD(&m->opwait_over);
	INIT_WORK(&m->opwait_work, over_work);
}

/**
 * ntms_opwait_destroy() - the end
 * @m: model; nobody waits any more
 */
void ntms_opwait_destroy(struct ntms_model *m)
{
	flush_work(&m->opwait_work);
	WARN_ON_ONCE(!hlist_empty(&m->opwait_over));
}

static u32 error_of(u32 outcome)
{
	switch (outcome) {
	case NTMS_OPSTATE_COMPLETE:
		return 0;
	case NTMS_OPSTATE_REFUSED:
		return ERROR_CANCELLED;
	default:
		return ERROR_OBJECT_NOT_FOUND;
	}
}

static bool is_over(u32 outcome)
{
	return outcome == NTMS_OPSTATE_COMPLETE ||
	       outcome == NTMS_OPSTATE_REFUSED;
}

/* whoever waits has waited long enough */
static void tell_all(struct ntms_model *m, struct ntms_oprequest *q)
{
	struct ntms_opwait *w;
	struct hlist_node *next;

	lockdep_assert_held(&m->opwait_lock);
	if (hlist_empty(&q->waits))
		return;
	hlist_for_each_entry_safe(w, next, &q->waits, link) {
		hlist_del(&w->link);
		w->error = error_of(q->outcome);
		hlist_add_head(&w->link, &m->opwait_over);
	}
	queue_work(m->wq, &m->opwait_work);
}

/**
 * ntms_opwait_settled() - what happened to a request is durable
 * @m: model
 * @q: request; may be out of sight already, is not freed yet
 * @restored: it comes from the store: those who waited for it before the
 *	restart are gone
 *
 * Context: journal.flush is held, or it is a restore.
 */
void ntms_opwait_settled(struct ntms_model *m, struct ntms_oprequest *q,
			 bool restored)
{
	if (restored && ntms_oprequest_awaited(q))
		q->abandoned = true;
	spin_lock(&m->opwait_lock);
	q->outcome = READ_ONCE(q->state);
	if (is_over(q->outcome))
		tell_all(m, q);
	spin_unlock(&m->opwait_lock);
}

/**
 * ntms_oprequest_fini() - a request is gone for good
 * @m: model, locked for write
 * @o: request
 */
void ntms_oprequest_fini(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_oprequest *q = ntms_oprequest(o);

	spin_lock(&m->opwait_lock);
	tell_all(m, q);
	spin_unlock(&m->opwait_lock);
}

/**
 * ntms_opwait_add() - begin to wait for a request
 * @m: model, locked
 * @q: request; it may be new in an open transaction
 * @w: with @done; must stay until it has been called, or has been taken out
 *	by ntms_opwait_remove()
 *
 * When the transaction that makes @q is aborted or undone the request is gone,
 * and @w is told so.
 */
void ntms_opwait_add(struct ntms_model *m, struct ntms_oprequest *q,
		     struct ntms_opwait *w)
{
	lockdep_assert_held(&m->lock);
	spin_lock(&m->opwait_lock);
	hlist_add_head(&w->link, &q->waits);
	if (is_over(q->outcome))
		tell_all(m, q);
	spin_unlock(&m->opwait_lock);
}

/**
 * ntms_opwait_remove() - wait no longer
 * @m: model
 * @w: was given to ntms_opwait_add() once, or is zero
 *
 * Return: true, and @w->done will not be called; false: it was called, or is
 * being called, or @w never waited.
 */
bool ntms_opwait_remove(struct ntms_model *m, struct ntms_opwait *w)
{
	bool waiting;

	spin_lock(&m->opwait_lock);
	waiting = !hlist_unhashed(&w->link);
	hlist_del_init(&w->link);
	spin_unlock(&m->opwait_lock);
	return waiting;
}

/**
 * ntms_opwait_any() - does somebody wait for a request?
 * @m: model, locked
 * @q: request
 */
bool ntms_opwait_any(struct ntms_model *m, const struct ntms_oprequest *q)
{
	bool any;

	spin_lock(&m->opwait_lock);
	any = !hlist_empty(&q->waits);
	spin_unlock(&m->opwait_lock);
	return any;
}

/* --- WaitForNtmsOperatorRequest ----------------------------------------- */

/**
 * struct opcall - a call that waits
 * @ref: one while it waits for the operator, one for whoever may answer
 * @wait: for the operator
 * @pending: for the time and for the session
 * @call: takes the reason
 * @answer: of the caller, gone when it was given
 */
struct opcall {
	struct kref ref;
	struct ntms_opwait wait;
	struct ntms_pending pending;
	struct ntms_call call;
	struct ntms_answer *answer;
};

static void opcall_free(struct kref *ref)
{
	struct opcall *o = container_of(ref, struct opcall, ref);

	ntms_session_put(o->call.s);
	kfree(o);
}

static void explain(struct ntms_call *c, u32 error)
{
	switch (error) {
	case ERROR_CANCELLED:
		ntms_refuse(c, error, "an operator has refused the request");
		break;
	case ERROR_OBJECT_NOT_FOUND:
		ntms_refuse(c, error,
			    "the operator request was deleted, try what it was for again");
		break;
	case ERROR_TIMEOUT:
		ntms_refuse(c, error,
			    "no operator has satisfied the request in time");
		break;
	}
}

/* claimed: answer, and nobody waits any more */
static void opcall_end(struct opcall *o, u32 error)
{
	ntms_pending_remove(&o->pending);
	o->answer->done(o->answer, error, o->call.text);
	kref_put(&o->ref, opcall_free);
}

static void opcall_done(struct ntms_opwait *w, u32 error)
{
	struct opcall *o = container_of(w, struct opcall, wait);

	if (ntms_pending_claim(&o->pending)) {
		explain(&o->call, error);
		opcall_end(o, error);
	}
	kref_put(&o->ref, opcall_free);
}

static void opcall_expire(struct ntms_pending *p, u32 error)
{
	struct opcall *o = container_of(p, struct opcall, pending);

	if (ntms_opwait_remove(o->call.m, &o->wait))
		kref_put(&o->ref, opcall_free);
	if (error == ERROR_CANCELLED)
		ntms_refuse(&o->call, error, "the session was closed");
	else
		explain(&o->call, error);
	opcall_end(o, error);
}

static u32 look(struct ntms_call *c, struct ntms_oprequest *q, bool *over)
{
	u32 outcome, error;

	spin_lock(&c->m->opwait_lock);
	outcome = q->outcome;
	spin_unlock(&c->m->opwait_lock);
	*over = is_over(outcome);
	error = *over ? error_of(outcome) : ERROR_TIMEOUT;
	explain(c, error);
	return error;
}

static struct opcall *opcall_make(struct ntms_call *c,
				  struct ntms_answer *answer)
{
	struct opcall *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return NULL;
	kref_init(&o->ref);
	o->call.m = c->m;
	o->call.s = ntms_session_get(c->s);
	o->answer = answer;
	o->wait.done = opcall_done;
	return o;
}

/* somebody may answer as soon as this begins */
static u32 begin(struct ntms_call *c, struct ntms_oprequest *q, u32 timeout,
		 struct ntms_answer *answer)
{
	struct opcall *o = opcall_make(c, answer);
	u32 error;

	if (!o)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory to wait");
	kref_get(&o->ref);	/* of @wait */
	kref_get(&o->ref);	/* ours */
	error = ntms_pending_add(&o->pending, c->s, timeout, opcall_expire);
	if (error) {
		ntms_refuse(c, error, "the session was closed");
		kref_put(&o->ref, opcall_free);
		kref_put(&o->ref, opcall_free);
	} else {
		ntms_opwait_add(c->m, q, &o->wait);
		/* the time may have been over before */
		if (ntms_pending_claimed(&o->pending) &&
		    ntms_opwait_remove(c->m, &o->wait))
			kref_put(&o->ref, opcall_free);
	}
	kref_put(&o->ref, opcall_free);
	return error;
}

/* answered without waiting */
static void answer_now(struct ntms_answer *answer)
{
	answer->done(answer, 0, "");
}

/**
 * ntms_opwait_call() - WaitForNtmsOperatorRequest
 * @c: the request, takes the reason of a refusal
 * @request: GUID
 * @timeout: ms, 0: just look, NTMS_INFINITE: for ever
 * @answer: called exactly once if 0 is returned, maybe before this returns:
 *	with 0 (satisfied), ERROR_CANCELLED (refused, or the session was
 *	closed), ERROR_TIMEOUT, ERROR_OBJECT_NOT_FOUND (it was deleted)
 *
 * MS-RSMP 3.2.5.2.5.6.  Takes the use right on the computer.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or and @answer is not called ERROR_INVALID_PARAMETER (null
 * GUID), ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED, ERROR_CANCELLED
 * (refused before, or the session is closed), ERROR_TIMEOUT (@timeout 0 and
 * still open), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_opwait_call(struct ntms_call *c, const guid_t *request, u32 timeout,
		     struct ntms_answer *answer)
{
	struct ntms_oprequest *q;
	bool over = false;
	u32 error;

	down_read(&c->m->lock);
	error = ntms_oprequest_find(c, request, NTMS_USE_ACCESS, &q);
	if (!error)
		error = look(c, q, &over);
	if (error == ERROR_TIMEOUT && timeout) {
		c->text[0] = 0;
		error = begin(c, q, timeout, answer);
		over = false;
	}
	up_read(&c->m->lock);
	if (!error && over)
		answer_now(answer);
	return error;
}
