// SPDX-License-Identifier: GPL-2.0
/*
 * CreateNtmsMedia: what a client may make known, semantics 6.7 and decision
 * A-60; on-media identifiers and the names that follow from them, semantics
 * 3.1, 3.7 and 3.9.
 */
#include <linux/string.h>

#include "world.h"

#define OMID(type, info, id)	type "\0" info "\0" id

/* arguments that are in order: @sides sides in state @state */
static struct ntms_new_media media(struct ntms_media_pool *pool, u32 sides,
				   u32 state)
{
	static const char * const omids[] = {
		OMID("MTF", "Monday", "id 1"), OMID("MTF", "Tuesday", "id 2"),
	};
	struct ntms_new_media new = {
		.number_of_partitions = sides, .count = sides, .enabled = true,
	};
	u32 i;

	guid_copy(&new.pool, &pool->o.guid);
	for (i = 0; i < ARRAY_SIZE(new.side); i++)
		new.side[i] = (struct ntms_new_side){
			.omid = omids[i], .omid_len = i ? 16 : 15,
			.state = state, .enabled = true,
		};
	return new;
}

static struct ntms_new_media tape(struct world *w)
{
	return media(w->pool, 1, NTMS_PARTSTATE_AVAILABLE);
}

static u32 create(struct world *w, const struct ntms_new_media *new,
		  struct ntms_physical_media **pm)
{
	struct ntms_physical_media *made;

	return world_end(w, ntms_media_register(&w->call, world_begin(w), new,
						pm ?: &made));
}

static struct ntms_physical_media *created(struct world *w,
					   const struct ntms_new_media *new)
{
	struct ntms_physical_media *pm;
	u32 error = create(w, new, &pm);

	KUNIT_ASSERT_EQ_MSG(w->test, error, 0, "reason: %s", w->call.text);
	return pm;
}

static void expect_name(struct world *w, const struct ntms_physical_media *pm,
			const char *name)
{
	char buf[16];

	down_read(&w->m.lock);
	KUNIT_EXPECT_STREQ(w->test, ntms_display_name(&pm->o, buf), name);
	up_read(&w->m.lock);
}

static void a_tape_is_made_known(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	struct ntms_physical_media *pm;
	struct ntms_partition *side;
	u32 sequence = w->m.computer->next_sequence, offline;

	new.name = "A tape";
	new.description = "of Monday";
	new.bar_code = "X00001L4";
	new.media_type_code = 0x56;
	new.density_code = 0x46;
	new.side[0].name = "Its side";
	new.side[0].description = "the only one";
	new.side[0].mount_count = 7;
	new.side[0].allocate_count = 3;
	new.side[0].capacity = 800ULL << 30;
	offline = w->m.offline->media;
	pm = created(w, &new);
	KUNIT_EXPECT_PTR_EQ(test, pm->library, w->m.offline);
	KUNIT_EXPECT_EQ(test, w->m.offline->media, offline + 1);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->pool);
	KUNIT_EXPECT_EQ(test, w->pool->media, 1);
	KUNIT_EXPECT_NULL(test, pm->location);
	KUNIT_EXPECT_NULL(test, pm->home_slot);
	KUNIT_EXPECT_EQ(test, pm->state, NTMS_MEDIASTATE_IDLE);
	KUNIT_EXPECT_EQ(test, pm->o.operational_state, NTMS_READY);
	KUNIT_EXPECT_TRUE(test, pm->o.enabled);
	KUNIT_EXPECT_EQ(test, pm->sequence_number, sequence);
	KUNIT_EXPECT_NE(test, pm->o.created, 0);
	KUNIT_EXPECT_EQ(test, pm->o.modified, pm->o.created);
	KUNIT_EXPECT_STREQ(test, pm->o.name, "A tape");
	KUNIT_EXPECT_STREQ(test, pm->o.description, "of Monday");
	KUNIT_EXPECT_STREQ(test, pm->bar_code, "X00001L4");
	KUNIT_EXPECT_EQ(test, pm->media_type_code, 0x56);
	KUNIT_EXPECT_EQ(test, pm->density_code, 0x46);
	side = pm->sides[0];
	KUNIT_EXPECT_EQ(test, side->side, 0);
	KUNIT_EXPECT_STREQ(test, side->o.name, "Its side");
	KUNIT_EXPECT_STREQ(test, side->o.description, "the only one");
	KUNIT_EXPECT_EQ(test, side->state, NTMS_PARTSTATE_AVAILABLE);
	KUNIT_EXPECT_EQ(test, side->mount_count, 7);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 3);
	KUNIT_EXPECT_EQ(test, side->capacity, 800ULL << 30);
	KUNIT_EXPECT_NULL(test, side->logical_media);
	KUNIT_EXPECT_EQ(test, side->omid->len, 15);
}

