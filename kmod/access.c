// SPDX-License-Identifier: GPL-2.0
/*
 * access.c - rights
 *
 * MS-RSMP 2.2.1.12 and 5, Appendix B note 20 (the rights of Windows Server
 * 2003 and later).  Computer, libraries and media pools bear an access
 * control list; every other object has a bearer among them.  The list is the
 * uapi's struct ntms_acl, checked once when it comes in and trusted after.
 *
 * Left out: system access control lists (auditing).
 */
#include <linux/bsearch.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

#define ACL_MAX_ENTRIES	1024
#define ACL_DEFAULTS	3	/* entries a default adds at most */

/* group that may operate libraries: Debian's "tape" */
unsigned int ntms_tape_gid = 26;

/**
 * ntms_bearer - whose access control list governs an object?
 * @m: the model
 * @o: the object
 *
 * Semantics 13.1: the pool for media, sides and logical media, the library
 * for what is in it, the computer for the rest.
 *
 * Context: model.lock is held.
 * Return: the computer, a library or a pool; NULL before there is a computer.
 */
struct ntms_object *ntms_bearer(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = NULL;

	lockdep_assert_held(&m->lock);
	switch (o->type) {
	case NTMS_TYPE_LIBRARY:
	case NTMS_TYPE_MEDIA_POOL:
		return o;
	case NTMS_TYPE_CHANGER:
	case NTMS_TYPE_DRIVE:
	case NTMS_TYPE_STORAGESLOT:
	case NTMS_TYPE_IEDOOR:
	case NTMS_TYPE_IEPORT:
		l = ntms_place(o)->library;
		break;
	case NTMS_TYPE_LIBREQUEST:
		l = ntms_librequest(o)->library;
		break;
	case NTMS_TYPE_PHYSICAL_MEDIA:
		return &ntms_physical_media(o)->pool->o;
	case NTMS_TYPE_PARTITION:
		return &ntms_partition(o)->physical_media->pool->o;
	case NTMS_TYPE_LOGICAL_MEDIA:
		return &ntms_logical_media(o)->pool->o;
	case NTMS_TYPE_UI_DESTINATION:
	case NTMS_TYPE_ATTRIBUTE:
		return ntms_bearer(m, ntms_owned(o)->owner);
	}
	if (l)
		return &l->o;
	return m->computer ? &m->computer->o : NULL;
}

/**
 * ntms_acl_of - where an object keeps its access control list
 * @bearer: object
 *
 * Return: the member, or NULL when the object is not one that has a list.
 */
struct ntms_blob **ntms_acl_of(struct ntms_object *bearer)
{
	switch (bearer->type) {
	case NTMS_TYPE_COMPUTER:
		return &ntms_computer(bearer)->acl;
	case NTMS_TYPE_LIBRARY:
		return &ntms_library(bearer)->acl;
	case NTMS_TYPE_MEDIA_POOL:
		return &ntms_media_pool(bearer)->acl;
	}
	return NULL;
}

static u32 acl_entries(const struct ntms_blob *acl)
{
	return (acl->len - sizeof(struct ntms_acl)) /
	       sizeof(struct ntms_acl_entry);
}

static int compare_gid(const void *key, const void *element)
{
	u32 a = *(const u32 *)key, b = *(const u32 *)element;

	return a < b ? -1 : a > b;
}

static bool member(const struct ntms_caller *who, u32 gid)
{
	return gid == who->gid ||
	       (who->number_of_groups &&
		bsearch(&gid, who->groups, who->number_of_groups, sizeof(gid),
			compare_gid));
}

static bool concerns(const struct ntms_acl_entry *e,
		     const struct ntms_caller *who)
{
	switch (e->who) {
	case NTMS_ACL_EVERYONE:
		return true;
	case NTMS_ACL_UID:
		return e->id == who->uid;
	case NTMS_ACL_GID:
		return member(who, e->id);
	}
	return false;
}

/* which of @rights does a list of @len bytes not give to @who? */
static u32 missing_in(const struct ntms_caller *who, const struct ntms_acl *acl,
		      size_t len, u32 rights)
{
	u32 open = rights, denied = 0, n;
	const struct ntms_acl_entry *e;

	if (len < sizeof(*acl))
		return rights;
	n = (len - sizeof(*acl)) / sizeof(*e);
	if (acl->owner == who->uid)
		open &= ~(NTMS_READ_CONTROL | NTMS_WRITE_DAC);
	for (e = acl->entries; n && open; n--, e++) {
		if (!(e->rights & open) || !concerns(e, who))
			continue;
		if (e->kind == NTMS_ACL_DENY)
			denied |= e->rights & open;
		open &= ~e->rights;
	}
	return open | denied;
}

