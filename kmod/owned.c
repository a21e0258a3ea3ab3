// SPDX-License-Identifier: GPL-2.0
/*
 * owned.c - what belongs to an object: attributes and UI destinations
 *
 * They are objects themselves, so that transactions, journal and store need
 * not know what they are.  One ordered set holds all of them, by owner, type
 * and what tells them apart: an object without any has no room for them.
 * They go in the transaction in which their owner goes.
 */
#include <linux/string.h>

#include "ntms.h"

struct key {
	const guid_t *owner;
	u32 type;
	const char *name;
	u32 number;
};

static struct ntms_owned *entry(struct rb_node *n)
{
	return n ? rb_entry(n, struct ntms_owned, o.node) : NULL;
}

/* attributes by name and piece; destinations by UI type and name */
static int compare(const struct key *a, const struct ntms_owned *b)
{
	int c = memcmp(a->owner, &b->owner->guid, sizeof(guid_t));
	int name;

	if (c)
		return c;
	if (a->type != b->o.type)
		return a->type < b->o.type ? -1 : 1;
	name = strcmp(a->name, b->o.name);
	if (name && a->type == NTMS_TYPE_ATTRIBUTE)
		return name;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return name;
}

/**
 * ntms_owned_compare() - the order of the set
 * @a: struct ntms_owned
 * @b: another
 *
 * Return: less than, equal to or greater than 0; 0 for no two of a model that
 * obeys its invariants.
 */
int ntms_owned_compare(const struct ntms_object *a, const struct ntms_object *b)
{
	const struct ntms_owned *p = container_of(a, struct ntms_owned, o);
	const struct key key = { &p->owner->guid, a->type, a->name, p->number };

	return compare(&key, container_of(b, struct ntms_owned, o));
}

void ntms_owned_link(struct ntms_model *m, struct ntms_object *o)
{
	ntms_tree_insert(&m->owned, o, ntms_owned_compare);
}

void ntms_owned_unlink(struct ntms_model *m, struct ntms_object *o)
{
	ntms_tree_erase(&m->owned, o);
}

/* the first that is not before the key */
static struct ntms_owned *lower_bound(struct ntms_model *m,
				      const struct key *key)
{
	struct rb_node *n = m->owned.rb_node, *found = NULL;

	lockdep_assert_held(&m->lock);
	while (n) {
		if (compare(key, entry(n)) <= 0) {
			found = n;
			n = n->rb_left;
		} else {
			n = n->rb_right;
		}
	}
	return entry(found);
}

/**
 * ntms_owned_first() - what belongs to an object
 * @m: model, locked
 * @owner: object
 * @type: NTMS_TYPE_ATTRIBUTE, NTMS_TYPE_UI_DESTINATION, or 0 for both
 *
 * Return: the first, or NULL when there is none.
 */
struct ntms_owned *ntms_owned_first(struct ntms_model *m,
				    const struct ntms_object *owner, u32 type)
{
	const struct key key = { &owner->guid, type, "", 0 };
	struct ntms_owned *p = lower_bound(m, &key);

	if (!p || p->owner != owner || (type && p->o.type != type))
		return NULL;
	return p;
}

/**
 * ntms_owned_next() - what else belongs to the same object
 * @p: one of them; its model is locked
 *
 * Return: the next of the same owner and type, or NULL.
 */
struct ntms_owned *ntms_owned_next(const struct ntms_owned *p)
{
	struct ntms_owned *next = entry(rb_next(&p->o.node));

	if (!next || next->owner != p->owner || next->o.type != p->o.type)
		return NULL;
	return next;
}

/**
 * ntms_owned_find() - a certain one of those that belong to an object
 * @m: model, locked
 * @owner: object
 * @type: NTMS_TYPE_ATTRIBUTE or NTMS_TYPE_UI_DESTINATION
 * @name: of the attribute or the computer
 * @number: of the piece, or the UI type
 *
 * Return: it, or NULL.
 */
struct ntms_owned *ntms_owned_find(struct ntms_model *m,
				   const struct ntms_object *owner, u32 type,
				   const char *name, u32 number)
{
	const struct key key = { &owner->guid, type, name, number };
	struct ntms_owned *p = lower_bound(m, &key);

	return p && !compare(&key, p) ? p : NULL;
}

/**
 * ntms_owned_delete() - delete what belongs to an object
 * @t: open transaction, in which the object is about to be deleted
 * @owner: object
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_owned_delete(struct ntms_txn *t, struct ntms_object *owner)
{
	struct ntms_owned *p;
	u32 error;

	while ((p = ntms_owned_first(t->model, owner, 0))) {
		error = ntms_txn_delete(t, &p->o);
		if (error)
			return error;
	}
	return 0;
}
