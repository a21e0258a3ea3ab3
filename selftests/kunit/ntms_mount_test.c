// SPDX-License-Identifier: GPL-2.0
/*
 * Mount and dismount, semantics 7.
 */
#include <linux/delay.h>
#include <linux/string.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static void expect_loaded(struct lab *l, u32 n, u32 drive)
{
	struct ntms_physical_media *pm = lab_tape(l, n);
	struct ntms_drive *d = lab_drive(l, drive);

	KUNIT_EXPECT_EQ(l->test, lab_element(l, pm), DRIVE + drive);
	KUNIT_EXPECT_EQ(l->test, pm->state, NTMS_MEDIASTATE_LOADED);
	KUNIT_EXPECT_EQ(l->test, d->state, NTMS_DRIVESTATE_LOADED);
	KUNIT_EXPECT_PTR_EQ(l->test, pm->mounted_partition, pm->sides[0]);
	KUNIT_EXPECT_PTR_EQ(l->test, d->saved_partition, pm->sides[0]);
	lab_agrees(l, &l->f);
}

static void expect_home(struct lab *l, u32 n, u32 slot)
{
	struct ntms_physical_media *pm = lab_tape(l, n);

	lab_wait(l, lab_element(l, pm) == SLOT + slot);
	KUNIT_EXPECT_EQ(l->test, pm->state, NTMS_MEDIASTATE_IDLE);
	KUNIT_EXPECT_NULL(l->test, pm->mounted_partition);
	lab_agrees(l, &l->f);
}

/* one at a time */

static void a_mount_brings_the_medium_and_makes_it_ready(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;
	struct lab_mount mount;

	lab_up(l);
	l->f.drive[0].not_ready = 3;
	pm = lab_tape(l, 0);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	expect_loaded(l, 0, 0);
	KUNIT_EXPECT_EQ(test, mount.count, 1);
	KUNIT_EXPECT_TRUE(test, guid_equal(&mount.drives[0],
					   &lab_drive(l, 0)->o.guid));
	KUNIT_EXPECT_EQ(test, pm->sides[0]->mount_count, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->mount_count, 1);
	KUNIT_EXPECT_EQ(test, pm->density_code, 0x46);
	KUNIT_EXPECT_EQ(test, pm->home_slot->element, SLOT);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_READY], 4);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_PASSED), 1);
}

static void a_dismount_brings_it_home(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_home(l, 0, 0);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTED);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_DISMOUNT,
					   NTMS_LM_PASSED), 1);
}

static void the_same_session_may_mount_twice(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* it is in use: nobody rewinds it */
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_READY], 1);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_loaded(l, 0, 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 0), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_home(l, 0, 0);
}

static void what_another_session_has_is_busy(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, NTMS_MOUNT_ERROR_NOT_AVAILABLE, 1000),
		   ERROR_BUSY);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 0), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 30), ERROR_TIMEOUT);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_CANCELLED) == 1);
	LAB_EXPECT(l, lab_dismount(l, 1, 0, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	expect_loaded(l, 0, 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
}

static void a_running_dismount_makes_a_medium_free(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 0,
				    NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				    NTMS_INFINITE), 0);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	expect_loaded(l, 0, 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 3);
}

/* what was coming may go to somebody else: then nobody waits for ever */
static void without_time_only_what_is_coming_is_waited_for(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount first, late, busy;
	guid_t side;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .timeout = NTMS_INFINITE,
		.priority = 7,
	};

	lab_up(l);
	side = lab_side(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_begin_one(l, 1, &late, 0, 0, 0), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &busy, 0,
				    NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				    NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin(l, 0, &first, &a), 0);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &first), 0);
	LAB_EXPECT(l, lab_end(l, &late), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_end(l, &busy), ERROR_BUSY);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT,
					   NTMS_LM_CANCELLED), 1);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT,
					   NTMS_LM_FAILED), 1);
	expect_loaded(l, 0, 0);
}

static void the_end_of_a_session_moves_nothing(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 0, 0, NTMS_INFINITE), 0);
	lab_close(l, 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	expect_loaded(l, 0, 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	lab_close(l, 1);
	expect_loaded(l, 0, 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_home(l, 0, 0);
}

static void a_closed_session_gets_its_answer(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount a, b;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* one waits, one moves */
	LAB_EXPECT(l, lab_begin_one(l, 1, &a, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_begin_one(l, 1, &b, 1, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	lab_close(l, 1);
	LAB_EXPECT(l, lab_end(l, &a), ERROR_CANCELLED);
	LAB_EXPECT(l, lab_end(l, &b), ERROR_CANCELLED);
	fake_release(&l->f);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_CANCELLED) == 2);
	/* it has been moved, and that is what is written */
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 1)), DRIVE + 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	lab_agrees(l, &l->f);
}

/* drives */

static u32 mount_into(struct lab *l, u32 session, u32 n, u32 drive,
		      u32 timeout)
{
	guid_t side = lab_side(l, n), d = lab_drive(l, drive)->o.guid;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .drives = &d, .number_of_drives = 1,
		.options = NTMS_MOUNT_SPECIFIC_DRIVE, .timeout = timeout,
	};
	struct lab_mount mount;
	u32 error = lab_begin(l, session, &mount, &a);

	return error ?: lab_end(l, &mount);
}

