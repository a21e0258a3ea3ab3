// SPDX-License-Identifier: GPL-2.0
/*
 * request.c - library requests and the work on them
 *
 * Semantics 9.  Works are in one list, in the order of execution: queue.c.
 *
 * A request is INPROCESS on disk before anything moves.  If its end cannot
 * be stored it is found later as one that nobody works on (purge.c).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "notify.h"
#include "robot.h"
#include "work.h"

/**
 * ntms_work_new() - make a work
 * @c: call, takes the reason of a refusal; NULL for our own
 * @operation: NTMS_LM_...
 * @count: of media
 * @work: out: the work
 *
 * Context: model locked for write.
 * Return: 0, ERROR_BUSY or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_work_new(struct ntms_call *c, u32 operation, u32 count,
		  struct ntms_work **work)
{
	struct ntms_work *w;
	u32 i;

	if (c && ntms_robotics.number_of_works >= ntms_robot_limits.works)
		return ntms_refuse(c, ERROR_BUSY,
				   "%u library requests are waiting, let them finish first",
				   ntms_robotics.number_of_works);
	w = kzalloc(struct_size(w, part, count), GFP_KERNEL);
	if (!w)
		return ERROR_NOT_ENOUGH_MEMORY;
	kref_init(&w->ref);
	INIT_LIST_HEAD(&w->link);
	w->operation = operation;
	w->count = count;
	for (i = 0; i < count; i++) {
		w->part[i].work = w;
		INIT_DELAYED_WORK(&w->part[i].run, ntms_drive_run);
	}
	*work = w;
	return 0;
}

/**
 * ntms_work_get() - one more who uses a work
 * @w: work
 */
void ntms_work_get(struct ntms_work *w)
{
	kref_get(&w->ref);
}

static void work_free(struct kref *ref)
{
	struct ntms_work *w = container_of(ref, struct ntms_work, ref);

	kfree(w->drives);
	kfree(w);
}

/**
 * ntms_work_put() - one less who uses a work
 * @w: work
 */
void ntms_work_put(struct ntms_work *w)
{
	kref_put(&w->ref, work_free);
}

/**
 * ntms_work_object() - the request of a work
 * @w: work; model locked
 *
 * Return: the request; NULL when it could not be stored and is gone again.
 */
struct ntms_librequest *ntms_work_object(struct ntms_work *w)
{
	return ntms_librequest(ntms_find_type(ntms_robotics.m, &w->request,
					      NTMS_TYPE_LIBREQUEST));
}

/**
 * ntms_work_request() - make the object that clients see
 * @t: transaction
 * @w: work
 * @l: library
 * @s: session that asked, NULL for our own
 * @request: out: the object
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_work_request(struct ntms_txn *t, struct ntms_work *w,
		      struct ntms_library *l, const struct ntms_session *s,
		      struct ntms_librequest **request)
{
	struct ntms_librequest *q;
	struct ntms_object *o;
	u32 error;

	error = ntms_txn_insert(t, NTMS_TYPE_LIBREQUEST, NULL, &o);
	if (error)
		return error;
	q = ntms_librequest(o);
	q->library = l;
	q->operation = w->operation;
	q->priority = w->priority;
	q->time_queued = t->now;
	q->state = NTMS_LM_QUEUED;
	guid_copy(&q->work_item, &o->guid);
	guid_copy(&w->request, &o->guid);
	error = ntms_txn_set_text(t, o, &q->application,
				  s ? s->application : "ntms");
	if (!error && s)
		error = ntms_txn_set_text(t, o, &q->user, s->user);
	if (!error && s)
		error = ntms_txn_set_text(t, o, &q->computer, s->computer);
	if (!error)
		error = ntms_txn_touch(t, &l->o);
	q->work = w;
	w->session = s ? s->id : 0;
	w->uid = s ? s->caller.uid : 0;
	*request = q;
	return error;
}

/**
 * ntms_work_kick() - let whoever executes a work look at it
 * @w: work
 */
