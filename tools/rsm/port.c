// SPDX-License-Identifier: GPL-2.0
/*
 * port.c - what goes in and out of a library: eject, inject, cleaner
 *
 * An eject or injection runs until the medium is taken or put in, a time-out of
 * the port, or --action=stop with the operation that the start has printed.
 */
#include <string.h>

#include <json-c/json.h>

#include "field.h"

static const struct word eject_actions[] = {
	{ NTMS_EJECT_START, "start" },
	{ NTMS_EJECT_STOP, "stop" },
	{ NTMS_EJECT_QUEUE, "queue" },
	{ NTMS_EJECT_FORCE, "force" },
	{ 0, NULL }
};

static const struct word inject_actions[] = {
	{ NTMS_INJECT_START, "start" },
	{ NTMS_INJECT_STOP, "stop" },
	{ NTMS_INJECT_RETRACT, "retract" },
	{ NTMS_INJECT_STARTMANY, "many" },
	{ 0, NULL }
};

enum { CLEANER_RESERVE, CLEANER_RELEASE, CLEANER_INJECT, CLEANER_EJECT };

static const struct word cleaner_actions[] = {
	{ CLEANER_RESERVE, "reserve" },
	{ CLEANER_RELEASE, "release" },
	{ CLEANER_INJECT, "inject" },
	{ CLEANER_EJECT, "eject" },
	{ 0, NULL }
};

/**
 * struct order - what the options say
 * @target:	the medium
 * @library:	the library
 * @action:	what to do
 * @operation:	the operation that is meant
 * @uses:	how often a cleaner can still be used
 * @brief:	print the operation only
 * @stop:	(cleaner) stop an injection or ejection
 * @acted:	an action was given
 */
struct order {
	struct target target;
	const char *library;
	DWORD action;
	const char *operation;
	DWORD uses;
	bool brief;
	bool stop;
	bool acted;
};

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 const struct word *actions, struct order *o)
{
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		switch (c) {
		case 'p':
			o->target.physical = optarg;
			break;
		case 's':
			o->target.slot = optarg;
			break;
		case 'd':
			o->target.drive = optarg;
			break;
		case 'l':
			o->library = optarg;
			break;
		case 'O':
			o->operation = optarg;
			break;
		case 'b':
			o->brief = true;
			break;
		case 'S':
			o->stop = true;
			break;
		case 'u':
			if (!strcmp(optarg, "inf"))
				o->uses = 0xffffffff;
			else
				ret = args_number(rsm, "number of uses", optarg, &o->uses);
			break;
		case 'a':
			o->acted = true;
			if (!word_find(actions, optarg, &o->action))
				ret = usage(rsm, "no action: %s", optarg);
			break;
		default:
			ret = RSM_USAGE;
		}
	}
	return ret ? ret : args_none_left(rsm, argc, argv);
}

static int operation_id(struct rsm *rsm, const struct order *o, NTMS_GUID *id)
{
	memset(id, 0, sizeof(*id));
	if (o->operation && !guid_parse(o->operation, id))
		return usage(rsm, "%s is no identifier of an operation", o->operation);
	return RSM_OK;
}

static int library_id(struct rsm *rsm, const struct order *o, NTMS_GUID *id)
{
	if (!o->library)
		return usage(rsm, "no library is named, use --library");
	return resolve(rsm, NTMS_LIBRARY, o->library, id);
}

static int tell(struct rsm *rsm, const struct order *o, const NTMS_GUID *operation,
		const char *what, const char *became)
{
	struct json_object *json = json_object_new_object();
	char text[GUID_TEXT];

	json_add_guid(json, "operation", operation);
	if (o->brief)
		return answer(rsm, json, "%s", guid_text(operation, text));
	if (guid_null(operation))
		return answer(rsm, json, "%s: %s", resolve_shown(what), became);
	return answer(rsm, json, "%s: %s, operation %s", resolve_shown(what), became,
		      guid_text(operation, text));
}

/* The medium in a drive or slot, or that of a stand-alone library. */
static int medium(struct rsm *rsm, const struct order *o, NTMS_GUID *id)
{
	struct object *physical;
	NTMS_GUID library;
	struct list list;
	DWORD code;
	int ret;

	if (o->target.physical || o->target.slot || o->target.drive) {
		ret = target_physical(rsm, &o->target, &physical);
		if (ret)
			return ret;
		*id = physical->id;
		object_free(physical);
		return RSM_OK;
	}
	if (!o->library)
		return usage(rsm, "no medium is named");
	ret = library_id(rsm, o, &library);
	if (ret)
		return ret;
	code = list_load(rsm, &library, NTMS_PHYSICAL_MEDIA, &list);
	if (code)
		return report(rsm, code, "library %s", resolve_shown(o->library));
	if (list.count == 1)
		*id = list.items[0]->id;
	else
		ret = usage(rsm, list.count ? "the library holds more than one medium, name it" :
					      "the library holds no medium");
	list_free(&list);
	return ret;
}

