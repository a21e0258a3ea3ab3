// SPDX-License-Identifier: GPL-2.0
/*
 * The verification finds what it is for: one member or index entry is bent,
 * found by the right invariant, and bent back.
 */
#include <linux/mm.h>
#include <linux/string.h>

#include "world.h"

/* where a test bends the model, and what it puts there */
struct bend {
	void *at;
	size_t size;
	u64 value;
	bool ref;	/* a REF member: what is counted follows */
};

#define BEND(member_, value_)						\
	((struct bend){ &(member_), sizeof(member_), (u64)(value_) })
#define BEND_POINTER(member_, value_)					\
	BEND(member_, (unsigned long)(value_))
#define BEND_REF(member_, value_)					\
	((struct bend){ &(member_), sizeof(member_),			\
			(unsigned long)(value_), true })

/* the world in which all of them can be bent */
struct scene {
	struct world *w;
	struct ntms_physical_media *tape, *disk;
	struct ntms_partition *side;		/* of @tape, allocated */
	struct ntms_partition *free_side;	/* of another tape */
	struct ntms_logical_media *lm;
	struct ntms_owned *piece;		/* the second of an attribute */
	struct ntms_owned *destination;
};

struct bend_case {
	const char *name;
	struct bend (*bend)(struct scene *s);
	const char *text;		/* part of what verification says */
};

static struct bend computed_children(struct scene *s)
{
	return BEND(s->w->m.root->number_of_children, 99);
}

static struct bend media_of_a_pool(struct scene *s)
{
	return BEND(s->w->pool->media, 99);
}

static struct bend logical_media_of_a_pool(struct scene *s)
{
	return BEND(s->w->pool->number_of_logical, 0);
}

static struct bend media_of_a_library(struct scene *s)
{
	return BEND(s->w->library->media, 0);
}

static struct bend slots_of_a_library(struct scene *s)
{
	return BEND(s->w->library->count[NTMS_TYPE_STORAGESLOT], 3);
}

static struct bend media_of_a_shelf(struct scene *s)
{
	return BEND(s->tape->shelf->count, 7);
}

static struct bend users(struct scene *s)
{
	return BEND(s->tape->o.users, 0);
}

static struct bend number_of_objects(struct scene *s)
{
	return BEND(s->w->m.count, 1);
}

static struct bend left_behind(struct scene *s)
{
	return BEND(s->tape->o.linked, false);
}

static struct bend pool_without_medium_type(struct scene *s)
{
	return BEND_REF(s->w->pool->media_type, NULL);
}

static struct bend media_type_on_a_pool_of_pools(struct scene *s)
{
	return BEND_REF(s->w->m.free->media_type, s->w->tape);
}

static struct bend medium_in_another_pool(struct scene *s)
{
	return BEND_REF(s->tape->pool, s->w->other);
}

static struct bend number_of_sides(struct scene *s)
{
	return BEND(s->disk->number_of_partitions, 1);
}

static struct bend side_is_missing(struct scene *s)
{
	return BEND_POINTER(s->tape->sides[0], NULL);
}

static struct bend number_of_a_side(struct scene *s)
{
	return BEND(s->side->side, 1);
}

static struct bend allocated_side_in_state_available(struct scene *s)
{
	return BEND(s->side->state, NTMS_PARTSTATE_IMPORT);
}

static struct bend free_side_in_state_allocated(struct scene *s)
{
	return BEND(s->free_side->state, NTMS_PARTSTATE_ALLOCATED);
}

static struct bend free_side_in_state_decommissioned(struct scene *s)
{
	return BEND(s->free_side->state, NTMS_PARTSTATE_DECOMMISSIONED);
}

static struct bend import_side_in_state_available(struct scene *s)
{
	return BEND(s->disk->sides[0]->state, NTMS_PARTSTATE_AVAILABLE);
}

static struct bend free_side_of_a_disabled_medium(struct scene *s)
{
	return BEND(s->free_side->physical_media->o.enabled, false);
}

static struct bend logical_medium_without_side(struct scene *s)
{
	return BEND_POINTER(s->lm->sides, NULL);
}

static struct bend logical_medium_in_another_pool(struct scene *s)
{
	return BEND_REF(s->lm->pool, s->w->other);
}

static struct bend cleaner_uses(struct scene *s)
{
	return BEND(s->w->library->cleaner_uses_remaining, NTMS_UNLIMITED);
}

static struct bend mounted_nowhere(struct scene *s)
{
	return BEND_REF(s->disk->mounted_partition, s->disk->sides[0]);
}

static struct bend saved_side_elsewhere(struct scene *s)
{
	return BEND_REF(s->w->drive->saved_partition, s->side);
}

static struct bend location_is_a_library(struct scene *s)
{
	return BEND_REF(s->tape->location, &s->w->library->o);
}

static struct bend location_knows_nothing(struct scene *s)
{
	return BEND_REF(s->tape->location, &s->w->slots[1]->o);
}

