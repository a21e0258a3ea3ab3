// SPDX-License-Identifier: GPL-2.0
/*
 * resolve.c - from what an operator types to an object
 *
 * "guid:" goes before an identifier and "name:" before a name; without either
 * 32 hexadecimal digits are an identifier and everything else a name.  Names
 * are compared as they are.  Where no object has the name, the bar code of a
 * medium, the device of a drive and the number of a slot, drive or port serve
 * as one, and a medium stands for its sides and their logical media.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"

#define SHOWN	20	/* candidates that are listed */

struct matches {
	const struct object **items;
	size_t count;
};

static const char *const type_names[NTMS_NUMBER_OF_OBJECT_TYPES] = {
	[NTMS_CHANGER]		= "changer",
	[NTMS_CHANGER_TYPE]	= "changer type",
	[NTMS_COMPUTER]		= "computer",
	[NTMS_DRIVE]		= "drive",
	[NTMS_DRIVE_TYPE]	= "drive type",
	[NTMS_IEDOOR]		= "door",
	[NTMS_IEPORT]		= "port",
	[NTMS_LIBRARY]		= "library",
	[NTMS_LIBREQUEST]	= "library request",
	[NTMS_LOGICAL_MEDIA]	= "logical medium",
	[NTMS_MEDIA_POOL]	= "media pool",
	[NTMS_MEDIA_TYPE]	= "media type",
	[NTMS_PARTITION]	= "side",
	[NTMS_PHYSICAL_MEDIA]	= "physical medium",
	[NTMS_STORAGESLOT]	= "slot",
	[NTMS_OPREQUEST]	= "operator request",
};

/**
 * resolve_type() - tell people what a type of object is called
 * @type:	NtmsObjectsTypes
 *
 * Return: "logical medium", "slot", ...
 */
const char *resolve_type(DWORD type)
{
	return type < NTMS_NUMBER_OF_OBJECT_TYPES && type_names[type] ? type_names[type] :
									"object";
}

static void match(struct matches *matches, const struct object *object)
{
	size_t i;

	for (i = 0; i < matches->count; i++)
		if (matches->items[i] == object)
			return;
	matches->items = xrealloc(matches->items, matches->count + 1, sizeof(*matches->items));
	matches->items[matches->count++] = object;
}

/* The library that an object is in, NULL for objects that are in none. */
static const NTMS_GUID *library_of(const struct object *object)
{
	switch (object->type) {
	case NTMS_DRIVE:
		return &object->info.Info.Drive.Library;
	case NTMS_CHANGER:
		return &object->info.Info.Changer.Library;
	case NTMS_STORAGESLOT:
		return &object->info.Info.StorageSlot.Library;
	case NTMS_IEPORT:
		return &object->info.Info.IEPort.Library;
	case NTMS_IEDOOR:
		return &object->info.Info.IEDoor.Library;
	case NTMS_PHYSICAL_MEDIA:
		return &object->info.Info.PhysicalMedia.CurrentLibrary;
	default:
		return NULL;
	}
}

static bool in_library(const struct object *object, const NTMS_GUID *library)
{
	const NTMS_GUID *own = library_of(object);

	return !library || !own || guid_equal(own, library);
}

static bool named(const struct object *object, const char *name)
{
	/* A pool may be named with a leading backslash. */
	if (object->type == NTMS_MEDIA_POOL && *name == '\\')
		name++;
	return !strcmp(object->name, name);
}

static bool text_is(const WCHAR *text, size_t count, const char *name)
{
	char *utf8 = text_utf8(text, count);
	bool same = utf8[0] && !strcmp(utf8, name);

	free(utf8);
	return same;
}

static bool number_is(DWORD number, const char *name)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	return !strcmp(text, name);
}

