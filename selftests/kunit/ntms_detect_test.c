// SPDX-License-Identifier: GPL-2.0
/* Robotics: stand-alone drives that are watched */
#include <linux/delay.h>

#include "robolab.h"

#define DRIVE	FAKE_FIRST_DRIVE

static struct ntms_library *alone(struct lab *l)
{
	return lab_library(l, "CHANGER1D0");
}

/* only the first drive, without its changer */
static void up_alone(struct lab *l)
{
	fake_found(&l->f.drive[0]);
	lab_start(l);
	lab_wait(l, alone(l) && alone(l)->o.operational_state == NTMS_READY);
	lab_settle(l);
	ntms_robot_limits.watch = 10;
}

static bool is_watched(struct lab *l)
{
	return alone(l)->flags & NTMS_LIBRARYFLAG_AUTODETECTCHANGE;
}

static void what_is_put_in_and_taken_out_is_noticed(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t library;
	u32 number;

	up_alone(l);
	library = alone(l)->o.guid;
	LAB_EXPECT(l, lab_detect_begin(l, 0, &number), 0);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &library, 1,
				     NTMS_TYPE_LIBRARY), 0);
	KUNIT_EXPECT_TRUE(test, is_watched(l));
	fake_put(&l->f, DRIVE, "ANY001L8");
	lab_wait(l, alone(l)->media == 1);
	fake_take(&l->f, DRIVE);
	lab_wait(l, alone(l)->media == 0);
	/* not the way it would move: nothing was rewound or loaded */
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_READY], 0);
	LAB_EXPECT(l, lab_detect_end(l, 0, number), 0);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
	LAB_EXPECT(l, lab_detect_end(l, 0, number), ERROR_INVALID_HANDLE);
	msleep(30);
	fake_put(&l->f, DRIVE, "ANY002L8");
	msleep(60);
	KUNIT_EXPECT_EQ(test, alone(l)->media, 0);
}

static void a_drive_in_use_is_left_alone(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t library;
	u32 number;

	up_alone(l);
	library = alone(l)->o.guid;
	l->f.drive[0].open = true;
	LAB_EXPECT(l, lab_detect_begin(l, 0, &number), 0);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &library, 1,
				     NTMS_TYPE_LIBRARY), 0);
	fake_put(&l->f, DRIVE, "ANY001L8");
	msleep(60);
	KUNIT_EXPECT_EQ(test, alone(l)->media, 0);
	l->f.drive[0].open = false;
	lab_wait(l, alone(l)->media == 1);
}

static void it_is_noticed_although_nobody_watches(struct kunit *test)
{
	struct lab *l = test->priv;

	ntms_robot_limits.look = 10;
	up_alone(l);
	fake_put(&l->f, DRIVE, "ANY001L8");
	lab_wait(l, alone(l)->media == 1);
	fake_take(&l->f, DRIVE);
	lab_wait(l, alone(l)->media == 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_READY], 0);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
}

/* the one that is in the drive */
static struct ntms_physical_media *the_medium(struct lab *l)
{
	struct ntms_object *o, *found = NULL;
	u32 id;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_PHYSICAL_MEDIA, id, o)
		found = o;
	up_read(&l->m.lock);
	KUNIT_ASSERT_NOT_NULL(l->test, found);
	return ntms_physical_media(found);
}

/* whoever has it may open the node at any moment */
static void a_drive_whose_medium_is_mounted_is_left_alone(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_mount_args a = { .count = 1, .timeout = NTMS_INFINITE };
	struct lab_mount mount;
	guid_t side;
	u32 looks;

	ntms_robot_limits.look = 10;
	up_alone(l);
	fake_put(&l->f, DRIVE, "ANY001L8");
	lab_wait(l, alone(l)->media == 1);
	side = the_medium(l)->sides[0]->o.guid;
	a.media = &side;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a) ?: lab_end(l, &mount), 0);
	/* one may be on its way */
	msleep(30);
	looks = l->f.calls[FAKE_TEST];
	msleep(60);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_TEST], looks);
	lab_close(l, 0);
	lab_wait(l, l->f.calls[FAKE_TEST] > looks);
}

