// SPDX-License-Identifier: GPL-2.0
/*
 * view.c - view, and lists of objects of one type
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

/**
 * struct request - what to show
 * @type:	objects of this type, NTMS_UNKNOWN for an overview
 * @container:	in this container, NULL for all
 * @guid:	with identifiers
 * @brief:	nothing but names, or identifiers with @guid
 */
struct request {
	DWORD type;
	const char *container;
	bool guid;
	bool brief;
};

#define CONTAINERS	4	/* types of containers of a type, with the 0 at the end */

static const DWORD containers[NTMS_NUMBER_OF_OBJECT_TYPES][CONTAINERS] = {
	[NTMS_CHANGER]		= { NTMS_LIBRARY },
	[NTMS_DRIVE]		= { NTMS_LIBRARY },
	[NTMS_IEDOOR]		= { NTMS_LIBRARY },
	[NTMS_IEPORT]		= { NTMS_LIBRARY },
	[NTMS_STORAGESLOT]	= { NTMS_LIBRARY },
	[NTMS_LIBREQUEST]	= { NTMS_LIBRARY },
	[NTMS_MEDIA_TYPE]	= { NTMS_LIBRARY },
	[NTMS_MEDIA_POOL]	= { NTMS_MEDIA_POOL },
	[NTMS_LOGICAL_MEDIA]	= { NTMS_MEDIA_POOL, NTMS_PARTITION },
	[NTMS_PHYSICAL_MEDIA]	= { NTMS_MEDIA_POOL, NTMS_LIBRARY },
	[NTMS_PARTITION]	= { NTMS_MEDIA_POOL, NTMS_PHYSICAL_MEDIA, NTMS_LOGICAL_MEDIA },
};

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct request *request)
{
	int c;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		switch (c) {
		case 't':
			if (!word_find(words_type, optarg, &request->type))
				return usage(rsm, "no type of object: %s", optarg);
			break;
		case 'c':
			request->container = optarg;
			break;
		case 'g':
			request->guid = true;
			break;
		case 'b':
			request->brief = true;
			break;
		default:
			return RSM_USAGE;
		}
	}
	if (!request->type && (request->container || request->guid || request->brief))
		return usage(rsm, "no type of object is named, use --type");
	if (request->container && !containers[request->type][0])
		return usage(rsm, "objects of type %s are in no container",
			     word_for(words_type, request->type));
	return args_none_left(rsm, argc, argv);
}

static void print_brief(const struct list *list, bool guid)
{
	char hex[GUID_TEXT];
	size_t i;

	for (i = 0; i < list->count; i++)
		puts(guid ? guid_text(&list->items[i]->id, hex) : list->items[i]->shown);
}

static unsigned int count_columns(const struct field *fields)
{
	unsigned int count = 0;

	for (; fields->key; fields++)
		count += fields->heading ? 1 : 0;
	return count;
}

/* Only a name and an identifier, as the Windows command has it. */
static void print_guids(const struct list *list)
{
	struct table *table = table_new(2, 0);
	char hex[GUID_TEXT];
	size_t i;

	for (i = 0; i < list->count; i++) {
		table_cell(table, "%s", guid_text(&list->items[i]->id, hex));
		table_cell(table, "%s", list->items[i]->shown);
	}
	table_print(table);
}

static void print_columns(struct rsm *rsm, DWORD type, const struct list *list)
{
	const struct field *fields = fields_of(type), *field;
	struct table *table;
	char *text;
	size_t i;

	if (!list->count)
		return;
	table = table_new(count_columns(fields) + 1, 0);
	table_cell(table, "NAME");
	for (field = fields; field->key; field++)
		if (field->heading)
			table_cell(table, "%s", field->heading);
	for (i = 0; i < list->count; i++) {
		table_cell(table, "%s", list->items[i]->name[0] ? list->items[i]->name : "-");
		for (field = fields; field->key; field++) {
			if (!field->heading)
				continue;
			text = field_text(rsm, list->items[i], field);
			table_cell(table, "%s", text[0] ? text : "-");
			free(text);
		}
	}
	table_print(table);
}

