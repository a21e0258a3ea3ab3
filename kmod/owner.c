// SPDX-License-Identifier: GPL-2.0
/*
 * owner.c - a drive belongs to whoever mounted what is in it
 *
 * While a session has a medium mounted only its user, and root, can open the
 * drive's nodes; at all other times only root and the label agent can.  Nodes
 * are files of the system, so it is the agent who changes their owners: a
 * mount is answered when it has done so, and a dismount begins with having
 * them back.
 *
 * What comes about in another way (a session ends, a mount fails, the agent is
 * started) is followed up by the robot: the owner that a drive should have is
 * compared with the one that it has.
 *
 * Without an agent nodes stay as they are.  A mount then works all the same,
 * unless the module parameter exclusive says that it must not.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>

#include "agent.h"
#include "library.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

#define RETRY_MS	5000	/* until a handover that failed is tried again */

static bool exclusive;
module_param(exclusive, bool, 0644);
MODULE_PARM_DESC(exclusive,
		 "refuse mounts while no label agent keeps others from the drive's nodes (N)");

/**
 * struct handover - nodes being given to somebody, or taken back
 * @work: has the errand done
 * @drive: GUID
 * @seat: of the drive, compared only
 * @dev: the drive, a reference is held
 * @robot: of its library
 * @uid: user who gets them, or NTMS_NOBODY
 */
struct handover {
	struct work_struct work;
	guid_t drive;
	const struct ntms_seat *seat;
	struct ntms_device *dev;
	struct ntms_robot *robot;
	u32 uid;
};

/* Return: 0 or a Win32 code, with the reason at @text */
static u32 hand_to(const struct ntms_device *dev, u32 uid, const void *owner,
		   char *text, size_t size)
{
	struct ntms_errand *e = ntms_errand_new(NTMS_ERRAND_GIVE_DRIVE, owner);
	u32 error;

	if (!e) {
		snprintf(text, size, "no memory for giving away the drive");
		return ERROR_NOT_ENOUGH_MEMORY;
	}
	ntms_errand_drive(e, dev);
	e->order.uid = uid;
	error = ntms_errand_do(e);
	strscpy(text, e->text, size);
	ntms_errand_free(e);
	return error;
}

/* the errand is over, and the next one may come */
static void note_owner(struct ntms_seat *seat, u32 uid, u32 error)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	WRITE_ONCE(seat->owned, !error);
	WRITE_ONCE(seat->owner, uid);
	seat->owner_retry = error && error != ERROR_RESOURCE_NOT_PRESENT ?
			    get_jiffies_64() + msecs_to_jiffies(RETRY_MS) : 0;
	clear_and_wake_up_bit(0, &seat->owning);
}

/* --- by a work that has the drive --------------------------------------------- */

static struct ntms_seat *seat_of(struct ntms_part *p)
{
	struct ntms_seat *seat;

	down_read(&ntms_robotics.m->lock);
	seat = ntms_robot_seat(p->work->robot, &p->drive);
	up_read(&ntms_robotics.m->lock);
	return seat;
}

/**
 * ntms_owner_hand() - give the nodes of a drive to a user, or take them back
 * @p: part of a work that has the drive
 * @dev: the drive
 * @uid: user in the initial user namespace, NTMS_NOBODY: take them back
 * @text: why it failed
 * @size: of @text
 *
 * Context: the part's work item, without locks; waits for the label agent.
 * Return: 0, also when there is no agent and that is allowed; ERROR_BUSY (a
 * process of somebody else has a node open), ERROR_RESOURCE_NOT_PRESENT (there is
 * no agent and that is not allowed), or another code of ntms_errand_do().
 */
u32 ntms_owner_hand(struct ntms_part *p, struct ntms_device *dev, u32 uid,
		    char *text, size_t size)
{
	/* nobody frees it: it has our work */
	struct ntms_seat *seat = seat_of(p);
	u32 error;

	if (!seat)
		return 0;
	wait_on_bit_lock(&seat->owning, 0, TASK_UNINTERRUPTIBLE);
	if (READ_ONCE(seat->owned) && READ_ONCE(seat->owner) == uid) {
		clear_and_wake_up_bit(0, &seat->owning);
		return 0;
	}
	error = hand_to(dev, uid, p, text, size);
	down_write(&ntms_robotics.m->lock);
	note_owner(seat, uid, error);
	up_write(&ntms_robotics.m->lock);
	if (error == ERROR_RESOURCE_NOT_PRESENT && !READ_ONCE(exclusive)) {
		pr_notice_once("no label agent is there: nodes of drives stay open to whom the system lets open them\n");
		return 0;
	}
	return error;
}

