// SPDX-License-Identifier: GPL-2.0
/* Robotics: media with two sides */
#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE
#define PORT	FAKE_FIRST_PORT

/* a jukebox of optical discs */
static void up_jukebox(struct lab *l, bool rotate)
{
	u32 i;

	for (i = 0; i < l->f.drives; i++) {
		l->f.drive[i].dev.kind = NTMS_DEVICE_OPTICAL;
		strscpy(l->f.drive[i].dev.product, "OPTICAL",
			sizeof(l->f.drive[i].dev.product));
	}
	l->f.info.rotate = rotate;
	lab_up(l);
}

static u32 mount_side(struct lab *l, u32 session, u32 n, u32 side)
{
	guid_t guid = lab_tape(l, n)->sides[side]->o.guid;
	struct ntms_mount_args a = {
		.media = &guid, .count = 1, .timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;

	return lab_begin(l, session, &mount, &a) ?: lab_end(l, &mount);
}

static u32 dismount_side(struct lab *l, u32 n, u32 side, u32 options)
{
	guid_t guid = lab_tape(l, n)->sides[side]->o.guid;

	return lab_dismount_side(l, 0, &guid, options);
}

static void expect_up(struct lab *l, u32 n, u32 side)
{
	struct ntms_physical_media *pm = lab_tape(l, n);
	struct fake_element *e = fake_at(&l->f, lab_element(l, pm));

	KUNIT_ASSERT_NOT_NULL(l->test, e);
	KUNIT_EXPECT_EQ(l->test, e->e.type, NTMS_ELEMENT_DRIVE);
	KUNIT_EXPECT_EQ(l->test, e->turned, side);
	down_read(&l->m.lock);
	KUNIT_EXPECT_PTR_EQ(l->test, pm->mounted_partition, pm->sides[side]);
	KUNIT_EXPECT_PTR_EQ(l->test, ntms_drive(pm->location)->saved_partition,
			    pm->sides[side]);
	up_read(&l->m.lock);
}

static void a_disc_is_turned_over_for_its_second_side(struct kunit *test)
{
	struct lab *l = test->priv;

	up_jukebox(l, true);
	KUNIT_ASSERT_EQ(test, lab_tape(l, 0)->number_of_partitions, 2);
	LAB_EXPECT(l, mount_side(l, 0, 0, 1), 0);
	expect_up(l, 0, 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->sides[1]->mount_count, 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->sides[0]->mount_count, 0);
	/* and lies in its slot as it did before */
	LAB_EXPECT(l, dismount_side(l, 0, 1, 0), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	KUNIT_EXPECT_FALSE(test, fake_at(&l->f, SLOT)->turned);
	KUNIT_EXPECT_EQ(test, l->f.inverted, 2);
	LAB_EXPECT(l, mount_side(l, 0, 0, 0), 0);
	expect_up(l, 0, 0);
	lab_agrees(l, &l->f);
}

static void a_disc_that_was_left_in_a_drive_is_turned_over(struct kunit *test)
{
	struct lab *l = test->priv;

	up_jukebox(l, true);
	LAB_EXPECT(l, mount_side(l, 0, 0, 0), 0);
	LAB_EXPECT(l, dismount_side(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	lab_settle(l);
	expect_up(l, 0, 0);
	LAB_EXPECT(l, mount_side(l, 0, 0, 1), 0);
	expect_up(l, 0, 1);
	lab_agrees(l, &l->f);
}

static void both_sides_cannot_be_up(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t side;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .timeout = 30,
	};

	up_jukebox(l, true);
	LAB_EXPECT(l, mount_side(l, 0, 0, 0), 0);
	side = lab_tape(l, 0)->sides[1]->o.guid;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a) ?: lab_end(l, &mount),
		   ERROR_TIMEOUT);
	LAB_EXPECT(l, lab_begin(l, 1, &mount, &a) ?: lab_end(l, &mount),
		   ERROR_TIMEOUT);
	expect_up(l, 0, 0);
}

static void what_is_ejected_is_turned_back(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t medium, operation;

	up_jukebox(l, true);
	medium = lab_tape(l, 0)->o.guid;
	LAB_EXPECT(l, mount_side(l, 0, 0, 1), 0);
	LAB_EXPECT(l, dismount_side(l, 0, 1, NTMS_DISMOUNT_DEFERRED), 0);
	lab_settle(l);
	expect_up(l, 0, 1);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, fake_at(&l->f, PORT)->e.full);
	KUNIT_EXPECT_FALSE(test, fake_at(&l->f, PORT)->turned);
}

