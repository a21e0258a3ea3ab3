// SPDX-License-Identifier: GPL-2.0
/*
 * DeleteNtmsLibrary and DeleteNtmsDrive: all of it goes or nothing, media go
 * off line, and what comes back is new; semantics 8.9 and 8.10.
 */
#include <linux/string.h>

#include "robolab.h"

#define DRIVE	FAKE_FIRST_DRIVE
#define SLOT	FAKE_FIRST_SLOT
#define LARGE	12000

static struct ntms_library *library(struct lab *l)
{
	return lab_library(l, "CHANGER1");
}

static u32 number_of(struct lab *l, u32 type)
{
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, type, id, o)
		n++;
	up_read(&l->m.lock);
	return n;
}

static u32 number_of_robots(void)
{
	struct ntms_robot *r;
	u32 n = 0;

	down_read(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		n++;
	up_read(&ntms_robotics.m->lock);
	return n;
}

static bool serves(const guid_t *library)
{
	bool found;

	down_read(&ntms_robotics.m->lock);
	found = ntms_robot_of(library);
	up_read(&ntms_robotics.m->lock);
	return found;
}

/* the library that was up is not connected any more, its drives neither */
static guid_t absent(struct lab *l)
{
	guid_t guid = library(l)->o.guid;

	fake_all_gone(&l->f);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	lab_settle(l);
	return guid;
}

static void libraries_that_cannot_be_deleted(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	LAB_EXPECT(l, lab_delete_library(l, &guid_null),
		   ERROR_INVALID_PARAMETER);
	guid_gen(&guid);
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_LIBRARY);
	guid = lab_drive(l, 0)->o.guid;
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_LIBRARY);
	guid = l->m.offline->o.guid;
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_LIBRARY);
	guid = library(l)->o.guid;
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_STATE);
	KUNIT_EXPECT_PTR_NE(test, library(l), NULL);
}

static void everything_goes_and_media_are_off_line(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;
	u32 i;

	lab_up(l);
	guid = absent(l);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	KUNIT_EXPECT_NULL(test, library(l));
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_LIBRARY), 1);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_STORAGESLOT), 0);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_DRIVE), 0);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_CHANGER), 0);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_IEPORT), 0);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_LIBREQUEST), 0);
	KUNIT_EXPECT_EQ(test, l->m.offline->media, LAB_TAPES);
	for (i = 0; i < LAB_TAPES; i++) {
		KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, i)->library,
				    l->m.offline);
		KUNIT_EXPECT_NULL(test, lab_tape(l, i)->location);
		KUNIT_EXPECT_NULL(test, lab_tape(l, i)->home_slot);
		KUNIT_EXPECT_EQ(test, lab_tape(l, i)->state,
				NTMS_MEDIASTATE_IDLE);
	}
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_LIBRARY);
}

static void with_a_medium_in_a_drive_and_a_cleaner_slot(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *lib;
	struct ntms_txn t;
	guid_t guid;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lib = library(l);
	ntms_txn_begin(&t, &l->m);
	ntms_txn_edit(&t, &lib->o);
	lib->cleaner_slot = ntms_storageslot(
		ntms_element(lib, NTMS_TYPE_STORAGESLOT, SLOT + 7));
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	guid = absent(l);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	KUNIT_EXPECT_NULL(test, lab_tape(l, 0)->mounted_partition);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

static void a_disabled_library_is_not_immortal(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	guid = library(l)->o.guid;
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_LIBRARY, &guid, false), 0);
	fake_all_gone(&l->f);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
}

static void what_comes_back_is_a_new_library(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 round, robots;
	guid_t guid, tape;

	lab_up(l);
	guid = absent(l);
	robots = number_of_robots();
	for (round = 0; round < 3; round++) {
		tape = lab_tape(l, 3)->o.guid;
		LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
		lab_wait(l, !serves(&guid));
		lab_up(l);
		KUNIT_EXPECT_FALSE(test, guid_equal(&library(l)->o.guid,
						    &guid));
		/* its media are known by their bar codes */
		KUNIT_EXPECT_TRUE(test, guid_equal(&lab_tape(l, 3)->o.guid,
						   &tape));
		KUNIT_EXPECT_EQ(test, l->m.offline->media, 0);
		LAB_EXPECT(l, lab_mount(l, 0, 3, 0, NTMS_INFINITE), 0);
		LAB_EXPECT(l, lab_dismount(l, 0, 3, 0), 0);
		lab_wait(l, lab_element(l, lab_tape(l, 3)) == SLOT + 3);
		lab_agrees(l, &l->f);
		/* nothing is left of the old one */
		KUNIT_EXPECT_EQ(test, number_of_robots(), robots);
		guid = absent(l);
	}
}

