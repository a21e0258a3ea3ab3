// SPDX-License-Identifier: GPL-2.0
/*
 * What operators do with library requests: semantics 9.2 to 9.5.
 */
#include <linux/string.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

static struct ntms_call *call(struct lab *l)
{
	l->call.s = &l->s[0];
	l->call.text[0] = 0;
	return &l->call;
}

static u32 cancel(struct lab *l, const guid_t *request)
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return ntms_txn_end(&t, ntms_request_cancel(c, &t, request));
}

static u32 set_order(struct lab *l, const guid_t *request, u32 order)
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return ntms_txn_end(&t, ntms_request_set_order(c, &t, request, order));
}

static u32 order_of(struct lab *l, const guid_t *request)
{
	u32 order = 4711, error;

	down_read(&l->m.lock);
	error = ntms_request_get_order(call(l), request, &order);
	up_read(&l->m.lock);
	LAB_EXPECT(l, error, 0);
	return order;
}

static u32 delete(struct lab *l, const guid_t *requests, u32 count, u32 type)
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return ntms_txn_end(&t, ntms_request_delete(c, &t, requests, count, type));
}

/* the n-th from the end of the requests for an operation, in order of creation */
static guid_t request_of(struct lab *l, u32 operation, u32 back)
{
	struct ntms_object *o;
	guid_t found[16];
	u32 id, n = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_LIBREQUEST, id, o)
		if (ntms_librequest(o)->operation == operation)
			found[n++ % 16] = o->guid;
	up_read(&l->m.lock);
	KUNIT_ASSERT_GT(l->test, n, back);
	return found[(n - 1 - back) % 16];
}

static u32 state_of(struct lab *l, const guid_t *request)
{
	struct ntms_librequest *q;
	u32 state = ~0U;

	down_read(&l->m.lock);
	q = ntms_librequest(ntms_find_type(&l->m, request,
					   NTMS_TYPE_LIBREQUEST));
	if (q)
		state = q->state;
	up_read(&l->m.lock);
	return state;
}

/* --- CancelNtmsLibraryRequest ------------------------------------------- */

static void a_waiting_mount_is_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t request;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	request = request_of(l, NTMS_LM_MOUNT, 0);
	lab_wait(l, state_of(l, &request) == NTMS_LM_WAITING);
	LAB_EXPECT(l, cancel(l, &request), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	lab_wait(l, state_of(l, &request) == NTMS_LM_CANCELLED);
	LAB_EXPECT(l, cancel(l, &request), ERROR_OBJECT_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_LOADED);
	lab_agrees(l, &l->f);
}

static void a_mount_being_executed_is_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t request;

	lab_up(l);
	fake_hold(&l->f, FAKE_READY);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	request = request_of(l, NTMS_LM_MOUNT, 0);
	KUNIT_EXPECT_EQ(test, state_of(l, &request), NTMS_LM_INPROCESS);
	l->f.drive[0].unready = 1000;
	LAB_EXPECT(l, cancel(l, &request), 0);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	lab_wait(l, state_of(l, &request) == NTMS_LM_CANCELLED);
	/* nobody has it: the drive can be used for others */
	lab_wait(l, lab_drive(l, 0)->state == NTMS_DRIVESTATE_DISMOUNTABLE);
	lab_agrees(l, &l->f);
}

static void a_running_dismount_cannot_be_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t request;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	wait_for_completion(&l->f.held);
	request = request_of(l, NTMS_LM_DISMOUNT, 0);
	LAB_EXPECT(l, cancel(l, &request), ERROR_ACCESS_DENIED);
	fake_release(&l->f);
	lab_wait(l, state_of(l, &request) == NTMS_LM_PASSED);
}

