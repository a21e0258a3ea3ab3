// SPDX-License-Identifier: GPL-2.0
/*
 * types.c - tables made from linux/ntms_fields.h, images and GUIDs
 */
#include <ctype.h>
#include <string.h>

#include <linux/ntms.h>
#include <linux/ntms_fields.h>

#include "types.h"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define FIELD(attribute, member, fieldkind, fieldflags) {		\
	.name = #attribute,						\
	.attr = NTMS_A_OBJECT_##attribute,				\
	.kind = KIND_##fieldkind,					\
	.flags = (fieldflags),						\
},

#define FIELDS(type, table)						\
static struct field table##_fields[] = {				\
	NTMS_FIELDS_COMMON(FIELD)					\
	NTMS_FIELDS_##type(FIELD)					\
};									\
_Static_assert(ARRAY_SIZE(table##_fields) <= FIELDS_MAX,		\
	       "FIELDS_MAX is too small for " #table);
NTMS_OBJECT_TYPES(FIELDS)
NTMS_OWNED_TYPES(FIELDS)

#define TYPE(type, table) {						\
	.id = NTMS_TYPE_##type,						\
	.name = #table,							\
	.field = table##_fields,					\
	.count = ARRAY_SIZE(table##_fields),				\
},
static struct type types[] = {
	NTMS_OBJECT_TYPES(TYPE)
	NTMS_OWNED_TYPES(TYPE)
};
_Static_assert(ARRAY_SIZE(types) == TYPES_COUNT, "TYPES_COUNT is wrong");

/* Place of each attribute in the table of its type, plus one. */
static uint8_t places[TYPES_COUNT][NTMS_A_OBJECT_MAX + 1];

/* Stored members first, otherwise as they come. */
static void sort_fields(struct type *type)
{
	struct field sorted[FIELDS_MAX];
	unsigned int i, n = 0;

	for (i = 0; i < type->count; i++)
		if (type->field[i].flags & NTMS_F_S)
			sorted[n++] = type->field[i];
	type->stored = n;
	for (i = 0; i < type->count; i++)
		if (!(type->field[i].flags & NTMS_F_S))
			sorted[n++] = type->field[i];
	memcpy(type->field, sorted, n * sizeof(sorted[0]));
}

/**
 * types_init() - make the tables; must precede any other call of this file
 *
 * May be called again.
 */
void types_init(void)
{
	unsigned int i, j;
	char *c;

	for (i = 0; i < TYPES_COUNT; i++) {
		types[i].index = i;
		sort_fields(&types[i]);
		for (j = 0; j < types[i].count; j++) {
			places[i][types[i].field[j].attr] = j + 1;
			for (c = types[i].field[j].name; *c; c++)
				*c = tolower((unsigned char)*c);
		}
	}
}

/**
 * types_at() - a type by its place in the order of loading
 * @index: from 0 to TYPES_COUNT - 1
 *
 * Return: the type.
 */
const struct type *types_at(unsigned int index)
{
	return &types[index];
}

/**
 * types_find() - a type by its number
 * @id: enum ntms_object_type
 *
 * Return: the type or NULL.
 */
const struct type *types_find(uint32_t id)
{
	unsigned int i;

	for (i = 0; i < TYPES_COUNT; i++)
		if (types[i].id == id)
			return &types[i];
	return NULL;
}

/**
 * types_find_field() - place of a member
 * @type: type
 * @attr: NTMS_A_OBJECT_*, or any number
 *
 * Return: index into @type->field, -1 if the type has no such member.
 */
int types_find_field(const struct type *type, uint16_t attr)
{
	if (attr > NTMS_A_OBJECT_MAX)
		return -1;
	return places[type->index][attr] - 1;
}

/**
 * object_init() - an object whose members are all zero or empty
 * @o: object
 * @type: its type
 */
void object_init(struct object *o, const struct type *type)
{
	o->type = type;
	memset(&o->guid, 0, sizeof(o->guid));
	memset(o->value, 0, type->stored * sizeof(o->value[0]));
}

/**
 * object_is_default() - is a member zero or empty?
 * @o: object
 * @field: index of a stored member
 *
 * Return: true if it is.
 */
bool object_is_default(const struct object *o, unsigned int field)
{
	const struct value *v = &o->value[field];

	switch (o->type->field[field].kind) {
	case KIND_STR:
	case KIND_BLOB:
		return !v->len;
	case KIND_REF:
	case KIND_GUID:
		return guid_is_null(&v->guid);
	default:
		return !v->number;
	}
}

/**
 * guid_is_null() - is it the null GUID?
 * @guid: GUID
 *
 * Return: true if all bytes are zero.
 */
bool guid_is_null(const struct guid *guid)
{
	static const struct guid null;

	return !memcmp(guid, &null, sizeof(null));
}

/* Which byte of the GUID comes next in the text; -1 is a hyphen. */
static const int8_t text_order[] = {
	3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15,
};

/**
 * guid_to_text() - the usual text of a GUID, lower case, without braces
 * @guid: GUID
 * @text: result, terminated
 */
void guid_to_text(const struct guid *guid, char text[GUID_TEXT_LEN + 1])
{
	static const char digit[] = "0123456789abcdef";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(text_order); i++) {
		if (text_order[i] < 0) {
			*text++ = '-';
			continue;
		}
		*text++ = digit[guid->b[text_order[i]] >> 4];
		*text++ = digit[guid->b[text_order[i]] & 15];
	}
	*text = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/**
 * guid_from_text() - the reverse of guid_to_text()
 * @guid: result
 * @text: text, needs no terminator
 * @len: its length in bytes
 *
 * Return: true if @text was the text of a GUID; either case will do.
 */
bool guid_from_text(struct guid *guid, const char *text, size_t len)
{
	unsigned int i;
	int high, low;

	if (len != GUID_TEXT_LEN)
		return false;
	for (i = 0; i < ARRAY_SIZE(text_order); i++) {
		if (text_order[i] < 0) {
			if (*text++ != '-')
				return false;
			continue;
		}
		high = hex_value(*text++);
		low = hex_value(*text++);
		if (high < 0 || low < 0)
			return false;
		guid->b[text_order[i]] = high << 4 | low;
	}
	return true;
}
