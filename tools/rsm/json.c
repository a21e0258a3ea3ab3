// SPDX-License-Identifier: GPL-2.0
/*
 * json.c - values in JSON
 */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "field.h"

/**
 * json_guid() - make an identifier
 * @id:		the identifier
 *
 * Return: its digits, NULL, which is null in JSON, if it names nothing.
 */
struct json_object *json_guid(const NTMS_GUID *id)
{
	char hex[GUID_TEXT];

	return guid_null(id) ? NULL : json_object_new_string(guid_text(id, hex));
}

/**
 * json_add() - add a member
 * @to:		the object that receives it
 * @key:	its key
 * @value:	its value, which belongs to @to then; NULL for null
 */
void json_add(struct json_object *to, const char *key, struct json_object *value)
{
	json_object_object_add(to, key, value);
}

/**
 * json_add_text() - add a text
 * @to:		the object that receives it
 * @key:	its key
 * @text:	UTF-8, NULL for null
 */
void json_add_text(struct json_object *to, const char *key, const char *text)
{
	json_add(to, key, text ? json_object_new_string(text) : NULL);
}

/**
 * json_add_number() - add a number
 * @to:		the object that receives it
 * @key:	its key
 * @number:	the number
 */
void json_add_number(struct json_object *to, const char *key, unsigned long long number)
{
	json_add(to, key, json_object_new_uint64(number));
}

/**
 * json_add_guid() - add an identifier
 * @to:		the object that receives it
 * @key:	its key
 * @id:		the identifier
 */
void json_add_guid(struct json_object *to, const char *key, const NTMS_GUID *id)
{
	json_add(to, key, json_guid(id));
}

/**
 * json_add_name() - add an identifier and, as KEY_name, the name of its object
 * @to:		the object that receives them
 * @key:	the key
 * @rsm:	the run
 * @type:	the type of the object
 * @id:		its identifier
 */
void json_add_name(struct json_object *to, const char *key, struct rsm *rsm, DWORD type,
		   const NTMS_GUID *id)
{
	const struct object *object = list_find(rsm, type, id);
	char name[64];

	json_add_guid(to, key, id);
	snprintf(name, sizeof(name), "%s_name", key);
	json_add_text(to, name, object ? object->name : NULL);
}

/**
 * json_answer() - set what --json prints
 * @rsm:	the run
 * @json:	an object, which belongs to @rsm then
 *
 * There is one object for a run, which json_flush() prints at its end.
 */
void json_answer(struct rsm *rsm, struct json_object *json)
{
	struct json_object *error;

	if (rsm->out && json_object_object_get_ex(rsm->out, "error", &error))
		json_add(json, "error", json_object_get(error));
	json_object_put(rsm->out);
	rsm->out = json;
}

/**
 * json_error() - add an error to what --json prints, if it is the first one
 * @rsm:	the run
 * @error:	the error, which belongs to @rsm then
 */
void json_error(struct rsm *rsm, struct json_object *error)
{
	if (!rsm->out)
		rsm->out = json_object_new_object();
	if (json_object_object_get_ex(rsm->out, "error", NULL))
		json_object_put(error);
	else
		json_add(rsm->out, "error", error);
}

/**
 * json_flush() - print the answer, if there is one
 * @rsm:	the run
 */
void json_flush(struct rsm *rsm)
{
	if (rsm->out)
		puts(json_object_to_json_string_ext(rsm->out, JSON_C_TO_STRING_PRETTY |
						    JSON_C_TO_STRING_SPACED |
						    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(rsm->out);
	rsm->out = NULL;
}

/**
 * answer() - tell that a verb is done
 * @rsm:	the run
 * @json:	the answer in JSON, which is printed with --json and freed
 * @format:	the answer in words, printed without --json and -q; as for printf
 *
 * Return: RSM_OK.
 */
int answer(struct rsm *rsm, struct json_object *json, const char *format, ...)
{
	char *text, *clean;
	va_list args;

	if (rsm->json) {
		json_answer(rsm, json);
		return RSM_OK;
	}
	json_object_put(json);
	if (rsm->quiet)
		return RSM_OK;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	clean = text_clean(text ? text : "");
	puts(clean);
	free(clean);
	free(text);
	return RSM_OK;
}
