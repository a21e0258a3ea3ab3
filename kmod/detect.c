// SPDX-License-Identifier: GPL-2.0
/*
 * detect.c - Begin-, Set-, EndNtmsDeviceChangeDetection
 *
 * MS-RSMP 3.2.5.2.1.17 to .19, semantics 12.5, decision A-21.  A session watches
 * stand-alone drives, by their libraries or by what they can hold; robots know
 * what is in them.  Every stand-alone drive is looked at now and then, unless
 * somebody uses it, and what was put in or taken out is in the model and in its
 * events; one that is watched is looked at more often.
 */
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "robot.h"
#include "robotics.h"

#define LIBRARIES_MAX	1024

/* while st is asked, for some ms, others find the node busy */
static unsigned int look_pause = 10;
module_param(look_pause, uint, 0644);
MODULE_PARM_DESC(look_pause,
		 "seconds between two looks at a stand-alone drive that no program watches, 0 never (10)");

/**
 * struct detection - what a session watches
 * @link: in ntms_robotics.detections
 * @session: number
 * @number: of it
 * @count: of @libraries
 * @libraries: GUIDs of stand-alone libraries
 */
struct detection {
	struct list_head link;
	u32 session;
	u32 number;
	u32 count;
	guid_t *libraries;
};

static bool names(const struct detection *d, const guid_t *library)
{
	u32 i;

	for (i = 0; i < d->count; i++)
		if (guid_equal(&d->libraries[i], library))
			return true;
	return false;
}

static bool is_watched(const struct ntms_library *l)
{
	struct detection *d;

	list_for_each_entry(d, &ntms_robotics.detections, link)
		if (names(d, &l->o.guid))
			return true;
	return false;
}

/* the flags of the libraries, and what their robots do */
static u32 follow(struct ntms_txn *t)
{
	struct ntms_library *l;
	struct ntms_object *o;
	struct ntms_robot *r;
	u32 id, error = 0;
	bool watched;

	ntms_for_each(t->model, NTMS_TYPE_LIBRARY, id, o) {
		l = ntms_library(o);
		watched = is_watched(l);
		r = ntms_robot_of(&o->guid);
		if (r && r->watched != watched) {
			r->watched = watched;
			r->watch_due = 0;
			ntms_robot_kick(r);
		}
		if (error || watched ==
		    !!(l->flags & NTMS_LIBRARYFLAG_AUTODETECTCHANGE))
			continue;
		error = ntms_txn_edit(t, o);
		if (!error)
			l->flags ^= NTMS_LIBRARYFLAG_AUTODETECTCHANGE;
	}
	return error;
}

static void free_detection(struct detection *d)
{
	list_del(&d->link);
	kfree(d->libraries);
	kfree(d);
}

/**
 * ntms_detect_forget_session() - a session has ended
 * @session: number, 0: all
 *
 * Context: process, without locks; does not wait.
 */
void ntms_detect_forget_session(u32 session)
{
	struct detection *d, *next;
	bool found = false;
	struct ntms_txn t;

	if (list_empty_careful(&ntms_robotics.detections))
		return;
	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry_safe(d, next, &ntms_robotics.detections, link)
		if (!session || d->session == session) {
			free_detection(d);
			found = true;
		}
	/* a flag that is left behind goes with the next change */
	if (found && !follow(&t) && !list_empty(&t.changes))
		ntms_txn_commit(&t, NULL);
	else
		ntms_txn_abort(&t);
}

/* ms until the next look, 0: there is none */
static u32 pause_of(const struct ntms_robot *r)
{
	if (READ_ONCE(r->watched))
		return ntms_robot_limits.watch;
	return ntms_robot_limits.look ?:
	       min(READ_ONCE(look_pause), UINT_MAX / 1000) * 1000;
}

/**
 * ntms_detect_run() - look at a stand-alone drive, if it is time
 * @r: robot of a stand-alone library
 *
 * Context: the robot's work item; waits for the drive and for the store.
 */
void ntms_detect_run(struct ntms_robot *r)
{
	bool asked = test_and_clear_bit(NTMS_ROBOT_POLL, &r->flags);
	u64 now = get_jiffies_64(), due = READ_ONCE(r->watch_due);
	u32 pause = pause_of(r);

	if (pause) {
		if (time_after_eq64(now, due)) {
			asked = true;
			due = now + msecs_to_jiffies(pause);
			WRITE_ONCE(r->watch_due, due);
		}
		ntms_robot_later(r, jiffies_to_msecs(due - now) + 1);
	}
	if (asked && !ntms_journal_ready(ntms_robotics.m, NULL))
		ntms_alone_poll(r);
}

static struct detection *find(struct ntms_call *c, u32 number)
{
	struct detection *d;

	list_for_each_entry(d, &ntms_robotics.detections, link)
		if (d->session == c->s->id && d->number == number)
			return d;
	return NULL;
}

