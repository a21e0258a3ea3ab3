// SPDX-License-Identifier: GPL-2.0
/*
 * drive.c - what drives do by themselves: getting ready, unloading
 *
 * Each part of a work has a work item of its own for this, so that nobody
 * waits for a drive but those who want what is in it.  A drive does not tell
 * when it is ready: it is asked again after pauses that grow with the time
 * that it takes, so that little is added to it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/moduleparam.h>

#include "agent.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

#define PAUSE_SHARE	32	/* a pause is that part of the time waited */
#define PAUSE_FIRST	500	/* us */
#define PAUSE_SLEEP	20000	/* us: longer ones need no process */
#define PAUSE_MAX	100000	/* us, for the first minutes */
#define PAUSE_LONG	1000000	/* us, after */
#define MINUTES		(120 * USEC_PER_SEC)

/* an LTO-9 calibrates a new tape for up to two hours */
static unsigned int load_limit = 3 * 3600;
module_param(load_limit, uint, 0644);
MODULE_PARM_DESC(load_limit,
		 "seconds that a medium may take to become ready (10800)");

static void queue_part(struct ntms_part *p, u32 ms)
{
	struct ntms_robotics *all = &ntms_robotics;

	ntms_work_get(p->work);
	spin_lock(&all->lock);
	if (!all->stopping &&
	    queue_delayed_work(all->wq, &p->run, msecs_to_jiffies(ms))) {
		spin_unlock(&all->lock);
		return;
	}
	spin_unlock(&all->lock);
	ntms_work_put(p->work);
}

/**
 * ntms_drive_start() - let the drive of a part do what its phase says
 * @p: part in phase LOAD or UNLOAD; model locked for write
 */
void ntms_drive_start(struct ntms_part *p)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	p->running = true;
	p->begun = ktime_get_ns();
	queue_part(p, 0);
}

/**
 * ntms_drive_hurry() - do not pause any longer
 * @p: part that ntms_drive_start() was called for
 */
void ntms_drive_hurry(struct ntms_part *p)
{
	ntms_errands_cancel(p);
	/* not pending: it is just running and will see for itself */
	if (!cancel_delayed_work(&p->run))
		return;
	queue_part(p, 0);
	ntms_work_put(p->work);
}

static struct ntms_device *device_get(struct ntms_part *p)
{
	struct ntms_device *dev = NULL;
	struct ntms_seat *seat;

	down_read(&ntms_robotics.m->lock);
	seat = ntms_robot_seat(p->work->robot, &p->drive);
	if (seat && seat->dev)
		dev = ntms_device_get(seat->dev);
	up_read(&ntms_robotics.m->lock);
	return dev;
}

static u64 waited_us(const struct ntms_part *p)
{
	return div_u64(ktime_get_ns() - p->begun, NSEC_PER_USEC);
}

static u32 pause_us(const struct ntms_part *p)
{
	u64 us = waited_us(p);

	if (us > MINUTES)
		return PAUSE_LONG;
	return clamp_t(u64, div_u64(us, PAUSE_SHARE), PAUSE_FIRST, PAUSE_MAX);
}

/* is it worth asking the drive once more? */
static bool again(const struct ntms_part *p, int err)
{
	u64 ms = div_u64(waited_us(p), USEC_PER_MSEC);

	switch (err) {
	case -EAGAIN:
		return ms < (ntms_robot_limits.load ?:
			     (u64)load_limit * MSEC_PER_SEC);
	case -ENOMEDIUM:
		return ms < ntms_robot_limits.empty;
	case -EBUSY:
		return ms < ntms_robot_limits.busy;
	default:
		return false;
	}
}

/* the part is at its end; the transaction ends here */
static void part_end(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_work *w = p->work;
	struct ntms_robot *r = w->robot;

	p->phase = NTMS_PHASE_DONE;
	if (ntms_work_is_mount(w) && ntms_mount_over(w)) {
		ntms_mount_finish(t, w);
		return;
	}
	if (ntms_txn_commit(t, NULL))
		ntms_robot_read_again(r);
	ntms_robot_kick(r);
}

