/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types.h - the objects of ntms as the store sees them
 *
 * Which members an object type has is written in linux/ntms_fields.h and
 * nowhere else; types.c makes tables of it that the other files walk.
 */
#ifndef NTMSD_TYPES_H
#define NTMSD_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUID_TEXT_LEN	36
#define TYPES_COUNT	18	/* rows of NTMS_OBJECT_TYPES, NTMS_OWNED_TYPES */
#define FIELDS_MAX	40	/* members of one type, at most */

/**
 * struct guid - a GUID as the kernel's guid_t
 * @b: its bytes, the first three groups in little endian order
 */
struct guid {
	uint8_t b[16];
};

/** enum field_kind - KIND column of linux/ntms_fields.h */
enum field_kind {
	KIND_U32,
	KIND_U64,
	KIND_TIME,
	KIND_BOOL,
	KIND_STR,
	KIND_BLOB,
	KIND_REF,
	KIND_GUID,
};

/**
 * struct field - one member of a type
 * @name: column of the store
 * @attr: attribute of the netlink family
 * @kind: enum field_kind
 * @flags: NTMS_F_*
 */
struct field {
	char name[32];
	uint16_t attr;
	uint8_t kind;
	uint8_t flags;
};

/**
 * struct type - one object type
 * @id: enum ntms_object_type
 * @index: place in the order of linux/ntms_fields.h
 * @name: table of the store
 * @field: members, those that are stored first
 * @count: number of members
 * @stored: number of members that are stored
 */
struct type {
	uint32_t id;
	unsigned int index;
	const char *name;
	struct field *field;
	unsigned int count;
	unsigned int stored;
};

/**
 * struct value - value of one member
 * @number: of U32, U64, TIME and BOOL
 * @guid: of REF and GUID
 * @data: bytes of STR and BLOB, owned by somebody else; STR has no terminator
 * @len: number of those bytes
 */
struct value {
	union {
		uint64_t number;
		struct guid guid;
		struct {
			const void *data;
			size_t len;
		};
	};
};

/**
 * struct object - image of an object
 * @type: its type
 * @guid: its name
 * @value: its stored members, in the order of @type->field
 */
struct object {
	const struct type *type;
	struct guid guid;
	struct value value[FIELDS_MAX];
};

void types_init(void);
const struct type *types_at(unsigned int index);
const struct type *types_find(uint32_t id);
int types_find_field(const struct type *type, uint16_t attr);

void object_init(struct object *o, const struct type *type);
bool object_is_default(const struct object *o, unsigned int field);

bool guid_is_null(const struct guid *guid);
void guid_to_text(const struct guid *guid, char text[GUID_TEXT_LEN + 1]);
bool guid_from_text(struct guid *guid, const char *text, size_t len);

#endif /* NTMSD_TYPES_H */
