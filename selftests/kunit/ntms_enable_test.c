// SPDX-License-Identifier: GPL-2.0
/*
 * EnableNtmsObject and DisableNtmsObject: what is disabled is not used, what
 * is in it neither, and what waits goes on when it is enabled; semantics 8.8.
 */
#include "robolab.h"

#define DRIVE	FAKE_FIRST_DRIVE
#define SLOT	FAKE_FIRST_SLOT

static struct ntms_library *library(struct lab *l)
{
	return lab_library(l, "CHANGER1");
}

static u32 enable(struct lab *l, const struct ntms_object *o, bool on)
{
	guid_t guid = o->guid;

	return lab_enable(l, o->type, &guid, on);
}

/* somebody who has only @rights on the library */
static void become(struct lab *l, u32 rights)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e;
	} list = { .e = { NTMS_ACL_ALLOW, NTMS_ACL_UID, 1000, rights } };
	struct ntms_library *lib = library(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	ntms_txn_edit(&t, &lib->o);
	ntms_txn_set_blob(&t, &lib->o, &lib->acl, &list, sizeof(list));
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
	l->s[0].caller.admin = false;
	l->s[0].caller.uid = 1000;
}

static void only_libraries_drives_and_media(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid = {};
	u32 type;

	lab_up(l);
	for (type = 0; type < 20; type++) {
		if (type == NTMS_TYPE_LIBRARY || type == NTMS_TYPE_DRIVE ||
		    type == NTMS_TYPE_PHYSICAL_MEDIA)
			continue;
		guid_gen(&guid);
		LAB_EXPECT(l, lab_enable(l, type, &guid, true),
			   ERROR_INVALID_PARAMETER);
		LAB_EXPECT(l, lab_enable(l, type, &guid, false),
			   ERROR_INVALID_PARAMETER);
	}
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_DRIVE, &guid_null, false),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_DRIVE, &guid, false),
		   ERROR_OBJECT_NOT_FOUND);
	/* of another type than was said */
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_DRIVE, &library(l)->o.guid,
				 false), ERROR_OBJECT_NOT_FOUND);
}

static void libraries_that_are_not_there(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;

	lab_up(l);
	LAB_EXPECT(l, enable(l, &l->m.offline->o, false),
		   ERROR_LIBRARY_OFFLINE);
	LAB_EXPECT(l, enable(l, &l->m.offline->o, true),
		   ERROR_LIBRARY_OFFLINE);
	d = lab_drive(l, 0);
	fake_gone(&l->f.changer);
	lab_wait(l, library(l)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), ERROR_LIBRARY_OFFLINE);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), ERROR_LIBRARY_OFFLINE);
	/* what is in it can be */
	LAB_EXPECT(l, enable(l, &d->o, false), 0);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false), 0);
}

static void media_that_are_off_line(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	KUNIT_ASSERT_PTR_EQ(test, pm->library, l->m.offline);
	LAB_EXPECT(l, enable(l, &pm->o, false), 0);
	KUNIT_EXPECT_FALSE(test, pm->o.enabled);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, 0), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, enable(l, &pm->o, true), 0);
}

static void what_is_so_already(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_object *o[3];
	u32 i;

	lab_up(l);
	o[0] = &library(l)->o;
	o[1] = &lab_drive(l, 1)->o;
	o[2] = &lab_tape(l, 2)->o;
	for (i = 0; i < ARRAY_SIZE(o); i++) {
		LAB_EXPECT(l, enable(l, o[i], true), ERROR_INVALID_STATE);
		LAB_EXPECT(l, enable(l, o[i], false), 0);
		KUNIT_EXPECT_FALSE(test, o[i]->enabled);
		LAB_EXPECT(l, enable(l, o[i], false), ERROR_INVALID_STATE);
		LAB_EXPECT(l, enable(l, o[i], true), 0);
		KUNIT_EXPECT_TRUE(test, o[i]->enabled);
	}
}

static void the_modify_right_on_the_library(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	become(l, NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false),
		   ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false),
		   ERROR_ACCESS_DENIED);
	become(l, NTMS_MODIFY_ACCESS);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), 0);
	l->s[0].caller.admin = true;
}

static void the_requests_can_be_seen(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 operation;

	lab_up(l);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, true), 0);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false), 0);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, true), 0);
	for (operation = NTMS_LM_DISABLECHANGER;
	     operation <= NTMS_LM_ENABLEMEDIA; operation++)
		KUNIT_EXPECT_EQ(test, lab_requests(l, operation,
						   NTMS_LM_PASSED), 1);
}

static void a_disabled_medium_is_not_used(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, true), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* one that waits for it need not wait any longer */
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, enable(l, &lab_tape(l, 0)->o, false), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_MEDIA_NOT_AVAILABLE);
	/* an operator gets it out */
	LAB_EXPECT(l, lab_dismount_drive(l, 0), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
}

static void a_disabled_library_does_nothing(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST),
		   ERROR_RESOURCE_DISABLED);
	/* what is in it keeps its own flag */
	KUNIT_EXPECT_TRUE(test, lab_drive(l, 0)->o.enabled);
	KUNIT_EXPECT_TRUE(test, lab_tape(l, 0)->o.enabled);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
}

