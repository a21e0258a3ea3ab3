// SPDX-License-Identifier: GPL-2.0
/*
 * txn.c - transactions: objects are changed
 *
 * Objects are changed in place, under model.lock, with a copy of what they
 * were.  How it ends is in commit.c.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "ntms.h"

/**
 * ntms_txn_begin() - open a transaction
 * @t: transaction
 * @m: what it will change
 *
 * Takes model.lock for write; ntms_txn_commit() or ntms_txn_abort() drops it.
 * Context: process, may sleep.
 */
void ntms_txn_begin(struct ntms_txn *t, struct ntms_model *m)
{
	down_write(&m->lock);
	t->model = m;
	t->restoring = false;
	t->lost = 0;
	INIT_LIST_HEAD(&t->changes);
	INIT_LIST_HEAD(&t->news);
	t->now = ktime_get_real_ns();
}

static struct ntms_change *change_alloc(struct ntms_object *o, u8 op,
					size_t size)
{
	struct ntms_change *c = kmalloc(sizeof(*c) + size, GFP_KERNEL);

	if (!c)
		return NULL;
	c->object = o;
	guid_copy(&c->guid, &o->guid);
	c->type = o->type;
	c->op = op;
	c->kept = 0;
	c->news = NULL;
	return c;
}

/**
 * ntms_txn_touch() - a computed member of an object changes
 * @t: open transaction
 * @o: object
 *
 * The object gets an event, but is neither written nor stored.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_txn_touch(struct ntms_txn *t, struct ntms_object *o)
{
	struct ntms_change *c;

	lockdep_assert_held_write(&t->model->lock);
	if (o->change)
		return 0;
	c = change_alloc(o, NTMS_OP_TOUCH, 0);
	if (!c)
		return ERROR_NOT_ENOUGH_MEMORY;
	o->change = c;
	list_add_tail(&c->link, &t->changes);
	return 0;
}

/**
 * ntms_txn_edit() - before members of an object are written
 * @t: open transaction
 * @o: object
 *
 * Keeps what the object was and takes it out of the secondary indexes until
 * the end of the transaction: search first, then edit.  Editing twice is the
 * same as once.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_txn_edit(struct ntms_txn *t, struct ntms_object *o)
{
	struct ntms_change *c;

	lockdep_assert_held_write(&t->model->lock);
	if (o->change && o->change->op != NTMS_OP_TOUCH)
		return 0;
	c = change_alloc(o, NTMS_OP_UPDATE, ntms_image_size(o));
	if (!c)
		return ERROR_NOT_ENOUGH_MEMORY;
	memcpy(c->before, ntms_image(o), ntms_image_size(o));
	if (o->change) {
		list_replace(&o->change->link, &c->link);
		kfree(o->change);
	} else {
		list_add_tail(&c->link, &t->changes);
	}
	o->change = c;
	ntms_object_unlink(t->model, o);
	return 0;
}

/**
 * ntms_txn_insert() - make an object
 * @t: open transaction
 * @type: enum ntms_object_type
 * @guid: its GUID, or NULL for a new one
 * @o: out: the object, to be filled before the commit
 *
 * It can be found by its GUID at once and by its members after the commit.
 *
 * Return: 0, ERROR_NOT_ENOUGH_MEMORY, or ERROR_ALREADY_EXISTS when @guid is
 * in use.
 */
u32 ntms_txn_insert(struct ntms_txn *t, u32 type, const guid_t *guid,
		    struct ntms_object **o)
{
	struct ntms_change *c;

	lockdep_assert_held_write(&t->model->lock);
	if (guid && ntms_find(t->model, guid))
		return ERROR_ALREADY_EXISTS;
	*o = ntms_object_alloc(t->model, type, guid);
	if (!*o)
		return ERROR_NOT_ENOUGH_MEMORY;
	c = change_alloc(*o, NTMS_OP_INSERT, 0);
	if (!c) {
		ntms_object_free(t->model, *o);
		return ERROR_NOT_ENOUGH_MEMORY;
	}
	(*o)->created = t->now;
	(*o)->change = c;
	list_add_tail(&c->link, &t->changes);
	return 0;
}

/**
 * ntms_txn_delete() - delete an object
 * @t: open transaction
 * @o: object; gone when the transaction is committed
 *
 * What belongs to it (struct ntms_owned) goes with it.  All other members of
 * objects that refer to it must be cleared in the same transaction; commit
 * refuses otherwise.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_txn_delete(struct ntms_txn *t, struct ntms_object *o)
{
	struct ntms_change *c;
	u32 error;

	lockdep_assert_held_write(&t->model->lock);
	if (o->change && o->change->op == NTMS_OP_INSERT) {
		c = o->change;
		list_del(&c->link);
		o->change = NULL;
		kfree(c);
		ntms_object_free(t->model, o);
		return 0;
	}
	if (o->users && !ntms_type_hidden(o->type)) {
		error = ntms_owned_delete(t, o);
		if (error)
			return error;
	}
	if (!o->change || o->change->op == NTMS_OP_TOUCH) {
		/* unlink() must know that this is for good */
		bool linked = o->linked;

		o->linked = false;
		error = ntms_txn_edit(t, o);
		o->linked = linked;
		if (error)
			return error;
	}
	o->change->op = NTMS_OP_DELETE;
	ntms_object_unlink(t->model, o);
	ntms_object_hide(t->model, o);
	return 0;
}

static const void *change_before(const struct ntms_object *o, size_t offset)
{
	const struct ntms_change *c = o->change;

	if (!c || c->op == NTMS_OP_INSERT)
		return NULL;
	return ntms_before_ptr(c, offset);
}

/* the old value lives on in the image of before, or in nothing */
static void replace_pointer(struct ntms_object *o, void **member, void *value)
{
	size_t offset = (char *)member - (char *)o;

	if (*member && *member != change_before(o, offset))
		kfree(*member);
	*member = value;
}

/**
 * ntms_txn_set_text() - write a text member
 * @t: open transaction
 * @o: object under ntms_txn_edit() or new
 * @member: member of @o
 * @text: new value, copied; NULL or "" for none
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_txn_set_text(struct ntms_txn *t, struct ntms_object *o,
		      char **member, const char *text)
{
	char *copy = NULL;

	lockdep_assert_held_write(&t->model->lock);
	if (text && *text) {
		copy = kstrdup(text, GFP_KERNEL);
		if (!copy)
			return ERROR_NOT_ENOUGH_MEMORY;
	}
	replace_pointer(o, (void **)member, copy);
	return 0;
}

/**
 * ntms_txn_set_blob() - write a member of bytes
 * @t: open transaction
 * @o: object under ntms_txn_edit() or new
 * @member: member of @o
 * @data: new value, copied
 * @len: bytes of @data, 0 for none
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_txn_set_blob(struct ntms_txn *t, struct ntms_object *o,
		      struct ntms_blob **member, const void *data, u32 len)
{
	struct ntms_blob *copy = NULL;
	size_t size = sizeof(*copy) + len;

	lockdep_assert_held_write(&t->model->lock);
	/* an identifier has its entry of the index behind it: omid.c */
	if (o->type == NTMS_TYPE_PARTITION)
		size = ALIGN(size, __alignof__(struct ntms_omid)) +
		       sizeof(struct ntms_omid);
	if (len) {
		copy = kmalloc(size, GFP_KERNEL);
		if (!copy)
			return ERROR_NOT_ENOUGH_MEMORY;
		copy->len = len;
		memcpy(copy->data, data, len);
	}
	replace_pointer(o, (void **)member, copy);
	return 0;
}