/* What else may serve as a name. */
static bool known_as(const struct object *object, const char *name)
{
	switch (object->type) {
	case NTMS_PHYSICAL_MEDIA:
		return text_is(object->info.Info.PhysicalMedia.szBarCode, NTMS_BARCODE_LENGTH,
			       name);
	case NTMS_DRIVE:
		return text_is(object->info.Info.Drive.szDeviceName, NTMS_DEVICENAME_LENGTH,
			       name) || number_is(object->info.Info.Drive.Number, name);
	case NTMS_CHANGER:
		return text_is(object->info.Info.Changer.szDeviceName, NTMS_DEVICENAME_LENGTH,
			       name) || number_is(object->info.Info.Changer.Number, name);
	case NTMS_STORAGESLOT:
		return number_is(object->info.Info.StorageSlot.Number, name);
	case NTMS_IEPORT:
		return number_is(object->info.Info.IEPort.Number, name);
	default:
		return false;
	}
}

static DWORD search(struct rsm *rsm, DWORD type, const char *name, const NTMS_GUID *library,
		    struct matches *matches)
{
	bool (*const tests[])(const struct object *, const char *) = { named, known_as };
	const struct list *list;
	size_t t, i;
	DWORD code = list_all(rsm, type, &list);

	for (t = 0; !code && t < 2 && !matches->count; t++)
		for (i = 0; i < list->count; i++)
			if (in_library(list->items[i], library) && tests[t](list->items[i], name))
				match(matches, list->items[i]);
	return code;
}

/* A medium stands for its sides, and these for the logical media on them. */
static DWORD search_sides(struct rsm *rsm, DWORD type, const char *name,
			  struct matches *matches)
{
	const NTMS_PARTITIONINFORMATIONW *side;
	struct matches media = { NULL, 0 };
	const struct list *sides;
	const struct object *found;
	size_t i, m;
	DWORD code;

	code = search(rsm, NTMS_PHYSICAL_MEDIA, name, NULL, &media);
	if (!code)
		code = list_all(rsm, NTMS_PARTITION, &sides);
	for (i = 0; !code && i < sides->count; i++) {
		side = &sides->items[i]->info.Info.Partition;
		found = type == NTMS_PARTITION ? sides->items[i] :
			list_find(rsm, type, &side->LogicalMedia);
		for (m = 0; found && m < media.count; m++)
			if (guid_equal(&side->PhysicalMedia, &media.items[m]->id))
				match(matches, found);
		if (found && type == NTMS_LOGICAL_MEDIA && named(sides->items[i], name))
			match(matches, found);
	}
	free(media.items);
	return code;
}

static int not_found(struct rsm *rsm, const DWORD *types, const char *name,
		     const NTMS_GUID *library)
{
	char *on = NULL, *hint = NULL;
	int ret;

	if (asprintf(&on, "%s %s%s%s", types[1] ? "container" : type_names[types[0]], name,
		     library ? ", in library " : "",
		     library ? list_name(rsm, NTMS_LIBRARY, library) : "") < 0)
		on = NULL;
	if (asprintf(&hint, "rsm view --type=%s shows what there is",
		     word_for(words_type, types[0])) < 0)
		hint = NULL;
	ret = report_hint(rsm, ERROR_OBJECT_NOT_FOUND, NULL, on, types[1] ? NULL : hint);
	free(hint);
	free(on);
	return ret;
}

/* What tells an object from another one of the same name. */
static const char *place_of(struct rsm *rsm, const struct object *object)
{
	const NTMS_GUID *library = library_of(object);

	if (object->type == NTMS_LOGICAL_MEDIA)
		return list_name(rsm, NTMS_MEDIA_POOL,
				 &object->info.Info.LogicalMedia.MediaPool);
	if (object->type == NTMS_PARTITION)
		return list_name(rsm, NTMS_PHYSICAL_MEDIA,
				 &object->info.Info.Partition.PhysicalMedia);
	return library ? list_name(rsm, NTMS_LIBRARY, library) : NULL;
}