static void load_failure(struct ntms_part *p, int err, u32 number)
{
	struct ntms_work *w = p->work;

	switch (err) {
	case -ENODEV:
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "drive %u went away during the mount", number);
		break;
	case -EMEDIUMTYPE:
		ntms_work_fail(w, ERROR_DRIVE_MEDIA_MISMATCH,
			       "drive %u cannot use the medium", number);
		break;
	case -EBUSY:
		ntms_work_fail(w, ERROR_BUSY,
			       "a process holds drive %u open", number);
		break;
	case -ENOMEDIUM:
		ntms_work_fail(w, ERROR_UNABLE_TO_LOAD_MEDIUM,
			       "drive %u says that nothing is in it", number);
		break;
	case -EAGAIN:
		ntms_work_fail(w, ERROR_UNABLE_TO_LOAD_MEDIUM,
			       "the medium in drive %u did not become ready",
			       number);
		break;
	default:
		ntms_work_fail(w, ERROR_UNABLE_TO_LOAD_MEDIUM,
			       "drive %u could not load the medium, error %d",
			       number, err);
	}
}

/* it stays where it is and may be put away at any time */
static void park_dismountable(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	struct ntms_seat *seat;

	if (!d || !pm || d->media != pm)
		return;
	ntms_place_park(t, pm, d, NTMS_MEDIASTATE_MOUNTED,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	seat = ntms_seat_of(d);
	if (seat)
		seat->deferred = 0;
}

/* is it a sign of a drive or a medium that is worn? */
static bool is_trouble(int err)
{
	return err == -EIO || err == -EPROTO || err == -ETIMEDOUT ||
	       err == -EAGAIN;
}

/*
 * What a drive says of itself and of the medium in it; before that is
 * unloaded, since some forget it then.
 */
static void look_at(struct ntms_device *dev, struct ntms_experience *e)
{
	/* before the drive is asked for more, which may fail as well */
	e->sense = dev->drive->sense(dev);
	if (dev->drive->alerts(dev, &e->alerts))
		e->alerts = 0;
}

/* at the beginning of a transaction, which goes on */
static void note(struct ntms_txn *t, struct ntms_part *p,
		 const struct ntms_experience *e)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	u32 error;

	if (!d)
		return;
	error = ntms_health_note(t, d, d->media == pm ? pm : NULL, e);
	if (!error)
		error = ntms_drive_alerted(t, d, e->alerts);
	if (error) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
	}
}

/* not loaded: it stays where it is and may be put away at any time */
static void not_loaded(struct ntms_part *p, int err,
		       const struct ntms_experience *e)
{
	struct ntms_drive *d;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	if (e->failed)
		note(&t, p, e);
	d = ntms_part_drive(p);
	if (err)
		load_failure(p, err, d ? d->number : 0);
	park_dismountable(&t, p);
	/* is it in the drive at all? */
	if (err)
		set_bit(NTMS_ROBOT_READ, &p->work->robot->flags);
	part_end(&t, p);
}

/* the nodes of the drive could not be given away, or taken back */
static void not_handed(struct ntms_part *p, u32 error, const char *text)
{
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	if (error == ERROR_CANCELLED)
		error = 0;	/* somebody has said why */
	if (error)
		ntms_work_fail(p->work, error, "%s", text);
	park_dismountable(&t, p);
	part_end(&t, p);
}

static u32 write_loaded(struct ntms_txn *t, struct ntms_part *p,
			const struct ntms_drive_info *info)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_partition *side = ntms_part_side(p);
	struct ntms_drive *d = ntms_part_drive(p);
	struct ntms_seat *seat;
	u32 error;

	/* it may have been edited: then only it knows where it is */
	if (!pm || !side || !d || pm->location != &d->o)
		return ERROR_INVALID_STATE;
	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		error = ntms_txn_edit(t, &side->o);
	if (!error)
		error = ntms_txn_edit(t, &d->o);
	if (error)
		return error;
	pm->state = NTMS_MEDIASTATE_LOADED;
	pm->mounted_partition = side;
	if (info) {
		pm->media_type_code = info->medium_type;
		pm->density_code = info->density;
	}
	side->mount_count++;
	d->mount_count++;
	d->saved_partition = side;
	d->state = NTMS_DRIVESTATE_LOADED;
	ntms_health_loaded(t, d);
	seat = ntms_seat_of(d);
	if (seat) {
		seat->alerts = 0;
		ntms_seat_settled(seat);
	}
	return 0;
}

