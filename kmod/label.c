// SPDX-License-Identifier: GPL-2.0
/*
 * label.c - is this the right medium, and whose is it?
 *
 * Semantics 3.6, 3.8.  When a medium is ready in a drive the label agent is
 * asked what is at its beginning.  What that means is decided here:
 *
 *	the side has an identifier	the label has to be that one.  Over a free
 *					label its owner may write what he likes.
 *	it has none			any label will do but that of another side
 *	nobody knew it (FOREIGN, ...)	the label says where it belongs: what is
 *					claimed to Import, the rest to Unrecognized
 *
 * Without a label agent bar codes have to do (semantics 18.2).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/string.h>

#include "agent.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

#define FREE_TYPE	"NTMS Free"	/* of tools/ntms-labeld/label_free.c */
#define FREE_OMID_MAX	(sizeof(FREE_TYPE) + 1 + UUID_STRING_LEN + 1)

/* the identifier of the free label of a side; Return: its bytes */
static u32 free_omid(const struct ntms_partition *side, u8 *to)
{
	const u32 type = sizeof(FREE_TYPE) + 1;

	memcpy(to, FREE_TYPE "\0", type);
	return type + scnprintf(to + type, UUID_STRING_LEN + 1, "%pUl",
				&side->o.guid);
}

static bool is_free_label(const void *omid, u32 len)
{
	return len > sizeof(FREE_TYPE) &&
	       !memcmp(omid, FREE_TYPE, sizeof(FREE_TYPE));
}

static bool is_known(const struct ntms_label *label)
{
	return label->found == NTMS_LABEL_KNOWN;
}

/*
 * The free label of this very side, and the catalogue does not know of it: it
 * was written, and the power failed or the drive was reset before that could be
 * noted.
 */
static bool is_own_free_label(const struct ntms_partition *side,
			      const struct ntms_label *label)
{
	u8 omid[FREE_OMID_MAX];

	return !side->omid && is_known(label) &&
	       ntms_omid_same(omid, free_omid(side, omid), label->omid,
			      label->omid_len);
}

/* nobody knows yet what is on it */
static bool is_unidentified(const struct ntms_partition *side)
{
	return !side->omid && (side->state == NTMS_PARTSTATE_UNKNOWN ||
			       side->state == NTMS_PARTSTATE_FOREIGN ||
			       side->state == NTMS_PARTSTATE_IMPORT);
}

static bool carries(const struct ntms_partition *side,
		    const struct ntms_label *label)
{
	return side->omid && is_known(label) &&
	       ntms_omid_same(side->omid->data, side->omid->len, label->omid,
			      label->omid_len);
}

/* a side of another medium that has this label, or NULL */
static struct ntms_partition *other_with(struct ntms_model *m,
					 const struct ntms_partition *side,
					 const struct ntms_label *label)
{
	struct ntms_partition *other = NULL;

	if (!is_known(label))
		return NULL;
	do {
		other = ntms_find_omid(m, label->omid, label->omid_len, other);
	} while (other && other->physical_media == side->physical_media);
	return other;
}

/* copies of a disc have the same identifier (semantics 3.4) */
static bool may_be_copy(const struct ntms_partition *side)
{
	return side->physical_media->pool->media_type->device_type !=
	       FILE_DEVICE_TAPE;
}

static bool is_right(struct ntms_model *m, const struct ntms_partition *side,
		     const struct ntms_label *label)
{
	if (carries(side, label) || is_own_free_label(side, label))
		return true;
	if (other_with(m, side, label) && !may_be_copy(side))
		return false;
	if (is_unidentified(side))
		return true;
	/* of no side that we know: of another catalogue */
	if (is_known(label) && is_free_label(label->omid, label->omid_len))
		return false;
	if (!side->omid)
		return true;
	return is_free_label(side->omid->data, side->omid->len) &&
	       ntms_state_allocated(side->state);
}

/*
 * It belongs to somebody: whoever sent it to the free pool had not seen the
 * label.  What has been allocated was ours.
 */
