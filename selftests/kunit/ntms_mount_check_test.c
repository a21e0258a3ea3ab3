// SPDX-License-Identifier: GPL-2.0
/*
 * What mounts and dismounts are refused for, in the order of semantics 0.3 and
 * 7.1; libraries of other kinds; restarts.
 */
#include <linux/delay.h>
#include <linux/string.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static u32 try_mount(struct lab *l, const struct ntms_mount_args *args)
{
	struct ntms_mount_args a = *args;
	struct lab_mount mount;
	u32 error;

	if (!a.timeout)
		a.timeout = NTMS_INFINITE;
	error = lab_begin(l, 0, &mount, &a);
	return error ?: lab_end(l, &mount);
}

static void arguments_are_checked_first(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t media[2], drives[2];
	struct ntms_mount_args a = { .media = media };

	lab_up(l);
	media[0] = lab_side(l, 0);
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.count = 1;
	a.media = NULL;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.media = media;
	a.options = 0x40;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.options = 0;
	a.priority = 16;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.priority = -16;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.priority = 15;
	a.options = NTMS_MOUNT_SPECIFIC_DRIVE;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	a.drives = drives;
	a.number_of_drives = 2;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_QUEUED), 0);
}

static void media_must_exist_and_differ(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t media[2];
	struct ntms_mount_args a = { .media = media, .count = 1 };

	lab_up(l);
	guid_gen(&media[0]);
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_MEDIA);
	/* a medium is not a side */
	media[0] = lab_tape(l, 0)->o.guid;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_MEDIA);
	media[0] = lab_side(l, 0);
	media[1] = lab_side(l, 0);
	a.count = 2;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_MEDIA);
}

static void drives_must_exist_and_differ(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t media[2], drives[2];
	struct ntms_mount_args a = {
		.media = media, .count = 2, .drives = drives,
		.number_of_drives = 2, .options = NTMS_MOUNT_SPECIFIC_DRIVE,
	};
	struct ntms_library *second;

	lab_up(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 1, 0, 2), 0);
	fake_all_found(&l->other);
	lab_wait(l, lab_library(l, "CHANGER2") &&
		 lab_library(l, "CHANGER2")->o.operational_state == NTMS_READY);
	media[0] = lab_side(l, 0);
	media[1] = lab_side(l, 1);
	drives[0] = lab_drive(l, 0)->o.guid;
	guid_gen(&drives[1]);
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_DRIVE);
	drives[1] = drives[0];
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_DRIVE);
	second = lab_library(l, "CHANGER2");
	down_read(&l->m.lock);
	drives[1] = ntms_element(second, NTMS_TYPE_DRIVE, DRIVE)->guid;
	up_read(&l->m.lock);
	LAB_EXPECT(l, try_mount(l, &a), ERROR_DRIVE_MEDIA_MISMATCH);
}

static void media_of_two_libraries_are_not_mounted_together(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t media[2];
	struct ntms_mount_args a = { .media = media, .count = 2 };

	lab_up(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 1, 0, 2), 0);
	fake_put(&l->other, SLOT, "LAB777L8");
	fake_all_found(&l->other);
	lab_wait(l, lab_medium(l, "LAB777L8"));
	lab_settle(l);
	media[0] = lab_side(l, 0);
	media[1] = lab_side(l, 777);
	LAB_EXPECT(l, try_mount(l, &a), ERROR_INVALID_LIBRARY);
}

static void rights_are_needed_on_pool_and_library(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->s[0].caller.admin = false;
	l->s[0].caller.uid = 1000;
	/* everybody may use libraries and the pools of the system */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* but not operate them */
	LAB_EXPECT(l, lab_dismount_drive(l, 0), ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST),
		   ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, !lab_drive(l, 0)->media);
}

static void set_decommissioned(void *o)
{
	ntms_partition(o)->state = NTMS_PARTSTATE_DECOMMISSIONED;
}

