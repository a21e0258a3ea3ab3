// SPDX-License-Identifier: GPL-2.0
/*
 * service.c - devices that somebody has to look after
 *
 * Semantics 1.4 and 10.1: when a device needs service an operator is asked for
 * it, once.  If he says that he has done it the library is read at once; if
 * the device works again by itself the request is over.
 */
#include "robot.h"

static void service_done(struct ntms_opwait *wait, u32 error)
{
	struct ntms_robot *r = container_of(wait, struct ntms_robot, service);

	down_write(&ntms_robotics.m->lock);
	r->serviced = false;
	up_write(&ntms_robotics.m->lock);
	if (!error)
		ntms_robot_read_again(r);
}

/**
 * ntms_service_need() - a device needs service
 * @t: open transaction, in which it becomes NTMS_NEEDS_SERVICE
 * @r: robot of its library
 * @o: library or drive
 * @message: what is wrong with it
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_service_need(struct ntms_txn *t, struct ntms_robot *r,
		      const struct ntms_object *o, const char *message)
{
	struct ntms_oprequest *q;
	u32 error;

	error = ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE, o, NULL,
				    message);
	if (error || r->serviced)
		return error;
	q = ntms_oprequest_open(t->model, NTMS_OPREQ_DEVICESERVICE, &o->guid);
	r->serviced = true;
	r->service.done = service_done;
	ntms_opwait_add(t->model, q, &r->service);
	return 0;
}

/**
 * ntms_service_over() - a device works again
 * @t: open transaction, in which it becomes NTMS_READY
 * @o: library or drive
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_service_over(struct ntms_txn *t, const struct ntms_object *o)
{
	return ntms_oprequest_over(t, NTMS_OPREQ_DEVICESERVICE, &o->guid);
}

/**
 * ntms_service_stop() - nobody waits for operators any more
 *
 * Context: for the end; no robot runs.
 */
void ntms_service_stop(void)
{
	struct ntms_robot *r;

	list_for_each_entry(r, &ntms_robotics.robots, link)
		ntms_opwait_remove(ntms_robotics.m, &r->service);
	/* those that are being told just now may still look at robots */
	flush_work(&ntms_robotics.m->opwait_work);
}
