// SPDX-License-Identifier: GPL-2.0
/*
 * attribute.c - named attributes of objects
 *
 * GetNtmsObjectAttribute and SetNtmsObjectAttribute, MS-RSMP 3.2.5.2.4.3 to .6
 * and 3.2.5.2.8.1; decisions.  A netlink attribute holds less
 * than 64 KiB, so a long value is kept in pieces, each an object of its own.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "call.h"
#include "info.h"
#include "ntms.h"

#define NAME_UNITS	31	/* NTMS_MAXATTR_NAMELEN without the NUL */

static u32 check_name(struct ntms_call *c, const char *name)
{
	int n;

	if (!name)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the name of the attribute is missing");
	n = ntms_name_units(name, strlen(name));
	if (n < 0)
		return ntms_refuse(c, ERROR_INVALID_NAME,
				   "the name of the attribute is not UTF-8 or contains control characters");
	if (!n || n > NAME_UNITS)
		return ntms_refuse(c, ERROR_INVALID_NAME,
				   "the name of an attribute has 1 to %d characters, this one %d",
				   NAME_UNITS, n);
	return 0;
}

static u32 find_object(struct ntms_call *c, const guid_t *guid, u32 rights,
		       struct ntms_object **o)
{
	*o = ntms_find_shown(c->m, guid);
	if (!*o)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no object %pUl", guid);
	return ntms_access(c, *o, rights);
}

static struct ntms_owned *first_piece(struct ntms_model *m,
				      const struct ntms_object *o,
				      const char *name)
{
	return ntms_owned_find(m, o, NTMS_TYPE_ATTRIBUTE, name, 0);
}

/**
 * ntms_attribute_next() - the next piece of an attribute
 * @p: piece; its model is locked
 *
 * Return: the piece after @p, or NULL.
 */
struct ntms_owned *ntms_attribute_next(const struct ntms_owned *p)
{
	struct ntms_owned *next = ntms_owned_next(p);

	return next && next->number ? next : NULL;
}

/**
 * ntms_attribute_get() - GetNtmsObjectAttribute
 * @c: the request, takes the reason of a refusal
 * @guid: object
 * @type: its type; one that exists will do, 0 too
 * @name: of the attribute, exact; NULL when the client gave none
 * @first: out: the first piece of the value; ntms_attribute_next() leads on
 *
 * Takes the use right on the bearer of the object.
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_INVALID_PARAMETER (no @name, there is no @type),
 * ERROR_OBJECT_NOT_FOUND (no such object, or it has no such attribute),
 * ERROR_ACCESS_DENIED.
 */
u32 ntms_attribute_get(struct ntms_call *c, const guid_t *guid, u32 type,
		       const char *name, struct ntms_owned **first)
{
	struct ntms_object *o;
	u32 err;

	lockdep_assert_held(&c->m->lock);
	if (!name)
		return check_name(c, name);
	if (type > NTMS_TYPE_UI_DESTINATION)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no object type %u", type);
	err = find_object(c, guid, NTMS_USE_ACCESS, &o);
	if (err)
		return err;
	*first = first_piece(c->m, o, name);
	if (!*first)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "%s %pUl has no attribute %s",
				   ntms_type_of(o->type)->name, guid, name);
	return 0;
}

/* one more name for an object: is there room for it? */
static u32 check_room(struct ntms_call *c, struct ntms_object *o)
{
	struct ntms_owned *p = ntms_owned_first(c->m, o, NTMS_TYPE_ATTRIBUTE);
	u32 n = 0;

	for (; p; p = ntms_owned_next(p))
		n += !p->number;
	if (n < NTMS_ATTRIBUTES_MAX)
		return 0;
	return ntms_refuse(c, ERROR_DATABASE_FULL,
			   "%s %pUl has %u attributes, no object can have more: delete some",
			   ntms_type_of(o->type)->name, &o->guid, n);
}

