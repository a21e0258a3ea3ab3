// SPDX-License-Identifier: GPL-2.0
/*
 * allocate.c - allocate
 */
#include <json-c/json.h>
#include <stdio.h>

#include "field.h"

enum {
	OPT_MEDIA_NAME = OPT_OWN,
	OPT_MEDIA_DESC,
	OPT_PARTITION_NAME,
	OPT_PARTITION_DESC,
};

/**
 * struct request - what to allocate
 * @pool:	from where
 * @media:	--next: of which medium
 * @partition:	which side, NULL for any
 * @names:	name and description of the logical medium, then of the side
 * @options:	NtmsAllocateOptions
 * @timeout:	how long to wait
 * @brief:	print the identifier only
 */
struct request {
	const char *pool;
	const char *media;
	const char *partition;
	const char *names[4];
	DWORD options;
	DWORD timeout;
	bool brief;
};

static int parse_one(struct rsm *rsm, int c, struct request *request)
{
	switch (c) {
	case 'm':
		request->pool = optarg;
		return RSM_OK;
	case 'l':
		request->media = optarg;
		return RSM_OK;
	case 'p':
		request->partition = optarg;
		return RSM_OK;
	case 'e':
		request->options |= NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE;
		return RSM_OK;
	case 'n':
		request->options |= NTMS_ALLOCATE_NEW;
		return RSM_OK;
	case 'x':
		request->options |= NTMS_ALLOCATE_NEXT;
		return RSM_OK;
	case 't':
		return args_timeout(rsm, optarg, &request->timeout);
	case 'b':
		request->brief = true;
		return RSM_OK;
	case OPT_MEDIA_NAME:
	case OPT_MEDIA_DESC:
	case OPT_PARTITION_NAME:
	case OPT_PARTITION_DESC:
		request->names[c - OPT_MEDIA_NAME] = optarg;
		return RSM_OK;
	default:
		return RSM_USAGE;
	}
}

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct request *request)
{
	bool next;
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1)
		ret = parse_one(rsm, c, request);
	if (ret)
		return ret;
	next = request->options & NTMS_ALLOCATE_NEXT;
	if (!request->pool)
		return usage(rsm, "no pool is named, use --pool");
	if (next && (request->options & NTMS_ALLOCATE_NEW))
		return usage(rsm, "--new and --next exclude each other");
	if (next && !request->media)
		return usage(rsm, "--next needs --media, the logical medium to go on with");
	if (request->media && !next)
		return usage(rsm, "--media goes with --next only, a side is named by --partition");
	return args_none_left(rsm, argc, argv);
}

static int allocate(struct rsm *rsm, const struct request *request, NTMS_GUID *media,
		    NTMS_GUID *from)
{
	NTMS_ALLOCATION_INFORMATION info = { .dwSize = sizeof(info) };
	struct progress *progress;
	NTMS_GUID pool, side;
	DWORD code;
	int ret;

	ret = resolve(rsm, NTMS_MEDIA_POOL, request->pool, &pool);
	if (!ret && request->partition)
		ret = resolve(rsm, NTMS_PARTITION, request->partition, &side);
	if (!ret && request->media)
		ret = resolve(rsm, NTMS_LOGICAL_MEDIA, request->media, media);
	if (ret)
		return ret;
	progress = progress_start(rsm, NULL, "for a medium");
	code = AllocateNtmsMedia(rsm->session, &pool, request->partition ? &side : NULL, media,
				 request->options, request->timeout, &info);
	progress_stop(progress);
	if (code)
		return report(rsm, code, "pool %s%s%s", resolve_shown(request->pool),
			      request->partition ? ", side " : "",
			      request->partition ? resolve_shown(request->partition) : "");
	*from = info.AllocatedFrom;
	return RSM_OK;
}

static void tell(const struct object *side, const struct object *physical, const char *media,
		 const char *pool, const char *from)
{
	struct table *table = table_new(2, 0);
	char hex[GUID_TEXT];

	table_cell(table, "logical medium");
	table_cell(table, "%s", media);
	table_cell(table, "side");
	table_cell(table, "%s  %s", guid_text(&side->id, hex), side->shown);
	table_cell(table, "medium");
	table_cell(table, "%s", physical->shown);
	table_cell(table, "pool");
	table_cell(table, "%s", pool);
	table_cell(table, "allocated from");
	table_cell(table, "%s", from);
	table_print(table);
}

