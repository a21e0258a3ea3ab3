// SPDX-License-Identifier: GPL-2.0
/*
 * pool.c - createpool, deletepool
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"

enum {
	OPT_MAX_ALLOCATES = OPT_OWN,
};

/**
 * struct request - what createpool shall do
 * @path:	the pool
 * @media_type:	its type of media, NULL for a pool of pools
 * @action:	NtmsCreateOptions
 * @draw:	set NTMS_ALLOCATE_FROMSCRATCH
 * @give_back:	set NTMS_DEALLOCATE_TOSCRATCH
 * @limit:	set the number of allocations
 * @max:	to this
 */
struct request {
	const char *path;
	const char *media_type;
	DWORD action;
	bool draw;
	bool give_back;
	bool limit;
	DWORD max;
};

static const struct word actions[] = {
	{ NTMS_OPEN_EXISTING, "existing" },
	{ NTMS_OPEN_ALWAYS, "always" },
	{ NTMS_CREATE_NEW, "new" },
	{ 0, NULL }
};

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct request *request)
{
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		switch (c) {
		case 'm':
			request->path = optarg;
			break;
		case 'T':
			request->media_type = optarg;
			break;
		case 'a':
			if (!word_find(actions, optarg, &request->action))
				ret = usage(rsm, "no action: %s; use existing, always or new",
					    optarg);
			break;
		case 'd':
			request->draw = true;
			break;
		case 'r':
			request->give_back = true;
			break;
		case OPT_MAX_ALLOCATES:
			request->limit = true;
			ret = args_number(rsm, "number of allocations", optarg, &request->max);
			break;
		default:
			return RSM_USAGE;
		}
	}
	if (!ret && !request->path)
		ret = usage(rsm, "no pool is named, use --pool");
	else if (!ret && !strncmp(request->path, "guid:", 5))
		ret = usage(rsm, "a pool is created by its path");
	return ret ? ret : args_none_left(rsm, argc, argv);
}

static int set_policy(struct rsm *rsm, const struct request *request, const NTMS_GUID *id)
{
	NTMS_MEDIAPOOLINFORMATION *pool;
	struct object *object;
	DWORD code;
	int ret;

	if (!request->draw && !request->give_back && !request->limit)
		return RSM_OK;
	ret = object_read(rsm, id, NTMS_MEDIA_POOL, &object);
	if (ret)
		return ret;
	pool = &object->info.Info.MediaPool;
	if (request->draw)
		pool->AllocationPolicy |= NTMS_ALLOCATE_FROMSCRATCH;
	if (request->give_back)
		pool->DeallocationPolicy |= NTMS_DEALLOCATE_TOSCRATCH;
	if (request->limit)
		pool->dwMaxAllocates = request->max;
	code = object_set(rsm, object);
	if (code)
		ret = report(rsm, code, "policy of pool %s", resolve_shown(request->path));
	object_free(object);
	return ret;
}

static int create_pool(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct request request = { .action = NTMS_CREATE_NEW };
	WCHAR path[NTMS_POOLHIERARCHY_LENGTH];
	struct json_object *json;
	NTMS_GUID type, id;
	char hex[GUID_TEXT];
	DWORD code;
	int ret = parse(rsm, verb, argc, argv, &request);

	if (!ret && text_wide(resolve_shown(request.path), path, NTMS_POOLHIERARCHY_LENGTH))
		ret = usage(rsm, "the path is too long or not UTF-8: %s", request.path);
	if (!ret)
		ret = session_open(rsm);
	if (!ret && request.media_type)
		ret = resolve(rsm, NTMS_MEDIA_TYPE, request.media_type, &type);
	if (ret)
		return ret;
	code = CreateNtmsMediaPoolW(rsm->session, path, request.media_type ? &type : NULL,
				    request.action, NULL, &id);
	if (code)
		return report(rsm, code, "pool %s", resolve_shown(request.path));
	ret = set_policy(rsm, &request, &id);
	if (ret)
		return ret;
	json = json_object_new_object();
	json_add_guid(json, "pool", &id);
	json_add_text(json, "path", resolve_shown(request.path));
	return answer(rsm, json, "pool %s: %s", resolve_shown(request.path), guid_text(&id, hex));
}

static int delete_pool(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *pool = NULL;
	struct json_object *json;
	NTMS_GUID id;
	DWORD code;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c != 'm')
			return RSM_USAGE;
		pool = optarg;
	}
	if (!pool)
		return usage(rsm, "no pool is named, use --pool");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = resolve(rsm, NTMS_MEDIA_POOL, pool, &id);
	if (ret)
		return ret;
	code = DeleteNtmsMediaPool(rsm->session, &id);
	if (code)
		return report(rsm, code, "pool %s", resolve_shown(pool));
	json = json_object_new_object();
	json_add_guid(json, "pool", &id);
	return answer(rsm, json, "pool %s: deleted", resolve_shown(pool));
}

const struct verb verb_createpool = {
	.name = "createpool",
	.help = "create a media pool",
	.usage =
	"  -m, --pool=PATH             the pool; a backslash separates levels\n"
	"  -a, --action=ACTION         existing: open it; new: create it, the default;\n"
	"                              always: create it if it is missing\n"
	"  -T, --media-type=ID         what it holds; without, it holds pools only\n"
	"  -d, --draw-free             take media from the free pool when it has none\n"
	"  -r, --return-free           give media back to the free pool\n"
	"      --max-allocates=N       retire a side after N allocations\n",
	.shorts = "m:a:T:dr" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "pool", required_argument, NULL, 'm' },
		{ "action", required_argument, NULL, 'a' },
		{ "media-type", required_argument, NULL, 'T' },
		{ "draw-free", no_argument, NULL, 'd' },
		{ "return-free", no_argument, NULL, 'r' },
		{ "max-allocates", required_argument, NULL, OPT_MAX_ALLOCATES },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "m", WIN_VALUE, "pool", "name:", NULL },
		{ "a", WIN_KEYWORD, "action", NULL, NULL },
		{ "tg", WIN_VALUE, "media-type", "guid:", NULL },
		{ "tf", WIN_VALUE, "media-type", "name:", NULL },
		{ "d", WIN_FLAG, "draw-free", NULL, NULL },
		{ "r", WIN_FLAG, "return-free", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = create_pool,
};

const struct verb verb_deletepool = {
	.name = "deletepool",
	.help = "delete an empty media pool",
	.usage =
	"  -m, --pool=ID               the pool, its path or identifier\n",
	.shorts = "m:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "pool", required_argument, NULL, 'm' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "m", WIN_VALUE, "pool", "name:", NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = delete_pool,
};
