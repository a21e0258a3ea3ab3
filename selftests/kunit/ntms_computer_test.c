// SPDX-License-Identifier: GPL-2.0
/* What exists from the start, and what comes with a library. */
#include "world.h"

static void what_exists_from_the_start(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_model *m = &w->m;

	KUNIT_EXPECT_EQ(test, m->computer->lib_request_purge_time, 259200);
	KUNIT_EXPECT_EQ(test, m->computer->op_request_purge_time, 259200);
	KUNIT_EXPECT_EQ(test, m->root->pool_type, NTMS_POOLTYPE_UNKNOWN);
	KUNIT_EXPECT_STREQ(test, m->free->o.name, "Free");
	KUNIT_EXPECT_STREQ(test, m->import->o.name, "Import");
	KUNIT_EXPECT_STREQ(test, m->unrecognized->o.name, "Unrecognized");
	KUNIT_EXPECT_EQ(test, m->offline->library_type,
			NTMS_LIBRARYTYPE_OFFLINE);
	KUNIT_EXPECT_STREQ(test, w->tape->o.name, "LTO_Ultrium");
	KUNIT_EXPECT_EQ(test, w->tape->device_type, FILE_DEVICE_TAPE);
	KUNIT_EXPECT_EQ(test, w->disk->number_of_sides, 2);
}

static void setting_up_again_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	u64 sum = world_sum(w);

	KUNIT_EXPECT_EQ(test, ntms_computer_setup(&w->m), 0);
	KUNIT_EXPECT_EQ(test, world_sum(w), sum);
	world_verify(w);
}

static void what_was_lost_is_made_again(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_type *type;
	u64 count = w->m.count;

	down_read(&w->m.lock);
	type = ntms_media_type_by_code(&w->m, 0x20);
	up_read(&w->m.lock);
	KUNIT_ASSERT_EQ(test, ntms_txn_delete(world_arrange(w), &type->o), 0);
	world_arranged(w);
	KUNIT_EXPECT_EQ(test, ntms_computer_setup(&w->m), 0);
	KUNIT_EXPECT_EQ(test, w->m.count, count);
	world_verify(w);
}

static void the_media_types_have_codes_of_their_own(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&w->m.lock);
	ntms_for_each(&w->m, NTMS_TYPE_MEDIA_TYPE, id, o) {
		u32 code = ntms_media_type(o)->media_type_code;

		KUNIT_EXPECT_PTR_EQ(test, ntms_media_type_by_code(&w->m, code),
				    ntms_media_type(o));
		n++;
	}
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(test, n, 0x5e - 0x20 + 1);
}

static void a_supported_type_has_three_system_pools(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, w->free);
	KUNIT_ASSERT_NOT_NULL(test, w->import);
	KUNIT_ASSERT_NOT_NULL(test, w->unrecognized);
	KUNIT_EXPECT_EQ(test, w->free->pool_type, NTMS_POOLTYPE_SCRATCH);
	KUNIT_EXPECT_EQ(test, w->import->pool_type, NTMS_POOLTYPE_IMPORT);
	KUNIT_EXPECT_EQ(test, w->unrecognized->pool_type,
			NTMS_POOLTYPE_FOREIGN);
	KUNIT_EXPECT_PTR_EQ(test, w->free->media_type, w->tape);
	KUNIT_EXPECT_PTR_EQ(test, w->free->parent, w->m.free);
	KUNIT_EXPECT_STREQ(test, w->free->o.name, "LTO_Ultrium");
}

static void a_type_supported_twice_has_its_pools_once(struct kunit *test)
{
	struct world *w = test->priv;
	u32 count = w->m.count;

	KUNIT_ASSERT_EQ(test, ntms_system_pools(world_arrange(w), w->tape), 0);
	world_arranged(w);
	KUNIT_EXPECT_EQ(test, w->m.count, count);
}

static struct kunit_case computer_cases[] = {
	KUNIT_CASE(what_exists_from_the_start),
	KUNIT_CASE(setting_up_again_changes_nothing),
	KUNIT_CASE(what_was_lost_is_made_again),
	KUNIT_CASE(the_media_types_have_codes_of_their_own),
	KUNIT_CASE(a_supported_type_has_three_system_pools),
	KUNIT_CASE(a_type_supported_twice_has_its_pools_once),
	{}
};

static struct kunit_suite computer_suite = {
	.name = "ntms_computer",
	.init = world_init,
	.exit = world_exit,
	.test_cases = computer_cases,
};
kunit_test_suites(&computer_suite);
