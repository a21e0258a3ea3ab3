// SPDX-License-Identifier: GPL-2.0
/*
 * port.c - ports and doors: what people do with a library
 *
 * While the module has a library its ports and its door are locked, if the
 * changer can do that, and are unlocked while a request waits for somebody to
 * do something there: one request at a time (robot.hands).  A library that
 * cannot lock is treated the same, only that nothing is locked.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/moduleparam.h>
#include <linux/wait_bit.h>

#include "control.h"
#include "library.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

static bool lock_libraries = true;
module_param(lock_libraries, bool, 0644);
MODULE_PARM_DESC(lock_libraries,
		 "keep people from ports and doors unless they are asked to do something there (Y)");

/**
 * ntms_port_take() - ports and door are for one request now
 * @w: request; model locked for write
 *
 * Return: true, or another request has them.
 */
bool ntms_port_take(struct ntms_work *w)
{
	struct ntms_robot *r = w->robot;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (r->hands && r->hands != w)
		return false;
	r->hands = w;
	return true;
}

static bool wants_lock(struct ntms_robot *r)
{
	return READ_ONCE(lock_libraries) && !(r->hands && r->hands->open);
}

static void set_lock(struct ntms_robot *r, struct ntms_device *dev, bool lock)
{
	int err = -ENODEV;

	WRITE_ONCE(r->locking, true);
	/* either we see that all comes to its end, or that waits for us */
	smp_mb();
	if (!lock || !READ_ONCE(ntms_robotics.stopping))
		err = dev->changer->prevent(dev, lock);
	if (err && err != -ENODEV)
		pr_warn_ratelimited("library %pUl cannot be %slocked, error %d\n",
				    &r->library, lock ? "" : "un", err);
	/* not again until something changes */
	r->locked = lock;
	smp_store_release(&r->locking, false);
	wake_up_var(&r->locking);
}

/**
 * ntms_port_lock() - lock or unlock a library as it has to be
 * @r: robot
 *
 * Context: the robot's work item, without locks; waits for the library.
 * Return: something was done.
 */
bool ntms_port_lock(struct ntms_robot *r)
{
	struct ntms_device *dev = NULL;
	bool lock;

	down_read(&ntms_robotics.m->lock);
	lock = wants_lock(r);
	if (!r->hands)
		clear_bit(NTMS_ROBOT_TOUCHED, &r->flags);
	if (test_and_clear_bit(NTMS_ROBOT_RESET, &r->flags))
		r->locked = false;
	if (r->changer && r->was_read && r->info.lock && lock != r->locked)
		dev = ntms_device_get(r->changer);
	up_read(&ntms_robotics.m->lock);
	if (!dev)
		return false;
	set_lock(r, dev, lock);
	ntms_device_put(dev);
	return true;
}

/**
 * ntms_port_unlock() - leave a library as it was found
 * @r: robot
 *
 * Context: after ntms_robotics_halt(), without locks; waits for the library.
 */
void ntms_port_unlock(struct ntms_robot *r)
{
	struct ntms_device *dev;

	wait_var_event(&r->locking, !smp_load_acquire(&r->locking));
	dev = READ_ONCE(r->locked) ? ntms_robot_changer(r) : NULL;
	if (dev)
		set_lock(r, dev, false);
	ntms_device_put(dev);
}

static bool is_port_of(const struct ntms_object *o)
{
	return o->type == NTMS_TYPE_IEPORT &&
	       o->operational_state != NTMS_NOT_PRESENT;
}

/* Return: the port after @after, or the first, that is there, by address */
static struct ntms_ieport *next_port(struct ntms_library *l,
				     struct ntms_ieport *after)
{
	struct rb_node *n = after ? rb_next(&after->o.node) :
				    rb_first(&l->elements);

	for (; n; n = rb_next(n))
		if (is_port_of(rb_entry(n, struct ntms_object, node)))
			return ntms_ieport(rb_entry(n, struct ntms_object,
						    node));
	return NULL;
}

/**
 * ntms_port_count() - how many cartridges go into the ports of a library
 * @l: library; model locked
 */
u32 ntms_port_count(struct ntms_library *l)
{
	struct ntms_ieport *port = NULL;
	u32 n = 0;

	while ((port = next_port(l, port)))
		n++;
	return n;
}

/**
 * ntms_port_seconds() - how long people may take
 * @l: library; model locked
 *
 * Return: the shortest MaxExtendSecs of its ports in s, 0 for ever.
 */
u32 ntms_port_seconds(struct ntms_library *l)
{
	struct ntms_ieport *port = NULL;
	u32 seconds = 0;

	while ((port = next_port(l, port)))
		if (port->max_extend_secs &&
		    (!seconds || port->max_extend_secs < seconds))
			seconds = port->max_extend_secs;
	return seconds;
}

/**
 * ntms_port_empty() - a port to put a cartridge into
 * @l: library; model locked
 *
 * Return: the port, or NULL when all are full.
 */
struct ntms_ieport *ntms_port_empty(struct ntms_library *l)
{
	struct ntms_ieport *port = NULL;

	while ((port = next_port(l, port)))
		if (port->content == NTMS_PORTCONTENT_EMPTY && !port->media)
			return port;
	return NULL;
}

/**
 * ntms_port_full() - a port with a cartridge
 * @l: library; model locked
 * @after: the port before, or NULL
 *
 * Return: the next one, or NULL.
 */
struct ntms_ieport *ntms_port_full(struct ntms_library *l,
				   struct ntms_ieport *after)
{
	while ((after = next_port(l, after)))
		if (after->content == NTMS_PORTCONTENT_FULL)
			break;
	return after;
}

/**
 * ntms_port_extended() - is a port open?
 * @l: library; model locked
 *
 * Return: true when one is known to be.
 */
bool ntms_port_extended(struct ntms_library *l)
{
	struct ntms_ieport *port = NULL;

	while ((port = next_port(l, port)))
		if (port->position == NTMS_PORTPOSITION_EXTENDED)
			return true;
	return false;
}

/**
 * ntms_port_extend() - extend or retract all ports
 * @r: robot
 * @extend: extend them
 *
 * Most ports are pulled by hand; nothing happens to those.
 *
 * Context: the robot's work item, without locks; waits for the library.
 */
void ntms_port_extend(struct ntms_robot *r, bool extend)
{
	const struct ntms_element_range *range =
		&r->info.range[NTMS_ELEMENT_PORT];
	struct ntms_device *dev = ntms_robot_changer(r);
	int err = 0;
	u32 i;

	for (i = 0; dev && !err && i < range->count; i++)
		err = dev->changer->port(dev, range->first + i, extend);
	ntms_device_put(dev);
}