static void its_drives_are_free(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	guid = library(l)->o.guid;
	fake_gone(&l->f.changer);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	lab_settle(l);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	/* they are on their own now, until the changer comes back */
	lab_wait(l, lab_library(l, "CHANGER1D0") &&
		 lab_library(l, "CHANGER1D1"));
	fake_found(&l->f.changer);
	lab_wait(l, library(l) &&
		 library(l)->o.operational_state == NTMS_READY);
	lab_wait(l, !lab_library(l, "CHANGER1D0") &&
		 !lab_library(l, "CHANGER1D1"));
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void a_mount_goes_on_waiting_for_its_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t guid;

	lab_up(l);
	guid = absent(l);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 2, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_WAITING),
			1);
	lab_up(l);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_agrees(l, &l->f);
}

static void not_while_a_request_is_being_finished(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	guid = library(l)->o.guid;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	wait_for_completion(&l->f.held);
	fake_gone(&l->f.changer);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_INVALID_STATE);
	fake_release(&l->f);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_FAILED) == 1);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
}

/* a library that was never there, with a medium in each of many slots */
static guid_t make_large(struct lab *l)
{
	struct ntms_physical_media *pm;
	struct ntms_media_pool *pool;
	struct ntms_media_type *type;
	struct ntms_library *lib;
	struct ntms_object *o;
	struct ntms_txn t;
	guid_t guid;
	u32 i, error;

	ntms_txn_begin(&t, &l->m);
	type = ntms_media_type_by_code(&l->m, 0x56);
	error = ntms_system_pools(&t, type);
	error = error ?: ntms_txn_insert(&t, NTMS_TYPE_LIBRARY, NULL, &o);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	lib = ntms_library(o);
	guid = o->guid;
	lib->library_type = NTMS_LIBRARYTYPE_ONLINE;
	o->operational_state = NTMS_NOT_PRESENT;
	error = ntms_acl_default(&t, o, NULL, NULL);
	error = error ?: ntms_txn_commit(&t, NULL);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	ntms_txn_begin(&t, &l->m);
	pool = ntms_system_pool(l->m.free, type);
	for (i = 0; !error && i < LARGE; i++) {
		error = ntms_txn_insert(&t, NTMS_TYPE_STORAGESLOT, NULL, &o);
		if (error)
			break;
		ntms_storageslot(o)->library = lib;
		ntms_storageslot(o)->number = i;
		ntms_storageslot(o)->element = SLOT + i;
		ntms_storageslot(o)->state = NTMS_SLOTSTATE_FULL;
		error = ntms_media_create(&t, lib, pool, NULL,
					  NTMS_PARTSTATE_AVAILABLE, &pm);
		pm->location = o;
		pm->home_slot = ntms_storageslot(o);
	}
	error = error ?: ntms_txn_commit(&t, NULL);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	return guid;
}

static void a_large_library(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid = make_large(l);
	ktime_t begin;

	lab_start(l);
	lab_settle(l);
	begin = ktime_get();
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	kunit_info(test, "%u media and slots in %lld ms", LARGE,
		   ktime_ms_delta(ktime_get(), begin));
	KUNIT_EXPECT_EQ(test, l->m.offline->media, LARGE);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_STORAGESLOT), 0);
}

/* drives */

static void drives_that_cannot_be_deleted(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid, lib;

	lab_up(l);
	LAB_EXPECT(l, lab_delete_drive(l, &guid_null),
		   ERROR_INVALID_PARAMETER);
	guid_gen(&guid);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), ERROR_INVALID_DRIVE);
	lib = library(l)->o.guid;
	LAB_EXPECT(l, lab_delete_drive(l, &lib), ERROR_INVALID_DRIVE);
	guid = lab_drive(l, 0)->o.guid;
	LAB_EXPECT(l, lab_delete_drive(l, &guid), ERROR_INVALID_STATE);
	fake_gone(&l->f.drive[0]);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_LIBRARY, &lib, false), 0);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_LIBRARY, &lib, true), 0);
	lab_settle(l);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), 0);
}

