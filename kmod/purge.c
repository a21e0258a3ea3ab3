// SPDX-License-Identifier: GPL-2.0
/*
 * purge.c - requests that are finished, and requests that were forgotten
 *
 * Semantics 9.4 and 9.6.  Finished requests are kept for the time that the
 * computer says, and not more than a number of them for each library.  The
 * same run deletes old operator requests (oprequest.c).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>

#include "library.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

#define PURGE_PAUSE	600	/* s */

static bool is_old(const struct ntms_model *m, const struct ntms_librequest *q,
		   s64 now)
{
	const struct ntms_computer *c = m->computer;

	if (!ntms_request_finished(q) || (c->lib_request_flags & NTMS_NOAUTOPURGE) ||
	    (q->state == NTMS_LM_FAILED &&
	     (c->lib_request_flags & NTMS_NOFAILEDPURGE)))
		return false;
	return q->library->count[NTMS_TYPE_LIBREQUEST] >
	       ntms_robot_limits.finished ||
	       now - q->time_completed >
	       (s64)c->lib_request_purge_time * NSEC_PER_SEC;
}

/* Return: 0 and *@more is there was more to delete */
static u32 purge_batch(struct ntms_model *m, u32 *id, bool *more)
{
	struct ntms_object *o;
	struct ntms_txn t;
	u32 n = 0, error = 0;

	*more = false;
	ntms_txn_begin(&t, m);
	while (!error && m->computer &&
	       (o = ntms_next(m, NTMS_TYPE_LIBREQUEST, id))) {
		++*id;
		if (!is_old(m, ntms_librequest(o), t.now))
			continue;
		error = ntms_txn_touch(&t, &ntms_librequest(o)->library->o);
		if (!error)
			error = ntms_txn_delete(&t, o);
		*more = ++n == NTMS_BATCH;
		if (*more)
			break;
	}
	return ntms_txn_end(&t, error);
}

static u32 purge_operators(struct ntms_model *m, u32 *id, bool *more)
{
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, m);
	error = ntms_oprequest_purge(&t, id, NTMS_BATCH, more);
	return ntms_txn_end(&t, error);
}

static void purge_all(u32 (*batch)(struct ntms_model *m, u32 *id, bool *more))
{
	struct ntms_robotics *all = &ntms_robotics;
	bool more = true;
	u32 id = 0;

	while (more && !READ_ONCE(all->stopping) &&
	       !ntms_journal_ready(all->m, NULL))
		if (batch(all->m, &id, &more))
			break;
}

/**
 * ntms_purge_run() - delete old requests
 * @work: of ntms_robotics.purge
 */
void ntms_purge_run(struct work_struct *work)
{
	struct ntms_robotics *all = &ntms_robotics;
	u32 pause = PURGE_PAUSE;

	purge_all(purge_batch);
	purge_all(purge_operators);
	down_read(&all->m->lock);
	if (all->m->computer)
		pause = clamp(min(all->m->computer->lib_request_purge_time,
				  all->m->computer->op_request_purge_time),
			      1U, pause);
	up_read(&all->m->lock);
	spin_lock(&all->lock);
	if (!all->stopping)
		queue_delayed_work(all->wq, &all->purge, pause * HZ);
	spin_unlock(&all->lock);
}

/**
 * ntms_purge_soon() - how long requests are kept has changed
 */
void ntms_purge_soon(void)
{
	struct ntms_robotics *all = &ntms_robotics;

	spin_lock(&all->lock);
	if (all->started && !all->stopping)
		mod_delayed_work(all->wq, &all->purge, 0);
	spin_unlock(&all->lock);
}

/**
 * ntms_purge_check() - a request is finished, are there too many?
 */
void ntms_purge_check(void)
{
	struct ntms_robotics *all = &ntms_robotics;
	bool full = false;
	struct ntms_object *o;
	u32 id;

	down_read(&all->m->lock);
	ntms_for_each(all->m, NTMS_TYPE_LIBRARY, id, o)
		if (ntms_library(o)->count[NTMS_TYPE_LIBREQUEST] >
		    ntms_robot_limits.finished + NTMS_BATCH)
			full = true;
	up_read(&all->m->lock);
	spin_lock(&all->lock);
	if (full && !all->stopping)
		mod_delayed_work(all->wq, &all->purge, 0);
	spin_unlock(&all->lock);
}

static bool is_forgotten(struct ntms_robot *r, struct ntms_librequest *q)
{
	return !ntms_request_finished(q) && !q->work &&
	       (!r || guid_equal(&q->library->o.guid, &r->library));
}

/**
 * ntms_purge_forgotten() - requests that nobody works on are over
 * @r: of this library, or NULL: all, since it is the start
 * @why: what happened to them
 *
 * Context: waits for the store.
 * Return: 0, or a Win32 code and they are left for the next time.
 */
u32 ntms_purge_forgotten(struct ntms_robot *r, const char *why)
{
	struct ntms_model *m = ntms_robotics.m;
	struct ntms_librequest *q;
	struct ntms_object *o;
	struct ntms_txn t;
	u32 id, error = 0;

	ntms_txn_begin(&t, m);
	ntms_for_each(m, NTMS_TYPE_LIBREQUEST, id, o) {
		q = ntms_librequest(o);
		if (error || !is_forgotten(r, q))
			continue;
		error = ntms_txn_edit(&t, o);
		if (!error)
			error = ntms_txn_set_text(&t, o, &o->description, why);
		if (error)
			continue;
		q->state = r ? NTMS_LM_FAILED : NTMS_LM_CANCELLED;
		q->error = r ? ERROR_DATABASE_FAILURE : ERROR_CANCELLED;
		q->time_completed = t.now;
	}
	return ntms_txn_end(&t, error);
}
