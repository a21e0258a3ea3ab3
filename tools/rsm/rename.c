// SPDX-License-Identifier: GPL-2.0
/*
 * rename.c - rename
 */
#include <json-c/json.h>

#include "field.h"

enum {
	OPT_ID = OPT_OWN,
	OPT_NAME,
	OPT_DESCRIPTION,
};

/* All types have a description that can be written, these also a name. */
static bool has_own_name(DWORD type)
{
	return type == NTMS_LIBRARY || type == NTMS_LOGICAL_MEDIA || type == NTMS_PARTITION ||
	       type == NTMS_PHYSICAL_MEDIA || type == NTMS_MEDIA_POOL;
}

static int find(struct rsm *rsm, DWORD type, const char *text, NTMS_GUID *id, DWORD *found)
{
	const DWORD types[] = { type, 0 };
	static const DWORD any[] = { NTMS_LIBRARY, NTMS_MEDIA_POOL, NTMS_PHYSICAL_MEDIA,
				     NTMS_PARTITION, NTMS_LOGICAL_MEDIA, 0 };
	struct object *object;
	int ret = resolve_any(rsm, type ? types : any, text, id, found);

	if (ret || *found)
		return ret;
	*found = type;
	if (type)
		return RSM_OK;
	ret = object_read(rsm, id, NTMS_UNKNOWN, &object);
	if (ret)
		return ret;
	*found = object->type;
	object_free(object);
	return RSM_OK;
}

static int rename_object(struct rsm *rsm, DWORD type, const char *text, const char *name,
			 const char *description)
{
	struct json_object *json;
	NTMS_GUID id;
	int ret = find(rsm, type, text, &id, &type);

	if (ret)
		return ret;
	if (name && !has_own_name(type))
		return usage(rsm, "the name of a %s cannot be changed",
			     word_for(words_type, type));
	ret = object_describe(rsm, &id, type, name, description);
	if (ret)
		return ret;
	list_forget(rsm);
	json = json_object_new_object();
	json_add_name(json, "object", rsm, type, &id);
	json_add_text(json, "type", word_for(words_type, type));
	return answer(rsm, json, "%s %s: renamed", word_for(words_type, type),
		      list_name(rsm, type, &id));
}

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	const char *id = NULL, *name = NULL, *description = NULL;
	DWORD type = NTMS_UNKNOWN;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 't' && !word_find(words_type, optarg, &type))
			return usage(rsm, "no type of object: %s", optarg);
		if (c == '?')
			return RSM_USAGE;
		if (c == OPT_ID)
			id = optarg;
		else if (c == OPT_NAME)
			name = optarg;
		else if (c == OPT_DESCRIPTION)
			description = optarg;
	}
	if (!id)
		return usage(rsm, "no object is named, use --id");
	if (!name && !description)
		return usage(rsm, "nothing to change, use --name or --description");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	return ret ? ret : rename_object(rsm, type, id, name, description);
}

const struct verb verb_rename = {
	.name = "rename",
	.help = "change name or description of an object",
	.usage =
	"  -t, --type=TYPE             its type, see rsm view --help; found out without\n"
	"      --id=ID                 the object\n"
	"      --name=NAME             the new name\n"
	"      --description=TEXT      the new description\n",
	.shorts = "t:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "type", required_argument, NULL, 't' },
		{ "id", required_argument, NULL, OPT_ID },
		{ "name", required_argument, NULL, OPT_NAME },
		{ "description", required_argument, NULL, OPT_DESCRIPTION },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "tg", WIN_VALUE, "id", "guid:", NULL },
		{ "tf", WIN_VALUE, "id", "name:", NULL },
		{ "t", WIN_KEYWORD, "type", NULL, NULL },
		{ "n", WIN_VALUE, "name", NULL, NULL },
		{ "d", WIN_VALUE, "description", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
