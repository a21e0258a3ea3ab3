// SPDX-License-Identifier: GPL-2.0
/*
 * restore.c - references of objects that come from the store
 *
 * Objects arrive type by type, so that nearly all references point back.
 * Those that an index depends on must; the others (a drive names the side in
 * it, a library its cleaner slot) are noted and filled in at the end.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/ntms_fields.h>

#include "call.h"
#include "info.h"
#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"
#include "verify.h"

#define OMID_MAX	2048	/* 63 and 255 characters, 255 bytes */

struct fixup {
	struct list_head link;
	struct ntms_object *object;
	const struct ntms_field *field;
	guid_t guid;
};

/* members without which link() cannot work */
static bool required(const struct ntms_object *o, const struct ntms_field *f)
{
	switch (o->type) {
	case NTMS_TYPE_CHANGER:
	case NTMS_TYPE_DRIVE:
	case NTMS_TYPE_STORAGESLOT:
	case NTMS_TYPE_IEDOOR:
	case NTMS_TYPE_IEPORT:
	case NTMS_TYPE_LIBREQUEST:
		return f->attribute == NTMS_A_OBJECT_LIBRARY;
	case NTMS_TYPE_PHYSICAL_MEDIA:
		return f->attribute == NTMS_A_OBJECT_LIBRARY ||
		       f->attribute == NTMS_A_OBJECT_MEDIA_POOL;
	case NTMS_TYPE_LOGICAL_MEDIA:
		return f->attribute == NTMS_A_OBJECT_MEDIA_POOL;
	case NTMS_TYPE_PARTITION:
		return f->attribute == NTMS_A_OBJECT_PHYSICAL_MEDIA;
	case NTMS_TYPE_UI_DESTINATION:
	case NTMS_TYPE_ATTRIBUTE:
		return f->attribute == NTMS_A_OBJECT_OWNER;
	default:
		return false;
	}
}

/*
 * Members that link() files the object by: the target may be missing, but
 * when there is one it must have come before.
 */
static bool filed_by(const struct ntms_object *o, const struct ntms_field *f)
{
	switch (o->type) {
	case NTMS_TYPE_MEDIA_POOL:
		return f->attribute == NTMS_A_OBJECT_PARENT;
	case NTMS_TYPE_PHYSICAL_MEDIA:
		return f->attribute == NTMS_A_OBJECT_LOCATION ||
		       f->attribute == NTMS_A_OBJECT_HOME_SLOT;
	case NTMS_TYPE_PARTITION:
		return f->attribute == NTMS_A_OBJECT_LOGICAL_MEDIA;
	default:
		return false;
	}
}

/* which types a REF member may point to; 0 for "any place" */
static u32 target_type(const struct ntms_object *o, const struct ntms_field *f)
{
	switch (f->attribute) {
	case NTMS_A_OBJECT_LIBRARY:
		return NTMS_TYPE_LIBRARY;
	case NTMS_A_OBJECT_MEDIA_POOL:
	case NTMS_A_OBJECT_PARENT:
		return NTMS_TYPE_MEDIA_POOL;
	case NTMS_A_OBJECT_MEDIA_TYPE:
		return NTMS_TYPE_MEDIA_TYPE;
	case NTMS_A_OBJECT_PHYSICAL_MEDIA:
		return NTMS_TYPE_PHYSICAL_MEDIA;
	case NTMS_A_OBJECT_LOGICAL_MEDIA:
		return NTMS_TYPE_LOGICAL_MEDIA;
	case NTMS_A_OBJECT_PARTITION:
		return NTMS_TYPE_PARTITION;
	case NTMS_A_OBJECT_HOME_SLOT:
	case NTMS_A_OBJECT_CLEANER_SLOT:
	case NTMS_A_OBJECT_CLEANER_SLOT_DEFAULT:
		return NTMS_TYPE_STORAGESLOT;
	case NTMS_A_OBJECT_DEVICE_KIND:
		return o->type == NTMS_TYPE_DRIVE ? NTMS_TYPE_DRIVE_TYPE :
						    NTMS_TYPE_CHANGER_TYPE;
	default:
		return 0;
	}
}

