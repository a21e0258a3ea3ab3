// SPDX-License-Identifier: GPL-2.0
/*
 * clean.c - CleanNtmsDrive: the course of a cleaning
 *
 * MS-RSMP 3.2.5.2.1.4, semantics 8.6 and 8.11.  When the drive is empty and the
 * library's cleaner is in its slot, the transport brings it to the drive, the
 * drive cleans itself and lets it go, and the transport brings it back.  Each
 * time it gets into a drive one use of it is gone.  Without a cleaner that has
 * uses left an operator is asked for one, and the cleaning waits.
 */
#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "notify.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

static void part_over(struct ntms_part *p)
{
	p->phase = NTMS_PHASE_DONE;
}

static struct ntms_drive *drive_of(struct ntms_work *w)
{
	return ntms_part_drive(w->part);
}

/* --- before ------------------------------------------------------------------ */

/* Return: the cleaner can be had now; otherwise @why says what is missing */
static struct ntms_physical_media *find_cleaner(struct ntms_library *l,
						 bool *ask, const char **why)
{
	struct ntms_physical_media *pm = ntms_cleaner_of(l);

	*ask = true;
	if (!l->cleaner_slot)
		*why = "reserve a slot and put a cleaning cartridge into it";
	else if (!pm)
		*why = "put a cleaning cartridge into the slot of the cleaner";
	else if (!l->cleaner_uses_remaining)
		*why = "the cleaning cartridge is used up, put a new one in";
	else
		*ask = false;
	if (*ask)
		return NULL;
	*why = "the cleaner is in use";
	if (pm->location != &l->cleaner_slot->o ||
	    (pm->mount && pm->mount->work))
		return NULL;
	return pm;
}

/* Return: the drive is empty and nobody uses it; @t may have changes */
static bool drive_free(struct ntms_txn *t, struct ntms_work *w,
		       struct ntms_drive *d, struct ntms_seat *seat,
		       const char **why)
{
	struct ntms_physical_media *pm = d->media;

	*why = "the drive is in use";
	if (seat->work)
		return false;
	if (!pm)
		return d->state == NTMS_DRIVESTATE_DISMOUNTED;
	if ((pm->mount && (pm->mount->session || pm->mount->work)) ||
	    (d->state != NTMS_DRIVESTATE_DISMOUNTABLE &&
	     d->state != NTMS_DRIVESTATE_UNLOADED))
		return false;
	*why = "the drive is being emptied";
	/* once: a medium that cannot be put away stays */
	if (!w->part->relocated) {
		w->part->relocated = true;
		ntms_dismount_create(t, w->robot, pm, w->priority);
	}
	return false;
}

static u32 check_drive(struct ntms_work *w, struct ntms_drive *d,
		       struct ntms_seat *seat)
{
	if (!d || !seat || !seat->dev ||
	    d->o.operational_state == NTMS_NOT_PRESENT)
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "the drive is not there any more");
	else if (!d->o.enabled || !d->library->o.enabled)
		ntms_work_fail(w, ERROR_RESOURCE_DISABLED,
			       "drive %u or its library is disabled", d->number);
	return w->error;
}

static bool take(struct ntms_txn *t, struct ntms_work *w,
		 struct ntms_seat *seat, struct ntms_physical_media *pm)
{
	struct ntms_librequest *q = ntms_work_object(w);
	struct ntms_mount *mount = ntms_mount_get(pm);
	u32 error = mount ? ntms_txn_edit(t, &q->o) : ERROR_NOT_ENOUGH_MEMORY;

	if (mount) {
		/* it is put by ntms_work_drop() */
		guid_copy(&w->part->media, &pm->o.guid);
		guid_copy(&w->part->side, &pm->sides[0]->o.guid);
	}
	if (error) {
		ntms_work_fail(w, error, "no memory");
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		ntms_work_finish(t, w);
		return true;
	}
	guid_copy(&q->physical_media, &pm->o.guid);
	guid_copy(&q->slot, &pm->location->guid);
	mount->work = w;
	seat->work = w;
	w->part->phase = NTMS_PHASE_MOVE;
	ntms_control_begin(t, w);
	return true;
}

