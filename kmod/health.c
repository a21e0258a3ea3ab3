// SPDX-License-Identifier: GPL-2.0
/*
 * health.c - is it the drive or the medium?
 *
 * Semantics 8.11 (MS-RSMP 3.2.7.1): life expired and snapped tape disable the
 * medium and ask for service; hardware failures make a drive need service.
 * Some TapeAlert flags say which of the two it is, and are believed
 * (NTMS_ALERTS_MEDIUM, NTMS_ALERTS_DRIVE in device.h).  Most troubles do not
 * say: dirty heads and a worn tape look alike.  They are told from each other
 * by comparing which media failed in which drives:
 *
 *   - A drive keeps the media that failed in it and have not worked in it
 *     since: its suspects, at most NTMS_SUSPECTS, the last one first.
 *   - A medium that is a suspect of MEDIUM_DRIVES drives which do not need
 *     service is at fault: it is disabled, and no drive's suspect any more.
 *   - Otherwise a drive with DRIVE_MEDIA suspects is at fault: it needs service.
 *     Its suspects stay until it was serviced, but tell nothing against the
 *     media.
 *
 * So one medium can do no harm to a drive's record, however often it fails in
 * it, and one drive none to that of a medium.  Errors are counted for life on
 * both sides, and alerts are kept.
 *
 * So are the hours: from when a medium was ready for a mount until it is
 * unloaded, or is found to have left the drive.  The drive has the begin, which
 * is stored with it: a medium stays loaded while the module is away, and a
 * power cut loses nothing.  As long as the module lives the time is taken from
 * a clock that nobody can set.  After that it is the difference of two times of
 * day, and if that cannot be true nothing is counted.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/math.h>
#include <linux/minmax.h>

#include "library.h"
#include "media.h"
#include "mount.h"
#include "oprequest.h"
#include "robot.h"

#define NTMS_SUSPECTS	8
#define DRIVE_MEDIA	3	/* different media that failed in one drive */
#define MEDIUM_DRIVES	2	/* different drives that one medium failed in */
#define LOADED_DAYS	366	/* believed of what a life before has loaded */
#define LOADED_MOST	(LOADED_DAYS * 24LL * 3600 * NSEC_PER_SEC)

static u32 number_of_suspects(const struct ntms_drive *d)
{
	return d->suspects ? d->suspects->len / sizeof(guid_t) : 0;
}

/* Return: position of a medium among the suspects, or their number */
static u32 suspect(const struct ntms_drive *d, const guid_t *media)
{
	const guid_t *guids = d->suspects ? (void *)d->suspects->data : NULL;
	u32 i, n = number_of_suspects(d);

	for (i = 0; i < n; i++)
		if (guid_equal(&guids[i], media))
			break;
	return i;
}

/* @in: put it in front, otherwise take it out */
static u32 set_suspect(struct ntms_txn *t, struct ntms_drive *d,
		       const guid_t *media, bool in)
{
	u32 i, at = suspect(d, media), n = number_of_suspects(d), count = 0;
	guid_t guids[NTMS_SUSPECTS];
	u32 error;

	if (at == (in ? 0 : n) && (!in || n))
		return 0;
	if (in)
		guid_copy(&guids[count++], media);
	for (i = 0; i < n && count < NTMS_SUSPECTS; i++)
		if (i != at)
			guid_copy(&guids[count++],
				  (guid_t *)d->suspects->data + i);
	error = ntms_txn_edit(t, &d->o);
	return error ?: ntms_txn_set_blob(t, &d->o, &d->suspects, guids,
					  count * sizeof(guid_t));
}

static u32 drives_that_suspect(struct ntms_model *m,
			       const struct ntms_physical_media *pm)
{
	struct ntms_object *o;
	u32 id, n = 0;

	ntms_for_each(m, NTMS_TYPE_DRIVE, id, o)
		n += o->operational_state != NTMS_NEEDS_SERVICE &&
		     suspect(ntms_drive(o), &pm->o.guid) <
		     number_of_suspects(ntms_drive(o));
	return n;
}