/* --- what nobody waits for ------------------------------------------------------- */

static void handover_run(struct work_struct *work)
{
	struct handover *h = container_of(work, struct handover, work);
	struct ntms_seat *seat;
	char text[128];
	u32 error;

	error = hand_to(h->dev, h->uid, h->robot, text, sizeof(text));
	if (error && error != ERROR_RESOURCE_NOT_PRESENT &&
	    error != ERROR_CANCELLED)
		pr_warn_ratelimited("%s\n", text);
	down_write(&ntms_robotics.m->lock);
	seat = ntms_robot_seat(h->robot, &h->drive);
	if (seat && seat == h->seat)
		note_owner(seat, h->uid, error);
	up_write(&ntms_robotics.m->lock);
	ntms_robot_kick(h->robot);
	ntms_device_put(h->dev);
	kfree(h);
}

static u32 wanted(const struct ntms_seat *seat)
{
	struct ntms_mount *mount;
	struct ntms_drive *d;

	d = ntms_drive(ntms_find_type(ntms_robotics.m, &seat->drive,
				      NTMS_TYPE_DRIVE));
	mount = d && d->media ? d->media->mount : NULL;
	return mount && mount->session ? mount->uid : NTMS_NOBODY;
}

static void start(struct ntms_robot *r, struct ntms_seat *seat, u32 uid)
{
	struct handover *h = kzalloc(sizeof(*h), GFP_KERNEL);
	bool queued = false;

	if (!h)
		return;	/* with the next look */
	INIT_WORK(&h->work, handover_run);
	guid_copy(&h->drive, &seat->drive);
	h->seat = seat;
	h->dev = ntms_device_get(seat->dev);
	h->robot = r;
	h->uid = uid;
	spin_lock(&ntms_robotics.lock);
	if (!ntms_robotics.stopping && !test_and_set_bit(0, &seat->owning))
		queued = queue_work(ntms_robotics.wq, &h->work);
	spin_unlock(&ntms_robotics.lock);
	if (queued)
		return;
	ntms_device_put(h->dev);
	kfree(h);
}

/**
 * ntms_owner_follow() - let the nodes of drives have the owners they should
 * @r: robot
 *
 * Context: the robot's work item, without locks; does not wait for the agent.
 */
void ntms_owner_follow(struct ntms_robot *r)
{
	u64 now = get_jiffies_64();
	struct ntms_seat *seat;
	u32 uid;

	if (!ntms_agent_present())
		return;
	down_write(&ntms_robotics.m->lock);
	list_for_each_entry(seat, &r->seats, link) {
		/* a work gives and takes by itself */
		if (!seat->dev || seat->work || test_bit(0, &seat->owning))
			continue;
		uid = wanted(seat);
		if (seat->owned && seat->owner == uid)
			continue;
		if (time_before64(now, seat->owner_retry))
			ntms_robot_later(r, jiffies64_to_msecs(seat->owner_retry
							       - now) + 1);
		else
			start(r, seat, uid);
	}
	up_write(&ntms_robotics.m->lock);
}

/**
 * ntms_owner_agent_came() - there is a label agent now
 *
 * What nodes it finds is not known: all drives are looked at again.
 *
 * Context: process, without locks; does not wait.
 */
void ntms_owner_agent_came(void)
{
	struct ntms_seat *seat;
	struct ntms_robot *r;

	if (!ntms_robotics.m)
		return;
	down_write(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		list_for_each_entry(seat, &r->seats, link) {
			WRITE_ONCE(seat->owned, false);
			seat->owner_retry = 0;
		}
		ntms_robot_kick(r);
	}
	up_write(&ntms_robotics.m->lock);
}