static struct bend second_offline_library(struct scene *s)
{
	return BEND(s->w->library->library_type, NTMS_LIBRARYTYPE_OFFLINE);
}

static struct bend the_best_side(struct scene *s)
{
	return BEND_POINTER(s->free_side->physical_media->shelf->whole.rb_leftmost,
			    NULL);
}

static struct bend bar_code(struct scene *s)
{
	return BEND_POINTER(s->tape->bar_code, NULL);
}

static struct bend pool_name(struct scene *s)
{
	return BEND_POINTER(s->w->pool->o.name, "Zzz");
}

static struct bend access_control_list(struct scene *s)
{
	return BEND_POINTER(s->w->pool->acl, NULL);
}

static struct bend sequence_number(struct scene *s)
{
	return BEND(s->w->m.computer->next_sequence, 1);
}

static struct bend lost_computer(struct scene *s)
{
	return BEND_POINTER(s->w->m.computer, NULL);
}

static struct bend piece_that_does_not_follow(struct scene *s)
{
	return BEND(s->piece->number, 3);
}

static struct bend piece_behind_a_short_one(struct scene *s)
{
	return BEND(ntms_owned_first(&s->w->m, s->piece->owner,
				     NTMS_TYPE_ATTRIBUTE)->data->len, 9);
}

static struct bend piece_without_data(struct scene *s)
{
	return BEND_POINTER(s->piece->data, NULL);
}

static struct bend attribute_with_another_name(struct scene *s)
{
	return BEND(*s->piece->o.name, 1);
}

static struct bend attribute_of_a_destination(struct scene *s)
{
	return BEND_REF(s->piece->owner, &s->destination->o);
}

static struct bend destination_of_no_type(struct scene *s)
{
	return BEND(s->destination->number, 4);
}

static struct bend nothing_belongs_to_anything(struct scene *s)
{
	return BEND_POINTER(s->w->m.owned.rb_node, NULL);
}

static const struct bend_case bend_cases[] = {
	{ "a piece of an attribute is missing", piece_that_does_not_follow,
	  "missing" },
	{ "a piece of an attribute is too short", piece_behind_a_short_one,
	  "too short" },
	{ "a piece of an attribute is empty", piece_without_data,
	  "no piece" },
	{ "an attribute with another name", attribute_with_another_name,
	  "filed wrongly" },
	{ "an attribute of what has none", attribute_of_a_destination,
	  "refers to a ui_destination" },
	{ "a UI destination of no type", destination_of_no_type, "no type" },
	{ "attributes that are not found", nothing_belongs_to_anything,
	  "in no list" },
	{ "wrong number of pools in a pool", computed_children, "I12" },
	{ "wrong number of media in a pool", media_of_a_pool, "I12" },
	{ "wrong number of logical media", logical_media_of_a_pool, "I12" },
	{ "wrong number of media in a library", media_of_a_library, "I12" },
	{ "wrong number of slots in a library", slots_of_a_library, "I12" },
	{ "wrong number of media on a shelf", media_of_a_shelf, "I12" },
	{ "wrong number of references", users, "refer to it" },
	{ "wrong number of objects", number_of_objects, "objects" },
	{ "an object that a transaction forgot", left_behind, "left it" },
	{ "media in a pool without media type", pool_without_medium_type,
	  "I2" },
	{ "a pool of pools with a media type", media_type_on_a_pool_of_pools,
	  "I2" },
	{ "a medium on the shelf of another pool", medium_in_another_pool,
	  "shelf" },
	{ "a medium with too few sides", number_of_sides, "I3" },
	{ "a medium that lost its side", side_is_missing, "I3" },
	{ "a side with a wrong number", number_of_a_side, "I3" },
	{ "an allocated side that is not", allocated_side_in_state_available,
	  "I4" },
	{ "a free side that is allocated", free_side_in_state_allocated,
	  "offered" },
	{ "a decommissioned side on offer", free_side_in_state_decommissioned,
	  "offered" },
	{ "an available side not on offer", import_side_in_state_available,
	  "offered" },
	{ "a side of a disabled medium on offer",
	  free_side_of_a_disabled_medium, "offered" },
	{ "a logical medium without side", logical_medium_without_side,
	  "I5" },
	{ "a logical medium in another pool", logical_medium_in_another_pool,
	  "another pool lists it" },
	{ "the best side is not the first", the_best_side, "the best" },
	{ "endless cleaner uses without flag", cleaner_uses, "I8" },
	{ "a side mounted nowhere", mounted_nowhere, "I9" },
	{ "a drive with a side from elsewhere", saved_side_elsewhere,
	  "I9" },
	{ "a medium that is at a library", location_is_a_library,
	  "I10" },
	{ "a slot that knows nothing", location_knows_nothing, "I10" },
	{ "a second offline library", second_offline_library, "I11" },
	{ "a bar code that is gone", bar_code, "bar code" },
	{ "a pool that is not found by name", pool_name, "by its name" },
	{ "a pool without list of rights", access_control_list,
	  "access control list" },
	{ "a number given twice", sequence_number, "sequence number" },
	{ "no computer", lost_computer, "missing" },
};

