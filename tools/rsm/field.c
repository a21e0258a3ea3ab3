// SPDX-License-Identifier: GPL-2.0
/*
 * field.c - members of records as text and in JSON
 */
#include <json-c/json.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"

static DWORD u32_at(const struct object *object, size_t offset)
{
	DWORD value;

	memcpy(&value, (const char *)&object->info + offset, sizeof(value));
	return value;
}

static WORD u16_at(const struct object *object, size_t offset)
{
	WORD value;

	memcpy(&value, (const char *)&object->info + offset, sizeof(value));
	return value;
}

static const void *at(const struct object *object, const struct field *field)
{
	return (const char *)&object->info + field->offset;
}

static DWORD ref_type(const struct object *object, const struct field *field)
{
	return field->kind == FIELD_REF ? (DWORD)field->extra : u32_at(object, field->extra);
}

/* An integer of any kind; a flag is 0 or 1. */
static long long number_of(const struct object *object, const struct field *field)
{
	LARGE_INTEGER large;

	switch (field->kind) {
	case FIELD_U16:
		return u16_at(object, field->offset);
	case FIELD_S32:
		return (int32_t)u32_at(object, field->offset);
	case FIELD_U64:
		memcpy(&large, at(object, field), sizeof(large));
		return large.QuadPart;
	case FIELD_BOOL:
		return u32_at(object, field->offset) != 0;
	case FIELD_FLAG:
		return (u32_at(object, field->offset) & field->extra) != 0;
	default:
		return u32_at(object, field->offset);
	}
}

static bool unlimited(DWORD limit)
{
	return limit == 0 || limit == UINT32_MAX;
}

/* Returns the length, 0 for a time that never was. */
static int time_text(const struct object *object, const struct field *field,
		     const char *format, char *to, size_t size)
{
	SYSTEMTIME t;

	memcpy(&t, at(object, field), sizeof(t));
	if (!t.wYear)
		return 0;
	return snprintf(to, size, format, t.wYear, t.wMonth, t.wDay, t.wHour, t.wMinute,
			t.wSecond);
}

static char *bytes_text(const struct object *object, const struct field *field)
{
	const unsigned char *bytes = at(object, field);
	DWORD len = u32_at(object, field->extra), i;
	char *text;

	if (len > NTMS_OMIDLABELID_LENGTH)
		len = NTMS_OMIDLABELID_LENGTH;
	text = xcalloc(2 * len + 1, 1);
	for (i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

/* Only the name of the error, the code if it has none. */
static char *error_text(DWORD code)
{
	const char *text = ntms_strerror(code), *end = strchr(text, ':');
	char number[16];

	if (end && code)
		return strndup(text, (size_t)(end - text));
	snprintf(number, sizeof(number), "%u", code);
	return xstrdup(code ? number : "");
}

static char *number_text(const struct object *object, const struct field *field)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", number_of(object, field));
	return xstrdup(text);
}

static char *word_text(const struct object *object, const struct field *field)
{
	const char *word = word_for(field->words, u32_at(object, field->offset));

	return word ? xstrdup(word) : number_text(object, field);
}

/**
 * field_text() - show a member as text
 * @rsm:	the run
 * @object:	the object
 * @field:	the member
 *
 * Return: the text, for free().
 */
char *field_text(struct rsm *rsm, const struct object *object, const struct field *field)
{
	char text[32];
	NTMS_GUID id;

	switch (field->kind) {
	case FIELD_BOOL:
	case FIELD_FLAG:
		return xstrdup(number_of(object, field) ? "yes" : "no");
	case FIELD_WORD:
		return word_text(object, field);
	case FIELD_LIMIT:
		if (unlimited(u32_at(object, field->offset)))
			return xstrdup("-");
		return number_text(object, field);
	case FIELD_ERROR:
		return error_text(u32_at(object, field->offset));
	case FIELD_TEXT:
		return text_utf8(at(object, field), field->extra);
	case FIELD_TIME:
		if (!time_text(object, field, "%04u-%02u-%02u %02u:%02u:%02uZ", text,
			       sizeof(text)))
			strcpy(text, "-");
		return xstrdup(text);
	case FIELD_BYTES:
		return bytes_text(object, field);
	case FIELD_REF:
	case FIELD_REF_BY:
		memcpy(&id, at(object, field), sizeof(id));
		return xstrdup(list_name(rsm, ref_type(object, field), &id));
	default:
		return number_text(object, field);
	}
}

static struct json_object *word_json(const struct object *object, const struct field *field)
{
	const char *word = word_for(field->words, u32_at(object, field->offset));

	return word ? json_object_new_string(word) :
		      json_object_new_int64(number_of(object, field));
}

static void add_field(struct json_object *to, struct rsm *rsm, const struct object *object,
		      const struct field *field)
{
	char text[32], *own;
	NTMS_GUID id;

	switch (field->kind) {
	case FIELD_BOOL:
	case FIELD_FLAG:
		json_add(to, field->key, json_object_new_boolean(number_of(object, field) != 0));
		break;
	case FIELD_WORD:
		json_add(to, field->key, word_json(object, field));
		break;
	case FIELD_LIMIT:
		json_add(to, field->key, unlimited(u32_at(object, field->offset)) ? NULL :
			 json_object_new_int64(number_of(object, field)));
		break;
	case FIELD_TIME:
		json_add_text(to, field->key,
			      time_text(object, field, "%04u-%02u-%02uT%02u:%02u:%02uZ", text,
					sizeof(text)) ? text : NULL);
		break;
	case FIELD_TEXT:
	case FIELD_BYTES:
		own = field_text(rsm, object, field);
		json_add_text(to, field->key, own);
		free(own);
		break;
	case FIELD_REF:
	case FIELD_REF_BY:
		memcpy(&id, at(object, field), sizeof(id));
		json_add_name(to, field->key, rsm, ref_type(object, field), &id);
		break;
	default:
		json_add(to, field->key, json_object_new_int64(number_of(object, field)));
	}
}

/**
 * field_json() - show an object in JSON
 * @rsm:	the run
 * @object:	the object
 *
 * Return: the value, which belongs to the caller.
 */
struct json_object *field_json(struct rsm *rsm, const struct object *object)
{
	struct json_object *json = json_object_new_object();
	const struct field *field;

	json_add_guid(json, "id", &object->id);
	json_add_text(json, "type", word_for(words_type, object->type));
	json_add_text(json, "name", object->name);
	for (field = fields_common; field->key; field++)
		add_field(json, rsm, object, field);
	for (field = fields_of(object->type); field->key; field++)
		add_field(json, rsm, object, field);
	return json;
}
