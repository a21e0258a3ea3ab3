// SPDX-License-Identifier: GPL-2.0
/*
 * destination.c - which computers show information, requests and errors
 *
 * GetNtmsUIOptions and SetNtmsUIOptions, MS-RSMP 3.2.5.2.7.2 to .5, semantics
 * 17.  The lists of the computer and of libraries are kept, those of a session
 * end with it.  They are lists only: who shows something looks at them.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "info.h"
#include "ntms.h"

#define NAME_BYTES	255	/* of the attribute that carries it */

/**
 * struct ntms_destination - a computer in a list of a session
 * @next: the one after it, in the order in which they were added
 * @type: NTMS_UITYPE_...
 * @name: of the computer
 */
struct ntms_destination {
	struct ntms_destination *next;
	u32 type;
	char name[];
};

/* whose list: NULL in @o for the session's */
static u32 find_owner(struct ntms_call *c, const guid_t *guid, u32 type,
		      u32 rights, struct ntms_object **o)
{
	*o = NULL;
	if (type < NTMS_UITYPE_INFO || type > NTMS_UITYPE_ERR)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no type %u of user interface", type);
	if (guid_is_null(guid))
		return 0;
	*o = ntms_find_shown(c->m, guid);
	if (!*o)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no object %pUl", guid);
	if ((*o)->type != NTMS_TYPE_COMPUTER && (*o)->type != NTMS_TYPE_LIBRARY)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a %s has no user interface, the computer and libraries have",
				   ntms_type_of((*o)->type)->name);
	return ntms_access(c, *o, rights);
}

static struct ntms_owned *next_of(struct ntms_owned *p, u32 type)
{
	while (p && p->number != type)
		p = ntms_owned_next(p);
	return p;
}

/* walk the list of an object */
#define for_each_of(m, o, type, p)					\
	for ((p) = next_of(ntms_owned_first(m, o, NTMS_TYPE_UI_DESTINATION), \
			   type);					\
	     (p); (p) = next_of(ntms_owned_next(p), type))

/**
 * ntms_destination_get() - GetNtmsUIOptions
 * @c: the request, takes the reason of a refusal
 * @guid: computer, library, or null for the session's own list
 * @type: NTMS_UITYPE_...
 * @each: called for each destination; stops when it is not 0
 * @ctx: for @each
 *
 * Takes the use right on the computer or library.
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_INVALID_PARAMETER (@type, an object without a list),
 * ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED; ERROR_NOT_ENOUGH_MEMORY when
 * @each said no.
 */
u32 ntms_destination_get(struct ntms_call *c, const guid_t *guid, u32 type,
			 int (*each)(void *ctx, const char *name), void *ctx)
{
	struct ntms_destination *d;
	struct ntms_object *o;
	struct ntms_owned *p;
	int stop = 0;
	u32 err;

	lockdep_assert_held(&c->m->lock);
	err = find_owner(c, guid, type, NTMS_USE_ACCESS, &o);
	if (err)
		return err;
	if (o) {
		for_each_of(c->m, o, type, p)
			stop = stop ?: each(ctx, p->o.name);
	} else {
		for (d = c->s->destinations; d; d = d->next)
			if (d->type == type)
				stop = stop ?: each(ctx, d->name);
	}
	return stop ? ERROR_NOT_ENOUGH_MEMORY : 0;
}

static u32 list_full(struct ntms_call *c, u32 error)
{
	return ntms_refuse(c, error,
			   "%u destinations are in the list, it cannot have more: delete some",
			   NTMS_DESTINATIONS_MAX);
}

static u32 add_to_object(struct ntms_call *c, struct ntms_txn *t,
			 struct ntms_object *owner, u32 type, const char *name)
{
	struct ntms_object *o;
	struct ntms_owned *p;
	u32 n = 0, err;

	if (ntms_owned_find(c->m, owner, NTMS_TYPE_UI_DESTINATION, name, type))
		return 0;
	for_each_of(c->m, owner, type, p)
		n++;
	if (n >= NTMS_DESTINATIONS_MAX)
		return list_full(c, ERROR_DATABASE_FULL);
	err = ntms_txn_edit(t, owner);
	if (!err)
		err = ntms_txn_insert(t, NTMS_TYPE_UI_DESTINATION, NULL, &o);
	if (err)
		return err;
	ntms_owned(o)->owner = owner;
	ntms_owned(o)->number = type;
	return ntms_txn_set_text(t, o, &o->name, name);
}