static int print(struct rsm *rsm, const NTMS_GUID *media, const NTMS_GUID *from)
{
	struct object *side, *physical;
	struct json_object *json;
	char hex[GUID_TEXT];
	NTMS_GUID pool;
	int ret = media_side(rsm, media, &side);

	if (ret)
		return ret;
	ret = media_physical(rsm, &side->id, &physical);
	if (ret) {
		object_free(side);
		return ret;
	}
	pool = physical->info.Info.PhysicalMedia.MediaPool;
	if (rsm->json) {
		json = json_object_new_object();
		json_add_guid(json, "media", media);
		json_add_guid(json, "partition", &side->id);
		json_add_guid(json, "physical_media", &physical->id);
		json_add_text(json, "physical_media_name", physical->name);
		json_add_name(json, "pool", rsm, NTMS_MEDIA_POOL, &pool);
		json_add_name(json, "allocated_from", rsm, NTMS_MEDIA_POOL, from);
		json_answer(rsm, json);
	} else {
		tell(side, physical, guid_text(media, hex),
		     list_name(rsm, NTMS_MEDIA_POOL, &pool),
		     list_name(rsm, NTMS_MEDIA_POOL, from));
	}
	object_free(physical);
	object_free(side);
	return RSM_OK;
}

static int describe_side(struct rsm *rsm, const NTMS_GUID *media, const char *const names[2])
{
	struct object *side;
	int ret;

	if (!names[0] && !names[1])
		return RSM_OK;
	ret = media_side(rsm, media, &side);
	if (ret)
		return ret;
	ret = object_describe(rsm, &side->id, NTMS_PARTITION, names[0], names[1]);
	object_free(side);
	return ret;
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	NTMS_GUID media = NTMS_NULLGUID, from = NTMS_NULLGUID;
	struct request request = { .timeout = INFINITE };
	char hex[GUID_TEXT];
	int ret = parse(rsm, verb, argc, argv, &request), described;

	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = allocate(rsm, &request, &media, &from);
	if (ret)
		return ret;
	described = object_describe(rsm, &media, NTMS_LOGICAL_MEDIA, request.names[0],
				    request.names[1]);
	if (!described)
		described = describe_side(rsm, &media, request.names + 2);
	/* The medium is allocated, whether it got its names or not. */
	if (request.brief && !rsm->json)
		puts(guid_text(&media, hex));
	else if (!rsm->quiet || rsm->json)
		ret = print(rsm, &media, &from);
	return described ? described : ret;
}

const struct verb verb_allocate = {
	.name = "allocate",
	.help = "allocate a medium from a pool",
	.usage =
	"  -m, --pool=ID               the pool\n"
	"  -e, --error-if-unavailable  fail rather than ask the operator for media\n"
	"  -n, --new                   keep the other sides of the medium for the same use\n"
	"  -x, --next                  the next side of the medium of --media\n"
	"  -l, --media=ID              --next: the logical medium to go on with\n"
	"  -p, --partition=ID          this side and no other\n"
	"      --media-name=NAME       name and\n"
	"      --media-desc=TEXT       description of the new logical medium\n"
	"      --partition-name=NAME   name and\n"
	"      --partition-desc=TEXT   description of the side\n"
	"  -t, --timeout=TIME          wait no longer; ms, s, m or inf, the default\n"
	"  -b, --brief                 print the identifier of the logical medium only\n",
	.shorts = "m:enxl:p:t:b" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "pool", required_argument, NULL, 'm' },
		{ "error-if-unavailable", no_argument, NULL, 'e' },
		{ "new", no_argument, NULL, 'n' },
		{ "next", no_argument, NULL, 'x' },
		{ "media", required_argument, NULL, 'l' },
		{ "partition", required_argument, NULL, 'p' },
		{ "media-name", required_argument, NULL, OPT_MEDIA_NAME },
		{ "media-desc", required_argument, NULL, OPT_MEDIA_DESC },
		{ "partition-name", required_argument, NULL, OPT_PARTITION_NAME },
		{ "partition-desc", required_argument, NULL, OPT_PARTITION_DESC },
		{ "timeout", required_argument, NULL, 't' },
		{ "brief", no_argument, NULL, 'b' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "m", WIN_VALUE, "pool", "name:", NULL },
		{ "o", WIN_OPTION, "error-if-unavailable", NULL, "errunavail" },
		{ "o", WIN_OPTION, "new", NULL, "new" },
		{ "o", WIN_OPTION, "next", NULL, "next" },
		{ "lg", WIN_VALUE, "media", "guid:", NULL },
		{ "lf", WIN_VALUE, "media", "name:", NULL },
		{ "pg", WIN_VALUE, "partition", "guid:", NULL },
		{ "pf", WIN_VALUE, "partition", "name:", NULL },
		{ "ln", WIN_VALUE, "media-name", NULL, NULL },
		{ "ld", WIN_VALUE, "media-desc", NULL, NULL },
		{ "pn", WIN_VALUE, "partition-name", NULL, NULL },
		{ "pd", WIN_VALUE, "partition-desc", NULL, NULL },
		{ "t", WIN_VALUE, "timeout", NULL, NULL },
		{ "b", WIN_FLAG, "brief", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
