// SPDX-License-Identifier: GPL-2.0
/*
 * drive.c - how drives stand
 *
 * The module asks the drive: its node is not opened, and nothing moves.
 */
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <json-c/json.h>

#include "field.h"

#define NS_PER_S	1000000000ULL
#define ALERTS		64

/* SSC-4 annex A */
static const char *const alerts[ALERTS + 1] = {
	[1] = "read warning", [2] = "write warning", [3] = "hard error", [4] = "media",
	[5] = "read failure", [6] = "write failure", [7] = "media life",
	[8] = "not data grade", [9] = "write protect", [10] = "no removal",
	[11] = "cleaning media", [12] = "unsupported format",
	[13] = "recoverable mechanical cartridge failure",
	[14] = "unrecoverable mechanical cartridge failure",
	[15] = "memory chip in cartridge failure", [16] = "forced eject",
	[17] = "read only format", [18] = "tape directory corrupted on load",
	[19] = "nearing media life", [20] = "cleaning required",
	[21] = "cleaning requested", [22] = "expired cleaning media",
	[23] = "invalid cleaning tape", [24] = "retension requested",
	[25] = "multi-port interface error on a primary port", [26] = "cooling fan failure",
	[27] = "power supply failure", [28] = "power consumption",
	[29] = "drive preventive maintenance required", [30] = "hardware A",
	[31] = "hardware B", [32] = "primary interface", [33] = "eject media",
	[34] = "microcode update failure", [35] = "drive humidity",
	[36] = "drive temperature", [37] = "drive voltage", [38] = "predictive failure",
	[39] = "diagnostics required", [50] = "lost statistics",
	[51] = "tape directory invalid at unload", [52] = "tape system area write failure",
	[53] = "tape system area read failure", [54] = "no start of data",
	[55] = "loading or threading failure", [56] = "unrecoverable unload failure",
	[57] = "automation interface failure", [58] = "microcode failure",
	[59] = "WORM volume, integrity check failed",
	[60] = "WORM volume, overwrite attempted",
};

static const struct word words_cleaning[] = {
	{ 0, "not wanted" }, { 1, "soon" }, { 2, "now" }, { 0, NULL }
};

static const struct word words_activity[] = {
	{ 0, "none" }, { 1, "cleaning" }, { 2, "loading" }, { 3, "unloading" },
	{ 4, "other" }, { 5, "reading" }, { 6, "writing" }, { 7, "locating" },
	{ 8, "rewinding" }, { 9, "erasing" }, { 10, "formatting" }, { 11, "calibrating" },
	{ 0, NULL }
};

static void print_time(const char *before, uint64_t ns)
{
	time_t seconds = (time_t)(ns / NS_PER_S);
	char text[32];
	struct tm tm;

	if (localtime_r(&seconds, &tm) && strftime(text, sizeof(text), "%F %T", &tm))
		printf("%s%s", before, text);
}

static void print_user(uint32_t uid)
{
	struct passwd *user = getpwuid(uid);

	if (user)
		printf("%s", user->pw_name);
	else
		printf("user %u", uid);
}

static void print_access(const struct ntms_drive_status *s)
{
	printf("nodes      open to ");
	switch (s->access) {
	case NTMS_DRIVE_OPEN_TO_AGENT:
		puts("root and the label agent only");
		break;
	case NTMS_DRIVE_OPEN_TO_USER:
		print_user(s->owner);
		puts(" and root only");
		break;
	default:
		puts("whom the system lets: no label agent keeps others out");
	}
}

static void print_position(const struct ntms_drive_status *s)
{
	printf("position   ");
	if (!(s->has & NTMS_DRIVE_POSITION)) {
		printf("not known");
	} else {
		printf("block %" PRIu64, s->block);
		if (s->has & NTMS_DRIVE_FILE)
			printf(", file %" PRIu64, s->file);
		if (s->partition)
			printf(", partition %u", s->partition);
		if (s->has & NTMS_DRIVE_BEGINNING)
			printf(", at the beginning");
		if (s->has & NTMS_DRIVE_END)
			printf(", near the end");
	}
	if (s->has & NTMS_DRIVE_BUSY) {
		printf("; the drive is in use");
		if (s->has & NTMS_DRIVE_READ)
			print_time(", this is what it said at ", s->read);
	}
	putchar('\n');
	if (s->has & NTMS_DRIVE_SUSPECT) {
		print_time("suspect    since a reset at ", s->suspect);
		puts(": position the medium anew, then use --confirm");
	}
}