static void a_drive_can_be_named(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, mount_into(l, 0, 0, 1, NTMS_INFINITE), 0);
	expect_loaded(l, 0, 1);
	LAB_EXPECT(l, mount_into(l, 0, 1, 1, 30), ERROR_TIMEOUT);
	/* it is in another drive, and nobody needs it there */
	lab_close(l, 0);
	LAB_EXPECT(l, mount_into(l, 0, 0, 0, NTMS_INFINITE), 0);
	expect_loaded(l, 0, 0);
}

static void defer_not(void *o)
{
	ntms_drive(o)->defer_dismount_delay = 0;
}

static void a_dismountable_medium_makes_room_after_its_delay(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	for (i = 0; i < LAB_DRIVES; i++) {
		LAB_EXPECT(l, lab_mount(l, 0, i, 0, NTMS_INFINITE), 0);
		LAB_EXPECT(l, lab_dismount(l, 0, i, NTMS_DISMOUNT_DEFERRED), 0);
		KUNIT_EXPECT_EQ(test, lab_drive(l, i)->state,
				NTMS_DRIVESTATE_DISMOUNTABLE);
	}
	LAB_EXPECT(l, lab_mount(l, 0, 4, 0, 50), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_mount(l, 0, 4, NTMS_MOUNT_ERROR_NOT_AVAILABLE, 50),
		   ERROR_BUSY);
	lab_set(l, &lab_drive(l, 1)->o, defer_not);
	LAB_EXPECT(l, lab_mount(l, 0, 4, NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				NTMS_INFINITE), 0);
	expect_loaded(l, 4, 1);
	expect_home(l, 1, 1);
	/* the other one is still there, and mounted without motion */
	i = l->f.calls[FAKE_MOVE];
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	expect_loaded(l, 0, 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], i);
}

static void a_drive_that_is_open_is_not_emptied(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[0].open = true;
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_FAILED) == 1);
	expect_loaded(l, 0, 0);
	l->f.drive[0].open = false;
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	expect_home(l, 0, 0);
}

static void an_open_drive_is_not_tried_again_and_again(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	for (i = 0; i < LAB_DRIVES; i++) {
		lab_set(l, &lab_drive(l, i)->o, defer_not);
		LAB_EXPECT(l, lab_mount(l, 0, i, 0, NTMS_INFINITE), 0);
		LAB_EXPECT(l, lab_dismount(l, 0, i, NTMS_DISMOUNT_DEFERRED), 0);
		l->f.drive[i].open = true;
	}
	LAB_EXPECT(l, lab_mount(l, 0, 4, 0, 200), ERROR_TIMEOUT);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_UNLOAD], LAB_DRIVES);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state, NTMS_DRIVESTATE_LOADED);
	lab_agrees(l, &l->f);
}

static void an_operator_may_empty_any_drive(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_mount(l, 1, 2, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), 0);
	expect_home(l, 2, 2);
	LAB_EXPECT(l, lab_dismount(l, 1, 2, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_mount(l, 0, 2, 0, NTMS_INFINITE), 0);
}

static void a_cartridge_whose_slot_is_taken_finds_another(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_put(&l->f, SLOT, "STRANGER");
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_PASSED) == 1);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT + 6);
	KUNIT_EXPECT_NOT_NULL(test, lab_medium(l, "STRANGER"));
	lab_agrees(l, &l->f);
}

static void in_a_full_library_it_stays_in_the_drive(struct kunit *test)
{
	struct lab *l = test->priv;
	char tag[16];
	u32 i;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	for (i = 0; i < LAB_SLOTS; i++) {
		snprintf(tag, sizeof(tag), "EXTRA%u", i);
		if (!fake_at(&l->f, SLOT + i)->e.full)
			fake_put(&l->f, SLOT + i, tag);
	}
	lab_reread(l);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	lab_agrees(l, &l->f);
	/* it is of use there */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	expect_loaded(l, 0, 0);
}

/* several */

