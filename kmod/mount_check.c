// SPDX-License-Identifier: GPL-2.0
/*
 * mount_check.c - may this be mounted?
 *
 * The checks of MountNtmsMedia in the order of the contract: arguments, what
 * they name, rights, states (semantics 0.3 and 7.1).
 */
#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

#define MOUNT_OPTIONS	0x3f
#define MEDIA_MAX	64

/**
 * ntms_mount_side() - the side that a call names
 * @c: the request, takes the reason of a refusal
 * @guid: of a side or of a logical medium
 * @error: out: ERROR_INVALID_MEDIA or ERROR_INVALID_PARTITION
 *
 * Return: the side, or NULL.
 */
struct ntms_partition *ntms_mount_side(struct ntms_call *c, const guid_t *guid,
				       u32 *error)
{
	struct ntms_object *o = ntms_find(c->m, guid);

	if (o && o->type == NTMS_TYPE_PARTITION)
		return ntms_partition(o);
	if (!o || o->type != NTMS_TYPE_LOGICAL_MEDIA) {
		*error = ntms_refuse(c, ERROR_INVALID_MEDIA,
				     "%pUl is neither a logical medium nor a side",
				     guid);
		return NULL;
	}
	if (!ntms_logical_media(o)->sides)
		*error = ntms_refuse(c, ERROR_INVALID_PARTITION,
				     "logical medium %pUl has no side", guid);
	return ntms_logical_media(o)->sides;
}

/**
 * ntms_mount_arguments() - are the arguments of a mount in order?
 * @c: the request, takes the reason of a refusal
 * @a: arguments
 *
 * Return: 0 or ERROR_INVALID_PARAMETER.
 */
u32 ntms_mount_arguments(struct ntms_call *c, const struct ntms_mount_args *a)
{
	if (!a->count || !a->media || a->count > MEDIA_MAX)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "%u media were named, 1 to %u can be mounted at once",
				   a->count, MEDIA_MAX);
	if (a->options & ~MOUNT_OPTIONS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "mount options %#x do not exist",
				   a->options & ~MOUNT_OPTIONS);
	if (a->priority < -15 || a->priority > 15)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "priority %d is not within -15 and 15",
				   a->priority);
	if ((a->options & NTMS_MOUNT_SPECIFIC_DRIVE) &&
	    (!a->drives || a->number_of_drives != a->count))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "%u drives were named for %u media",
				   a->number_of_drives, a->count);
	return 0;
}

/* which media?  Fills in the parts; *@l is the library of those on line */
static u32 find_media(struct ntms_call *c, const struct ntms_mount_args *a,
		      struct ntms_work *w, struct ntms_library **l)
{
	struct ntms_physical_media *pm;
	struct ntms_partition *side;
	u32 i, n, error = 0;

	*l = NULL;
	for (i = 0; i < a->count; i++) {
		side = ntms_mount_side(c, &a->media[i], &error);
		if (!side)
			return error;
		pm = side->physical_media;
		guid_copy(&w->part[i].side, &side->o.guid);
		guid_copy(&w->part[i].media, &pm->o.guid);
		for (n = 0; n < i; n++)
			if (guid_equal(&w->part[n].media, &pm->o.guid))
				return ntms_refuse(c, ERROR_INVALID_MEDIA,
						   "%pUl is on a medium that was named before",
						   &a->media[i]);
		if (pm->library == c->m->offline)
			continue;
		if (*l && *l != pm->library)
			return ntms_refuse(c, ERROR_INVALID_LIBRARY,
					   "the media are in several libraries");
		*l = pm->library;
	}
	return 0;
}

static u32 check_drives(struct ntms_call *c, const struct ntms_mount_args *a,
			struct ntms_work *w, const struct ntms_library *l)
{
	struct ntms_drive *d;
	u32 i, n;

	if (!(a->options & NTMS_MOUNT_SPECIFIC_DRIVE))
		return 0;
	for (i = 0; i < a->count; i++) {
		d = ntms_drive(ntms_find_type(c->m, &a->drives[i],
					      NTMS_TYPE_DRIVE));
		if (!d)
			return ntms_refuse(c, ERROR_INVALID_DRIVE,
					   "there is no drive %pUl",
					   &a->drives[i]);
		for (n = 0; n < i; n++)
			if (guid_equal(&a->drives[n], &a->drives[i]))
				return ntms_refuse(c, ERROR_INVALID_DRIVE,
						   "drive %pUl was named twice",
						   &a->drives[i]);
		if (l && d->library != l)
			return ntms_refuse(c, ERROR_DRIVE_MEDIA_MISMATCH,
					   "drive %pUl is not in the library of the medium",
					   &a->drives[i]);
		guid_copy(&w->part[i].asked, &d->o.guid);
	}
	return 0;
}

static u32 check_rights(struct ntms_call *c, struct ntms_work *w)
{
	struct ntms_physical_media *pm;
	u32 i, error = 0;

	for (i = 0; !error && i < w->count; i++) {
		pm = ntms_part_media(&w->part[i]);
		error = ntms_access(c, &pm->pool->o, NTMS_USE_ACCESS);
		if (!error)
			error = ntms_access(c, &pm->library->o,
					    NTMS_USE_ACCESS);
	}
	return error;
}

