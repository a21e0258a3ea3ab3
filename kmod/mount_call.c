// SPDX-License-Identifier: GPL-2.0
/*
 * mount_call.c - MountNtmsMedia
 *
 * The call is checked (mount_check.c), becomes a library request, and is
 * answered when the request is over.  If everything it needs is free it begins
 * with the transaction that makes the request, so that one wait for the store
 * is enough.  If it has to wait for a medium that is off line an operator is
 * asked to bring it (mount_offline.c).
 */
#include <linux/slab.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

static void mount_durable(struct ntms_waiter *waiter, u32 error)
{
	struct ntms_work *w = container_of(waiter, struct ntms_work, waiter);

	if (error)
		WRITE_ONCE(w->undone, error);
	else
		WRITE_ONCE(w->durable, true);
	/* NOWAIT: it is queued */
	if (!error && !w->calls)
		ntms_work_answer(w, 0, NULL);
	ntms_work_kick(w);
	ntms_work_put(w);
}

/* nobody waits for the mount any more: time-out, or the end of the session */
static void mount_expired(struct ntms_pending *call, u32 error)
{
	struct ntms_work *w = container_of(call, struct ntms_work, call);
	struct ntms_model *m = call->session->model;
	char text[sizeof(w->text)];

	down_write(&m->lock);
	if (error == ERROR_TIMEOUT)
		snprintf(text, sizeof(text), "the time is over: %.100s",
			 w->begun ? "the mount has begun, but is not finished" :
			 w->why[0] ? w->why : "the library is busy");
	else
		snprintf(text, sizeof(text), "the session was closed");
	if (!list_empty(&w->link)) {
		w->cancelled = true;
		ntms_work_fail(w, error, "%s", text);
	}
	up_write(&m->lock);
	ntms_pending_remove(call);
	/* the session may have queued the time-out again while it was running */
	cancel_delayed_work(&call->timer);
	w->done(w->ctx, error, text, NULL, 0);
	ntms_work_kick(w);
	ntms_work_put(w);
}

static u32 make_request(struct ntms_txn *t, struct ntms_call *c,
			struct ntms_work *w, struct ntms_library *l)
{
	struct ntms_physical_media *pm = ntms_part_media(w->part);
	struct ntms_librequest *q;
	u32 i, error;

	error = ntms_work_request(t, w, l ?: pm->library, c->s, &q);
	if (error)
		return error;
	guid_copy(&q->partition, &w->part->side);
	guid_copy(&q->physical_media, &w->part->media);
	for (i = 0; i < w->count; i++)
		if (!ntms_mount_get(ntms_part_media(&w->part[i])))
			break;
	if (i == w->count)
		return 0;
	while (i--)
		ntms_mount_put(ntms_mount_find(&w->part[i].media));
	return ERROR_NOT_ENOUGH_MEMORY;
}

/*
 * Once, at once.  It does not overtake: with others before it, it waits for its
 * turn, unless the caller does not want to wait.
 */
static u32 try_now(struct ntms_call *c, struct ntms_txn *t, struct ntms_work *w)
{
	enum ntms_grant g = NTMS_GRANT_OFFLINE;
	u32 error;

	if (w->robot)
		g = ntms_grant_try(t, w, false);
	if (g == NTMS_GRANT_FAILED)
		return ntms_refuse(c, w->error, "%s", w->text);
	if (g == NTMS_GRANT_YES)
		return 0;
	error = ntms_mount_unwilling(w, g);
	if (error)
		return ntms_refuse(c, error, "%s", w->why[0] ? w->why :
				   "the medium is off line");
	error = ntms_work_state(t, w, NTMS_LM_WAITING, w->why[0] ? w->why :
				"the medium has to be put into a library");
	return error ?: ntms_offline_update(t, w);
}