static void print_alerts(const struct ntms_drive_status *s)
{
	unsigned int flag;

	if (!(s->has & NTMS_DRIVE_ALERTS))
		return;
	if (!s->alerts)
		puts("TapeAlert  none");
	for (flag = 1; flag <= ALERTS; flag++)
		if (s->alerts >> (flag - 1) & 1)
			printf("TapeAlert  %u %s\n", flag, alerts[flag] ? alerts[flag] : "");
}

static void print_status(struct rsm *rsm, const struct object *drive,
			 const struct ntms_drive_status *s)
{
	const NTMS_DRIVEINFORMATIONW *info = &drive->info.Info.Drive;
	const char *word;
	char *node = text_utf8(info->szDeviceName, NTMS_DEVICENAME_LENGTH);

	printf("drive      %s of %s%s%s\n", drive->shown,
	       list_name(rsm, NTMS_LIBRARY, &info->Library), node[0] ? ", " : "", node);
	free(node);
	word = word_for(words_drive_state, info->State);
	printf("state      %s", word ? word : "unknown");
	if (s->has & NTMS_DRIVE_MOUNTED) {
		printf(", mounted by ");
		print_user(s->uid);
	}
	putchar('\n');
	print_access(s);
	print_position(s);
	print_alerts(s);
	if (s->has & NTMS_DRIVE_ACTIVITY) {
		word = word_for(words_activity, s->activity);
		printf("activity   %s\n", word ? word : "unknown");
		word = word_for(words_cleaning, s->cleaning);
		printf("cleaning   %s\n", word ? word : "unknown");
	}
	if (s->has & NTMS_DRIVE_CLEANINGS)
		printf("cleanings  %" PRIu64 "\n", s->cleanings);
	if (s->has & NTMS_DRIVE_LOADS)
		printf("loads      %" PRIu64 "\n", s->loads);
	if (s->has & NTMS_DRIVE_HOURS)
		printf("hours on   %" PRIu64 "\n", s->hours);
	if (s->has & NTMS_DRIVE_MEDIUM_LOADS)
		printf("medium     %" PRIu64 " loads\n", s->medium_loads);
}

static struct json_object *json_alerts(uint64_t set)
{
	struct json_object *array = json_object_new_array();
	int flag;

	for (flag = 1; flag <= ALERTS; flag++)
		if (set >> (flag - 1) & 1)
			json_object_array_add(array, json_object_new_int(flag));
	return array;
}

static struct json_object *status_json(const struct object *drive,
				       const struct ntms_drive_status *s)
{
	static const struct word access[] = {
		{ NTMS_DRIVE_OPEN_TO_SYSTEM, "system" },
		{ NTMS_DRIVE_OPEN_TO_AGENT, "agent" },
		{ NTMS_DRIVE_OPEN_TO_USER, "user" },
		{ 0, NULL }
	};
	const struct {
		uint32_t has;
		const char *key;
		uint64_t value;
	} numbers[] = {
		{ NTMS_DRIVE_OWNER, "owner", s->owner },
		{ NTMS_DRIVE_MOUNTED, "uid", s->uid },
		{ NTMS_DRIVE_SUSPECT, "suspect_since_ns", s->suspect },
		{ NTMS_DRIVE_READ, "read_ns", s->read },
		{ NTMS_DRIVE_POSITION, "partition", s->partition },
		{ NTMS_DRIVE_POSITION, "block", s->block },
		{ NTMS_DRIVE_FILE, "file", s->file },
		{ NTMS_DRIVE_LOADS, "loads", s->loads },
		{ NTMS_DRIVE_CLEANINGS, "cleanings", s->cleanings },
		{ NTMS_DRIVE_HOURS, "hours", s->hours },
		{ NTMS_DRIVE_MEDIUM_LOADS, "medium_loads", s->medium_loads },
	};
	struct json_object *json = json_object_new_object();
	size_t i;

	json_add_guid(json, "drive", &drive->id);
	json_add_text(json, "name", drive->name);
	json_add_text(json, "state", word_for(words_drive_state,
					      drive->info.Info.Drive.State));
	json_add_text(json, "access", word_for(access, s->access));
	json_add(json, "busy", json_object_new_boolean(!!(s->has & NTMS_DRIVE_BUSY)));
	json_add(json, "suspect", json_object_new_boolean(!!(s->has & NTMS_DRIVE_SUSPECT)));
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (s->has & numbers[i].has)
			json_add_number(json, numbers[i].key, numbers[i].value);
	if (s->has & NTMS_DRIVE_ALERTS)
		json_add(json, "alerts", json_alerts(s->alerts));
	if (s->has & NTMS_DRIVE_ACTIVITY) {
		json_add_text(json, "activity", word_for(words_activity, s->activity));
		json_add_text(json, "cleaning", word_for(words_cleaning, s->cleaning));
	}
	return json;
}