static void guids_are_chosen_or_made(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_ALLOCATED);
	struct ntms_physical_media *pm;

	guid_gen(&new.guid);
	guid_gen(&new.side[1].guid);
	guid_gen(&new.side[1].logical_media);
	pm = created(w, &new);
	KUNIT_EXPECT_TRUE(test, guid_equal(&pm->o.guid, &new.guid));
	KUNIT_EXPECT_TRUE(test, guid_equal(&pm->sides[1]->o.guid,
					   &new.side[1].guid));
	KUNIT_EXPECT_TRUE(test, guid_equal(&pm->sides[1]->logical_media->o.guid,
					   &new.side[1].logical_media));
	KUNIT_EXPECT_FALSE(test, guid_is_null(&pm->sides[0]->o.guid));
	/* allocated without one that is asked for: it gets one all the same */
	KUNIT_ASSERT_NOT_NULL(test, pm->sides[0]->logical_media);
	KUNIT_EXPECT_PTR_EQ(test, pm->sides[0]->logical_media->pool, w->disks);
	KUNIT_EXPECT_EQ(test, w->disks->number_of_logical, 2);
	/* and it is a logical medium like any other */
	WORLD_EXPECT(w, world_deallocate(w, &new.side[1].logical_media), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_AVAILABLE);
}

static void a_guid_that_is_in_use(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	guid_copy(&new.guid, &w->drive->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	new = tape(w);
	guid_copy(&new.side[0].guid, &w->pool->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	new = media(w->pool, 1, NTMS_PARTSTATE_COMPLETE);
	guid_copy(&new.side[0].logical_media, &w->library->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
}

static void a_guid_that_is_given_twice(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_ALLOCATED);

	guid_gen(&new.guid);
	guid_copy(&new.side[0].guid, &new.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	guid_gen(&new.side[0].guid);
	guid_copy(&new.side[1].guid, &new.side[0].guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	guid_gen(&new.side[1].guid);
	guid_gen(&new.side[0].logical_media);
	guid_copy(&new.side[1].logical_media, &new.side[0].logical_media);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	guid_gen(&new.side[1].logical_media);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static const struct state_row {
	const char *what;
	u32 state;
	u32 error;
	bool logical;
} state_rows[] = {
	{ "unknown", NTMS_PARTSTATE_UNKNOWN, 0, false },
	{ "unprepared", NTMS_PARTSTATE_UNPREPARED, 0, false },
	{ "incompatible", NTMS_PARTSTATE_INCOMPATIBLE, 0, false },
	{ "decommissioned", NTMS_PARTSTATE_DECOMMISSIONED, 0, false },
	{ "available", NTMS_PARTSTATE_AVAILABLE, 0, false },
	{ "allocated", NTMS_PARTSTATE_ALLOCATED, 0, false },
	{ "complete", NTMS_PARTSTATE_COMPLETE, 0, false },
	{ "foreign", NTMS_PARTSTATE_FOREIGN, 0, false },
	{ "import", NTMS_PARTSTATE_IMPORT, 0, false },
	{ "reserved", NTMS_PARTSTATE_RESERVED, 0, false },
	{ "one above", NTMS_PARTSTATE_RESERVED + 1, ERROR_INVALID_PARAMETER,
	  false },
	{ "all bits", 0xffffffff, ERROR_INVALID_PARAMETER, false },
	{ "available with a logical medium", NTMS_PARTSTATE_AVAILABLE,
	  ERROR_INVALID_PARAMETER, true },
	{ "import with a logical medium", NTMS_PARTSTATE_IMPORT,
	  ERROR_INVALID_PARAMETER, true },
	{ "allocated with a logical medium", NTMS_PARTSTATE_ALLOCATED, 0,
	  true },
	{ "complete with a logical medium", NTMS_PARTSTATE_COMPLETE, 0, true },
};
KUNIT_ARRAY_PARAM(state, state_rows, NULL);

static void sides_in_each_state(struct kunit *test)
{
	const struct state_row *row = test->param_value;
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->pool, 1, row->state);
	struct ntms_physical_media *pm;
	u32 error;

	if (row->logical)
		guid_gen(&new.side[0].logical_media);
	error = create(w, &new, &pm);
	KUNIT_EXPECT_EQ_MSG(test, error, row->error, "%s: %s", row->what,
			    w->call.text);
	if (error)
		return;
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, row->state);
	KUNIT_EXPECT_EQ(test, !!pm->sides[0]->logical_media,
			ntms_state_allocated(row->state));
}

static void pools_that_take_new_media(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	guid_copy(&new.pool, &w->import->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	guid_copy(&new.pool, &w->other->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static void pools_that_do_not(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *box = world_pool(w, "Box", NULL);
	struct ntms_object *bad[] = {
		&w->free->o, &w->unrecognized->o, &w->m.import->o,
		&w->m.root->o, &box->o, &w->library->o,
	};
	struct ntms_new_media new = tape(w);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		guid_copy(&new.pool, &bad[i]->guid);
		WORLD_EXPECT(w, create(w, &new, NULL),
			     ERROR_INVALID_MEDIA_POOL);
	}
	guid_gen(&new.pool);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA_POOL);
	guid_copy(&new.pool, &guid_null);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA_POOL);
}

static void the_number_of_sides_is_that_of_the_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->pool, 2, NTMS_PARTSTATE_AVAILABLE);

	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_MEDIA_INCOMPATIBLE);
	new = media(w->disks, 1, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_MEDIA_INCOMPATIBLE);
	new.number_of_partitions = 2;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_MEDIA_INCOMPATIBLE);
	new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	new.number_of_partitions = 1;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_MEDIA_INCOMPATIBLE);
	new.number_of_partitions = 3;
	new.count = 3;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_MEDIA_INCOMPATIBLE);
	new.number_of_partitions = 0;
	new.count = 0;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
}