/* a mount that failed in another part, or that nobody wants any more */
static bool given_up(struct ntms_part *p)
{
	bool given;

	down_read(&ntms_robotics.m->lock);
	given = p->work->cancelled || p->work->error;
	up_read(&ntms_robotics.m->lock);
	return given;
}

/* who has it mounted gets the nodes of the drive, before he is answered */
static void hand_over(struct ntms_txn *t, struct ntms_part *p,
		      struct ntms_device *dev)
{
	struct ntms_work *w = p->work;
	char text[128];
	u32 error;

	/* for what the library does by itself nobody needs them */
	if (w->operation != NTMS_LM_MOUNT || !w->session) {
		part_end(t, p);
		return;
	}
	p->phase = NTMS_PHASE_GIVE;
	if (ntms_txn_commit(t, NULL))
		ntms_robot_read_again(w->robot);
	error = given_up(p) ? ERROR_CANCELLED :
		ntms_owner_hand(p, dev, w->uid, text, sizeof(text));
	if (error) {
		not_handed(p, error, text);
		return;
	}
	ntms_txn_begin(t, ntms_robotics.m);
	part_end(t, p);
}

/* it is ready, but not the medium that it should be */
static void wrong_label(struct ntms_txn *t, struct ntms_part *p,
			const struct ntms_errand *label)
{
	const struct ntms_experience nothing = {};

	if (ntms_label_wrong(t, p, label))
		ntms_txn_abort(t);
	else
		ntms_txn_commit(t, NULL);
	not_loaded(p, 0, &nothing);
}

static void loaded(struct ntms_part *p, struct ntms_device *dev,
		   const struct ntms_drive_info *info,
		   const struct ntms_errand *label)
{
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	if (ntms_label_check(p, label)) {
		wrong_label(&t, p, label);
		return;
	}
	error = ntms_label_file(&t, p, label);
	if (!error)
		error = write_loaded(&t, p, info);
	if (error) {
		ntms_txn_abort(&t);
		ntms_txn_begin(&t, ntms_robotics.m);
		ntms_work_fail(p->work, error,
			       "the medium is not in the drive any more");
		part_end(&t, p);
		return;
	}
	hand_over(&t, p, dev);
}

/* Return: false, ask again later */
static bool try_load(struct ntms_part *p)
{
	struct ntms_experience e = {};
	struct ntms_drive_info info;
	struct ntms_errand *label;
	struct ntms_device *dev;
	char text[128];
	u32 error;
	int err = -ENODEV;
	bool informed;

	if (given_up(p)) {
		not_loaded(p, 0, &e);
		return true;
	}
	dev = device_get(p);
	if (dev)
		err = dev->drive->ready(dev);
	if (err && again(p, err)) {
		ntms_device_put(dev);
		return false;
	}
	if (err) {
		e.failed = is_trouble(err);
		if (e.failed)
			look_at(dev, &e);
		not_loaded(p, err, &e);
		ntms_device_put(dev);
		return true;
	}
	/* who had it mounted before may have them yet */
	error = ntms_owner_hand(p, dev, NTMS_NOBODY, text, sizeof(text));
	if (error) {
		not_handed(p, error, text);
	} else {
		informed = !dev->drive->info(dev, &info);
		label = ntms_label_look(p, dev);
		loaded(p, dev, informed ? &info : NULL, label);
		ntms_errand_free(label);
	}
	ntms_device_put(dev);
	return true;
}

static void run_load(struct ntms_part *p)
{
	u32 us;

	while (!try_load(p)) {
		us = pause_us(p);
		if (us > PAUSE_SLEEP || READ_ONCE(ntms_robotics.stopping)) {
			queue_part(p, us / USEC_PER_MSEC);
			return;
		}
		/* finer than the timer of a work item */
		usleep_range(us, us + us / 4);
	}
}

static void not_unloaded(struct ntms_txn *t, struct ntms_part *p, int err)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);

	if (err == -EBUSY)
		ntms_work_fail(p->work, ERROR_BUSY,
			       "a process holds drive %u open",
			       d ? d->number : 0);
	else
		ntms_work_fail(p->work, ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "drive %u does not unload, error %d",
			       d ? d->number : 0, err);
	/* not dismountable: nobody should try again and again */
	if (d && pm && d->media == pm)
		ntms_place_park(t, pm, d, pm->state, NTMS_DRIVESTATE_LOADED);
	if (p->work->operation == NTMS_LM_DISMOUNT)
		ntms_work_finish(t, p->work);
	else
		part_end(t, p);
}