void ntms_work_kick(struct ntms_work *w)
{
	struct ntms_robot *r = READ_ONCE(w->robot);

	if (r)
		ntms_robot_kick(r);
	else
		ntms_robotics_manage(0);
}

/* nobody is in the way of others because of this work any more */
static void release(struct ntms_work *w)
{
	struct ntms_librequest *q = ntms_work_object(w);
	struct ntms_mount *mount;
	struct ntms_seat *seat;
	u32 i;

	if (q)
		q->work = NULL;
	ntms_offline_release(w);
	if (w->robot && w->robot->hands == w)
		w->robot->hands = NULL;
	if (w->robot)
		list_for_each_entry(seat, &w->robot->seats, link) {
			if (seat->work == w)
				seat->work = NULL;
			if (seat->reserved == w)
				seat->reserved = NULL;
			if (seat->wanted == w)
				seat->wanted = NULL;
		}
	for (i = 0; i < w->count; i++) {
		mount = ntms_mount_find(&w->part[i].media);
		if (!mount)
			continue;
		if (mount->work == w)
			mount->work = NULL;
		ntms_mount_put(mount);
	}
}

/**
 * ntms_work_drop() - a work is over, nothing is written
 * @w: work; does nothing when it is over already
 *
 * Context: model locked for write.
 */
void ntms_work_drop(struct ntms_work *w)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (list_empty(&w->link))
		return;
	list_del_init(&w->link);
	ntms_robotics.number_of_works--;
	release(w);
	ntms_work_put(w);
}

/**
 * ntms_work_commit() - commit the transaction that made a request
 * @t: transaction
 * @w: work in the list, or NULL
 * @waiter: told when it is durable
 *
 * Return: 0, or a Win32 code, and then there is no work.
 */
u32 ntms_work_commit(struct ntms_txn *t, struct ntms_work *w,
		     struct ntms_waiter *waiter)
{
	struct ntms_model *m = t->model;
	u32 error;

	if (w)
		ntms_work_get(w);
	error = ntms_txn_commit(t, waiter);
	if (!w)
		return error;
	if (error) {
		down_write(&m->lock);
		ntms_work_drop(w);
		up_write(&m->lock);
	} else {
		ntms_work_kick(w);
	}
	ntms_work_put(w);
	return error;
}

/**
 * ntms_work_refused() - say why a call could not be stored, if nobody has
 * @c: the request, takes the reason
 * @error: Win32 code or 0
 *
 * Return: @error.
 */
u32 ntms_work_refused(struct ntms_call *c, u32 error)
{
	const char *why = "the change could not be stored";

	if (!error || c->text[0])
		return error;
	if (error == ERROR_NOT_ENOUGH_MEMORY)
		why = "no memory for the request";
	else
		ntms_journal_ready(c->m, &why);
	return ntms_refuse(c, error, "%s", why);
}

/**
 * ntms_work_fail() - a work will fail
 * @w: work; only the first reason counts
 * @error: Win32 code
 * @fmt: the reason, as for ntms_refuse()
 *
 * After ntms_robotics_halt() devices and store are on their way out, which
 * is no failure of theirs: then it is cancelled.
 *
 * Context: model locked for write.
 */
void ntms_work_fail(struct ntms_work *w, u32 error, const char *fmt, ...)
{
	va_list args;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (w->error)
		return;
	if (READ_ONCE(ntms_robotics.stopping)) {
		w->cancelled = true;
		w->error = ERROR_CANCELLED;
		strscpy(w->text, "the module is being unloaded",
			sizeof(w->text));
		return;
	}
	w->error = error;
	va_start(args, fmt);
	vsnprintf(w->text, sizeof(w->text), fmt, args);
	va_end(args);
}

/**
 * ntms_work_state() - write down how far a request is
 * @t: transaction
 * @w: work
 * @state: NTMS_LM_...
 * @text: what is to be said about it, or NULL
 *
 * Return: 0, ERROR_NOT_ENOUGH_MEMORY, or ERROR_DATABASE_FAILURE when the
 * request is gone, because it could not be stored.
 */