static int ambiguous(struct rsm *rsm, const char *name, const struct matches *matches)
{
	const struct object *object;
	char hex[GUID_TEXT];
	const char *place;
	size_t i;

	fprintf(stderr, "rsm: %s: %zu objects are named %s, use the identifier of one:\n",
		rsm->verb, matches->count, name);
	for (i = 0; i < matches->count && i < SHOWN; i++) {
		object = matches->items[i];
		place = place_of(rsm, object);
		fprintf(stderr, "  %s  %s %s%s%s\n", guid_text(&object->id, hex),
			type_names[object->type], object->shown, place ? ", in " : "",
			place ? place : "");
	}
	if (i < matches->count)
		fprintf(stderr, "  and %zu more\n", matches->count - i);
	return RSM_USAGE;
}

static int find(struct rsm *rsm, const DWORD *types, const char *name,
		const NTMS_GUID *library, struct object *found)
{
	struct matches matches = { NULL, 0 };
	DWORD code = ERROR_SUCCESS;
	size_t t;
	int ret;

	for (t = 0; !code && types[t]; t++)
		code = search(rsm, types[t], name, library, &matches);
	for (t = 0; !code && !matches.count && types[t]; t++)
		if (types[t] == NTMS_PARTITION || types[t] == NTMS_LOGICAL_MEDIA)
			code = search_sides(rsm, types[t], name, &matches);
	if (code) {
		ret = report(rsm, code, NULL);
	} else if (!matches.count) {
		ret = not_found(rsm, types, name, library);
	} else if (matches.count > 1) {
		ret = ambiguous(rsm, name, &matches);
	} else {
		found->id = matches.items[0]->id;
		found->type = matches.items[0]->type;
		ret = RSM_OK;
	}
	free(matches.items);
	return ret;
}

static int resolve_types(struct rsm *rsm, const DWORD *types, const char *text,
			 const NTMS_GUID *library, struct object *found)
{
	if (!strncmp(text, "guid:", 5)) {
		if (!guid_parse(text + 5, &found->id))
			return usage(rsm, "no identifier: %s", text + 5);
		return RSM_OK;
	}
	if (!strncmp(text, "name:", 5))
		text += 5;
	else if (guid_parse(text, &found->id))
		return RSM_OK;
	if (!*text)
		return usage(rsm, "the name of the %s is empty", type_names[types[0]]);
	return find(rsm, types, text, library, found);
}

/**
 * resolve_in() - find an object in a library
 * @rsm:	the run
 * @type:	its type
 * @text:	what was typed
 * @library:	the library that it must be in, NULL for any
 * @id:		receives its identifier
 *
 * Whether an object has the identifier that was typed is left to the call that
 * is made with it.
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int resolve_in(struct rsm *rsm, DWORD type, const char *text, const NTMS_GUID *library,
	       NTMS_GUID *id)
{
	const DWORD types[] = { type, 0 };
	struct object found;
	int ret = resolve_types(rsm, types, text, library, &found);

	if (!ret)
		*id = found.id;
	return ret;
}

/**
 * resolve() - find an object
 * @rsm:	the run
 * @type:	its type
 * @text:	what was typed
 * @id:		receives its identifier
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int resolve(struct rsm *rsm, DWORD type, const char *text, NTMS_GUID *id)
{
	return resolve_in(rsm, type, text, NULL, id);
}

/**
 * resolve_any() - find an object of one of several types
 * @rsm:	the run
 * @types:	the types, 0 after the last one
 * @text:	what was typed
 * @id:		receives its identifier
 * @type:	receives its type, NTMS_UNKNOWN if an identifier was typed
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int resolve_any(struct rsm *rsm, const DWORD *types, const char *text, NTMS_GUID *id,
		DWORD *type)
{
	struct object found = { .type = NTMS_UNKNOWN };
	int ret = resolve_types(rsm, types, text, NULL, &found);

	if (!ret) {
		*id = found.id;
		*type = found.type;
	}
	return ret;
}

/**
 * resolve_shown() - tell how an object was named, without a prefix
 * @text:	what was typed
 *
 * Return: a part of @text.
 */
const char *resolve_shown(const char *text)
{
	bool prefix = !strncmp(text, "guid:", 5) || !strncmp(text, "name:", 5);

	return prefix ? text + 5 : text;
}
