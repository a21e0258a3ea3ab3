// SPDX-License-Identifier: GPL-2.0
/*
 * fields.c - the members of each object type
 *
 * The tables come from ntms_fields.h.  Everything that reads or writes an
 * object member by member (netlink, journal, restore, verification) walks
 * them; nothing else lists members.
 */
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <uapi/linux/ntms_fields.h>

#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"

#define FIELD(ATTR, member_, KIND, flags_) {				\
	.attribute = NTMS_A_OBJECT_##ATTR,				\
	.offset = offsetof(struct OWNER, member_),			\
	.kind = NTMS_KIND_##KIND,					\
	.size = sizeof_field(struct OWNER, member_),			\
	.flags = (flags_),						\
},
#define COMMON(ATTR, member_, KIND, flags_) {				\
	.attribute = NTMS_A_OBJECT_##ATTR,				\
	.offset = offsetof(struct ntms_object, member_),		\
	.kind = NTMS_KIND_##KIND,					\
	.size = sizeof_field(struct ntms_object, member_),		\
	.flags = (flags_),						\
},

/* offsets of the members of some kinds, 0 at the end */
#define REFS(ATTR, member_, KIND, flags_)				\
	REF_##KIND(offsetof(struct OWNER, member_))
#define OWNED(ATTR, member_, KIND, flags_)				\
	OWNED_##KIND(offsetof(struct OWNER, member_))
#define OWNED_COMMON(ATTR, member_, KIND, flags_)			\
	OWNED_##KIND(offsetof(struct ntms_object, member_))

#define REF_U32(offset_)
#define REF_U64(offset_)
#define REF_TIME(offset_)
#define REF_BOOL(offset_)
#define REF_STR(offset_)
#define REF_BLOB(offset_)
#define REF_GUID(offset_)
#define REF_REF(offset_)	(offset_),

#define OWNED_U32(offset_)
#define OWNED_U64(offset_)
#define OWNED_TIME(offset_)
#define OWNED_BOOL(offset_)
#define OWNED_STR(offset_)	(offset_),
#define OWNED_BLOB(offset_)	(offset_),
#define OWNED_GUID(offset_)
#define OWNED_REF(offset_)

#define TABLES(name_, FIELDS)						\
static const struct ntms_field name_##_fields[] = {			\
	NTMS_FIELDS_COMMON(COMMON) FIELDS(FIELD)			\
};									\
static const u16 name_##_refs[] = { FIELDS(REFS) 0 };			\
static const u16 name_##_owned[] = {					\
	NTMS_FIELDS_COMMON(OWNED_COMMON) FIELDS(OWNED) 0		\
};

#define OWNER ntms_computer
TABLES(computer, NTMS_FIELDS_COMPUTER)
#undef OWNER
#define OWNER ntms_media_type
TABLES(media_type, NTMS_FIELDS_MEDIA_TYPE)
#undef OWNER
#define OWNER ntms_device_type
TABLES(changer_type, NTMS_FIELDS_CHANGER_TYPE)
TABLES(drive_type, NTMS_FIELDS_DRIVE_TYPE)
#undef OWNER
#define OWNER ntms_library
TABLES(library, NTMS_FIELDS_LIBRARY)
#undef OWNER
#define OWNER ntms_changer
TABLES(changer, NTMS_FIELDS_CHANGER)
#undef OWNER
#define OWNER ntms_drive
TABLES(drive, NTMS_FIELDS_DRIVE)
#undef OWNER
#define OWNER ntms_storageslot
TABLES(storageslot, NTMS_FIELDS_STORAGESLOT)
#undef OWNER
#define OWNER ntms_iedoor
TABLES(iedoor, NTMS_FIELDS_IEDOOR)
#undef OWNER
#define OWNER ntms_ieport
TABLES(ieport, NTMS_FIELDS_IEPORT)
#undef OWNER
#define OWNER ntms_media_pool
TABLES(media_pool, NTMS_FIELDS_MEDIA_POOL)
#undef OWNER
#define OWNER ntms_physical_media
TABLES(physical_media, NTMS_FIELDS_PHYSICAL_MEDIA)
#undef OWNER
#define OWNER ntms_logical_media
TABLES(logical_media, NTMS_FIELDS_LOGICAL_MEDIA)
#undef OWNER
#define OWNER ntms_partition
TABLES(partition, NTMS_FIELDS_PARTITION)
#undef OWNER
#define OWNER ntms_librequest
TABLES(librequest, NTMS_FIELDS_LIBREQUEST)
#undef OWNER
#define OWNER ntms_oprequest
TABLES(oprequest, NTMS_FIELDS_OPREQUEST)
#undef OWNER
#define OWNER ntms_owned
TABLES(ui_destination, NTMS_FIELDS_UI_DESTINATION)
TABLES(attribute, NTMS_FIELDS_ATTRIBUTE)
#undef OWNER