static bool is_somebodys(const struct ntms_partition *side,
			 const struct ntms_label *label)
{
	return is_known(label) && !side->omid && !side->allocate_count &&
	       !is_own_free_label(side, label);
}

static u32 refuse(struct ntms_work *w, const struct ntms_partition *side,
		  const struct ntms_label *label)
{
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_partition *other = other_with(ntms_robotics.m, side, label);
	char name[16], its[16];

	if (other)
		ntms_work_fail(w, ERROR_INVALID_STATE,
			       "this is not medium %s but has the label of medium %s: identify the slots of both",
			       ntms_display_name(&pm->o, name),
			       ntms_display_name(&other->physical_media->o, its));
	else
		ntms_work_fail(w, ERROR_INVALID_STATE,
			       "medium %s has another label than the catalogue says: %.40s",
			       ntms_display_name(&pm->o, name),
			       is_known(label) ? (const char *)label->omid :
			       label->found == NTMS_LABEL_BLANK ?
			       "it is blank" : "data that nobody claims");
	return ERROR_INVALID_STATE;
}

/* the label could not be read: may the mount go on? */
static u32 unread(struct ntms_work *w, const struct ntms_partition *side,
		  u32 error, const char *text)
{
	struct ntms_physical_media *pm = side->physical_media;
	bool absent = error == ERROR_RESOURCE_NOT_PRESENT;
	bool coded = w->robot->info.bar_code && pm->bar_code;
	char name[16];

	/* without an agent identification is by bar code, or not at all */
	if (w->operation == NTMS_LM_PROCESSOMID ? absent :
	    w->operation == NTMS_LM_MOUNT && (!side->omid || (absent && coded))) {
		if (!absent || side->omid)
			pr_warn("medium %s: its label is not checked: %s\n",
				ntms_display_name(&pm->o, name), text);
		return 0;
	}
	ntms_work_fail(w, error, "medium %s: %.100s",
		       ntms_display_name(&pm->o, name), text);
	return error;
}

/* what a work needs the label for; NULL: it is not to be read */
static struct ntms_partition *wants_label(struct ntms_part *p)
{
	if (ntms_robotics.stopping || !ntms_part_media(p))
		return NULL;
	return ntms_part_side(p);
}

/* WRITESCRATCH: may the free label be written over what was found? */
static bool prepare_write(struct ntms_part *p, const struct ntms_errand *read,
			  struct ntms_errand *write)
{
	struct ntms_partition *side;
	bool may;

	down_read(&ntms_robotics.m->lock);
	side = ntms_part_side(p);
	may = side && side->state == NTMS_PARTSTATE_UNPREPARED &&
	      is_right(ntms_robotics.m, side, &read->label) &&
	      !is_somebodys(side, &read->label);
	up_read(&ntms_robotics.m->lock);
	write->order.side = read->order.side;
	write->order.label = read->label;
	return may;
}

/* @ready: when the drive was; one that was reset since has to get ready anew */
static void write_label(struct ntms_part *p, const struct ntms_device *dev,
			s64 ready, struct ntms_errand *read)
{
	struct ntms_errand *e = ntms_errand_new(NTMS_ERRAND_WRITE_LABEL, p);

	if (!e) {
		read->error = ERROR_NOT_ENOUGH_MEMORY;
		strscpy(read->text, "no memory", sizeof(read->text));
		return;
	}
	ntms_errand_drive(e, dev);
	/* what may not be written over is refused by ntms_label_check() */
	if (ntms_unit_reset_at(dev) >= ready) {
		read->error = ERROR_MEDIUM_NOT_ACCESSIBLE;
		snprintf(read->text, sizeof(read->text),
			 "no free label is written: the drive %s was reset meanwhile",
			 dev->node);
	} else if (prepare_write(p, read, e)) {
		read->error = ntms_errand_do(e);
		strscpy(read->text, e->text, sizeof(read->text));
	}
	ntms_errand_free(e);
}

