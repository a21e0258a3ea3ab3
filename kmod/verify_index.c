// SPDX-License-Identifier: GPL-2.0
/*
 * verify_index.c - do the indexes agree with the members?
 *
 * Each object must be where its members say, each entry of an index must be
 * an object that belongs there, and there must be as many of the one as of
 * the other.  With that the counters are right (I12).
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "library.h"
#include "media.h"
#include "ntms.h"
#include "verify.h"

/* how many objects were met in which kind of index */
struct met {
	u32 pools;
	u32 logical;
	u32 media;
	u32 sides;
	u32 places;
	u32 requests;
	u32 bar_codes;
	u32 omids;
	u32 owned;
};

/* may a REF member with @attribute point to an object of @type? */
static bool ref_type(u16 attribute, u32 type)
{
	switch (attribute) {
	case NTMS_A_OBJECT_LIBRARY:
		return type == NTMS_TYPE_LIBRARY;
	case NTMS_A_OBJECT_MEDIA_POOL:
	case NTMS_A_OBJECT_PARENT:
		return type == NTMS_TYPE_MEDIA_POOL;
	case NTMS_A_OBJECT_MEDIA_TYPE:
		return type == NTMS_TYPE_MEDIA_TYPE;
	case NTMS_A_OBJECT_PHYSICAL_MEDIA:
		return type == NTMS_TYPE_PHYSICAL_MEDIA;
	case NTMS_A_OBJECT_LOGICAL_MEDIA:
		return type == NTMS_TYPE_LOGICAL_MEDIA;
	case NTMS_A_OBJECT_PARTITION:
		return type == NTMS_TYPE_PARTITION;
	case NTMS_A_OBJECT_DEVICE_KIND:
		return type == NTMS_TYPE_DRIVE_TYPE ||
		       type == NTMS_TYPE_CHANGER_TYPE;
	case NTMS_A_OBJECT_HOME_SLOT:
	case NTMS_A_OBJECT_CLEANER_SLOT:
	case NTMS_A_OBJECT_CLEANER_SLOT_DEFAULT:
		return type == NTMS_TYPE_STORAGESLOT;
	case NTMS_A_OBJECT_OWNER:
		return !ntms_type_hidden(type);
	}
	return true;		/* locations have a check of their own */
}

static int check_refs(struct ntms_verifier *v, struct ntms_object *o)
{
	const struct ntms_type *type = ntms_type_of(o->type);
	const struct ntms_field *f;
	struct ntms_object *ref;
	u32 i;

	for (i = 0; i < type->number_of_fields; i++) {
		f = &type->fields[i];
		if (f->kind != NTMS_KIND_REF)
			continue;
		ref = *(struct ntms_object **)ntms_field_ptr(o, f);
		if (!ref)
			continue;
		if (ntms_find(v->m, &ref->guid) != ref)
			return ntms_verify_fail(v, o, "member %u refers to an object that is gone",
						f->attribute);
		if (!ref_type(f->attribute, ref->type))
			return ntms_verify_fail(v, o, "member %u refers to a %s",
						f->attribute,
						ntms_type_of(ref->type)->name);
		v->users[ref->type][ref->id]++;
	}
	return 0;
}

static int check_identity(struct ntms_verifier *v, struct ntms_object *o,
			  u32 type, u32 id)
{
	if (o->type != type || o->id != id)
		return ntms_verify_fail(v, o, "it is filed as object %u of type %u",
					id, type);
	if (ntms_find(v->m, &o->guid) != o)
		return ntms_verify_fail(v, o, "it is not found by its GUID");
	if (!o->linked || o->change)
		return ntms_verify_fail(v, o, "a transaction has left it behind");
	return 0;
}

/* identity and references of all objects, so that the rest may follow them */
static int check_all(struct ntms_verifier *v)
{
	struct ntms_model *m = v->m;
	struct ntms_object *o;
	u32 type, id, n = 0;
	int err;

	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(m, type, id, o) {
			err = check_identity(v, o, type, id);
			if (!err)
				err = check_refs(v, o);
			if (err)
				return err;
			n++;
		}
	if (n != m->count || n != m->guids.count)
		return ntms_verify_fail(v, NULL, "%u objects, counted %u, by GUID %u",
					n, m->count, m->guids.count);
	return 0;
}