static void states_are_checked(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t side, drive;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .drives = &drive,
		.number_of_drives = 1, .options = NTMS_MOUNT_SPECIFIC_DRIVE,
	};

	lab_up(l);
	lab_set(l, &lab_tape(l, 0)->sides[0]->o, set_decommissioned);
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_WRITE, NTMS_INFINITE),
		   ERROR_INVALID_STATE);
	lab_set(l, &lab_tape(l, 1)->o, lab_disabled);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_DISABLED);
	lab_set(l, &lab_library(l, "CHANGER1")->o, lab_disabled);
	LAB_EXPECT(l, lab_mount(l, 0, 2, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST),
		   ERROR_RESOURCE_DISABLED);
	lab_set(l, &lab_library(l, "CHANGER1")->o, lab_enabled);
	lab_set(l, &lab_drive(l, 0)->o, lab_disabled);
	side = lab_side(l, 2);
	drive = lab_drive(l, 0)->o.guid;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_RESOURCE_DISABLED);
	/* the other drive does it */
	LAB_EXPECT(l, lab_mount(l, 0, 2, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 2)), DRIVE + 1);
}

static void a_drive_without_device_is_refused(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t side, drive;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .drives = &drive,
		.number_of_drives = 1, .options = NTMS_MOUNT_SPECIFIC_DRIVE,
	};

	fake_found(&l->f.drive[0]);
	fake_found(&l->f.changer);
	lab_start(l);
	lab_wait(l, lab_drive(l, 0) &&
		 lab_library(l, "CHANGER1")->o.operational_state == NTMS_READY);
	lab_settle(l);
	side = lab_side(l, 0);
	drive = lab_drive(l, 1)->o.guid;
	LAB_EXPECT(l, try_mount(l, &a), ERROR_DEVICE_NOT_AVAILABLE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* it comes at last */
	fake_found(&l->f.drive[1]);
	lab_wait(l, lab_drive(l, 1)->o.operational_state == NTMS_READY);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

static void dismounts_are_checked(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 3), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 4), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), ERROR_INVALID_STATE);
	fake_release(&l->f);
	lab_wait(l, !lab_drive(l, 0)->media);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_MEDIA_OFFLINE);
}

/* other libraries */

static u32 mount_side(struct lab *l, u32 session, const char *bar_code,
		      u32 side)
{
	guid_t guid = lab_medium(l, bar_code)->sides[side]->o.guid;
	struct ntms_mount_args a = {
		.media = &guid, .count = 1, .timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;
	u32 error = lab_begin(l, session, &mount, &a);

	return error ?: lab_end(l, &mount);
}

static void the_other_side_is_turned_up(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_start(l);
	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "JUKEBOX1", 1, 0, 3), 0);
	l->other.info.rotate = true;
	l->other.drive[0].dev.kind = NTMS_DEVICE_OPTICAL;
	strscpy(l->other.drive[0].dev.product, "MO", 16);
	fake_put(&l->other, SLOT, "DISK01");
	fake_all_found(&l->other);
	lab_wait(l, lab_medium(l, "DISK01"));
	lab_settle(l);
	pm = lab_medium(l, "DISK01");
	KUNIT_ASSERT_EQ(test, pm->number_of_partitions, 2);
	LAB_EXPECT(l, mount_side(l, 0, "DISK01", 1), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->mounted_partition, pm->sides[1]);
	KUNIT_EXPECT_EQ(test, l->other.inverted, 1);
	lab_close(l, 0);
	LAB_EXPECT(l, mount_side(l, 0, "DISK01", 0), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->mounted_partition, pm->sides[0]);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->mount_count, 1);
	/* down, home and up again */
	KUNIT_EXPECT_EQ(test, l->other.inverted, 2);
	KUNIT_EXPECT_EQ(test, l->other.calls[FAKE_MOVE], 3);
	lab_agrees(l, &l->other);
}

static struct ntms_physical_media *in_lone_drive(struct ntms_library *alone)
{
	return ntms_media_at(ntms_element(alone, NTMS_TYPE_DRIVE, 0));
}