/**
 * ntms_label_look() - have the label of a medium read, and the free label
 * written if that is what the work is for
 * @p: part in phase LOAD whose medium is ready
 * @dev: the drive
 *
 * Context: the part's work item, without locks; waits for the label agent.
 * Return: how it went, to be freed; NULL without memory, or when there is
 * nothing to be read.
 */
struct ntms_errand *ntms_label_look(struct ntms_part *p,
				    const struct ntms_device *dev)
{
	s64 ready = ktime_get_ns();
	struct ntms_partition *side;
	struct ntms_errand *e;

	e = ntms_errand_new(NTMS_ERRAND_READ_LABEL, p);
	if (!e)
		return NULL;
	down_read(&ntms_robotics.m->lock);
	side = wants_label(p);
	if (side)
		guid_copy(&e->order.side, &side->o.guid);
	up_read(&ntms_robotics.m->lock);
	if (!side) {
		ntms_errand_free(e);
		return NULL;
	}
	ntms_errand_drive(e, dev);
	if (dev->kind == NTMS_DEVICE_TAPE) {
		ntms_errand_do(e);
	} else {
		/* as if there were nobody who reads labels */
		e->error = ERROR_RESOURCE_NOT_PRESENT;
		strscpy(e->text, "labels are on tapes", sizeof(e->text));
	}
	if (!e->error && p->work->operation == NTMS_LM_WRITESCRATCH)
		write_label(p, dev, ready, e);
	return e;
}

/**
 * ntms_label_check() - is this the medium that was wanted?
 * @p: part whose medium is ready
 * @e: what ntms_label_look() returned
 *
 * Context: model locked for write.
 * Return: 0; or a Win32 code with which the work fails: ERROR_INVALID_STATE
 * (another medium, or one that belongs to somebody), or why the label could
 * not be read.
 */
u32 ntms_label_check(struct ntms_part *p, const struct ntms_errand *e)
{
	struct ntms_partition *side = ntms_part_side(p);
	struct ntms_work *w = p->work;
	char name[16];

	if (!side)
		return 0;	/* seen by the caller */
	if (!e)
		return unread(w, side, ERROR_NOT_ENOUGH_MEMORY, "no memory");
	if (e->error && !e->label.found)
		return unread(w, side, e->error, e->text);
	/* an identification may find that it is another one */
	if (w->operation == NTMS_LM_PROCESSOMID &&
	    (is_unidentified(side) || !side->physical_media->bar_code))
		return 0;
	if (!is_right(ntms_robotics.m, side, &e->label))
		return refuse(w, side, &e->label);
	if (w->operation == NTMS_LM_WRITESCRATCH && e->error) {
		ntms_work_fail(w, e->error, "%s", e->text);
		return e->error;
	}
	if (w->operation == NTMS_LM_WRITESCRATCH &&
	    is_somebodys(side, &e->label)) {
		ntms_work_fail(w, ERROR_INVALID_STATE,
			       "medium %s belongs to somebody, its label is of kind %.40s: it was moved to the import pool",
			       ntms_display_name(&side->physical_media->o, name),
			       e->label.omid);
		return ERROR_INVALID_STATE;
	}
	return 0;
}

/* --- filing ---------------------------------------------------------------- */

/* a medium of nobody's that turns out to be somebody's */
static u32 to_system_pool(struct ntms_txn *t, struct ntms_physical_media *pm,
			  struct ntms_media_pool *container)
{
	struct ntms_media_pool *pool = ntms_system_pool(container,
							pm->pool->media_type);
	struct ntms_partition *side;
	u32 error, i;

	if (!pool || pool == pm->pool ||
	    pm->pool->pool_type == NTMS_POOLTYPE_APPLICATION)
		return 0;
	for (i = 0; i < pm->number_of_partitions; i++) {
		side = pm->sides[i];
		if (!side)
			continue;	/* just made: nobody's */
		if (side->state != NTMS_PARTSTATE_AVAILABLE &&
		    side->state != NTMS_PARTSTATE_UNPREPARED)
			continue;
		error = ntms_txn_edit(t, &side->o);
		if (error)
			return error;
		side->state = NTMS_PARTSTATE_FOREIGN;
	}
	return ntms_media_to_pool(t, pm, pool);
}

