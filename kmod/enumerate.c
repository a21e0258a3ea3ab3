// SPDX-License-Identifier: GPL-2.0
/*
 * enumerate.c - which objects an enumeration returns
 *
 * EnumerateNtmsObject, MS-RSMP 3.2.5.2.4.7.  An enumeration goes on after any
 * pause: it remembers the id of the next object, not a pointer.
 */
#include <linux/string.h>

#include "call.h"
#include "info.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

/* which containers a type can be listed in, besides none (semantics 16) */
static u32 containers(u32 type)
{
	switch (type) {
	case NTMS_TYPE_CHANGER:
	case NTMS_TYPE_DRIVE:
	case NTMS_TYPE_IEDOOR:
	case NTMS_TYPE_IEPORT:
	case NTMS_TYPE_STORAGESLOT:
	case NTMS_TYPE_LIBREQUEST:
	case NTMS_TYPE_MEDIA_TYPE:
		return BIT(NTMS_TYPE_LIBRARY);
	case NTMS_TYPE_MEDIA_POOL:
		return BIT(NTMS_TYPE_MEDIA_POOL);
	case NTMS_TYPE_LOGICAL_MEDIA:
		return BIT(NTMS_TYPE_MEDIA_POOL) | BIT(NTMS_TYPE_PARTITION);
	case NTMS_TYPE_PHYSICAL_MEDIA:
		return BIT(NTMS_TYPE_MEDIA_POOL) | BIT(NTMS_TYPE_LIBRARY);
	case NTMS_TYPE_PARTITION:
		return BIT(NTMS_TYPE_LOGICAL_MEDIA) |
		       BIT(NTMS_TYPE_PHYSICAL_MEDIA) |
		       BIT(NTMS_TYPE_MEDIA_POOL);
	default:
		return 0;
	}
}

/**
 * ntms_enum_check() - may this be enumerated?
 * @c: call; model locked
 * @e: enumeration at its start
 *
 * Return: 0; ERROR_INVALID_PARAMETER for an unknown type, option or pair of
 * type and container; ERROR_OBJECT_NOT_FOUND for an unknown container;
 * ERROR_ACCESS_DENIED without USE on the container.
 */
u32 ntms_enum_check(struct ntms_call *c, const struct ntms_enum *e)
{
	bool rootpool = e->options & NTMS_ENUM_ROOTPOOL;
	struct ntms_object *container;

	lockdep_assert_held(&c->m->lock);
	if (!ntms_type_of(e->type) || ntms_type_hidden(e->type))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no object type %u", e->type);
	if (e->options & ~NTMS_ENUM_ROOTPOOL ||
	    (rootpool && (e->type != NTMS_TYPE_MEDIA_POOL ||
			  !guid_is_null(&e->container))))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "option %#x does not go with type %u",
				   e->options, e->type);
	if (guid_is_null(&e->container))
		return 0;
	container = ntms_find_shown(c->m, &e->container);
	if (!container)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no object %pUl", &e->container);
	if (!(containers(e->type) & BIT(container->type)))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a %s does not contain objects of type %s",
				   ntms_type_of(container->type)->name,
				   ntms_type_of(e->type)->name);
	return ntms_access(c, container, NTMS_USE_ACCESS);
}

static bool library_holds_type(const struct ntms_library *l,
			       const struct ntms_object *type)
{
	const struct ntms_blob *b = l->media_types;
	u32 i;

	for (i = 0; b && i + sizeof(guid_t) <= b->len; i += sizeof(guid_t))
		if (!memcmp(b->data + i, &type->guid, sizeof(guid_t)))
			return true;
	return false;
}

static bool contains(struct ntms_model *m, const struct ntms_object *container,
		     struct ntms_object *o)
{
	struct ntms_media_pool *parent;
	struct ntms_partition *side;

	switch (o->type) {
	case NTMS_TYPE_LIBREQUEST:
		return &ntms_librequest(o)->library->o == container;
	case NTMS_TYPE_MEDIA_TYPE:
		return library_holds_type(container_of(container,
						       struct ntms_library, o), o);
	case NTMS_TYPE_MEDIA_POOL:
		parent = ntms_media_pool(o)->parent;
		return parent && &parent->o == container;
	case NTMS_TYPE_LOGICAL_MEDIA:
		if (container->type == NTMS_TYPE_MEDIA_POOL)
			return &ntms_logical_media(o)->pool->o == container;
		side = ntms_logical_media(o)->sides;
		while (side && &side->o != container)
			side = side->next;
		return side;
	case NTMS_TYPE_PARTITION:
		side = ntms_partition(o);
		if (container->type == NTMS_TYPE_LOGICAL_MEDIA)
			return side->logical_media &&
			       &side->logical_media->o == container;
		return &side->physical_media->o == container;
	default:
		return &ntms_place(o)->library->o == container;
	}
}