static u32 look_into(struct lab *l, struct ntms_library *alone)
{
	u32 n = lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED);
	struct ntms_waiter w = {};
	u32 error;

	w.done = lab_nobody;
	l->call.s = &l->s[0];
	error = ntms_library_inventory(&l->call, &alone->o.guid,
				       NTMS_INVENTORY_FAST, &w);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) > n);
	return error;
}

static void a_drive_alone_can_be_used(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *alone;
	struct ntms_physical_media *pm;
	struct lab_mount mount;
	guid_t side;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .timeout = NTMS_INFINITE,
	};

	fake_found(&l->f.drive[0]);
	lab_start(l);
	lab_wait(l, (alone = lab_library(l, "CHANGER1D0")) &&
		 alone->o.operational_state == NTMS_READY);
	LAB_EXPECT(l, look_into(l, alone), 0);
	KUNIT_EXPECT_NULL(test, in_lone_drive(alone));
	fake_put(&l->f, DRIVE, "whatever");
	LAB_EXPECT(l, look_into(l, alone), 0);
	pm = in_lone_drive(alone);
	KUNIT_ASSERT_NOT_NULL(test, pm);
	side = pm->sides[0]->o.guid;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, pm->state, NTMS_MEDIASTATE_LOADED);
	lab_close(l, 0);
	/* a dismount moves nothing */
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_UNLOAD], 0);
	lab_close(l, 0);
	fake_take(&l->f, DRIVE);
	LAB_EXPECT(l, look_into(l, alone), 0);
	KUNIT_EXPECT_NULL(test, in_lone_drive(alone));
	KUNIT_EXPECT_PTR_EQ(test, pm->library, l->m.offline);
	lab_verify(l);
}

/* restarts: what is stored stays, who worked with it does not */

static void restart(struct lab *l)
{
	fake_release(&l->f);
	fake_all_gone(&l->f);
	ntms_robotics_stop();
	KUNIT_ASSERT_EQ(l->test, ntms_robotics_init(&l->m), 0);
}

static void after_a_restart_the_truth_is_found(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount moving, loading;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_begin_one(l, 1, &moving, 1, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_begin_one(l, 1, &loading, 2, 0, NTMS_INFINITE), 0);
	restart(l);
	KUNIT_EXPECT_EQ(test, moving.answers, 1);
	LAB_EXPECT(l, lab_end(l, &loading), ERROR_CANCELLED);
	KUNIT_EXPECT_NULL(test, lab_tape(l, 0)->mount);
	lab_start(l);
	lab_wait(l, lab_library(l, "CHANGER1")->o.operational_state ==
		 NTMS_NOT_PRESENT);
	lab_wait(l, !(lab_requests(l, 0, NTMS_LM_INPROCESS) +
		      lab_requests(l, 0, NTMS_LM_WAITING) +
		      lab_requests(l, 0, NTMS_LM_QUEUED)));
	lab_up(l);
	lab_agrees(l, &l->f);
	/* it stays in the drive, and is mounted without motion */
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	l->f.calls[FAKE_MOVE] = 0;
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	lab_agrees(l, &l->f);
}

static struct kunit_case check_cases[] = {
	KUNIT_CASE(arguments_are_checked_first),
	KUNIT_CASE(media_must_exist_and_differ),
	KUNIT_CASE(drives_must_exist_and_differ),
	KUNIT_CASE(media_of_two_libraries_are_not_mounted_together),
	KUNIT_CASE(rights_are_needed_on_pool_and_library),
	KUNIT_CASE(states_are_checked),
	KUNIT_CASE(a_drive_without_device_is_refused),
	KUNIT_CASE(dismounts_are_checked),
	KUNIT_CASE(the_other_side_is_turned_up),
	KUNIT_CASE(a_drive_alone_can_be_used),
	KUNIT_CASE(after_a_restart_the_truth_is_found),
	{}
};

static struct kunit_suite check_suite = {
	.name = "ntms_mount_check",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = check_cases,
};
kunit_test_suite(check_suite);