/* @name NULL: all of them */
static u32 delete_from_object(struct ntms_call *c, struct ntms_txn *t,
			      struct ntms_object *owner, u32 type,
			      const char *name)
{
	struct ntms_owned *p, *next;
	u32 err = 0;

	p = next_of(ntms_owned_first(c->m, owner, NTMS_TYPE_UI_DESTINATION),
		    type);
	for (; p && !err; p = next) {
		next = next_of(ntms_owned_next(p), type);
		if (name && strcmp(p->o.name, name))
			continue;
		err = ntms_txn_edit(t, owner);
		if (!err)
			err = ntms_txn_delete(t, &p->o);
	}
	return err;
}

static u32 add_to_session(struct ntms_call *c, u32 type, const char *name)
{
	struct ntms_destination **d, *made;
	u32 n = 0;

	for (d = &c->s->destinations; *d; d = &(*d)->next) {
		if ((*d)->type != type)
			continue;
		if (!strcmp((*d)->name, name))
			return 0;
		n++;
	}
	if (n >= NTMS_DESTINATIONS_MAX)
		return list_full(c, ERROR_NOT_ENOUGH_MEMORY);
	made = kzalloc(struct_size(made, name, strlen(name) + 1), GFP_KERNEL);
	if (!made)
		return ERROR_NOT_ENOUGH_MEMORY;
	made->type = type;
	strcpy(made->name, name);
	*d = made;
	return 0;
}

/* @name NULL: all of them */
static void delete_from_session(struct ntms_session *s, u32 type,
				const char *name)
{
	struct ntms_destination **d = &s->destinations, *gone;

	while (*d) {
		gone = *d;
		if (gone->type != type || (name && strcmp(gone->name, name))) {
			d = &gone->next;
			continue;
		}
		*d = gone->next;
		kfree(gone);
	}
}

/* without a name the client's own computer is meant */
static u32 check_name(struct ntms_call *c, const char **name)
{
	if (!*name || !**name)
		*name = c->s->computer;
	if (!*name || !**name)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no computer is named, and the session does not say which is its own");
	if (strlen(*name) > NAME_BYTES ||
	    ntms_name_units(*name, strlen(*name)) < 0)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the name of the computer is not UTF-8 or contains control characters");
	return 0;
}

/**
 * ntms_destination_set() - SetNtmsUIOptions
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @guid: computer, library, or null for the session's own list
 * @type: NTMS_UITYPE_...
 * @action: NTMS_UIDEST_...
 * @name: computer, NULL or "" for the client's own; not looked at by DELETEALL
 *
 * Adding what is there and deleting what is not changes nothing.  Takes the
 * rights to use and to modify the computer or library; that object is updated
 * with its list.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@type, @action, an object without a
 * list, no @name), ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED,
 * ERROR_DATABASE_FULL (too many), ERROR_NOT_ENOUGH_MEMORY (also: too many of
 * the session).
 */
u32 ntms_destination_set(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *guid, u32 type, u32 action,
			 const char *name)
{
	struct ntms_object *o;
	u32 err = 0;

	lockdep_assert_held_write(&c->m->lock);
	if (action < NTMS_UIDEST_ADD || action > NTMS_UIDEST_DELETEALL)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no operation %u", action);
	if (action == NTMS_UIDEST_DELETEALL)
		name = NULL;
	else
		err = check_name(c, &name);
	if (!err)
		err = find_owner(c, guid, type,
				 NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS, &o);
	if (err)
		return err;
	if (action == NTMS_UIDEST_ADD)
		return o ? add_to_object(c, t, o, type, name) :
			   add_to_session(c, type, name);
	if (o)
		return delete_from_object(c, t, o, type, name);
	delete_from_session(c->s, type, name);
	return 0;
}

/**
 * ntms_destination_forget() - the end of a session's lists
 * @s: session that nobody uses any more
 */
void ntms_destination_forget(struct ntms_session *s)
{
	struct ntms_destination *d;

	while ((d = s->destinations)) {
		s->destinations = d->next;
		kfree(d);
	}
}

/**
 * ntms_destination_wrong() - is this a UI destination?
 * @p: UI_DESTINATION with an owner
 *
 * Return: NULL, or what is wrong with it.
 */
const char *ntms_destination_wrong(const struct ntms_owned *p)
{
	if (!p->o.name || ntms_name_units(p->o.name, strlen(p->o.name)) < 1)
		return "no name of a computer";
	if (p->number < NTMS_UITYPE_INFO || p->number > NTMS_UITYPE_ERR)
		return "no type of user interface";
	if (p->owner->type != NTMS_TYPE_COMPUTER &&
	    p->owner->type != NTMS_TYPE_LIBRARY)
		return "its owner has no user interface";
	return NULL;
}