/* semantics 3.6, cases 2 and 3 */
static u32 file_side(struct ntms_txn *t, struct ntms_partition *side,
		     const struct ntms_label *label)
{
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_model *m = t->model;
	u32 error;

	if (!is_known(label) && side->state != NTMS_PARTSTATE_UNKNOWN)
		return 0;
	error = ntms_txn_edit(t, &side->o);
	if (!error && is_known(label))
		error = ntms_txn_set_blob(t, &side->o, &side->omid, label->omid,
					  label->omid_len);
	/* its display name may be another one now */
	if (!error)
		error = ntms_txn_touch(t, &pm->o);
	if (error)
		return error;
	side->state = is_known(label) ? NTMS_PARTSTATE_IMPORT :
					NTMS_PARTSTATE_FOREIGN;
	return to_system_pool(t, pm, is_known(label) ? m->import :
						       m->unrecognized);
}

/* the objects of a medium that was off line: it is here again */
static u32 come_back(struct ntms_txn *t, struct ntms_part *p,
		     struct ntms_physical_media *pm,
		     struct ntms_partition *known)
{
	struct ntms_physical_media *back = known->physical_media;
	struct ntms_storageslot *home = pm->home_slot;
	struct ntms_object *place = pm->location;
	struct ntms_mount *mount = pm->mount;
	u32 error;

	error = ntms_place_leave(t, pm, false);
	if (!error)
		error = ntms_place_put(t, back, place, known);
	if (!error && !back->bar_code)
		error = ntms_txn_set_text(t, &back->o, &back->bar_code,
					  pm->bar_code);
	if (!error)
		error = ntms_media_forget(t, pm);
	if (error)
		return error;
	back->home_slot = home;
	/* whoever works with it has the other one from now on */
	if (mount) {
		guid_copy(&mount->media, &back->o.guid);
		pm->mount = NULL;
		back->mount = mount;
	}
	guid_copy(&p->media, &back->o.guid);
	guid_copy(&p->side, &known->o.guid);
	return 0;
}

/* a side of a medium that this transaction has made: in no index yet */
static struct ntms_partition *made_side(struct ntms_txn *t,
					const struct ntms_physical_media *pm,
					u32 number)
{
	struct ntms_partition *side;
	struct ntms_change *c;

	list_for_each_entry(c, &t->changes, link) {
		if (c->op != NTMS_OP_INSERT || c->type != NTMS_TYPE_PARTITION)
			continue;
		side = ntms_partition(c->object);
		if (side->physical_media == pm && side->side == number)
			return side;
	}
	return NULL;
}

/* what is at the place of a medium is another one that nobody knew */
static u32 replace(struct ntms_txn *t, struct ntms_part *p,
		   struct ntms_physical_media *pm)
{
	struct ntms_storageslot *home = pm->home_slot;
	struct ntms_object *place = pm->location;
	struct ntms_library *l = pm->library;
	struct ntms_mount *mount = pm->mount;
	u32 number = ntms_part_side(p)->side, error;
	struct ntms_partition *side = NULL;
	struct ntms_physical_media *new;
	struct ntms_media_pool *pool;

	pool = ntms_system_pool(t->model->unrecognized, pm->pool->media_type);
	if (!pool)
		return ERROR_INVALID_MEDIA_POOL;
	error = ntms_place_leave(t, pm, true);
	if (!error)
		error = ntms_media_create(t, l, pool, NULL,
					  NTMS_PARTSTATE_FOREIGN, &new);
	if (!error) {
		side = made_side(t, new, number);
		error = ntms_place_put(t, new, place, side);
	}
	if (error || !side)
		return error ?: ERROR_INVALID_STATE;
	new->home_slot = home;
	if (mount) {
		guid_copy(&mount->media, &new->o.guid);
		pm->mount = NULL;
		new->mount = mount;
	}
	guid_copy(&p->media, &new->o.guid);
	guid_copy(&p->side, &side->o.guid);
	return 0;
}

