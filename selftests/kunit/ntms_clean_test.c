// SPDX-License-Identifier: GPL-2.0
/* Robotics: cleaners and CleanNtmsDrive */
#include <linux/delay.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE
#define PORT	FAKE_FIRST_PORT
#define CLEANER	6	/* number of the slot that tests reserve */

static u32 ended(struct lab *l, u32 state)
{
	return lab_requests(l, NTMS_LM_CLEANDRIVE, state);
}

static struct ntms_library *library(struct lab *l)
{
	return lab_library(l, "CHANGER1");
}

static bool has_cleaner(struct lab *l)
{
	return library(l)->flags & NTMS_LIBRARYFLAG_CLEANERPRESENT;
}

static bool is_asked_for(struct lab *l)
{
	guid_t guid = library(l)->o.guid;

	return lab_asked(l, NTMS_OPREQ_CLEANER, &guid);
}

static u32 error_of_last(struct lab *l)
{
	struct ntms_object *o;
	u32 id, error = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_LIBREQUEST, id, o)
		if (ntms_librequest(o)->state == NTMS_LM_FAILED)
			error = ntms_librequest(o)->error;
	up_read(&l->m.lock);
	return error;
}

/* a library with a cleaner of @uses */
static void with_cleaner(struct lab *l, u32 uses)
{
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	LAB_EXPECT(l, lab_inject_cleaner(l, uses, NTMS_INJECT_START,
					 &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put_cleaner(&l->f, PORT, "CLN001L8");
	lab_wait(l, has_cleaner(l));
	lab_wait(l, lab_requests(l, NTMS_LM_INJECTCLEANER,
				 NTMS_LM_PASSED) == 1);
	KUNIT_ASSERT_NOT_NULL(l->test, lab_medium(l, "CLN001L8"));
	KUNIT_ASSERT_NOT_NULL(l->test, library(l)->cleaner_slot);
}

static void a_slot_is_reserved_and_released(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, -1), ERROR_CLEANER_SLOT_NOT_SET);
	LAB_EXPECT(l, lab_cleaner_slot(l, 0), ERROR_RESOURCE_NOT_AVAILABLE);
	LAB_EXPECT(l, lab_cleaner_slot(l, LAB_SLOTS), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	KUNIT_ASSERT_NOT_NULL(test, library(l)->cleaner_slot);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_slot->element,
			SLOT + CLEANER);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_RESERVECLEANER,
					   NTMS_LM_PASSED), 1);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER + 1), ERROR_CLEANER_SLOT_SET);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), ERROR_CLEANER_SLOT_SET);
	LAB_EXPECT(l, lab_cleaner_slot(l, -1), 0);
	KUNIT_EXPECT_NULL(test, library(l)->cleaner_slot);
}

static void a_slot_that_is_not_there_cannot_be_reserved(struct kunit *test)
{
	struct lab *l = test->priv;
	struct fake_element *e = fake_at(&l->f, SLOT + CLEANER);

	lab_up(l);
	e->e.except = true;
	e->e.asc = 0x3b;
	e->e.ascq = 0x12;
	lab_reread(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER),
		   ERROR_RESOURCE_NOT_AVAILABLE);
	e->e.except = false;
	lab_reread(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	e->e.except = true;
	lab_reread(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, -1), ERROR_RESOURCE_NOT_PRESENT);
}

static void a_cleaner_comes_and_goes(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	with_cleaner(l, 20);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_uses_remaining, 20);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "CLN001L8")),
			SLOT + CLEANER);
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_START, &operation),
		   ERROR_RESOURCE_NOT_AVAILABLE);
	LAB_EXPECT(l, lab_cleaner_slot(l, -1), ERROR_RESOURCE_NOT_AVAILABLE);

	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, fake_at(&l->f, PORT)->e.full);
	lab_wait(l, !has_cleaner(l));
	fake_take(&l->f, PORT);
	lab_wait(l, lab_requests(l, NTMS_LM_EJECTCLEANER,
				 NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "CLN001L8"));
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_START, &operation),
		   ERROR_RESOURCE_NOT_AVAILABLE);
	LAB_EXPECT(l, lab_cleaner_slot(l, -1), 0);
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_START, &operation),
		   ERROR_CLEANER_SLOT_NOT_SET);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_START, &operation),
		   ERROR_CLEANER_SLOT_NOT_SET);
	lab_agrees(l, &l->f);
}