static void one_look_is_enough(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t library;

	up_alone(l);
	library = alone(l)->o.guid;
	fake_put(&l->f, DRIVE, "ANY001L8");
	LAB_EXPECT(l, lab_detect_set(l, 0, 0, &library, 1, NTMS_TYPE_LIBRARY),
		   0);
	lab_wait(l, alone(l)->media == 1);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
}

static void media_and_types_stand_for_drives(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_media_type *type;
	guid_t guid;
	u32 number;

	up_alone(l);
	down_read(&l->m.lock);
	type = ntms_media_type_by_code(&l->m, 0x56);
	guid = type->o.guid;
	up_read(&l->m.lock);
	LAB_EXPECT(l, lab_detect_begin(l, 0, &number), 0);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &guid, 1,
				     NTMS_TYPE_MEDIA_TYPE), 0);
	KUNIT_EXPECT_TRUE(test, is_watched(l));
	/* with the session it ends */
	lab_close(l, 0);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
	/* nothing here can hold a compact disc */
	down_read(&l->m.lock);
	guid = ntms_media_type_by_code(&l->m, 0x33)->o.guid;
	up_read(&l->m.lock);
	LAB_EXPECT(l, lab_detect_begin(l, 0, &number), 0);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &guid, 1,
				     NTMS_TYPE_MEDIA_TYPE), 0);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
}

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t library, unknown;
	u32 number;

	guid_gen(&unknown);
	up_alone(l);
	library = alone(l)->o.guid;
	LAB_EXPECT(l, lab_detect_begin(l, 0, &number), 0);
	LAB_EXPECT(l, lab_detect_set(l, 1, number, &library, 1,
				     NTMS_TYPE_LIBRARY), ERROR_INVALID_HANDLE);
	LAB_EXPECT(l, lab_detect_end(l, 1, number), ERROR_INVALID_HANDLE);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &library, 0,
				     NTMS_TYPE_LIBRARY),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &library, 1,
				     NTMS_TYPE_DRIVE), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &library, 1,
				     NTMS_TYPE_MEDIA_TYPE),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &unknown, 1,
				     NTMS_TYPE_LIBRARY), ERROR_INVALID_LIBRARY);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &unknown, 1,
				     NTMS_TYPE_PHYSICAL_MEDIA),
		   ERROR_INVALID_MEDIA);
	LAB_EXPECT(l, lab_detect_set(l, 0, number, &unknown, 1,
				     NTMS_TYPE_MEDIA_TYPE),
		   ERROR_INVALID_MEDIA);
	KUNIT_EXPECT_FALSE(test, is_watched(l));
}

static void a_medium_is_ejected_from_it(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t library, medium, operation;

	up_alone(l);
	library = alone(l)->o.guid;
	fake_put(&l->f, DRIVE, "ANY001L8");
	LAB_EXPECT(l, lab_detect_set(l, 0, 0, &library, 1, NTMS_TYPE_LIBRARY),
		   0);
	lab_wait(l, alone(l)->media == 1);
	medium = the_medium(l)->o.guid;
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_EJECT, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_FALSE(test, l->f.drive[0].loaded);
	KUNIT_EXPECT_EQ(test, alone(l)->media, 0);
}

static struct kunit_case detect_cases[] = {
	KUNIT_CASE(what_is_put_in_and_taken_out_is_noticed),
	KUNIT_CASE(a_drive_in_use_is_left_alone),
	KUNIT_CASE(it_is_noticed_although_nobody_watches),
	KUNIT_CASE(a_drive_whose_medium_is_mounted_is_left_alone),
	KUNIT_CASE(one_look_is_enough),
	KUNIT_CASE(media_and_types_stand_for_drives),
	KUNIT_CASE(refusals),
	KUNIT_CASE(a_medium_is_ejected_from_it),
	{}
};

static struct kunit_suite detect_suite = {
	.name = "ntms_detect",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = detect_cases,
};
kunit_test_suite(detect_suite);
