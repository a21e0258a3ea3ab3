// SPDX-License-Identifier: GPL-2.0
/*
 * pool.c - media pools: names, making, deleting
 *
 * MS-RSMP 3.2.5.2.2.9 to .12 and .14; semantics 4; decisions,
 * Media go from one to another in transfer.c.  A name is a path whose components are separated by
 * backslashes; a leading one may be left out.
 */
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

/* the path without its leading backslash, when all components are names */
static u32 path_check(struct ntms_call *c, const char **path)
{
	const char *p, *end;
	u32 err;
	int n;

	if (!*path)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the name of the pool is missing");
	if (**path == '\\')
		(*path)++;
	n = ntms_text_units(*path, strlen(*path));
	if (n > NTMS_PATH_UNITS)
		return ntms_refuse(c, ERROR_INVALID_NAME,
				   "the path has %d characters, %d are the most",
				   n, NTMS_PATH_UNITS);
	for (p = *path;; p = end + 1) {
		end = strchrnul(p, '\\');
		err = ntms_name_check(c, p, end - p);
		if (err || !*end)
			return err;
	}
}

/*
 * Follow @path from the root.  Returns the pool, or NULL with *@parent the
 * pool above the component *@missing that does not exist.
 */
static struct ntms_media_pool *follow(struct ntms_model *m, const char *path,
				      struct ntms_media_pool **parent,
				      const char **missing)
{
	struct ntms_media_pool *pool = m->root;
	const char *p = path, *end;

	for (;; p = end + 1) {
		end = strchrnul(p, '\\');
		*parent = pool;
		*missing = p;
		pool = ntms_pool_child(pool, p, end - p);
		if (!pool || !*end)
			return pool;
	}
}

/* may @parent have a pool @name below it that an application makes? */
static u32 parent_check(struct ntms_call *c, struct ntms_media_pool *parent,
			const char *name)
{
	if (strchr(name, '\\'))
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "pool %.*s does not exist, create it first",
				   (int)(strchr(name, '\\') - name), name);
	if (parent != c->m->root &&
	    parent->pool_type != NTMS_POOLTYPE_APPLICATION)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "pool %s belongs to the system, name a pool outside of it",
				   parent->o.name);
	if (parent->media_type)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "pool %s holds media and cannot hold pools",
				   parent->o.name);
	return 0;
}

static u32 insert_pool(struct ntms_call *c, struct ntms_txn *t,
		       struct ntms_media_pool *parent, const char *name,
		       struct ntms_media_type *type, const void *acl,
		       u32 acl_len, guid_t *guid)
{
	struct ntms_media_pool *pool;
	struct ntms_object *o;
	u32 err;

	err = ntms_txn_insert(t, NTMS_TYPE_MEDIA_POOL, NULL, &o);
	if (err)
		return err;
	pool = ntms_media_pool(o);
	pool->parent = parent;
	pool->media_type = type;
	pool->pool_type = NTMS_POOLTYPE_APPLICATION;
	pool->max_allocates = NTMS_UNLIMITED;
	guid_copy(guid, &o->guid);
	err = ntms_txn_set_text(t, o, &o->name, name);
	if (!err && acl)
		err = ntms_txn_set_blob(t, o, &pool->acl, acl, acl_len);
	else if (!err)
		err = ntms_acl_default(t, o, &c->s->caller,
				       parent == c->m->root ? NULL : &parent->o);
	if (!err)
		err = ntms_txn_touch(t, &parent->o);
	return err;
}

static u32 create(struct ntms_call *c, struct ntms_txn *t,
		  struct ntms_media_pool *parent, const char *name,
		  const guid_t *media_type, const void *acl, u32 acl_len,
		  guid_t *pool)
{
	struct ntms_object *type = NULL;
	u32 err;

	if (acl && ntms_acl_check(acl, acl_len))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the access control list is malformed");

	err = parent_check(c, parent, name);
	if (err)
		return err;
	if (media_type && !guid_is_null(media_type)) {
		type = ntms_find_type(c->m, media_type, NTMS_TYPE_MEDIA_TYPE);
		if (!type)
			return ntms_refuse(c, ERROR_INVALID_MEDIA,
					   "there is no media type %pUl",
					   media_type);
	}
	err = ntms_access(c, &c->m->root->o, NTMS_CONTROL_ACCESS);
	if (!err && parent != c->m->root)
		err = ntms_access(c, &parent->o, NTMS_CONTROL_ACCESS);
	if (err)
		return err;
	return insert_pool(c, t, parent, name, ntms_media_type(type), acl,
			   acl_len, pool);
}

