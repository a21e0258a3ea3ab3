// SPDX-License-Identifier: GPL-2.0
/*
 * attribute.c - what hangs on objects: attribute, security, ui
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "field.h"

/**
 * struct subject - the object and what the options say about it
 * @type:	its type, NTMS_UNKNOWN to find out
 * @text:	how it was named
 * @id:		the object
 * @name:	of the attribute
 * @value:	the new value
 * @file:	or the file with it
 * @remove:	delete it
 */
struct subject {
	DWORD type;
	const char *text;
	NTMS_GUID id;
	const char *name;
	const char *value;
	const char *file;
	bool remove;
};

enum { OPT_ID = OPT_OWN, OPT_SET, OPT_FILE, OPT_DELETE };

static int find(struct rsm *rsm, struct subject *s)
{
	const DWORD types[] = { s->type, 0 };
	static const DWORD any[] = { NTMS_LIBRARY, NTMS_MEDIA_POOL, NTMS_PHYSICAL_MEDIA,
				     NTMS_PARTITION, NTMS_LOGICAL_MEDIA, NTMS_DRIVE,
				     NTMS_COMPUTER, 0 };
	struct object *object;
	int ret = resolve_any(rsm, s->type ? types : any, s->text, &s->id, &s->type);

	if (ret || s->type)
		return ret;
	ret = object_read(rsm, &s->id, NTMS_UNKNOWN, &object);
	if (ret)
		return ret;
	s->type = object->type;
	object_free(object);
	return RSM_OK;
}

static int parse(struct rsm *rsm, const struct verb *verb, int argc, char **argv,
		 struct subject *s)
{
	int c, ret;

	memset(s, 0, sizeof(*s));
	while ((c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 't' && !word_find(words_type, optarg, &s->type))
			return usage(rsm, "no type of object: %s", optarg);
		else if (c == OPT_ID)
			s->text = optarg;
		else if (c == 'n')
			s->name = optarg;
		else if (c == OPT_SET)
			s->value = optarg;
		else if (c == OPT_FILE)
			s->file = optarg;
		else if (c == OPT_DELETE)
			s->remove = true;
		else if (c != 't')
			return RSM_USAGE;
	}
	if (!s->text)
		return usage(rsm, "no object is named, use --id");
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	return ret ? ret : find(rsm, s);
}

static int done(struct rsm *rsm, const struct subject *s, DWORD code, const char *what)
{
	struct json_object *json;

	if (code)
		return report(rsm, code, "%s %s", resolve_type(s->type),
			      resolve_shown(s->text));
	json = json_object_new_object();
	json_add_guid(json, "object", &s->id);
	json_add_text(json, "type", word_for(words_type, s->type));
	return answer(rsm, json, "%s %s: %s", resolve_type(s->type), resolve_shown(s->text),
		      what);
}

static int read_file(struct rsm *rsm, const char *path, char *to, size_t *size)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;

	if (!file) {
		fprintf(stderr, "rsm: %s: %s\n", path, strerror(errno));
		return RSM_ERROR;
	}
	*size = fread(to, 1, *size, file);
	if (file != stdin)
		fclose(file);
	return *size ? RSM_OK : usage(rsm, "%s is empty; --delete deletes an attribute", path);
}

static int print_attribute(struct rsm *rsm, const struct subject *s)
{
	DWORD size = NTMS_MAXATTR_LENGTH, code;
	char *data = xcalloc(size, 1);
	struct json_object *json;

	code = GetNtmsObjectAttributeA(rsm->session, (NTMS_GUID *)&s->id, s->type, s->name, data,
				       &size);
	if (code) {
		free(data);
		return report(rsm, code, "attribute %s of %s", s->name, resolve_shown(s->text));
	}
	if (rsm->json) {
		json = json_object_new_object();
		json_add_guid(json, "object", &s->id);
		json_add_text(json, "name", s->name);
		json_add(json, "value", json_object_new_string_len(data, (int)size));
		json_answer(rsm, json);
	} else {
		fwrite(data, 1, size, stdout);
	}
	free(data);
	return RSM_OK;
}