static void actions_that_a_cleaner_does_not_have(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	guid_gen(&operation);
	lab_up(l);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_RETRACT, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_STARTMANY,
					 &operation), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_QUEUE, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_STOP, &operation),
		   ERROR_INVALID_OPERATION);
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_STOP, &operation),
		   ERROR_INVALID_OPERATION);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_START, &operation),
		   0);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_STOP, &operation),
		   0);
	lab_wait(l, lab_requests(l, NTMS_LM_INJECTCLEANER,
				 NTMS_LM_STOPPED) == 1);
}

static void is_import(void *o)
{
	ntms_partition(o)->state = NTMS_PARTSTATE_IMPORT;
}

static void a_tape_is_no_cleaner(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	lab_set(l, &lab_tape(l, 0)->sides[0]->o, is_import);
	fake_carry(&l->f, SLOT, PORT);
	lab_reread(l);
	LAB_EXPECT(l, lab_inject_cleaner(l, 5, NTMS_INJECT_START, &operation),
		   0);
	lab_wait(l, lab_requests(l, NTMS_LM_INJECTCLEANER,
				 NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of_last(l), ERROR_INVALID_CLEANER);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), PORT);
	KUNIT_EXPECT_FALSE(test, has_cleaner(l));
	lab_agrees(l, &l->f);
}

static void a_cartridge_nobody_knows_becomes_the_cleaner(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), 0);
	LAB_EXPECT(l, lab_inject_cleaner(l, NTMS_UNLIMITED, NTMS_INJECT_START,
					 &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT, "XYZ001L8");
	lab_wait(l, has_cleaner(l));
	KUNIT_ASSERT_NOT_NULL(test, lab_medium(l, "XYZ001L8"));
	KUNIT_EXPECT_TRUE(test, ntms_cleaner_is(lab_medium(l, "XYZ001L8")));
	KUNIT_EXPECT_TRUE(test, library(l)->flags &
			  NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING);
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	lab_reread(l);
	KUNIT_EXPECT_TRUE(test, has_cleaner(l));
	lab_agrees(l, &l->f);
}

static void a_drive_is_cleaned(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, 2);
	l->f.drive[0].cleaning = 2;
	fake_hold(&l->f, FAKE_CLEANED);
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	wait_for_completion(&l->f.held);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_BEING_CLEANED);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_uses_remaining, 1);
	KUNIT_EXPECT_TRUE(test, has_cleaner(l));
	/* nobody gets the drive meanwhile, the other one works */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE + 1);
	LAB_EXPECT(l, lab_mount(l, 1, 1, NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				NTMS_INFINITE), ERROR_BUSY);
	fake_release(&l->f);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, l->f.drive[0].cleanings, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTED);
	KUNIT_EXPECT_NE(test, lab_drive(l, 0)->last_cleaned, 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "CLN001L8")),
			SLOT + CLEANER);
	KUNIT_EXPECT_FALSE(test, is_asked_for(l));
	lab_agrees(l, &l->f);
}

static void a_cleaner_is_used_up(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	with_cleaner(l, 1);
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_uses_remaining, 0);
	KUNIT_EXPECT_TRUE(test, is_asked_for(l));
	/* the next one waits for a new cleaner */
	LAB_EXPECT(l, lab_clean(l, 1), 0);
	lab_wait(l, ended(l, NTMS_LM_WAITING) == 1);
	LAB_EXPECT(l, lab_eject_cleaner(l, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, fake_at(&l->f, PORT)->e.full);
	fake_take(&l->f, PORT);
	lab_wait(l, lab_requests(l, NTMS_LM_EJECTCLEANER,
				 NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_WAITING), 1);
	LAB_EXPECT(l, lab_inject_cleaner(l, 10, NTMS_INJECT_START, &operation),
		   0);
	lab_wait(l, l->f.extended);
	fake_put_cleaner(&l->f, PORT, "CLN002L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 2);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_uses_remaining, 9);
	KUNIT_EXPECT_FALSE(test, is_asked_for(l));
	lab_agrees(l, &l->f);
}

static void uses_that_do_not_count(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, NTMS_UNLIMITED);
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, library(l)->cleaner_uses_remaining,
			NTMS_UNLIMITED);
}

