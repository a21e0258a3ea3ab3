// SPDX-License-Identifier: GPL-2.0
/*
 * verify.c - do the objects obey the invariants?
 *
 * Semantics 1.3, I1 to I12.  I6 speaks of changes and cannot be seen in a
 * state; I12, the counters, is checked with the indexes in verify_index.c.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "call.h"
#include "info.h"
#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"
#include "verify.h"

/**
 * ntms_verify_fail - say what is wrong
 * @v: verifier, takes the text
 * @o: with which object, or NULL
 * @fmt: what, beginning with the number of the invariant
 *
 * Return: -EUCLEAN.
 */
int ntms_verify_fail(struct ntms_verifier *v, const struct ntms_object *o,
		     const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	char name[16];
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	if (o)
		snprintf(v->why, v->size, "%s %pUl (%s): %pV",
			 ntms_type_of(o->type)->name, &o->guid,
			 ntms_display_name(o, name), &vaf);
	else
		snprintf(v->why, v->size, "%pV", &vaf);
	va_end(args);
	return -EUCLEAN;
}

static int check_acl(struct ntms_verifier *v, struct ntms_object *o,
		     const struct ntms_blob *acl)
{
	if (!acl || ntms_acl_check(acl->data, acl->len))
		return ntms_verify_fail(v, o, "its access control list is missing or malformed");
	return 0;
}

static int check_computer(struct ntms_verifier *v, struct ntms_object *o)
{
	if (ntms_computer(o) != v->m->computer)
		return ntms_verify_fail(v, o, "there are two computers");
	return check_acl(v, o, ntms_computer(o)->acl);
}

/* the medium type of cleaning cartridges, winioctl.h */
#define CLEANER_CARTRIDGE	0x32

static bool cleaner_present(const struct ntms_library *l)
{
	const struct ntms_media_pool *pool = l->cleaner_slot->media->pool;

	return pool && pool->media_type &&
	       pool->media_type->media_type_code == CLEANER_CARTRIDGE;
}

static int check_library(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_library *l = ntms_library(o);
	bool offline = l->library_type == NTMS_LIBRARYTYPE_OFFLINE;
	bool ignore = l->flags & NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING;
	bool fixed = l->flags & NTMS_LIBRARYFLAG_FIXEDOFFLINE;

	if (l->cleaner_slot && l->cleaner_slot->library != l)
		return ntms_verify_fail(v, o, "I7: its cleaner slot is in another library");
	if (!l->cleaner_slot &&
	    (l->flags & NTMS_LIBRARYFLAG_CLEANERPRESENT))
		return ntms_verify_fail(v, o, "I7: it has a cleaner, but no slot for it");
	if (l->cleaner_slot && l->cleaner_slot->media && cleaner_present(l) !=
	    !!(l->flags & NTMS_LIBRARYFLAG_CLEANERPRESENT))
		return ntms_verify_fail(v, o, "I7: what is in the cleaner slot does not fit flags %#x",
					l->flags);
	if (ignore != (l->cleaner_uses_remaining == NTMS_UNLIMITED))
		return ntms_verify_fail(v, o, "I8: %u cleaner uses remain, but flags are %#x",
					l->cleaner_uses_remaining, l->flags);
	if (offline != (l == v->m->offline) || offline != fixed)
		return ntms_verify_fail(v, o, "I11: type %u, flags %#x do not fit its role",
					l->library_type, l->flags);
	if (offline && l->elements.rb_node)
		return ntms_verify_fail(v, o, "I11: it is off line and has elements");
	return check_acl(v, o, l->acl);
}

static int check_drive(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_partition *side = ntms_drive(o)->saved_partition;

	if (side && side->physical_media->location != o)
		return ntms_verify_fail(v, o, "I9: its saved side %pUl is somewhere else",
					&side->o.guid);
	return 0;
}

/* the parents of a pool lead to the root */
static int check_parents(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_media_pool *p = ntms_media_pool(o);
	u32 steps = v->m->count;

	for (; p->parent && steps; p = p->parent)
		steps--;
	if (p != v->m->root)
		return ntms_verify_fail(v, o, "its parents do not lead to the root");
	return 0;
}

