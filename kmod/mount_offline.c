// SPDX-License-Identifier: GPL-2.0
/*
 * mount_offline.c - media that somebody has to bring
 *
 * Semantics 7.1 and 10.5, decision A-16.  A mount that waits for a medium that
 * is off line asks an operator to put it into a library.  If he says that he
 * has, the library is read, and he is asked again if it is not there; if he
 * refuses, the mount fails.  The request is deleted when the medium is there
 * or nobody waits for it any more.
 *
 * A library that is there but cannot be used needs no media, it needs service.
 *
 * What is only to be looked at, or to get its free label, is not asked for:
 * that is done when it comes again.
 */
#include "library.h"
#include "media.h"
#include "mount.h"
#include "oprequest.h"
#include "robot.h"
#include "work.h"

static bool is_offline(const struct ntms_work *w,
		       const struct ntms_physical_media *pm)
{
	const struct ntms_library *l = pm->library;

	if (l == ntms_robotics.m->offline ||
	    l->o.operational_state == NTMS_NOT_PRESENT)
		return true;
	if (!w->robot || !ntms_library_usable(l))
		return false;
	return !pm->location || (w->robot->standalone &&
				 pm->location->type != NTMS_TYPE_DRIVE);
}

static bool takes(const struct ntms_library *l,
		  const struct ntms_media_type *type)
{
	const u8 *p;
	u32 n;

	if (!l->media_types || !ntms_library_usable(l))
		return false;
	p = l->media_types->data;
	for (n = l->media_types->len; n >= sizeof(guid_t);
	     n -= sizeof(guid_t), p += sizeof(guid_t))
		if (!memcmp(p, &type->o.guid, sizeof(guid_t)))
			return true;
	return false;
}

/* where should it be put?  NULL: wherever it can be used */
static struct ntms_library *target_of(struct ntms_work *w,
				      const struct ntms_physical_media *pm)
{
	struct ntms_model *m = ntms_robotics.m;
	struct ntms_physical_media *other;
	struct ntms_object *o;
	struct ntms_part *p;
	u32 id;

	if (pm->library != m->offline)
		return pm->library;
	/* all media of a mount have to be in one library */
	for (p = w->part; p < w->part + w->count; p++) {
		other = ntms_part_media(p);
		if (other && other->library != m->offline)
			return other->library;
	}
	ntms_for_each(m, NTMS_TYPE_LIBRARY, id, o)
		if (takes(ntms_library(o), pm->pool->media_type))
			return ntms_library(o);
	return NULL;
}

static struct ntms_oprequest *request_of(const struct ntms_part *p)
{
	return ntms_oprequest(ntms_find_type(ntms_robotics.m, &p->asked_for,
					     NTMS_TYPE_OPREQUEST));
}

/* its robot, if there is one, that would find what @q asks for */
static struct ntms_robot *target_robot(const struct ntms_oprequest *q)
{
	return q && !guid_is_null(&q->arg2) ? ntms_robot_of(&q->arg2) : NULL;
}

/* what became of a request */
static void operator_done(struct ntms_opwait *wait, u32 error)
{
	struct ntms_part *p = container_of(wait, struct ntms_part, operator);
	struct ntms_model *m = ntms_robotics.m;
	struct ntms_work *w = p->work;
	struct ntms_robot *r;
	struct ntms_txn t;

	ntms_txn_begin(&t, m);
	p->asking = false;
	r = target_robot(request_of(p));
	if (error == ERROR_CANCELLED && !list_empty(&w->link))
		ntms_work_fail(w, ERROR_REQUEST_REFUSED,
			       "an operator has refused to bring a medium");
	p->looking = !error && r;
	if (ntms_oprequest_drop(&t, &p->asked_for))
		ntms_txn_abort(&t);
	else
		ntms_txn_commit(&t, NULL);
	if (p->looking)
		ntms_robot_read_again(r);
	if (error && error != ERROR_CANCELLED)
		/* it could not be stored: it takes a while until it can */
		ntms_robotics_manage(ntms_robot_limits.retry);
	else
		ntms_work_kick(w);
	ntms_work_put(w);
}

static u32 ask(struct ntms_txn *t, struct ntms_part *p,
	       struct ntms_physical_media *pm)
{
	struct ntms_library *l = target_of(p->work, pm);
	char text[160], name[16], where[16];
	u32 error;

