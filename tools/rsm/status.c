// SPDX-License-Identifier: GPL-2.0
/*
 * status.c - status
 *
 * Asks the module without a session, so that there is an answer as long as the
 * module is loaded.  What is in the system is told only when it is ready.
 */
#include <json-c/json.h>
#include <stdio.h>

#include "field.h"

#define NS_PER_S	1000000000ULL

static const struct word words_readiness[] = {
	{ NTMS_STATUS_WAITING, "waiting" },
	{ NTMS_STATUS_LOADING, "loading" },
	{ NTMS_STATUS_READY, "ready" },
	{ NTMS_STATUS_DETACHED, "detached" },
	{ 0, NULL }
};

static const char *explain(const struct ntms_status *status)
{
	switch (status->readiness) {
	case NTMS_STATUS_WAITING:
		return "no store has attached yet, is ntmsd running?";
	case NTMS_STATUS_LOADING:
		return "the database is being loaded";
	case NTMS_STATUS_READY:
		return NULL;
	case NTMS_STATUS_DETACHED:
		return "the store is gone, changes are refused until ntmsd is back";
	default:
		return "not known to this program";
	}
}

/* What the libraries have, counted. */
struct summary {
	size_t libraries;
	size_t drives;
	size_t busy;
	size_t media;
	size_t not_ready;
};

static DWORD summarize(struct rsm *rsm, struct summary *summary)
{
	const struct list *list;
	size_t i;
	DWORD code = list_all(rsm, NTMS_LIBRARY, &list), state;

	if (code)
		return code;
	summary->libraries = list->count;
	for (i = 0; i < list->count; i++) {
		summary->media += list->items[i]->info.Info.Library.dwNumberOfMedia;
		summary->not_ready += list->items[i]->info.dwOperationalState != NTMS_READY;
	}
	code = list_all(rsm, NTMS_DRIVE, &list);
	for (i = 0; !code && i < list->count; i++) {
		state = list->items[i]->info.Info.Drive.State;
		summary->drives++;
		summary->busy += state == NTMS_DRIVESTATE_MOUNTED ||
				 state == NTMS_DRIVESTATE_LOADED;
	}
	return code;
}

static void print_uptime(unsigned long long seconds)
{
	printf("up         ");
	if (seconds >= 86400)
		printf("%llu day%s, ", seconds / 86400, seconds < 2 * 86400 ? "" : "s");
	printf("%02llu:%02llu:%02llu\n", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
}

static void print_status(const struct ntms_status *status)
{
	const char *state = word_for(words_readiness, status->readiness);
	const char *why = explain(status);

	printf("module     ntms %s\n", status->version);
	printf("state      %s%s%s\n", state ? state : "unknown", why ? ": " : "",
	       why ? why : "");
	if (status->durable)
		printf("changes    %llu made, %llu on disk\n",
		       (unsigned long long)status->committed,
		       (unsigned long long)status->stored);
	else
		printf("changes    %llu made, NONE ARE KEPT: all is lost when the module goes\n"
		       "           (it was loaded with store=none)\n",
		       (unsigned long long)status->committed);
	printf("agent      %s\n", status->agent ? "reads labels and keeps drives for their users" :
	       "none: labels are not read, drives stay open to whom the system lets");
	printf("sessions   %u\n", status->sessions);
	printf("objects    %u\n", status->objects);
	print_uptime(status->uptime / NS_PER_S);
}

static void print_summary(const struct summary *summary)
{
	printf("libraries  %zu", summary->libraries);
	if (summary->not_ready)
		printf(", %zu not ready", summary->not_ready);
	printf("\ndrives     %zu, %zu with a mounted medium\n", summary->drives, summary->busy);
	printf("media      %zu\n", summary->media);
}

static void status_json(struct rsm *rsm, const struct ntms_status *status,
			const struct summary *summary)
{
	struct json_object *json = json_object_new_object();

	json_add_text(json, "version", status->version);
	json_add_text(json, "readiness", word_for(words_readiness, status->readiness));
	json_add(json, "durable", json_object_new_boolean(status->durable != 0));
	json_add_number(json, "committed", status->committed);
	json_add_number(json, "stored", status->stored);
	json_add(json, "agent", json_object_new_boolean(status->agent != 0));
	json_add_number(json, "sessions", status->sessions);
	json_add_number(json, "objects", status->objects);
	json_add_number(json, "uptime_ns", status->uptime);
	if (summary) {
		json_add_number(json, "libraries", summary->libraries);
		json_add_number(json, "libraries_not_ready", summary->not_ready);
		json_add_number(json, "drives", summary->drives);
		json_add_number(json, "drives_mounted", summary->busy);
		json_add_number(json, "media", summary->media);
	}
	json_answer(rsm, json);
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct summary summary = { 0 };
	struct ntms_status status;
	bool serves;
	DWORD code;
	int ret;

	if (args_next(rsm, verb, argc, argv) != -1)
		return RSM_USAGE;
	ret = args_none_left(rsm, argc, argv);
	if (ret)
		return ret;
	code = ntms_get_status(&status);
	if (code)
		return report(rsm, code, NULL);
	serves = status.readiness == NTMS_STATUS_READY ||
		 status.readiness == NTMS_STATUS_DETACHED;
	if (serves) {
		ret = session_open(rsm);
		code = ret ? ERROR_SUCCESS : summarize(rsm, &summary);
		if (code)
			ret = report(rsm, code, NULL);
	}
	serves = serves && !ret;
	if (rsm->json) {
		status_json(rsm, &status, serves ? &summary : NULL);
	} else if (!rsm->quiet) {
		print_status(&status);
		if (serves)
			print_summary(&summary);
	}
	if (!ret && status.readiness != NTMS_STATUS_READY)
		ret = RSM_UNREACHABLE;
	return ret;
}

const struct verb verb_status = {
	.name = "status",
	.help = "tell what the module is doing",
	.usage =
	"Exits with 3 unless the module is ready.\n\n",
	.shorts = RSM_COMMON_SHORTS,
	.options = (const struct option[]){ RSM_COMMON },
	.run = run,
};