/*
 * Of one drive; what is in front of all but the first is an empty line.
 * In JSON it is one of @array, or without one the answer.
 */
static int show(struct rsm *rsm, const struct object *drive, bool first,
		struct json_object *array)
{
	struct json_object *json;
	struct ntms_drive_status status;
	DWORD code = ntms_get_drive_status(rsm->session, &drive->id, &status);

	if (code)
		return report(rsm, code, "drive %s", drive->shown);
	if (rsm->json) {
		json = status_json(drive, &status);
		if (array)
			json_object_array_add(array, json);
		else
			json_answer(rsm, json);
		return RSM_OK;
	}
	if (!first)
		putchar('\n');
	print_status(rsm, drive, &status);
	return RSM_OK;
}

static int show_all(struct rsm *rsm, const NTMS_GUID *only)
{
	struct json_object *array = NULL, *json;
	const struct list *list;
	DWORD code = list_all(rsm, NTMS_DRIVE, &list);
	bool first = true;
	int ret = RSM_OK;
	size_t i;

	if (code)
		return report(rsm, code, "drives");
	if (rsm->json && !only)
		array = json_object_new_array();
	for (i = 0; i < list->count; i++) {
		if (only && !guid_equal(only, &list->items[i]->id))
			continue;
		if (show(rsm, list->items[i], first, array))
			ret = RSM_ERROR;
		first = false;
	}
	if (array) {
		json = json_object_new_object();
		json_add(json, "drives", array);
		json_answer(rsm, json);
	}
	return ret;
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *drive = NULL;
	struct json_object *json;
	bool confirm = false;
	NTMS_GUID id;
	DWORD code;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'd')
			drive = optarg;
		else if (c == OPT_OWN)
			confirm = true;
		else
			return RSM_USAGE;
	}
	ret = args_none_left(rsm, argc, argv);
	if (!ret && confirm && !drive)
		ret = usage(rsm, "which drive? use --drive");
	if (!ret)
		ret = session_open(rsm);
	if (!ret && drive)
		ret = resolve(rsm, NTMS_DRIVE, drive, &id);
	if (ret)
		return ret;
	if (!confirm)
		return show_all(rsm, drive ? &id : NULL);
	code = ntms_confirm_position(rsm->session, &id);
	if (code)
		return report(rsm, code, "drive %s", resolve_shown(drive));
	json = json_object_new_object();
	json_add_guid(json, "drive", &id);
	return answer(rsm, json, "drive %s: its position is confirmed", resolve_shown(drive));
}

const struct verb verb_drive = {
	.name = "drive",
	.help = "tell how drives stand: position, TapeAlert, cleaning, loads",
	.usage =
	"  -d, --drive=ID              this drive only\n"
	"      --confirm               it was reset, and it is known where its medium stands\n",
	.shorts = "d:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "drive", required_argument, NULL, 'd' },
		{ "confirm", no_argument, NULL, OPT_OWN },
		RSM_COMMON
	},
	.run = run,
};