static void the_library_is_that_of_offline_media(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	guid_copy(&new.library, &w->library->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	guid_gen(&new.library);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	guid_copy(&new.library, &w->m.offline->o.guid);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static void bar_codes_are_trimmed(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	new.bar_code = "A 1  ";
	KUNIT_EXPECT_STREQ(test, created(w, &new)->bar_code, "A 1");
	new.bar_code = "   ";
	KUNIT_EXPECT_NULL(test, created(w, &new)->bar_code);
	new.bar_code = "";
	KUNIT_EXPECT_NULL(test, created(w, &new)->bar_code);
}

static void a_bar_code_is_known_already(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_new_media new = tape(w);
	char padded[32];

	pm = world_medium(w, w->other, NTMS_PARTSTATE_AVAILABLE);
	new.bar_code = pm->bar_code;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	snprintf(padded, sizeof(padded), "%s  ", pm->bar_code);
	new.bar_code = padded;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
}

static void options_that_do_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	new.options = 2;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	new.options = 0x80000000;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
}

static void texts_that_do_not_fit(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	char text[256];

	memset(text, 'x', sizeof(text));
	text[NTMS_NAME_UNITS + 1] = 0;
	new.name = text;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_NAME);
	new = tape(w);
	new.bar_code = text;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	new = tape(w);
	new.side[0].name = text;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_NAME);
	new = tape(w);
	new.name = "\xff";
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_NAME);
	new = tape(w);
	new.bar_code = "\xff";
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	memset(text, 'x', sizeof(text));
	text[NTMS_DESCRIPTION_UNITS + 1] = 0;
	new = tape(w);
	new.description = text;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	new = tape(w);
	new.side[0].description = text;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	text[NTMS_DESCRIPTION_UNITS] = 0;
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static const struct omid_row {
	const char *what;
	const char *omid;
	u32 len;
	u32 error;
} omid_rows[] = {
	{ "missing", NULL, 0, ERROR_INVALID_PARAMETER },
	{ "empty", "", 0, ERROR_INVALID_PARAMETER },
	{ "a type alone", "MTF", 3, ERROR_INVALID_PARAMETER },
	{ "no id", "MTF\0info", 8, ERROR_INVALID_PARAMETER },
	{ "an empty id", "MTF\0info\0", 9, ERROR_INVALID_PARAMETER },
	{ "an empty type", "\0info\0id", 8, ERROR_INVALID_PARAMETER },
	{ "a type that is not UTF-8", "\xff\0\0id", 5,
	  ERROR_INVALID_PARAMETER },
	{ "information that is not UTF-8", "MTF\0\xff\0id", 8,
	  ERROR_INVALID_PARAMETER },
	{ "no information", "MTF\0\0id", 7, 0 },
	{ "an id of bytes", "MTF\0\0\0\xff\0", 8, 0 },
};
KUNIT_ARRAY_PARAM(omid, omid_rows, NULL);