static void without_a_cleaner_somebody_is_asked(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t request, guid;
	struct ntms_txn t;

	lab_up(l);
	guid = library(l)->o.guid;
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_WAITING) == 1);
	KUNIT_ASSERT_TRUE(test, is_asked_for(l));
	/* the drive can be used meanwhile */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	/* he will not */
	down_read(&l->m.lock);
	request = ntms_oprequest_open(&l->m, NTMS_OPREQ_CLEANER,
				      &guid)->o.guid;
	up_read(&l->m.lock);
	l->call.s = &l->s[0];
	ntms_txn_begin(&t, &l->m);
	LAB_EXPECT(l, ntms_oprequest_cancel(&l->call, &t, &request), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	ntms_works_wake();
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of_last(l), ERROR_REQUEST_REFUSED);
}

static void a_medium_that_is_not_needed_makes_room(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, 5);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_WAITING) == 1);
	msleep(30);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	lab_agrees(l, &l->f);
}

/* TapeAlert flags that are told of the first drive */
static u64 alerts(struct lab *l)
{
	struct ntms_drive *d = lab_drive(l, 0);
	u64 alerts;

	down_read(&l->m.lock);
	alerts = ntms_seat_of(d)->alerts;
	up_read(&l->m.lock);
	return alerts;
}

static void a_drive_that_asks_is_cleaned(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, 5);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[0].alerts = NTMS_ALERT_CLEAN_SOON | NTMS_ALERT(10);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, l->f.drive[0].cleanings, 1);
	/* and wants it no more */
	KUNIT_EXPECT_EQ(test, alerts(l), NTMS_ALERT(10));
	/* other alerts are not about that */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[0].alerts = ~(NTMS_ALERT_CLEAN_NOW | NTMS_ALERT_CLEAN_SOON |
				 NTMS_ALERTS_DRIVE | NTMS_ALERTS_MEDIUM);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, !lab_drive(l, 0)->media);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->f.drive[0].cleanings, 1);
	lab_agrees(l, &l->f);
}

static void no_library(void *o)
{
	ntms_library(o)->supports_cleaning = false;
}

static void a_library_that_does_not_clean_is_not_asked(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, 5);
	lab_set(l, &library(l)->o, no_library);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[0].alerts = NTMS_ALERT_CLEAN_NOW;
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, !lab_drive(l, 0)->media);
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	KUNIT_EXPECT_EQ(test, l->f.drive[0].cleanings, 0);
}

static void what_can_go_wrong_in_a_drive(struct kunit *test)
{
	struct lab *l = test->priv;

	with_cleaner(l, 100);
	l->f.drive[0].cleaned_error = -EIO;
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of_last(l), ERROR_UNABLE_TO_CLEAN);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->last_cleaned, 0);
	l->f.drive[0].cleaned_error = 0;
	/* the drive takes it for a tape, and gives it back */
	fake_at(&l->f, SLOT + CLEANER)->e.medium_type = 1;
	l->f.drive[0].loaded = false;
	fake_hold(&l->f, FAKE_CLEANED);
	LAB_EXPECT(l, lab_clean(l, 0), 0);
	wait_for_completion(&l->f.held);
	l->f.drive[0].loaded = false;
	fake_release(&l->f);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 2);
	KUNIT_EXPECT_EQ(test, error_of_last(l), ERROR_INVALID_CLEANER);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "CLN001L8")),
			SLOT + CLEANER);
	fake_at(&l->f, SLOT + CLEANER)->e.medium_type = 2;
	lab_agrees(l, &l->f);
}

