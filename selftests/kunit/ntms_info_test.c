// SPDX-License-Identifier: GPL-2.0
/*
 * SetNtmsObjectInformation: what may be written, by whom, and what follows
 * from it, semantics 14.3.
 */
#include <linux/string.h>

#include "world.h"

/* which object */

static void an_object_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	const struct ntms_setting *s = world_nothing();
	guid_t guid;
	u32 error;

	guid_gen(&guid);
	error = ntms_object_set(&w->call, world_begin(w), &guid, 0, s);
	WORLD_EXPECT(w, world_end(w, error), ERROR_OBJECT_NOT_FOUND);
	error = ntms_object_set(&w->call, world_begin(w), &w->pool->o.guid,
				NTMS_TYPE_LIBRARY, s);
	WORLD_EXPECT(w, world_end(w, error), ERROR_OBJECT_NOT_FOUND);
	error = ntms_object_set(&w->call, world_begin(w), &w->pool->o.guid, 1,
				s);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
	error = ntms_object_set(&w->call, world_begin(w), &w->pool->o.guid,
				0xffffffff, s);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
	error = ntms_object_set(&w->call, world_begin(w), &w->pool->o.guid, 0,
				s);
	WORLD_EXPECT(w, world_end(w, error), 0);
}

static u32 describe(struct world *w, const struct ntms_object *o,
		    const char *text)
{
	return world_set_text(w, o, NTMS_A_OBJECT_DESCRIPTION, text);
}

static void every_type_has_a_description(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *o, *first[NTMS_TYPE_COUNT] = {};
	guid_t media;
	u32 type, id;

	world_allocated(w, &media);
	down_read(&w->m.lock);
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(&w->m, type, id, o)
			first[type] = o;
	up_read(&w->m.lock);
	for (type = 0; type < NTMS_TYPE_COUNT; type++) {
		if (!first[type])
			continue;
		WORLD_EXPECT(w, describe(w, first[type], "blue"), 0);
		KUNIT_EXPECT_STREQ(test, first[type]->description, "blue");
		WORLD_EXPECT(w, describe(w, first[type], ""), 0);
		KUNIT_EXPECT_NULL(test, first[type]->description);
	}
}

static void descriptions_have_at_most_126_characters(struct kunit *test)
{
	struct world *w = test->priv;
	char text[128] = {};

	memset(text, 'd', 126);
	WORLD_EXPECT(w, describe(w, &w->pool->o, text), 0);
	text[126] = 'd';
	WORLD_EXPECT(w, describe(w, &w->pool->o, text), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, describe(w, &w->pool->o, "\xff"), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, describe(w, &w->pool->o, "two\nlines"), 0);
}

static void setting_sends_an_event(struct kunit *test)
{
	struct world *w = test->priv;
	s64 modified = w->drive->o.modified;

	WORLD_EXPECT(w, world_set_number(w, &w->drive->o,
					 NTMS_A_OBJECT_DEFER_DISMOUNT_DELAY, 5), 0);
	KUNIT_EXPECT_EQ(test, w->drive->defer_dismount_delay, 5);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE, NTMS_TYPE_DRIVE,
					   &w->drive->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	KUNIT_EXPECT_GT(test, w->drive->o.modified, modified);
}

/* members that are not the client's are ignored */

static void what_is_not_writable_is_ignored(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_number(w, &pm->sides[0]->o, NTMS_A_OBJECT_STATE,
					 NTMS_PARTSTATE_DECOMMISSIONED), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_number(w, &pm->o, NTMS_A_OBJECT_ENABLED, 0), 0);
	KUNIT_EXPECT_TRUE(test, pm->o.enabled);
	WORLD_EXPECT(w, world_set_number(w, &w->pool->o, NTMS_A_OBJECT_POOL_TYPE,
					 NTMS_POOLTYPE_SCRATCH), 0);
	KUNIT_EXPECT_EQ(test, w->pool->pool_type, NTMS_POOLTYPE_APPLICATION);
	WORLD_EXPECT(w, world_set_guid(w, &pm->o, NTMS_A_OBJECT_MEDIA_POOL,
				       &w->other->o.guid), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->pool);
	WORLD_EXPECT(w, world_set_name(w, &w->drive->o, "Drive"), 0);
	KUNIT_EXPECT_NULL(test, w->drive->o.name);
	WORLD_EXPECT(w, world_set_text(w, &pm->o, NTMS_A_OBJECT_BAR_CODE, "X"), 0);
	KUNIT_EXPECT_STRNEQ(test, pm->bar_code, "X");
}

