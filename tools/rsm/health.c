// SPDX-License-Identifier: GPL-2.0
/*
 * health.c - health
 *
 * What drives and media have been through, the drives first.  Of media only
 * those are told that had trouble, unless all are wanted.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "field.h"

#define NS_PER_S	1000000000ULL
#define HOUR		3600
#define FLAGS		64

static const char *const flag_names[FLAGS + 1] = {
	[1] = "read warning", [2] = "write warning", [3] = "hard error", [4] = "media",
	[5] = "read failure", [6] = "write failure", [7] = "media life",
	[8] = "not data grade", [9] = "write protect", [10] = "no removal",
	[11] = "cleaning media", [12] = "unsupported format",
	[13] = "recoverable cartridge failure", [14] = "unrecoverable cartridge failure",
	[15] = "cartridge memory failure", [16] = "forced eject", [17] = "read only format",
	[18] = "tape directory corrupted", [19] = "nearing media life", [20] = "clean now",
	[21] = "clean periodic", [22] = "expired cleaning media",
	[23] = "invalid cleaning tape", [24] = "retension requested",
	[25] = "port interface error", [26] = "cooling fan failure",
	[27] = "power supply failure", [28] = "power consumption",
	[29] = "preventive maintenance required", [30] = "hardware A", [31] = "hardware B",
	[32] = "primary interface", [33] = "eject media", [34] = "microcode update failure",
	[35] = "drive humidity", [36] = "drive temperature", [37] = "drive voltage",
	[38] = "predictive failure", [39] = "diagnostics required",
	[50] = "lost statistics", [51] = "tape directory invalid at unload",
	[52] = "system area write failure", [53] = "system area read failure",
	[54] = "no start of data", [55] = "loading failure", [56] = "unload failure",
	[57] = "automation interface failure", [58] = "microcode failure",
	[59] = "WORM integrity check failed", [60] = "WORM overwrite attempted",
};

struct request {
	bool all;
	struct table *table;
	struct json_object *array[2];	/* drives, media */
	struct object **sides;
	size_t count;
};

static bool has_flag(const struct ntms_health *health, unsigned int flag)
{
	return health->alerts >> (flag - 1) & 1;
}

static void flags_text(const struct ntms_health *health, char *to, size_t size)
{
	unsigned int flag;
	size_t n = 0;

	snprintf(to, size, "-");
	for (flag = 1; flag <= FLAGS && n < size; flag++)
		if (has_flag(health, flag))
			n += snprintf(to + n, size - n, "%s%u%s%s%s", n ? ", " : "", flag,
				      flag_names[flag] ? " (" : "",
				      flag_names[flag] ? flag_names[flag] : "",
				      flag_names[flag] ? ")" : "");
}