/* Stopping needs the medium, too: one of the eject's, as its request names it. */
static int ejected_medium(struct rsm *rsm, const struct order *o, const NTMS_GUID *operation,
			  NTMS_GUID *id)
{
	const NTMS_LIBREQUESTINFORMATIONW *request;
	const struct list *list;
	DWORD code = list_all(rsm, NTMS_LIBREQUEST, &list);
	size_t i;

	if (code)
		return report(rsm, code, "library requests");
	for (i = 0; i < list->count; i++) {
		request = &list->items[i]->info.Info.LibRequest;
		if (!guid_equal(&request->WorkItemId, operation))
			continue;
		*id = request->PhysMediaId;
		return RSM_OK;
	}
	return report_code(rsm, ERROR_INVALID_OPERATION, NULL, o->operation);
}

static int eject(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct order o = { .action = NTMS_EJECT_START };
	NTMS_GUID media = NTMS_NULLGUID, operation;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, eject_actions, &o);
	if (!ret && o.action == NTMS_EJECT_STOP && !o.operation)
		ret = usage(rsm, "which eject is to stop? use --operation");
	if (!ret)
		ret = operation_id(rsm, &o, &operation);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = o.action == NTMS_EJECT_STOP ?
		      ejected_medium(rsm, &o, &operation, &media) :
		      medium(rsm, &o, &media);
	if (ret)
		return ret;
	code = EjectNtmsMedia(rsm->session, &media, &operation, o.action);
	if (code)
		return report(rsm, code, "eject %s", target_text(&o.target) ?
			      target_text(&o.target) : o.operation ? o.operation : "");
	return tell(rsm, &o, &operation, target_text(&o.target) ? target_text(&o.target) :
		    o.library ? o.library : "eject",
		    o.action == NTMS_EJECT_STOP ? "stopped" :
		    o.action == NTMS_EJECT_QUEUE ? "waits for the others" : "goes to the port");
}

static int inject(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct order o = { .action = NTMS_INJECT_START };
	NTMS_GUID library, operation;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, inject_actions, &o);
	if (!ret && (o.action == NTMS_INJECT_STOP || o.action == NTMS_INJECT_RETRACT) &&
	    !o.operation)
		ret = usage(rsm, "which injection is meant? use --operation");
	if (!ret)
		ret = operation_id(rsm, &o, &operation);
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = library_id(rsm, &o, &library);
	if (ret)
		return ret;
	code = InjectNtmsMedia(rsm->session, &library, &operation, o.action);
	if (code)
		return report(rsm, code, "library %s", resolve_shown(o.library));
	return tell(rsm, &o, &operation, o.library, o.action == NTMS_INJECT_STOP ? "stopped" :
		    o.action == NTMS_INJECT_RETRACT ? "the port is looked into" :
						      "the port may be filled");
}

static int move_cleaner(struct rsm *rsm, const struct order *o, NTMS_GUID *library)
{
	NTMS_GUID operation;
	DWORD code;
	int ret = operation_id(rsm, o, &operation);

	if (!ret && o->stop && !o->operation)
		ret = usage(rsm, "what is to stop? use --operation");
	if (ret)
		return ret;
	if (o->action == CLEANER_INJECT)
		code = InjectNtmsCleaner(rsm->session, library, &operation, o->uses,
					 o->stop ? NTMS_INJECT_STOP : NTMS_INJECT_START);
	else
		code = EjectNtmsCleaner(rsm->session, library, &operation,
					o->stop ? NTMS_EJECT_STOP : NTMS_EJECT_START);
	if (code)
		return report(rsm, code, "library %s", resolve_shown(o->library));
	return tell(rsm, o, &operation, o->library, o->stop ? "stopped" :
		    o->action == CLEANER_INJECT ? "put the cleaner into the port" :
						  "the cleaner goes to the port");
}