static int check_pool(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_media_pool *p = ntms_media_pool(o);
	struct ntms_model *m = v->m;

	if (p->media_type && p->number_of_children)
		return ntms_verify_fail(v, o, "I2: it has a media type and pools");
	if (!p->media_type && (p->media || p->number_of_logical))
		return ntms_verify_fail(v, o, "I2: it holds media and has no media type");
	if (p->parent && p->parent != m->root &&
	    p->pool_type != p->parent->pool_type)
		return ntms_verify_fail(v, o, "pool type %u differs from that of its parent, %u",
					p->pool_type, p->parent->pool_type);
	if (p->parent == m->root && p->pool_type != NTMS_POOLTYPE_APPLICATION &&
	    p != m->free && p != m->import && p != m->unrecognized)
		return ntms_verify_fail(v, o, "it is a second pool of the system of type %u",
					p->pool_type);
	if (p->parent && !p->o.name)
		return ntms_verify_fail(v, o, "it has no name");
	return check_parents(v, o) ?: check_acl(v, o, p->acl);
}

static int check_sides(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	u32 i;

	if (!pm->number_of_partitions ||
	    pm->number_of_partitions > ARRAY_SIZE(pm->sides) ||
	    pm->number_of_partitions != pm->pool->media_type->number_of_sides)
		return ntms_verify_fail(v, o, "I3: it has %u sides, its type %u",
					pm->number_of_partitions,
					pm->pool->media_type->number_of_sides);
	for (i = 0; i < ARRAY_SIZE(pm->sides); i++) {
		if (!pm->sides[i] != (i >= pm->number_of_partitions))
			return ntms_verify_fail(v, o, "I3: side %u is %s", i,
						pm->sides[i] ? "too many" :
						"missing");
		if (pm->sides[i] && (pm->sides[i]->side != i ||
				     pm->sides[i]->physical_media != pm))
			return ntms_verify_fail(v, o, "I3: side %u belongs elsewhere",
						i);
	}
	return 0;
}

static bool is_place(const struct ntms_object *o)
{
	return o->type == NTMS_TYPE_STORAGESLOT || o->type == NTMS_TYPE_DRIVE ||
	       o->type == NTMS_TYPE_IEPORT;
}

static int check_location(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	struct ntms_object *at = pm->location;

	if (at && !is_place(at))
		return ntms_verify_fail(v, o, "I10: a %s is not a place for media",
					ntms_type_of(at->type)->name);
	if (at && (ntms_place(at)->library != pm->library ||
		   ntms_media_at(at) != pm))
		return ntms_verify_fail(v, o, "I10: its location %pUl knows nothing of it",
					&at->guid);
	if (pm->home_slot && pm->home_slot->library != pm->library)
		return ntms_verify_fail(v, o, "I10: its home slot is in another library");
	if (!pm->mounted_partition)
		return 0;
	if (pm->mounted_partition->physical_media != pm)
		return ntms_verify_fail(v, o, "I9: the side mounted is of another medium");
	if (!at || at->type != NTMS_TYPE_DRIVE ||
	    ntms_drive(at)->saved_partition != pm->mounted_partition)
		return ntms_verify_fail(v, o, "I9: it is mounted, but no drive has it");
	return 0;
}

static int check_physical_media(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	int err;

	if (!pm->pool || !pm->library || !pm->pool->media_type)
		return ntms_verify_fail(v, o, "I1: it is in no pool or no library");
	if (pm->sequence_number >= v->m->computer->next_sequence)
		return ntms_verify_fail(v, o, "sequence number %u will be given again",
					pm->sequence_number);
	err = check_sides(v, o);
	return err ?: check_location(v, o);
}

static int check_partition(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_partition *side = ntms_partition(o), *s;

	if (side->side >= side->physical_media->number_of_partitions ||
	    side->physical_media->sides[side->side] != side)
		return ntms_verify_fail(v, o, "I3: its medium does not know it");
	if (ntms_state_allocated(side->state) != !!side->logical_media)
		return ntms_verify_fail(v, o, "I4: in state %u it has %s logical medium",
					side->state,
					side->logical_media ? "a" : "no");
	if (!side->logical_media)
		return 0;
	for (s = side->logical_media->sides; s && s != side; s = s->next)
		;
	if (!s)
		return ntms_verify_fail(v, o, "I5: its logical medium does not know it");
	return 0;
}

static int check_logical_media(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_logical_media *lm = ntms_logical_media(o);
	struct ntms_partition *side;

	if (!lm->sides)
		return ntms_verify_fail(v, o, "I5: it has no side");
	for (side = lm->sides; side; side = side->next) {
		if (side->logical_media != lm)
			return ntms_verify_fail(v, o, "I5: side %pUl does not point back",
						&side->o.guid);
		if (side->physical_media->pool != lm->pool)
			return ntms_verify_fail(v, o, "I5: its pool is not that of its medium");
	}
	return 0;
}

