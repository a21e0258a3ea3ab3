// SPDX-License-Identifier: GPL-2.0
/* Robotics: EjectNtmsMedia */
#include <linux/delay.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE
#define PORT	FAKE_FIRST_PORT

static guid_t pmid(struct lab *l, u32 n)
{
	return lab_tape(l, n)->o.guid;
}

static bool is_full(struct lab *l, u32 address)
{
	return READ_ONCE(fake_at(&l->f, address)->e.full);
}

static u32 ended(struct lab *l, u32 state)
{
	return lab_requests(l, NTMS_LM_EJECT, state);
}

static void to_application_pool(struct lab *l, u32 n)
{
	struct ntms_media_type *type = lab_tape(l, n)->pool->media_type;
	guid_t medium = pmid(l, n), pool, free;
	struct ntms_txn t;

	l->call.s = &l->s[0];
	ntms_txn_begin(&t, &l->m);
	free = ntms_system_pool(l->m.free, type)->o.guid;
	KUNIT_ASSERT_EQ(l->test, ntms_pool_create(&l->call, &t, "backup",
						  &type->o.guid,
						  NTMS_OPEN_ALWAYS, NULL, 0,
						  &pool), 0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(l->test, ntms_pool_move(&l->call, &t, &medium, &free),
			0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(l->test, ntms_pool_move(&l->call, &t, &medium, &pool),
			0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void to_free_pool(struct lab *l, u32 n)
{
	struct ntms_media_type *type = lab_tape(l, n)->pool->media_type;
	guid_t medium = pmid(l, n), free;
	struct ntms_txn t;

	l->call.s = &l->s[0];
	ntms_txn_begin(&t, &l->m);
	free = ntms_system_pool(l->m.free, type)->o.guid;
	KUNIT_ASSERT_EQ(l->test, ntms_pool_move(&l->call, &t, &medium, &free),
			0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void a_medium_is_brought_to_the_port_until_it_is_taken(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;
	struct ntms_librequest *q;

	lab_up(l);
	to_application_pool(l, 0);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	lab_agrees(l, &l->f);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	q = lab_request(l, &operation);
	KUNIT_EXPECT_TRUE(test, guid_equal(&q->work_item, &operation));
	KUNIT_EXPECT_TRUE(test, guid_equal(&q->physical_media, &medium));

	fake_take(&l->f, PORT);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->library, l->m.offline);
	KUNIT_EXPECT_NULL(test, lab_tape(l, 0)->home_slot);
	KUNIT_EXPECT_NULL(test, lab_tape(l, 0)->location);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->sides[0]->state,
			NTMS_PARTSTATE_AVAILABLE);
	lab_agrees(l, &l->f);
}

/* what becomes of it: semantics 8.3 */
static void eject_and_take(struct lab *l, u32 n)
{
	u32 before = ended(l, NTMS_LM_PASSED);
	guid_t operation, medium = pmid(l, n);

	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, is_full(l, PORT));
	lab_wait(l, lab_element(l, lab_tape(l, n)) == PORT);
	fake_take(&l->f, PORT);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == before + 1);
	lab_agrees(l, &l->f);
}

static void unrecognized_media_are_forgotten(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	eject_and_take(l, 0);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "LAB000L8"));
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES - 1);
}

static void what_is_taken_without_asking_is_remembered(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->library, l->m.offline);
}

static void set_policy(struct lab *l, u32 policy)
{
	down_write(&l->m.lock);
	l->m.computer->media_pool_policy = policy;
	up_write(&l->m.lock);
}

static void free_media_are_kept_unless_the_computer_purges_them(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	to_free_pool(l, 0);
	to_free_pool(l, 1);
	eject_and_take(l, 0);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->library, l->m.offline);
	set_policy(l, NTMS_POOLPOLICY_PURGEOFFLINESCRATCH);
	eject_and_take(l, 1);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "LAB001L8"));
}

static void make_import(struct lab *l, u32 n)
{
	struct ntms_physical_media *pm = lab_tape(l, n);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_edit(&t, &pm->sides[0]->o), 0);
	pm->sides[0]->state = NTMS_PARTSTATE_IMPORT;
	KUNIT_ASSERT_EQ(l->test,
			ntms_media_to_pool(&t, pm,
					   ntms_system_pool(l->m.import,
							    pm->pool->media_type)),
			0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void import_media_are_forgotten_unless_the_computer_keeps_them(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	make_import(l, 0);
	make_import(l, 1);
	eject_and_take(l, 0);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "LAB000L8"));
	set_policy(l, NTMS_POOLPOLICY_KEEPOFFLINEIMPORT);
	eject_and_take(l, 1);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 1)->library, l->m.offline);
}