static struct ntms_shelf *shelf_number(struct ntms_object *container, u16 n)
{
	struct ntms_shelf *s;

	if (container->type == NTMS_TYPE_LIBRARY) {
		list_for_each_entry(s, &ntms_library(container)->shelves,
				    in_library)
			if (!n--)
				return s;
	} else {
		list_for_each_entry(s, &ntms_media_pool(container)->shelves,
				    in_pool)
			if (!n--)
				return s;
	}
	return NULL;
}

static struct ntms_object *from_id(struct rb_root *root, u32 id)
{
	struct rb_node *n = root->rb_node;
	struct ntms_object *found = NULL;

	while (n) {
		struct ntms_object *o = rb_entry(n, struct ntms_object, node);

		if (o->id >= id) {
			found = o;
			n = n->rb_left;
		} else {
			n = n->rb_right;
		}
	}
	return found;
}

/* media of a pool or a library, shelf by shelf */
static struct ntms_object *next_on_shelves(struct ntms_object *container,
					   struct ntms_enum *e)
{
	struct ntms_object *o;
	struct ntms_shelf *s;

	while ((s = shelf_number(container, e->shelf))) {
		o = from_id(&s->media, e->id);
		if (o) {
			e->id = o->id;
			return o;
		}
		e->shelf++;
		e->id = 0;
		e->side = 0;
	}
	return NULL;
}

/* sides of the media of a pool */
static struct ntms_object *next_side(struct ntms_object *pool,
				     struct ntms_enum *e)
{
	struct ntms_physical_media *pm;
	struct ntms_object *o;

	while ((o = next_on_shelves(pool, e))) {
		pm = ntms_physical_media(o);
		while (e->side < ARRAY_SIZE(pm->sides)) {
			if (pm->sides[e->side])
				return &pm->sides[e->side++]->o;
			e->side++;
		}
		e->side = 0;
		e->id++;
	}
	return NULL;
}

static struct ntms_object *next_in(struct ntms_model *m,
				   struct ntms_object *container,
				   struct ntms_enum *e)
{
	struct ntms_object *o;

	if (e->type == NTMS_TYPE_PHYSICAL_MEDIA) {
		o = next_on_shelves(container, e);
		if (o)
			e->id++;
		return o;
	}
	if (e->type == NTMS_TYPE_PARTITION &&
	    container->type == NTMS_TYPE_MEDIA_POOL)
		return next_side(container, e);
	while ((o = ntms_next(m, e->type, &e->id))) {
		e->id++;
		if (contains(m, container, o))
			break;
	}
	return o;
}

/* without a container: all of the type, but only the top of the pool tree */
static struct ntms_object *next_of_type(struct ntms_model *m,
					struct ntms_enum *e)
{
	struct ntms_object *o;

	while ((o = ntms_next(m, e->type, &e->id))) {
		e->id++;
		if (o->type != NTMS_TYPE_MEDIA_POOL ||
		    ntms_media_pool(o)->parent == m->root)
			break;
		if (&m->root->o == o && e->options & NTMS_ENUM_ROOTPOOL)
			break;
	}
	return o;
}

/**
 * ntms_enum_next() - the next object of an enumeration
 * @m: model, locked
 * @e: enumeration that ntms_enum_check() has let pass
 * @who: objects he has no USE right on are left out
 *
 * Return: the object, or NULL at the end (also when the container is gone).
 */
struct ntms_object *ntms_enum_next(struct ntms_model *m, struct ntms_enum *e,
				   const struct ntms_caller *who)
{
	struct ntms_object *container = NULL, *o, *bearer;

	lockdep_assert_held(&m->lock);
	if (!guid_is_null(&e->container)) {
		container = ntms_find(m, &e->container);
		if (!container)
			return NULL;
	}
	do {
		o = container ? next_in(m, container, e) : next_of_type(m, e);
		bearer = o ? ntms_bearer(m, o) : NULL;
	} while (o && bearer && !ntms_permitted(who, bearer, NTMS_USE_ACCESS));
	return o;
}