/*
 * What came from elsewhere belongs to somebody: whoever wants to write over it
 * has to say so, and which medium he means.
 */
static u32 check_owner(struct ntms_call *c, const struct ntms_partition *side,
		       const guid_t *overwrite)
{
	struct ntms_physical_media *pm = side->physical_media;
	char name[16];

	if (side->state != NTMS_PARTSTATE_UNKNOWN &&
	    side->state != NTMS_PARTSTATE_FOREIGN &&
	    side->state != NTMS_PARTSTATE_IMPORT)
		return 0;
	if (guid_equal(overwrite, &pm->o.guid))
		return 0;
	return ntms_refuse(c, ERROR_INVALID_STATE,
			   "medium %s is %s and may belong to somebody: mount it for reading, or name it as %pUl to overwrite it",
			   ntms_display_name(&pm->o, name),
			   side->state == NTMS_PARTSTATE_IMPORT ? "import" :
			   "unrecognized", &pm->o.guid);
}

static u32 check_side(struct ntms_call *c, const struct ntms_partition *side,
		      u32 options, const guid_t *overwrite)
{
	struct ntms_physical_media *pm = side->physical_media;
	const char *name;
	char buf[16];

	name = ntms_display_name(&pm->o, buf);
	if (ntms_cleaner_is(pm))
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "medium %s is a cleaning cartridge, CleanNtmsDrive uses it",
				   name);
	if ((options & NTMS_MOUNT_WRITE) &&
	    side->state == NTMS_PARTSTATE_COMPLETE)
		return ntms_refuse(c, ERROR_WRITE_PROTECT,
				   "side %u of medium %s is complete, mount it for reading",
				   side->side, name);
	if ((options & NTMS_MOUNT_WRITE) &&
	    (side->state == NTMS_PARTSTATE_INCOMPATIBLE ||
	     side->state == NTMS_PARTSTATE_DECOMMISSIONED))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s is %s, it cannot be written",
				   side->side, name,
				   side->state == NTMS_PARTSTATE_INCOMPATIBLE ?
				   "incompatible" : "decommissioned");
	if ((options & NTMS_MOUNT_WRITE) && check_owner(c, side, overwrite))
		return ERROR_INVALID_STATE;
	if (!pm->o.enabled || !pm->library->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "%s of medium %s is disabled, enable it first",
				   pm->o.enabled ? "the library" : "the object",
				   name);
	if ((options & NTMS_MOUNT_ERROR_OFFLINE) &&
	    (pm->library == c->m->offline ||
	     pm->library->o.operational_state == NTMS_NOT_PRESENT))
		return ntms_refuse(c, ERROR_MEDIA_OFFLINE,
				   "medium %s is off line, put it into a library",
				   name);
	return 0;
}

static u32 check_drive(struct ntms_call *c, const struct ntms_drive *d)
{
	if (!d->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "drive %u is disabled, enable it first",
				   d->number);
	if (d->o.operational_state == NTMS_NEEDS_SERVICE)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "drive %u needs service, see the operator requests",
				   d->number);
	if (d->library->o.operational_state == NTMS_READY &&
	    d->o.operational_state != NTMS_READY)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "drive %u is not present: the device %s that the library names was not found",
				   d->number,
				   d->serial_number ?: "(without serial number)");
	return 0;
}

static u32 check_states(struct ntms_call *c, struct ntms_work *w,
			const guid_t *overwrite)
{
	struct ntms_drive *d;
	u32 i, error = 0;

	for (i = 0; !error && i < w->count; i++) {
		error = check_side(c, ntms_part_side(&w->part[i]), w->options,
				   overwrite);
		d = ntms_drive(ntms_find_type(c->m, &w->part[i].asked,
					      NTMS_TYPE_DRIVE));
		if (!error && d)
			error = check_drive(c, d);
	}
	return error;
}

/* a mount in a library without the drives for it would wait for ever */
static u32 check_any_drive(struct ntms_call *c, struct ntms_library *l,
			   u32 media)
{
	struct ntms_seat *seat;
	struct ntms_robot *r = l ? ntms_robot_of(&l->o.guid) : NULL;
	u32 drives = 0;
	char name[16];

	if (!r || l->o.operational_state != NTMS_READY)
		return 0;
	list_for_each_entry(seat, &r->seats, link)
		if (seat->dev)
			drives++;
	if (drives >= media)
		return 0;
	return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
			   "library %s has %u drives for %u media",
			   ntms_display_name(&l->o, name), drives, media);
}

/**
 * ntms_mount_check() - may this be mounted, now or later?
 * @c: the request, takes the reason of a refusal
 * @a: arguments
 * @w: work, its parts are filled in
 * @l: out: library of the media, NULL when all are off line
 *
 * Return: 0 or the Win32 code of the refusal.
 */
u32 ntms_mount_check(struct ntms_call *c, const struct ntms_mount_args *a,
		     struct ntms_work *w, struct ntms_library **l)
{
	u32 error = find_media(c, a, w, l);

	if (!error)
		error = check_drives(c, a, w, *l);
	if (!error)
		error = check_rights(c, w);
	if (!error)
		error = check_states(c, w, &a->overwrite);
	if (!error)
		error = check_any_drive(c, *l, a->count);
	return error;
}
