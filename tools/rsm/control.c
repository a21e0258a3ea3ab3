// SPDX-License-Identifier: GPL-2.0
/*
 * control.c - libraries, drives and media as a whole: enable, disable, delete,
 * refresh, door, clean, identify
 *
 * What needs the robot is queued; rsm view -t librequest shows what became of it.
 */
#include <string.h>

#include <json-c/json.h>

#include "field.h"

/**
 * struct subject - which object the options name
 * @type:	NtmsObjectsTypes, NTMS_UNKNOWN as long as none is named
 * @text:	what was typed
 * @id:		the object
 * @action:	of -a
 * @deferred:	--deferred was given
 */
struct subject {
	DWORD type;
	const char *text;
	NTMS_GUID id;
	const char *action;
	bool deferred;
};

static const struct {
	int c;
	DWORD type;
} types[] = {
	{ 'l', NTMS_LIBRARY }, { 'd', NTMS_DRIVE }, { 'p', NTMS_PHYSICAL_MEDIA },
	{ 's', NTMS_STORAGESLOT }, { 'T', NTMS_MEDIA_TYPE },
};

static int name(struct rsm *rsm, struct subject *s, int c)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types) && types[i].c != c; i++)
		;
	if (i == ARRAY_SIZE(types))
		return RSM_USAGE;
	if (s->type != NTMS_UNKNOWN)
		return usage(rsm, "more than one object is named");
	s->type = types[i].type;
	s->text = optarg;
	return RSM_OK;
}

/* Takes the options and finds the one object that they name. */
static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct subject *s)
{
	int c, ret = RSM_OK;

	memset(s, 0, sizeof(*s));
	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'a')
			s->action = optarg;
		else if (c == 'D')
			s->deferred = true;
		else
			ret = name(rsm, s, c);
	}
	if (!ret && s->type == NTMS_UNKNOWN)
		ret = usage(rsm, "no object is named");
	if (!ret)
		ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	return ret ? ret : resolve(rsm, s->type, s->text, &s->id);
}

static int done(struct rsm *rsm, const struct subject *s, DWORD code, const char *what)
{
	struct json_object *json;

	if (code)
		return report(rsm, code, "%s %s", resolve_type(s->type), resolve_shown(s->text));
	json = json_object_new_object();
	json_add_guid(json, "object", &s->id);
	json_add_text(json, "type", word_for(words_type, s->type));
	return answer(rsm, json, "%s %s: %s", resolve_type(s->type), resolve_shown(s->text),
		      what);
}

static int enable(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	return ret ? ret : done(rsm, &s, EnableNtmsObject(rsm->session, s.type, &s.id),
				"enabled");
}

static int disable(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	return ret ? ret : done(rsm, &s, DisableNtmsObject(rsm->session, s.type, &s.id),
				"disabled");
}

static int delete(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	DWORD code;
	int ret = parse(rsm, verb, argc, argv, &s);

	if (ret)
		return ret;
	if (s.type == NTMS_LIBRARY)
		code = DeleteNtmsLibrary(rsm->session, &s.id);
	else if (s.type == NTMS_DRIVE)
		code = DeleteNtmsDrive(rsm->session, &s.id);
	else
		code = DeleteNtmsMedia(rsm->session, &s.id);
	return done(rsm, &s, code, "deleted");
}

static int refresh(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	return ret ? ret : done(rsm, &s,
				SetNtmsDeviceChangeDetection(rsm->session, NULL, &s.id, s.type, 1),
				"stand-alone drives are looked at");
}

static int door(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	DWORD action = NTMS_INVENTORY_DEFAULT;
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	if (ret)
		return ret;
	if (s.action && (!word_find(words_inventory, s.action, &action) ||
			 action == NTMS_INVENTORY_STOP))
		return usage(rsm, "no action: %s; use full, fast, default or none", s.action);
	return done(rsm, &s, AccessNtmsLibraryDoor(rsm->session, &s.id, action),
		    "the door may be opened");
}

static int clean(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	return ret ? ret : done(rsm, &s, CleanNtmsDrive(rsm->session, &s.id),
				"cleaning is queued");
}

