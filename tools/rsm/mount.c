// SPDX-License-Identifier: GPL-2.0
/*
 * mount.c - mount
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "field.h"

enum {
	OPT_ERROR_IF_OFFLINE = OPT_OWN,
	OPT_NO_WAIT,
	OPT_OVERWRITE,
};

/**
 * struct request - what to mount
 * @target:	the medium
 * @drive:	into which drive, NULL for any
 * @overwrite:	cartridge that may be written though it may be somebody's, or NULL
 * @options:	NtmsMountOptions
 * @priority:	among the waiting mounts
 * @timeout:	how long to wait
 * @brief:	print the device only
 */
struct request {
	struct target target;
	const char *drive;
	const char *overwrite;
	DWORD options;
	int priority;
	DWORD timeout;
	bool brief;
};

static int parse_one(struct rsm *rsm, int c, struct request *request)
{
	switch (c) {
	case 'l':
		request->target.media = optarg;
		return RSM_OK;
	case 'p':
		request->target.partition = optarg;
		return RSM_OK;
	case 's':
		request->target.slot = optarg;
		return RSM_OK;
	case 'c':
		request->target.changer = optarg;
		return RSM_OK;
	case 'd':
		request->drive = optarg;
		request->options |= NTMS_MOUNT_SPECIFIC_DRIVE;
		return RSM_OK;
	case 'r':
		request->options |= NTMS_MOUNT_READ;
		return RSM_OK;
	case 'w':
		request->options |= NTMS_MOUNT_WRITE;
		return RSM_OK;
	case 'e':
		request->options |= NTMS_MOUNT_ERROR_NOT_AVAILABLE;
		return RSM_OK;
	case OPT_ERROR_IF_OFFLINE:
		request->options |= NTMS_MOUNT_ERROR_OFFLINE;
		return RSM_OK;
	case OPT_OVERWRITE:
		request->overwrite = optarg;
		request->options |= NTMS_MOUNT_WRITE;
		return RSM_OK;
	case OPT_NO_WAIT:
		request->options |= NTMS_MOUNT_NOWAIT;
		return RSM_OK;
	case 'P':
		return args_priority(rsm, optarg, &request->priority);
	case 't':
		return args_timeout(rsm, optarg, &request->timeout);
	case 'b':
		request->brief = true;
		return RSM_OK;
	default:
		return RSM_USAGE;
	}
}

/* The drive must be in the library of the medium, so its name is looked for there. */
static int find_drive(struct rsm *rsm, const char *text, const NTMS_GUID *media,
		      NTMS_GUID *drive)
{
	struct object *physical = NULL;
	int ret;

	media_physical_get(rsm, media, &physical);
	ret = resolve_in(rsm, NTMS_DRIVE, text, physical ?
			 &physical->info.Info.PhysicalMedia.CurrentLibrary : NULL, drive);
	object_free(physical);
	return ret;
}

static int print(struct rsm *rsm, const struct request *request, const NTMS_GUID *media,
		 const NTMS_GUID *id)
{
	struct json_object *json = json_object_new_object();
	char *device = NULL;
	struct object *drive;
	int ret = RSM_OK;

	json_add_guid(json, "media", media);
	if (request->options & NTMS_MOUNT_NOWAIT) {
		json_add_text(json, "state", "queued");
		return answer(rsm, json, "medium %s: mount queued", target_text(&request->target));
	}
	ret = object_read(rsm, id, NTMS_DRIVE, &drive);
	if (ret) {
		json_object_put(json);
		return ret;
	}
	device = text_utf8(drive->info.Info.Drive.szDeviceName, NTMS_DEVICENAME_LENGTH);
	json_add_text(json, "state", "mounted");
	json_add_guid(json, "drive", id);
	json_add_text(json, "drive_name", drive->name);
	json_add_text(json, "device", device);
	if (request->brief && !rsm->json) {
		json_object_put(json);
		puts(device);
	} else {
		ret = answer(rsm, json, "medium %s: mounted in drive %s: %s",
			     target_text(&request->target), drive->shown, device);
	}
	free(device);
	object_free(drive);
	return ret;
}

static DWORD do_mount(struct rsm *rsm, const struct request *request, NTMS_GUID *media,
		      const NTMS_GUID *cartridge, NTMS_GUID *drive)
{
	if (request->overwrite)
		return ntms_mount_overwrite(rsm->session, media, cartridge, drive,
					    request->options, request->priority,
					    request->timeout);
	return MountNtmsMedia(rsm->session, media, drive, 1, request->options,
			      request->priority, request->timeout, NULL);
}