/* a medium with this label that is nowhere, and may be this one */
static struct ntms_partition *missing(struct ntms_model *m,
				      const struct ntms_partition *side,
				      const struct ntms_label *label)
{
	const struct ntms_physical_media *pm = side->physical_media;
	struct ntms_partition *other = NULL;

	if (!is_known(label))
		return NULL;
	while ((other = ntms_find_omid(m, label->omid, label->omid_len, other)))
		if (!other->physical_media->location &&
		    !ntms_media_in_use(other->physical_media) &&
		    other->side == side->side &&
		    other->physical_media->pool->media_type ==
		    pm->pool->media_type)
			break;
	return other;
}

static u32 identify(struct ntms_txn *t, struct ntms_part *p,
		    struct ntms_partition *side, const struct ntms_label *label)
{
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_partition *known;
	u32 error = 0;

	if (is_right(t->model, side, label) && !is_unidentified(side))
		return 0;
	known = missing(t->model, side, label);
	/* one with a bar code is what the bar code says */
	if (pm->bar_code && (!known || known->physical_media->bar_code))
		known = NULL;
	if (!is_unidentified(side)) {
		error = replace(t, p, pm);
		if (error)
			return error;
		side = ntms_part_side(p);
		pm = side->physical_media;
	}
	if (known)
		return come_back(t, p, pm, known);
	return file_side(t, side, label);
}

static u32 prepared(struct ntms_txn *t, struct ntms_partition *side)
{
	u8 omid[FREE_OMID_MAX];
	u32 len = free_omid(side, omid);
	u32 error = ntms_txn_edit(t, &side->o);

	if (!error)
		error = ntms_txn_set_blob(t, &side->o, &side->omid, omid, len);
	if (!error)
		error = ntms_txn_touch(t, &side->physical_media->o);
	if (!error)
		side->state = NTMS_PARTSTATE_AVAILABLE;
	return error;
}

/**
 * ntms_label_file() - write down what a label says
 * @t: transaction
 * @p: part for which ntms_label_check() has returned 0; it may be about
 *	another medium afterwards, which is in the same drive
 * @e: what ntms_label_look() returned
 *
 * Return: 0, or a Win32 code and @t is to be aborted.
 */
u32 ntms_label_file(struct ntms_txn *t, struct ntms_part *p,
		    const struct ntms_errand *e)
{
	struct ntms_partition *side = ntms_part_side(p);

	if (!side || !e || !e->label.found)
		return 0;
	if (p->work->operation == NTMS_LM_WRITESCRATCH)
		return prepared(t, side);
	if (p->work->operation == NTMS_LM_PROCESSOMID)
		return identify(t, p, side, &e->label);
	return is_unidentified(side) ? file_side(t, side, &e->label) : 0;
}

/**
 * ntms_label_wrong() - a label was not what it should have been
 * @t: transaction
 * @p: part for which ntms_label_check() has returned an error
 * @e: what ntms_label_look() returned
 *
 * Semantics 3.8: if its library recovers by itself, all its media are to be
 * identified.  What turned out to be somebody's is kept for him.
 *
 * Return: 0, or a Win32 code and @t is to be aborted.
 */
u32 ntms_label_wrong(struct ntms_txn *t, struct ntms_part *p,
		     const struct ntms_errand *e)
{
	struct ntms_partition *side = ntms_part_side(p);

	if (!side || !e || !e->label.found || e->error)
		return 0;
	if (is_right(t->model, side, &e->label))
		return is_somebodys(side, &e->label) ?
		       file_side(t, side, &e->label) : 0;
	if (p->work->operation != NTMS_LM_PROCESSOMID &&
	    side->physical_media->library->auto_recovery)
		return ntms_inventory_recover(t, p->work->robot);
	return 0;
}
