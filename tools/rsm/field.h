/* SPDX-License-Identifier: GPL-2.0 */
/*
 * field.h - the members of records, by name
 */
#ifndef RSM_FIELD_H
#define RSM_FIELD_H

#include "rsm.h"

/* A value and what it is called; a table ends with a NULL word. */
struct word {
	DWORD value;
	const char *word;
};

/* How a member is shown. */
enum field_kind {
	FIELD_U16,
	FIELD_U32,
	FIELD_U64,
	FIELD_S32,
	FIELD_BOOL,
	FIELD_FLAG,	/* whether bits of a DWORD are set */
	FIELD_WORD,	/* a DWORD with names for its values */
	FIELD_LIMIT,	/* a DWORD; 0 and 0xffffffff are no limit */
	FIELD_ERROR,	/* a Win32 code */
	FIELD_TEXT,
	FIELD_TIME,
	FIELD_BYTES,
	FIELD_REF,	/* an object of a fixed type */
	FIELD_REF_BY,	/* an object whose type is another member */
};

/**
 * struct field - a member of a record
 * @key:	its name in JSON and in verbose output
 * @heading:	its heading in lists, NULL if it is not in them
 * @kind:	what it is
 * @offset:	where it is in NTMS_OBJECTINFORMATIONW
 * @extra:	FIELD_TEXT: size of the array; FIELD_FLAG: the bits; FIELD_REF:
 *		the type; FIELD_REF_BY: where the type is; FIELD_BYTES: where the
 *		length is
 * @words:	FIELD_WORD: the names
 *
 * A table ends with a field without a key.
 */
struct field {
	const char *key;
	const char *heading;
	enum field_kind kind;
	size_t offset;
	size_t extra;
	const struct word *words;
};

/* words.c */
extern const struct word words_type[];
extern const struct word words_operational_state[];
extern const struct word words_library_type[];
extern const struct word words_inventory[];
extern const struct word words_drive_state[];
extern const struct word words_slot_state[];
extern const struct word words_door_state[];
extern const struct word words_port_content[];
extern const struct word words_port_position[];
extern const struct word words_bar_code_state[];
extern const struct word words_media_state[];
extern const struct word words_side_state[];
extern const struct word words_read_write[];
extern const struct word words_pool_type[];
extern const struct word words_device_type[];
extern const struct word words_operation[];
extern const struct word words_request_state[];
extern const struct word words_command[];
extern const struct word words_operator_state[];

const char *word_for(const struct word *words, DWORD value);
bool word_find(const struct word *words, const char *word, DWORD *value);

/* fields.c */
extern const struct field fields_common[];
const struct field *fields_of(DWORD type);

/* field.c */
char *field_text(struct rsm *rsm, const struct object *object, const struct field *field);
struct json_object *field_json(struct rsm *rsm, const struct object *object);

/* json.c */
struct json_object *json_guid(const NTMS_GUID *id);
void json_add(struct json_object *to, const char *key, struct json_object *value);
void json_add_text(struct json_object *to, const char *key, const char *text);
void json_add_number(struct json_object *to, const char *key, unsigned long long number);
void json_add_guid(struct json_object *to, const char *key, const NTMS_GUID *id);
void json_add_name(struct json_object *to, const char *key, struct rsm *rsm, DWORD type,
		   const NTMS_GUID *id);
void json_answer(struct rsm *rsm, struct json_object *json);
void json_error(struct rsm *rsm, struct json_object *error);
int answer(struct rsm *rsm, struct json_object *json, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* RSM_FIELD_H */
