// SPDX-License-Identifier: GPL-2.0
/*
 * Robotics: finding libraries and drives, and what is in them.
 */
#include <linux/delay.h>
#include <linux/string.h>

#include "robolab.h"

/* finding */

static void a_changer_becomes_a_library(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	KUNIT_EXPECT_EQ(test, library->library_type, NTMS_LIBRARYTYPE_ONLINE);
	KUNIT_EXPECT_EQ(test, library->count[NTMS_TYPE_DRIVE], LAB_DRIVES);
	KUNIT_EXPECT_EQ(test, library->count[NTMS_TYPE_STORAGESLOT], LAB_SLOTS);
	KUNIT_EXPECT_EQ(test, library->count[NTMS_TYPE_IEPORT], 1);
	KUNIT_EXPECT_EQ(test, library->count[NTMS_TYPE_CHANGER], 1);
	KUNIT_EXPECT_EQ(test, library->media, LAB_TAPES);
	KUNIT_EXPECT_TRUE(test, library->bar_code_reader);
	KUNIT_EXPECT_NOT_NULL(test, library->acl);
	KUNIT_EXPECT_STREQ(test, library->o.name, "FAKE LIBRARY");
	lab_agrees(l, &l->f);
}

static void drives_are_matched_by_serial_number(struct kunit *test)
{
	struct lab *l = test->priv;
	char dvcid[NTMS_DVCID_LEN + 1];
	struct fake_element *a = fake_at(&l->f, 256), *b = fake_at(&l->f, 257);

	/* the changer has them the other way round */
	strscpy(dvcid, a->e.dvcid, sizeof(dvcid));
	strscpy(a->e.dvcid, b->e.dvcid, sizeof(a->e.dvcid));
	strscpy(b->e.dvcid, dvcid, sizeof(b->e.dvcid));
	lab_up(l);
	KUNIT_EXPECT_STREQ(test, lab_drive(l, 0)->device_name, "/dev/nst1");
	KUNIT_EXPECT_STREQ(test, lab_drive(l, 1)->device_name, "/dev/nst0");
}

static void a_drive_that_is_not_named_is_not_guessed(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *alone;

	fake_at(&l->f, 257)->e.dvcid[0] = 0;
	l->f.drive[1].dev.target = 5;
	fake_all_found(&l->f);
	lab_start(l);
	lab_wait(l, lab_library(l, "CHANGER1D1"));
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->o.operational_state,
			NTMS_NOT_PRESENT);
	alone = lab_library(l, "CHANGER1D1");
	KUNIT_ASSERT_NOT_NULL(test, alone);
	KUNIT_EXPECT_EQ(test, alone->library_type,
			NTMS_LIBRARYTYPE_STANDALONE);
	KUNIT_EXPECT_EQ(test, alone->count[NTMS_TYPE_DRIVE], 1);
	KUNIT_EXPECT_EQ(test, alone->count[NTMS_TYPE_IEPORT], 1);
	KUNIT_EXPECT_EQ(test, alone->count[NTMS_TYPE_STORAGESLOT], 0);

	/* it is named at last */
	strscpy(fake_at(&l->f, 257)->e.dvcid, "xx CHANGER1D1", NTMS_DVCID_LEN);
	lab_reread(l);
	lab_wait(l, !lab_library(l, "CHANGER1D1"));
	lab_wait(l, lab_drive(l, 1)->o.operational_state == NTMS_READY);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void the_one_drive_left_over_is_found_by_its_target(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_at(&l->f, 257)->e.dvcid[0] = 0;
	lab_up(l);
	KUNIT_EXPECT_STREQ(test, lab_drive(l, 1)->device_name, "/dev/nst1");
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->o.operational_state, NTMS_READY);
	KUNIT_EXPECT_NULL(test, lab_library(l, "CHANGER1D1"));
}

static void a_drive_alone_waits_for_the_changers(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_hold(&l->f, FAKE_DESCRIBE);
	fake_all_found(&l->f);
	lab_start(l);
	wait_for_completion(&l->f.held);
	msleep(3 * ntms_robot_limits.settle);
	KUNIT_EXPECT_NULL(test, lab_library(l, "CHANGER1D0"));
	fake_release(&l->f);
	lab_wait(l, lab_drive(l, 1) &&
		 lab_drive(l, 1)->o.operational_state == NTMS_READY);
	lab_settle(l);
	KUNIT_EXPECT_NULL(test, lab_library(l, "CHANGER1D0"));
}

static u32 type_of_first(struct lab *l)
{
	struct ntms_physical_media *pm = lab_tape(l, 0);
	u32 code;

	down_read(&l->m.lock);
	code = pm->pool->media_type->media_type_code;
	up_read(&l->m.lock);
	return code;
}

