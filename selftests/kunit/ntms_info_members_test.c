// SPDX-License-Identifier: GPL-2.0
/*
 * SetNtmsObjectInformation, member by member: for each of the 16 types that
 * have a record, which members clients write is exactly what MS-RSMP 3.2.5.2.3.3
 * lists (semantics 14.3).
 */
#include <linux/string.h>
#include <uapi/linux/ntms_fields.h>

#include "world.h"

struct member {
	u32 type;
	u16 attribute;
};

#define A(name)	NTMS_A_OBJECT_##name

/* besides the description, which all have */
static const struct member writable[] = {
	{ NTMS_TYPE_COMPUTER, A(MEDIA_POOL_POLICY) },
	{ NTMS_TYPE_COMPUTER, A(LIB_REQUEST_FLAGS) },
	{ NTMS_TYPE_COMPUTER, A(LIB_REQUEST_PURGE_TIME) },
	{ NTMS_TYPE_COMPUTER, A(OP_REQUEST_FLAGS) },
	{ NTMS_TYPE_COMPUTER, A(OP_REQUEST_PURGE_TIME) },
	{ NTMS_TYPE_DRIVE, A(DEFER_DISMOUNT_DELAY) },
	{ NTMS_TYPE_IEDOOR, A(MAX_SECS) },
	{ NTMS_TYPE_IEPORT, A(MAX_SECS) },
	{ NTMS_TYPE_LIBRARY, A(AUTO_RECOVERY) },
	{ NTMS_TYPE_LIBRARY, A(CLEANER_USES_REMAINING) },
	{ NTMS_TYPE_LIBRARY, A(FLAGS) },
	{ NTMS_TYPE_LIBRARY, A(INVENTORY_METHOD) },
	{ NTMS_TYPE_LIBRARY, A(NAME) },
	{ NTMS_TYPE_LOGICAL_MEDIA, A(NAME) },
	{ NTMS_TYPE_MEDIA_POOL, A(ALLOCATION_POLICY) },
	{ NTMS_TYPE_MEDIA_POOL, A(DEALLOCATION_POLICY) },
	{ NTMS_TYPE_MEDIA_POOL, A(MAX_ALLOCATES) },
	{ NTMS_TYPE_MEDIA_POOL, A(MEDIA_TYPE) },
	{ NTMS_TYPE_MEDIA_POOL, A(NAME) },
	{ NTMS_TYPE_PARTITION, A(NAME) },
	{ NTMS_TYPE_PHYSICAL_MEDIA, A(NAME) },
};

static bool is_writable(u32 type, u16 attribute)
{
	u32 i;

	if (attribute == A(DESCRIPTION))
		return true;
	for (i = 0; i < ARRAY_SIZE(writable); i++)
		if (writable[i].type == type &&
		    writable[i].attribute == attribute)
			return true;
	return false;
}

static struct ntms_object *make(struct world *w, u32 type)
{
	struct ntms_object *o;

	world_must(w, ntms_txn_insert(world_arrange(w), type, NULL, &o));
	switch (type) {
	case NTMS_TYPE_LIBREQUEST:
		ntms_librequest(o)->library = w->library;
		break;
	case NTMS_TYPE_CHANGER_TYPE:
	case NTMS_TYPE_DRIVE_TYPE:
		break;
	case NTMS_TYPE_OPREQUEST:
		ntms_oprequest(o)->state = NTMS_OPSTATE_COMPLETE;
		break;
	default:
		ntms_place(o)->library = w->library;
		ntms_place(o)->element = 0x900 + type;
	}
	world_arranged(w);
	return o;
}

/* an object of each type, in which each member can be changed */
static struct ntms_object *object_of(struct world *w, u32 type)
{
	struct ntms_partition *side;
	guid_t media;

	switch (type) {
	case NTMS_TYPE_COMPUTER:
		return &w->m.computer->o;
	case NTMS_TYPE_LIBRARY:
		return &w->library->o;
	case NTMS_TYPE_DRIVE:
		return &w->drive->p.o;
	case NTMS_TYPE_STORAGESLOT:
		return &w->slots[0]->p.o;
	case NTMS_TYPE_MEDIA_TYPE:
		return &w->tape->o;
	case NTMS_TYPE_MEDIA_POOL:
		return &w->other->o;
	case NTMS_TYPE_PHYSICAL_MEDIA:
	case NTMS_TYPE_PARTITION:
	case NTMS_TYPE_LOGICAL_MEDIA:
		side = world_allocated(w, &media);
		return type == NTMS_TYPE_PARTITION ? &side->o :
		       type == NTMS_TYPE_LOGICAL_MEDIA ?
		       &side->logical_media->o : &side->physical_media->o;
	default:
		return make(w, type);
	}
}