/* Return: 0, or he will not bring one and the work has failed */
static u32 ask_for_cleaner(struct ntms_txn *t, struct ntms_work *w,
			   struct ntms_library *l, const char *why)
{
	struct ntms_oprequest *q;

	q = ntms_oprequest(ntms_find_type(t->model, &w->asked,
					  NTMS_TYPE_OPREQUEST));
	if (q && q->state == NTMS_OPSTATE_REFUSED)
		ntms_work_fail(w, ERROR_REQUEST_REFUSED,
			       "the operator refused to bring a cleaner");
	if (q && !ntms_oprequest_ended(q))
		return 0;
	q = ntms_oprequest_open(t->model, NTMS_OPREQ_CLEANER, &l->o.guid);
	if (q)
		guid_copy(&w->asked, &q->o.guid);
	else if (!w->error)
		ntms_oprequest_post(t, NTMS_OPREQ_CLEANER, &l->o, NULL, why,
				    &w->asked);
	return w->error;
}

/* Return: @t is ended */
static bool begin(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_drive *d = drive_of(w);
	struct ntms_seat *seat = d ? ntms_seat_of(d) : NULL;
	struct ntms_physical_media *pm;
	const char *why;
	bool ask;

	if (check_drive(w, d, seat)) {
		ntms_work_finish(t, w);
		return true;
	}
	pm = find_cleaner(d->library, &ask, &why);
	if (ask && ask_for_cleaner(t, w, d->library, why)) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		ntms_work_finish(t, w);
		return true;
	}
	if (!pm || !drive_free(t, w, d, seat, &why))
		return ntms_control_waits(t, w, false, why);
	return take(t, w, seat, pm);
}

/* --- there and back ----------------------------------------------------------- */

static bool is_at(struct ntms_work *w, const guid_t *place)
{
	struct ntms_physical_media *pm;
	bool at;

	down_read(&ntms_robotics.m->lock);
	pm = ntms_part_media(w->part);
	at = pm && pm->location && guid_equal(&pm->location->guid, place);
	up_read(&ntms_robotics.m->lock);
	return at;
}

static u32 write_in_drive(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_physical_media *pm = ntms_part_media(w->part);
	struct ntms_drive *d = drive_of(w);
	struct ntms_library *l;
	u32 error;

	if (!pm || !d)
		return ERROR_INVALID_STATE;
	l = d->library;
	error = pm->location == &d->o ? 0 : ntms_place_put(t, pm, &d->o, NULL);
	if (!error)
		error = ntms_place_park(t, pm, d, NTMS_MEDIASTATE_INUSE,
					NTMS_DRIVESTATE_BEING_CLEANED);
	if (!error && l->cleaner_uses_remaining != NTMS_UNLIMITED &&
	    l->cleaner_uses_remaining)
		error = ntms_cleaner_uses(t, l, l->cleaner_uses_remaining - 1);
	return error;
}

static void start_cleaning(struct ntms_work *w)
{
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	error = write_in_drive(&t, w);
	w->part->phase = NTMS_PHASE_CLEAN;
	ntms_drive_start(w->part);
	error = ntms_txn_end(&t, error);
	if (!error)
		return;
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(w, error, "the move of the cleaner could not be kept");
	up_write(&ntms_robotics.m->lock);
	ntms_robot_read_again(w->robot);
}

static void move_failed(struct ntms_work *w, int err, const char *what)
{
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(w, err == -ENODEV ? ERROR_DEVICE_NOT_AVAILABLE :
					   ERROR_UNABLE_TO_CLEAN,
		       "the cleaner could not be %s, error %d", what, err);
	part_over(w->part);
	up_write(&ntms_robotics.m->lock);
}

/* from where to where?  Return: both are there */
static bool route(struct ntms_work *w, bool back, u32 *source,
		  u32 *destination, guid_t *to)
{
	struct ntms_physical_media *pm = ntms_part_media(w->part);
	struct ntms_drive *d = drive_of(w);
	struct ntms_storageslot *slot = pm && d && back ?
					ntms_slot_free(d->library, pm) : NULL;
	struct ntms_object *at = pm ? pm->location : NULL;

	if (!at || !d || (back && !slot))
		return false;
	*source = ntms_place(at)->element;
	*destination = back ? slot->element : d->element;
	guid_copy(to, back ? &slot->o.guid : &d->o.guid);
	return true;
}