u32 ntms_work_state(struct ntms_txn *t, struct ntms_work *w, u32 state,
		    const char *text)
{
	struct ntms_librequest *q = ntms_work_object(w);
	u32 error;

	if (!q)
		return ERROR_DATABASE_FAILURE;
	if (q->state == state && !strcmp(q->o.description ?: "", text ?: ""))
		return 0;
	error = ntms_txn_edit(t, &q->o);
	if (!error)
		error = ntms_txn_set_text(t, &q->o, &q->o.description, text);
	if (error)
		return error;
	if (q->state != state && w->operation == NTMS_LM_MOUNT)
		ntms_signal(t, NTMS_TYPE_LIBREQUEST, &q->o.guid);
	q->state = state;
	return 0;
}

/**
 * ntms_work_begin() - a work begins: on disk before it happens
 * @t: open transaction; ended
 * @w: work
 * @text: what is to be said about it, or NULL
 *
 * Context: waits for the store.
 * Return: 0, or a Win32 code and nothing may happen.
 */
u32 ntms_work_begin(struct ntms_txn *t, struct ntms_work *w, const char *text)
{
	u32 error = ntms_work_state(t, w, NTMS_LM_INPROCESS, text);

	if (!error)
		return ntms_txn_commit_wait(t);
	ntms_txn_abort(t);
	return error;
}

/* semantics 11.4; a mount is named by its request */
static void tell_end(struct ntms_txn *t, struct ntms_work *w)
{
	if (w->told_type)
		ntms_complete(t, w->told_type, &w->told);
	if (w->told_cancelled || w->operation == NTMS_LM_MOUNT)
		ntms_complete(t, NTMS_TYPE_LIBREQUEST, &w->request);
}

static u32 close_request(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_librequest *q = ntms_work_object(w);
	u32 state = NTMS_LM_PASSED, error;

	if (w->stopped && !w->told_cancelled)
		state = NTMS_LM_STOPPED;
	else if (w->cancelled)
		state = NTMS_LM_CANCELLED;
	else if (w->error)
		state = NTMS_LM_FAILED;
	error = ntms_work_state(t, w, state, w->error ? w->text :
				q ? q->o.description : NULL);
	if (!error)
		error = ntms_offline_forget(t, w);
	if (error)
		return error;
	q->error = w->error;
	q->time_completed = t->now;
	tell_end(t, w);
	return ntms_txn_touch(t, &q->library->o);
}

/**
 * ntms_work_is_mount() - does a work go the way of a mount?
 * @w: work
 */
bool ntms_work_is_mount(const struct ntms_work *w)
{
	return w->operation == NTMS_LM_MOUNT ||
	       w->operation == NTMS_LM_PROCESSOMID ||
	       w->operation == NTMS_LM_WRITESCRATCH;
}

/**
 * ntms_work_name() - what a work is, for messages
 * @w: work
 */
const char *ntms_work_name(const struct ntms_work *w)
{
	static const char * const names[] = {
		[NTMS_LM_INVENTORY] = "inventory",
		[NTMS_LM_DOORACCESS] = "access to the door",
		[NTMS_LM_EJECT] = "eject",
		[NTMS_LM_EJECTCLEANER] = "eject of the cleaner",
		[NTMS_LM_INJECT] = "injection",
		[NTMS_LM_INJECTCLEANER] = "injection of a cleaner",
		[NTMS_LM_PROCESSOMID] = "identification",
		[NTMS_LM_CLEANDRIVE] = "cleaning",
		[NTMS_LM_DISMOUNT] = "dismount",
		[NTMS_LM_MOUNT] = "mount",
		[NTMS_LM_WRITESCRATCH] = "writing of the free label",
	};

	return w->operation < ARRAY_SIZE(names) && names[w->operation] ?
	       names[w->operation] : "request";
}