static u32 acquit_drives(struct ntms_txn *t,
			 const struct ntms_physical_media *pm)
{
	struct ntms_object *o;
	u32 id, error = 0;

	ntms_for_each(t->model, NTMS_TYPE_DRIVE, id, o)
		error = error ?: set_suspect(t, ntms_drive(o), &pm->o.guid,
					     false);
	return error;
}

/* "TapeAlert 7, 14" */
static void name_alerts(char *buf, size_t size, u64 alerts)
{
	int i, n = scnprintf(buf, size, "TapeAlert");
	const char *before = " ";

	for (i = 1; i <= 64; i++) {
		if (!(alerts & NTMS_ALERT(i)))
			continue;
		n += scnprintf(buf + n, size - n, "%s%d", before, i);
		before = ", ";
	}
}

static u32 blame_medium(struct ntms_txn *t, struct ntms_physical_media *pm,
			u64 alerts)
{
	char message[200], why[64], name[16];
	u32 error;

	error = acquit_drives(t, pm);
	if (error || !pm->o.enabled)
		return error;
	if (alerts)
		name_alerts(why, sizeof(why), alerts);
	else
		snprintf(why, sizeof(why), "it failed in %u drives",
			 MEDIUM_DRIVES);
	snprintf(message, sizeof(message),
		 "medium %s is worn out or damaged (%s) and was disabled: enable it to copy it, then replace it",
		 ntms_display_name(&pm->o, name), why);
	pr_warn("%s\n", message);
	error = ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE, &pm->o, NULL,
				    message);
	if (!error)
		error = ntms_txn_edit(t, &pm->o);
	if (!error)
		pm->o.enabled = false;
	return error;
}

static u32 blame_drive(struct ntms_txn *t, struct ntms_drive *d, u64 alerts)
{
	char message[200], why[64], name[16];
	u32 error;

	if (d->o.operational_state != NTMS_READY)
		return 0;
	if (alerts)
		name_alerts(why, sizeof(why), alerts);
	else
		snprintf(why, sizeof(why), "%u media failed in it",
			 number_of_suspects(d));
	snprintf(message, sizeof(message),
		 "drive %u of %s needs service: %s", d->number,
		 ntms_display_name(&d->library->o, name), why);
	pr_warn("%s\n", message);
	error = ntms_service_need(t, d->library, &d->o, message);
	if (!error)
		error = ntms_txn_edit(t, &d->o);
	if (!error)
		d->o.operational_state = NTMS_NEEDS_SERVICE;
	return error;
}

static u32 count(struct ntms_txn *t, struct ntms_drive *d,
		 struct ntms_physical_media *pm,
		 const struct ntms_experience *e, bool trouble)
{
	u32 error = ntms_txn_edit(t, &d->o);

	if (!error && pm)
		error = ntms_txn_edit(t, &pm->o);
	if (error)
		return error;
	d->alerts |= e->alerts;
	if (pm)
		pm->alerts |= e->alerts;
	if (!trouble)
		return 0;
	d->errors += d->errors < U32_MAX;
	d->last_error = t->now;
	d->sense = e->sense;
	if (pm)
		pm->errors += pm->errors < U16_MAX;
	return 0;
}

static u32 judge(struct ntms_txn *t, struct ntms_drive *d,
		 struct ntms_physical_media *pm, u64 alerts, bool trouble)
{
	u32 error = 0;

	if (pm && (alerts & NTMS_ALERTS_MEDIUM))
		return blame_medium(t, pm, alerts & NTMS_ALERTS_MEDIUM);
	if (pm && trouble)
		error = set_suspect(t, d, &pm->o.guid, true);
	if (error)
		return error;
	if (alerts & NTMS_ALERTS_DRIVE)
		return blame_drive(t, d, alerts & NTMS_ALERTS_DRIVE);
	if (!pm || !trouble)
		return 0;
	if (drives_that_suspect(t->model, pm) >= MEDIUM_DRIVES)
		return blame_medium(t, pm, 0);
	if (number_of_suspects(d) >= DRIVE_MEDIA)
		return blame_drive(t, d, 0);
	return 0;
}