/* the changer comes first, and its media are what its drives take */
static void drives_that_are_on_their_way_tell_the_media_type(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	for (i = 0; i < l->f.drives; i++) {
		l->f.drive[i].dev.kind = NTMS_DEVICE_OPTICAL;
		strscpy(l->f.drive[i].dev.product, "OPTICAL",
			sizeof(l->f.drive[i].dev.product));
	}
	ntms_robot_limits.settle = LAB_MS;
	fake_found(&l->f.changer);
	lab_start(l);
	lab_wait(l, l->f.calls[FAKE_DESCRIBE] && lab_drive(l, 0));
	msleep(50);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "LAB000L8"));
	fake_all_found(&l->f);
	lab_wait(l, lab_medium(l, "LAB000L8"));
	KUNIT_EXPECT_EQ(test, type_of_first(l), 0x3b);
}

static void a_type_is_assumed_where_no_drive_comes(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_found(&l->f.changer);
	lab_start(l);
	lab_wait(l, lab_medium(l, "LAB000L8"));
	KUNIT_EXPECT_EQ(test, type_of_first(l), 0x56);
}

static void nothing_happens_before_the_start(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_all_found(&l->f);
	msleep(2 * ntms_robot_limits.settle);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_ANY], 0);
	KUNIT_EXPECT_NULL(test, lab_library(l, "CHANGER1"));
	lab_start(l);
	lab_wait(l, lab_library(l, "CHANGER1"));
}

static void a_library_comes_back_as_itself(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_NOT_PRESENT);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), FAKE_FIRST_SLOT);
	fake_carry(&l->f, FAKE_FIRST_SLOT, FAKE_FIRST_SLOT + 7);
	lab_up(l);
	KUNIT_EXPECT_PTR_EQ(test, lab_library(l, "CHANGER1"), library);
	KUNIT_EXPECT_EQ(test, library->media, LAB_TAPES);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)),
			FAKE_FIRST_SLOT + 7);
	lab_agrees(l, &l->f);
}

static void a_second_changer_of_the_same_number_is_left_out(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER1", 0, 0, 2), 0);
	fake_found(&l->other.changer);
	msleep(ntms_robot_limits.settle);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->other.calls[FAKE_ANY], 0);
	lab_agrees(l, &l->f);
}

static void reading_is_tried_again(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_fail(&l->f, FAKE_ELEMENTS, 2, -EIO);
	lab_up(l);
	lab_agrees(l, &l->f);
}

static void a_large_library_takes_few_commands(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	char tag[16];
	u32 i;

	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "LARGE001", 0, 2, 12000), 0);
	for (i = 0; i < 12000; i++) {
		snprintf(tag, sizeof(tag), "L%05uL8", i);
		/* not fake_put(): it searches */
		l->other.e[3 + i].e.full = true;
		strscpy(l->other.e[3 + i].tag, tag, sizeof(tag));
	}
	fake_found(&l->other.changer);
	lab_start(l);
	lab_wait(l, (library = lab_library(l, "LARGE001")) &&
		 library->o.operational_state == NTMS_READY);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, library->media, 12000);
	/* transport, slots, ports; there are no drives */
	KUNIT_EXPECT_LE(test, l->other.calls[FAKE_ELEMENTS], 3);
	lab_verify(l);
}

/* inventory */

static void cartridges_moved_by_hand_are_followed(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *a, *b;

	lab_up(l);
	a = lab_tape(l, 0);
	b = lab_tape(l, 1);
	/* swapped, and one moved on */
	fake_take(&l->f, FAKE_FIRST_SLOT);
	fake_take(&l->f, FAKE_FIRST_SLOT + 1);
	fake_put(&l->f, FAKE_FIRST_SLOT, "LAB001L8");
	fake_put(&l->f, FAKE_FIRST_SLOT + 1, "LAB000L8");
	fake_carry(&l->f, FAKE_FIRST_SLOT + 2, FAKE_FIRST_SLOT + 6);
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, a), FAKE_FIRST_SLOT + 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, b), FAKE_FIRST_SLOT);
	KUNIT_EXPECT_PTR_EQ(test, &a->home_slot->o, a->location);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void a_cartridge_that_left_is_off_line_and_known(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_media_pool *pool;

	lab_up(l);
	pm = lab_tape(l, 3);
	pool = pm->pool;
	fake_take(&l->f, FAKE_FIRST_SLOT + 3);
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, pm->library, l->m.offline);
	KUNIT_EXPECT_NULL(test, pm->location);
	KUNIT_EXPECT_NULL(test, pm->home_slot);
	fake_put(&l->f, FAKE_FIRST_SLOT + 7, "LAB003L8");
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, pm), FAKE_FIRST_SLOT + 7);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, pool);
	lab_agrees(l, &l->f);
}

