// SPDX-License-Identifier: GPL-2.0
/*
 * mediatype.c - which library holds which types of media
 *
 * MS-RSMP 3.2.5.2.2.15 and .16, semantics 4.2 and 4.9.  A library has a list
 * of the types it can hold.  As long as a type is in a list, or there is a
 * medium of it, it has a pool below each of Free, Import and Unrecognized.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

static guid_t *types_of(const struct ntms_library *l, u32 *count)
{
	*count = l->media_types ? l->media_types->len / sizeof(guid_t) : 0;
	return l->media_types ? (guid_t *)l->media_types->data : NULL;
}

/* where a type is in the list of a library, or behind its end */
static u32 position(const struct ntms_library *l,
		    const struct ntms_media_type *type)
{
	const guid_t *types;
	u32 count, i;

	types = types_of(l, &count);
	for (i = 0; i < count; i++)
		if (!memcmp(&types[i], &type->o.guid, sizeof(guid_t)))
			break;
	return i;
}

/**
 * ntms_library_takes - can a library hold media of a type?
 * @l: library
 * @type: media type
 *
 * Context: model.lock is held.
 */
bool ntms_library_takes(const struct ntms_library *l,
			const struct ntms_media_type *type)
{
	u32 count;

	types_of(l, &count);
	return position(l, type) < count;
}

/* the list with one type less, or with one more at its end */
static u32 write_types(struct ntms_txn *t, struct ntms_library *l, u32 without,
		       const struct ntms_media_type *more)
{
	const guid_t *old;
	u32 count, n = 0, i, err;
	guid_t *types;

	old = types_of(l, &count);
	types = kmalloc_array(count + 1, sizeof(*types), GFP_KERNEL);
	if (!types)
		return ERROR_NOT_ENOUGH_MEMORY;
	for (i = 0; i < count; i++)
		if (i != without)
			memcpy(&types[n++], &old[i], sizeof(*types));
	if (more)
		memcpy(&types[n++], &more->o.guid, sizeof(*types));
	err = ntms_txn_edit(t, &l->o);
	if (!err)
		err = ntms_txn_set_blob(t, &l->o, &l->media_types, types,
					n * sizeof(*types));
	kfree(types);
	return err;
}

/**
 * ntms_library_take - a library can hold media of a type from now on
 * @t: transaction
 * @l: library
 * @type: media type
 *
 * Makes the pools of the system that are missing as well.  Not twice for one
 * type in one transaction.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_library_take(struct ntms_txn *t, struct ntms_library *l,
		      struct ntms_media_type *type)
{
	u32 err = 0;

	lockdep_assert_held_write(&t->model->lock);
	if (!ntms_library_takes(l, type))
		err = write_types(t, l, U32_MAX, type);
	return err ?: ntms_system_pools(t, type);
}

static u32 find(struct ntms_call *c, const guid_t *media_type,
		const guid_t *library, struct ntms_media_type **type,
		struct ntms_library **l)
{
	if (guid_is_null(media_type) || guid_is_null(library))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the media type or the library is missing");
	*l = ntms_library(ntms_find_type(c->m, library, NTMS_TYPE_LIBRARY));
	if (!*l)
		return ntms_refuse(c, ERROR_INVALID_LIBRARY,
				   "there is no library %pUl", library);
	*type = ntms_media_type(ntms_find_type(c->m, media_type,
					       NTMS_TYPE_MEDIA_TYPE));
	if (!*type)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no media type %pUl", media_type);
	return ntms_access(c, &(*l)->o, NTMS_MODIFY_ACCESS);
}

/**
 * ntms_media_type_add - AddNtmsMediaType
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media_type: from the catalogue
 * @library: that can hold media of it
 *
 * MS-RSMP 3.2.5.2.2.15.  If the library can already, the pools of the system
 * for the type are made if they are missing.  Takes the modify right on the
 * library.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (a GUID is null),
 * ERROR_INVALID_LIBRARY, ERROR_INVALID_MEDIA (no such media type),
 * ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED, ERROR_LIBRARY_OFFLINE (not
 * present, or the library of offline media), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_type_add(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *media_type, const guid_t *library)
{
	struct ntms_media_type *type;
	struct ntms_library *l;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = find(c, media_type, library, &type, &l);
	if (err)
		return err;
	if (!l->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "library %s is disabled, enable it first",
				   l->o.name ?: "");
	if (l == c->m->offline || l->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "library %s is not connected",
				   l->o.name ?: "");
	return ntms_library_take(t, l, type);
}

static bool holds(const struct ntms_library *l,
		  const struct ntms_media_type *type)
{
	struct ntms_shelf *s;

	if (!l->shelves.next)
		return false;
	list_for_each_entry(s, &l->shelves, in_library)
		if (s->count && s->pool->media_type == type)
			return true;
	return false;
}

/* does anything of a type exist, besides what @but can hold? */
static bool in_use(struct ntms_model *m, const struct ntms_media_type *type,
		   const struct ntms_library *but)
{
	struct ntms_object *o;
	u32 id;

	ntms_for_each(m, NTMS_TYPE_LIBRARY, id, o)
		if (holds(ntms_library(o), type) ||
		    (ntms_library(o) != but &&
		     ntms_library_takes(ntms_library(o), type)))
			return true;
	return false;
}

static u32 delete_pools(struct ntms_txn *t, const struct ntms_media_type *type)
{
	struct ntms_model *m = t->model;
	struct ntms_media_pool *containers[] = {
		m->free, m->import, m->unrecognized,
	};
	struct ntms_media_pool *pool;
	u32 i, err = 0;

	for (i = 0; !err && i < ARRAY_SIZE(containers); i++) {
		pool = ntms_system_pool(containers[i], type);
		if (!pool)
			continue;
		err = ntms_txn_touch(t, &containers[i]->o);
		if (!err)
			err = ntms_txn_delete(t, &pool->o);
	}
	return err;
}

/**
 * ntms_media_type_delete - DeleteNtmsMediaType
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media_type: from the catalogue
 * @library: that cannot hold media of it any more
 *
 * MS-RSMP 3.2.5.2.2.16.  When no library can and there is no medium of the
 * type, the pools of the system for it are deleted.  Takes the modify right on
 * the library.  A type that the library could not hold anyway is no error, as
 * one that it can hold already is none when it is added.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (a GUID is null),
 * ERROR_INVALID_LIBRARY, ERROR_INVALID_MEDIA (no such media type),
 * ERROR_ACCESS_DENIED, ERROR_NOT_EMPTY (the library has media of the type),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_type_delete(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *media_type, const guid_t *library)
{
	struct ntms_media_type *type;
	struct ntms_library *l;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = find(c, media_type, library, &type, &l);
	if (err)
		return err;
	if (holds(l, type))
		return ntms_refuse(c, ERROR_NOT_EMPTY,
				   "library %s holds media of type %s, take them out first",
				   l->o.name ?: "", type->o.name);
	if (ntms_library_takes(l, type))
		err = write_types(t, l, position(l, type), NULL);
	if (!err && !in_use(c->m, type, l))
		err = delete_pools(t, type);
	return err;
}
