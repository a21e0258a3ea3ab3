// SPDX-License-Identifier: GPL-2.0
/*
 * Robotics: what fails.  Whatever it is, the model obeys its invariants, every
 * request and every call comes to an end, and when the hardware works again
 * the model says what is really where.
 */
#include <linux/delay.h>
#include <linux/sched.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static const int errors[] = {
	-ENODEV, -EIO, -ETIMEDOUT, -ENOMEM, -EPROTO, -EOPNOTSUPP, -EBUSY,
	-EAGAIN, -ENOMEDIUM, -EEXIST, -EINVAL, -EMEDIUMTYPE,
};

static u32 running(struct lab *l)
{
	return lab_requests(l, 0, NTMS_LM_QUEUED) +
	       lab_requests(l, 0, NTMS_LM_INPROCESS) +
	       lab_requests(l, 0, NTMS_LM_WAITING);
}

/* after a failure: all is well */
static void expect_truth(struct lab *l)
{
	fake_fail(&l->f, FAKE_ANY, 0, 0);
	l->f.fail_late = false;
	lab_wait(l, !running(l));
	lab_settle(l);
	lab_agrees(l, &l->f);
	lab_reread(l);
	lab_agrees(l, &l->f);
	KUNIT_EXPECT_TRUE(l->test, list_empty(&ntms_robotics.works));
}

/* everything home, whatever state it was left in */
static void tidy(struct lab *l)
{
	u32 i;

	lab_close(l, 0);
	for (i = 0; i < LAB_DRIVES; i++) {
		if (!lab_drive(l, i)->media)
			continue;
		LAB_EXPECT(l, lab_dismount_drive(l, i), 0);
		lab_wait(l, !lab_drive(l, i)->media);
	}
	lab_wait(l, !running(l));
	lab_agrees(l, &l->f);
}

/* mounts and dismounts while the @at th call from now on fails */
static void exercise(struct lab *l, u32 op, u32 at, int error)
{
	fake_fail(&l->f, op, at, error);
	if (!lab_mount(l, 0, at % LAB_TAPES, 0, NTMS_INFINITE))
		lab_dismount(l, 0, at % LAB_TAPES, 0);
	expect_truth(l);
	tidy(l);
}

static void each_call_fails_in_turn(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 at, i;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 6; at++)
			exercise(l, FAKE_ANY, at, errors[i]);
}

static void a_failed_move_may_have_happened(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 at, i;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 2; at++) {
			l->f.fail_late = true;
			exercise(l, FAKE_MOVE, at, errors[i]);
		}
}

static void a_mount_whose_move_happened_succeeds(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->f.fail_late = true;
	fake_fail(&l->f, FAKE_MOVE, 1, -ETIMEDOUT);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	fake_fail(&l->f, FAKE_MOVE, 1, -EIO);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_PASSED) == 1);
	expect_truth(l);
}

static void each_call_of_an_inventory_fails_in_turn(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 at, i;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 5; at++) {
			fake_carry(&l->f, SLOT + at, SLOT + 7);
			fake_fail(&l->f, FAKE_ANY, at, errors[i]);
			LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
			expect_truth(l);
			fake_carry(&l->f, SLOT + 7, SLOT + at);
		}
	lab_reread(l);
	lab_agrees(l, &l->f);
}

static void the_drive_goes_away_while_it_loads(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	fake_hold(&l->f, FAKE_READY);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	fake_gone(&l->f.drive[0]);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DEVICE_NOT_AVAILABLE);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_NOT_PRESENT);
	expect_truth(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	/* back again: it is mounted where it is */
	fake_found(&l->f.drive[0]);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_READY);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	expect_truth(l);
}

static void the_library_goes_away_during_a_move(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	fake_all_gone(&l->f);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DEVICE_NOT_AVAILABLE);
	lab_wait(l, lab_library(l, "CHANGER1")->o.operational_state ==
		 NTMS_NOT_PRESENT);
	lab_verify(l);
	LAB_EXPECT(l, lab_mount(l, 0, 1, NTMS_MOUNT_ERROR_OFFLINE, 1000),
		   ERROR_MEDIA_OFFLINE);
	/* meanwhile the library has finished the move by itself */
	fake_carry(&l->f, SLOT, DRIVE);
	lab_up(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	expect_truth(l);
}

static void a_medium_that_never_gets_ready(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->f.drive[0].not_ready = 1000000;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_UNABLE_TO_LOAD_MEDIUM);
	expect_truth(l);
	l->f.drive[0].unready = 0;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	expect_truth(l);
}

static void the_time_is_over_while_it_loads(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	ntms_robot_limits.load = 5000;
	l->f.drive[0].not_ready = 1000000;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, 60), ERROR_TIMEOUT);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_CANCELLED) == 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	expect_truth(l);
}

static void unloading_in_all_its_parts_stops_cleanly(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount waiting, moving;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &waiting, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[1].not_ready = 1000000;
	LAB_EXPECT(l, lab_begin_one(l, 1, &moving, 1, 0, NTMS_INFINITE), 0);
	lab_wait(l, l->f.calls[FAKE_READY] > 2);
	lab_stop(l);
	LAB_EXPECT(l, lab_end(l, &waiting), ERROR_CANCELLED);
	LAB_EXPECT(l, lab_end(l, &moving), ERROR_CANCELLED);
}