/* Return: @t is ended */
static bool bring(struct ntms_txn *t, struct ntms_work *w)
{
	u32 source, destination;
	bool there, known;
	guid_t to;
	int err;

	there = route(w, false, &source, &destination, &to);
	ntms_txn_abort(t);
	err = there ? ntms_move_cartridge(w->robot, source, destination,
					  false, &known) : -ENOMEDIUM;
	if (!err || (there && known && is_at(w, &to)))
		start_cleaning(w);
	else
		move_failed(w, err, "brought to the drive");
	return true;
}

static void write_back(struct ntms_work *w, const guid_t *to)
{
	struct ntms_physical_media *pm;
	struct ntms_object *slot;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(w->part);
	slot = ntms_find_type(t.model, to, NTMS_TYPE_STORAGESLOT);
	if (!pm || !slot)
		error = ERROR_INVALID_STATE;
	else if (pm->location != slot)
		error = ntms_place_put(&t, pm, slot, NULL);
	part_over(w->part);
	error = ntms_txn_end(&t, error);
	if (error)
		ntms_robot_read_again(w->robot);
}

/* Return: @t is ended */
static bool take_back(struct ntms_txn *t, struct ntms_work *w)
{
	u32 source, destination;
	bool there, known;
	guid_t to;
	int err;

	there = route(w, true, &source, &destination, &to);
	ntms_txn_abort(t);
	err = there ? ntms_move_cartridge(w->robot, source, destination,
					  false, &known) : -ENOMEDIUM;
	if (!err || (there && known && is_at(w, &to)))
		write_back(w, &to);
	else
		move_failed(w, err, "taken out of the drive");
	return true;
}

/* --- after -------------------------------------------------------------------- */

/* Return: @t is ended */
static bool end(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_drive *d = drive_of(w);
	struct ntms_library *l = d ? d->library : NULL;
	struct ntms_seat *seat = d ? ntms_seat_of(d) : NULL;
	u32 error = 0;

	if (d && !w->error) {
		error = ntms_txn_edit(t, &d->o);
		if (!error)
			d->last_cleaned = t->now;
		/* the drive does not take back what it has told */
		if (seat)
			seat->alerts &= ~(NTMS_ALERT_CLEAN_NOW |
					  NTMS_ALERT_CLEAN_SOON);
	}
	if (!error && l && !l->cleaner_uses_remaining && ntms_cleaner_of(l))
		error = ntms_oprequest_need(t, NTMS_OPREQ_CLEANER, &l->o, NULL,
					    "the cleaning cartridge is used up, put a new one in");
	/* what the medium is parked as does not matter when it is gone */
	if (!error && d && d->media && ntms_cleaner_is(d->media))
		error = ntms_place_park(t, d->media, d,
					NTMS_MEDIASTATE_MOUNTED,
					NTMS_DRIVESTATE_DISMOUNTABLE);
	if (error) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		ntms_work_fail(w, error, "the result could not be kept");
	}
	ntms_work_finish(t, w);
	return true;
}

/**
 * ntms_clean_step() - do the next thing for a cleaning
 * @t: open transaction; ended when true is returned
 * @w: cleaning of this robot
 *
 * Return: something was done.
 */
bool ntms_clean_step(struct ntms_txn *t, struct ntms_work *w)
{
	switch (w->part->phase) {
	case NTMS_PHASE_WAITING:
		return begin(t, w);
	case NTMS_PHASE_MOVE:
		return bring(t, w);
	case NTMS_PHASE_BACK:
		return take_back(t, w);
	case NTMS_PHASE_DONE:
		return end(t, w);
	}
	return false;
}

/**
 * ntms_clean_over() - a drive has done with its cleaner
 * @p: part of a cleaning in phase CLEAN
 * @err: 0, or a negative errno of ntms_drive_ops.cleaned
 *
 * Context: the part's work item, without locks.
 */