static u32 wait_for_answer(struct ntms_call *c, struct ntms_work *w,
			   u32 timeout)
{
	u32 error;

	if (w->options & NTMS_MOUNT_NOWAIT)
		return 0;
	/* 0: what was to be had at once is worth waiting for */
	error = ntms_pending_add(&w->call, c->s, timeout ?: NTMS_INFINITE,
				 mount_expired);
	if (error)
		return ntms_refuse(c, error, "the session was closed");
	w->calls = true;
	ntms_work_get(w);
	return 0;
}

/* Return: 0 if somebody else has answered or will */
static u32 forget_call(struct ntms_work *w, u32 error)
{
	if (!w->calls)
		return error;
	if (!ntms_pending_claim(&w->call))
		return 0;
	ntms_pending_remove(&w->call);
	ntms_work_put(w);
	return error;
}

/**
 * ntms_mount_submit() - store a request and wait for its end
 * @c: the request, takes the reason of a refusal
 * @t: transaction that made it; ended
 * @w: work in the list, with @done
 * @timeout: ms
 *
 * Return: 0 and @w->done is called once; or a Win32 code and it is not.
 */
u32 ntms_mount_submit(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_work *w, u32 timeout)
{
	struct ntms_model *m = c->m;
	u32 error;

	error = wait_for_answer(c, w, timeout);
	if (error) {
		ntms_work_drop(w);
		ntms_txn_abort(t);
		return error;
	}
	/* for the list, the waiter and us */
	ntms_work_get(w);
	ntms_work_get(w);
	w->waiter.done = mount_durable;
	error = ntms_txn_commit(t, &w->waiter);
	if (error) {
		ntms_work_put(w);
		down_write(&m->lock);
		ntms_work_drop(w);
		up_write(&m->lock);
		error = forget_call(w, error);
	}
	ntms_work_put(w);
	return error;
}

static u32 prepare(struct ntms_call *c, struct ntms_txn *t,
		   const struct ntms_mount_args *a, struct ntms_work *w)
{
	struct ntms_library *l;
	u32 error;

	w->options = a->options;
	w->priority = a->priority;
	w->at_once = !a->timeout && !(a->options & NTMS_MOUNT_NOWAIT);
	w->drives = kcalloc(a->count, sizeof(*w->drives), GFP_KERNEL);
	if (!w->drives)
		return ERROR_NOT_ENOUGH_MEMORY;
	error = ntms_mount_check(c, a, w, &l);
	if (error)
		return error;
	if (l)
		w->robot = ntms_robot_of(&l->o.guid);
	error = make_request(t, c, w, l);
	if (error)
		return error;
	ntms_work_enqueue(w);
	error = try_now(c, t, w);
	if (error) {
		/* the caller frees it */
		ntms_work_get(w);
		ntms_work_drop(w);
	}
	return error;
}

/**
 * ntms_mount_media() - MountNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @a: arguments
 * @done: called once with the end of the request, in process context without
 *	locks, if 0 is returned; may be before this returns.  With
 *	NTMS_MOUNT_NOWAIT when the request is durable.
 * @ctx: for @done
 *
 * Context: process, without locks; does not wait for the library or the
 * store.
 * Return: 0, or a Win32 code and @done is not called.
 */
u32 ntms_mount_media(struct ntms_call *c, const struct ntms_mount_args *a,
		     void (*done)(void *ctx, u32 error, const char *text,
				  const guid_t *drives, u32 count),
		     void *ctx)
{
	struct ntms_work *w;
	struct ntms_txn t;
	u32 error;

	error = ntms_mount_arguments(c, a);
	if (error)
		return error;
	ntms_txn_begin(&t, c->m);
	error = ntms_work_new(c, NTMS_LM_MOUNT, a->count, &w);
	if (error) {
		ntms_txn_abort(&t);
		return ntms_work_refused(c, error);
	}
	w->done = done;
	w->ctx = ctx;
	error = prepare(c, &t, a, w);
	if (!error)
		return ntms_work_refused(c, ntms_mount_submit(c, &t, w,
							  a->timeout));
	ntms_txn_abort(&t);
	ntms_work_put(w);
	return ntms_work_refused(c, error);
}
