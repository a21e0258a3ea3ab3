// SPDX-License-Identifier: GPL-2.0
/*
 * waiting.c - allocations that wait until a side becomes available
 *
 * AllocateNtmsMedia with a time-out (MS-RSMP 3.2.5.2.2.3).  After every
 * commit the waiting allocations are tried again, the oldest first.  Each asks
 * an operator for new media: satisfied means look again, and ask again if that
 * was not enough; refused ends it (semantics 10.5).
 */
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"

/*
 * The text of @call, @allocation and @answer belong to whoever has claimed
 * @pending, and are gone with the answer; @request is protected by model.lock;
 * the rest does not change.
 */
struct waiting {
	struct list_head link;		/* in model.waiting */
	struct list_head visit;		/* in the round of the work */
	struct kref ref;
	struct ntms_pending pending;
	struct ntms_waiter durable;
	struct ntms_call call;
	struct ntms_allocation wanted;
	struct ntms_allocation *allocation;
	struct ntms_answer *answer;
	struct ntms_opwait operator;
	guid_t request;			/* for new media, null for none */
};

static void waiting_free(struct kref *ref)
{
	struct waiting *w = container_of(ref, struct waiting, ref);

	ntms_session_put(w->call.s);
	kfree(w);
}

/* claimed: leave the list and the session; the list's reference is ours now */
static void waiting_end(struct waiting *w)
{
	struct ntms_model *m = w->call.m;

	spin_lock(&m->waiting_lock);
	list_del_init(&w->link);
	spin_unlock(&m->waiting_lock);
	ntms_pending_remove(&w->pending);
}

/* claimed: no operator has to do anything for it any more */
static void waiting_forget_operator(struct waiting *w)
{
	ntms_oprequest_withdraw(w->call.m, &w->request);
	if (ntms_opwait_remove(w->call.m, &w->operator))
		kref_put(&w->ref, waiting_free);
}

static void waiting_answer(struct waiting *w, u32 error)
{
	w->answer->done(w->answer, error, w->call.text);
	kref_put(&w->ref, waiting_free);
}

static void waiting_expire(struct ntms_pending *p, u32 error)
{
	struct waiting *w = container_of(p, struct waiting, pending);

	waiting_end(w);
	waiting_forget_operator(w);
	ntms_refuse(&w->call, error, error == ERROR_TIMEOUT ?
		    "no side of the pool became available in time" :
		    "the session was closed");
	waiting_answer(w, error);
}

static void waiting_durable(struct ntms_waiter *d, u32 error)
{
	struct waiting *w = container_of(d, struct waiting, durable);

	if (error)
		ntms_refuse(&w->call, error,
			    "the store could not take the allocation");
	waiting_answer(w, error);
}

static void look_now(struct ntms_model *m)
{
	mod_delayed_work(m->wq, &m->waiting_work, 0);
}

/* something could not be stored: it takes a while until it can */
static void look_later(struct ntms_model *m)
{
	queue_delayed_work(m->wq, &m->waiting_work, HZ);
}

/* what became of the request for new media */
static void operator_done(struct ntms_opwait *wait, u32 error)
{
	struct waiting *w = container_of(wait, struct waiting, operator);
	struct ntms_model *m = w->call.m;

	ntms_oprequest_withdraw(m, &w->request);
	down_write(&m->lock);
	guid_copy(&w->request, &guid_null);
	up_write(&m->lock);
	if (error == ERROR_CANCELLED && ntms_pending_claim(&w->pending)) {
		waiting_end(w);
		ntms_refuse(&w->call, error,
			    "an operator has refused to bring media for the pool");
		waiting_answer(w, error);
	} else if (!ntms_pending_claimed(&w->pending)) {
		if (error)
			look_later(m);
		else
			look_now(m);
	}
	kref_put(&w->ref, waiting_free);
}

static u32 post(struct waiting *w, struct ntms_txn *t,
		struct ntms_media_pool *pool)
{
	char text[160];
	u32 error;

	snprintf(text, sizeof(text), "pool %.60s needs a medium of type %.60s",
		 pool->o.name ?: "", pool->media_type->o.name ?: "");
	error = ntms_oprequest_post(t, NTMS_OPREQ_NEWMEDIA, &pool->o, NULL,
				    text, &w->request);
	if (error) {
		guid_copy(&w->request, &guid_null);
		return error;
	}
	kref_get(&w->ref);
	ntms_opwait_add(t->model,
			ntms_oprequest(ntms_find(t->model, &w->request)),
			&w->operator);
	return 0;
}

