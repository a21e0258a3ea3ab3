// SPDX-License-Identifier: GPL-2.0
/*
 * drive_status.c - what a drive says of itself, and whether its position holds
 *
 * Whoever wants to know is answered when the drive has been asked; those who
 * ask meanwhile get the same answer, so that a drive is asked once at a time.
 * One that a process has open, or that a mount or a dismount works with, is
 * not disturbed: then the answer is what it said before.
 *
 * A reset may rewind a tape behind the back of whoever writes on it, and st
 * takes it for a new one.  So a medium that is in use when its drive is reset
 * is suspect until somebody has said that he knows where it stands.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/slab.h>

#include "agent.h"
#include "call.h"
#include "control.h"
#include "library.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

/**
 * struct look - a drive is being asked
 * @link: in ntms_robotics.looks
 * @drive: GUID
 * @dev: the drive, a reference is held
 * @asking: struct ntms_drive_asking
 * @work: asks
 */
struct look {
	struct list_head link;
	guid_t drive;
	struct ntms_device *dev;
	struct list_head asking;
	struct work_struct work;
};

/**
 * ntms_drive_alerted() - a drive has told TapeAlert flags
 * @t: transaction
 * @d: drive
 * @alerts: flags that were set; the drive does not tell them again
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_drive_alerted(struct ntms_txn *t, struct ntms_drive *d, u64 alerts)
{
	struct ntms_seat *seat = ntms_seat_of(d);

	lockdep_assert_held_write(&t->model->lock);
	if (seat)
		seat->alerts |= alerts;
	if (!(alerts & (NTMS_ALERT_CLEAN_NOW | NTMS_ALERT_CLEAN_SOON)))
		return 0;
	pr_info("%s: drive %u asks to be cleaned\n",
		d->library->o.name ?: "library", d->number);
	return ntms_clean_asked(t, d);
}

static void fill(struct ntms_drive_report *r, const struct ntms_drive *d)
{
	struct ntms_mount *mount = d->media ? d->media->mount : NULL;
	struct ntms_seat *seat = ntms_seat_of(d);

	guid_copy(&r->drive, &d->o.guid);
	r->mounted = mount && mount->session;
	r->uid = r->mounted ? mount->uid : 0;
	if (!seat)
		return;
	r->status = seat->status;
	r->read = seat->status_read;
	r->alerts = seat->alerts;
	r->suspect = seat->suspect;
	r->owned = seat->owned && ntms_agent_present();
	r->owner = seat->owner;
}

/* the drive has answered */
static void keep(const guid_t *drive, const struct ntms_drive_status *st)
{
	struct ntms_experience e = { .alerts = st->alerts };
	struct ntms_seat *seat;
	struct ntms_drive *d;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	d = ntms_drive(ntms_find_type(t.model, drive, NTMS_TYPE_DRIVE));
	seat = d ? ntms_seat_of(d) : NULL;
	if (seat) {
		seat->status = *st;
		seat->status_read = t.now;
		if (!(st->alerts && ntms_health_note(&t, d, d->media, &e)) &&
		    !ntms_drive_alerted(&t, d, st->alerts) &&
		    !list_empty(&t.changes)) {
			/* a cleaning that is not stored is asked for again */
			ntms_txn_commit(&t, NULL);
			ntms_works_wake();
			return;
		}
	}
	ntms_txn_abort(&t);
}

static u32 failure(int err, const char **text)
{
	*text = NULL;
	switch (err) {
	case 0:
	case -EBUSY:
	case -EAGAIN:
	case -EOPNOTSUPP:
		return 0;
	case -ENODEV:
		*text = "the drive is not connected any more";
		break;
	case -ENOMEM:
		*text = "no memory for asking the drive";
		return ERROR_NOT_ENOUGH_MEMORY;
	default:
		*text = "the drive does not answer, the log of the kernel says more";
	}
	return ERROR_DEVICE_NOT_AVAILABLE;
}

static void answer(struct look *look, int err)
{
	struct ntms_drive_report r = { .busy = err == -EBUSY || err == -EAGAIN };
	struct ntms_drive_asking *a, *next;
	LIST_HEAD(asking);
	struct ntms_drive *d;
	const char *text;
	u32 error;

	down_write(&ntms_robotics.m->lock);
	list_del(&look->link);
	list_splice_init(&look->asking, &asking);
	d = ntms_drive(ntms_find_type(ntms_robotics.m, &look->drive,
				      NTMS_TYPE_DRIVE));
	if (d)
		fill(&r, d);
	up_write(&ntms_robotics.m->lock);
	error = failure(err, &text);
	if (!d) {
		error = ERROR_INVALID_DRIVE;
		text = "the drive was deleted";
	}
	list_for_each_entry_safe(a, next, &asking, link)
		a->done(a, error, text, &r);
}

static void look_run(struct work_struct *work)
{
	struct look *look = container_of(work, struct look, work);
	struct ntms_drive_status st;
	int err;

	err = look->dev->drive->status(look->dev, &st);
	if (!err)
		keep(&look->drive, &st);
	answer(look, err);
	ntms_device_put(look->dev);
	kfree(look);
}

static struct look *find_look(const guid_t *drive)
{
	struct look *look;

	list_for_each_entry(look, &ntms_robotics.looks, link)
		if (guid_equal(&look->drive, drive))
			return look;
	return NULL;
}

static u32 start(struct ntms_call *c, const struct ntms_drive *d,
		 struct ntms_seat *seat, struct ntms_drive_asking *a)
{
	struct look *look = kzalloc(sizeof(*look), GFP_KERNEL);
	bool stopping;