static int identify(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct subject s;
	int ret = parse(rsm, verb, argc, argv, &s);

	return ret ? ret : done(rsm, &s,
				IdentifyNtmsSlot(rsm->session, &s.id, s.deferred ?
						 NTMS_DISMOUNT_DEFERRED : NTMS_DISMOUNT_IMMEDIATE),
				"what is in it will be identified");
}

#define LIBRARY_OPTION	{ "library", required_argument, NULL, 'l' }
#define DRIVE_OPTION	{ "drive", required_argument, NULL, 'd' }
#define MEDIUM_OPTION	{ "physical", required_argument, NULL, 'p' }
#define THREE_SHORTS	"l:d:p:" RSM_COMMON_SHORTS
#define THREE_OPTIONS	\
	(const struct option[]){ LIBRARY_OPTION, DRIVE_OPTION, MEDIUM_OPTION, RSM_COMMON }

const struct verb verb_enable = {
	.name = "enable",
	.help = "let a library, drive or medium be used again",
	.usage =
	"  -l, --library=ID            the library\n"
	"  -d, --drive=ID              or the drive\n"
	"  -p, --physical=ID           or the medium\n",
	.shorts = THREE_SHORTS,
	.options = THREE_OPTIONS,
	.run = enable,
};

const struct verb verb_disable = {
	.name = "disable",
	.help = "take a library, drive or medium out of use",
	.usage =
	"  -l, --library=ID            the library, with all that is in it\n"
	"  -d, --drive=ID              or the drive; what is in it goes home\n"
	"  -p, --physical=ID           or the medium\n",
	.shorts = THREE_SHORTS,
	.options = THREE_OPTIONS,
	.run = disable,
};

const struct verb verb_delete = {
	.name = "delete",
	.help = "forget a library, drive or medium that is gone",
	.usage =
	"  -l, --library=ID            the library; its media become offline media\n"
	"  -d, --drive=ID              or the drive\n"
	"  -p, --physical=ID           or the medium: lost or destroyed, not allocated\n",
	.shorts = THREE_SHORTS,
	.options = THREE_OPTIONS,
	.run = delete,
};

const struct verb verb_refresh = {
	.name = "refresh",
	.help = "look at stand-alone drives",
	.usage =
	"  -l, --library=ID            the library that the drive is\n"
	"  -p, --physical=ID           or all that can hold this medium\n"
	"  -T, --media-type=ID         or this type of media\n",
	.shorts = "l:p:T:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		LIBRARY_OPTION, MEDIUM_OPTION,
		{ "media-type", required_argument, NULL, 'T' },
		RSM_COMMON
	},
	.switches = (const struct win_switch[]){
		{ "lg", WIN_VALUE, "library", "guid:", NULL },
		{ "lf", WIN_VALUE, "library", "name:", NULL },
		{ "pg", WIN_VALUE, "physical", "guid:", NULL },
		{ "pf", WIN_VALUE, "physical", "name:", NULL },
		{ "tg", WIN_VALUE, "media-type", "guid:", NULL },
		{ NULL, WIN_FLAG, NULL, NULL, NULL }
	},
	.run = refresh,
};

const struct verb verb_door = {
	.name = "door",
	.help = "unlock the door of a library",
	.usage =
	"  -l, --library=ID            the library\n"
	"  -a, --action=ACTION         what to do when it is closed: full, fast, default\n"
	"                              (the library's method) or none\n",
	.shorts = "l:a:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		LIBRARY_OPTION, { "action", required_argument, NULL, 'a' }, RSM_COMMON
	},
	.run = door,
};

const struct verb verb_clean = {
	.name = "clean",
	.help = "clean a drive",
	.usage =
	"  -d, --drive=ID              the drive\n",
	.shorts = "d:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ DRIVE_OPTION, RSM_COMMON },
	.run = clean,
};

const struct verb verb_identify = {
	.name = "identify",
	.help = "find out which medium is in a slot",
	.usage =
	"  -s, --slot=ID               the slot\n"
	"      --deferred              leave the medium in the drive\n",
	.shorts = "s:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "slot", required_argument, NULL, 's' },
		{ "deferred", no_argument, NULL, 'D' },
		RSM_COMMON
	},
	.run = identify,
};
