// SPDX-License-Identifier: GPL-2.0
/*
 * freemedia.c - freemedia
 *
 * A medium goes to the free pool of its type.  What is allocated on it is
 * deallocated before: the operator says that its data may go.
 */
#include <json-c/json.h>

#include "field.h"

enum {
	OPT_PHYSICAL = OPT_OWN,
	OPT_ALL_UNRECOGNIZED,
};

static int deallocate_sides(struct rsm *rsm, const struct object *physical)
{
	struct list sides;
	NTMS_GUID *media;
	size_t i;
	DWORD code;
	int ret = media_sides(rsm, &physical->id, &sides);

	if (ret)
		return ret;
	for (i = 0; !ret && i < sides.count; i++) {
		media = &sides.items[i]->info.Info.Partition.LogicalMedia;
		if (guid_null(media))
			continue;
		code = DeallocateNtmsMedia(rsm->session, media, 0);
		if (code)
			ret = report(rsm, code, "side %s", sides.items[i]->shown);
	}
	list_free(&sides);
	return ret;
}

static int free_pool(struct rsm *rsm, const struct object *physical, const struct object **pool)
{
	const NTMS_MEDIAPOOLINFORMATION *info;
	const struct list *pools;
	DWORD code = list_all(rsm, NTMS_MEDIA_POOL, &pools);
	size_t i;

	if (code)
		return report(rsm, code, NULL);
	for (i = 0; i < pools->count; i++) {
		info = &pools->items[i]->info.Info.MediaPool;
		if (info->PoolType != NTMS_POOLTYPE_SCRATCH || guid_null(&info->MediaType) ||
		    !guid_equal(&info->MediaType, &physical->info.Info.PhysicalMedia.MediaType))
			continue;
		*pool = pools->items[i];
		return RSM_OK;
	}
	return report_code(rsm, ERROR_RESOURCE_NOT_PRESENT,
			   "there is no free pool for this type of media", physical->shown);
}

/* Frees one medium; a policy of its pool may have done so with the deallocation. */
static int free_medium(struct rsm *rsm, const struct object *physical,
		       struct json_object *freed)
{
	const struct object *pool = NULL;
	struct json_object *json;
	struct object *now;
	NTMS_GUID id = physical->id, to;
	DWORD code = ERROR_SUCCESS;
	int ret;

	/* What would refuse the move must not come to light after the data is gone. */
	ret = free_pool(rsm, physical, &pool);
	if (!ret && !media_is_idle(rsm, physical))
		ret = report_code(rsm, ERROR_BUSY, "the medium is in use", physical->shown);
	if (!ret)
		ret = deallocate_sides(rsm, physical);
	if (!ret)
		ret = object_read(rsm, &id, NTMS_PHYSICAL_MEDIA, &now);
	if (ret)
		return ret;
	to = pool->id;
	if (!guid_equal(&now->info.Info.PhysicalMedia.MediaPool, &to))
		code = MoveToNtmsMediaPool(rsm->session, &id, &to);
	object_free(now);
	if (code)
		return report(rsm, code, "medium %s, pool %s", physical->shown, pool->shown);
	json = json_object_new_object();
	json_add_guid(json, "physical_media", &id);
	json_add_text(json, "physical_media_name", physical->name);
	json_add_guid(json, "pool", &to);
	json_add_text(json, "pool_name", pool->name);
	if (rsm->json) {
		json_object_array_add(freed, json);
		return RSM_OK;
	}
	return answer(rsm, json, "medium %s: in pool %s", physical->shown, pool->shown);
}

/* Frees what is in the pools of unrecognized media; goes on after a failure. */
static int free_unrecognized(struct rsm *rsm, struct json_object *freed)
{
	const struct object *pool;
	const struct list *media;
	int ret = RSM_OK, failed;
	size_t i;
	DWORD code = list_all(rsm, NTMS_PHYSICAL_MEDIA, &media);

	if (code)
		return report(rsm, code, NULL);
	for (i = 0; i < media->count; i++) {
		pool = list_find(rsm, NTMS_MEDIA_POOL,
				 &media->items[i]->info.Info.PhysicalMedia.MediaPool);
		if (!pool || pool->info.Info.MediaPool.PoolType != NTMS_POOLTYPE_FOREIGN)
			continue;
		failed = free_medium(rsm, media->items[i], freed);
		ret = ret ? ret : failed;
	}
	return ret;
}

static int free_target(struct rsm *rsm, const struct target *target, struct json_object *freed)
{
	struct object *physical;
	int ret = target_physical(rsm, target, &physical);

	if (ret)
		return ret;
	ret = free_medium(rsm, physical, freed);
	object_free(physical);
	return ret;
}

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct target *target, bool *all)
{
	int c;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'l')
			target->media = optarg;
		else if (c == 'p')
			target->partition = optarg;
		else if (c == 's')
			target->slot = optarg;
		else if (c == 'd')
			target->drive = optarg;
		else if (c == 'c')
			target->changer = optarg;
		else if (c == OPT_PHYSICAL)
			target->physical = optarg;
		else if (c == OPT_ALL_UNRECOGNIZED)
			*all = true;
		else
			return RSM_USAGE;
	}
	if (*all && target_text(target))
		return usage(rsm, "--all-unrecognized and %s exclude each other",
			     target_text(target));
	return args_none_left(rsm, argc, argv);
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct json_object *json, *freed;
	struct target target = { NULL };
	bool all = false;
	int ret;

	ret = parse(rsm, verb, argc, argv, &target, &all);
	if (!ret)
		ret = session_open(rsm);
	if (ret)
		return ret;
	freed = json_object_new_array();
	ret = all ? free_unrecognized(rsm, freed) : free_target(rsm, &target, freed);
	if (!rsm->json || (ret && !json_object_array_length(freed))) {
		json_object_put(freed);
		return ret;
	}
	json = json_object_new_object();
	json_add(json, "freed", freed);
	json_answer(rsm, json);
	return ret;
}

const struct verb verb_freemedia = {
	.name = "freemedia",
	.help = "deallocate a medium and move it to the free pool",
	.usage =
	"      --physical=ID           the medium\n"
	"  -l, --media=ID              or the logical medium on it\n"
	"  -p, --partition=ID          or a side of it\n"
	"  -s, --slot=ID               or the medium in this slot\n"
	"  -c, --changer=ID            of the library of this changer\n"
	"  -d, --drive=ID              or the medium in this drive\n"
	"      --all-unrecognized      all media in pools of unrecognized media\n",
	.shorts = "l:p:s:d:c:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "physical", required_argument, NULL, OPT_PHYSICAL },
		{ "media", required_argument, NULL, 'l' },
		{ "partition", required_argument, NULL, 'p' },
		{ "slot", required_argument, NULL, 's' },
		{ "drive", required_argument, NULL, 'd' },
		{ "changer", required_argument, NULL, 'c' },
		{ "all-unrecognized", no_argument, NULL, OPT_ALL_UNRECOGNIZED },
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
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
