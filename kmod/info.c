// SPDX-License-Identifier: GPL-2.0
/*
 * info.c - SetNtmsObjectInformation
 *
 * MS-RSMP 3.2.5.2.3.3 and .4, notes 33 to 64; semantics 14; decisions A-28,
 * The field tables say which members clients write; here is what
 * else has to be true of the values.
 *
 * Left out: ATAPI changers, which may not clear AutoRecovery; Linux has no medium
 * changer for them.
 */
#include <linux/string.h>
#include <uapi/linux/ntms_fields.h>

#include "call.h"
#include "info.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

#define DOOR_SECS_MAX		0xffff
#define LIB_REQUEST_FLAGS	0x03
#define OP_REQUEST_FLAGS	0x33

/* one call of ntms_object_set() */
struct set {
	struct ntms_call *c;
	struct ntms_txn *t;
	struct ntms_object *o;
	const struct ntms_setting *s;
};

static u32 bad_value(struct set *s, const char *what, u64 v)
{
	char name[16];

	return ntms_refuse(s->c, ERROR_INVALID_PARAMETER,
			   "%s cannot have %#llx as %s",
			   ntms_display_name(s->o, name), v, what);
}

static u32 check_number(struct set *s, u16 attribute, u64 v)
{
	switch (attribute) {
	case NTMS_A_OBJECT_MAX_SECS:
		return v > DOOR_SECS_MAX ? bad_value(s, "seconds", v) : 0;
	case NTMS_A_OBJECT_INVENTORY_METHOD:
		return v > NTMS_INVENTORY_OMID ?
		       bad_value(s, "inventory method", v) : 0;
	case NTMS_A_OBJECT_ALLOCATION_POLICY:
		return v & ~NTMS_ALLOCATE_FROMSCRATCH ?
		       bad_value(s, "allocation policy", v) : 0;
	case NTMS_A_OBJECT_DEALLOCATION_POLICY:
		return v & ~NTMS_DEALLOCATE_TOSCRATCH ?
		       bad_value(s, "deallocation policy", v) : 0;
	case NTMS_A_OBJECT_MEDIA_POOL_POLICY:
		return v & ~(NTMS_POOLPOLICY_PURGEOFFLINESCRATCH |
			     NTMS_POOLPOLICY_KEEPOFFLINEIMPORT) ?
		       bad_value(s, "pool policy", v) : 0;
	case NTMS_A_OBJECT_LIB_REQUEST_FLAGS:
		return v & ~LIB_REQUEST_FLAGS ?
		       bad_value(s, "library request flags", v) : 0;
	case NTMS_A_OBJECT_OP_REQUEST_FLAGS:
		return v & ~OP_REQUEST_FLAGS ?
		       bad_value(s, "operator request flags", v) : 0;
	}
	return 0;
}

/* flags of a library: one is the client's, one follows the cleaner's uses */
static void set_library_flags(struct ntms_library *l, u32 wanted)
{
	const u32 clients = NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE;

	l->flags = (l->flags & ~clients) | (wanted & clients);
}

static void follow_cleaner_uses(struct ntms_library *l)
{
	if (l->cleaner_uses_remaining == NTMS_UNLIMITED)
		l->flags |= NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING;
	else
		l->flags &= ~NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING;
}

static u32 set_number(struct set *s, const struct ntms_field *f)
{
	u64 v, old = ntms_field_get(s->o, f);
	u32 err;

	if (!s->s->number(s->s, f->attribute, &v) || v == old)
		return 0;
	if (s->o->type == NTMS_TYPE_LIBRARY &&
	    f->attribute == NTMS_A_OBJECT_FLAGS) {
		set_library_flags(ntms_library(s->o), v);
		return 0;
	}
	err = check_number(s, f->attribute, v);
	if (!err)
		ntms_field_set(s->o, f, v);
	return err;
}

/* UTF-16 units of the path of @p when @renamed is called @name; -1: not below */
static int path_units(const struct ntms_media_pool *p,
		      const struct ntms_media_pool *renamed, const char *name)
{
	bool below = false;
	int units = -1;		/* there is one separator less */

	for (; p->parent; p = p->parent) {
		const char *text = p == renamed ? name : p->o.name;

		below |= p == renamed;
		units += 1 + ntms_text_units(text, strlen(text));
	}
	return below ? units : -1;
}

static u32 check_pool_name(struct set *s, struct ntms_media_pool *pool,
			   const char *name)
{
	struct ntms_object *o;
	u32 id, err;

	err = ntms_name_check(s->c, name, strlen(name));
	if (err)
		return err;
	if (strchr(name, '\\'))
		return ntms_refuse(s->c, ERROR_INVALID_NAME,
				   "the name %s of a pool contains a backslash",
				   name);
	if (ntms_pool_child(pool->parent, name, strlen(name)))
		return ntms_refuse(s->c, ERROR_ALREADY_EXISTS,
				   "there is a pool %s already", name);
	ntms_for_each(s->c->m, NTMS_TYPE_MEDIA_POOL, id, o)
		if (path_units(ntms_media_pool(o), pool, name) > NTMS_PATH_UNITS)
			return ntms_refuse(s->c, ERROR_INVALID_NAME,
					   "the path of pool %s below %s would be too long",
					   o->name, pool->o.name);
	return 0;
}

/* a client that writes back what it has read does not change the name */
static bool is_shown(const struct ntms_object *o, const char *name)
{
	char buf[16];
	const char *shown = ntms_display_name(o, buf);
	size_t len = ntms_text_cut(shown, NTMS_NAME_UNITS);

	return strlen(name) == len && !memcmp(name, shown, len);
}