static void identifiers_have_an_order(struct kunit *test)
{
	const struct omid_row *row = test->param_value;
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	new.side[0].omid = row->omid;
	new.side[0].omid_len = row->len;
	KUNIT_EXPECT_EQ_MSG(test, create(w, &new, NULL), row->error, "%s: %s",
			    row->what, w->call.text);
}

static void identifiers_have_a_length(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	char *omid = kunit_kzalloc(test, 1024, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, omid);
	new.side[0].omid = omid;
	memset(omid, 't', 64);
	new.side[0].omid_len = 64 + 2 + 1;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	omid[63] = 0;
	memset(omid + 64, 'i', 256);
	new.side[0].omid_len = 64 + 256 + 1 + 1;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	omid[64 + 255] = 0;
	new.side[0].omid_len = 64 + 256 + 256;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
	new.side[0].omid_len = 64 + 256 + 255;
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static void identifiers_may_be_the_same(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	KUNIT_EXPECT_EQ(test, w->m.omids.count, 2);
}

static void identifiers_may_not_be_the_same_if_so_asked(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	new.options = NTMS_ERROR_ON_DUPLICATE;
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	/* what people wrote does not make it another one */
	new.side[0].omid = OMID("MTF", "Friday", "id 1");
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	/* another format, another id: others */
	new.side[0].omid = OMID("mtf", "Friday", "id 1");
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	new.side[0].omid = OMID("MTF", "Friday", "id 3");
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static void both_sides_may_not_have_the_same(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);

	new.side[1].omid = OMID("MTF", "Friday", "id 1");
	new.side[1].omid_len = 15;
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	new.side[0].omid = OMID("MTF", "Monday", "id 5");
	new.side[1].omid = OMID("MTF", "Friday", "id 5");
	new.side[1].omid_len = 15;
	new.options = NTMS_ERROR_ON_DUPLICATE;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
	/* the second side is looked for as well */
	new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	new.side[0].omid = OMID("MTF", "Monday", "id 7");
	new.side[1].omid = OMID("MTF", "Friday", "id 1");
	new.side[1].omid_len = 15;
	new.options = NTMS_ERROR_ON_DUPLICATE;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_MEDIA);
}

static void an_identifier_is_free_again(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	struct ntms_physical_media *pm;

	new.options = NTMS_ERROR_ON_DUPLICATE;
	pm = created(w, &new);
	WORLD_EXPECT(w, world_end(w, ntms_media_delete(&w->call,
						       world_begin(w),
						       &pm->o.guid)), 0);
	KUNIT_EXPECT_EQ(test, w->m.omids.count, 0);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
}

static void many_identifiers_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	struct ntms_partition *side;
	char omid[16];
	u32 i;

	memcpy(omid, "MTF\0\0", 5);
	new.side[0].omid = omid;
	new.side[0].omid_len = 5 + sizeof(i);
	for (i = 0; i < 700; i++) {
		memcpy(omid + 5, &i, sizeof(i));
		world_must(w, ntms_media_register(&w->call, world_arrange(w),
						  &new, &(struct ntms_physical_media *){ NULL }));
		KUNIT_ASSERT_EQ(test, ntms_txn_commit(&w->t, NULL), 0);
	}
	world_verify(w);
	KUNIT_EXPECT_GT(test, w->m.omids.bits, 8);
	down_read(&w->m.lock);
	for (i = 0; i < 700; i++) {
		memcpy(omid + 5, &i, sizeof(i));
		side = ntms_find_omid(&w->m, omid, 9, NULL);
		KUNIT_ASSERT_NOT_NULL(test, side);
		KUNIT_EXPECT_FALSE(test, memcmp(side->omid->data, omid, 9));
		KUNIT_EXPECT_NULL(test, ntms_find_omid(&w->m, omid, 9, side));
	}
	up_read(&w->m.lock);
}