static bool target_fits(const struct ntms_object *o, const struct ntms_field *f,
			const struct ntms_object *target)
{
	u32 type = target_type(o, f);

	if (f->attribute == NTMS_A_OBJECT_OWNER)
		return !ntms_type_hidden(target->type);
	if (type)
		return target->type == type;
	return target->type == NTMS_TYPE_STORAGESLOT ||
	       target->type == NTMS_TYPE_DRIVE ||
	       target->type == NTMS_TYPE_IEPORT;
}

/**
 * ntms_restore_ref() - set a REF member of an object from the store
 * @t: open transaction with @t->restoring
 * @o: object of @t
 * @f: REF field of its type
 * @guid: what the store has, may be null
 *
 * Return: 0, ERROR_DATABASE_FAILURE when the target is missing where it must
 * not be or is of a wrong type, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_restore_ref(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_field *f, const guid_t *guid)
{
	struct ntms_object *target;
	struct fixup *fix;

	if (guid_is_null(guid))
		return required(o, f) ? ERROR_DATABASE_FAILURE : 0;
	target = ntms_find(t->model, guid);
	if (target) {
		if (!target_fits(o, f, target))
			return ERROR_DATABASE_FAILURE;
		*(struct ntms_object **)ntms_field_ptr(o, f) = target;
		return 0;
	}
	if (required(o, f) || filed_by(o, f))
		return ERROR_DATABASE_FAILURE;
	fix = kmalloc(sizeof(*fix), GFP_KERNEL);
	if (!fix)
		return ERROR_NOT_ENOUGH_MEMORY;
	fix->object = o;
	fix->field = f;
	guid_copy(&fix->guid, guid);
	list_add_tail(&fix->link, &t->model->fixups);
	return 0;
}

static u32 damaged(struct ntms_call *c, const struct ntms_object *o,
		   const char *what)
{
	return ntms_refuse(c, ERROR_DATABASE_FAILURE, "%s %pUl: %s",
			   ntms_type_of(o->type)->name, &o->guid, what);
}

static u32 check_pool(struct ntms_call *c, struct ntms_media_pool *p)
{
	if (p->parent && !p->o.name)
		return damaged(c, &p->o, "a pool without a name");
	if (!p->parent && (c->m->root || p->pool_type != NTMS_POOLTYPE_UNKNOWN))
		return damaged(c, &p->o, "a pool without a parent");
	if (p->parent && ntms_pool_child(p->parent, p->o.name,
					 strlen(p->o.name)))
		return damaged(c, &p->o, "a second pool of this name");
	return p->acl && ntms_acl_check(p->acl->data, p->acl->len) ?
	       damaged(c, &p->o, "a malformed access control list") : 0;
}

static u32 check_side(struct ntms_call *c, struct ntms_partition *side)
{
	struct ntms_physical_media *pm = side->physical_media;

	if (side->state > NTMS_PARTSTATE_RESERVED)
		return damaged(c, &side->o, "no state of a side");
	if (side->omid && side->omid->len > OMID_MAX)
		return damaged(c, &side->o, "an on-media identifier that is too long");
	if (side->side >= pm->number_of_partitions || pm->sides[side->side])
		return damaged(c, &side->o, "no such side of its medium");
	return 0;
}

static u32 check_library(struct ntms_call *c, struct ntms_library *l)
{
	if (l->library_type == NTMS_LIBRARYTYPE_OFFLINE && c->m->offline)
		return damaged(c, &l->o, "a second offline library");
	if (l->media_types && l->media_types->len % sizeof(guid_t))
		return damaged(c, &l->o, "malformed list of media types");
	return l->acl && ntms_acl_check(l->acl->data, l->acl->len) ?
	       damaged(c, &l->o, "a malformed access control list") : 0;
}

/**
 * ntms_restore_check() - can this object from the store be let in?
 * @c: call, for the reason
 * @o: object, filled, not linked yet
 *
 * Checks what the indexes and the rules take for granted of one object; what
 * concerns several is ntms_verify()'s business when all are there.
 *
 * Return: 0 or ERROR_DATABASE_FAILURE.
 */