/* tries to change a member; has it been changed? */
static bool change(struct world *w, struct ntms_object *o,
		   const struct ntms_field *f)
{
	guid_t before, after;
	const char *text;
	u64 number;

	switch (f->kind) {
	case NTMS_KIND_STR:
		text = *(char **)ntms_field_ptr(o, f);
		WORLD_EXPECT(w, world_set_text(w, o, f->attribute, "changed"),
			     0);
		return *(char **)ntms_field_ptr(o, f) != text;
	case NTMS_KIND_REF:
	case NTMS_KIND_GUID:
		ntms_field_guid(o, f, &before);
		WORLD_EXPECT(w, world_set_guid(w, o, f->attribute,
					       &w->disk->o.guid), 0);
		ntms_field_guid(o, f, &after);
		return !guid_equal(&before, &after);
	}
	if (f->flags & NTMS_F_C)
		number = ntms_field_compute(o, f);
	else
		number = ntms_field_get(o, f);
	WORLD_EXPECT(w, world_set_number(w, o, f->attribute,
					 f->attribute == A(FLAGS) ? 0x10 :
					 number == 1 ? 0 : 1), 0);
	return number != (f->flags & NTMS_F_C ? ntms_field_compute(o, f) :
						ntms_field_get(o, f));
}

static const u32 types[] = {
	NTMS_TYPE_CHANGER, NTMS_TYPE_CHANGER_TYPE, NTMS_TYPE_COMPUTER,
	NTMS_TYPE_DRIVE, NTMS_TYPE_DRIVE_TYPE, NTMS_TYPE_IEDOOR,
	NTMS_TYPE_IEPORT, NTMS_TYPE_LIBRARY, NTMS_TYPE_LIBREQUEST,
	NTMS_TYPE_LOGICAL_MEDIA, NTMS_TYPE_MEDIA_POOL, NTMS_TYPE_MEDIA_TYPE,
	NTMS_TYPE_PARTITION, NTMS_TYPE_PHYSICAL_MEDIA, NTMS_TYPE_STORAGESLOT,
	NTMS_TYPE_OPREQUEST,
};

static void type_name(const u32 *type, char *name)
{
	strscpy(name, ntms_type_of(*type)->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(type, types, type_name);

static void members_that_clients_write(struct kunit *test)
{
	const u32 type = *(const u32 *)test->param_value;
	struct world *w = test->priv;
	struct ntms_object *o = object_of(w, type);
	const struct ntms_type *t = ntms_type_of(type);
	const struct ntms_field *f;

	for (f = t->fields; f < t->fields + t->number_of_fields; f++) {
		/* it changes with every change */
		if (f->kind == NTMS_KIND_BLOB || f->attribute == A(MODIFIED))
			continue;
		KUNIT_EXPECT_EQ_MSG(test, change(w, o, f),
				    is_writable(type, f->attribute),
				    "attribute %u", f->attribute);
	}
}

/* semantics 14.3: what has been allocated stays, what is free is left out */
static void a_lower_limit_decommissions_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *used, *free;
	struct ntms_physical_media *pm;
	guid_t media;

	used = world_allocated(w, &media);
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	free = pm->sides[0];
	world_side(w, free, NTMS_PARTSTATE_AVAILABLE, 5);
	WORLD_EXPECT(w, world_set_number(w, &w->pool->o, A(MAX_ALLOCATES), 1), 0);
	KUNIT_EXPECT_EQ(test, used->state, NTMS_PARTSTATE_ALLOCATED);
	KUNIT_EXPECT_EQ(test, free->state, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool,
				NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE),
		     ERROR_MEDIA_UNAVAILABLE);
	/* no limit again: A-13 */
	WORLD_EXPECT(w, world_set_number(w, &w->pool->o, A(MAX_ALLOCATES), 0), 0);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static struct kunit_case members_cases[] = {
	KUNIT_CASE_PARAM(members_that_clients_write, type_gen_params),
	KUNIT_CASE(a_lower_limit_decommissions_nothing),
	{}
};

static struct kunit_suite members_suite = {
	.name = "ntms_info_members",
	.init = world_init,
	.exit = world_exit,
	.test_cases = members_cases,
};
kunit_test_suites(&members_suite);
