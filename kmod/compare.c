// SPDX-License-Identifier: GPL-2.0
/*
 * compare.c - what would an inventory find?
 *
 * The elements are read and planned as for an inventory by bar codes, and what
 * ntms_reconcile() would do with each cartridge is told instead of done: both
 * ask ntms_plan_kind().  Nothing is changed, and no request is made.
 *
 * What the library itself says while it is read (a unit attention) is not
 * ours to keep: it makes the robot read what changed, as always.
 */
#include <linux/slab.h>
#include <linux/sort.h>

#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"

/* where a list stands: at an element, or behind all at a medium that is gone */
#define AT_GONE		0x10000ULL

static void tell(struct ntms_comparison *k, u64 at,
		 const struct ntms_difference *d)
{
	k->total++;
	if (at < k->start || k->next)
		return;
	if (k->count == NTMS_DIFFERENCES_MOST)
		k->next = at;
	else
		k->list[k->count++] = *d;
}

static void put_place(struct ntms_spot *spot, const struct ntms_object *place)
{
	if (!place)
		return;
	spot->type = place->type;
	spot->number = container_of(place, struct ntms_place, o)->number;
}

static void put_medium(struct ntms_difference *d,
		       const struct ntms_physical_media *pm,
		       const struct ntms_library *here)
{
	guid_copy(&d->media, &pm->o.guid);
	put_place(&d->from, pm->location);
	if (pm->library != here)
		guid_copy(&d->library, &pm->library->o.guid);
}

/* the medium that a library which is there keeps for itself */
static struct ntms_physical_media *claimed(struct ntms_model *m,
					   const struct ntms_element *e)
{
	return e->full && e->volume_tag[0] ?
	       ntms_find_bar_code(m, e->volume_tag, NULL) : NULL;
}

static void tell_element(struct ntms_comparison *k, struct ntms_library *l,
			 const struct ntms_survey *s, u32 i)
{
	const struct ntms_element *e = &s->e[i];
	struct ntms_model *m = ntms_robotics.m;
	u32 type = ntms_survey_object_type(e->type);
	struct ntms_physical_media *pm = NULL;
	struct ntms_difference d = {
		.to.type = type,
		.to.number = e->address - s->info->range[e->type].first,
	};

	if (!s->media[i]) {
		pm = claimed(m, e);
		if (!pm || e->type == NTMS_ELEMENT_TRANSPORT)
			return;
		d.kind = NTMS_DIFF_UNCLEAR;
	} else {
		pm = ntms_plan_medium(m, s->media[i]);
		d.kind = ntms_plan_kind(l, pm, ntms_element(l, type, e->address),
					e);
	}
	if (!d.kind || (d.kind == NTMS_DIFF_UNREADABLE && !s->info->bar_code))
		return;
	strscpy(d.bar_code, e->volume_tag, sizeof(d.bar_code));
	if (pm)
		put_medium(&d, pm, l);
	tell(k, e->address, &d);
}

static int by_id(const void *a, const void *b)
{
	const struct ntms_leave *la = a, *lb = b;

	return la->id < lb->id ? -1 : la->id > lb->id;
}

static void tell_gone(struct ntms_comparison *k, struct ntms_library *l,
		      const struct ntms_leave *leave)
{
	struct ntms_difference d = { .kind = NTMS_DIFF_GONE };
	struct ntms_physical_media *pm;

	pm = ntms_plan_medium(ntms_robotics.m, leave->id + 1);
	if (!leave->offline || !pm)
		return;
	put_medium(&d, pm, l);
	tell(k, AT_GONE + leave->id, &d);
}

static u32 tell_all(struct ntms_comparison *k, struct ntms_robot *r,
		    struct ntms_survey *s)
{
	struct ntms_library *l;
	u32 i;

	sort(s->leave, s->number_of_leave, sizeof(*s->leave), by_id, NULL);
	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	for (i = 0; l && i < s->count; i++)
		tell_element(k, l, s, i);
	for (i = 0; l && i < s->number_of_leave; i++)
		tell_gone(k, l, &s->leave[i]);
	up_read(&ntms_robotics.m->lock);
	return l ? 0 : ERROR_INVALID_LIBRARY;
}

static u32 compare(struct ntms_comparison *k, struct ntms_robot *r)
{
	struct ntms_device *dev = ntms_robot_changer(r);
	struct ntms_changer_info info;
	struct ntms_survey s;
	u32 error;
	int err;

	if (!dev)
		return ERROR_LIBRARY_OFFLINE;
	k->list = kcalloc(NTMS_DIFFERENCES_MOST, sizeof(*k->list), GFP_KERNEL);
	if (!k->list) {
		ntms_device_put(dev);
		return ERROR_NOT_ENOUGH_MEMORY;
	}
	err = dev->changer->describe(dev, &info);
	if (!err)
		err = ntms_survey_all(&s, dev, &info);
	ntms_device_put(dev);
	if (err)
		return ntms_read_error(err);
	s.dry = true;
	error = ntms_plan(r, &s);
	if (!error)
		error = tell_all(k, r, &s);
	ntms_survey_free(&s);
	return error;
}

