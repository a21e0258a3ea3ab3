/* SPDX-License-Identifier: GPL-2.0 */
/*
 * object.h - what every object has, how objects are found
 *
 * fields.c says what the members of each type are, object.c keeps the objects,
 * omid.c, index.c and owned.c find them by what they are.
 */
#ifndef NTMS_OBJECT_H
#define NTMS_OBJECT_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <uapi/linux/ntms.h>

#include "win32.h"

struct ntms_call;
struct ntms_change;
struct ntms_library;
struct ntms_media_pool;
struct ntms_model;
struct ntms_partition;
struct ntms_physical_media;
struct ntms_txn;

#define NTMS_TYPE_COUNT		20	/* one above the last object type */
#define NTMS_UNLIMITED		0xffffffffU

/* UTF-16 units that fit into the records of the API, limits.md section 1 */
#define NTMS_NAME_UNITS		63
#define NTMS_DESCRIPTION_UNITS	126
#define NTMS_PATH_UNITS		511
#define NTMS_MESSAGE_UNITS	255

/** struct ntms_blob - immutable bytes, owned by the member that points here */
struct ntms_blob {
	u32 len;
	u8 data[];
};

/*
 * A member that is computed when it is read and takes no room: it is here
 * so that the field tables can name it like any other.
 */
#define NTMS_COMPUTED(member)	struct {} member

/**
 * struct ntms_object - what every object has
 * @by_guid: entry of model.guids
 * @node: entry of the one ordered set the object is a member of: elements of
 *	a library by address, media of a shelf by id, free sides of a shelf by
 *	preference, logical media of a pool by id, child pools of a pool by
 *	name, requests of a library by id, what belongs to objects by its
 *	owner; clear when it is a member of none
 * @change: the change of it in the open transaction, or NULL
 * @id: position among the objects of its type, in the order of creation
 * @users: how many REF members point here; it cannot be deleted before 0
 * @guid: identity, constant
 * @type: enum ntms_object_type, constant
 * @linked: it is in the secondary indexes (those that follow members)
 * @enabled: administrative state; the image starts here
 * @operational_state: NTMS_READY, ...
 * @created: ns since 1970 UTC
 * @modified: ns since 1970 UTC, of the last change of a stored member
 * @name: UTF-8 or NULL
 * @description: UTF-8 or NULL
 *
 * Members from @enabled up to the end of the type's image are what
 * transactions save and restore.
 */
struct ntms_object {
	struct hlist_node by_guid;
	struct rb_node node;
	struct ntms_change *change;
	u32 id;
	u32 users;
	guid_t guid;
	u8 type;
	bool linked;
	/* image */
	bool enabled;
	u8 operational_state;
	s64 created;
	s64 modified;
	char *name;
	char *description;
};