static void a_mount_waits_for_its_library(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 2, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), 0);
	lab_close(l, 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_WAITING),
			1);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), 0);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_agrees(l, &l->f);
}

static void other_requests_wait_for_their_library(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 n;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	/* the transport is busy: the inventory and the other one wait */
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 1, 0), 0);
	LAB_EXPECT(l, enable(l, &library(l)->o, false), 0);
	fake_release(&l->f);
	/* what has begun comes to its end */
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
	lab_settle(l);
	n = l->f.calls[FAKE_MOVE];
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_DISMOUNT,
					   NTMS_LM_QUEUED), 1);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_INVENTORY,
					   NTMS_LM_QUEUED), 1);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], n);
	LAB_EXPECT(l, enable(l, &library(l)->o, true), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 1)) == SLOT + 1);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	lab_agrees(l, &l->f);
}

static void a_disabled_drive_is_not_used(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t side, drive;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .drives = &drive,
		.number_of_drives = 1, .options = NTMS_MOUNT_SPECIFIC_DRIVE,
		.timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;

	lab_up(l);
	side = lab_side(l, 0);
	drive = lab_drive(l, 0)->o.guid;
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), ERROR_RESOURCE_DISABLED);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE + 1);
	LAB_EXPECT(l, lab_dismount_drive(l, 0), ERROR_RESOURCE_DISABLED);
	/* none is left */
	LAB_EXPECT(l, lab_mount(l, 0, 1, NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				NTMS_INFINITE), ERROR_BUSY);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 1, 0, NTMS_INFINITE), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_WAITING),
			1);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, true), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 1)), DRIVE);
}

static void a_disabled_drive_is_emptied(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
	lab_agrees(l, &l->f);
}

static void whoever_has_the_medium_keeps_it(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 1)->o, false), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	/* mounting it once more needs no drive */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	/* a deferred dismount does not leave it there */
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
	/* nor does the end of the session */
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 1)), DRIVE + 1);
	lab_close(l, 0);
	lab_wait(l, lab_element(l, lab_tape(l, 1)) == SLOT + 1);
	lab_agrees(l, &l->f);
}

static void what_cannot_be_sent_home_is_left_alone(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 n;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_close(l, 0);
	l->f.drive[0].unload_error = -EIO;
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_FAILED) == 1);
	lab_reread(l);
	lab_settle(l);
	n = l->f.calls[FAKE_UNLOAD];
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_UNLOAD], n);
	KUNIT_EXPECT_EQ(test, n, 1);
	/* disabled again it is tried again */
	l->f.drive[0].unload_error = 0;
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, true), 0);
	lab_settle(l);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
}

static void a_medium_in_a_disabled_drive_gets_another(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, enable(l, &lab_drive(l, 0)->o, false), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE + 1);
}

static void out_of_memory_changes_nothing(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_waiter nobody = { .done = lab_nobody };
	u32 n, requests, error = ERROR_NOT_ENOUGH_MEMORY;
	struct ntms_object *o;
	guid_t guid;

	lab_up(l);
	o = &lab_drive(l, 0)->o;
	guid = o->guid;
	l->call.s = &l->s[0];
	for (n = 1; error && n < 100; n++) {
		requests = library(l)->count[NTMS_TYPE_LIBREQUEST];
		l->call.text[0] = 0;
		FAIL_NTH = n;
		error = ntms_object_enable(&l->call, NTMS_TYPE_DRIVE, &guid,
					   false, &nobody);
		FAIL_NTH = 0;
		lab_verify(l);
		KUNIT_EXPECT_EQ(test, o->enabled, !!error);
		if (!error)
			break;
		KUNIT_EXPECT_EQ(test, error, ERROR_NOT_ENOUGH_MEMORY);
		KUNIT_EXPECT_EQ(test, library(l)->count[NTMS_TYPE_LIBREQUEST],
				requests);
	}
	LAB_EXPECT(l, error, 0);
}

static struct kunit_case enable_cases[] = {
	KUNIT_CASE(only_libraries_drives_and_media),
	KUNIT_CASE(libraries_that_are_not_there),
	KUNIT_CASE(media_that_are_off_line),
	KUNIT_CASE(what_is_so_already),
	KUNIT_CASE(the_modify_right_on_the_library),
	KUNIT_CASE(the_requests_can_be_seen),
	KUNIT_CASE(a_disabled_medium_is_not_used),
	KUNIT_CASE(a_disabled_library_does_nothing),
	KUNIT_CASE(a_mount_waits_for_its_library),
	KUNIT_CASE(other_requests_wait_for_their_library),
	KUNIT_CASE(a_disabled_drive_is_not_used),
	KUNIT_CASE(a_disabled_drive_is_emptied),
	KUNIT_CASE(whoever_has_the_medium_keeps_it),
	KUNIT_CASE(what_cannot_be_sent_home_is_left_alone),
	KUNIT_CASE(a_medium_in_a_disabled_drive_gets_another),
	KUNIT_CASE(out_of_memory_changes_nothing),
	{}
};

static struct kunit_suite enable_suite = {
	.name = "ntms_enable",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = enable_cases,
};
kunit_test_suite(enable_suite);