static u32 make_piece(struct ntms_txn *t, struct ntms_object *owner,
		      const char *name, u32 number, struct ntms_owned **p)
{
	struct ntms_object *o;
	u32 err;

	err = ntms_txn_insert(t, NTMS_TYPE_ATTRIBUTE, NULL, &o);
	if (err)
		return err;
	*p = ntms_owned(o);
	(*p)->owner = owner;
	(*p)->number = number;
	return ntms_txn_set_text(t, o, &o->name, name);
}

/* deletes @p and the pieces after it */
static u32 delete_pieces(struct ntms_txn *t, struct ntms_owned *p)
{
	struct ntms_owned *next;
	u32 err = 0;

	for (; p && !err; p = next) {
		next = ntms_attribute_next(p);
		err = ntms_txn_delete(t, &p->o);
	}
	return err;
}

/* writes over the pieces from @p on, adds what is missing */
static u32 write_pieces(struct ntms_txn *t, struct ntms_object *o,
			const char *name, struct ntms_owned *p,
			const u8 *data, u32 len)
{
	struct ntms_owned *next;
	u32 n, size, err = 0;

	for (n = 0; len && !err; n++) {
		size = min_t(u32, len, NTMS_ATTRIBUTE_PIECE);
		next = p ? ntms_attribute_next(p) : NULL;
		if (p)
			err = ntms_txn_edit(t, &p->o);
		else
			err = make_piece(t, o, name, n, &p);
		if (!err)
			err = ntms_txn_set_blob(t, &p->o, &p->data, data, size);
		data += size;
		len -= size;
		p = next;
	}
	return err ?: delete_pieces(t, p);
}

/**
 * ntms_attribute_set() - SetNtmsObjectAttribute
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @guid: object
 * @name: of the attribute; NULL when the client gave none
 * @data: its value; not looked at when @len is too large
 * @len: bytes of @data; 0 deletes the attribute if there is one
 *
 * Takes the modify right on the bearer of the object, which is updated with
 * its attributes.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (no @name), ERROR_INVALID_NAME (not 1
 * to 31 characters of UTF-8), ERROR_NO_DATA (64 KiB or more),
 * ERROR_OBJECT_NOT_FOUND (no such object), ERROR_ACCESS_DENIED,
 * ERROR_DATABASE_FULL (too many attributes), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_attribute_set(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *guid, const char *name, const void *data,
		       u32 len)
{
	struct ntms_object *o;
	struct ntms_owned *p;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = check_name(c, name);
	if (err)
		return err;
	if (len > NTMS_ATTRIBUTE_MAX)
		return ntms_refuse(c, ERROR_NO_DATA,
				   "attribute %s would have %u bytes, %u are the most",
				   name, len, NTMS_ATTRIBUTE_MAX);
	err = find_object(c, guid, NTMS_MODIFY_ACCESS, &o);
	if (err)
		return err;
	p = first_piece(c->m, o, name);
	if (!p && !len)
		return 0;
	if (!p)
		err = check_room(c, o);
	if (!err)
		err = ntms_txn_edit(t, o);
	if (!err)
		err = write_pieces(t, o, name, p, data, len);
	return err;
}

/**
 * ntms_attribute_wrong() - is this a piece of an attribute?
 * @p: ATTRIBUTE with an owner
 *
 * Return: NULL, or what is wrong with it.
 */
const char *ntms_attribute_wrong(const struct ntms_owned *p)
{
	u32 len = p->data ? p->data->len : 0;
	int n = p->o.name ? ntms_name_units(p->o.name, strlen(p->o.name)) : 0;

	if (n < 1 || n > NAME_UNITS)
		return "no name of an attribute";
	if (!len || len > NTMS_ATTRIBUTE_PIECE)
		return "no piece of an attribute";
	if (p->number > NTMS_ATTRIBUTE_MAX / NTMS_ATTRIBUTE_PIECE ||
	    p->number * NTMS_ATTRIBUTE_PIECE + len > NTMS_ATTRIBUTE_MAX)
		return "more bytes than an attribute can have";
	return NULL;
}