static u32 set_name(struct set *s)
{
	struct ntms_object *o = s->o;
	const char *name;
	u32 err = 0;

	if (!s->s->text(s->s, NTMS_A_OBJECT_NAME, &name) || is_shown(o, name))
		return 0;
	if (o->type == NTMS_TYPE_MEDIA_POOL)
		err = check_pool_name(s, ntms_media_pool(o), name);
	else if (*name)		/* without one it has its default name */
		err = ntms_name_check(s->c, name, strlen(name));
	return err ?: ntms_txn_set_text(s->t, o, &o->name, name);
}

static u32 set_description(struct set *s)
{
	const char *text;
	int units;

	if (!s->s->text(s->s, NTMS_A_OBJECT_DESCRIPTION, &text))
		return 0;
	units = ntms_text_units(text, strlen(text));
	if (units < 0)
		return ntms_refuse(s->c, ERROR_INVALID_PARAMETER,
				   "the description is not UTF-8");
	if (units > NTMS_DESCRIPTION_UNITS)
		return ntms_refuse(s->c, ERROR_INVALID_PARAMETER,
				   "the description has %d characters, %d are the most",
				   units, NTMS_DESCRIPTION_UNITS);
	return ntms_txn_set_text(s->t, s->o, &s->o->description, text);
}

/* decision A-28: only an empty pool becomes one of another type */
static u32 set_media_type(struct set *s)
{
	struct ntms_media_pool *pool = ntms_media_pool(s->o);
	struct ntms_object *type = NULL;
	guid_t guid;

	if (!s->s->guid(s->s, NTMS_A_OBJECT_MEDIA_TYPE, &guid))
		return 0;
	if (!guid_is_null(&guid)) {
		type = ntms_find_type(s->c->m, &guid, NTMS_TYPE_MEDIA_TYPE);
		if (!type)
			return ntms_refuse(s->c, ERROR_INVALID_MEDIA,
					   "there is no media type %pUl", &guid);
	}
	if (ntms_media_type(type) == pool->media_type)
		return 0;
	if (pool->media || pool->number_of_logical || pool->number_of_children)
		return ntms_refuse(s->c, ERROR_NOT_EMPTY,
				   "pool %s keeps its media type: it holds %u media and %u pools",
				   pool->o.name, pool->media,
				   pool->number_of_children);
	pool->media_type = ntms_media_type(type);
	return 0;
}

static bool name_writable(const struct ntms_object *o)
{
	switch (o->type) {
	case NTMS_TYPE_LIBRARY:
	case NTMS_TYPE_LOGICAL_MEDIA:
	case NTMS_TYPE_PARTITION:
	case NTMS_TYPE_PHYSICAL_MEDIA:
	case NTMS_TYPE_MEDIA_POOL:
		return true;
	}
	return false;
}

/* what the system has made: the rest of it is as it has to be */
static bool only_description(struct ntms_object *o)
{
	if (o->type == NTMS_TYPE_MEDIA_POOL)
		return ntms_media_pool(o)->pool_type !=
		       NTMS_POOLTYPE_APPLICATION;
	return o->type == NTMS_TYPE_LIBRARY &&
	       ntms_library(o)->library_type == NTMS_LIBRARYTYPE_OFFLINE;
}

static u32 set_members(struct set *s)
{
	const struct ntms_type *type = ntms_type_of(s->o->type);
	const struct ntms_field *f;
	u32 err;

	err = set_description(s);
	if (err || only_description(s->o))
		return err;
	if (name_writable(s->o))
		err = set_name(s);
	for (f = type->fields; !err && f < type->fields + type->number_of_fields;
	     f++) {
		if (!(f->flags & NTMS_F_W))
			continue;
		if (f->kind == NTMS_KIND_U32 || f->kind == NTMS_KIND_BOOL)
			err = set_number(s, f);
		else if (f->attribute == NTMS_A_OBJECT_MEDIA_TYPE)
			err = set_media_type(s);
	}
	if (!err && s->o->type == NTMS_TYPE_LIBRARY)
		follow_cleaner_uses(ntms_library(s->o));
	return err;
}

/**
 * ntms_object_set - SetNtmsObjectInformation
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @guid: object
 * @type: its type, or 0 if the client does not know
 * @s: the values
 *
 * MS-RSMP 3.2.5.2.3.3, semantics 14.3.  Writes all members that are given and
 * that clients may write; others are ignored.  Of what the system has made
 * (its pools, the offline library) only the description is written.  Takes
 * the modify right on the bearer, for a library the control right.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@type does not exist, a value is out
 * of range), ERROR_OBJECT_NOT_FOUND (no such object, or of another type),
 * ERROR_ACCESS_DENIED, ERROR_INVALID_NAME (not a name; a path would become too
 * long), ERROR_ALREADY_EXISTS (another pool has the name), ERROR_NOT_EMPTY
 * (other media type for a pool that holds something), ERROR_INVALID_MEDIA
 * (unknown media type), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_object_set(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *guid, u32 type,
		    const struct ntms_setting *s)
{
	struct set set = { .c = c, .t = t, .s = s };
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (type && (!ntms_type_of(type) || ntms_type_hidden(type)))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no object type %u", type);
	set.o = ntms_find_shown(c->m, guid);
	if (!set.o || (type && type != set.o->type))
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no %s %pUl", type ?
				   ntms_type_of(type)->name : "object", guid);
	err = ntms_access(c, set.o, set.o->type == NTMS_TYPE_LIBRARY ?
			  NTMS_CONTROL_ACCESS : NTMS_MODIFY_ACCESS);
	if (!err)
		err = ntms_txn_edit(t, set.o);
	return err ?: set_members(&set);
}