static void an_unreadable_label_changes_nothing(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 2);
	fake_at(&l->f, FAKE_FIRST_SLOT + 2)->untagged = true;
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 2), pm);
	KUNIT_EXPECT_EQ(test, lab_element(l, pm), FAKE_FIRST_SLOT + 2);
	lab_agrees(l, &l->f);
}

static void a_cartridge_without_label_is_one_nevertheless(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	struct fake_element *e = fake_at(&l->f, FAKE_FIRST_SLOT + 6);

	e->untagged = true;
	fake_put(&l->f, FAKE_FIRST_SLOT + 6, "HIDDEN");
	lab_up(l);
	library = lab_library(l, "CHANGER1");
	KUNIT_EXPECT_EQ(test, library->media, LAB_TAPES + 1);
	/* the label can be read after all: the same cartridge, never used */
	e->untagged = false;
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, library->media, LAB_TAPES + 1);
	KUNIT_EXPECT_EQ(test, l->m.offline->media, 0);
	KUNIT_ASSERT_NOT_NULL(test, lab_medium(l, "HIDDEN"));
	lab_agrees(l, &l->f);
}

static void two_cartridges_may_have_one_bar_code(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_put(&l->f, FAKE_FIRST_SLOT + 7, "LAB000L8");
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, pm), FAKE_FIRST_SLOT);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, pm), FAKE_FIRST_SLOT);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
	lab_agrees(l, &l->f);
}

static void cleaners_are_known_as_such(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_put(&l->f, FAKE_FIRST_SLOT + 6, "CLN001L8");
	lab_up(l);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
	KUNIT_ASSERT_NOT_NULL(test, lab_medium(l, "CLN001L8"));
	KUNIT_EXPECT_TRUE(test, ntms_cleaner_is(lab_medium(l, "CLN001L8")));
	KUNIT_EXPECT_EQ(test, lab_medium(l, "CLN001L8")->sides[0]->state,
			NTMS_PARTSTATE_INCOMPATIBLE);
	lab_agrees(l, &l->f);
	/* nobody keeps track of one that is taken out */
	fake_take(&l->f, FAKE_FIRST_SLOT + 6);
	lab_reread(l);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "CLN001L8"));
	lab_agrees(l, &l->f);
}

static void a_short_report_takes_nothing_away(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_at(&l->f, FAKE_FIRST_SLOT + 4)->hidden = true;
	fake_at(&l->f, FAKE_FIRST_SLOT + 5)->hidden = true;
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 4)),
			FAKE_FIRST_SLOT + 4);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 5)),
			FAKE_FIRST_SLOT + 5);
	lab_agrees(l, &l->f);
}

static void a_magazine_is_taken_out(struct kunit *test)
{
	struct lab *l = test->priv;
	struct fake_element *e = fake_at(&l->f, FAKE_FIRST_SLOT + 1);
	struct ntms_physical_media *pm;
	struct ntms_object *slot;

	lab_up(l);
	pm = lab_tape(l, 1);
	fake_take(&l->f, FAKE_FIRST_SLOT + 1);
	e->e.except = true;
	e->e.asc = 0x3b;
	e->e.ascq = 0x12;
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, pm->library, l->m.offline);
	slot = ntms_element(lab_library(l, "CHANGER1"), NTMS_TYPE_STORAGESLOT,
			    FAKE_FIRST_SLOT + 1);
	KUNIT_EXPECT_EQ(test, ntms_storageslot(slot)->state,
			NTMS_SLOTSTATE_NOTPRESENT);
	lab_verify(l);
}

static void a_library_may_shrink_and_grow(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	l->f.info.range[NTMS_ELEMENT_STORAGE].count = 3;
	lab_reset(l);
	KUNIT_EXPECT_EQ(test, library->media, 3);
	KUNIT_EXPECT_EQ(test, library->count[NTMS_TYPE_STORAGESLOT], LAB_SLOTS);
	lab_verify(l);
	l->f.info.range[NTMS_ELEMENT_STORAGE].count = LAB_SLOTS;
	lab_reset(l);
	KUNIT_EXPECT_EQ(test, library->media, LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void what_is_in_a_drive_at_the_start_stays_there(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *known, *unknown;

	fake_carry(&l->f, FAKE_FIRST_SLOT, 256);
	fake_at(&l->f, 256)->e.source = FAKE_FIRST_SLOT;
	fake_at(&l->f, 256)->e.source_valid = true;
	lab_up(l);
	unknown = lab_tape(l, 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, unknown), 256);
	KUNIT_EXPECT_NULL(test, lab_drive(l, 0)->saved_partition);
	KUNIT_EXPECT_EQ(test, unknown->home_slot->element, FAKE_FIRST_SLOT);
	/* one that is known */
	fake_carry(&l->f, FAKE_FIRST_SLOT + 1, 257);
	lab_reread(l);
	known = lab_tape(l, 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, known), 257);
	KUNIT_EXPECT_PTR_EQ(test, lab_drive(l, 1)->saved_partition,
			    known->sides[0]);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	lab_agrees(l, &l->f);
}

