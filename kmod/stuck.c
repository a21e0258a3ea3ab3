// SPDX-License-Identifier: GPL-2.0
/*
 * stuck.c - what is stuck in a transport is brought home
 *
 * A move that breaks off halfway, because of a fault or of a power failure,
 * leaves its cartridge in the transport.  Most libraries then refuse every
 * other move.  So when reading shows that a transport holds a cartridge
 * (plan.c) it is put into its slot, or into another one, before anything else
 * is moved.  SMC-3 lets a transport be the source of MOVE MEDIUM.
 *
 * What does not go is tried again after pauses that double, and whenever an
 * inventory is asked for; people may take it out as well.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>

#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"

#define PAUSE_DOUBLINGS	6

static const char *name_of(struct ntms_robot *r)
{
	struct ntms_library *l = ntms_robot_library(r);

	return l && l->o.name ? l->o.name : "library";
}

/**
 * ntms_stuck_seen() - a transport holds a cartridge
 * @r: robot
 * @e: the transport, as it was reported
 * @pm: what it holds, NULL when that is not known
 *
 * With several transports one is emptied after the other.
 *
 * Context: the robot's work item, model locked for write.
 */
void ntms_stuck_seen(struct ntms_robot *r, const struct ntms_element *e,
		     const struct ntms_physical_media *pm)
{
	struct ntms_stuck *stuck = &r->stuck;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (stuck->is && stuck->at != e->address)
		return;
	if (!stuck->is)
		pr_warn("%s: a cartridge %s is in the transport\n", name_of(r),
			e->volume_tag);
	stuck->is = true;
	stuck->at = e->address;
	stuck->turned = e->invert;
	guid_copy(&stuck->media, pm ? &pm->o.guid : &guid_null);
}

/**
 * ntms_stuck_gone() - a transport is empty
 * @r: robot
 * @address: of the transport
 *
 * Context: the robot's work item, model locked for write.
 */
void ntms_stuck_gone(struct ntms_robot *r, u32 address)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (r->stuck.is && r->stuck.at == address)
		memset(&r->stuck, 0, sizeof(r->stuck));
}

/* Return: the medium in the transport; model locked */
static struct ntms_physical_media *medium_of(struct ntms_robot *r)
{
	return ntms_physical_media(ntms_find_type(ntms_robotics.m,
						  &r->stuck.media,
						  NTMS_TYPE_PHYSICAL_MEDIA));
}

static bool library_works(struct ntms_robot *r)
{
	struct ntms_library *l;
	bool works;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	works = l && r->changer && ntms_library_usable(l);
	up_read(&ntms_robotics.m->lock);
	return works;
}

/* Return: element address of the slot @home, 0: there is none */
static u32 find_home(struct ntms_robot *r, guid_t *home)
{
	struct ntms_storageslot *slot;
	struct ntms_library *l;
	u32 element = 0;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	slot = l ? ntms_slot_free(l, medium_of(r)) : NULL;
	if (slot) {
		guid_copy(home, &slot->o.guid);
		element = slot->element;
	}
	up_read(&ntms_robotics.m->lock);
	return element;
}

static void is_home(struct ntms_robot *r, const guid_t *home, u32 element)
{
	const u32 addresses[] = { r->stuck.at, element };
	struct ntms_physical_media *pm;
	struct ntms_object *slot;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = medium_of(r);
	slot = ntms_find_type(t.model, home, NTMS_TYPE_STORAGESLOT);
	if (!pm || !slot || pm->location ||
	    pm->library != ntms_storageslot(slot)->library) {
		/* what it is, is found out where it is now */
		ntms_txn_abort(&t);
		ntms_robot_resolve(r, addresses, ARRAY_SIZE(addresses));
		return;
	}
	error = ntms_place_put(&t, pm, slot, NULL);
	memset(&r->stuck, 0, sizeof(r->stuck));
	if (error)
		ntms_txn_abort(&t);
	else
		error = ntms_txn_commit_wait(&t);
	if (error)
		ntms_robot_read_again(r);
}

static void not_home(struct ntms_robot *r, int err)
{
	u32 pause;

	down_write(&ntms_robotics.m->lock);
	/* after all? */
	if (r->stuck.is) {
		pause = ntms_robot_limits.retry <<
			min_t(u32, r->stuck.tries++, PAUSE_DOUBLINGS);
		r->stuck.due = get_jiffies_64() + msecs_to_jiffies(pause);
		if (err == -ENOSPC)
			pr_warn_ratelimited("%s: no slot is free for what is in the transport, take a cartridge out\n",
					    name_of(r));
		else
			pr_warn_ratelimited("%s: the transport keeps its cartridge, error %d; again in %u s, or take it out\n",
					    name_of(r), err,
					    DIV_ROUND_UP(pause, 1000));
	}
	up_write(&ntms_robotics.m->lock);
}

/**
 * ntms_stuck_clear() - try to empty the transport now
 * @r: robot
 *
 * Context: the robot's work item, without locks; waits for the library and for
 * the store.
 * Return: something was done.
 */
bool ntms_stuck_clear(struct ntms_robot *r)
{
	int err = -ENOSPC;
	guid_t home;
	bool known;
	u32 to;

	if (!r->stuck.is || !library_works(r))
		return false;
	to = find_home(r, &home);
	if (to)
		err = ntms_move_cartridge(r, r->stuck.at, to, r->stuck.turned &&
					  r->info.rotate, &known);
	if (err)
		not_home(r, err);
	else
		is_home(r, &home, to);
	return true;
}

/**
 * ntms_stuck_step() - empty the transport, if it is time for that
 * @r: robot
 *
 * Context: as for ntms_stuck_clear().
 * Return: something was done.
 */
bool ntms_stuck_step(struct ntms_robot *r)
{
	u64 now = get_jiffies_64();

	if (!r->stuck.is)
		return false;
	if (!r->stuck.due || time_after_eq64(now, r->stuck.due))
		return ntms_stuck_clear(r);
	ntms_robot_later(r, jiffies_to_msecs(r->stuck.due - now) + 1);
	return false;
}