/**
 * ntms_health_note() - write down what a medium in a drive was like
 * @t: open transaction
 * @d: drive
 * @pm: medium in it, or NULL when it is not known
 * @e: what happened; nothing if all went well
 *
 * Decides whether one of the two is at fault, see the top of this file.  A
 * medium that worked is no suspect any more.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_health_note(struct ntms_txn *t, struct ntms_drive *d,
		     struct ntms_physical_media *pm,
		     const struct ntms_experience *e)
{
	bool trouble = e->failed || (e->alerts & (NTMS_ALERTS_PAIR |
						  NTMS_ALERTS_DRIVE));
	u64 known = d->alerts & (pm ? pm->alerts : U64_MAX);
	u32 error;

	if (!trouble && !(e->alerts & ~known) &&
	    !(e->alerts & NTMS_ALERTS_MEDIUM))
		return pm ? set_suspect(t, d, &pm->o.guid, false) : 0;
	error = count(t, d, pm, e, trouble);
	return error ?: judge(t, d, pm, e->alerts, trouble);
}

/**
 * ntms_health_loaded() - a medium is ready in a drive
 * @t: open transaction
 * @d: drive, under ntms_txn_edit()
 *
 * It may have been so before: then the time goes on.
 */
void ntms_health_loaded(struct ntms_txn *t, struct ntms_drive *d)
{
	lockdep_assert_held_write(&t->model->lock);
	if (d->loaded_since)
		return;
	d->loaded_since = t->now;
	d->loaded_at = ktime_get_boottime_ns();
}

static u64 loaded_secs(const struct ntms_txn *t, const struct ntms_drive *d)
{
	u64 ns;

	if (d->loaded_at)
		ns = ktime_get_boottime_ns() - d->loaded_at;
	else if (d->loaded_since <= t->now &&
		 d->loaded_since >= t->now - LOADED_MOST)
		ns = t->now - d->loaded_since;
	else
		return 0;
	return DIV_ROUND_CLOSEST_ULL(ns, NSEC_PER_SEC);
}

/**
 * ntms_health_unloaded() - a medium is not loaded any more
 * @t: open transaction
 * @d: drive
 * @pm: medium that is or was in it
 *
 * Counts the time that it was loaded on both sides; nothing if it was not.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_health_unloaded(struct ntms_txn *t, struct ntms_drive *d,
			 struct ntms_physical_media *pm)
{
	u64 secs;
	u32 error;

	if (!d->loaded_since)
		return 0;
	error = ntms_txn_edit(t, &d->o);
	if (!error)
		error = ntms_txn_edit(t, &pm->o);
	if (error)
		return error;
	secs = loaded_secs(t, d);
	d->loaded_secs = min_t(u64, d->loaded_secs + secs, U32_MAX);
	pm->loaded_secs = min_t(u64, pm->loaded_secs + secs, U32_MAX);
	d->loaded_since = 0;
	d->loaded_at = 0;
	return 0;
}

/**
 * ntms_health_other_drive() - there is another device in the bay of a drive
 * @t: open transaction
 * @d: drive
 *
 * The history is that of a device, not that of the bay.  What was loaded in the
 * one before is not loaded in this one.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_health_other_drive(struct ntms_txn *t, struct ntms_drive *d)
{
	struct ntms_physical_media *pm = d->media;
	u32 error = ntms_txn_edit(t, &d->o);

	if (!error && pm)
		error = ntms_health_unloaded(t, d, pm);
	if (!error)
		error = ntms_service_over(t, &d->o);
	if (!error)
		error = ntms_txn_set_blob(t, &d->o, &d->suspects, NULL, 0);
	if (error)
		return error;
	d->errors = 0;
	d->sense = 0;
	d->alerts = 0;
	d->last_error = 0;
	d->loaded_secs = 0;
	return 0;
}