void ntms_clean_over(struct ntms_part *p, int err)
{
	struct ntms_work *w = p->work;

	down_write(&ntms_robotics.m->lock);
	if (err == -EMEDIUMTYPE)
		ntms_work_fail(w, ERROR_INVALID_CLEANER,
			       "the drive says that this is no cleaning cartridge");
	else if (err == -ENODEV)
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "the drive went away while it was cleaned");
	else if (err == -EAGAIN)
		ntms_work_fail(w, ERROR_UNABLE_TO_CLEAN,
			       "the drive was not done with the cleaning in time");
	else if (err)
		ntms_work_fail(w, ERROR_UNABLE_TO_CLEAN,
			       "the drive could not be cleaned, error %d", err);
	p->phase = NTMS_PHASE_BACK;
	p->running = false;
	up_write(&ntms_robotics.m->lock);
	ntms_robot_kick(w->robot);
}

/* --- requests ----------------------------------------------------------------- */

static bool is_wanted(const struct ntms_drive *d)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->operation == NTMS_LM_CLEANDRIVE &&
		    guid_equal(&w->part->drive, &d->o.guid))
			return true;
	return false;
}

static u32 create(struct ntms_call *c, struct ntms_txn *t, struct ntms_drive *d,
		  struct ntms_work **work)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(c, NTMS_LM_CLEANDRIVE, 1, &w);
	if (error)
		return error;
	w->told_type = NTMS_TYPE_DRIVE;
	guid_copy(&w->told, &d->o.guid);
	guid_copy(&w->part->drive, &d->o.guid);
	error = ntms_control_request(t, w, d->library, c ? c->s : NULL, &q);
	if (error)
		return error;
	guid_copy(&q->drive, &d->o.guid);
	*work = w;
	return 0;
}

/**
 * ntms_clean_asked() - a drive asks to be cleaned
 * @t: transaction
 * @d: drive
 *
 * Makes a request of our own, unless there is one or the library does not
 * clean its drives.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_clean_asked(struct ntms_txn *t, struct ntms_drive *d)
{
	struct ntms_work *work;

	if (!d->library->supports_cleaning || is_wanted(d))
		return 0;
	return create(NULL, t, d, &work);
}

static u32 check(struct ntms_call *c, const guid_t *drive,
		 struct ntms_drive **found)
{
	struct ntms_drive *d;
	u32 error;

	if (guid_is_null(drive))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no drive was named");
	d = ntms_drive(ntms_find_type(c->m, drive, NTMS_TYPE_DRIVE));
	if (!d)
		return ntms_refuse(c, ERROR_INVALID_DRIVE,
				   "there is no drive %pUl", drive);
	*found = d;
	error = ntms_control_usable(c, d->library, ERROR_RESOURCE_DISABLED,
				    ERROR_RESOURCE_NOT_PRESENT);
	if (error)
		return error;
	if (!d->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "drive %u is disabled, enable it first",
				   d->number);
	if (d->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "drive %u is not present", d->number);
	return 0;
}

/* somebody says that he has cleaned it */
static u32 stamp(struct ntms_txn *t, struct ntms_drive *d)
{
	u32 error = ntms_txn_edit(t, &d->o);

	if (error)
		return error;
	d->last_cleaned = t->now;
	ntms_complete(t, NTMS_TYPE_DRIVE, &d->o.guid);
	return 0;
}

/**
 * ntms_clean_drive() - CleanNtmsDrive
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @drive: GUID
 * @w: told when the request is durable
 *
 * Takes the control right on the library.  A stand-alone drive is noted to be
 * clean.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_DRIVE, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED,
 * ERROR_RESOURCE_NOT_PRESENT (the library is not connected),
 * ERROR_DEVICE_NOT_AVAILABLE (the drive is not there), ERROR_BUSY,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_clean_drive(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *drive, struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_drive *d;
	u32 error = check(c, drive, &d);

	if (!error && d->library->library_type == NTMS_LIBRARYTYPE_STANDALONE)
		error = stamp(t, d);
	else if (!error)
		error = create(c, t, d, &work);
	return ntms_control_commit(c, t, error ? NULL : work, error, NULL, w);
}