/* which of @rights does the list of @bearer not give to @who? */
static u32 missing(const struct ntms_caller *who,
		   const struct ntms_object *bearer, u32 rights)
{
	struct ntms_blob **blob = ntms_acl_of((struct ntms_object *)bearer);

	if (!blob || !*blob)
		return rights;
	return missing_in(who, (const struct ntms_acl *)(*blob)->data,
			  (*blob)->len, rights);
}

/**
 * ntms_bearer_acl - the list that governs an object
 * @m: the model
 * @o: the object
 *
 * Context: model.lock is held.
 * Return: the list, or NULL when there is none.
 */
const struct ntms_blob *ntms_bearer_acl(struct ntms_model *m,
					struct ntms_object *o)
{
	struct ntms_object *bearer = ntms_bearer(m, o);
	struct ntms_blob **blob = bearer ? ntms_acl_of(bearer) : NULL;

	return blob ? *blob : NULL;
}

/**
 * ntms_acl_permits - does a list give rights to someone?
 * @who: whom
 * @acl: list that ntms_acl_check() found good, aligned
 * @len: bytes of @acl, 0 for none
 * @rights: NTMS_USE_ACCESS and so on, all of them are wanted
 *
 * As ntms_permitted(), for a list that was taken down.
 * Context: any.
 */
bool ntms_acl_permits(const struct ntms_caller *who, const void *acl,
		      size_t len, u32 rights)
{
	return who->admin || !missing_in(who, acl, len, rights);
}

/**
 * ntms_permitted - does someone have rights on a bearer?
 * @who: whom
 * @bearer: computer, library or pool
 * @rights: NTMS_USE_ACCESS and so on, all of them are wanted
 *
 * Entries are read in order, each right is settled by the first entry that
 * names it and concerns @who.  The owner may always read and write the list,
 * an administrator everything (semantics 13.2, 13.3).
 *
 * Context: model.lock is held.
 * Return: true when all of @rights are given.
 */
bool ntms_permitted(const struct ntms_caller *who,
		    const struct ntms_object *bearer, u32 rights)
{
	return who->admin || !missing(who, bearer, rights);
}

static const char *right_name(u32 rights)
{
	if (rights & NTMS_USE_ACCESS)
		return "use";
	if (rights & NTMS_MODIFY_ACCESS)
		return "modify";
	if (rights & NTMS_CONTROL_ACCESS)
		return "control";
	if (rights & NTMS_READ_CONTROL)
		return "read-control";
	return "write-dac";
}

/**
 * ntms_access - may the caller do this?
 * @c: the request, takes the reason of a refusal
 * @o: any object; its bearer decides
 * @rights: NTMS_USE_ACCESS and so on, all of them are needed
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_ACCESS_DENIED when one of @rights is missing.
 */
u32 ntms_access(struct ntms_call *c, struct ntms_object *o, u32 rights)
{
	const struct ntms_caller *who = &c->s->caller;
	struct ntms_object *bearer;
	char name[16];
	u32 lack;

	if (who->admin)
		return 0;
	bearer = ntms_bearer(c->m, o);
	lack = bearer ? missing(who, bearer, rights) : rights;
	if (!lack)
		return 0;
	if (!bearer || bearer->type == NTMS_TYPE_COMPUTER)
		return ntms_refuse(c, ERROR_ACCESS_DENIED,
				   "user %u lacks the %s right on the computer",
				   who->uid, right_name(lack));
	return ntms_refuse(c, ERROR_ACCESS_DENIED,
			   "user %u lacks the %s right on %s %s",
			   who->uid, right_name(lack),
			   bearer->type == NTMS_TYPE_LIBRARY ? "library" : "pool",
			   ntms_display_name(bearer, name));
}

/**
 * ntms_acl_check - is this an access control list?
 * @data: bytes from a client or from the store
 * @len: number of bytes
 *
 * Context: any.
 * Return: 0, or ERROR_INVALID_PARAMETER when the length does not fit, an
 * entry is of an unknown kind, names a right that does not exist or gives an
 * id to everyone, or there are more than 1024 entries.
 */