static int attribute(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	size_t size = NTMS_MAXATTR_LENGTH;
	struct subject s;
	char *data;
	DWORD code;
	int ret;

	ret = parse(rsm, verb, argc, argv, &s);
	if (!ret && !s.name)
		ret = usage(rsm, "no attribute is named, use --name");
	if (!ret && !!s.value + !!s.file + s.remove > 1)
		ret = usage(rsm, "--set, --file and --delete exclude each other");
	if (ret)
		return ret;
	if (!s.value && !s.file && !s.remove)
		return print_attribute(rsm, &s);
	data = xcalloc(size, 1);
	if (s.file)
		ret = read_file(rsm, s.file, data, &size);
	else
		size = s.value ? strlen(s.value) : 0;
	if (!ret) {
		code = SetNtmsObjectAttributeA(rsm->session, &s.id, s.type, s.name,
					       s.value ? (void *)s.value : data, (DWORD)size);
		ret = done(rsm, &s, code, s.remove ? "attribute deleted" : "attribute set");
	}
	free(data);
	return ret;
}

#define PARTS	(OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | \
		 DACL_SECURITY_INFORMATION)

static int print_security(struct rsm *rsm, const struct subject *s)
{
	struct json_object *json;
	DWORD need = 0, code;
	void *descriptor;
	char *sddl;

	code = GetNtmsObjectSecurity(rsm->session, (NTMS_GUID *)&s->id, s->type, PARTS, NULL, 0,
				     &need);
	if (code != ERROR_INSUFFICIENT_BUFFER)
		return done(rsm, s, code, "");
	descriptor = xcalloc(need, 1);
	code = GetNtmsObjectSecurity(rsm->session, (NTMS_GUID *)&s->id, s->type, PARTS,
				     descriptor, need, &need);
	if (!code)
		code = ntms_sd_to_sddl(descriptor, need, &sddl);
	free(descriptor);
	if (code)
		return done(rsm, s, code, "");
	json = json_object_new_object();
	json_add_guid(json, "object", &s->id);
	json_add_text(json, "security", sddl);
	code = (DWORD)answer(rsm, json, "%s", sddl);
	free(sddl);
	return (int)code;
}

static int security(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	PSECURITY_DESCRIPTOR descriptor;
	DWORD length, code, parts = 0;
	struct subject s;
	int ret;

	ret = parse(rsm, verb, argc, argv, &s);
	if (ret)
		return ret;
	if (!s.value)
		return print_security(rsm, &s);
	code = ntms_sd_from_sddl(s.value, &descriptor, &length);
	if (code)
		return usage(rsm, "%s is no security descriptor", s.value);
	parts |= strstr(s.value, "O:") ? OWNER_SECURITY_INFORMATION : 0;
	parts |= strstr(s.value, "G:") ? GROUP_SECURITY_INFORMATION : 0;
	parts |= strstr(s.value, "D:") ? DACL_SECURITY_INFORMATION : 0;
	code = SetNtmsObjectSecurity(rsm->session, &s.id, s.type, parts, descriptor);
	free(descriptor);
	return done(rsm, &s, code, "rights set");
}

#define ID_OPTION	{ "id", required_argument, NULL, OPT_ID }
#define TYPE_OPTION	{ "type", required_argument, NULL, 't' }
#define SET_OPTION	{ "set", required_argument, NULL, OPT_SET }

const struct verb verb_attribute = {
	.name = "attribute",
	.help = "tell or set a named attribute of an object",
	.usage =
	"  -t, --type=TYPE             its type, see rsm view --help; found out without\n"
	"      --id=ID                 the object\n"
	"  -n, --name=NAME             the attribute; its value is printed as it is\n"
	"      --set=TEXT              give it this value\n"
	"      --file=FILE             or what is in this file, - for standard input\n"
	"      --delete                or delete it\n",
	.shorts = "t:n:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		TYPE_OPTION, ID_OPTION,
		{ "name", required_argument, NULL, 'n' },
		SET_OPTION,
		{ "file", required_argument, NULL, OPT_FILE },
		{ "delete", no_argument, NULL, OPT_DELETE },
		RSM_COMMON
	},
	.run = attribute,
};

const struct verb verb_security = {
	.name = "security",
	.help = "tell or set who may do what",
	.usage =
	"  -t, --type=TYPE             computer, library or media_pool\n"
	"      --id=ID                 the object; its rights are printed as SDDL\n"
	"      --set=SDDL              set the parts that the text has, for instance\n"
	"                              'D:(A;;0x7;;;S-1-22-2-26)': group 26 may use (1),\n"
	"                              modify (2) and control (4)\n",
	.shorts = "t:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){ TYPE_OPTION, ID_OPTION, SET_OPTION, RSM_COMMON },
	.run = security,
};