static void a_waiting_dismount_is_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t request;

	lab_up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* the library is being read: nothing begins */
	fake_hold(&l->f, FAKE_DESCRIBE);
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_RESET);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	request = request_of(l, NTMS_LM_DISMOUNT, 0);
	LAB_EXPECT(l, cancel(l, &request), 0);
	fake_release(&l->f);
	lab_wait(l, state_of(l, &request) == NTMS_LM_CANCELLED);
	lab_settle(l);
	/* it is still mounted for the session */
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
	LAB_EXPECT(l, lab_mount(l, 1, 0, NTMS_MOUNT_ERROR_NOT_AVAILABLE, 1000),
		   ERROR_BUSY);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT);
}

static void an_inventory_is_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t request;

	lab_up(l);
	fake_hold(&l->f, FAKE_DESCRIBE);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	wait_for_completion(&l->f.held);
	request = request_of(l, NTMS_LM_INVENTORY, 0);
	LAB_EXPECT(l, cancel(l, &request), 0);
	fake_release(&l->f);
	lab_wait(l, state_of(l, &request) != NTMS_LM_INPROCESS);
	KUNIT_EXPECT_EQ(test, state_of(l, &request), NTMS_LM_CANCELLED);
}

static void what_cannot_be_cancelled(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t guid, request;

	lab_up(l);
	guid_gen(&guid);
	LAB_EXPECT(l, cancel(l, &guid_null), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, cancel(l, &guid), ERROR_OBJECT_NOT_FOUND);
	LAB_EXPECT(l, cancel(l, &lab_library(l, "CHANGER1")->o.guid),
		   ERROR_OBJECT_NOT_FOUND);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_FAST), 0);
	request = request_of(l, NTMS_LM_INVENTORY, 0);
	lab_wait(l, state_of(l, &request) == NTMS_LM_PASSED);
	LAB_EXPECT(l, cancel(l, &request), ERROR_OBJECT_NOT_FOUND);
}

static void grant(struct lab *l, struct ntms_object *o, u32 rights)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e;
	} list = { .e = { .kind = NTMS_ACL_ALLOW, .who = NTMS_ACL_UID,
			  .id = 1000, .rights = rights } };
	struct ntms_blob **acl = o->type == NTMS_TYPE_COMPUTER ?
				 &ntms_computer(o)->acl : &ntms_library(o)->acl;
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	KUNIT_EXPECT_EQ(l->test, ntms_txn_edit(&t, o), 0);
	KUNIT_EXPECT_EQ(l->test, ntms_txn_set_blob(&t, o, acl, &list,
						   sizeof(list)), 0);
	KUNIT_EXPECT_EQ(l->test, ntms_txn_commit_wait(&t), 0);
}

/* decisions */
static void rights_of_operators(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_object *computer = &l->m.computer->o, *library;
	struct lab_mount mount;
	guid_t request;
	u32 order;

	lab_up(l);
	library = &lab_library(l, "CHANGER1")->o;
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 1, NTMS_MOUNT_SPECIFIC_DRIVE,
				    NTMS_INFINITE), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_mount(l, 1, 1, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_begin_one(l, 1, &mount, 2, 0, NTMS_INFINITE), 0);
	request = request_of(l, NTMS_LM_MOUNT, 0);
	l->s[0].caller = (struct ntms_caller){ .uid = 1000, .gid = 1000 };
	grant(l, computer, NTMS_ALL_ACCESS & ~NTMS_CONTROL_ACCESS);
	grant(l, library, NTMS_ALL_ACCESS & ~NTMS_CONTROL_ACCESS);
	LAB_EXPECT(l, cancel(l, &request), ERROR_ACCESS_DENIED);
	LAB_EXPECT(l, set_order(l, &request, 1), ERROR_ACCESS_DENIED);
	down_read(&l->m.lock);
	LAB_EXPECT(l, ntms_request_get_order(call(l), &request, &order),
		   ERROR_ACCESS_DENIED);
	up_read(&l->m.lock);
	grant(l, computer, NTMS_ALL_ACCESS & ~NTMS_MODIFY_ACCESS);
	LAB_EXPECT(l, delete(l, &request, 1, NTMS_TYPE_LIBREQUEST),
		   ERROR_ACCESS_DENIED);
	grant(l, computer, NTMS_CONTROL_ACCESS);
	LAB_EXPECT(l, set_order(l, &request, 1), 0);
	KUNIT_EXPECT_EQ(test, order_of(l, &request), 1);
	grant(l, library, NTMS_CONTROL_ACCESS);
	LAB_EXPECT(l, cancel(l, &request), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	grant(l, computer, NTMS_MODIFY_ACCESS);
	lab_wait(l, state_of(l, &request) == NTMS_LM_CANCELLED);
	LAB_EXPECT(l, delete(l, &request, 1, NTMS_TYPE_LIBREQUEST), 0);
	KUNIT_EXPECT_EQ(test, state_of(l, &request), ~0U);
	l->s[0].caller = (struct ntms_caller){ .admin = true };
}

