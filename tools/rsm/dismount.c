// SPDX-License-Identifier: GPL-2.0
/*
 * dismount.c - dismount
 *
 * The call returns when the dismount is in the queue of the library; --wait
 * follows it there.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <time.h>

#include "field.h"

enum {
	OPT_WAIT = OPT_OWN,
};

/**
 * struct request - what to dismount
 * @target:	the medium or the drive
 * @options:	NtmsDismountOptions
 * @wait:	until it is done
 * @timeout:	but no longer
 */
struct request {
	struct target target;
	DWORD options;
	bool wait;
	DWORD timeout;
};

#define POLL_MS	200

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct request *request)
{
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		switch (c) {
		case 'l':
			request->target.media = optarg;
			break;
		case 'p':
			request->target.partition = optarg;
			break;
		case 'D':
			request->target.drive = optarg;
			break;
		case 'd':
			request->options = NTMS_DISMOUNT_DEFERRED;
			break;
		case OPT_WAIT:
			request->wait = true;
			break;
		case 't':
			ret = args_timeout(rsm, optarg, &request->timeout);
			break;
		default:
			return RSM_USAGE;
		}
	}
	if (!ret && request->wait && request->options == NTMS_DISMOUNT_DEFERRED)
		ret = usage(rsm, "--deferred leaves the medium in the drive, there is no --wait");
	return ret ? ret : args_none_left(rsm, argc, argv);
}

/* The newest dismount of a medium, or NULL. */
static const NTMS_LIBREQUESTINFORMATIONW *newest(const struct list *requests,
						 const struct object *physical)
{
	const NTMS_LIBREQUESTINFORMATIONW *request;
	size_t i;

	for (i = requests->count; i--;) {
		request = &requests->items[i]->info.Info.LibRequest;
		if (request->OperationCode == NTMS_LM_DISMOUNT &&
		    guid_equal(&request->PhysMediaId, &physical->id))
			return request;
	}
	return NULL;
}

/* Returns whether the dismount has ended; code tells how. */
static bool has_ended(struct rsm *rsm, const NTMS_GUID *id, DWORD *code)
{
	const NTMS_LIBREQUESTINFORMATIONW *request;
	struct object *physical;
	struct list requests;
	bool ended;

	*code = object_get(rsm, id, NTMS_PHYSICAL_MEDIA, &physical);
	if (*code)
		return true;
	ended = media_is_idle(rsm, physical);
	if (!ended && !list_load(rsm, NULL, NTMS_LIBREQUEST, &requests)) {
		request = newest(&requests, physical);
		if (request && request->State == NTMS_LM_FAILED)
			*code = request->dwErrorCode;
		else if (request && (request->State == NTMS_LM_CANCELLED ||
				     request->State == NTMS_LM_STOPPED))
			*code = ERROR_CANCELLED;
		ended = *code;
		list_free(&requests);
	}
	object_free(physical);
	return ended;
}

static int wait_for_it(struct rsm *rsm, const struct request *request, const NTMS_GUID *id)
{
	struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	struct progress *progress;
	DWORD waited = 0, code;

	progress = progress_start(rsm, NULL, "for the dismount");
	while (!has_ended(rsm, id, &code)) {
		if (request->timeout != INFINITE && waited >= request->timeout) {
			code = ERROR_TIMEOUT;
			break;
		}
		nanosleep(&pause, NULL);
		waited += POLL_MS;
	}
	progress_stop(progress);
	return code ? report_code(rsm, code, NULL, target_text(&request->target)) : RSM_OK;
}

/* Dismounts; physical receives the medium, if it can be read. */
static int dismount(struct rsm *rsm, const struct request *request, struct object **physical)
{
	NTMS_GUID id;
	DWORD code;
	int ret;

	if (request->target.drive) {
		ret = target_physical(rsm, &request->target, physical);
		if (ret)
			return ret;
		id = (*physical)->info.Info.PhysicalMedia.Location;
		code = DismountNtmsDrive(rsm->session, &id);
	} else {
		ret = target_id(rsm, &request->target, &id);
		if (ret)
			return ret;
		code = DismountNtmsMedia(rsm->session, &id, 1, request->options);
	}
	if (code)
		return report(rsm, code, "%s %s", request->target.drive ? "drive" : "medium",
			      target_text(&request->target));
	if (!*physical)
		ret = media_physical(rsm, &id, physical);
	if (!ret && request->wait)
		ret = wait_for_it(rsm, request, &(*physical)->id);
	return ret;
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct request request = { .options = NTMS_DISMOUNT_IMMEDIATE, .timeout = INFINITE };
	struct object *physical = NULL;
	const char *state = "queued";
	struct json_object *json;
	int ret;

	ret = parse(rsm, verb, argc, argv, &request);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = dismount(rsm, &request, &physical);
	if (ret) {
		object_free(physical);
		return ret;
	}
	if (request.wait)
		state = "dismounted";
	else if (request.options == NTMS_DISMOUNT_DEFERRED)
		state = "deferred";
	json = json_object_new_object();
	json_add_guid(json, "physical_media", &physical->id);
	json_add_text(json, "physical_media_name", physical->name);
	json_add_text(json, "state", state);
	ret = answer(rsm, json, "medium %s: %s%s", physical->shown,
		     request.wait ? "" : "dismount ", state);
	object_free(physical);
	return ret;
}

const struct verb verb_dismount = {
	.name = "dismount",
	.help = "take a medium out of its drive",
	.usage =
	"  -l, --media=ID              the logical medium\n"
	"  -p, --partition=ID          or the side\n"
	"      --drive=ID              or whatever is in this drive\n"
	"  -d, --deferred              leave it in the drive until the drive is needed\n"
	"      --wait                  wait until it is out of the drive\n"
	"  -t, --timeout=TIME          --wait: no longer; ms, s, m or inf, the default\n",
	.shorts = "l:p:dt:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "media", required_argument, NULL, 'l' },
		{ "partition", required_argument, NULL, 'p' },
		{ "drive", required_argument, NULL, 'D' },
		{ "deferred", no_argument, NULL, 'd' },
		{ "wait", no_argument, NULL, OPT_WAIT },
		{ "timeout", required_argument, NULL, 't' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "lg", WIN_VALUE, "media", "guid:", NULL },
		{ "lf", WIN_VALUE, "media", "name:", NULL },
		{ "pg", WIN_VALUE, "partition", "guid:", NULL },
		{ "pf", WIN_VALUE, "partition", "name:", NULL },
		{ "o", WIN_OPTION, "deferred", NULL, "deferred" },
		{ "o", WIN_OPTION, "deferred", NULL, "" },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