static int check_users(struct ntms_verifier *v)
{
	struct ntms_object *o;
	u32 type, id;

	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(v->m, type, id, o)
			if (o->users != v->users[type][id])
				return ntms_verify_fail(v, o, "%u members refer to it, counted %u",
							v->users[type][id],
							o->users);
	return 0;
}

/* objects of an ordered set, one after the other */
#define for_each_in(root, n, o)						\
	for ((n) = rb_first(root);					\
	     (n) && ((o) = rb_entry(n, struct ntms_object, node), true); \
	     (n) = rb_next(n))

static int check_children(struct ntms_verifier *v, struct ntms_media_pool *p,
			  struct met *met)
{
	struct ntms_object *o;
	struct rb_node *n;
	u32 count = 0;

	for_each_in(&p->children, n, o) {
		if (ntms_media_pool(o)->parent != p || !o->name ||
		    ntms_pool_child(p, o->name, strlen(o->name)) !=
		    ntms_media_pool(o))
			return ntms_verify_fail(v, o, "it is not found by its name in its pool");
		count++;
	}
	if (count != p->number_of_children)
		return ntms_verify_fail(v, &p->o, "I12: it has %u pools, counted %u",
					count, p->number_of_children);
	met->pools += count;
	return 0;
}

static int check_logical(struct ntms_verifier *v, struct ntms_media_pool *p,
			 struct met *met)
{
	struct ntms_object *o, *last = NULL;
	struct rb_node *n;
	u32 count = 0;

	for_each_in(&p->logical, n, o) {
		if (ntms_logical_media(o)->pool != p ||
		    (last && last->id >= o->id))
			return ntms_verify_fail(v, o, "another pool lists it");
		last = o;
		count++;
	}
	if (count != p->number_of_logical)
		return ntms_verify_fail(v, &p->o, "I12: it has %u logical media, counted %u",
					count, p->number_of_logical);
	met->logical += count;
	return 0;
}

static int check_shelf_media(struct ntms_verifier *v, struct ntms_shelf *s)
{
	struct ntms_object *o, *last = NULL;
	struct ntms_physical_media *pm;
	struct rb_node *n;
	u32 count = 0;

	for_each_in(&s->media, n, o) {
		pm = ntms_physical_media(o);
		if (pm->pool != s->pool || pm->library != s->library ||
		    pm->shelf != s || (last && last->id >= o->id))
			return ntms_verify_fail(v, o, "it is on a shelf where it does not belong");
		last = o;
		count++;
	}
	if (count != s->count)
		return ntms_verify_fail(v, &s->pool->o, "I12: %u media in library %pUl, counted %u",
					count, &s->library->o.guid, s->count);
	return 0;
}

enum filing { NOWHERE, WITH_WHOLE, WITH_PARTIAL };

/* among which free sides should this one be? */
static enum filing filing_of(const struct ntms_partition *side)
{
	const struct ntms_physical_media *pm = side->physical_media;
	u32 i;

	if (side->state != NTMS_PARTSTATE_AVAILABLE || !side->o.enabled ||
	    !pm->o.enabled)
		return NOWHERE;
	for (i = 0; i < min_t(u32, pm->number_of_partitions,
			      ARRAY_SIZE(pm->sides)); i++)
		if (!pm->sides[i] || !pm->sides[i]->o.enabled ||
		    pm->sides[i]->state != NTMS_PARTSTATE_AVAILABLE)
			return WITH_PARTIAL;
	return WITH_WHOLE;
}

static bool in_order(const struct ntms_partition *a,
		     const struct ntms_partition *b)
{
	return a->allocate_count < b->allocate_count ||
	       (a->allocate_count == b->allocate_count &&
		a->o.modified <= b->o.modified);
}

static int check_free_sides(struct ntms_verifier *v, struct ntms_shelf *s,
			    struct rb_root_cached *tree, enum filing filing,
			    struct met *met)
{
	struct ntms_partition *side, *last = NULL;
	struct ntms_object *o;
	struct rb_node *n;