static void bend_case_name(const struct bend_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(bend, bend_cases, bend_case_name);

static void set_scene(struct world *w, struct scene *s)
{
	static const u8 value[NTMS_ATTRIBUTE_PIECE + 5];
	guid_t media;

	s->w = w;
	s->side = world_allocated(w, &media);
	s->tape = s->side->physical_media;
	s->lm = s->side->logical_media;
	s->disk = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	s->free_side = world_medium(w, w->other,
				    NTMS_PARTSTATE_AVAILABLE)->sides[0];
	world_must(w, ntms_attribute_set(&w->call, world_arrange(w),
					 &w->pool->o.guid, "name", value,
					 sizeof(value)));
	world_must(w, ntms_destination_set(&w->call, &w->t, &w->library->o.guid,
					   NTMS_UITYPE_INFO, NTMS_UIDEST_ADD,
					   "pc"));
	world_arranged(w);
	down_read(&w->m.lock);
	s->piece = ntms_owned_find(&w->m, &w->pool->o, NTMS_TYPE_ATTRIBUTE,
				   "name", 1);
	s->destination = ntms_owned_first(&w->m, &w->library->o, 0);
	up_read(&w->m.lock);
}

static void count(u64 object, int by)
{
	if (object)
		((struct ntms_object *)(unsigned long)object)->users += by;
}

/* puts @value there and what was there into it */
static void exchange(struct bend *b)
{
	u64 old = 0;

	memcpy(&old, b->at, b->size);
	memcpy(b->at, &b->value, b->size);	/* little endian */
	if (b->ref) {
		count(old, -1);
		count(b->value, 1);
	}
	b->value = old;
}

static void what_is_bent_is_found(struct kunit *test)
{
	const struct bend_case *c = test->param_value;
	struct world *w = test->priv;
	struct scene s;
	struct bend b;
	char why[256];
	int err;

	set_scene(w, &s);
	down_write(&w->m.lock);
	b = c->bend(&s);
	exchange(&b);
	err = ntms_verify(&w->m, why, sizeof(why));
	exchange(&b);
	up_write(&w->m.lock);
	KUNIT_EXPECT_EQ(test, err, -EUCLEAN);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(why, c->text), "%s", why);
	world_verify(w);
}

static void an_empty_model_is_in_order(struct kunit *test)
{
	struct ntms_model *m = kvzalloc(sizeof(*m), GFP_KERNEL);
	char why[256];

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_EQ(test, ntms_model_init(m), 0);
	down_read(&m->lock);
	KUNIT_EXPECT_EQ(test, ntms_verify(m, why, sizeof(why)), 0);
	up_read(&m->lock);
	ntms_model_destroy(m);
	kvfree(m);
}

/* 64 tapes and 3 applications: what holds after each of 2000 random calls */
static void a_random_walk_keeps_the_invariants(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pools[] = { w->pool, w->other, w->disks };
	guid_t media[64] = {};
	u32 seed = 1, i, n, allocated = 0;

	for (i = 0; i < 16; i++) {
		world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
		world_medium(w, w->free_disks, NTMS_PARTSTATE_AVAILABLE);
	}
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH,
		     NTMS_DEALLOCATE_TOSCRATCH, 9);
	world_policy(w, w->other, NTMS_ALLOCATE_FROMSCRATCH, 0, 0);
	world_policy(w, w->disks, NTMS_ALLOCATE_FROMSCRATCH,
		     NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	for (i = 0; i < 2000; i++) {
		struct ntms_allocation a;

		seed = seed * 1664525 + 1013904223;
		n = seed >> 16 & 63;
		if (!guid_is_null(&media[n])) {
			WORLD_EXPECT(w, world_deallocate(w, &media[n]), 0);
			media[n] = guid_null;
			continue;
		}
		a = world_request(pools[n % 3],
				  NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE |
				  (seed >> 30 ? 0 : NTMS_ALLOCATE_NEW));
		if (!world_allocate(w, &a)) {
			guid_copy(&media[n], &a.media);
			allocated++;
		}
	}
	KUNIT_EXPECT_GT(test, allocated, 500);
}

static struct kunit_case verify_cases[] = {
	KUNIT_CASE_PARAM(what_is_bent_is_found, bend_gen_params),
	KUNIT_CASE(an_empty_model_is_in_order),
	KUNIT_CASE(a_random_walk_keeps_the_invariants),
	{}
};

static struct kunit_suite verify_suite = {
	.name = "ntms_verify",
	.init = world_init,
	.exit = world_exit,
	.test_cases = verify_cases,
};
kunit_test_suites(&verify_suite);