u32 ntms_restore_check(struct ntms_call *c, struct ntms_object *o)
{
	struct ntms_physical_media *pm;
	const char *why;

	lockdep_assert_held_write(&c->m->lock);
	switch (o->type) {
	case NTMS_TYPE_COMPUTER:
		if (c->m->computer)
			return damaged(c, o, "a second computer");
		return ntms_computer(o)->acl &&
		       ntms_acl_check(ntms_computer(o)->acl->data,
				      ntms_computer(o)->acl->len) ?
		       damaged(c, o, "a malformed access control list") : 0;
	case NTMS_TYPE_LIBRARY:
		return check_library(c, ntms_library(o));
	case NTMS_TYPE_MEDIA_POOL:
		return check_pool(c, ntms_media_pool(o));
	case NTMS_TYPE_PHYSICAL_MEDIA:
		pm = ntms_physical_media(o);
		if (!pm->number_of_partitions ||
		    pm->number_of_partitions > ARRAY_SIZE(pm->sides))
			return damaged(c, o, "wrong number of sides");
		if (!pm->pool->media_type)
			return damaged(c, o, "its pool holds no media");
		return 0;
	case NTMS_TYPE_PARTITION:
		return check_side(c, ntms_partition(o));
	case NTMS_TYPE_OPREQUEST:
		if (ntms_oprequest(o)->state > NTMS_OPSTATE_COMPLETE)
			return damaged(c, o, "no state of a request");
		return 0;
	case NTMS_TYPE_UI_DESTINATION:
		why = ntms_destination_wrong(ntms_owned(o));
		return why ? damaged(c, o, why) : 0;
	case NTMS_TYPE_ATTRIBUTE:
		why = ntms_attribute_wrong(ntms_owned(o));
		return why ? damaged(c, o, why) : 0;
	default:
		return 0;
	}
}

/**
 * ntms_restore_finish() - fill in what could not be found before
 * @m: model, not locked; the store has handed over everything
 * @why: out: what is wrong, when something is
 * @size: of @why
 *
 * What is missing stays missing: the same is found out when it is called
 * again.
 *
 * Return: 0, or ERROR_DATABASE_FAILURE: the database contradicts itself.
 */
u32 ntms_restore_finish(struct ntms_model *m, char *why, size_t size)
{
	struct ntms_object *target;
	struct fixup *fix, *next;
	u32 error = 0;

	down_write(&m->lock);
	list_for_each_entry_safe(fix, next, &m->fixups, link) {
		target = ntms_find(m, &fix->guid);
		if (!target || !target_fits(fix->object, fix->field, target)) {
			snprintf(why, size, "%s %pUl refers to %pUl, which is not in the database",
				 ntms_type_of(fix->object->type)->name,
				 &fix->object->guid, &fix->guid);
			error = ERROR_DATABASE_FAILURE;
			break;
		}
		*(struct ntms_object **)ntms_field_ptr(fix->object, fix->field) =
			target;
		target->users++;
		list_del(&fix->link);
		kfree(fix);
	}
	/* a new database is empty; not even the root pool is there yet */
	if (!error && m->count && ntms_verify(m, why, size))
		error = ERROR_DATABASE_FAILURE;
	up_write(&m->lock);
	return error;
}

/**
 * ntms_restore_mark() - where the notes end before a message of the store
 * @m: model
 *
 * Return: for ntms_restore_drop().
 */
struct list_head *ntms_restore_mark(struct ntms_model *m)
{
	return m->fixups.prev;
}

/**
 * ntms_restore_drop() - the message was refused, its objects are no more
 * @m: model; nobody else takes notes
 * @mark: what ntms_restore_mark() returned before it
 */
void ntms_restore_drop(struct ntms_model *m, struct list_head *mark)
{
	struct fixup *fix;

	while (m->fixups.prev != mark) {
		fix = list_last_entry(&m->fixups, struct fixup, link);
		list_del(&fix->link);
		kfree(fix);
	}
}

/**
 * ntms_restore_forget() - drop the notes about references still to come
 * @m: model, locked for write
 */
void ntms_restore_forget(struct ntms_model *m)
{
	struct fixup *fix, *next;

	list_for_each_entry_safe(fix, next, &m->fixups, link) {
		list_del(&fix->link);
		kfree(fix);
	}
}