	if (rb_first_cached(tree) != rb_first(&tree->rb_root))
		return ntms_verify_fail(v, &s->pool->o, "the best of its sides is not the first");
	for_each_in(&tree->rb_root, n, o) {
		side = ntms_partition(o);
		if (side->physical_media->shelf != s ||
		    filing_of(side) != filing || !side->filed)
			return ntms_verify_fail(v, o, "it is wrongly offered for allocation");
		if (last && !in_order(last, side))
			return ntms_verify_fail(v, o, "a worse side is preferred to it");
		last = side;
		met->sides++;
	}
	return 0;
}

static int check_shelves(struct ntms_verifier *v, struct ntms_media_pool *p,
			 struct met *met)
{
	struct ntms_shelf *s;
	u32 count = 0;
	int err = 0;

	if (!p->shelves.next)
		return 0;
	list_for_each_entry(s, &p->shelves, in_pool) {
		if (s->pool != p)
			return ntms_verify_fail(v, &p->o, "it has a shelf not its own");
		err = check_shelf_media(v, s);
		if (!err)
			err = check_free_sides(v, s, &s->whole, WITH_WHOLE, met);
		if (!err)
			err = check_free_sides(v, s, &s->partial, WITH_PARTIAL,
					       met);
		if (err)
			return err;
		count += s->count;
	}
	if (count != p->media)
		return ntms_verify_fail(v, &p->o, "I12: it has %u media, counted %u",
					count, p->media);
	met->media += count;
	return 0;
}

static int check_elements(struct ntms_verifier *v, struct ntms_library *l,
			  struct met *met)
{
	u32 count[NTMS_TYPE_COUNT] = {}, type;
	struct ntms_object *o, *last = NULL;
	struct rb_node *n;

	for_each_in(&l->elements, n, o) {
		if (ntms_place(o)->library != l ||
		    (last && ntms_place(last)->element > ntms_place(o)->element))
			return ntms_verify_fail(v, o, "another library lists it");
		last = o;
		count[o->type]++;
		met->places++;
	}
	for_each_in(&l->requests, n, o) {
		if (ntms_librequest(o)->library != l)
			return ntms_verify_fail(v, o, "another library lists it");
		count[o->type]++;
		met->requests++;
	}
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		if (count[type] != l->count[type])
			return ntms_verify_fail(v, &l->o, "I12: %u objects of type %u, counted %u",
						count[type], type,
						l->count[type]);
	return 0;
}

static int check_library(struct ntms_verifier *v, struct ntms_library *l,
			 struct met *met)
{
	struct ntms_shelf *s;
	u32 count = 0;

	if (l->shelves.next)
		list_for_each_entry(s, &l->shelves, in_library) {
			if (s->library != l)
				return ntms_verify_fail(v, &l->o, "it has a shelf not its own");
			count += s->count;
		}
	if (count != l->media)
		return ntms_verify_fail(v, &l->o, "I12: it has %u media, counted %u",
					count, l->media);
	return check_elements(v, l, met);
}

static int check_bar_code(struct ntms_verifier *v,
			  struct ntms_physical_media *pm, struct met *met)
{
	struct ntms_physical_media *found = NULL;

	if (!pm->bar_code)
		return 0;
	do {
		found = ntms_find_bar_code(v->m, pm->bar_code, found);
	} while (found && found != pm);
	if (!found)
		return ntms_verify_fail(v, &pm->o, "it is not found by its bar code");
	met->bar_codes++;
	return 0;
}

static int check_omid(struct ntms_verifier *v, struct ntms_partition *side,
		      struct met *met)
{
	struct ntms_partition *found = NULL;

	if (!side->omid)
		return 0;
	do {
		found = ntms_find_omid(v->m, side->omid->data, side->omid->len,
				       found);
	} while (found && found != side);
	if (!found)
		return ntms_verify_fail(v, &side->o, "it is not found by its on-media identifier");
	met->omids++;
	return 0;
}