	snprintf(text, sizeof(text), "put medium %.60s into %.60s",
		 ntms_display_name(&pm->o, name),
		 l ? ntms_display_name(&l->o, where) : "a library");
	error = ntms_oprequest_post(t, NTMS_OPREQ_MOVEMEDIA, &pm->o,
				    l ? &l->o : NULL, text, &p->asked_for);
	if (error)
		return error;
	ntms_work_get(p->work);
	p->asking = true;
	p->operator.done = operator_done;
	ntms_opwait_add(t->model, request_of(p), &p->operator);
	if (pm->state != NTMS_MEDIASTATE_IDLE)
		return 0;
	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		pm->state = NTMS_MEDIASTATE_OPREQ;
	return error;
}

/* nobody waits for an operator any more */
static void stop_waiting(struct ntms_part *p)
{
	if (!p->asking || !ntms_opwait_remove(ntms_robotics.m, &p->operator))
		return;
	p->asking = false;
	ntms_work_put(p->work);
}

static u32 forget(struct ntms_txn *t, struct ntms_part *p)
{
	u32 error = ntms_oprequest_drop(t, &p->asked_for);

	stop_waiting(p);
	return error;
}

/* nobody has to bring it */
static void give_up(struct ntms_work *w, const struct ntms_physical_media *pm)
{
	char name[16];

	ntms_work_fail(w, ERROR_MEDIA_OFFLINE,
		       "medium %s is not in the library any more",
		       ntms_display_name(&pm->o, name));
}

/**
 * ntms_offline_update() - ask for what is missing, and for nothing else
 * @t: open transaction
 * @w: mount that waits, or what goes its way: that fails
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_offline_update(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_physical_media *pm;
	struct ntms_part *p;
	u32 error = 0;

	for (p = w->part; !error && p < w->part + w->count; p++) {
		pm = ntms_part_media(p);
		if (!pm || !is_offline(w, pm))
			error = forget(t, p);
		else if (w->operation != NTMS_LM_MOUNT)
			give_up(w, pm);
		else if (!p->asking && !p->looking)
			error = ask(t, p, pm);
	}
	return error;
}

/**
 * ntms_offline_forget() - nobody waits for the media of a mount any more
 * @t: open transaction
 * @w: work
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_offline_forget(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_part *p;
	u32 error = 0;

	for (p = w->part; !error && p < w->part + w->count; p++)
		error = forget(t, p);
	return error;
}

/**
 * ntms_offline_release() - a work is over, written down or not
 * @w: work; model locked for write
 *
 * What it has asked for and could not delete is left to the purge.
 */
void ntms_offline_release(struct ntms_work *w)
{
	struct ntms_oprequest *q;
	struct ntms_part *p;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	for (p = w->part; p < w->part + w->count; p++) {
		q = request_of(p);
		if (q)
			q->abandoned = true;
		stop_waiting(p);
	}
}

/**
 * ntms_offline_read() - a library was read: what is not there has to be brought
 * @r: its robot
 */
void ntms_offline_read(struct ntms_robot *r)
{
	struct ntms_work *w;
	struct ntms_part *p;
	bool asked = false;

	down_write(&ntms_robotics.m->lock);
	list_for_each_entry(w, &ntms_robotics.works, link)
		for (p = w->part; p < w->part + w->count; p++) {
			asked |= p->looking;
			p->looking = false;
		}
	if (asked)
		ntms_works_wake_locked();
	up_write(&ntms_robotics.m->lock);
	if (asked)
		ntms_robotics_manage(0);
}

/**
 * ntms_offline_manage() - ask for the media of a mount that no robot has
 *
 * Context: the manager; waits for the store.
 * Return: something was done, there may be more to do.
 */
bool ntms_offline_manage(void)
{
	struct ntms_work *w;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry(w, &ntms_robotics.works, link) {
		if (w->robot || !w->durable || w->cancelled || w->error)
			continue;
		if (ntms_offline_update(&t, w))
			break;
		if (!list_empty(&t.changes))
			return !ntms_txn_commit_wait(&t);
	}
	ntms_txn_abort(&t);
	return false;
}
