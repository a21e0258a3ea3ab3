// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * wire.c - objects as attributes of messages
 *
 * Which attribute is which member is not written here: linux/ntms_fields.h says
 * it for the module and for the library.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <linux/ntms.h>
#include <linux/ntms_fields.h>

#include "wire.h"

enum kind { U32, U64, TIME, BOOL_, STR, BLOB, REF, GUID_ };

/**
 * struct field - an attribute and the member that it is
 * @attr:	NTMS_A_OBJECT_...
 * @kind:	enum kind
 * @flags:	NTMS_F_...
 * @at:		offset in struct ntms_record
 * @size:	bytes there; 0 for what no record has
 */
struct field {
	uint16_t attr;
	uint8_t kind;
	uint8_t flags;
	uint16_t at;
	uint16_t size;
};

/**
 * struct fields - the attributes of a type
 * @field:	the attributes
 * @count:	number of them
 */
struct fields {
	const struct field *field;
	unsigned int count;
};

/* The records have no bytes of their own for blobs. */
#define SIZE(member)		sizeof(((here *)0)->member)
#define AT_U32(member)		START + offsetof(here, member), SIZE(member)
#define AT_U64(member)		AT_U32(member)
#define AT_TIME(member)		AT_U32(member)
#define AT_BOOL(member)		AT_U32(member)
#define AT_STR(member)		AT_U32(member)
#define AT_REF(member)		AT_U32(member)
#define AT_GUID(member)		AT_U32(member)
#define AT_BLOB(member)		0, 0

#define KIND_U32	U32
#define KIND_U64	U64
#define KIND_TIME	TIME
#define KIND_BOOL	BOOL_
#define KIND_STR	STR
#define KIND_REF	REF
#define KIND_GUID	GUID_
#define KIND_BLOB	BLOB

#define FIELD(name, member, kind, flags) \
	{ NTMS_A_OBJECT_##name, KIND_##kind, flags, AT_##kind(member) },

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define FIELDS_OF(type, member) \
	case NTMS_TYPE_##type: { \
		typedef struct ntms_##member here; \
		static const struct field field[] = { NTMS_FIELDS_##type(FIELD) }; \
		_Static_assert((int)NTMS_TYPE_##type == (int)NTMS_##type, \
			       "the module and the library number types alike"); \
		return (struct fields){ field, COUNT(field) }; \
	}

#define START	offsetof(struct ntms_record, info)

static struct fields fields_of(uint32_t type)
{
	switch (type) {
	NTMS_OBJECT_TYPES(FIELDS_OF)
	}
	return (struct fields){ NULL, 0 };
}

#undef START
#define START	0

static struct fields common_fields(void)
{
	typedef struct ntms_record here;
	static const struct field field[] = { NTMS_FIELDS_COMMON(FIELD) };

	return (struct fields){ field, COUNT(field) };
}

/* Numbers of the module have 32 bits; a record may have fewer, or show them as text. */
static void get_number(char *to, size_t size, uint32_t value)
{
	uint16_t u16 = value > UINT16_MAX ? UINT16_MAX : (uint16_t)value;

	if (size == sizeof(value))
		memcpy(to, &value, sizeof(value));
	else if (size == sizeof(u16))
		memcpy(to, &u16, sizeof(u16));
	else
		snprintf(to, size, "%u", value);
}

static uint32_t put_number(const char *from, size_t size)
{
	uint32_t value;
	uint16_t u16;

	if (size == sizeof(u16)) {
		memcpy(&u16, from, sizeof(u16));
		return u16;
	}
	memcpy(&value, from, sizeof(value));
	return value;
}

static void get_field(const struct field *field, const struct ntms_attr *attr,
		      struct ntms_record *record)
{
	char *to = (char *)record + field->at;
	uint64_t u64;

	switch (field->kind) {
	case U32:
	case BOOL_:
		get_number(to, field->size, ntms_attr_u32(attr));
		break;
	case U64:
	case TIME:
		u64 = ntms_attr_u64(attr);
		memcpy(to, &u64, sizeof(u64));
		break;
	case STR:
		ntms_attr_text(attr, to, field->size);
		break;
	case REF:
	case GUID_:
		ntms_attr_guids(attr, (NTMS_GUID *)to, 1);
		break;
	}
}

/* Attributes come in the order of the fields, so that mostly the next one fits. */
static void get_fields(struct fields fields, struct ntms_attrs attrs,
		       struct ntms_record *record)
{
	unsigned int next = 0, tries;
	struct ntms_attr attr;

	while (fields.count && ntms_attrs_next(&attrs, &attr)) {
		for (tries = 0; tries < fields.count; tries++) {
			if (fields.field[next].attr == attr.type)
				break;
			next = next + 1 < fields.count ? next + 1 : 0;
		}
		if (tries < fields.count)
			get_field(&fields.field[next], &attr, record);
	}
}

/* The label of a side: type, NUL, information, NUL, id. */
static void get_label(const struct ntms_attr *attr, struct ntms_partition *side)
{
	struct ntms_attr part = *attr;
	size_t n;

	n = strnlen((const char *)part.data, part.length);
	ntms_attr_text(&part, side->omid_label_type, sizeof(side->omid_label_type));
	n += n < part.length;
	part.data += n;
	part.length -= (uint16_t)n;

	n = strnlen((const char *)part.data, part.length);
	ntms_attr_text(&part, side->omid_label_info, sizeof(side->omid_label_info));
	n += n < part.length;
	part.data += n;
	part.length -= (uint16_t)n;

	n = part.length < sizeof(side->omid_label_id) ? part.length :
							sizeof(side->omid_label_id);
	memcpy(side->omid_label_id, part.data, n);
	side->omid_label_id_length = (uint32_t)n;
}

/**
 * ntms_wire_get() - read an object
 * @attrs:	what NTMS_A_CALL_OBJECT holds
 * @record:	receives the object
 *
 * Attributes that this library does not know are passed over; members without an
 * attribute are zero.
 *
 * Return: whether the object has a type.
 */
bool ntms_wire_get(struct ntms_attrs attrs, struct ntms_record *record)
{
	struct ntms_attrs all = attrs;
	struct ntms_attr attr, label = { .length = 0 };

	memset(record, 0, sizeof(*record));
	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_OBJECT_TYPE)
			record->type = ntms_attr_u32(&attr);
		else if (attr.type == NTMS_A_OBJECT_GUID)
			ntms_attr_guids(&attr, &record->guid, 1);
		else if (attr.type == NTMS_A_OBJECT_OMID)
			label = attr;
	}
	get_fields(common_fields(), all, record);
	get_fields(fields_of(record->type), all, record);
	if (record->type == NTMS_PARTITION && label.length)
		get_label(&label, &record->info.partition);
	return record->type != 0;
}