	if (!look)
		return ntms_refuse(c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory for asking the drive");
	guid_copy(&look->drive, &d->o.guid);
	look->dev = ntms_device_get(seat->dev);
	INIT_LIST_HEAD(&look->asking);
	INIT_WORK(&look->work, look_run);
	spin_lock(&ntms_robotics.lock);
	stopping = ntms_robotics.stopping;
	if (!stopping) {
		list_add_tail(&a->link, &look->asking);
		list_add_tail(&look->link, &ntms_robotics.looks);
		queue_work(ntms_robotics.wq, &look->work);
	}
	spin_unlock(&ntms_robotics.lock);
	if (!stopping)
		return 0;
	ntms_device_put(look->dev);
	kfree(look);
	return ntms_refuse(c, ERROR_CANCELLED, "the module is being unloaded");
}

static u32 find_drive(struct ntms_call *c, const guid_t *drive,
		      struct ntms_drive **d)
{
	*d = ntms_drive(ntms_find_type(c->m, drive, NTMS_TYPE_DRIVE));
	if (!*d)
		return ntms_refuse(c, ERROR_INVALID_DRIVE,
				   "there is no drive %pUl", drive);
	return ntms_access(c, &(*d)->o, NTMS_USE_ACCESS);
}

/**
 * ntms_drive_ask() - ask a drive what it says of itself
 * @c: the request, takes the reason of a refusal
 * @drive: GUID
 * @a: @a->done is called once, in process context without locks, if 0 is
 *	returned; may be before this returns
 *
 * Takes the use right on the library.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @a is not called: ERROR_INVALID_DRIVE,
 * ERROR_ACCESS_DENIED, ERROR_DEVICE_NOT_AVAILABLE (the drive is not connected),
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_CANCELLED.  @a is told ERROR_INVALID_DRIVE (it
 * was deleted), ERROR_DEVICE_NOT_AVAILABLE or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_drive_ask(struct ntms_call *c, const guid_t *drive,
		   struct ntms_drive_asking *a)
{
	struct ntms_seat *seat;
	struct ntms_drive *d;
	struct look *look;
	u32 error;

	down_write(&c->m->lock);
	error = find_drive(c, drive, &d);
	if (error)
		goto out;
	seat = ntms_seat_of(d);
	look = find_look(drive);
	if (look)
		list_add_tail(&a->link, &look->asking);
	else if (seat && seat->dev)
		error = start(c, d, seat, a);
	else
		error = ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				    "drive %u is not connected", d->number);
out:
	up_write(&c->m->lock);
	return error;
}

/* --- suspect ----------------------------------------------------------------- */

/* was it reset since its medium was made ready, or its position confirmed? */
static bool in_doubt(const struct ntms_seat *seat, const struct ntms_drive *d,
		     s64 reset)
{
	if (!reset || seat->suspect || reset < seat->confirmed || !d->media)
		return false;
	return d->state == NTMS_DRIVESTATE_LOADED;
}

/**
 * ntms_suspect_run() - drives of a library were reset
 * @r: robot
 *
 * Context: the robot's work item; waits for the store.
 */
void ntms_suspect_run(struct ntms_robot *r)
{
	struct ntms_seat *seat;
	struct ntms_drive *d;
	struct ntms_txn t;
	char name[16];
	s64 reset;

	clear_bit(NTMS_ROBOT_DRIVE_RESET, &r->flags);
	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry(seat, &r->seats, link) {
		reset = seat->dev ? ntms_unit_reset_at(seat->dev) : 0;
		d = ntms_drive(ntms_find_type(t.model, &seat->drive,
					      NTMS_TYPE_DRIVE));
		if (!d || !in_doubt(seat, d, reset))
			continue;
		seat->suspect = t.now;
		pr_warn("%s: drive %u was reset with medium %s in it: its position has to be confirmed before anything is written\n",
			d->library->o.name ?: "library", d->number,
			ntms_display_name(&d->media->o, name));
		/* tell those who watch; without memory they see it later */
		ntms_txn_touch(&t, &d->o);
	}
	if (list_empty(&t.changes))
		ntms_txn_abort(&t);
	else
		ntms_txn_commit_wait(&t);
}

/**
 * ntms_seat_settled() - it is known where the medium in a drive stands
 * @seat: of the drive; model locked for write
 */
void ntms_seat_settled(struct ntms_seat *seat)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	seat->suspect = 0;
	seat->confirmed = ktime_get_ns();
}

static bool is_owner(const struct ntms_call *c, const struct ntms_drive *d)
{
	struct ntms_mount *mount = d->media ? d->media->mount : NULL;

	return mount && mount->session &&
	       (mount->session == c->s->id || mount->uid == c->s->caller.uid);
}

/**
 * ntms_drive_confirm() - somebody knows where the medium in a drive stands
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @drive: GUID
 *
 * For the user who has the medium mounted, and for those with the control
 * right on the library.
 *
 * Context: process; model.lock is held for write.
 * Return: 0 (also when there was no doubt), ERROR_INVALID_DRIVE,
 * ERROR_ACCESS_DENIED, ERROR_INVALID_STATE (nothing is in it) or
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_drive_confirm(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *drive)
{
	struct ntms_seat *seat;
	struct ntms_drive *d;
	u32 error;

	lockdep_assert_held_write(&c->m->lock);
	error = find_drive(c, drive, &d);
	if (!error && !is_owner(c, d))
		error = ntms_access(c, &d->o, NTMS_CONTROL_ACCESS);
	if (error)
		return error;
	if (!d->media)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "nothing is in drive %u", d->number);
	seat = ntms_seat_of(d);
	if (!seat || !seat->suspect)
		return 0;
	error = ntms_txn_touch(t, &d->o);
	if (!error)
		ntms_seat_settled(seat);
	return error;
}
