// SPDX-License-Identifier: GPL-2.0
/*
 * inventory.c - inventory
 *
 * The call returns when the slots are marked, the media are identified after.
 */
#include <json-c/json.h>

#include "field.h"

enum { OPT_COMPARE = OPT_OWN };

static int run(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	DWORD action = NTMS_INVENTORY_DEFAULT, code;
	const char *library = NULL, *asked = NULL;
	struct json_object *json;
	bool only_compare = false;
	NTMS_GUID id;
	int c, ret;

	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'l')
			library = optarg;
		else if (c == 'a')
			asked = optarg;
		else if (c == OPT_COMPARE)
			only_compare = true;
		else
			return RSM_USAGE;
	}
	if (asked && !word_find(words_inventory, asked, &action))
		return usage(rsm, "no action: %s; use full, fast, default, none or stop", asked);
	if (asked && only_compare)
		return usage(rsm, "--compare changes nothing, it takes no --action");
	if (!library)
		return usage(rsm, "no library is named, use --library");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = resolve(rsm, NTMS_LIBRARY, library, &id);
	if (ret)
		return ret;
	if (only_compare)
		return library_compare(rsm, &id, library);
	code = InventoryNtmsLibrary(rsm->session, &id, action);
	if (code)
		return report(rsm, code, "library %s", resolve_shown(library));
	json = json_object_new_object();
	json_add_guid(json, "library", &id);
	json_add_text(json, "action", word_for(words_inventory, action));
	return answer(rsm, json, "library %s: inventory %s", resolve_shown(library),
		      action == NTMS_INVENTORY_STOP ? "stopped" : "started");
}

const struct verb verb_inventory = {
	.name = "inventory",
	.help = "find out which media are in a library",
	.usage =
	"  -l, --library=ID            the library\n"
	"  -a, --action=ACTION         full: read all labels; fast: read bar codes, or what\n"
	"                              is new; default: as the library is set, the default;\n"
	"                              none; stop: stop a running inventory\n"
	"      --compare, --preview    tell what an inventory by bar codes would find, and\n"
	"                              change nothing\n",
	.shorts = "l:a:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "library", required_argument, NULL, 'l' },
		{ "action", required_argument, NULL, 'a' },
		{ "compare", no_argument, NULL, OPT_COMPARE },
		{ "preview", no_argument, NULL, OPT_COMPARE },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "lg", WIN_VALUE, "library", "guid:", NULL },
		{ "lf", WIN_VALUE, "library", "name:", NULL },
		{ "a", WIN_KEYWORD, "action", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = run,
};