/* what belongs to objects: one by one in its order, no two the same */
static int check_owned(struct ntms_verifier *v, struct met *met)
{
	struct ntms_object *o, *last = NULL;
	struct rb_node *n;

	for_each_in(&v->m->owned, n, o) {
		if (!ntms_type_hidden(o->type) ||
		    (last && ntms_owned_compare(last, o) >= 0))
			return ntms_verify_fail(v, o, "its owner has it twice, or it is filed wrongly");
		last = o;
		met->owned++;
	}
	return 0;
}

static u32 number_of(struct ntms_model *m, u32 type)
{
	struct ntms_object *o;
	u32 id, n = 0;

	ntms_for_each(m, type, id, o)
		n++;
	return n;
}

/* everything was met that should be in an index: nothing is left out */
static int check_met(struct ntms_verifier *v, const struct met *met)
{
	struct ntms_model *m = v->m;
	struct ntms_object *o;
	u32 id, free = 0;

	ntms_for_each(m, NTMS_TYPE_PARTITION, id, o)
		free += filing_of(ntms_partition(o)) != NOWHERE;
	if (met->sides != free)
		return ntms_verify_fail(v, NULL, "%u sides can be allocated, %u are offered",
					free, met->sides);
	if (met->pools + !!m->root != number_of(m, NTMS_TYPE_MEDIA_POOL))
		return ntms_verify_fail(v, NULL, "a pool is in no pool");
	if (met->logical != number_of(m, NTMS_TYPE_LOGICAL_MEDIA))
		return ntms_verify_fail(v, NULL, "a logical medium is in no pool");
	if (met->media != number_of(m, NTMS_TYPE_PHYSICAL_MEDIA))
		return ntms_verify_fail(v, NULL, "I1: a medium is on no shelf");
	if (met->requests != number_of(m, NTMS_TYPE_LIBREQUEST))
		return ntms_verify_fail(v, NULL, "a request is in no library");
	if (met->places != number_of(m, NTMS_TYPE_CHANGER) +
			   number_of(m, NTMS_TYPE_DRIVE) +
			   number_of(m, NTMS_TYPE_STORAGESLOT) +
			   number_of(m, NTMS_TYPE_IEDOOR) +
			   number_of(m, NTMS_TYPE_IEPORT))
		return ntms_verify_fail(v, NULL, "an element is in no library");
	if (met->owned != number_of(m, NTMS_TYPE_ATTRIBUTE) +
			  number_of(m, NTMS_TYPE_UI_DESTINATION))
		return ntms_verify_fail(v, NULL, "an attribute or a destination is in no list");
	if (met->bar_codes != m->bar_codes.count)
		return ntms_verify_fail(v, NULL, "%u bar codes, %u in the index",
					met->bar_codes, m->bar_codes.count);
	if (met->omids != m->omids.count)
		return ntms_verify_fail(v, NULL, "%u on-media identifiers, %u in the index",
					met->omids, m->omids.count);
	return 0;
}

/**
 * ntms_verify_indexes - do the indexes agree with the members?
 * @v: verifier, with zeroed users
 *
 * Context: model.lock is held.
 * Return: 0, or -EUCLEAN with a text in @v.
 */
int ntms_verify_indexes(struct ntms_verifier *v)
{
	struct ntms_model *m = v->m;
	struct met met = {};
	struct ntms_object *o;
	int err;
	u32 id;

	err = check_all(v);
	if (!err)
		err = check_users(v);
	ntms_for_each(m, NTMS_TYPE_MEDIA_POOL, id, o) {
		if (err)
			return err;
		err = check_children(v, ntms_media_pool(o), &met);
		if (!err)
			err = check_logical(v, ntms_media_pool(o), &met);
		if (!err)
			err = check_shelves(v, ntms_media_pool(o), &met);
	}
	ntms_for_each(m, NTMS_TYPE_LIBRARY, id, o)
		if (!err)
			err = check_library(v, ntms_library(o), &met);
	ntms_for_each(m, NTMS_TYPE_PHYSICAL_MEDIA, id, o)
		if (!err)
			err = check_bar_code(v, ntms_physical_media(o), &met);
	ntms_for_each(m, NTMS_TYPE_PARTITION, id, o)
		if (!err)
			err = check_omid(v, ntms_partition(o), &met);
	if (!err)
		err = check_owned(v, &met);
	return err ?: check_met(v, &met);
}