static void which_side_is_up_is_read_again(struct kunit *test)
{
	struct lab *l = test->priv;

	up_jukebox(l, true);
	lab_agrees(l, &l->f);
	/* somebody else has loaded it */
	fake_carry(&l->f, SLOT, DRIVE);
	fake_at(&l->f, DRIVE)->turned = true;
	fake_at(&l->f, DRIVE)->e.source = SLOT;
	fake_at(&l->f, DRIVE)->e.source_valid = true;
	fake_at(&l->f, DRIVE)->e.invert = true;
	lab_reread(l);
	expect_up(l, 0, 1);
	/* no move is needed to use it */
	LAB_EXPECT(l, mount_side(l, 0, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
}

static void a_library_that_cannot_turn_says_so(struct kunit *test)
{
	struct lab *l = test->priv;

	up_jukebox(l, false);
	LAB_EXPECT(l, mount_side(l, 0, 0, 1), ERROR_UNABLE_TO_LOAD_MEDIUM);
	KUNIT_EXPECT_NOT_NULL(test, strstr(l->call.text, "turn"));
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	LAB_EXPECT(l, mount_side(l, 0, 0, 0), 0);
	lab_agrees(l, &l->f);
}

/* nothing turns it over there: who put it in knows which side he wants */
static void in_a_drive_alone_the_side_is_up_that_is_mounted(struct kunit *test)
{
	struct lab *l = test->priv;
	struct fake_device *d = &l->f.drive[0];
	struct ntms_library *library;
	struct ntms_mount_args a = { .count = 1, .timeout = NTMS_INFINITE };
	struct ntms_physical_media *pm;
	struct lab_mount mount;
	guid_t side;

	ntms_robot_limits.look = 10;
	d->dev.kind = NTMS_DEVICE_OPTICAL;
	strscpy(d->dev.product, "OPTICAL", sizeof(d->dev.product));
	fake_put(&l->f, DRIVE, "ANY001L8");
	fake_found(d);
	lab_start(l);
	lab_wait(l, (library = lab_library(l, "CHANGER1D0")) &&
		 library->media == 1);
	down_read(&l->m.lock);
	pm = ntms_drive(ntms_element(library, NTMS_TYPE_DRIVE, 0))->media;
	up_read(&l->m.lock);
	KUNIT_ASSERT_EQ(test, pm->number_of_partitions, 2);
	side = pm->sides[1]->o.guid;
	a.media = &side;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a) ?: lab_end(l, &mount), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->mounted_partition, pm->sides[1]);
}

static struct kunit_case side_cases[] = {
	KUNIT_CASE(a_disc_is_turned_over_for_its_second_side),
	KUNIT_CASE(a_disc_that_was_left_in_a_drive_is_turned_over),
	KUNIT_CASE(both_sides_cannot_be_up),
	KUNIT_CASE(what_is_ejected_is_turned_back),
	KUNIT_CASE(which_side_is_up_is_read_again),
	KUNIT_CASE(a_library_that_cannot_turn_says_so),
	KUNIT_CASE(in_a_drive_alone_the_side_is_up_that_is_mounted),
	{}
};

static struct kunit_suite side_suite = {
	.name = "ntms_side",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = side_cases,
};
kunit_test_suite(side_suite);