static int cleaner(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct order o = { .uses = 0xffffffff };
	NTMS_GUID library, slot, none = NTMS_NULLGUID;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, cleaner_actions, &o);
	if (!ret && !o.acted)
		ret = usage(rsm, "no action is named, use --action");
	if (!ret && o.action == CLEANER_RESERVE && !o.target.slot)
		ret = usage(rsm, "no slot is named, use --slot");
	if (!ret)
		ret = session_open(rsm);
	if (!ret)
		ret = library_id(rsm, &o, &library);
	if (!ret && o.action == CLEANER_RESERVE)
		ret = resolve_in(rsm, NTMS_STORAGESLOT, o.target.slot, &library, &slot);
	if (ret)
		return ret;
	if (o.action == CLEANER_INJECT || o.action == CLEANER_EJECT)
		return move_cleaner(rsm, &o, &library);
	code = o.action == CLEANER_RESERVE ?
	       ReserveNtmsCleanerSlot(rsm->session, &library, &slot) :
	       ReleaseNtmsCleanerSlot(rsm->session, &library);
	if (code)
		return report(rsm, code, "library %s", resolve_shown(o.library));
	return tell(rsm, &o, &none, o.library, o.action == CLEANER_RESERVE ?
		    "the slot is reserved for a cleaner" : "the cleaner slot is released");
}

#define LIBRARY_OPTION	{ "library", required_argument, NULL, 'l' }
#define ACTION_OPTION	{ "action", required_argument, NULL, 'a' }
#define OPERATION_OPTION { "operation", required_argument, NULL, 'O' }
#define BRIEF_OPTION	{ "brief", no_argument, NULL, 'b' }

const struct verb verb_eject = {
	.name = "eject",
	.help = "have a medium brought to the port of its library",
	.usage =
	"  -p, --physical=ID           the medium\n"
	"  -s, --slot=ID               or what is in this slot\n"
	"  -d, --drive=ID              or in this drive\n"
	"  -l, --library=ID            or in this stand-alone drive\n"
	"  -a, --action=ACTION         start, the default; queue: wait for the next start;\n"
	"                              force: even if it is in use; stop\n"
	"  -O, --operation=GUID        the eject that is to stop\n"
	"  -b, --brief                 print the operation only\n",
	.shorts = "p:s:d:l:a:O:b" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "physical", required_argument, NULL, 'p' },
		{ "slot", required_argument, NULL, 's' },
		{ "drive", required_argument, NULL, 'd' },
		LIBRARY_OPTION, ACTION_OPTION, OPERATION_OPTION, BRIEF_OPTION,
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "pg", WIN_VALUE, "physical", "guid:", NULL },
		{ "pf", WIN_VALUE, "physical", "name:", NULL },
		{ "sg", WIN_VALUE, "slot", "guid:", NULL },
		{ "sf", WIN_VALUE, "slot", "name:", NULL },
		{ "dg", WIN_VALUE, "drive", "guid:", NULL },
		{ "df", WIN_VALUE, "drive", "name:", NULL },
		{ "lg", WIN_VALUE, "library", "guid:", NULL },
		{ "lf", WIN_VALUE, "library", "name:", NULL },
		{ "o", WIN_VALUE, "operation", NULL, NULL },
		{ "a", WIN_KEYWORD, "action", NULL, NULL },
		{ "b", WIN_FLAG, "brief", NULL, NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = eject,
};

const struct verb verb_inject = {
	.name = "inject",
	.help = "take media in through the port of a library",
	.usage =
	"  -l, --library=ID            the library\n"
	"  -a, --action=ACTION         start, the default; many: go on after each medium;\n"
	"                              retract: look into the port now; stop\n"
	"  -O, --operation=GUID        the injection that retract and stop are about\n"
	"  -b, --brief                 print the operation only\n",
	.shorts = "l:a:O:b" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		LIBRARY_OPTION, ACTION_OPTION, OPERATION_OPTION, BRIEF_OPTION, RSM_COMMON
	},
	.run = inject,
};

const struct verb verb_cleaner = {
	.name = "cleaner",
	.help = "look after the cleaning cartridge of a library",
	.usage =
	"  -l, --library=ID            the library\n"
	"  -a, --action=ACTION         reserve or release the slot for it; inject, eject\n"
	"  -s, --slot=ID               (reserve) the slot\n"
	"  -u, --uses=N                (inject) how often it can be used, inf: not counted\n"
	"      --stop                  (inject, eject) stop the operation\n"
	"  -O, --operation=GUID        the operation that is to stop\n"
	"  -b, --brief                 print the operation only\n",
	.shorts = "l:a:s:u:O:b" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		LIBRARY_OPTION, ACTION_OPTION,
		{ "slot", required_argument, NULL, 's' },
		{ "uses", required_argument, NULL, 'u' },
		{ "stop", no_argument, NULL, 'S' },
		OPERATION_OPTION, BRIEF_OPTION, RSM_COMMON
	},
	.run = cleaner,
};