/* nothing found: somebody has to bring something */
static void waiting_ask(struct waiting *w)
{
	struct ntms_model *m = w->call.m;
	struct ntms_media_pool *pool;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, m);
	pool = ntms_media_pool(ntms_find_type(m, &w->wanted.pool,
					      NTMS_TYPE_MEDIA_POOL));
	if (pool && guid_is_null(&w->request) &&
	    !ntms_pending_claimed(&w->pending))
		error = post(w, &t, pool);
	if (error)
		ntms_txn_abort(&t);
	else
		error = ntms_txn_commit(&t, NULL);
	/* when the commit fails operator_done() is told that it is gone */
	if (error)
		look_later(m);
}

static void waiting_try(struct waiting *w)
{
	const char *why = "not enough memory";
	struct ntms_call c = { .m = w->call.m, .s = w->call.s };
	struct ntms_allocation a = w->wanted;
	struct ntms_txn t;
	u32 error;

	/* nobody is there for whom it would be: waiting_expire() is on its way */
	if (READ_ONCE(c.s->closed))
		return;
	ntms_txn_begin(&t, c.m);
	error = ntms_media_allocate(&c, &t, &a);
	if (error == ERROR_MEDIA_UNAVAILABLE) {
		ntms_txn_abort(&t);
		waiting_ask(w);
		return;
	}
	if (!ntms_pending_claim(&w->pending)) {
		ntms_txn_abort(&t);
		return;
	}
	*w->allocation = a;
	if (error) {
		ntms_txn_abort(&t);
		ntms_refuse(&w->call, error, "%s", c.text);
	} else {
		/* if not now, then waiting_forget_operator() does it */
		ntms_oprequest_drop(&t, &w->request);
		error = ntms_txn_commit(&t, &w->durable);
		if (error) {
			ntms_journal_ready(c.m, &why);
			ntms_refuse(&w->call, error, "%s", why);
		}
	}
	waiting_end(w);
	waiting_forget_operator(w);
	if (error)
		waiting_answer(w, error);
}

static void waiting_work(struct work_struct *work)
{
	struct ntms_model *m = container_of(to_delayed_work(work),
					    struct ntms_model, waiting_work);
	struct waiting *w, *next;
	LIST_HEAD(round);

	spin_lock(&m->waiting_lock);
	list_for_each_entry(w, &m->waiting, link) {
		kref_get(&w->ref);
		list_add_tail(&w->visit, &round);
	}
	spin_unlock(&m->waiting_lock);
	list_for_each_entry_safe(w, next, &round, visit) {
		list_del(&w->visit);
		waiting_try(w);
		kref_put(&w->ref, waiting_free);
	}
}

/**
 * ntms_waiting_init() - nobody waits
 * @m: model
 */
void ntms_waiting_init(struct ntms_model *m)
{
	INIT_LIST_HEAD(&m->waiting);
	spin_lock_init(&m->waiting_lock);
	INIT_DELAYED_WORK(&m->waiting_work, waiting_work);
}

/**
 * ntms_waiting_destroy() - the end
 * @m: model; all sessions are closed
 */
void ntms_waiting_destroy(struct ntms_model *m)
{
	cancel_delayed_work_sync(&m->waiting_work);
	WARN_ON_ONCE(!list_empty(&m->waiting));
}

/**
 * ntms_waiting_wake() - something changed, look again
 * @m: model
 */
void ntms_waiting_wake(struct ntms_model *m)
{
	if (!list_empty_careful(&m->waiting))
		look_now(m);
}

/**
 * ntms_waiting_add() - let an allocation wait
 * @c: call; its session must not be closed
 * @a: arguments, and result; must live until @answer is called
 * @answer: called exactly once unless this fails
 *
 * The transaction in which nothing was found must have ended.
 *
 * Return: 0, ERROR_NOT_ENOUGH_MEMORY, ERROR_CANCELLED.
 */
u32 ntms_waiting_add(struct ntms_call *c, struct ntms_allocation *a,
		     struct ntms_answer *answer)
{
	struct ntms_model *m = c->m;
	struct waiting *w;
	u32 error;

	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory to wait");
	kref_init(&w->ref);
	kref_get(&w->ref);	/* ours, until the end of this function */
	w->call.m = m;
	w->call.s = ntms_session_get(c->s);
	w->wanted = *a;
	w->allocation = a;
	w->answer = answer;
	w->durable.done = waiting_durable;
	w->operator.done = operator_done;
	INIT_LIST_HEAD(&w->link);
	error = ntms_pending_add(&w->pending, c->s, a->timeout, waiting_expire);
	if (error) {
		ntms_refuse(c, error, "the session is closed");
		kref_put(&w->ref, waiting_free);
	} else {
		/* if the time is not over already, waiting_end() finds it */
		spin_lock(&m->waiting_lock);
		if (!ntms_pending_claimed(&w->pending))
			list_add_tail(&w->link, &m->waiting);
		spin_unlock(&m->waiting_lock);
		/* a side may have come since we looked */
		look_now(m);
	}
	kref_put(&w->ref, waiting_free);
	return error;
}