static void each_call_of_a_cleaning_fails_in_turn(struct kunit *test)
{
	static const int errors[] = {
		-EIO, -ETIMEDOUT, -ENOMEM, -EPROTO, -EBUSY, -EEXIST, -EINVAL,
		-ENOMEDIUM,
	};
	struct lab *l = test->priv;
	u32 at, i;

	with_cleaner(l, 1000);
	for (i = 0; i < 2 * ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 4; at++) {
			l->f.fail_late = i >= ARRAY_SIZE(errors);
			fake_fail(&l->f, FAKE_ANY, at,
				  errors[i % ARRAY_SIZE(errors)]);
			LAB_EXPECT(l, lab_clean(l, 0), 0);
			lab_wait(l, list_empty_careful(&ntms_robotics.works));
			fake_fail(&l->f, FAKE_ANY, 0, 0);
			l->f.fail_late = false;
			lab_settle(l);
			lab_reread(l);
			lab_agrees(l, &l->f);
			KUNIT_EXPECT_TRUE(test, has_cleaner(l));
			if (!lab_drive(l, 0)->media)
				continue;
			/* it goes back when the drive is wanted */
			l->f.drive[0].loaded = false;
			LAB_EXPECT(l, lab_dismount_drive(l, 0), 0);
			lab_wait(l, !lab_drive(l, 0)->media);
			lab_wait(l, list_empty_careful(&ntms_robotics.works));
			lab_agrees(l, &l->f);
		}
}

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	lab_become(l, 0, 1000);
	LAB_EXPECT(l, lab_clean(l, 0), ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	lab_set(l, &lab_drive(l, 0)->o, lab_disabled);
	LAB_EXPECT(l, lab_clean(l, 0), ERROR_RESOURCE_DISABLED);
	lab_set(l, &lab_drive(l, 0)->o, lab_enabled);
	lab_set(l, &library(l)->o, lab_disabled);
	LAB_EXPECT(l, lab_clean(l, 0), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), ERROR_RESOURCE_DISABLED);
	lab_set(l, &library(l)->o, lab_enabled);
	fake_all_gone(&l->f);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_clean(l, 0), ERROR_RESOURCE_NOT_PRESENT);
	LAB_EXPECT(l, lab_cleaner_slot(l, CLEANER), ERROR_DEVICE_NOT_AVAILABLE);
}

static void a_cleaner_cannot_be_mounted(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_mount_args a = { .count = 1, .timeout = NTMS_INFINITE };
	struct lab_mount mount;
	guid_t side;

	with_cleaner(l, 5);
	side = lab_medium(l, "CLN001L8")->sides[0]->o.guid;
	a.media = &side;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), ERROR_INVALID_MEDIA);
}

static struct kunit_case clean_cases[] = {
	KUNIT_CASE(a_slot_is_reserved_and_released),
	KUNIT_CASE(a_slot_that_is_not_there_cannot_be_reserved),
	KUNIT_CASE(a_cleaner_comes_and_goes),
	KUNIT_CASE(actions_that_a_cleaner_does_not_have),
	KUNIT_CASE(a_tape_is_no_cleaner),
	KUNIT_CASE(a_cartridge_nobody_knows_becomes_the_cleaner),
	KUNIT_CASE(a_drive_is_cleaned),
	KUNIT_CASE(a_cleaner_is_used_up),
	KUNIT_CASE(uses_that_do_not_count),
	KUNIT_CASE(without_a_cleaner_somebody_is_asked),
	KUNIT_CASE(a_medium_that_is_not_needed_makes_room),
	KUNIT_CASE(a_drive_that_asks_is_cleaned),
	KUNIT_CASE(a_library_that_does_not_clean_is_not_asked),
	KUNIT_CASE(what_can_go_wrong_in_a_drive),
	KUNIT_CASE(each_call_of_a_cleaning_fails_in_turn),
	KUNIT_CASE(refusals),
	KUNIT_CASE(a_cleaner_cannot_be_mounted),
	{}
};

static struct kunit_suite clean_suite = {
	.name = "ntms_clean",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = clean_cases,
};
kunit_test_suite(clean_suite);
