// SPDX-License-Identifier: GPL-2.0
/*
 * claim.c - who has a medium
 *
 * A claim is of a session and ends with it; the medium stays where it is
 * (decision A-32).  The same session may claim a medium several times.
 * Claims are not stored: after a restart nobody has anything.
 */
#include <linux/slab.h>

#include "call.h"
#include "control.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

static struct ntms_mount *find_listed(const guid_t *media)
{
	struct ntms_mount *mount;

	list_for_each_entry(mount, &ntms_robotics.mounts, link)
		if (guid_equal(&mount->media, media))
			return mount;
	return NULL;
}

/**
 * ntms_mount_find() - the mount of a medium
 * @media: GUID; model locked
 *
 * Return: the mount, or NULL when nobody has or wants the medium.
 */
struct ntms_mount *ntms_mount_find(const guid_t *media)
{
	struct ntms_physical_media *pm;

	pm = ntms_physical_media(ntms_find_type(ntms_robotics.m, media,
						NTMS_TYPE_PHYSICAL_MEDIA));
	/* NULL: it was deleted, or its making was undone */
	return pm && pm->mount ? pm->mount : find_listed(media);
}

/**
 * ntms_mount_get() - a work names a medium
 * @pm: medium; model locked for write
 *
 * Return: its mount with one more user, or NULL: no memory.
 */
struct ntms_mount *ntms_mount_get(struct ntms_physical_media *pm)
{
	struct ntms_mount *mount = pm->mount;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (!mount)
		/* its deletion may have been undone */
		mount = find_listed(&pm->o.guid);
	if (mount)
		pm->mount = mount;
	if (!mount) {
		mount = kzalloc(sizeof(*mount), GFP_KERNEL);
		if (!mount)
			return NULL;
		guid_copy(&mount->media, &pm->o.guid);
		list_add_tail(&mount->link, &ntms_robotics.mounts);
		pm->mount = mount;
	}
	mount->users++;
	return mount;
}

/**
 * ntms_mount_forget() - free a mount
 * @mount: mount; model locked for write
 */
void ntms_mount_forget(struct ntms_mount *mount)
{
	struct ntms_physical_media *pm;

	pm = ntms_physical_media(ntms_find_type(ntms_robotics.m, &mount->media,
						NTMS_TYPE_PHYSICAL_MEDIA));
	if (pm && pm->mount == mount)
		pm->mount = NULL;
	list_del(&mount->link);
	kfree(mount);
}

static void mount_check(struct ntms_mount *mount)
{
	if (!mount->users && !mount->session)
		ntms_mount_forget(mount);
}

/**
 * ntms_mount_put() - a work does not name a medium any more
 * @mount: its mount; model locked for write
 */
void ntms_mount_put(struct ntms_mount *mount)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	mount->users--;
	mount_check(mount);
}

/**
 * ntms_mount_claim() - a session has a medium
 * @media: GUID of a medium that is named by a work
 * @session: number
 * @uid: of its user
 *
 * Context: model locked for write.
 */
void ntms_mount_claim(const guid_t *media, u32 session, u32 uid)
{
	struct ntms_mount *mount = ntms_mount_find(media);

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (!mount || !session)
		return;
	mount->session = session;
	mount->uid = uid;
	mount->count++;
}

/**
 * ntms_mount_unclaim() - a session has a medium once less
 * @media: GUID
 * @session: number; 0: nobody has it at all
 *
 * Context: model locked for write.
 */
void ntms_mount_unclaim(const guid_t *media, u32 session)
{
	struct ntms_mount *mount = ntms_mount_find(media);

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (!mount || (session && mount->session != session))
		return;
	if (session && mount->count > 1) {
		mount->count--;
		return;
	}
	mount->session = 0;
	mount->count = 0;
	mount_check(mount);
	/* its drive is nobody's now */
	ntms_works_wake_locked();
}

/**
 * ntms_session_gone() - a session has ended
 * @s: session, its waiting calls are cancelled
 *
 * Its mounts that have not finished are cancelled and its claims dropped.
 * Nothing moves: a process may still hold the drive open.
 *
 * Context: process, without locks.
 */
void ntms_session_gone(struct ntms_session *s)
{
	struct ntms_mount *mount, *next;
	struct ntms_model *m = s->model;
	bool dropped = false;

	if (!ntms_robotics.m)
		return;
	ntms_works_cancel(NULL, s->id, ERROR_CANCELLED);
	down_write(&m->lock);
	ntms_eject_forget_session(s->id);
	list_for_each_entry_safe(mount, next, &ntms_robotics.mounts, link)
		if (mount->session == s->id) {
			mount->session = 0;
			mount->count = 0;
			mount_check(mount);
			dropped = true;
		}
	up_write(&m->lock);
	ntms_detect_forget_session(s->id);
	if (dropped)
		ntms_works_wake();
}