/* the object of a type, from what it has in common with others */
#define NTMS_AS(type_, member_)						\
static inline struct ntms_##type_ *ntms_##type_(struct ntms_object *o)	\
{									\
	return o ? container_of(o, struct ntms_##type_, member_) : NULL; \
}

/**
 * struct ntms_owned - what belongs to another object and goes with it
 * @o: common members; @o.name is that of the attribute or of the computer
 * @owner: what it belongs to, never NULL
 * @data: (ATTRIBUTE) bytes, NTMS_ATTRIBUTE_PIECE unless it is the last piece
 * @number: (ATTRIBUTE) of the piece, from 0; (UI_DESTINATION) NTMS_UITYPE_...
 *
 * A piece of a named attribute, or a computer that is to show what happens.
 * Clients cannot name it: the rules are in attribute.c and destination.c.
 */
struct ntms_owned {
	struct ntms_object o;
	struct ntms_object *owner;
	struct ntms_blob *data;
	u32 number;
};

NTMS_AS(owned, o)

/* objects of this type are between the module and the store */
static inline bool ntms_type_hidden(u32 type)
{
	return type == NTMS_TYPE_UI_DESTINATION || type == NTMS_TYPE_ATTRIBUTE;
}

/* --- fields.c: the members of each type ------------------------------- */

enum ntms_field_kind {
	NTMS_KIND_U32, NTMS_KIND_U64, NTMS_KIND_TIME, NTMS_KIND_BOOL,
	NTMS_KIND_STR, NTMS_KIND_BLOB, NTMS_KIND_REF, NTMS_KIND_GUID,
};

/**
 * struct ntms_field - one member of a type
 * @attribute: NTMS_A_OBJECT_...
 * @offset: of the member in the type's struct, 0 when computed
 * @kind: enum ntms_field_kind
 * @size: bytes of an integer member
 * @flags: NTMS_F_S, NTMS_F_W, NTMS_F_C
 */
struct ntms_field {
	u16 attribute;
	u16 offset;
	u8 kind;
	u8 size;
	u8 flags;
};

/**
 * struct ntms_type - one object type
 * @type: enum ntms_object_type
 * @name: "drive", for messages
 * @size: of its struct
 * @image_end: offset of the first byte behind the image
 * @fields: its members, common ones first
 * @number_of_fields: of @fields
 * @refs: offsets of its REF members, 0 at the end
 * @owned: offsets of its STR and BLOB members, 0 at the end
 * @prepare: allocate what @link will need; may fail with a Win32 code
 * @link: enter the secondary indexes; cannot fail
 * @unlink: leave them
 * @fini: free what the object owns besides its image, or NULL
 */
struct ntms_type {
	u8 type;
	const char *name;
	u16 size;
	u16 image_end;
	const struct ntms_field *fields;
	u16 number_of_fields;
	const u16 *refs;
	const u16 *owned;
	u32 (*prepare)(struct ntms_model *m, struct ntms_object *o);
	void (*link)(struct ntms_model *m, struct ntms_object *o);
	void (*unlink)(struct ntms_model *m, struct ntms_object *o);
	void (*fini)(struct ntms_model *m, struct ntms_object *o);
};

const struct ntms_type *ntms_type_of(u32 type);
u64 ntms_field_get(const struct ntms_object *o, const struct ntms_field *f);
void ntms_field_set(struct ntms_object *o, const struct ntms_field *f, u64 v);
u64 ntms_field_compute(const struct ntms_object *o,
		       const struct ntms_field *f);
void ntms_field_guid(const struct ntms_object *o, const struct ntms_field *f,
		     guid_t *guid);
static inline void *ntms_field_ptr(const struct ntms_object *o,
				   const struct ntms_field *f)
{
	return (char *)o + f->offset;
}

/* --- object.c: the store of objects ----------------------------------- */

int ntms_model_init(struct ntms_model *m);
void ntms_model_destroy(struct ntms_model *m);

struct ntms_object *ntms_find(struct ntms_model *m, const guid_t *guid);
struct ntms_object *ntms_find_type(struct ntms_model *m, const guid_t *guid,
				   u32 type);
struct ntms_object *ntms_find_shown(struct ntms_model *m, const guid_t *guid);
struct ntms_object *ntms_next(struct ntms_model *m, u32 type, u32 *id);
struct ntms_physical_media *ntms_find_bar_code(struct ntms_model *m,
					       const char *bar_code,
					       struct ntms_physical_media *after);
const char *ntms_display_name(const struct ntms_object *o, char buf[16]);

/* walk all objects of a type in the order of creation: u32 id is the cursor */
#define ntms_for_each(m, type, id, o)					\
	for ((id) = 0; ((o) = ntms_next(m, type, &(id))) != NULL; (id)++)

struct ntms_object *ntms_object_alloc(struct ntms_model *m, u32 type,
				      const guid_t *guid);
void ntms_object_free(struct ntms_model *m, struct ntms_object *o);
void ntms_object_hide(struct ntms_model *m, struct ntms_object *o);
void ntms_object_show(struct ntms_model *m, struct ntms_object *o);
void ntms_object_link(struct ntms_model *m, struct ntms_object *o);
void ntms_object_unlink(struct ntms_model *m, struct ntms_object *o);
void ntms_bar_code_add(struct ntms_model *m, struct ntms_physical_media *pm);
void ntms_bar_code_del(struct ntms_model *m, struct ntms_physical_media *pm);
void ntms_model_clear(struct ntms_model *m);

/* omid.c: on-media identifiers */

/**
 * struct ntms_omid - entry of model.omids
 * @node: in its chain
 * @side: whose identifier it is
 */
struct ntms_omid {
	struct hlist_node node;
	struct ntms_partition *side;
};

void ntms_omid_add(struct ntms_model *m, struct ntms_partition *side);
void ntms_omid_del(struct ntms_model *m, struct ntms_partition *side);
u32 ntms_omid_prepare(struct ntms_model *m, struct ntms_object *o);
struct ntms_partition *ntms_find_omid(struct ntms_model *m, const void *data,
				      u32 len,
				      const struct ntms_partition *after);
bool ntms_omid_same(const void *a, u32 a_len, const void *b, u32 b_len);
const char *ntms_omid_info(const struct ntms_blob *omid);
u32 ntms_omid_check(struct ntms_call *c, const void *data, u32 len);

/* index.c: secondary indexes, called by the type table */
#define NTMS_INDEX(type_)						\
	void ntms_##type_##_link(struct ntms_model *m, struct ntms_object *o); \
	void ntms_##type_##_unlink(struct ntms_model *m, struct ntms_object *o)
NTMS_INDEX(computer);
NTMS_INDEX(library);
NTMS_INDEX(place);
NTMS_INDEX(pool);
NTMS_INDEX(physical_media);
NTMS_INDEX(partition);
NTMS_INDEX(logical_media);
NTMS_INDEX(librequest);
NTMS_INDEX(owned);
u32 ntms_physical_media_prepare(struct ntms_model *m, struct ntms_object *o);
void ntms_library_fini(struct ntms_model *m, struct ntms_object *o);
void ntms_pool_fini(struct ntms_model *m, struct ntms_object *o);

struct ntms_media_pool *ntms_pool_child(struct ntms_media_pool *parent,
					const char *name, size_t len);
struct ntms_object *ntms_element(struct ntms_library *l, u32 type,
				 u32 element);
struct ntms_physical_media *ntms_media_at(struct ntms_object *place);

void ntms_tree_insert(struct rb_root *root, struct ntms_object *o,
		      int (*compare)(const struct ntms_object *a,
				     const struct ntms_object *b));
void ntms_tree_erase(struct rb_root *root, struct ntms_object *o);

/* owned.c: what belongs to an object */
struct ntms_owned *ntms_owned_first(struct ntms_model *m,
				    const struct ntms_object *owner, u32 type);
struct ntms_owned *ntms_owned_next(const struct ntms_owned *p);
struct ntms_owned *ntms_owned_find(struct ntms_model *m,
				   const struct ntms_object *owner, u32 type,
				   const char *name, u32 number);
int ntms_owned_compare(const struct ntms_object *a,
		       const struct ntms_object *b);
u32 ntms_owned_delete(struct ntms_txn *t, struct ntms_object *owner);

/* --- text.c: names ----------------------------------------------------- */

int ntms_text_units(const char *text, size_t len);
size_t ntms_text_cut(const char *text, u32 most);
int ntms_name_units(const char *name, size_t len);
u32 ntms_name_check(struct ntms_call *c, const char *name, size_t len);

#endif /* NTMS_OBJECT_H */