#define TYPE(TYPE_, fields_, struct_, image_end_)			\
	.type = NTMS_TYPE_##TYPE_,					\
	.name = #fields_,						\
	.size = sizeof(struct struct_),					\
	.image_end = (image_end_),					\
	.fields = fields_##_fields,					\
	.number_of_fields = ARRAY_SIZE(fields_##_fields),		\
	.refs = fields_##_refs,						\
	.owned = fields_##_owned

#define INDEX(prefix) .link = ntms_##prefix##_link, .unlink = ntms_##prefix##_unlink

static const struct ntms_type types[NTMS_TYPE_COUNT] = {
	[NTMS_TYPE_COMPUTER] = {
		TYPE(COMPUTER, computer, ntms_computer,
		     sizeof(struct ntms_computer)),
		INDEX(computer),
	},
	[NTMS_TYPE_MEDIA_TYPE] = {
		TYPE(MEDIA_TYPE, media_type, ntms_media_type,
		     sizeof(struct ntms_media_type)),
	},
	[NTMS_TYPE_CHANGER_TYPE] = {
		TYPE(CHANGER_TYPE, changer_type, ntms_device_type,
		     sizeof(struct ntms_device_type)),
	},
	[NTMS_TYPE_DRIVE_TYPE] = {
		TYPE(DRIVE_TYPE, drive_type, ntms_device_type,
		     sizeof(struct ntms_device_type)),
	},
	[NTMS_TYPE_LIBRARY] = {
		TYPE(LIBRARY, library, ntms_library,
		     offsetof(struct ntms_library, elements)),
		INDEX(library),
		.fini = ntms_library_fini,
	},
	[NTMS_TYPE_CHANGER] = {
		TYPE(CHANGER, changer, ntms_changer,
		     sizeof(struct ntms_changer)),
		INDEX(place),
	},
	[NTMS_TYPE_DRIVE] = {
		TYPE(DRIVE, drive, ntms_drive,
		     offsetof(struct ntms_drive, media)),
		INDEX(place),
	},
	[NTMS_TYPE_STORAGESLOT] = {
		TYPE(STORAGESLOT, storageslot, ntms_storageslot,
		     offsetof(struct ntms_storageslot, media)),
		INDEX(place),
	},
	[NTMS_TYPE_IEDOOR] = {
		TYPE(IEDOOR, iedoor, ntms_iedoor, sizeof(struct ntms_iedoor)),
		INDEX(place),
	},
	[NTMS_TYPE_IEPORT] = {
		TYPE(IEPORT, ieport, ntms_ieport,
		     offsetof(struct ntms_ieport, media)),
		INDEX(place),
	},
	[NTMS_TYPE_MEDIA_POOL] = {
		TYPE(MEDIA_POOL, media_pool, ntms_media_pool,
		     offsetof(struct ntms_media_pool, children)),
		INDEX(pool),
		.fini = ntms_pool_fini,
	},
	[NTMS_TYPE_PHYSICAL_MEDIA] = {
		TYPE(PHYSICAL_MEDIA, physical_media, ntms_physical_media,
		     offsetof(struct ntms_physical_media, sides)),
		INDEX(physical_media),
		.prepare = ntms_physical_media_prepare,
	},
	[NTMS_TYPE_LOGICAL_MEDIA] = {
		TYPE(LOGICAL_MEDIA, logical_media, ntms_logical_media,
		     offsetof(struct ntms_logical_media, sides)),
		INDEX(logical_media),
	},
	[NTMS_TYPE_PARTITION] = {
		TYPE(PARTITION, partition, ntms_partition,
		     offsetof(struct ntms_partition, filed)),
		INDEX(partition),
		.prepare = ntms_omid_prepare,
	},
	[NTMS_TYPE_LIBREQUEST] = {
		TYPE(LIBREQUEST, librequest, ntms_librequest,
		     offsetof(struct ntms_librequest, work)),
		INDEX(librequest),
	},
	[NTMS_TYPE_OPREQUEST] = {
		TYPE(OPREQUEST, oprequest, ntms_oprequest,
		     offsetof(struct ntms_oprequest, waits)),
		.fini = ntms_oprequest_fini,
	},
	[NTMS_TYPE_UI_DESTINATION] = {
		TYPE(UI_DESTINATION, ui_destination, ntms_owned,
		     sizeof(struct ntms_owned)),
		INDEX(owned),
	},
	[NTMS_TYPE_ATTRIBUTE] = {
		TYPE(ATTRIBUTE, attribute, ntms_owned,
		     sizeof(struct ntms_owned)),
		INDEX(owned),
	},
};

/**
 * ntms_type_of() - the description of an object type
 * @type: enum ntms_object_type, may come from outside
 *
 * Return: the description, or NULL when there is no such type.
 */
const struct ntms_type *ntms_type_of(u32 type)
{
	if (type >= NTMS_TYPE_COUNT || !types[type].type)
		return NULL;
	return &types[type];
}

/**
 * ntms_field_get() - read a stored integer member
 * @o: object
 * @f: U32, U64, TIME or BOOL field of its type that is not computed
 *
 * Return: the value; a negative s32 comes sign extended, cut it to u32.
 */
u64 ntms_field_get(const struct ntms_object *o, const struct ntms_field *f)
{
	const void *p = ntms_field_ptr(o, f);

	switch (f->size) {
	case 1:
		return *(const u8 *)p;
	case 2:
		return *(const u16 *)p;
	case 4:
		return *(const u32 *)p;
	default:
		return *(const u64 *)p;
	}
}

/**
 * ntms_field_set() - write an integer member
 * @o: object under ntms_txn_edit() or new
 * @f: U32, U64, TIME or BOOL field of its type that is not computed
 * @v: value; cut to the size of the member
 */
void ntms_field_set(struct ntms_object *o, const struct ntms_field *f, u64 v)
{
	void *p = ntms_field_ptr(o, f);

	switch (f->size) {
	case 1:
		*(u8 *)p = f->kind == NTMS_KIND_BOOL ? !!v : v;
		break;
	case 2:
		*(u16 *)p = v;
		break;
	case 4:
		*(u32 *)p = v;
		break;
	default:
		*(u64 *)p = v;
		break;
	}
}

static u64 compute_library(const struct ntms_library *l, u16 attribute)
{
	switch (attribute) {
	case NTMS_A_OBJECT_NUMBER_OF_DRIVES:
		return l->count[NTMS_TYPE_DRIVE];
	case NTMS_A_OBJECT_NUMBER_OF_SLOTS:
		return l->count[NTMS_TYPE_STORAGESLOT];
	case NTMS_A_OBJECT_NUMBER_OF_DOORS:
		return l->count[NTMS_TYPE_IEDOOR];
	case NTMS_A_OBJECT_NUMBER_OF_PORTS:
		return l->count[NTMS_TYPE_IEPORT];
	case NTMS_A_OBJECT_NUMBER_OF_CHANGERS:
		return l->count[NTMS_TYPE_CHANGER];
	case NTMS_A_OBJECT_NUMBER_OF_LIB_REQUESTS:
		return l->count[NTMS_TYPE_LIBREQUEST];
	case NTMS_A_OBJECT_NUMBER_OF_MEDIA:
		return l->media;
	case NTMS_A_OBJECT_NUMBER_OF_MEDIA_TYPES:
		return l->media_types ? l->media_types->len / sizeof(guid_t) : 0;
	default:
		return 0;	/* FIRST_..._NUMBER: places count from 0 */
	}
}

/**
 * ntms_field_compute() - the value of a computed integer member
 * @o: object
 * @f: field with NTMS_F_C
 *
 * Return: the value.
 */
u64 ntms_field_compute(const struct ntms_object *o, const struct ntms_field *f)
{
	const struct ntms_physical_media *pm;
	const struct ntms_media_pool *pool;
	const struct ntms_logical_media *lm;
	const struct ntms_partition *side;
	u64 n = 0;

	switch (o->type) {
	case NTMS_TYPE_LIBRARY:
		return compute_library(container_of(o, struct ntms_library, o),
				       f->attribute);
	case NTMS_TYPE_PHYSICAL_MEDIA:
		pm = container_of(o, struct ntms_physical_media, o);
		if (f->attribute == NTMS_A_OBJECT_BAR_CODE_STATE)
			return pm->bar_code ? NTMS_BARCODESTATE_OK :
					      NTMS_BARCODESTATE_UNREADABLE;
		return pm->location ? pm->location->type :
				      NTMS_TYPE_STORAGESLOT;
	case NTMS_TYPE_MEDIA_POOL:
		pool = container_of(o, struct ntms_media_pool, o);
		if (f->attribute == NTMS_A_OBJECT_NUMBER_OF_PHYSICAL_MEDIA)
			return pool->media;
		if (f->attribute == NTMS_A_OBJECT_NUMBER_OF_LOGICAL_MEDIA)
			return pool->number_of_logical;
		return pool->number_of_children;
	case NTMS_TYPE_LOGICAL_MEDIA:
		lm = container_of(o, struct ntms_logical_media, o);
		for (side = lm->sides; side; side = side->next)
			n++;
		return n;
	}
	return 0;
}

/**
 * ntms_field_guid() - what a REF or GUID member names
 * @o: object
 * @f: REF or GUID field of its type
 * @guid: the GUID, null when it names nothing
 */
void ntms_field_guid(const struct ntms_object *o, const struct ntms_field *f,
		     guid_t *guid)
{
	const struct ntms_object *ref = NULL;

	if (f->flags & NTMS_F_C)	/* MediaType of a medium */
		ref = (struct ntms_object *)
			container_of(o, struct ntms_physical_media, o)
				->pool->media_type;
	else if (f->kind == NTMS_KIND_REF)
		ref = *(struct ntms_object **)ntms_field_ptr(o, f);
	if (f->kind == NTMS_KIND_GUID && !(f->flags & NTMS_F_C))
		guid_copy(guid, ntms_field_ptr(o, f));
	else
		guid_copy(guid, ref ? &ref->guid : &guid_null);
}