/**
 * ntms_pool_create - CreateNtmsMediaPool
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @path: name of the pool, components separated by backslashes
 * @media_type: what the pool will hold; NULL or null for a pool of pools
 * @action: NTMS_OPEN_EXISTING, NTMS_CREATE_NEW or NTMS_OPEN_ALWAYS
 * @acl: rights of a new pool, or NULL for those of semantics 13.4
 * @acl_len: bytes of @acl
 * @pool: out: the pool
 *
 * MS-RSMP 3.2.5.2.2.9, semantics 4.6.  Each level is made by a call of its
 * own.  Opening takes the use right on the pool and ignores @media_type and
 * @acl; making one takes the control right on the root and on the parent.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (no @path, unknown @action, @acl
 * malformed), ERROR_INVALID_NAME (a component is empty, too long or has
 * control characters), ERROR_ALREADY_EXISTS (NTMS_CREATE_NEW of a pool that
 * exists), ERROR_OBJECT_NOT_FOUND (NTMS_OPEN_EXISTING of one that does not;
 * the parent does not exist, belongs to the system or holds media),
 * ERROR_INVALID_MEDIA (unknown @media_type), ERROR_ACCESS_DENIED,
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_pool_create(struct ntms_call *c, struct ntms_txn *t, const char *path,
		     const guid_t *media_type, u32 action, const void *acl,
		     u32 acl_len, guid_t *pool)
{
	struct ntms_media_pool *found, *parent;
	const char *missing;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (action < NTMS_OPEN_EXISTING || action > NTMS_OPEN_ALWAYS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no action %u", action);
	err = path_check(c, &path);
	if (err)
		return err;
	found = follow(c->m, path, &parent, &missing);
	if (found && action == NTMS_CREATE_NEW)
		return ntms_refuse(c, ERROR_ALREADY_EXISTS,
				   "pool %s exists already", path);
	if (found) {
		guid_copy(pool, &found->o.guid);
		return ntms_access(c, &found->o, NTMS_USE_ACCESS);
	}
	if (action == NTMS_OPEN_EXISTING)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no pool %s", path);
	return create(c, t, parent, missing, media_type, acl, acl_len, pool);
}

static struct ntms_media_pool *find_pool(struct ntms_call *c,
					 const guid_t *guid)
{
	return ntms_media_pool(ntms_find_type(c->m, guid,
					      NTMS_TYPE_MEDIA_POOL));
}

static u32 no_pool(struct ntms_call *c, const guid_t *guid)
{
	return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL, "there is no pool %pUl",
			   guid);
}

/**
 * ntms_pool_delete - DeleteNtmsMediaPool
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @pool: an empty application pool
 *
 * MS-RSMP 3.2.5.2.2.14, semantics 4.7.  Takes the modify right on the pool.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@pool is null),
 * ERROR_INVALID_MEDIA_POOL (unknown, or the system's), ERROR_ACCESS_DENIED,
 * ERROR_NOT_EMPTY (it holds media or pools),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_pool_delete(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *pool)
{
	struct ntms_media_pool *p;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (guid_is_null(pool))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the pool is missing");
	p = find_pool(c, pool);
	if (!p)
		return no_pool(c, pool);
	if (p->pool_type != NTMS_POOLTYPE_APPLICATION)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "pool %s belongs to the system",
				   p->o.name ?: "(root)");
	err = ntms_access(c, &p->o, NTMS_MODIFY_ACCESS);
	if (err)
		return err;
	if (p->number_of_children || p->media || p->number_of_logical)
		return ntms_refuse(c, ERROR_NOT_EMPTY,
				   "pool %s holds %u media and %u pools, move or delete them first",
				   p->o.name, p->media, p->number_of_children);
	err = ntms_txn_touch(t, &p->parent->o);
	return err ?: ntms_txn_delete(t, &p->o);
}

/**
 * ntms_pool_path - GetNtmsMediaPoolName
 * @c: the request, takes the reason of a refusal
 * @pool: any pool
 * @buf: out: components joined by backslashes, without a leading one
 * @size: bytes of @buf
 *
 * MS-RSMP 3.2.5.2.2.11, semantics 4.8, decision A-38.  Takes the use right on
 * the pool.
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_INVALID_MEDIA_POOL (unknown), ERROR_ACCESS_DENIED,
 * ERROR_INVALID_NAME (longer than @size, which no path is that the module
 * accepted for 3 * NTMS_PATH_UNITS + 1).
 */
u32 ntms_pool_path(struct ntms_call *c, const guid_t *pool, char *buf,
		   size_t size)
{
	struct ntms_media_pool *p, *leaf;
	size_t len, at = size - 1;
	bool top;
	u32 err;

	lockdep_assert_held(&c->m->lock);
	leaf = find_pool(c, pool);
	if (!leaf)
		return no_pool(c, pool);
	err = ntms_access(c, &leaf->o, NTMS_USE_ACCESS);
	if (err)
		return err;
	/* from the end of the buffer towards its beginning */
	buf[at] = 0;
	for (p = leaf; p->parent; p = p->parent) {
		len = strlen(p->o.name);
		top = !p->parent->parent;
		if (len + !top > at)
			return ntms_refuse(c, ERROR_INVALID_NAME,
					   "the path of pool %s is too long",
					   leaf->o.name);
		at -= len;
		memcpy(buf + at, p->o.name, len);
		if (!top)
			buf[--at] = '\\';
	}
	memmove(buf, buf + at, size - at);
	return 0;
}