/**
 * ntms_detect_begin() - BeginNtmsDeviceChangeDetection
 * @c: the request, takes the reason of a refusal
 * @number: out: number of the detection, for this session
 *
 * Context: process; model.lock is held for write.
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_detect_begin(struct ntms_call *c, u32 *number)
{
	struct detection *d;

	lockdep_assert_held_write(&c->m->lock);
	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory for the detection");
	if (!++ntms_robotics.last_detection)
		ntms_robotics.last_detection++;
	d->session = c->s->id;
	d->number = ntms_robotics.last_detection;
	list_add_tail(&d->link, &ntms_robotics.detections);
	*number = d->number;
	return 0;
}

/* is @l meant by the object of a call? */
static bool is_meant(const struct ntms_library *l, struct ntms_object *o)
{
	if (l->library_type != NTMS_LIBRARYTYPE_STANDALONE)
		return false;
	switch (o->type) {
	case NTMS_TYPE_LIBRARY:
		return ntms_library(o) == l;
	case NTMS_TYPE_MEDIA_TYPE:
		return ntms_library_takes(l, ntms_media_type(o));
	}
	return ntms_library_takes(l, ntms_physical_media(o)->pool->media_type);
}

static u32 add(struct ntms_call *c, struct detection *d, const guid_t *library)
{
	guid_t *more;

	if (names(d, library) || d->count == LIBRARIES_MAX)
		return 0;
	more = krealloc_array(d->libraries, d->count + 1, sizeof(*more),
			      GFP_KERNEL);
	if (!more)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory for the detection");
	guid_copy(&more[d->count++], library);
	d->libraries = more;
	return 0;
}

/* look now, or from now on */
static u32 apply(struct ntms_call *c, struct detection *d,
		 struct ntms_object *named)
{
	struct ntms_object *o;
	struct ntms_robot *r;
	u32 id, error = 0;

	ntms_for_each(c->m, NTMS_TYPE_LIBRARY, id, o) {
		if (error || !is_meant(ntms_library(o), named))
			continue;
		r = ntms_robot_of(&o->guid);
		if (d) {
			error = add(c, d, &o->guid);
		} else if (r) {
			set_bit(NTMS_ROBOT_POLL, &r->flags);
			ntms_robot_kick(r);
		}
	}
	return error;
}

static u32 check_object(struct ntms_call *c, const guid_t *guid, u32 type)
{
	struct ntms_object *o = ntms_find(c->m, guid);

	if (o && o->type == type)
		return 0;
	if (o)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "%pUl is a %s, not a %s", guid,
				   ntms_type_of(o->type)->name,
				   ntms_type_of(type)->name);
	return ntms_refuse(c, type == NTMS_TYPE_LIBRARY ?
			   ERROR_INVALID_LIBRARY : ERROR_INVALID_MEDIA,
			   "there is no %s %pUl", ntms_type_of(type)->name,
			   guid);
}

/**
 * ntms_detect_set() - SetNtmsDeviceChangeDetection
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @number: of a detection of this session, 0: look once, now
 * @guids: of objects of one type
 * @count: of @guids
 * @type: NTMS_TYPE_LIBRARY, _PHYSICAL_MEDIA or _MEDIA_TYPE
 *
 * Media and media types stand for all stand-alone libraries that can hold
 * them.  What is watched already stays so.
 *
 * Context: process; model.lock is held for write.
 * Return: 0, or ERROR_INVALID_HANDLE (no such detection),
 * ERROR_INVALID_PARAMETER (nothing named, or of another type),
 * ERROR_INVALID_LIBRARY, ERROR_INVALID_MEDIA, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_detect_set(struct ntms_call *c, struct ntms_txn *t, u32 number,
		    const guid_t *guids, u32 count, u32 type)
{
	struct detection *d = number ? find(c, number) : NULL;
	u32 i, error = 0;

	lockdep_assert_held_write(&c->m->lock);
	if (number && !d)
		return ntms_refuse(c, ERROR_INVALID_HANDLE,
				   "this session has no detection %u", number);
	if (!count || !guids)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "nothing was named that is to be watched");
	if (type != NTMS_TYPE_LIBRARY && type != NTMS_TYPE_PHYSICAL_MEDIA &&
	    type != NTMS_TYPE_MEDIA_TYPE)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "objects of type %u cannot be watched", type);
	for (i = 0; !error && i < count; i++)
		error = check_object(c, &guids[i], type);
	for (i = 0; !error && i < count; i++)
		error = apply(c, d, ntms_find(c->m, &guids[i]));
	return error ?: follow(t);
}

/**
 * ntms_detect_end() - EndNtmsDeviceChangeDetection
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @number: of a detection of this session
 *
 * Context: process; model.lock is held for write.
 * Return: 0, ERROR_INVALID_HANDLE or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_detect_end(struct ntms_call *c, struct ntms_txn *t, u32 number)
{
	struct detection *d = find(c, number);

	lockdep_assert_held_write(&c->m->lock);
	if (!d)
		return ntms_refuse(c, ERROR_INVALID_HANDLE,
				   "this session has no detection %u", number);
	free_detection(d);
	return follow(t);
}
