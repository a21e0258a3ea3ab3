// SPDX-License-Identifier: GPL-2.0
/*
 * list.c - objects of a type
 *
 * Objects come and go while they are read: an enumeration that grew is
 * repeated, and an object that is gone when its record is asked for is left
 * out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rsm.h"

#define ROOM	64	/* identifiers that are asked for at first */

static DWORD enumerate(struct rsm *rsm, const NTMS_GUID *container, DWORD type,
		       NTMS_GUID **ids, DWORD *count)
{
	NTMS_GUID where = container ? *container : (NTMS_GUID)NTMS_NULLGUID;
	DWORD room = ROOM, code;

	*ids = NULL;
	do {
		*ids = xrealloc(*ids, room, sizeof(**ids));
		*count = room;
		code = EnumerateNtmsObject(rsm->session, container ? &where : NULL, *ids, count,
					   type, NTMS_ENUM_DEFAULT);
		room = *count > room ? *count + ROOM : 2 * room;
	} while (code == ERROR_INSUFFICIENT_BUFFER);
	if (code) {
		free(*ids);
		*ids = NULL;
	}
	return code;
}

static void append(struct list *list, struct object *object)
{
	if ((list->count & (list->count - 1)) == 0)
		list->items = xrealloc(list->items, list->count ? 2 * list->count : 1,
				       sizeof(*list->items));
	list->items[list->count++] = object;
}

static int compare(const void *a, const void *b)
{
	const struct object *const *x = a, *const *y = b;

	return memcmp(&(*x)->id, &(*y)->id, sizeof((*x)->id));
}

static void make_index(struct list *list)
{
	free(list->index);
	list->index = xcalloc(list->count, sizeof(*list->index));
	if (!list->count)
		return;
	memcpy(list->index, list->items, list->count * sizeof(*list->index));
	qsort(list->index, list->count, sizeof(*list->index), compare);
}

static void set_path(struct object *pool, const struct object *parent)
{
	char *path;

	if (!parent)
		return;
	pool->depth = parent->depth + 1;
	if (asprintf(&path, "%s\\%s", parent->name, pool->name) < 0)
		return;
	free(pool->name);
	free(pool->shown);
	pool->name = path;
	pool->shown = text_clean(path);
}

/* All pools are read with the pools in them; deep tells whether this is meant. */
static DWORD load(struct rsm *rsm, const NTMS_GUID *container, DWORD type, bool deep,
		  const struct object *parent, struct list *list)
{
	struct object *object;
	NTMS_GUID *ids;
	DWORD count, i, code;

	code = enumerate(rsm, container, type, &ids, &count);
	for (i = 0; !code && i < count; i++) {
		code = object_get(rsm, &ids[i], type, &object);
		if (code == ERROR_OBJECT_NOT_FOUND) {
			code = ERROR_SUCCESS;
			continue;
		}
		if (code)
			break;
		set_path(object, parent);
		append(list, object);
		if (deep && object->info.Info.MediaPool.dwNumberOfMediaPools)
			code = load(rsm, &ids[i], type, deep, object, list);
	}
	free(ids);
	return code;
}

/**
 * list_load() - read the objects in a container
 * @rsm:	the run
 * @container:	the container, NULL for the whole system
 * @type:	which objects
 * @list:	receives them, for list_free(); is empty before
 *
 * Pools are named by their path.  Without a container they are read with all
 * pools in them, each before those in it.
 *
 * Return: ERROR_SUCCESS, or what a call failed with; @list is empty then.
 */
DWORD list_load(struct rsm *rsm, const NTMS_GUID *container, DWORD type, struct list *list)
{
	const struct object *parent = NULL;
	DWORD code;

	memset(list, 0, sizeof(*list));
	if (type == NTMS_MEDIA_POOL && container)
		parent = list_find(rsm, type, container);
	code = load(rsm, container, type, type == NTMS_MEDIA_POOL && !container, parent, list);
	if (code)
		list_free(list);
	else
		make_index(list);
	return code;
}

/**
 * list_all() - get all objects of a type
 * @rsm:	the run
 * @type:	which objects
 * @list:	receives them; they belong to @rsm
 *
 * They are read once.
 *
 * Return: ERROR_SUCCESS, or what a call failed with.
 */
DWORD list_all(struct rsm *rsm, DWORD type, const struct list **list)
{
	struct list *new;
	DWORD code;

	if (!rsm->lists[type]) {
		new = xcalloc(1, sizeof(*new));
		code = list_load(rsm, NULL, type, new);
		if (code) {
			free(new);
			return code;
		}
		rsm->lists[type] = new;
	}
	*list = rsm->lists[type];
	return ERROR_SUCCESS;
}

/**
 * list_free() - forget the objects of a list
 * @list:	the list
 */
void list_free(struct list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		object_free(list->items[i]);
	free(list->items);
	free(list->index);
	memset(list, 0, sizeof(*list));
}

/**
 * list_forget() - forget all that list_all() has read
 * @rsm:	the run
 */
void list_forget(struct rsm *rsm)
{
	size_t i;

	for (i = 0; i < NTMS_NUMBER_OF_OBJECT_TYPES; i++) {
		if (!rsm->lists[i])
			continue;
		list_free(rsm->lists[i]);
		free(rsm->lists[i]);
		rsm->lists[i] = NULL;
	}
}

/**
 * list_find() - find an object by its identifier
 * @rsm:	the run
 * @type:	its type
 * @id:		its identifier
 *
 * Return: the object, which belongs to @rsm; NULL if there is none or the
 * objects cannot be read.
 */
const struct object *list_find(struct rsm *rsm, DWORD type, const NTMS_GUID *id)
{
	const struct list *list;
	struct object key, *at = &key, **found;

	if (guid_null(id) || type >= NTMS_NUMBER_OF_OBJECT_TYPES || list_all(rsm, type, &list))
		return NULL;
	key.id = *id;
	found = bsearch(&at, list->index, list->count, sizeof(*list->index), compare);
	return found ? *found : NULL;
}

/**
 * list_name() - tell the name of an object
 * @rsm:	the run
 * @type:	its type
 * @id:		its identifier
 *
 * Return: its name, "-" for the null identifier, the digits of @id if the
 * object is not known; valid until the fourth call after this.
 */
const char *list_name(struct rsm *rsm, DWORD type, const NTMS_GUID *id)
{
	static char digits[4][GUID_TEXT];
	static unsigned int turn;
	const struct object *object;

	if (guid_null(id))
		return "-";
	object = list_find(rsm, type, id);
	if (object && object->shown[0])
		return object->shown;
	return guid_text(id, digits[turn++ % 4]);
}
