// SPDX-License-Identifier: GPL-2.0
/* Robotics: IdentifyNtmsSlot */
#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static void a_tape_is_looked_at_and_goes_home(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->density_code, 0x46);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->media_type_code, 0x48);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_PROCESSOMID,
					   NTMS_LM_PASSED), 1);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 2);
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_identify(l, 1, NTMS_DISMOUNT_IMMEDIATE), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 1)) == SLOT + 1);
}

static void or_stays_in_the_drive_for_whoever_wants_it(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_identify(l, 0, NTMS_DISMOUNT_DEFERRED), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	/* nobody has claimed it */
	LAB_EXPECT(l, lab_mount(l, 1, 0, NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
}

static void nothing_is_done_for_what_is_no_tape(struct kunit *test)
{
	struct lab *l = test->priv;

	fake_put_cleaner(&l->f, SLOT + 6, "CLN001L8");
	lab_up(l);
	LAB_EXPECT(l, lab_identify(l, 7, 0), 0);	/* empty */
	LAB_EXPECT(l, lab_identify(l, 6, 0), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_PROCESSOMID,
					   NTMS_LM_PASSED), 0);
}

static void a_tape_that_cannot_be_looked_at(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->f.drive[0].ready_error = -EMEDIUMTYPE;
	l->f.drive[1].ready_error = -EMEDIUMTYPE;
	LAB_EXPECT(l, lab_identify(l, 0, 0), ERROR_DRIVE_MEDIA_MISMATCH);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_PROCESSOMID,
					   NTMS_LM_FAILED), 1);
}

/* nobody is asked to bring a tape only to be looked at */
static void a_tape_that_is_taken_out_before_its_turn(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t tape;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	tape = lab_tape(l, 2)->o.guid;
	LAB_EXPECT(l, lab_identify_begin(l, &mount, 2, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_PROCESSOMID, NTMS_LM_WAITING) == 1);
	fake_take(&l->f, SLOT + 2);
	lab_reread(l);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_MEDIA_OFFLINE);
	KUNIT_EXPECT_FALSE(test, lab_asked(l, NTMS_OPREQ_MOVEMEDIA, &tape));
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_PROCESSOMID,
					   NTMS_LM_FAILED), 1);
}

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	LAB_EXPECT(l, lab_identify(l, 0, 3), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_identify(l, ~0, 0), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_identify(l, LAB_SLOTS, 0), ERROR_OBJECT_NOT_FOUND);
	lab_become(l, 0, 1000);
	LAB_EXPECT(l, lab_identify(l, 0, 0), ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	lab_set(l, &library->o, lab_disabled);
	LAB_EXPECT(l, lab_identify(l, 0, 0), ERROR_RESOURCE_DISABLED);
	lab_set(l, &library->o, lab_enabled);
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_identify(l, 0, 0), ERROR_LIBRARY_OFFLINE);
}

static struct kunit_case identify_cases[] = {
	KUNIT_CASE(a_tape_is_looked_at_and_goes_home),
	KUNIT_CASE(or_stays_in_the_drive_for_whoever_wants_it),
	KUNIT_CASE(nothing_is_done_for_what_is_no_tape),
	KUNIT_CASE(a_tape_that_cannot_be_looked_at),
	KUNIT_CASE(a_tape_that_is_taken_out_before_its_turn),
	KUNIT_CASE(refusals),
	{}
};

static struct kunit_suite identify_suite = {
	.name = "ntms_identify",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = identify_cases,
};
kunit_test_suite(identify_suite);