/* --- Get/SetNtmsRequestOrder ------------------------------------------------ */

/* mounts of tapes 2, 3 and 4 that wait for a drive */
static void queue_three(struct lab *l, struct lab_mount *mounts, guid_t *q)
{
	u32 i;

	lab_up(l);
	for (i = 0; i < 2; i++)
		LAB_EXPECT(l, lab_mount(l, 1, i, 0, NTMS_INFINITE), 0);
	for (i = 0; i < 3; i++) {
		LAB_EXPECT(l, lab_begin_one(l, 0, &mounts[i], 2 + i, 0,
					    NTMS_INFINITE), 0);
		q[i] = request_of(l, NTMS_LM_MOUNT, 0);
	}
}

/* nobody writes to the stack of a test that is over */
static void give_up(struct lab *l, struct lab_mount *mounts, u32 count)
{
	u32 i;

	lab_close(l, 0);
	for (i = 0; i < count; i++)
		LAB_EXPECT(l, lab_end(l, &mounts[i]), ERROR_CANCELLED);
}

static void expect_order(struct lab *l, const guid_t *q, u32 a, u32 b, u32 c)
{
	KUNIT_EXPECT_EQ(l->test, order_of(l, &q[0]), a);
	KUNIT_EXPECT_EQ(l->test, order_of(l, &q[1]), b);
	KUNIT_EXPECT_EQ(l->test, order_of(l, &q[2]), c);
}

static void requests_are_put_in_order(struct kunit *test)
{
	struct lab *l = test->priv;
	static struct lab_mount mounts[3];
	guid_t q[3];

	queue_three(l, mounts, q);
	expect_order(l, q, 1, 2, 3);
	LAB_EXPECT(l, set_order(l, &q[2], 1), 0);
	expect_order(l, q, 2, 3, 1);
	LAB_EXPECT(l, set_order(l, &q[2], 0xffffffff), 0);
	expect_order(l, q, 1, 2, 3);
	LAB_EXPECT(l, set_order(l, &q[0], 2), 0);
	expect_order(l, q, 2, 1, 3);
	LAB_EXPECT(l, set_order(l, &q[0], 2), 0);
	expect_order(l, q, 2, 1, 3);
	LAB_EXPECT(l, set_order(l, &q[0], 0), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, set_order(l, &q[2], 1), 0);
	/* the one that is first gets the first drive */
	LAB_EXPECT(l, lab_dismount(l, 1, 0, 0), 0);
	LAB_EXPECT(l, lab_end(l, &mounts[2]), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, order_of(l, &q[2]), 0);
	KUNIT_EXPECT_EQ(test, order_of(l, &q[1]), 1);
	KUNIT_EXPECT_EQ(test, mounts[0].answers, 0);
	LAB_EXPECT(l, set_order(l, &q[2], 1), ERROR_INVALID_STATE);
	LAB_EXPECT(l, lab_dismount(l, 1, 1, 0), 0);
	LAB_EXPECT(l, lab_end(l, &mounts[1]), 0);
	KUNIT_EXPECT_EQ(test, mounts[0].answers, 0);
	give_up(l, mounts, 1);
}

