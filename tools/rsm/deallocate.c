// SPDX-License-Identifier: GPL-2.0
/*
 * deallocate.c - what becomes of an allocated side: deallocate, complete,
 * decommission, swap
 */
#include <json-c/json.h>

#include "field.h"

/* Tells the state of a side after what was done to it. */
static int tell_side(struct rsm *rsm, const NTMS_GUID *id, const NTMS_GUID *media)
{
	struct object *side, *physical = NULL;
	struct json_object *json;
	NTMS_GUID pool = NTMS_NULLGUID;
	const char *state;
	int ret;

	if (rsm->quiet && !rsm->json)
		return RSM_OK;
	ret = media_side(rsm, id, &side);
	if (ret)
		return ret;
	state = word_for(words_side_state, side->info.Info.Partition.State);
	if (!media_physical(rsm, &side->id, &physical))
		pool = physical->info.Info.PhysicalMedia.MediaPool;
	json = json_object_new_object();
	json_add_guid(json, "media", media);
	json_add_guid(json, "partition", &side->id);
	json_add_text(json, "partition_name", side->name);
	json_add_text(json, "state", state);
	json_add_name(json, "pool", rsm, NTMS_MEDIA_POOL, &pool);
	/* sides need not have names */
	ret = answer(rsm, json, "medium %s, side %u: %s, in pool %s",
		     physical ? physical->shown : "unknown", side->info.Info.Partition.Side,
		     state ? state : "state unknown", list_name(rsm, NTMS_MEDIA_POOL, &pool));
	object_free(physical);
	object_free(side);
	return ret;
}

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct target *target, const char **with)
{
	int c;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'l')
			target->media = optarg;
		else if (c == 'p')
			target->partition = optarg;
		else if (c == 'w')
			*with = optarg;
		else
			return RSM_USAGE;
	}
	c = args_none_left(rsm, argc, argv);
	return c ? c : session_open(rsm);
}

/* Finds the logical medium that is named, or the one of the side that is named. */
static int logical(struct rsm *rsm, const struct target *target, NTMS_GUID *media)
{
	NTMS_GUID side;
	int ret = target_id(rsm, target, target->partition ? &side : media);

	return ret || !target->partition ? ret : media_logical(rsm, &side, media);
}

static int deallocate(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct target target = { NULL };
	NTMS_GUID media, side;
	bool known;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, &target, NULL);
	if (!ret)
		ret = logical(rsm, &target, &media);
	if (ret)
		return ret;
	/* Afterwards nothing leads from the logical medium to the side. */
	known = !media_side_id(rsm, &media, &side);
	code = DeallocateNtmsMedia(rsm->session, &media, 0);
	if (code)
		return report(rsm, code, "medium %s", target_text(&target));
	list_forget(rsm);
	return known ? tell_side(rsm, &side, &media) : RSM_OK;
}

static int complete(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct target target = { NULL };
	NTMS_GUID media;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, &target, NULL);
	if (!ret)
		ret = logical(rsm, &target, &media);
	if (ret)
		return ret;
	code = SetNtmsMediaComplete(rsm->session, &media);
	if (code)
		return report(rsm, code, "medium %s", target_text(&target));
	return tell_side(rsm, &media, &media);
}

static int decommission(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct target target = { NULL };
	NTMS_GUID side, none = NTMS_NULLGUID;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, &target, NULL);
	if (!ret)
		ret = target_id(rsm, &target, &side);
	if (ret)
		return ret;
	code = DecommissionNtmsMedia(rsm->session, &side);
	if (code)
		return report(rsm, code, "side %s", target_text(&target));
	return tell_side(rsm, &side, &none);
}

static int swap(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct target target = { NULL };
	const char *with = NULL;
	struct json_object *json;
	NTMS_GUID media, other;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, &target, &with);
	if (!ret && !with)
		ret = usage(rsm, "no second medium is named, use --with");
	if (!ret)
		ret = target_id(rsm, &target, &media);
	if (!ret)
		ret = resolve(rsm, NTMS_LOGICAL_MEDIA, with, &other);
	if (ret)
		return ret;
	code = SwapNtmsMedia(rsm->session, &media, &other);
	if (code)
		return report(rsm, code, "media %s and %s", target_text(&target),
			      resolve_shown(with));
	json = json_object_new_object();
	json_add_guid(json, "media", &media);
	json_add_guid(json, "with", &other);
	return answer(rsm, json, "media %s and %s: sides swapped", target_text(&target),
		      resolve_shown(with));
}

#define MEDIA_OPTION	{ "media", required_argument, NULL, 'l' }
#define SIDE_OPTION	{ "partition", required_argument, NULL, 'p' }

const struct verb verb_deallocate = {
	.name = "deallocate",
	.help = "give an allocated medium back",
	.usage =
	"  -l, --media=ID              the logical medium\n"
	"  -p, --partition=ID          or the side that it is on\n",
	.shorts = "l:p:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ MEDIA_OPTION, SIDE_OPTION, RSM_COMMON },
	.switches = (const struct win_switch[]){
		{ "lg", WIN_VALUE, "media", "guid:", NULL },
		{ "lf", WIN_VALUE, "media", "name:", NULL },
		{ "pg", WIN_VALUE, "partition", "guid:", NULL },
		{ "pf", WIN_VALUE, "partition", "name:", NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = deallocate,
};

const struct verb verb_complete = {
	.name = "complete",
	.help = "declare an allocated medium full",
	.usage =
	"  -l, --media=ID              the logical medium\n"
	"  -p, --partition=ID          or the side that it is on\n",
	.shorts = "l:p:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ MEDIA_OPTION, SIDE_OPTION, RSM_COMMON },
	.run = complete,
};

const struct verb verb_decommission = {
	.name = "decommission",
	.help = "retire a side that is available",
	.usage =
	"  -p, --partition=ID          the side\n",
	.shorts = "p:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ SIDE_OPTION, RSM_COMMON },
	.run = decommission,
};

const struct verb verb_swap = {
	.name = "swap",
	.help = "exchange the sides of two allocated media",
	.usage =
	"  -l, --media=ID              a logical medium\n"
	"  -w, --with=ID               another one\n",
	.shorts = "l:w:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		MEDIA_OPTION,
		{ "with", required_argument, NULL, 'w' },
		RSM_COMMON
	},
	.run = swap,
};