/* claimed: answer, and that is the end of it */
static void finish(struct ntms_comparison *k, u32 error, const char *text)
{
	ntms_pending_remove(&k->call);
	k->done(k, error, text);
	kfree(k->list);
	kfree(k);
}

static const char *reason(u32 error)
{
	switch (error) {
	case 0:
		return NULL;
	case ERROR_LIBRARY_OFFLINE:
	case ERROR_DEVICE_NOT_AVAILABLE:
		return "the library went away while it was read";
	case ERROR_NOT_ENOUGH_MEMORY:
		return "no memory to read the library";
	case ERROR_INVALID_LIBRARY:
		return "the library was deleted";
	default:
		return "the library does not say what is in it, see the kernel's log";
	}
}

/* Return: one that nobody else answers, off the list; NULL */
static struct ntms_comparison *take(struct ntms_robot *r)
{
	struct ntms_comparison *k, *next, *taken = NULL;

	down_write(&ntms_robotics.m->lock);
	list_for_each_entry_safe(k, next, &r->comparisons, link) {
		list_del_init(&k->link);
		if (ntms_pending_claim(&k->call)) {
			taken = k;
			break;
		}
	}
	up_write(&ntms_robotics.m->lock);
	return taken;
}

/**
 * ntms_compare_run() - do the comparisons that wait
 * @r: robot
 *
 * Context: the robot's work item, without locks; waits for the library.
 */
void ntms_compare_run(struct ntms_robot *r)
{
	struct ntms_comparison *k;
	u32 error;

	while ((k = take(r))) {
		error = compare(k, r);
		finish(k, error, reason(error));
	}
}

/**
 * ntms_compare_stop() - end the comparisons that wait
 * @r: robot, which does not run any more
 */
void ntms_compare_stop(struct ntms_robot *r)
{
	struct ntms_comparison *k;

	while ((k = take(r)))
		finish(k, ERROR_CANCELLED, "the module is being unloaded");
}

static void expire(struct ntms_pending *p, u32 error)
{
	struct ntms_comparison *k = container_of(p, struct ntms_comparison,
						 call);

	down_write(&ntms_robotics.m->lock);
	list_del_init(&k->link);
	up_write(&ntms_robotics.m->lock);
	finish(k, error, "the session was closed");
}

static u32 check(struct ntms_call *c, const guid_t *library,
		 struct ntms_robot **r)
{
	struct ntms_library *l;
	char name[16];
	u32 error;

	error = ntms_control_library(c, library, ERROR_RESOURCE_DISABLED,
				     ERROR_LIBRARY_OFFLINE, &l);
	if (error)
		return error;
	*r = ntms_robot_of(library);
	if (!(*r)->standalone)
		return 0;
	return ntms_refuse(c, ERROR_NOT_SUPPORTED,
			   "%s is a drive without a changer, only an inventory can tell what is in it",
			   ntms_display_name(&l->o, name));
}

/**
 * ntms_library_compare() - what would an inventory by bar codes find?
 * @c: the request, takes the reason of a refusal
 * @library: GUID
 * @start: where the list goes on: 0, or what @next was
 * @done: called once when it is over, in process context without locks, if 0
 *	is returned; may be before this returns.  What it gets is freed after.
 * @ctx: for @done, in the comparison
 *
 * Takes the control right on the library, as an inventory.  It waits for its
 * turn at the library: behind what is being moved, and until a door is closed.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @done is not called:
 * ERROR_INVALID_PARAMETER, ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED,
 * ERROR_RESOURCE_DISABLED, ERROR_LIBRARY_OFFLINE, ERROR_NOT_SUPPORTED (it has
 * no changer), ERROR_NOT_ENOUGH_MEMORY, ERROR_CANCELLED (the session is
 * closed).
 */
u32 ntms_library_compare(struct ntms_call *c, const guid_t *library, u64 start,
			 void (*done)(struct ntms_comparison *k, u32 error,
				      const char *text),
			 void *ctx)
{
	struct ntms_comparison *k = kzalloc(sizeof(*k), GFP_KERNEL);
	struct ntms_robot *r = NULL;
	u32 error;

	if (!k)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory for the comparison");
	k->start = start;
	k->done = done;
	k->ctx = ctx;
	down_write(&c->m->lock);
	error = check(c, library, &r);
	if (!error) {
		/* on the list first: expire() takes it off, after us */
		list_add_tail(&k->link, &r->comparisons);
		error = ntms_pending_add(&k->call, c->s, NTMS_INFINITE, expire);
		if (error)
			list_del(&k->link);
	}
	if (!error)
		ntms_robot_kick(r);
	up_write(&c->m->lock);
	if (!error)
		return 0;
	if (error == ERROR_CANCELLED)
		ntms_refuse(c, error, "the session is closed");
	kfree(k);
	return error;
}
