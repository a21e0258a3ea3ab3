// SPDX-License-Identifier: GPL-2.0
/*
 * security.c - read and write the access control list of an object
 *
 * GetNtmsObjectSecurity and SetNtmsObjectSecurity, MS-RSMP 3.2.5.2.4.1 and .2;
 * semantics 13.5, decisions.  What is written concerns this
 * object only: pools below a pool keep their lists (13.4).
 *
 * Left out: system access control lists (auditing).
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "ntms.h"

#define OWNERSHIP	(NTMS_SECURITY_OWNER | NTMS_SECURITY_GROUP)
#define PARTS		(OWNERSHIP | NTMS_SECURITY_DACL)

static u32 find_list(struct ntms_call *c, const guid_t *guid, u32 type,
		     struct ntms_object **o, struct ntms_blob ***list)
{
	if (type && (!ntms_type_of(type) || ntms_type_hidden(type)))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no object type %u", type);
	*o = ntms_find_shown(c->m, guid);
	if (!*o || (type && type != (*o)->type))
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no %s %pUl", type ?
				   ntms_type_of(type)->name : "object", guid);
	*list = ntms_acl_of(*o);
	if (!*list || !**list)
		return ntms_refuse(c, ERROR_NO_SECURITY_ON_OBJECT,
				   "a %s has no access control list, ask for that of its library, pool or computer",
				   ntms_type_of((*o)->type)->name);
	return 0;
}

/**
 * ntms_security_get() - GetNtmsObjectSecurity
 * @c: the request, takes the reason of a refusal
 * @guid: computer, library or media pool, also the root pool
 * @type: its type, 0 if the client does not know
 * @list: out: struct ntms_acl, good while the model is locked
 *
 * Takes the right to read it; the owner has that.
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_INVALID_PARAMETER (there is no @type),
 * ERROR_OBJECT_NOT_FOUND (no such object, or of another type),
 * ERROR_NO_SECURITY_ON_OBJECT, ERROR_ACCESS_DENIED.
 */
u32 ntms_security_get(struct ntms_call *c, const guid_t *guid, u32 type,
		      const struct ntms_blob **list)
{
	struct ntms_blob **member;
	struct ntms_object *o;
	u32 err;

	lockdep_assert_held(&c->m->lock);
	err = find_list(c, guid, type, &o, &member);
	if (!err)
		err = ntms_access(c, o, NTMS_READ_CONTROL);
	if (!err)
		*list = *member;
	return err;
}

static u32 check_parts(struct ntms_call *c, u32 parts, const void *acl, u32 len)
{
	if (parts & NTMS_SECURITY_SACL)
		return ntms_refuse(c, ERROR_NOT_SUPPORTED,
				   "there are no system access control lists");
	if (!parts || parts & ~PARTS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "%#x does not say which parts to write",
				   parts);
	if (!acl || ntms_acl_check(acl, len))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the access control list is missing or malformed");
	return 0;
}

static u32 check_rights(struct ntms_call *c, struct ntms_object *o,
			const struct ntms_acl *acl, u32 parts)
{
	const struct ntms_caller *who = &c->s->caller;

	if (parts & OWNERSHIP && !who->admin && who->uid != acl->owner)
		return ntms_refuse(c, ERROR_ACCESS_DENIED,
				   "only user %u, who owns it, and administrators change the owner and the group of %s %pUl",
				   acl->owner, ntms_type_of(o->type)->name,
				   &o->guid);
	if (parts & NTMS_SECURITY_DACL)
		return ntms_access(c, o, NTMS_WRITE_DAC);
	return 0;
}

/**
 * ntms_security_set() - SetNtmsObjectSecurity
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @guid: computer, library or media pool, also the root pool
 * @type: its type, 0 if the client does not know
 * @parts: NTMS_SECURITY_..., what of @acl is meant
 * @acl: struct ntms_acl of @len bytes from the client, or NULL
 * @len: bytes of @acl
 *
 * The entries take the right to write them, which the owner has; owner and
 * group are changed by the owner and by administrators only.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_SUPPORTED (the system list), ERROR_INVALID_PARAMETER
 * (no or unknown @parts, @acl is none, there is no @type),
 * ERROR_OBJECT_NOT_FOUND (no such object, or of another type),
 * ERROR_NO_SECURITY_ON_OBJECT, ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_security_set(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *guid, u32 type, u32 parts, const void *acl,
		      u32 len)
{
	struct ntms_acl old, new, *whole;
	struct ntms_blob **list;
	struct ntms_object *o;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = check_parts(c, parts, acl, len);
	if (!err)
		err = find_list(c, guid, type, &o, &list);
	if (err)
		return err;
	memcpy(&old, (*list)->data, sizeof(old));
	memcpy(&new, acl, sizeof(new));
	err = check_rights(c, o, &old, parts);
	if (!err)
		err = ntms_txn_edit(t, o);
	if (err)
		return err;
	if (!(parts & NTMS_SECURITY_DACL)) {
		acl = (*list)->data;
		len = (*list)->len;
	}
	whole = kmemdup(acl, len, GFP_KERNEL);
	if (!whole)
		return ERROR_NOT_ENOUGH_MEMORY;
	whole->owner = parts & NTMS_SECURITY_OWNER ? new.owner : old.owner;
	whole->group = parts & NTMS_SECURITY_GROUP ? new.group : old.group;
	err = ntms_txn_set_blob(t, o, list, whole, len);
	kfree(whole);
	return err;
}