/* who was put in a place keeps it, who was put off stays behind the others */
static void places_and_priorities(struct kunit *test)
{
	struct lab *l = test->priv;
	static struct lab_mount mounts[4];
	guid_t q[3], u, side;
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .priority = 15,
		.timeout = NTMS_INFINITE,
	};

	queue_three(l, mounts, q);
	side = lab_side(l, 5);
	LAB_EXPECT(l, set_order(l, &q[1], 1), 0);
	LAB_EXPECT(l, set_order(l, &q[0], 100), 0);
	expect_order(l, q, 3, 1, 2);
	LAB_EXPECT(l, lab_begin(l, 0, &mounts[3], &a), 0);
	u = request_of(l, NTMS_LM_MOUNT, 0);
	KUNIT_EXPECT_EQ(test, order_of(l, &u), 2);
	expect_order(l, q, 4, 1, 3);
	give_up(l, mounts, 4);
}

static void what_has_no_place(struct kunit *test)
{
	struct lab *l = test->priv;
	static struct lab_mount mounts[3];
	guid_t q[3], guid, done;
	u32 order;

	queue_three(l, mounts, q);
	guid_gen(&guid);
	done = request_of(l, NTMS_LM_MOUNT, 3);
	KUNIT_EXPECT_EQ(test, order_of(l, &guid), 0);
	KUNIT_EXPECT_EQ(test, order_of(l, &done), 0);
	down_read(&l->m.lock);
	LAB_EXPECT(l, ntms_request_get_order(call(l), &guid_null, &order),
		   ERROR_INVALID_PARAMETER);
	up_read(&l->m.lock);
	LAB_EXPECT(l, set_order(l, &guid_null, 1), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, set_order(l, &guid, 1), ERROR_OBJECT_NOT_FOUND);
	LAB_EXPECT(l, set_order(l, &done, 1), ERROR_INVALID_STATE);
	give_up(l, mounts, 3);
}

/* --- DeleteNtmsRequests ------------------------------------------------------ */

static void only_what_is_finished_is_deleted(struct kunit *test)
{
	struct lab *l = test->priv;
	static struct lab_mount mounts[3];
	guid_t q[3], list[4];

	queue_three(l, mounts, q);
	LAB_EXPECT(l, delete(l, NULL, 0, NTMS_TYPE_LIBREQUEST),
		   ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, delete(l, q, 3, NTMS_TYPE_DRIVE),
		   ERROR_INVALID_PARAMETER);
	list[0] = request_of(l, NTMS_LM_MOUNT, 3);
	list[1] = q[0];
	guid_gen(&list[2]);
	list[3] = list[0];
	/* of the other kind: nothing of it is one */
	LAB_EXPECT(l, delete(l, list, 4, NTMS_TYPE_OPREQUEST), 0);
	KUNIT_EXPECT_EQ(test, state_of(l, &list[0]), NTMS_LM_PASSED);
	LAB_EXPECT(l, delete(l, list, 4, NTMS_TYPE_LIBREQUEST), 0);
	KUNIT_EXPECT_EQ(test, state_of(l, &list[0]), ~0U);
	KUNIT_EXPECT_NE(test, state_of(l, &q[0]), ~0U);
	lab_verify(l);
	give_up(l, mounts, 3);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_waiting_mount_is_cancelled),
	KUNIT_CASE(a_mount_being_executed_is_cancelled),
	KUNIT_CASE(a_running_dismount_cannot_be_cancelled),
	KUNIT_CASE(a_waiting_dismount_is_cancelled),
	KUNIT_CASE(an_inventory_is_cancelled),
	KUNIT_CASE(what_cannot_be_cancelled),
	KUNIT_CASE(rights_of_operators),
	KUNIT_CASE(requests_are_put_in_order),
	KUNIT_CASE(places_and_priorities),
	KUNIT_CASE(what_has_no_place),
	KUNIT_CASE(only_what_is_finished_is_deleted),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_request",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