static void a_cartridge_carried_to_another_library_is_the_same(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 0, 0, 2), 0);
	fake_found(&l->other.changer);
	lab_wait(l, lab_library(l, "CHANGER2") &&
		 lab_library(l, "CHANGER2")->o.operational_state == NTMS_READY);
	pm = lab_tape(l, 0);
	fake_take(&l->f, FAKE_FIRST_SLOT);
	fake_put(&l->other, FAKE_FIRST_SLOT, "LAB000L8");
	/* the new one notices first */
	ntms_device_changed(&l->other.changer.dev, NTMS_CHANGED_MEDIA);
	lab_wait(l, pm->library == lab_library(l, "CHANGER2"));
	lab_settle(l);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0), pm);
	lab_agrees(l, &l->f);
	lab_agrees(l, &l->other);
}

static void a_duplicate_in_another_library_is_another(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 0, 0, 2), 0);
	fake_put(&l->other, FAKE_FIRST_SLOT, "LAB000L8");
	fake_found(&l->other.changer);
	lab_wait(l, lab_library(l, "CHANGER2") &&
		 lab_library(l, "CHANGER2")->media == 1);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES);
	lab_agrees(l, &l->f);
	lab_agrees(l, &l->other);
}

static void inventory_can_be_asked_for(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_NONE),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_SLOT),
		   ERROR_INVALID_PARAMETER);
	fake_carry(&l->f, FAKE_FIRST_SLOT, FAKE_FIRST_SLOT + 7);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_DEFAULT), 0);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 3);
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_STOP), 0);
}

static void an_inventory_that_waits_can_be_stopped(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_hold(&l->f, FAKE_DESCRIBE);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_STOP), 0);
	fake_release(&l->f);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_STOPPED) == 2);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void requests_are_forgotten_in_time(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	ntms_robot_limits.finished = 2;
	for (i = 0; i < 5; i++)
		LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 5);
	ntms_purge_run(&ntms_robotics.purge.work);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_INVENTORY,
					   NTMS_LM_PASSED), 2);
	lab_verify(l);
}

static struct kunit_case robot_cases[] = {
	KUNIT_CASE(a_changer_becomes_a_library),
	KUNIT_CASE(drives_are_matched_by_serial_number),
	KUNIT_CASE(a_drive_that_is_not_named_is_not_guessed),
	KUNIT_CASE(the_one_drive_left_over_is_found_by_its_target),
	KUNIT_CASE(a_drive_alone_waits_for_the_changers),
	KUNIT_CASE(drives_that_are_on_their_way_tell_the_media_type),
	KUNIT_CASE(a_type_is_assumed_where_no_drive_comes),
	KUNIT_CASE(nothing_happens_before_the_start),
	KUNIT_CASE(a_library_comes_back_as_itself),
	KUNIT_CASE(a_second_changer_of_the_same_number_is_left_out),
	KUNIT_CASE(reading_is_tried_again),
	KUNIT_CASE(a_large_library_takes_few_commands),
	KUNIT_CASE(cartridges_moved_by_hand_are_followed),
	KUNIT_CASE(a_cartridge_that_left_is_off_line_and_known),
	KUNIT_CASE(an_unreadable_label_changes_nothing),
	KUNIT_CASE(a_cartridge_without_label_is_one_nevertheless),
	KUNIT_CASE(two_cartridges_may_have_one_bar_code),
	KUNIT_CASE(cleaners_are_known_as_such),
	KUNIT_CASE(a_short_report_takes_nothing_away),
	KUNIT_CASE(a_magazine_is_taken_out),
	KUNIT_CASE(a_library_may_shrink_and_grow),
	KUNIT_CASE(what_is_in_a_drive_at_the_start_stays_there),
	KUNIT_CASE(a_cartridge_carried_to_another_library_is_the_same),
	KUNIT_CASE(a_duplicate_in_another_library_is_another),
	KUNIT_CASE(inventory_can_be_asked_for),
	KUNIT_CASE(an_inventory_that_waits_can_be_stopped),
	KUNIT_CASE(requests_are_forgotten_in_time),
	{}
};

static struct kunit_suite robot_suite = {
	.name = "ntms_robot",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = robot_cases,
};
kunit_test_suite(robot_suite);