/* a request of the module that nobody waits for would stay for ever */
static int check_oprequest(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_oprequest *q = ntms_oprequest(o);

	if (q->state > NTMS_OPSTATE_COMPLETE)
		return ntms_verify_fail(v, o, "it is in state %u", q->state);
	if (ntms_oprequest_ended(q) || !ntms_oprequest_awaited(q) ||
	    q->abandoned || ntms_opwait_any(v->m, q))
		return 0;
	return ntms_verify_fail(v, o, "the module has made it, and nobody waits for it");
}

/* the pieces of an attribute are there from the first to the last */
static int check_attribute(struct ntms_verifier *v, struct ntms_object *o)
{
	struct ntms_owned *p = ntms_owned(o), *before;
	const char *wrong = ntms_attribute_wrong(p);

	if (wrong)
		return ntms_verify_fail(v, o, "it is %s", wrong);
	if (!p->number)
		return 0;
	before = ntms_owned_find(v->m, p->owner, o->type, o->name,
				 p->number - 1);
	if (!before || before->data->len != NTMS_ATTRIBUTE_PIECE)
		return ntms_verify_fail(v, o, "the piece before number %u is %s",
					p->number, before ? "too short" :
					"missing");
	return 0;
}

static int check_destination(struct ntms_verifier *v, struct ntms_object *o)
{
	const char *wrong = ntms_destination_wrong(ntms_owned(o));

	return wrong ? ntms_verify_fail(v, o, "it is wrong: %s", wrong) : 0;
}

static int check_object(struct ntms_verifier *v, struct ntms_object *o)
{
	switch (o->type) {
	case NTMS_TYPE_COMPUTER:
		return check_computer(v, o);
	case NTMS_TYPE_LIBRARY:
		return check_library(v, o);
	case NTMS_TYPE_DRIVE:
		return check_drive(v, o);
	case NTMS_TYPE_MEDIA_POOL:
		return check_pool(v, o);
	case NTMS_TYPE_PHYSICAL_MEDIA:
		return check_physical_media(v, o);
	case NTMS_TYPE_PARTITION:
		return check_partition(v, o);
	case NTMS_TYPE_LOGICAL_MEDIA:
		return check_logical_media(v, o);
	case NTMS_TYPE_OPREQUEST:
		return check_oprequest(v, o);
	case NTMS_TYPE_ATTRIBUTE:
		return check_attribute(v, o);
	case NTMS_TYPE_UI_DESTINATION:
		return check_destination(v, o);
	}
	return 0;
}

/*
 * Does each object obey the invariants?  References are known to be good.
 * Return: 0, or -EUCLEAN with a text in @v.
 */
static int verify_objects(struct ntms_verifier *v)
{
	struct ntms_model *m = v->m;
	struct ntms_object *o;
	u32 type, id;
	int err;

	if (!m->count)
		return 0;	/* before ntms_computer_setup() */
	if (!m->computer || !m->root || !m->free || !m->import ||
	    !m->unrecognized || !m->offline)
		return ntms_verify_fail(v, NULL, "an object that always exists is missing");
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(m, type, id, o) {
			err = check_object(v, o);
			if (err)
				return err;
		}
	return 0;
}

static int users_alloc(struct ntms_verifier *v)
{
	struct ntms_object *o;
	u32 type, id, last;

	for (type = 0; type < NTMS_TYPE_COUNT; type++) {
		last = 0;
		ntms_for_each(v->m, type, id, o)
			last = id;
		v->users[type] = kvcalloc((size_t)last + 1, sizeof(u32),
					  GFP_KERNEL);
		if (!v->users[type])
			return -ENOMEM;
	}
	return 0;
}

/**
 * ntms_verify - check the whole model
 * @m: the model
 * @why: out: what is wrong, naming the object and the invariant
 * @size: bytes of @why
 *
 * Recounts everything: for tests, and to be asked for, not for the course of
 * events.
 *
 * Context: process, model.lock is held and no transaction is open.
 * Return: 0, -EUCLEAN with a text in @why, or -ENOMEM.
 */
int ntms_verify(struct ntms_model *m, char *why, size_t size)
{
	struct ntms_verifier v = { .m = m, .why = why, .size = size };
	u32 type;
	int err;

	lockdep_assert_held(&m->lock);
	*why = 0;
	err = users_alloc(&v);
	if (!err)
		err = ntms_verify_indexes(&v);
	if (!err)
		err = verify_objects(&v);
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		kvfree(v.users[type]);
	return err;
}
