// SPDX-License-Identifier: GPL-2.0
/*
 * compare.c - inventory --compare: what would be found, before it is written down
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "field.h"

#define FIRST_ROOM	256	/* differences that are hoped to be all */
#define MOST_TRIES	5

static const struct word words_kind[] = {
	{ NTMS_DIFFERENCE_MOVED, "moved" },
	{ NTMS_DIFFERENCE_ARRIVED, "arrived" },
	{ NTMS_DIFFERENCE_NEW, "new" },
	{ NTMS_DIFFERENCE_GONE, "gone" },
	{ NTMS_DIFFERENCE_UNREADABLE, "unreadable" },
	{ NTMS_DIFFERENCE_NAMED, "named" },
	{ NTMS_DIFFERENCE_UNCLEAR, "unclear" },
	{ 0, NULL }
};

static const struct word words_place[] = {
	{ NTMS_STORAGESLOT, "slot" },
	{ NTMS_DRIVE, "drive" },
	{ NTMS_IEPORT, "port" },
	{ NTMS_CHANGER, "transport" },
	{ 0, NULL }
};

static const char *place(DWORD type, DWORD number, char *to, size_t size)
{
	const char *word = word_for(words_place, type);

	snprintf(to, size, word ? "%s %u" : "-", word, number);
	return to;
}

static const char *kind(const struct ntms_difference *d)
{
	const char *word = word_for(words_kind, d->kind);

	return word ? word : "changed";
}

/* Where it was: its place, or the library that it was in. */
static const char *origin(struct rsm *rsm, const struct ntms_difference *d, char *to,
			  size_t size)
{
	char spot[32];

	if (guid_null(&d->library))
		return place(d->from_type, d->from_number, to, size);
	snprintf(to, size, "%s%s%s", list_name(rsm, NTMS_LIBRARY, &d->library),
		 d->from_type ? ", " : "",
		 d->from_type ? place(d->from_type, d->from_number, spot, sizeof(spot)) : "");
	return to;
}

static void print(struct rsm *rsm, const struct ntms_difference *list, size_t count)
{
	struct table *table = table_new(5, 2);
	const struct ntms_difference *d;
	char from[512], to[32];

	table_cell(table, "WHAT");
	table_cell(table, "MEDIUM");
	table_cell(table, "BAR CODE");
	table_cell(table, "WAS");
	table_cell(table, "IS");
	for (d = list; d < list + count; d++) {
		table_cell(table, "%s", kind(d));
		table_cell(table, "%s", guid_null(&d->media) ? "-" :
			   list_name(rsm, NTMS_PHYSICAL_MEDIA, &d->media));
		table_cell(table, "%s", d->bar_code[0] ? d->bar_code : "-");
		table_cell(table, "%s", origin(rsm, d, from, sizeof(from)));
		table_cell(table, "%s", place(d->to_type, d->to_number, to, sizeof(to)));
	}
	table_print(table);
}

static void add_place(struct json_object *json, const char *key, DWORD type, DWORD number)
{
	struct json_object *spot;

	if (!type)
		return;
	spot = json_object_new_object();
	json_add_text(spot, "type", word_for(words_type, type));
	json_add_number(spot, "number", number);
	json_add(json, key, spot);
}

static struct json_object *json_list(struct rsm *rsm, const struct ntms_difference *list,
				     size_t count)
{
	struct json_object *array = json_object_new_array(), *json;
	const struct ntms_difference *d;

	for (d = list; d < list + count; d++) {
		json = json_object_new_object();
		json_add_text(json, "kind", kind(d));
		if (!guid_null(&d->media))
			json_add_name(json, "physical_media", rsm, NTMS_PHYSICAL_MEDIA,
				      &d->media);
		if (!guid_null(&d->library))
			json_add_name(json, "from_library", rsm, NTMS_LIBRARY, &d->library);
		if (d->bar_code[0])
			json_add_text(json, "bar_code", d->bar_code);
		add_place(json, "from", d->from_type, d->from_number);
		add_place(json, "to", d->to_type, d->to_number);
		json_object_array_add(array, json);
	}
	return array;
}

static int tell(struct rsm *rsm, const NTMS_GUID *library, const char *text,
		const struct ntms_difference *list, size_t count)
{
	struct json_object *json = json_object_new_object();

	json_add_guid(json, "library", library);
	json_add(json, "differences", json_list(rsm, list, count));
	if (count)
		answer(rsm, json, "library %s: %zu difference%s, nothing was changed",
		       resolve_shown(text), count, count == 1 ? "" : "s");
	else
		answer(rsm, json, "library %s: as in the catalogue", resolve_shown(text));
	if (count && !rsm->json)
		print(rsm, list, count);
	return RSM_OK;
}

/**
 * library_compare() - tell what an inventory would find
 * @rsm:	the run, with a session
 * @library:	the library
 * @text:	what was typed for it
 *
 * Return: an enum rsm_exit.
 */
int library_compare(struct rsm *rsm, const NTMS_GUID *library, const char *text)
{
	struct ntms_difference *list = NULL;
	DWORD count = FIRST_ROOM, room, code;
	unsigned int tries = 0;
	int ret;

	do {
		room = count;
		list = xrealloc(list, room, sizeof(*list));
		code = ntms_compare_library(rsm->session, library, list, &count);
	} while (code == ERROR_INSUFFICIENT_BUFFER && ++tries < MOST_TRIES);
	ret = code ? report(rsm, code, "library %s", resolve_shown(text)) :
		     tell(rsm, library, text, list, count);
	free(list);
	return ret;
}
