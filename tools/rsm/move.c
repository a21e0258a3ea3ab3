// SPDX-License-Identifier: GPL-2.0
/*
 * move.c - move
 */
#include <json-c/json.h>

#include "field.h"

static int move(struct rsm *rsm, const char *medium, const char *pool)
{
	struct json_object *json;
	NTMS_GUID id, to;
	DWORD code;
	int ret;

	ret = resolve(rsm, NTMS_PHYSICAL_MEDIA, medium, &id);
	if (!ret)
		ret = resolve(rsm, NTMS_MEDIA_POOL, pool, &to);
	if (ret)
		return ret;
	code = MoveToNtmsMediaPool(rsm->session, &id, &to);
	if (code)
		return report(rsm, code, "medium %s, pool %s", resolve_shown(medium),
			      resolve_shown(pool));
	json = json_object_new_object();
	json_add_name(json, "physical_media", rsm, NTMS_PHYSICAL_MEDIA, &id);
	json_add_name(json, "pool", rsm, NTMS_MEDIA_POOL, &to);
	return answer(rsm, json, "medium %s: in pool %s",
		      list_name(rsm, NTMS_PHYSICAL_MEDIA, &id),
		      list_name(rsm, NTMS_MEDIA_POOL, &to));
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *medium = NULL, *pool = NULL;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'p')
			medium = optarg;
		else if (c == 'm')
			pool = optarg;
		else
			return RSM_USAGE;
	}
	if (!medium)
		return usage(rsm, "no medium is named, use --physical");
	if (!pool)
		return usage(rsm, "no pool is named, use --pool");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	return ret ? ret : move(rsm, medium, pool);
}

const struct verb verb_move = {
	.name = "move",
	.help = "move a medium to another pool",
	.usage =
	"  -p, --physical=ID           the medium\n"
	"  -m, --pool=ID               the pool\n",
	.shorts = "p:m:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "physical", required_argument, NULL, 'p' },
		{ "pool", required_argument, NULL, 'm' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "pg", WIN_VALUE, "physical", "guid:", NULL },
		{ "pf", WIN_VALUE, "physical", "name:", NULL },
		{ "m", WIN_VALUE, "pool", "name:", NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