/* UTC as in ISO 8601 */
static void time_text(uint64_t when, char *to, size_t size)
{
	time_t seconds = when / NS_PER_S;
	struct tm tm;

	if (!when || !gmtime_r(&seconds, &tm) || !strftime(to, size, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(to, size, "-");
}

/* To a tenth of an hour, rounded down: as many as it was at least. */
static void hours_text(uint32_t seconds, char *to, size_t size)
{
	snprintf(to, size, "%u.%u", seconds / HOUR, seconds % HOUR / (HOUR / 10));
}

static void sense_text(uint32_t sense, char *to, size_t size)
{
	if (sense)
		snprintf(to, size, "%x/%02x/%02x", sense >> 16 & 0xf, sense >> 8 & 0xff,
			 sense & 0xff);
	else
		snprintf(to, size, "-");
}

/* Drives of a library have the same name, as a rule. */
static void add_name(struct rsm *rsm, struct request *request, const struct object *object)
{
	const NTMS_DRIVEINFORMATIONW *drive = &object->info.Info.Drive;

	if (object->type == NTMS_DRIVE)
		table_cell(request->table, "%s, drive %u",
			   list_name(rsm, NTMS_LIBRARY, &drive->Library), drive->Number);
	else
		table_cell(request->table, "%s", object->shown);
}

static void add_row(struct rsm *rsm, struct request *request, const struct object *object, DWORD loads,
		    const struct ntms_health *health)
{
	char flags[1024], hours[16], when[32], sense[16];

	hours_text(health->loaded_secs, hours, sizeof(hours));
	flags_text(health, flags, sizeof(flags));
	time_text(health->last_error, when, sizeof(when));
	sense_text(health->sense, sense, sizeof(sense));
	table_cell(request->table, "%s", object->type == NTMS_DRIVE ? "drive" : "medium");
	add_name(rsm, request, object);
	table_cell(request->table, "%s%s",
		   word_for(words_operational_state, object->info.dwOperationalState) ?: "unknown",
		   object->info.Enabled ? "" : ", disabled");
	table_cell(request->table, "%u", loads);
	table_cell(request->table, "%s", hours);
	table_cell(request->table, "%u", health->errors);
	table_cell(request->table, "%s", when);
	table_cell(request->table, "%s", sense);
	table_cell(request->table, "%s", flags);
}

static void add_json(struct rsm *rsm, struct request *request, const struct object *object, DWORD loads,
		     const struct ntms_health *health)
{
	struct json_object *json = json_object_new_object(), *member;
	struct json_object *list = json_object_new_array();
	char text[32];
	unsigned int i;

	json_add_guid(json, "id", &object->id);
	json_add_text(json, "type", word_for(words_type, object->type));
	json_add_text(json, "name", object->shown);
	if (object->type == NTMS_DRIVE) {
		json_add_name(json, "library", rsm, NTMS_LIBRARY,
			      &object->info.Info.Drive.Library);
		json_add_number(json, "number", object->info.Info.Drive.Number);
	}
	json_add_text(json, "operational_state",
		      word_for(words_operational_state, object->info.dwOperationalState));
	json_add(json, "enabled", json_object_new_boolean(object->info.Enabled != 0));
	json_add_number(json, "mounts", loads);
	hours_text(health->loaded_secs, text, sizeof(text));
	json_add(json, "loaded_hours",
		 json_object_new_double_s(health->loaded_secs / (double)HOUR, text));
	json_add_number(json, "errors", health->errors);
	for (i = 1; i <= FLAGS; i++)
		if (has_flag(health, i))
			json_object_array_add(list, json_object_new_int(i));
	json_add(json, "alerts", list);
	if (object->type == NTMS_DRIVE) {
		time_text(health->loaded_since, text, sizeof(text));
		json_add_text(json, "loaded_since", health->loaded_since ? text : NULL);
		time_text(health->last_error, text, sizeof(text));
		json_add_text(json, "last_error", health->last_error ? text : NULL);
		sense_text(health->sense, text, sizeof(text));
		json_add_text(json, "sense", health->sense ? text : NULL);
		list = json_object_new_array();
		for (i = 0; i < health->suspects; i++) {
			member = json_object_new_object();
			json_add_name(member, "physical_media", rsm, NTMS_PHYSICAL_MEDIA,
				      &health->suspect[i]);
			json_object_array_add(list, member);
		}
		json_add(json, "suspects", list);
	}
	json_object_array_add(request->array[object->type != NTMS_DRIVE], json);
}

static int compare_sides(const void *a, const void *b)
{
	const struct object *const *side = a, *const *other = b;

	return memcmp(&(*side)->info.Info.Partition.PhysicalMedia,
		      &(*other)->info.Info.Partition.PhysicalMedia, sizeof(NTMS_GUID));
}

/* The sides, those of a medium next to each other. */
static DWORD load_sides(struct rsm *rsm, struct request *request)
{
	const struct list *list;
	DWORD code = list_all(rsm, NTMS_PARTITION, &list);

	if (code || !list->count)
		return code;
	request->sides = xcalloc(list->count, sizeof(request->sides[0]));
	request->count = list->count;
	memcpy(request->sides, list->items, list->count * sizeof(request->sides[0]));
	qsort(request->sides, request->count, sizeof(request->sides[0]), compare_sides);
	return ERROR_SUCCESS;
}

static DWORD count_mounts(const struct request *request, const struct object *object)
{
	size_t low = 0, high = request->count, middle;
	const NTMS_PARTITIONINFORMATIONW *side;
	DWORD mounts = 0;

	if (object->type == NTMS_DRIVE)
		return object->info.Info.Drive.dwMountCount;
	while (low < high) {
		middle = low + (high - low) / 2;
		side = &request->sides[middle]->info.Info.Partition;
		if (memcmp(&side->PhysicalMedia, &object->id, sizeof(NTMS_GUID)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < request->count; low++) {
		side = &request->sides[low]->info.Info.Partition;
		if (!guid_equal(&side->PhysicalMedia, &object->id))
			break;
		mounts += side->dwMountCount;
	}
	return mounts;
}

static DWORD tell_all(struct rsm *rsm, struct request *request, DWORD type)
{
	struct ntms_health health;
	const struct list *list;
	DWORD code, mounts;
	size_t i;

	code = list_all(rsm, type, &list);
	for (i = 0; !code && i < list->count; i++) {
		code = ntms_get_health(rsm->session, &list->items[i]->id, &health);
		if (code == ERROR_OBJECT_NOT_FOUND) {	/* gone meanwhile */
			code = ERROR_SUCCESS;
			continue;
		}
		if (code || (type != NTMS_DRIVE && !request->all && !health.errors &&
			     !health.alerts))
			continue;
		mounts = count_mounts(request, list->items[i]);
		if (rsm->json)
			add_json(rsm, request, list->items[i], mounts, &health);
		else
			add_row(rsm, request, list->items[i], mounts, &health);
	}
	return code;
}

static void begin(struct rsm *rsm, struct request *request)
{
	static const char *const head[] = {
		"KIND", "NAME", "STATE", "MOUNTS", "HOURS", "ERRORS", "LAST ERROR", "SENSE", "ALERTS",
	};
	size_t i;

	if (rsm->json) {
		request->array[0] = json_object_new_array();
		request->array[1] = json_object_new_array();
		return;
	}
	request->table = table_new(ARRAY_SIZE(head), 0);
	for (i = 0; i < ARRAY_SIZE(head); i++)
		table_cell(request->table, "%s", head[i]);
}

static void end(struct rsm *rsm, struct request *request)
{
	struct json_object *json;

	if (!rsm->json) {
		table_print(request->table);
		return;
	}
	json = json_object_new_object();
	json_add(json, "drives", request->array[0]);
	json_add(json, "media", request->array[1]);
	json_answer(rsm, json);
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct request request = { 0 };
	DWORD code;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c != 'a')
			return RSM_USAGE;
		request.all = true;
	}
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (ret)
		return ret;
	begin(rsm, &request);
	code = load_sides(rsm, &request);
	if (!code)
		code = tell_all(rsm, &request, NTMS_DRIVE);
	if (!code)
		code = tell_all(rsm, &request, NTMS_PHYSICAL_MEDIA);
	if (code)
		ret = report(rsm, code, NULL);
	end(rsm, &request);
	free(request.sides);
	return ret;
}

const struct verb verb_health = {
	.name = "health",
	.help = "show errors and alerts of drives and media",
	.usage =
	"  -a, --all                   also media that never had any\n",
	.shorts = "a" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "all", no_argument, NULL, 'a' },
		RSM_COMMON
	},
	.run = run,
};