static void unloaded(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	u32 error = 0;

	if (d && pm && d->media == pm)
		error = ntms_place_park(t, pm, d, NTMS_MEDIASTATE_UNLOADED,
					NTMS_DRIVESTATE_UNLOADED);
	p->phase = NTMS_PHASE_MOVE;
	p->running = false;
	if (error)
		ntms_txn_abort(t);
	else if (ntms_txn_commit(t, NULL))
		ntms_robot_read_again(p->work->robot);
	ntms_robot_kick(p->work->robot);
}

/* a process has it open whom it does not belong to any more */
static void held(struct ntms_part *p, u32 error, const char *text)
{
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	ntms_work_fail(p->work, error, "%s", text);
	not_unloaded(&t, p, -EBUSY);
}

/* the nodes come back first.  Return: false, somebody holds one */
static bool take_back(struct ntms_part *p, struct ntms_device *dev)
{
	char text[128];
	u32 error = ntms_owner_hand(p, dev, NTMS_NOBODY, text, sizeof(text));

	if (error == ERROR_BUSY && !p->work->force) {
		held(p, error, text);
		return false;
	}
	/* a dismount is not kept waiting for an agent that fails */
	if (error && error != ERROR_RESOURCE_NOT_PRESENT)
		pr_warn("%s\n", text);
	return true;
}

static void run_unload(struct ntms_part *p)
{
	struct ntms_device *dev = device_get(p);
	struct ntms_experience e = {};
	struct ntms_txn t;
	int err = -ENODEV;

	if (dev) {
		if (!take_back(p, dev)) {
			ntms_device_put(dev);
			return;
		}
		look_at(dev, &e);
		err = dev->drive->unload(dev, p->work->force);
		/* -EAGAIN: it is still loading, and no sign of wear */
		e.failed = is_trouble(err) && err != -EAGAIN;
		if (e.failed)
			e.sense = dev->drive->sense(dev);
	}
	ntms_device_put(dev);
	/* what we do by ourselves waits for the process of an agent that died */
	if (err == -EBUSY && !p->work->session && ntms_agent_ever() &&
	    again(p, err)) {
		queue_part(p, PAUSE_MAX / USEC_PER_MSEC);
		return;
	}
	ntms_txn_begin(&t, ntms_robotics.m);
	note(&t, p, &e);
	/*
	 * Nothing in it, or a drive that is gone: the transport will find out
	 * what is to be had.
	 */
	if (!err || err == -ENOMEDIUM || err == -ENODEV || err == -EOPNOTSUPP)
		unloaded(&t, p);
	else
		not_unloaded(&t, p, err);
}

/* Return: false, ask again later */
static bool try_clean(struct ntms_part *p)
{
	struct ntms_device *dev = device_get(p);
	int err = dev ? dev->drive->cleaned(dev) : -ENODEV;

	ntms_device_put(dev);
	if (err == -EAGAIN &&
	    waited_us(p) < (u64)ntms_robot_limits.clean * USEC_PER_MSEC)
		return false;
	ntms_clean_over(p, err);
	return true;
}

static void run_clean(struct ntms_part *p)
{
	/* it takes minutes: no hurry */
	if (!try_clean(p))
		queue_part(p, min_t(u32, ntms_robot_limits.port, PAUSE_LONG /
				    USEC_PER_MSEC));
}

/**
 * ntms_drive_run() - a drive does something
 * @work: of a part
 */
void ntms_drive_run(struct work_struct *work)
{
	struct ntms_part *p = container_of(to_delayed_work(work),
					   struct ntms_part, run);
	struct ntms_work *w = p->work;

	if (p->phase == NTMS_PHASE_LOAD)
		run_load(p);
	else if (p->phase == NTMS_PHASE_UNLOAD)
		run_unload(p);
	else if (p->phase == NTMS_PHASE_CLEAN)
		run_clean(p);
	ntms_work_put(w);
}
