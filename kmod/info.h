/* SPDX-License-Identifier: GPL-2.0 */
/*
 * info.h - calls that are for objects of every type
 */
#ifndef NTMS_INFO_H
#define NTMS_INFO_H

#include <linux/types.h>
#include <linux/uuid.h>

#include "object.h"

struct ntms_call;
struct ntms_caller;
struct ntms_model;
struct ntms_session;
struct ntms_txn;

/* --- enumerate.c: EnumerateNtmsObject ---------------------------------- */

/**
 * struct ntms_enum - where an enumeration stands
 * @container: what contains, or null
 * @type: enum ntms_object_type that is wanted
 * @options: NTMS_ENUM_ROOTPOOL
 * @id: of the next object to look at
 * @shelf: number of the shelf that is being looked at
 * @side: of the medium with @id
 */
struct ntms_enum {
	guid_t container;
	u32 type;
	u32 options;
	u32 id;
	u16 shelf;
	u16 side;
};

u32 ntms_enum_check(struct ntms_call *c, const struct ntms_enum *e);
struct ntms_object *ntms_enum_next(struct ntms_model *m, struct ntms_enum *e,
				   const struct ntms_caller *who);

/* --- info.c: SetNtmsObjectInformation ---------------------------------- */

struct ntms_setting {
	const void *attributes;	/* struct nlattr **, opaque to the core */
	bool (*number)(const struct ntms_setting *s, u16 attribute, u64 *v);
	bool (*text)(const struct ntms_setting *s, u16 attribute,
		     const char **text);
	bool (*guid)(const struct ntms_setting *s, u16 attribute, guid_t *g);
};

u32 ntms_object_set(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *guid, u32 type,
		    const struct ntms_setting *s);

/* --- attribute.c: named attributes -------------------------------------- */

#define NTMS_ATTRIBUTE_MAX	65535	/* bytes */
#define NTMS_ATTRIBUTES_MAX	1024	/* of one object */
/* an object in four pages, and a record of it in a message */
#define NTMS_ATTRIBUTE_PIECE	(16384 - sizeof(struct ntms_blob))

u32 ntms_attribute_get(struct ntms_call *c, const guid_t *guid, u32 type,
		       const char *name, struct ntms_owned **first);
struct ntms_owned *ntms_attribute_next(const struct ntms_owned *p);
u32 ntms_attribute_set(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *guid, const char *name, const void *data,
		       u32 len);
const char *ntms_attribute_wrong(const struct ntms_owned *p);

/* --- destination.c: UI options ------------------------------------------- */

#define NTMS_DESTINATIONS_MAX	256	/* of one object or session and type */

u32 ntms_destination_get(struct ntms_call *c, const guid_t *guid, u32 type,
			 int (*each)(void *ctx, const char *name), void *ctx);
u32 ntms_destination_set(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *guid, u32 type, u32 action,
			 const char *name);
void ntms_destination_forget(struct ntms_session *s);
const char *ntms_destination_wrong(const struct ntms_owned *p);

#endif /* NTMS_INFO_H */