static void an_eject_can_be_stopped(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;
	guid_t again;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	/* by somebody else, too */
	LAB_EXPECT(l, lab_eject(l, 1, &guid_null, NTMS_EJECT_STOP, &operation),
		   0);
	lab_wait(l, ended(l, NTMS_LM_STOPPED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), PORT);
	again = operation;
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_STOP, &again),
		   ERROR_INVALID_OPERATION);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_STOP, &medium),
		   ERROR_INVALID_OPERATION);
	/* from there it can be used */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

static void nobody_comes_in_time(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	lab_port_seconds(l, 1);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test,
			lab_request(l, &operation)->error,
			ERROR_TIMEOUT);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), PORT);
	KUNIT_EXPECT_TRUE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
					  &medium));
}

static void a_medium_in_use_stays(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_eject(l, 1, &medium, NTMS_EJECT_START, &operation),
		   ERROR_BUSY);
	LAB_EXPECT(l, lab_eject(l, 1, &medium, NTMS_EJECT_QUEUE, &operation),
		   ERROR_BUSY);
	/* dismounted, but still in the drive: that is fine */
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, lab_eject(l, 1, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTED);
	lab_agrees(l, &l->f);
}

static void force_takes_it_from_whoever_has_it(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_eject(l, 1, &medium, NTMS_EJECT_FORCE, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_STOP, &operation),
		   0);
	lab_wait(l, ended(l, NTMS_LM_STOPPED) == 1);
	/* the first session does not have it any more */
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), ERROR_INVALID_STATE);
	lab_agrees(l, &l->f);
}

static void a_drive_that_does_not_unload_keeps_it(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	l->f.drive[0].unload_error = -EBUSY;
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_FORCE, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test,
			lab_request(l, &operation)->error,
			ERROR_BUSY);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	l->f.drive[0].unload_error = 0;
	lab_agrees(l, &l->f);
}

static void a_full_port_is_waited_for(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	fake_put(&l->f, PORT, "EXTRA1L8");
	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_INPROCESS) == 1);
	msleep(50);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	fake_take(&l->f, PORT);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	/* taken by a hand, not ejected: it may come back */
	KUNIT_ASSERT_NOT_NULL(test, lab_medium(l, "EXTRA1L8"));
	KUNIT_EXPECT_PTR_EQ(test, lab_medium(l, "EXTRA1L8")->library,
			    l->m.offline);
	lab_agrees(l, &l->f);
}

static void a_batch_goes_into_several_ports(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;
	u32 i;

	lab_ports(l, 3);
	lab_up(l);
	for (i = 0; i < 3; i++) {
		medium = pmid(l, i);
		LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_QUEUE,
					&operation), 0);
	}
	medium = pmid(l, 3);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_QUEUE, &operation),
		   ERROR_BUSY);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_BUSY);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_QUEUE, &operation),
		   ERROR_BUSY);
	/* the other session has none */
	LAB_EXPECT(l, lab_eject(l, 1, &guid_null, NTMS_EJECT_START, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_START, &operation),
		   0);
	lab_wait(l, is_full(l, PORT) && is_full(l, PORT + 1) &&
		 is_full(l, PORT + 2));
	fake_take(&l->f, PORT + 1);
	msleep(30);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	fake_take(&l->f, PORT);
	fake_take(&l->f, PORT + 2);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_START, &operation),
		   ERROR_INVALID_PARAMETER);
	lab_agrees(l, &l->f);
}

static void a_batch_ends_with_its_session(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_QUEUE, &operation), 0);
	lab_close(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_START, &operation),
		   ERROR_INVALID_PARAMETER);
}

static void an_eject_outlives_its_session(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_close(l, 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	fake_take(&l->f, PORT);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
}

static void mounts_go_on_while_somebody_is_waited_for(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	LAB_EXPECT(l, lab_mount(l, 1, 1, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, NTMS_MOUNT_ERROR_NOT_AVAILABLE,
				NTMS_INFINITE), ERROR_BUSY);
	/* the ports are for one request at a time */
	medium = pmid(l, 2);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_WAITING) == 1);
	fake_take(&l->f, PORT);
	lab_wait(l, lab_element(l, lab_tape(l, 2)) == PORT);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_STOP, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_STOPPED) == 1);
}

static void the_ports_are_locked_but_when_somebody_is_asked_in(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;
	u32 calls;

	l->f.info.lock = true;
	lab_up(l);
	lab_wait(l, l->f.locked);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, !l->f.locked && l->f.extended);
	fake_take(&l->f, PORT);
	lab_wait(l, l->f.locked);
	/* a reset makes it forget */
	l->f.locked = false;
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_RESET);
	lab_wait(l, l->f.locked);
	lab_settle(l);
	/* and it is left as it was found, while the changer is there */
	ntms_robotics_halt();
	ntms_robotics_unlock();
	KUNIT_EXPECT_FALSE(test, l->f.locked);
	calls = l->f.calls[FAKE_PREVENT];
	ntms_robotics_unlock();
	lab_stop(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_PREVENT], calls);
}