static void put_field(struct ntms_msg *msg, const struct field *field,
		      const struct ntms_record *record)
{
	const char *from = (const char *)record + field->at;

	switch (field->kind) {
	case U32:
	case BOOL_:
		ntms_msg_put_u32(msg, field->attr, put_number(from, field->size));
		break;
	case U64:
	case TIME:
		ntms_msg_put(msg, field->attr, from, sizeof(uint64_t));
		break;
	case STR:
		ntms_msg_put_text(msg, field->attr, from);
		break;
	case REF:
	case GUID_:
		ntms_msg_put_guids(msg, field->attr, (const NTMS_GUID *)from, 1);
		break;
	}
}

static bool has_settable_name(uint32_t type)
{
	switch (type) {
	case NTMS_LIBRARY:
	case NTMS_LOGICAL_MEDIA:
	case NTMS_MEDIA_POOL:
	case NTMS_PARTITION:
	case NTMS_PHYSICAL_MEDIA:
		return true;
	default:
		return false;
	}
}

static void put_settable(struct ntms_msg *msg, struct fields fields, uint32_t type,
			 const struct ntms_record *record)
{
	const struct field *field = fields.field;
	unsigned int i;

	for (i = 0; i < fields.count; i++, field++) {
		if (field->flags & NTMS_F_W ||
		    (field->attr == NTMS_A_OBJECT_NAME && has_settable_name(type)))
			put_field(msg, field, record);
	}
}

/**
 * ntms_wire_put_settable() - write the members that programs may set
 * @msg:	the request
 * @record:	the object
 */
void ntms_wire_put_settable(struct ntms_msg *msg, const struct ntms_record *record)
{
	put_settable(msg, common_fields(), record->type, record);
	put_settable(msg, fields_of(record->type), record->type, record);
}

/**
 * ntms_wire_put_label() - write the label of a side
 * @msg:	the request
 * @side:	the side
 */
void ntms_wire_put_label(struct ntms_msg *msg, const struct ntms_partition *side)
{
	char label[sizeof(side->omid_label_type) + sizeof(side->omid_label_info) +
		   sizeof(side->omid_label_id)];
	size_t type = strlen(side->omid_label_type) + 1;
	size_t info = strlen(side->omid_label_info) + 1;

	memcpy(label, side->omid_label_type, type);
	memcpy(label + type, side->omid_label_info, info);
	memcpy(label + type + info, side->omid_label_id, side->omid_label_id_length);
	ntms_msg_put(msg, NTMS_A_OBJECT_OMID, label,
		     type + info + side->omid_label_id_length);
}

/* What a program says about an object that it creates. */
static bool is_given(uint16_t attr)
{
	switch (attr) {
	case NTMS_A_OBJECT_NAME:
	case NTMS_A_OBJECT_DESCRIPTION:
	case NTMS_A_OBJECT_ENABLED:
	case NTMS_A_OBJECT_LIBRARY:
	case NTMS_A_OBJECT_MEDIA_POOL:
	case NTMS_A_OBJECT_BAR_CODE:
	case NTMS_A_OBJECT_NUMBER_OF_PARTITIONS:
	case NTMS_A_OBJECT_MEDIA_TYPE_CODE:
	case NTMS_A_OBJECT_DENSITY_CODE:
	case NTMS_A_OBJECT_LOGICAL_MEDIA:
	case NTMS_A_OBJECT_MOUNT_COUNT:
	case NTMS_A_OBJECT_ALLOCATE_COUNT:
	case NTMS_A_OBJECT_CAPACITY:
		return true;
	default:
		return false;
	}
}

static void put_given(struct ntms_msg *msg, struct fields fields,
		      const struct ntms_record *record)
{
	const struct field *field = fields.field;
	unsigned int i;

	for (i = 0; i < fields.count; i++, field++) {
		if (is_given(field->attr))
			put_field(msg, field, record);
	}
}

/**
 * ntms_wire_put_new() - write what a program says about a medium or a side that it
 *			 creates
 * @msg:	the request
 * @record:	the object
 */
void ntms_wire_put_new(struct ntms_msg *msg, const struct ntms_record *record)
{
	ntms_msg_put_guids(msg, NTMS_A_OBJECT_GUID, &record->guid, 1);
	put_given(msg, common_fields(), record);
	put_given(msg, fields_of(record->type), record);
	if (record->type == NTMS_PARTITION) {
		ntms_msg_put_u32(msg, NTMS_A_OBJECT_STATE, record->info.partition.state);
		ntms_wire_put_label(msg, &record->info.partition);
	}
}