/* memory: needs a kernel with fault injection that fails GFP_KERNEL */

enum {
	CALL_MOUNT,
	CALL_DISMOUNT,
	CALL_DEFER,
	CALL_DRIVE,
	CALL_INVENTORY,
	CALLS,
};

static u32 do_call(struct lab *l, u32 which, struct lab_mount *mount)
{
	switch (which) {
	case CALL_MOUNT:
		return lab_begin_one(l, 0, mount, 0, 0, NTMS_INFINITE);
	case CALL_DISMOUNT:
		return lab_dismount(l, 0, 0, 0);
	case CALL_DEFER:
		return lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED);
	case CALL_DRIVE:
		return lab_dismount_drive(l, 0);
	default:
		return lab_inventory(l, NTMS_INVENTORY_FAST);
	}
}

/* Return: how many allocations there are in a call, each has failed once */
static u32 fail_each_allocation(struct lab *l, u32 which)
{
	struct lab_mount mount;
	u32 error, n;
	bool failed;

	for (n = 1; n < 200; n++) {
		if (which != CALL_MOUNT)
			LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
		FAIL_NTH = n;
		error = do_call(l, which, &mount);
		failed = !FAIL_NTH;
		FAIL_NTH = 0;
		if (error)
			LAB_EXPECT(l, error, ERROR_NOT_ENOUGH_MEMORY);
		else if (which == CALL_MOUNT)
			LAB_EXPECT(l, lab_end(l, &mount), 0);
		expect_truth(l);
		tidy(l);
		if (!failed)
			break;
	}
	return n;
}

static void memory_runs_out_in_calls(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 which;

	if (!IS_ENABLED(CONFIG_FAULT_INJECTION))
		kunit_skip(test, "no fault injection");
	lab_up(l);
	for (which = 0; which < CALLS; which++)
		kunit_info(test, "call %u: %u allocations", which,
			   fail_each_allocation(l, which) - 1);
}

/* the store */

static void store_free(void *record)
{
}

static u32 store_record(struct ntms_model *m, struct ntms_commit *c)
{
	c->record = m;
	return 0;
}

static void store_doorbell(struct ntms_model *m)
{
}

static const struct ntms_sink sink = {
	.record = store_record,
	.record_free = store_free,
	.doorbell = store_doorbell,
};

static void store_up(struct lab *l)
{
	l->m.sink = &sink;
	l->m.journal.store = true;
	l->m.journal.attached = true;
	l->m.journal.state = NTMS_READINESS_READY;
}

static void store_confirm(struct lab *l)
{
	ntms_journal_durable(&l->m, l->m.journal.committed);
}

static bool confirmed(struct lab *l, bool so)
{
	store_confirm(l);
	return so;
}

static void a_mount_is_answered_when_it_is_stored(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	store_up(l);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	msleep(50);
	/* nothing moves before the intent is on disk */
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	store_confirm(l);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	msleep(50);
	KUNIT_EXPECT_EQ(test, mount.answers, 0);
	lab_wait(l, confirmed(l, mount.answers == 1));
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	l->m.journal.store = false;
	expect_truth(l);
}

static void a_move_that_could_not_be_stored_is_found_again(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	store_up(l);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	store_confirm(l);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	msleep(20);
	l->m.journal.state = NTMS_READINESS_DETACHED;
	ntms_journal_fail(&l->m, ERROR_DATABASE_FAILURE, false);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DATABASE_FAILURE);
	/* the model says what the store knows */
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	lab_verify(l);
	msleep(50);
	/* the store is back: the model says what is true */
	l->m.journal.store = false;
	l->m.journal.state = NTMS_READINESS_READY;
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == DRIVE);
	expect_truth(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_FAILED), 1);
}

static void a_request_that_could_not_be_stored_never_was(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	store_up(l);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	l->m.journal.state = NTMS_READINESS_DETACHED;
	ntms_journal_fail(&l->m, ERROR_DATABASE_FAILURE, false);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DATABASE_FAILURE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_DATABASE_FAILURE);
	l->m.journal.store = false;
	l->m.journal.state = NTMS_READINESS_READY;
	expect_truth(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_FAILED), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	expect_truth(l);
}

static struct kunit_case fault_cases[] = {
	KUNIT_CASE(each_call_fails_in_turn),
	KUNIT_CASE(a_failed_move_may_have_happened),
	KUNIT_CASE(a_mount_whose_move_happened_succeeds),
	KUNIT_CASE(each_call_of_an_inventory_fails_in_turn),
	KUNIT_CASE(the_drive_goes_away_while_it_loads),
	KUNIT_CASE(the_library_goes_away_during_a_move),
	KUNIT_CASE(a_medium_that_never_gets_ready),
	KUNIT_CASE(the_time_is_over_while_it_loads),
	KUNIT_CASE(unloading_in_all_its_parts_stops_cleanly),
	KUNIT_CASE(memory_runs_out_in_calls),
	KUNIT_CASE(a_mount_is_answered_when_it_is_stored),
	KUNIT_CASE(a_move_that_could_not_be_stored_is_found_again),
	KUNIT_CASE(a_request_that_could_not_be_stored_never_was),
	{}
};

static struct kunit_suite fault_suite = {
	.name = "ntms_robot_fault",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = fault_cases,
};
kunit_test_suite(fault_suite);