/* who may not, and what cannot be ejected */

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	guid_t operation = { }, medium, unknown;

	guid_gen(&unknown);
	lab_up(l);
	library = lab_library(l, "CHANGER1");
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, 4, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, 5, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_QUEUE, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject(l, 0, &guid_null, NTMS_EJECT_FORCE, &operation),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_eject(l, 0, &unknown, NTMS_EJECT_START, &operation),
		   ERROR_INVALID_MEDIA);
	LAB_EXPECT(l, lab_eject(l, 0, &unknown, NTMS_EJECT_STOP, &unknown),
		   ERROR_INVALID_OPERATION);
	lab_become(l, 0, 1000);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	lab_set(l, &lab_tape(l, 0)->o, lab_disabled);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_MEDIA_NOT_AVAILABLE);
	lab_set(l, &lab_tape(l, 0)->o, lab_enabled);
	lab_set(l, &library->o, lab_disabled);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_RESOURCE_DISABLED);
	lab_set(l, &library->o, lab_enabled);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_LIBRARY_OFFLINE);
	medium = pmid(l, 1);
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_LIBRARY_OFFLINE);
}

static void a_library_without_ports_has_a_door(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_ports(l, 0);
	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation),
		   ERROR_RESOURCE_NOT_PRESENT);
}

static void the_library_goes_away_meanwhile(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, medium;

	lab_up(l);
	medium = pmid(l, 0);
	LAB_EXPECT(l, lab_eject(l, 0, &medium, NTMS_EJECT_START, &operation), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == PORT);
	fake_all_gone(&l->f);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test,
			lab_request(l, &operation)->error,
			ERROR_DEVICE_NOT_AVAILABLE);
}

/* somebody stands there and takes what comes */
static bool is_over(struct lab *l)
{
	if (is_full(l, PORT))
		fake_take(&l->f, PORT);
	return list_empty_careful(&ntms_robotics.works);
}

static void each_call_of_an_eject_fails_in_turn(struct kunit *test)
{
	static const int errors[] = {
		-EIO, -ETIMEDOUT, -ENOMEM, -EPROTO, -EBUSY, -EEXIST, -EINVAL,
		-ENOMEDIUM,
	};
	struct lab *l = test->priv;
	u32 at, i;

	lab_up(l);
	to_application_pool(l, 0);
	for (i = 0; i < 2 * ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 4; at++) {
			guid_t operation, medium = pmid(l, 0);

			l->f.fail_late = i >= ARRAY_SIZE(errors);
			fake_fail(&l->f, FAKE_ANY, at,
				  errors[i % ARRAY_SIZE(errors)]);
			LAB_EXPECT(l, lab_eject(l, 0, &medium,
						NTMS_EJECT_START, &operation),
				   0);
			lab_wait(l, is_over(l));
			fake_fail(&l->f, FAKE_ANY, 0, 0);
			lab_settle(l);
			lab_agrees(l, &l->f);
			fake_take(&l->f, PORT);
			if (!is_full(l, SLOT))
				fake_put(&l->f, SLOT, "LAB000L8");
			lab_reread(l);
			lab_agrees(l, &l->f);
		}
}

static struct kunit_case eject_cases[] = {
	KUNIT_CASE(a_medium_is_brought_to_the_port_until_it_is_taken),
	KUNIT_CASE(unrecognized_media_are_forgotten),
	KUNIT_CASE(what_is_taken_without_asking_is_remembered),
	KUNIT_CASE(free_media_are_kept_unless_the_computer_purges_them),
	KUNIT_CASE(import_media_are_forgotten_unless_the_computer_keeps_them),
	KUNIT_CASE(an_eject_can_be_stopped),
	KUNIT_CASE(nobody_comes_in_time),
	KUNIT_CASE(a_medium_in_use_stays),
	KUNIT_CASE(force_takes_it_from_whoever_has_it),
	KUNIT_CASE(a_drive_that_does_not_unload_keeps_it),
	KUNIT_CASE(a_full_port_is_waited_for),
	KUNIT_CASE(a_batch_goes_into_several_ports),
	KUNIT_CASE(a_batch_ends_with_its_session),
	KUNIT_CASE(an_eject_outlives_its_session),
	KUNIT_CASE(mounts_go_on_while_somebody_is_waited_for),
	KUNIT_CASE(the_ports_are_locked_but_when_somebody_is_asked_in),
	KUNIT_CASE(refusals),
	KUNIT_CASE(a_library_without_ports_has_a_door),
	KUNIT_CASE(the_library_goes_away_meanwhile),
	KUNIT_CASE(each_call_of_an_eject_fails_in_turn),
	{}
};

static struct kunit_suite eject_suite = {
	.name = "ntms_eject",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = eject_cases,
};
kunit_test_suite(eject_suite);