static void a_drive_that_is_gone(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_close(l, 0);
	guid = lab_drive(l, 0)->o.guid;
	fake_gone(&l->f.drive[0]);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_NOT_PRESENT);
	lab_settle(l);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), 0);
	/*
	 * The changer still has the element, and says what is in it: it is a
	 * new drive, without a device, and the medium is found in it.
	 */
	lab_wait(l, lab_drive(l, 0));
	lab_settle(l);
	KUNIT_EXPECT_FALSE(test, guid_equal(&lab_drive(l, 0)->o.guid, &guid));
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	/* and when a device comes it is a drive like any other */
	fake_found(&l->f.drive[0]);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_READY);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

static void a_drive_alone_goes_with_its_library(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *alone;
	guid_t guid;

	fake_found(&l->f.drive[0]);
	lab_start(l);
	lab_wait(l, (alone = lab_library(l, "CHANGER1D0")) &&
		 alone->o.operational_state == NTMS_READY);
	lab_settle(l);
	down_read(&l->m.lock);
	guid = ntms_element(alone, NTMS_TYPE_DRIVE, 0)->guid;
	up_read(&l->m.lock);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), ERROR_INVALID_STATE);
	fake_gone(&l->f.drive[0]);
	lab_wait(l, alone->o.operational_state == NTMS_NOT_PRESENT);
	lab_settle(l);
	LAB_EXPECT(l, lab_delete_drive(l, &guid), 0);
	KUNIT_EXPECT_NULL(test, lab_library(l, "CHANGER1D0"));
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_DRIVE), 0);
	KUNIT_EXPECT_EQ(test, number_of(l, NTMS_TYPE_IEPORT), 0);
}

static void deleting_takes_the_modify_right(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid, drive;

	lab_up(l);
	guid = absent(l);
	drive = lab_drive(l, 0)->o.guid;
	/* the default list of a library gives everybody the use right only */
	l->s[0].caller.admin = false;
	l->s[0].caller.uid = 1000;
	LAB_EXPECT(l, lab_delete_library(l, &guid), ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, lab_delete_drive(l, &drive), ERROR_ACCESS_DENIED);
	/* and group tape the modify right */
	l->s[0].caller.gid = ntms_tape_gid;
	LAB_EXPECT(l, lab_delete_drive(l, &drive), 0);
	LAB_EXPECT(l, lab_delete_library(l, &guid), 0);
	l->s[0].caller.admin = true;
}

static void out_of_memory_deletes_nothing(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_waiter nobody = { .done = lab_nobody };
	u32 n, before, error = ERROR_NOT_ENOUGH_MEMORY;
	guid_t guid;

	lab_up(l);
	guid = absent(l);
	l->call.s = &l->s[0];
	before = l->m.count;
	for (n = 1; error && n < 500; n++) {
		l->call.text[0] = 0;
		FAIL_NTH = n;
		error = ntms_library_delete(&l->call, &guid, &nobody);
		FAIL_NTH = 0;
		lab_verify(l);
		if (!error)
			break;
		KUNIT_EXPECT_EQ(test, error, ERROR_NOT_ENOUGH_MEMORY);
		KUNIT_EXPECT_EQ(test, l->m.count, before);
		KUNIT_EXPECT_EQ(test, l->m.offline->media, 0);
	}
	LAB_EXPECT(l, error, 0);
	KUNIT_EXPECT_NULL(test, library(l));
}

static struct kunit_case remove_cases[] = {
	KUNIT_CASE(libraries_that_cannot_be_deleted),
	KUNIT_CASE(everything_goes_and_media_are_off_line),
	KUNIT_CASE(with_a_medium_in_a_drive_and_a_cleaner_slot),
	KUNIT_CASE(a_disabled_library_is_not_immortal),
	KUNIT_CASE(what_comes_back_is_a_new_library),
	KUNIT_CASE(its_drives_are_free),
	KUNIT_CASE(a_mount_goes_on_waiting_for_its_medium),
	KUNIT_CASE(not_while_a_request_is_being_finished),
	KUNIT_CASE(a_large_library),
	KUNIT_CASE(drives_that_cannot_be_deleted),
	KUNIT_CASE(a_drive_that_is_gone),
	KUNIT_CASE(a_drive_alone_goes_with_its_library),
	KUNIT_CASE(deleting_takes_the_modify_right),
	KUNIT_CASE(out_of_memory_deletes_nothing),
	{}
};

static struct kunit_suite remove_suite = {
	.name = "ntms_remove",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = remove_cases,
};
kunit_test_suite(remove_suite);