static void of_system_pools_only_the_description(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_name(w, &w->free->o, "Mine"), 0);
	KUNIT_EXPECT_STREQ(test, w->free->o.name, "LTO_Ultrium");
	WORLD_EXPECT(w, world_set_number(w, &w->free->o, NTMS_A_OBJECT_MAX_ALLOCATES,
					 1), 0);
	KUNIT_EXPECT_EQ(test, w->free->max_allocates, NTMS_UNLIMITED);
	WORLD_EXPECT(w, world_set_guid(w, &w->free->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &w->disk->o.guid), 0);
	KUNIT_EXPECT_PTR_EQ(test, w->free->media_type, w->tape);
	WORLD_EXPECT(w, world_set_name(w, &w->m.root->o, "Root"), 0);
	KUNIT_EXPECT_NULL(test, w->m.root->o.name);
	WORLD_EXPECT(w, world_set_number(w, &w->m.offline->o, NTMS_A_OBJECT_FLAGS,
					 0xff), 0);
	KUNIT_EXPECT_EQ(test, w->m.offline->flags,
			NTMS_LIBRARYFLAG_FIXEDOFFLINE);
}

/* numbers */

struct number_case {
	const char *name;
	struct ntms_object *(*object)(struct world *w);
	u16 attribute;
	u64 value;
	u32 error;
};

static struct ntms_object *computer(struct world *w)
{
	return &w->m.computer->o;
}

static struct ntms_object *library(struct world *w)
{
	return &w->library->o;
}

static struct ntms_object *pool(struct world *w)
{
	return &w->pool->o;
}

static const struct number_case number_cases[] = {
	{ "keep finished requests an hour", computer,
	  NTMS_A_OBJECT_LIB_REQUEST_PURGE_TIME, 3600, 0 },
	{ "keep operator requests for ever", computer,
	  NTMS_A_OBJECT_OP_REQUEST_PURGE_TIME, 0xffffffff, 0 },
	{ "library request flags", computer, NTMS_A_OBJECT_LIB_REQUEST_FLAGS,
	  3, 0 },
	{ "library request flags too many", computer,
	  NTMS_A_OBJECT_LIB_REQUEST_FLAGS, 4, ERROR_INVALID_PARAMETER },
	{ "operator request flags", computer, NTMS_A_OBJECT_OP_REQUEST_FLAGS,
	  0x33, 0 },
	{ "operator request flags too many", computer,
	  NTMS_A_OBJECT_OP_REQUEST_FLAGS, 0x40, ERROR_INVALID_PARAMETER },
	{ "both pool policies", computer, NTMS_A_OBJECT_MEDIA_POOL_POLICY, 3,
	  0 },
	{ "a pool policy too many", computer, NTMS_A_OBJECT_MEDIA_POOL_POLICY,
	  4, ERROR_INVALID_PARAMETER },
	{ "inventory method OMID", library, NTMS_A_OBJECT_INVENTORY_METHOD, 2,
	  0 },
	{ "inventory method DEFAULT", library, NTMS_A_OBJECT_INVENTORY_METHOD,
	  3, ERROR_INVALID_PARAMETER },
	{ "automatic recovery", library, NTMS_A_OBJECT_AUTO_RECOVERY, 1, 0 },
	{ "allocation policy", pool, NTMS_A_OBJECT_ALLOCATION_POLICY, 1, 0 },
	{ "allocation policy too many", pool, NTMS_A_OBJECT_ALLOCATION_POLICY,
	  2, ERROR_INVALID_PARAMETER },
	{ "deallocation policy", pool, NTMS_A_OBJECT_DEALLOCATION_POLICY, 1,
	  0 },
	{ "deallocation policy too many", pool,
	  NTMS_A_OBJECT_DEALLOCATION_POLICY, 2, ERROR_INVALID_PARAMETER },
	{ "at most three allocations", pool, NTMS_A_OBJECT_MAX_ALLOCATES, 3,
	  0 },
};