static u32 mount_many(struct lab *l, u32 session, struct lab_mount *mount,
		      u32 first, u32 count, u32 timeout)
{
	struct ntms_mount_args a = { .count = count, .timeout = timeout };
	guid_t sides[8];
	u32 i;

	for (i = 0; i < count; i++)
		sides[i] = lab_side(l, first + i);
	a.media = sides;
	return lab_begin(l, session, mount, &a);
}

static void several_media_are_mounted_together(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, mount_many(l, 0, &mount, 0, 2, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, mount.count, 2);
	expect_loaded(l, 0, 0);
	expect_loaded(l, 1, 1);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_PASSED), 1);
}

static void all_media_or_none(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount many, one;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 5, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, mount_many(l, 0, &many, 0, 2, NTMS_INFINITE), 0);
	/* the drive that is free is kept for it */
	LAB_EXPECT(l, lab_begin_one(l, 1, &one, 3, 0, 100), 0);
	LAB_EXPECT(l, lab_end(l, &one), ERROR_TIMEOUT);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	LAB_EXPECT(l, lab_dismount(l, 0, 5, 0), 0);
	LAB_EXPECT(l, lab_end(l, &many), 0);
	lab_agrees(l, &l->f);
}

static void one_that_fails_lets_the_others_go(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	l->f.drive[1].ready_error = -EMEDIUMTYPE;
	LAB_EXPECT(l, mount_many(l, 0, &mount, 0, 2, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DRIVE_MEDIA_MISMATCH);
	KUNIT_EXPECT_EQ(test, mount.count, 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

static void the_higher_priority_comes_first(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount low, high;
	guid_t sides[2];
	struct ntms_mount_args a = {
		.media = &sides[0], .count = 1, .timeout = NTMS_INFINITE,
		.priority = -7,
	};

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	sides[0] = lab_side(l, 2);
	sides[1] = lab_side(l, 3);
	LAB_EXPECT(l, lab_begin(l, 1, &low, &a), 0);
	a.media = &sides[1];
	a.priority = 7;
	LAB_EXPECT(l, lab_begin(l, 1, &high, &a), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	LAB_EXPECT(l, lab_end(l, &high), 0);
	KUNIT_EXPECT_EQ(test, low.answers, 0);
	expect_loaded(l, 3, 0);
	LAB_EXPECT(l, lab_dismount(l, 1, 3, 0), 0);
	LAB_EXPECT(l, lab_end(l, &low), 0);
	expect_loaded(l, 2, 0);
}

static void nowait_answers_at_once(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_NOWAIT, 0), 0);
	wait_for_completion(&l->f.held);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT,
					   NTMS_LM_INPROCESS), 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_INUSE);
	fake_release(&l->f);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_PASSED) == 1);
	expect_loaded(l, 0, 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 0), ERROR_TIMEOUT);
}

static void an_offline_medium_is_waited_for(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	lab_tape(l, 0);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_ERROR_OFFLINE,
				NTMS_INFINITE), ERROR_MEDIA_OFFLINE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, 0), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, 30), ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_WAITING) == 1);
	fake_put(&l->f, SLOT + 7, "LAB000L8");
	lab_reread(l);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	expect_loaded(l, 0, 0);
}

static struct kunit_case mount_cases[] = {
	KUNIT_CASE(a_mount_brings_the_medium_and_makes_it_ready),
	KUNIT_CASE(a_dismount_brings_it_home),
	KUNIT_CASE(the_same_session_may_mount_twice),
	KUNIT_CASE(what_another_session_has_is_busy),
	KUNIT_CASE(a_running_dismount_makes_a_medium_free),
	KUNIT_CASE(without_time_only_what_is_coming_is_waited_for),
	KUNIT_CASE(the_end_of_a_session_moves_nothing),
	KUNIT_CASE(a_closed_session_gets_its_answer),
	KUNIT_CASE(a_drive_can_be_named),
	KUNIT_CASE(a_dismountable_medium_makes_room_after_its_delay),
	KUNIT_CASE(a_drive_that_is_open_is_not_emptied),
	KUNIT_CASE(an_open_drive_is_not_tried_again_and_again),
	KUNIT_CASE(an_operator_may_empty_any_drive),
	KUNIT_CASE(a_cartridge_whose_slot_is_taken_finds_another),
	KUNIT_CASE(in_a_full_library_it_stays_in_the_drive),
	KUNIT_CASE(several_media_are_mounted_together),
	KUNIT_CASE(all_media_or_none),
	KUNIT_CASE(one_that_fails_lets_the_others_go),
	KUNIT_CASE(the_higher_priority_comes_first),
	KUNIT_CASE(nowait_answers_at_once),
	KUNIT_CASE(an_offline_medium_is_waited_for),
	{}
};

static struct kunit_suite mount_suite = {
	.name = "ntms_mount",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = mount_cases,
};
kunit_test_suite(mount_suite);
