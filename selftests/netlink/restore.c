// SPDX-License-Identifier: GPL-2.0
/*
 * restore.c - a store that hands over nonsense
 *
 * Each row is a world that is fine but for one thing (nonsense.c).  It has to
 * be refused, with a reason, by RESTORE or at the latest by RESTORED; refused
 * again when the store insists; and forgotten when the store goes, so that the
 * next one can start afresh.
 */
#include <errno.h>
#include <string.h>

#include "kselftest_harness.h"
#include "nonsense.h"

FIXTURE(restore) {
	struct world w;
};

FIXTURE_SETUP(restore)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_load(NULL));
	ASSERT_EQ(0, world_attach(&self->w));
	ASSERT_EQ(0, world_base(&self->w));
}

FIXTURE_TEARDOWN(restore)
{
	world_end(&self->w);
}

FIXTURE_VARIANT(restore) {
	void (*put)(struct world *w);
};

#define VARIANT(name) \
	FIXTURE_VARIANT_ADD(restore, name) { .put = bad_##name };
ROWS(VARIANT)

/* when the store is gone nothing is left */
static int forgotten(void)
{
	struct nl s = nl_open();
	uint64_t objects = 1, state = 0;
	int i;

	for (i = 0; i < 1000 && objects; i++) {
		world_status(&s, NTMS_A_STATUS_OBJECTS, &objects);
		world_status(&s, NTMS_A_STATUS_READINESS, &state);
	}
	nl_close(&s);
	return objects || state != NTMS_READINESS_WAITING;
}

TEST_F(restore, refused)
{
	struct world *w = &self->w;
	char why[256];
	int err;

	variant->put(w);
	err = world_flush(w);
	if (err) {
		/* the policy gives no code; then there is a text all the same */
		EXPECT_LE(8, (int)strlen(w->a.text));
		EXPECT_TRUE(w->a.code == ERROR_DATABASE_FAILURE || !w->a.code);
		/* and nothing of that message is there: go on */
		whole_medium(w, 9);
		ASSERT_EQ(0, world_flush(w));
		if (variant->put == bad_same_side_twice_in_two) {
			EXPECT_NE(0, world_restored(w));
		} else {
			ASSERT_EQ(0, world_keep(w));
			EXPECT_EQ(0, world_verify(why, sizeof(why)));
			world_keep_end(w);
		}
		if (variant->put != bad_same_side_twice_in_two)
			return;
		nl_close(&w->store);
		EXPECT_EQ(0, forgotten());
	} else {
		EXPECT_NE(0, world_restored(w));
		EXPECT_EQ(ERROR_DATABASE_FAILURE, (int)w->a.code);
		EXPECT_LE(8, (int)strlen(w->a.text));
		/* insisting does not help */
		EXPECT_NE(0, world_restored(w));
		EXPECT_EQ(ERROR_DATABASE_FAILURE, (int)w->a.code);
		nl_close(&w->store);
		EXPECT_EQ(0, forgotten());
	}
	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	if (*why != 'o')
		TH_LOG("verify: %s", why);
}

/* a world that is in order is taken, so the rows fail for their own reason */
TEST(fine)
{
	struct world w = { 0 };
	char why[256];

	ASSERT_EQ(0, world_load(NULL));
	ASSERT_EQ(0, world_attach(&w));
	ASSERT_EQ(0, world_base(&w));
	whole_medium(&w, 9);
	ASSERT_EQ(0, world_flush(&w));
	ASSERT_EQ(0, world_start(&w));
	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	world_end(&w);
}

TEST_HARNESS_MAIN