static void number_case_name(const struct number_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(number, number_cases, number_case_name);

static void numbers_that_clients_write(struct kunit *test)
{
	const struct number_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_object *o = c->object(w);
	const struct ntms_type *type = ntms_type_of(o->type);
	u32 i;

	WORLD_EXPECT(w, world_set_number(w, o, c->attribute, c->value), c->error);
	for (i = 0; i < type->number_of_fields; i++)
		if (type->fields[i].attribute == c->attribute && !c->error)
			KUNIT_EXPECT_EQ(test,
					ntms_field_get(o, &type->fields[i]),
					c->value);
}

static void seconds_of_doors_and_ports(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *door, *port;
	struct ntms_txn *t;

	t = world_arrange(w);
	KUNIT_ASSERT_EQ(test, ntms_txn_insert(t, NTMS_TYPE_IEDOOR, NULL, &door),
			0);
	ntms_place(door)->library = w->library;
	KUNIT_ASSERT_EQ(test, ntms_txn_insert(t, NTMS_TYPE_IEPORT, NULL, &port),
			0);
	ntms_place(port)->library = w->library;
	ntms_place(port)->element = 0x200;
	world_arranged(w);
	WORLD_EXPECT(w, world_set_number(w, door, NTMS_A_OBJECT_MAX_SECS, 65535), 0);
	WORLD_EXPECT(w, world_set_number(w, port, NTMS_A_OBJECT_MAX_SECS, 10), 0);
	KUNIT_EXPECT_EQ(test, ntms_iedoor(door)->max_open_secs, 65535);
	KUNIT_EXPECT_EQ(test, ntms_ieport(port)->max_extend_secs, 10);
	WORLD_EXPECT(w, world_set_number(w, door, NTMS_A_OBJECT_MAX_SECS, 65536),
		     ERROR_INVALID_PARAMETER);
}

static void only_one_flag_of_a_library_is_the_clients(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_number(w, &w->library->o, NTMS_A_OBJECT_FLAGS,
					 0xffffffff), 0);
	KUNIT_EXPECT_EQ(test, w->library->flags,
			NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE);
	WORLD_EXPECT(w, world_set_number(w, &w->library->o, NTMS_A_OBJECT_FLAGS, 0),
		     0);
	KUNIT_EXPECT_EQ(test, w->library->flags, 0);
}

static void uses_of_the_cleaner_make_a_flag(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_number(w, &w->library->o,
					 NTMS_A_OBJECT_CLEANER_USES_REMAINING,
				   0xffffffff), 0);
	KUNIT_EXPECT_EQ(test, w->library->flags,
			NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING);
	WORLD_EXPECT(w, world_set_number(w, &w->library->o,
					 NTMS_A_OBJECT_CLEANER_USES_REMAINING, 20),
		     0);
	KUNIT_EXPECT_EQ(test, w->library->flags, 0);
	KUNIT_EXPECT_EQ(test, w->library->cleaner_uses_remaining, 20);
}

/* the media type of a pool */

static void an_empty_pool_changes_its_media_type(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &w->disk->o.guid), 0);
	KUNIT_EXPECT_PTR_EQ(test, w->pool->media_type, w->disk);
	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &guid_null), 0);
	KUNIT_EXPECT_NULL(test, w->pool->media_type);
}

static void a_pool_with_media_keeps_its_media_type(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &w->disk->o.guid), ERROR_NOT_EMPTY);
	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &guid_null), ERROR_NOT_EMPTY);
	/* what Get has returned can be set */
	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &w->tape->o.guid), 0);
}

static void a_pool_with_pools_gets_no_media_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *top = world_pool(w, "Top", NULL);

	world_pool(w, "Top\\Low", NULL);
	WORLD_EXPECT(w, world_set_guid(w, &top->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &w->tape->o.guid), ERROR_NOT_EMPTY);
}

static void a_media_type_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, world_set_guid(w, &w->pool->o, NTMS_A_OBJECT_MEDIA_TYPE,
				       &guid), ERROR_INVALID_MEDIA);
}

static struct kunit_case info_cases[] = {
	KUNIT_CASE(an_object_that_does_not_exist),
	KUNIT_CASE(every_type_has_a_description),
	KUNIT_CASE(descriptions_have_at_most_126_characters),
	KUNIT_CASE(setting_sends_an_event),
	KUNIT_CASE(what_is_not_writable_is_ignored),
	KUNIT_CASE(of_system_pools_only_the_description),
	KUNIT_CASE_PARAM(numbers_that_clients_write, number_gen_params),
	KUNIT_CASE(seconds_of_doors_and_ports),
	KUNIT_CASE(only_one_flag_of_a_library_is_the_clients),
	KUNIT_CASE(uses_of_the_cleaner_make_a_flag),
	KUNIT_CASE(an_empty_pool_changes_its_media_type),
	KUNIT_CASE(a_pool_with_media_keeps_its_media_type),
	KUNIT_CASE(a_pool_with_pools_gets_no_media_type),
	KUNIT_CASE(a_media_type_that_does_not_exist),
	{}
};

static struct kunit_suite info_suite = {
	.name = "ntms_info",
	.init = world_init,
	.exit = world_exit,
	.test_cases = info_cases,
};
kunit_test_suites(&info_suite);