/* what somebody has to look after; who waits too long or is late is told */
static void log_failure(struct ntms_work *w)
{
	struct ntms_physical_media *pm = NULL;
	struct ntms_library *l;
	char name[16];

	if (!w->error || !w->robot || w->cancelled ||
	    w->error == ERROR_BUSY || w->error == ERROR_TIMEOUT)
		return;
	l = ntms_robot_library(w->robot);
	if (w->count)
		pm = ntms_part_media(&w->part[0]);
	pr_warn_ratelimited("%s: %s %s%s failed, error %u: %s\n",
			    l && l->o.name ? l->o.name : "library",
			    ntms_work_name(w), pm ? "of " : "",
			    pm ? ntms_display_name(&pm->o, name) : "",
			    w->error, w->text);
}

static void claim_all(struct ntms_work *w, bool claim)
{
	u32 i;

	for (i = 0; i < w->count; i++)
		if (claim)
			ntms_mount_claim(&w->part[i].media, w->session,
					 w->uid);
		else
			ntms_mount_unclaim(&w->part[i].media, w->session);
}

/**
 * ntms_work_finish() - a work is over: write it down, then answer
 * @t: open transaction with what it did last; ended
 * @w: work with its @error
 *
 * If this cannot be stored the library is read again, since what was done
 * may not be stored either.
 *
 * Context: waits for the store.
 */
void ntms_work_finish(struct ntms_txn *t, struct ntms_work *w)
{
	bool claims = w->operation == NTMS_LM_MOUNT && !w->error &&
		      !w->cancelled;
	struct ntms_model *m = t->model;
	struct ntms_robot *r = w->robot;
	u32 error = close_request(t, w);

	log_failure(w);
	if (claims && !error)
		claim_all(w, true);
	ntms_work_get(w);
	ntms_work_drop(w);
	error = ntms_txn_end(t, error);
	if (error) {
		down_write(&m->lock);
		if (claims)
			claim_all(w, false);
		ntms_work_fail(w, error, "the store could not keep the result");
		up_write(&m->lock);
		if (r)
			ntms_robot_read_again(r);
	}
	ntms_work_answer(w, w->error, w->error ? w->text : NULL);
	ntms_purge_check();
	if (r)
		ntms_robot_kick(r);
	ntms_work_put(w);
}

/**
 * ntms_work_answer() - answer the call that a work was made for
 * @w: work; does nothing when nobody waits or when it is answered
 * @error: Win32 code
 * @text: reason, or NULL
 *
 * Context: process, without locks.
 */
void ntms_work_answer(struct ntms_work *w, u32 error, const char *text)
{
	u32 i;

	if (!w->done)
		return;
	if (w->calls && !w->ours && !ntms_pending_claim(&w->call))
		return;
	if (test_and_set_bit(0, &w->answered))
		return;
	if (w->calls)
		ntms_pending_remove(&w->call);
	for (i = 0; i < w->count; i++)
		guid_copy(&w->drives[i], &w->part[i].drive);
	w->done(w->ctx, error, text, error ? NULL : w->drives,
		error ? 0 : w->count);
	if (w->calls)
		ntms_work_put(w);
}

/**
 * ntms_works_cancel() - works are not wanted any more
 * @r: those of this robot, or NULL
 * @session: the mounts of this session, 0 for all
 * @error: what they fail with
 *
 * They end as soon as that can be done; what is moving finishes its move.
 */
void ntms_works_cancel(struct ntms_robot *r, u32 session, u32 error)
{
	struct ntms_work *w;

	down_write(&ntms_robotics.m->lock);
	list_for_each_entry(w, &ntms_robotics.works, link) {
		if (r && w->robot != r)
			continue;
		if (session && (w->session != session ||
				w->operation != NTMS_LM_MOUNT))
			continue;
		w->cancelled = true;
		ntms_work_fail(w, error, session ?
			       "the session was closed" :
			       "the library is not there any more");
		ntms_work_kick(w);
	}
	up_write(&ntms_robotics.m->lock);
}