static void display_names_follow_the_label(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);
	char number[16];

	expect_name(w, created(w, &new), "Monday");
	new.bar_code = "X00002L4";
	expect_name(w, created(w, &new), "X00002L4");
	new.name = "My tape";
	new.bar_code = NULL;
	expect_name(w, created(w, &new), "My tape");
	/* without information, and with two sides, its number */
	new = tape(w);
	new.side[0].omid = "MTF\0\0id";
	new.side[0].omid_len = 7;
	snprintf(number, sizeof(number), "%u", w->m.computer->next_sequence);
	expect_name(w, created(w, &new), number);
	new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	snprintf(number, sizeof(number), "%u", w->m.computer->next_sequence);
	expect_name(w, created(w, &new), number);
}

static void a_disabled_medium_is_not_allocated(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	struct ntms_physical_media *pm;
	struct ntms_object *o;

	new.enabled = false;
	KUNIT_EXPECT_FALSE(test, created(w, &new)->o.enabled);
	/* and neither is a disabled side, when the medium is in a library */
	new = media(w->disks, 2, NTMS_PARTSTATE_AVAILABLE);
	new.side[0].enabled = false;
	pm = created(w, &new);
	o = &pm->o;
	world_must(w, ntms_txn_edit(world_arrange(w), o));
	pm->library = w->library;
	world_arranged(w);
	WORLD_EXPECT(w, world_allocate_side(w, w->disks, pm->sides[0], 0),
		     ERROR_RESOURCE_DISABLED);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, NTMS_ALLOCATE_NEW),
		     ERROR_TIMEOUT);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->disks, 0)->sides,
			    pm->sides[1]);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), ERROR_TIMEOUT);
}

static void rights_on_pool_and_computer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = tape(w);

	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	world_grant(w, &w->m.computer->o, ALICE,
		    NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_ACCESS_DENIED);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, create(w, &new, NULL), 0);
	world_grant(w, &w->pool->o, ALICE,
		    NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_ACCESS_DENIED);
	/* arguments and pool are looked at before */
	new.options = 2;
	WORLD_EXPECT(w, create(w, &new, NULL), ERROR_INVALID_PARAMETER);
}

static void events_of_a_creation(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_ALLOCATED);
	struct ntms_physical_media *pm = created(w, &new);

	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_PHYSICAL_MEDIA,
					   &pm->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_PARTITION, NULL), 2);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_LOGICAL_MEDIA, NULL), 2);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->disks->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_LIBRARY,
					   &w->m.offline->o.guid), 1);
	/* the computer counts the media that it gives numbers to */
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_COMPUTER, NULL), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 8);
}

static u32 act_create(struct world *w, void *ctx)
{
	struct ntms_physical_media *pm;

	return ntms_media_register(&w->call, &w->t, ctx, &pm);
}

static void out_of_memory_creates_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_new_media new = media(w->disks, 2, NTMS_PARTSTATE_ALLOCATED);

	new.name = "name";
	new.description = "description";
	new.bar_code = "X00003L4";
	guid_gen(&new.guid);
	guid_gen(&new.side[0].logical_media);
	world_starve(w, act_create, &new);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_tape_is_made_known),
	KUNIT_CASE(guids_are_chosen_or_made),
	KUNIT_CASE(a_guid_that_is_in_use),
	KUNIT_CASE(a_guid_that_is_given_twice),
	KUNIT_CASE_PARAM(sides_in_each_state, state_gen_params),
	KUNIT_CASE(pools_that_take_new_media),
	KUNIT_CASE(pools_that_do_not),
	KUNIT_CASE(the_number_of_sides_is_that_of_the_type),
	KUNIT_CASE(the_library_is_that_of_offline_media),
	KUNIT_CASE(bar_codes_are_trimmed),
	KUNIT_CASE(a_bar_code_is_known_already),
	KUNIT_CASE(options_that_do_not_exist),
	KUNIT_CASE(texts_that_do_not_fit),
	KUNIT_CASE_PARAM(identifiers_have_an_order, omid_gen_params),
	KUNIT_CASE(identifiers_have_a_length),
	KUNIT_CASE(identifiers_may_be_the_same),
	KUNIT_CASE(identifiers_may_not_be_the_same_if_so_asked),
	KUNIT_CASE(both_sides_may_not_have_the_same),
	KUNIT_CASE(an_identifier_is_free_again),
	KUNIT_CASE(many_identifiers_are_found),
	KUNIT_CASE(display_names_follow_the_label),
	KUNIT_CASE(a_disabled_medium_is_not_allocated),
	KUNIT_CASE(rights_on_pool_and_computer),
	KUNIT_CASE(events_of_a_creation),
	KUNIT_CASE(out_of_memory_creates_nothing),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_create",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