static bool is_common(const struct field *field)
{
	const struct field *common;

	for (common = fields_common; common->key; common++)
		if (common != field && !strcmp(common->key, field->key))
			return true;
	return false;
}

static void add_lines(struct rsm *rsm, struct table *table, const struct object *object,
		      const struct field *fields)
{
	char *text;

	for (; fields->key; fields++) {
		if (is_common(fields))
			continue;
		text = field_text(rsm, object, fields);
		table_cell(table, "%s", fields->key);
		table_cell(table, "%s", text);
		free(text);
	}
}

/* All members, a line each. */
static void print_verbose(struct rsm *rsm, const struct list *list)
{
	struct table *table;
	char hex[GUID_TEXT];
	size_t i;

	for (i = 0; i < list->count; i++) {
		printf("%s%s  %s\n", i ? "\n" : "", guid_text(&list->items[i]->id, hex),
		       list->items[i]->shown);
		table = table_new(2, 2);
		add_lines(rsm, table, list->items[i], fields_common);
		add_lines(rsm, table, list->items[i], fields_of(list->items[i]->type));
		table_print(table);
	}
}

/**
 * view_json() - show objects in JSON
 * @rsm:	the run
 * @list:	the objects
 *
 * Return: an array, which belongs to the caller.
 */
struct json_object *view_json(struct rsm *rsm, const struct list *list)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < list->count; i++)
		json_object_array_add(array, field_json(rsm, list->items[i]));
	return array;
}

static void print_list(struct rsm *rsm, const struct request *request, const struct list *list)
{
	struct json_object *json;

	if (rsm->json) {
		json = json_object_new_object();
		json_add_text(json, "type", word_for(words_type, request->type));
		json_add(json, "objects", view_json(rsm, list));
		json_answer(rsm, json);
	} else if (request->brief) {
		print_brief(list, request->guid);
	} else if (rsm->verbose) {
		print_verbose(rsm, list);
	} else if (request->guid) {
		print_guids(list);
	} else {
		print_columns(rsm, request->type, list);
	}
}

static int view_list(struct rsm *rsm, const struct request *request)
{
	NTMS_GUID container;
	struct list list;
	DWORD type, code;
	int ret;

	if (request->container) {
		ret = resolve_any(rsm, containers[request->type], request->container, &container,
				  &type);
		if (ret)
			return ret;
	}
	code = list_load(rsm, request->container ? &container : NULL, request->type, &list);
	if (code)
		return report(rsm, code, request->container ? "container %s" : NULL,
			      request->container);
	print_list(rsm, request, &list);
	list_free(&list);
	return RSM_OK;
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct request request = { .type = NTMS_UNKNOWN };
	int ret = parse(rsm, verb, argc, argv, &request);

	if (!ret)
		ret = session_open(rsm);
	if (ret)
		return ret;
	if (request.type)
		return view_list(rsm, &request);
	return rsm->json ? overview_json(rsm) : overview_print(rsm);
}

const struct verb verb_view = {
	.name = "view",
	.help = "show libraries, pools, media, or all objects of a type",
	.usage =
	"  -t, --type=TYPE             library, changer, changer_type, drive, drive_type,\n"
	"                              storageslot, iedoor, ieport, media_pool, media_type,\n"
	"                              physical_media, partition, logical_media, librequest,\n"
	"                              oprequest or computer; an overview without\n"
	"  -c, --container=ID          only those in this object\n"
	"  -g, --guid                  identifiers with the names\n"
	"  -b, --brief                 names only, identifiers only with --guid\n",
	.shorts = "t:c:gb" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "type", required_argument, NULL, 't' },
		{ "container", required_argument, NULL, 'c' },
		{ "guid", no_argument, NULL, 'g' },
		{ "brief", no_argument, NULL, 'b' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "t", WIN_KEYWORD, "type", NULL, NULL },
		{ "cg", WIN_VALUE, "container", "guid:", NULL },
		{ "cf", WIN_VALUE, "container", "name:", NULL },
		{ "guiddisplay", WIN_FLAG, "guid", NULL, NULL },
		{ "b", WIN_FLAG, "brief", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
