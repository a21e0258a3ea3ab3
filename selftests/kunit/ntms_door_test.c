// SPDX-License-Identifier: GPL-2.0
/* Robotics: AccessNtmsLibraryDoor */
#include <linux/delay.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT

static u32 ended(struct lab *l, u32 state)
{
	return lab_requests(l, NTMS_LM_DOORACCESS, state);
}

static struct ntms_iedoor *door(struct lab *l)
{
	return ntms_iedoor(lab_place(l, NTMS_TYPE_IEDOOR, 0));
}

static void up_with_door(struct lab *l)
{
	l->f.info.lock = true;
	lab_up(l);
	lab_wait(l, l->f.locked);
	KUNIT_ASSERT_NOT_NULL(l->test, door(l));
}

static void close_door(struct lab *l)
{
	l->f.open = false;
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
}

static void a_library_that_locks_has_a_door(struct kunit *test)
{
	struct lab *l = test->priv;

	up_with_door(l);
	KUNIT_ASSERT_NOT_NULL(test, door(l));
	KUNIT_EXPECT_EQ(test, door(l)->state, NTMS_DOORSTATE_CLOSED);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->count[NTMS_TYPE_IEDOOR],
			1);
}

static void one_that_does_not_has_none(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	KUNIT_EXPECT_NULL(test, door(l));
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_FAST),
		   ERROR_RESOURCE_NOT_PRESENT);
}

static void the_door_is_opened_and_closed(struct kunit *test)
{
	struct lab *l = test->priv;

	up_with_door(l);
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_FAST), 0);
	lab_wait(l, !l->f.locked);
	KUNIT_EXPECT_EQ(test, door(l)->state, NTMS_DOORSTATE_CLOSED);
	l->f.open = true;
	lab_wait(l, door(l)->state == NTMS_DOORSTATE_OPEN);
	fake_carry(&l->f, SLOT, SLOT + 7);
	close_door(l);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, door(l)->state, NTMS_DOORSTATE_CLOSED);
	KUNIT_EXPECT_TRUE(test, l->f.locked);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT + 7);
	lab_agrees(l, &l->f);
}

/* each action: which inventory follows? */
static void the_inventory_is_what_was_asked_for(struct kunit *test)
{
	static const struct {
		u32 action;
		u32 inventories;
	} rows[] = {
		{ NTMS_INVENTORY_NONE, 0 },
		{ NTMS_INVENTORY_FAST, 1 },
		{ NTMS_INVENTORY_OMID, 1 },
		{ NTMS_INVENTORY_DEFAULT, 1 },
	};
	struct lab *l = test->priv;
	u32 i, n = 0;

	up_with_door(l);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		LAB_EXPECT(l, lab_door(l, rows[i].action), 0);
		lab_wait(l, !l->f.locked);
		lab_wait(l, ended(l, NTMS_LM_INPROCESS) == 1);
		msleep(20);
		close_door(l);
		lab_wait(l, ended(l, NTMS_LM_PASSED) == i + 1);
		lab_wait(l, list_empty_careful(&ntms_robotics.works));
		n += rows[i].inventories;
		KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_INVENTORY,
						   NTMS_LM_PASSED), n);
	}
}

static void nothing_moves_while_the_door_is_open(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	up_with_door(l);
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_NONE), 0);
	lab_wait(l, !l->f.locked);
	/* it is only unlocked: all goes on */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.open = true;
	lab_wait(l, door(l)->state == NTMS_DOORSTATE_OPEN);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 1, 0, NTMS_INFINITE), 0);
	msleep(50);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	close_door(l);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	lab_agrees(l, &l->f);
}

static void a_door_that_is_open_too_long_is_told(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	up_with_door(l);
	guid = door(l)->o.guid;
	door(l)->max_open_secs = 1;
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_NONE), 0);
	lab_wait(l, !l->f.locked);
	l->f.open = true;
	lab_wait(l, lab_asked(l, NTMS_OPREQ_DEVICESERVICE, &guid));
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	close_door(l);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_FALSE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
					   &guid));
}

static void nobody_opens_it(struct kunit *test)
{
	struct lab *l = test->priv;

	up_with_door(l);
	door(l)->max_open_secs = 1;
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_NONE), 0);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	lab_wait(l, l->f.locked);
}

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	up_with_door(l);
	library = lab_library(l, "CHANGER1");
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_SLOT),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_STOP),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_door(l, 6), ERROR_INVALID_PARAMETER);
	lab_become(l, 0, 1000);
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_FAST), ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_door(l, NTMS_INVENTORY_FAST), ERROR_LIBRARY_OFFLINE);
}

static void a_cleaner_comes_and_goes_by_the_door(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	guid_t operation;

	fake_destroy(&l->f);
	KUNIT_ASSERT_EQ(test, fake_init(&l->f, "CHANGER1", LAB_DRIVES, 0,
					LAB_SLOTS), 0);
	up_with_door(l);
	library = lab_library(l, "CHANGER1");
	LAB_EXPECT(l, lab_cleaner_slot(l, 6), 0);
	LAB_EXPECT(l, lab_inject_cleaner(l, 7, NTMS_INJECT_START, &operation),
		   0);
	LAB_EXPECT(l, lab_inject_cleaner(l, 7, NTMS_INJECT_STOP, &operation),
		   ERROR_INVALID_OPERATION);
	lab_wait(l, !l->f.locked);
	l->f.open = true;
	lab_wait(l, door(l)->state == NTMS_DOORSTATE_OPEN);
	fake_put_cleaner(&l->f, SLOT + 6, "CLN001L8");
	close_door(l);
	lab_wait(l, lab_requests(l, NTMS_LM_INJECTCLEANER,
				 NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_TRUE(test, library->flags &
			  NTMS_LIBRARYFLAG_CLEANERPRESENT);
	KUNIT_EXPECT_EQ(test, library->cleaner_uses_remaining, 7);
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, !l->f.locked);
	l->f.open = true;
	lab_wait(l, door(l)->state == NTMS_DOORSTATE_OPEN);
	fake_take(&l->f, SLOT + 6);
	close_door(l);
	lab_wait(l, lab_requests(l, NTMS_LM_EJECTCLEANER,
				 NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_FALSE(test, library->flags &
			   NTMS_LIBRARYFLAG_CLEANERPRESENT);
	lab_agrees(l, &l->f);
}

static struct kunit_case door_cases[] = {
	KUNIT_CASE(a_library_that_locks_has_a_door),
	KUNIT_CASE(one_that_does_not_has_none),
	KUNIT_CASE(the_door_is_opened_and_closed),
	KUNIT_CASE(the_inventory_is_what_was_asked_for),
	KUNIT_CASE(nothing_moves_while_the_door_is_open),
	KUNIT_CASE(a_door_that_is_open_too_long_is_told),
	KUNIT_CASE(nobody_opens_it),
	KUNIT_CASE(refusals),
	KUNIT_CASE(a_cleaner_comes_and_goes_by_the_door),
	{}
};

static struct kunit_suite door_suite = {
	.name = "ntms_door",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = door_cases,
};
kunit_test_suite(door_suite);
