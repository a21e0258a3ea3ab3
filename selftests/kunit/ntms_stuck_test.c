// SPDX-License-Identifier: GPL-2.0
/*
 * Robotics: a move breaks off, and its cartridge is in the transport, which
 * carries nothing else until it is put away.
 */
#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static void expect_home(struct lab *l, u32 n, u32 element)
{
	lab_wait(l, lab_element(l, lab_tape(l, n)) == element);
	lab_settle(l);
	KUNIT_EXPECT_FALSE(l->test, fake_at(&l->f, FAKE_TRANSPORT)->e.full);
	lab_agrees(l, &l->f);
}

static void a_mount_that_breaks_off(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->f.stuck = 1;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_UNABLE_TO_LOAD_MEDIUM);
	expect_home(l, 0, SLOT);
	/* the robot works again */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

/* nothing else could be mounted: it goes home before others are served */
static void others_that_wait_come_after(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount other;

	lab_up(l);
	l->f.stuck = 1;
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_NOWAIT, 0), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_begin_one(l, 1, &other, 1, 0, NTMS_INFINITE), 0);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &other), 0);
	expect_home(l, 0, SLOT);
}

static void a_dismount_that_breaks_off(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.stuck = 1;
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_home(l, 0, SLOT);
	KUNIT_EXPECT_PTR_EQ(test, lab_drive(l, 0)->media, NULL);
}

/* it is tried again, and not forgotten meanwhile that it is in the library */
static void it_does_not_go_at_once(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	lab_up(l);
	l->f.stuck = 4;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_UNABLE_TO_LOAD_MEDIUM);
	lab_wait(l, l->f.stuck < 3);
	library = lab_library(l, "CHANGER1");
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->library, library);
	expect_home(l, 0, SLOT);
}

static void its_slot_is_full(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	fake_put(&l->f, SLOT, "NEW000L8");
	lab_reread(l);
	expect_home(l, 0, SLOT + LAB_TAPES);
}

/* it stays, and goes when there is room */
static void all_slots_are_full(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	for (i = 0; i < LAB_SLOTS; i++)
		if (!fake_at(&l->f, SLOT + i)->e.full)
			fake_put(&l->f, SLOT + i, i ? "" : "NEW000L8");
	lab_reread(l);
	KUNIT_EXPECT_TRUE(test, fake_at(&l->f, FAKE_TRANSPORT)->e.full);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	fake_take(&l->f, SLOT + 3);
	lab_reread(l);
	expect_home(l, 0, SLOT + 3);
}

/* a transport need not have a reader: it is known by where it came from */
static void its_bar_code_cannot_be_read(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	guid = lab_tape(l, 0)->o.guid;
	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	fake_at(&l->f, FAKE_TRANSPORT)->untagged = true;
	fake_at(&l->f, FAKE_TRANSPORT)->e.source = SLOT;
	fake_at(&l->f, FAKE_TRANSPORT)->e.source_valid = true;
	fake_fail(&l->f, FAKE_MOVE, 1, -EIO);
	lab_reread(l);
	/* it is still the same when it is seen a second time */
	lab_reread(l);
	lab_wait(l, fake_at(&l->f, SLOT)->e.full);
	lab_settle(l);
	KUNIT_EXPECT_TRUE(test, guid_equal(&lab_tape(l, 0)->o.guid, &guid));
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
}

/* the power failed during a move, or the cartridge is one nobody knows */
static void it_was_there_at_start(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	lab_up(l);
	lab_wait(l, lab_medium(l, "LAB000L8"));
	expect_home(l, 0, SLOT);
}

static void people_take_it_out(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 moves;

	lab_up(l);
	l->f.stuck = ~0;
	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	lab_reread(l);
	lab_wait(l, l->f.calls[FAKE_MOVE]);
	fake_take(&l->f, FAKE_TRANSPORT);
	l->f.stuck = 0;
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->library, l->m.offline);
	moves = l->f.calls[FAKE_MOVE];
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], moves);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

/* who has freed the transport does not wait for the next pause to end */
static void an_inventory_tries_at_once(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	ntms_robot_limits.retry = 60 * 60 * 1000;
	l->f.stuck = 1;
	fake_carry(&l->f, SLOT, FAKE_TRANSPORT);
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
	lab_wait(l, !l->f.stuck);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	KUNIT_EXPECT_FALSE(test, fake_at(&l->f, FAKE_TRANSPORT)->e.full);
	lab_agrees(l, &l->f);
}

static struct kunit_case stuck_cases[] = {
	KUNIT_CASE(a_mount_that_breaks_off),
	KUNIT_CASE(others_that_wait_come_after),
	KUNIT_CASE(a_dismount_that_breaks_off),
	KUNIT_CASE(it_does_not_go_at_once),
	KUNIT_CASE(its_slot_is_full),
	KUNIT_CASE(all_slots_are_full),
	KUNIT_CASE(its_bar_code_cannot_be_read),
	KUNIT_CASE(it_was_there_at_start),
	KUNIT_CASE(people_take_it_out),
	KUNIT_CASE(an_inventory_tries_at_once),
	{}
};

static struct kunit_suite stuck_suite = {
	.name = "ntms_stuck",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = stuck_cases,
};
kunit_test_suite(stuck_suite);