u32 ntms_acl_check(const void *data, size_t len)
{
	const u8 *p = data + sizeof(struct ntms_acl);
	struct ntms_acl_entry e;

	if (len < sizeof(struct ntms_acl))
		return ERROR_INVALID_PARAMETER;
	len -= sizeof(struct ntms_acl);
	if (len % sizeof(e) || len / sizeof(e) > ACL_MAX_ENTRIES)
		return ERROR_INVALID_PARAMETER;
	for (; len; len -= sizeof(e), p += sizeof(e)) {
		memcpy(&e, p, sizeof(e));
		if (e.kind > NTMS_ACL_DENY || e.who > NTMS_ACL_GID ||
		    (e.who == NTMS_ACL_EVERYONE && e.id) ||
		    e.rights & ~NTMS_ALL_ACCESS)
			return ERROR_INVALID_PARAMETER;
	}
	return 0;
}

static void allow(struct ntms_acl_entry **e, u16 who, u32 id, u32 rights)
{
	**e = (struct ntms_acl_entry) {
		.kind = NTMS_ACL_ALLOW, .who = who, .id = id, .rights = rights,
	};
	(*e)++;
}

/* decision A-15: what the computer, libraries and system pools begin with */
static void system_default(struct ntms_acl_entry **e,
			   const struct ntms_object *o)
{
	const u32 operate = NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS;

	allow(e, NTMS_ACL_EVERYONE, 0, NTMS_USE_ACCESS);
	if (o->type == NTMS_TYPE_COMPUTER) {
		allow(e, NTMS_ACL_GID, ntms_tape_gid, operate);
		allow(e, NTMS_ACL_UID, 0, NTMS_ALL_ACCESS);
	} else if (o->type == NTMS_TYPE_MEDIA_POOL &&
		   container_of(o, struct ntms_media_pool, o)->pool_type ==
		   NTMS_POOLTYPE_UNKNOWN) {
		allow(e, NTMS_ACL_GID, ntms_tape_gid, NTMS_CONTROL_ACCESS);
	} else {
		allow(e, NTMS_ACL_GID, ntms_tape_gid,
		      operate | NTMS_CONTROL_ACCESS);
	}
}

/* semantics 13.4: creator and root, then what the parent gives others */
static void pool_default(struct ntms_acl_entry **e, u32 creator,
			 const struct ntms_blob *parent)
{
	const struct ntms_acl_entry *inherited;
	const struct ntms_acl *acl;
	u32 n;

	allow(e, NTMS_ACL_UID, creator, NTMS_ALL_ACCESS);
	if (creator)
		allow(e, NTMS_ACL_UID, 0, NTMS_ALL_ACCESS);
	if (!parent)
		return;
	acl = (const struct ntms_acl *)parent->data;
	for (n = acl_entries(parent), inherited = acl->entries; n;
	     n--, inherited++) {
		/* settled above already, do not let the list grow with depth */
		if (inherited->who == NTMS_ACL_UID &&
		    (!inherited->id || inherited->id == creator))
			continue;
		*(*e)++ = *inherited;
	}
}

/**
 * ntms_acl_default - give a new bearer the rights it begins with
 * @t: the transaction in which @o was inserted
 * @o: computer, library or pool, with its pool type set
 * @creator: who made the pool, NULL for what the system makes
 * @parent: pool above an application pool whose entries are inherited, NULL
 *	when that is the root
 *
 * Decision A-15; application pools: semantics 13.4, CreateNtmsMediaPool.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_acl_default(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_caller *creator,
		     struct ntms_object *parent)
{
	const struct ntms_blob *above = parent ? *ntms_acl_of(parent) : NULL;
	struct ntms_acl_entry *e;
	struct ntms_acl *acl;
	u32 err;

	lockdep_assert_held_write(&t->model->lock);
	acl = kzalloc(struct_size(acl, entries, ACL_DEFAULTS +
				  (above ? acl_entries(above) : 0)),
		      GFP_KERNEL);
	if (!acl)
		return ERROR_NOT_ENOUGH_MEMORY;
	e = acl->entries;
	if (o->type == NTMS_TYPE_MEDIA_POOL &&
	    ntms_media_pool(o)->pool_type == NTMS_POOLTYPE_APPLICATION) {
		acl->owner = creator ? creator->uid : 0;
		acl->group = creator ? creator->gid : 0;
		pool_default(&e, acl->owner, above);
	} else {
		system_default(&e, o);
	}
	err = ntms_txn_set_blob(t, o, ntms_acl_of(o), acl, (void *)e - (void *)acl);
	kfree(acl);
	return err;
}