static int mount(struct rsm *rsm, const struct request *request)
{
	NTMS_GUID media, side, cartridge, drive = NTMS_NULLGUID;
	struct progress *progress;
	bool known;
	DWORD code;
	int ret;

	ret = target_id(rsm, &request->target, &media);
	if (!ret && request->drive)
		ret = find_drive(rsm, request->drive, &media, &drive);
	if (!ret && request->overwrite)
		ret = resolve(rsm, NTMS_PHYSICAL_MEDIA, request->overwrite, &cartridge);
	if (ret)
		return ret;
	known = !media_side_id(rsm, &media, &side);
	progress = progress_start(rsm, known ? &side : NULL, "for the mount");
	code = do_mount(rsm, request, &media, &cartridge, &drive);
	progress_stop(progress);
	if (code)
		return report(rsm, code, "medium %s%s%s", target_text(&request->target),
			      request->drive ? ", drive " : "",
			      request->drive ? resolve_shown(request->drive) : "");
	return print(rsm, request, &media, &drive);
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct request request = { .timeout = INFINITE };
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1)
		ret = parse_one(rsm, c, &request);
	if (!ret)
		ret = args_none_left(rsm, argc, argv);
	if (!ret && request.target.changer && !request.target.slot)
		ret = usage(rsm, "--changer goes with --slot");
	if (!ret)
		ret = session_open(rsm);
	return ret ? ret : mount(rsm, &request);
}

const struct verb verb_mount = {
	.name = "mount",
	.help = "mount a medium and print its device",
	.usage =
	"  -l, --media=ID              the logical medium\n"
	"  -p, --partition=ID          or the side\n"
	"  -s, --slot=ID               or the medium in this slot\n"
	"  -c, --changer=ID            of the library of this changer\n"
	"  -d, --drive=ID              into this drive\n"
	"      --read                  for reading, the default\n"
	"      --write                 for writing\n"
	"      --overwrite=ID          for writing though this cartridge is import or\n"
	"                              unrecognized: it may belong to somebody\n"
	"  -e, --error-if-unavailable  fail if medium or drives are busy\n"
	"      --error-if-offline      fail rather than ask the operator for the medium\n"
	"      --priority=PRIORITY     lowest, low, normal, high, highest or -15 to 15\n"
	"  -t, --timeout=TIME          wait no longer; ms, s, m or inf, the default\n"
	"      --no-wait               queue the mount, do not wait for it\n"
	"  -b, --brief                 print the device only\n",
	.shorts = "l:p:s:c:d:et:b" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "media", required_argument, NULL, 'l' },
		{ "partition", required_argument, NULL, 'p' },
		{ "slot", required_argument, NULL, 's' },
		{ "changer", required_argument, NULL, 'c' },
		{ "drive", required_argument, NULL, 'd' },
		{ "read", no_argument, NULL, 'r' },
		{ "write", no_argument, NULL, 'w' },
		{ "overwrite", required_argument, NULL, OPT_OVERWRITE },
		{ "error-if-unavailable", no_argument, NULL, 'e' },
		{ "error-if-offline", no_argument, NULL, OPT_ERROR_IF_OFFLINE },
		{ "priority", required_argument, NULL, 'P' },
		{ "timeout", required_argument, NULL, 't' },
		{ "no-wait", no_argument, NULL, OPT_NO_WAIT },
		{ "brief", no_argument, NULL, 'b' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "lg", WIN_VALUE, "media", "guid:", NULL },
		{ "lf", WIN_VALUE, "media", "name:", NULL },
		{ "pg", WIN_VALUE, "partition", "guid:", NULL },
		{ "pf", WIN_VALUE, "partition", "name:", NULL },
		{ "sg", WIN_VALUE, "slot", "guid:", NULL },
		{ "sf", WIN_VALUE, "slot", "name:", NULL },
		{ "cg", WIN_VALUE, "changer", "guid:", NULL },
		{ "cf", WIN_VALUE, "changer", "name:", NULL },
		{ "dg", WIN_VALUE, "drive", "guid:", NULL },
		{ "df", WIN_VALUE, "drive", "name:", NULL },
		{ "o", WIN_OPTION, "read", NULL, "read" },
		{ "o", WIN_OPTION, "write", NULL, "write" },
		{ "o", WIN_OPTION, "error-if-unavailable", NULL, "errunavail" },
		{ "o", WIN_OPTION, "error-if-offline", NULL, "offline" },
		{ "o", WIN_IGNORE, NULL, NULL, "drive" },
		{ "r", WIN_KEYWORD, "priority", NULL, NULL },
		{ "t", WIN_VALUE, "timeout", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
