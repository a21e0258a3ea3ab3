// SPDX-License-Identifier: GPL-2.0
/*
 * service.c - devices that somebody has to look after
 *
 * Semantics 1.4 and 10.1: when a device needs service an operator is asked for
 * it, once.  When he says that he has done it the library is read at once; if
 * the device works again by itself the request is over.
 *
 * A library is believed to work when it can be read.  A drive is not: that it
 * answers says nothing of its heads.  It needs service for as long as its
 * request is open: until an operator ends it, or enables the drive again after
 * he had disabled it.  The request outlives the module.
 */
#include <linux/slab.h>

#include "library.h"
#include "oprequest.h"
#include "robot.h"

/**
 * struct service - an operator who looks after a device
 * @link: in services
 * @wait: for the end of the request
 * @request: GUID of that
 * @library: GUID of its library
 */
struct service {
	struct list_head link;
	struct ntms_opwait wait;
	guid_t request;
	guid_t library;
};

static LIST_HEAD(services);	/* protected by model.lock */

static void service_done(struct ntms_opwait *wait, u32 error)
{
	struct service *s = container_of(wait, struct service, wait);
	struct ntms_robot *r;

	down_write(&ntms_robotics.m->lock);
	list_del(&s->link);
	r = error ? NULL : ntms_robot_of(&s->library);
	up_write(&ntms_robotics.m->lock);
	kfree(s);
	if (r)
		ntms_robot_read_again(r);
}

static u32 wait_for(struct ntms_model *m, struct ntms_oprequest *q,
		    const guid_t *library)
{
	struct service *s;

	lockdep_assert_held_write(&m->lock);
	list_for_each_entry(s, &services, link)
		if (guid_equal(&s->request, &q->o.guid))
			return 0;
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return ERROR_NOT_ENOUGH_MEMORY;
	guid_copy(&s->request, &q->o.guid);
	guid_copy(&s->library, library);
	s->wait.done = service_done;
	list_add(&s->link, &services);
	ntms_opwait_add(m, q, &s->wait);
	return 0;
}

/**
 * ntms_service_need() - a device needs service
 * @t: open transaction, in which it becomes NTMS_NEEDS_SERVICE
 * @l: its library
 * @o: library or drive
 * @message: what is wrong with it
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_service_need(struct ntms_txn *t, const struct ntms_library *l,
		      const struct ntms_object *o, const char *message)
{
	struct ntms_oprequest *q;
	u32 error;

	error = ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE, o, NULL,
				    message);
	if (error)
		return error;
	q = ntms_oprequest_open(t->model, NTMS_OPREQ_DEVICESERVICE, &o->guid);
	return wait_for(t->model, q, &l->o.guid);
}

/**
 * ntms_service_over() - a device works again
 * @t: open transaction
 * @o: library or drive that is NTMS_READY from now on, or will be when its
 *	library is read; or a medium that was disabled
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_service_over(struct ntms_txn *t, const struct ntms_object *o)
{
	return ntms_oprequest_over(t, NTMS_OPREQ_DEVICESERVICE, &o->guid);
}

/**
 * ntms_service_drive() - does a drive still need service?
 * @t: open transaction
 * @d: drive whose device is there; READY or NEEDS_SERVICE
 *
 * Changes its state when an operator has ended the request for it, and when
 * there is a request that the drive was away from.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_service_drive(struct ntms_txn *t, struct ntms_drive *d)
{
	struct ntms_oprequest *q = ntms_oprequest_open(t->model,
						       NTMS_OPREQ_DEVICESERVICE,
						       &d->o.guid);
	u32 state = q ? NTMS_NEEDS_SERVICE : NTMS_READY;
	u32 error = 0;

	if (q)
		error = wait_for(t->model, q, &d->library->o.guid);
	if (error || d->o.operational_state == state)
		return error;
	error = ntms_txn_edit(t, &d->o);
	/* it begins anew: what was before the service counts no more */
	if (!error && !q)
		error = ntms_txn_set_blob(t, &d->o, &d->suspects, NULL, 0);
	if (!error)
		d->o.operational_state = state;
	return error;
}

/**
 * ntms_service_stop() - nobody waits for operators any more
 *
 * Context: for the end; no robot runs.
 */
void ntms_service_stop(void)
{
	struct service *s, *next;

	down_write(&ntms_robotics.m->lock);
	list_for_each_entry_safe(s, next, &services, link) {
		/* else it is being told just now, and ends by itself */
		if (!ntms_opwait_remove(ntms_robotics.m, &s->wait))
			continue;
		list_del(&s->link);
		kfree(s);
	}
	up_write(&ntms_robotics.m->lock);
	/* those that are being told just now may still look at robots */
	flush_work(&ntms_robotics.m->opwait_work);
}
