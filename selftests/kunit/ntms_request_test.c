// SPDX-License-Identifier: GPL-2.0
/*
 * What operators do with library requests, and what mounts ask of operators:
 * semantics 7.1, 9.2 to 9.5, 10.5.
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

static u32 end(struct ntms_txn *t, u32 error)
{
	if (!error)
		return ntms_txn_commit_wait(t);
	ntms_txn_abort(t);
	return error;
}

static u32 cancel(struct lab *l, const guid_t *request)
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return end(&t, ntms_request_cancel(c, &t, request));
}

static u32 set_order(struct lab *l, const guid_t *request, u32 order)
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return end(&t, ntms_request_set_order(c, &t, request, order));
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
	return end(&t, ntms_request_delete(c, &t, requests, count, type));
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

/* --- media that have to be brought -------------------------------------------- */

static struct ntms_oprequest *asked(struct lab *l, u32 command,
				    const guid_t *about)
{
	struct ntms_oprequest *q;

	down_read(&l->m.lock);
	q = ntms_oprequest_open(&l->m, command, about);
	up_read(&l->m.lock);
	return q;
}

static u32 number_asked(struct lab *l)
{
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_OPREQUEST, id, o)
		n++;
	up_read(&l->m.lock);
	return n;
}

static u32 say(struct lab *l, const guid_t *request,
	       u32 (*rule)(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request))
{
	struct ntms_call *c = call(l);
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	return end(&t, rule(c, &t, request));
}

/* tape 0 is out of the library */
static struct ntms_physical_media *take_out(struct lab *l)
{
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	lab_wait(l, pm->library == l->m.offline);
	return pm;
}

static struct ntms_oprequest *mount_asks(struct lab *l, u32 session,
					 struct lab_mount *mount, u32 timeout)
{
	struct ntms_physical_media *pm = take_out(l);
	struct ntms_oprequest *q;

	LAB_EXPECT(l, lab_begin_one(l, session, mount, 0, 0, timeout), 0);
	q = asked(l, NTMS_OPREQ_MOVEMEDIA, &pm->o.guid);
	KUNIT_ASSERT_NOT_NULL(l->test, q);
	KUNIT_EXPECT_EQ(l->test, pm->state, NTMS_MEDIASTATE_OPREQ);
	return q;
}

static void an_operator_brings_the_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	struct ntms_oprequest *q;

	q = mount_asks(l, 0, &mount, NTMS_INFINITE);
	KUNIT_EXPECT_EQ(test, q->arg1_type, NTMS_TYPE_PHYSICAL_MEDIA);
	KUNIT_EXPECT_TRUE(test, guid_equal(&q->arg2,
					   &lab_library(l, "CHANGER1")->o.guid));
	KUNIT_EXPECT_NOT_NULL(test, strstr(q->message, "LAB000L8"));
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_WAITING),
			1);
	lab_verify(l);
	fake_put(&l->f, SLOT + 7, "LAB000L8");
	lab_reread(l);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_LOADED);
	lab_wait(l, !number_asked(l));
	lab_agrees(l, &l->f);
}

/* the library says nothing: it is read because the operator says he has */
static void an_operator_says_that_he_has_brought_it(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t request = mount_asks(l, 0, &mount, NTMS_INFINITE)->o.guid;

	fake_put(&l->f, SLOT, "LAB000L8");
	LAB_EXPECT(l, say(l, &request, ntms_oprequest_satisfy), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_wait(l, !number_asked(l));
	lab_agrees(l, &l->f);
}

/* a store that takes everything; the test says when it has it */
static u32 take_record(struct ntms_model *m, struct ntms_commit *c)
{
	c->record = m;
	return 0;
}

static void forget_record(void *record)
{
}

static void no_doorbell(struct ntms_model *m)
{
}

static const struct ntms_sink slow_store = {
	.record = take_record,
	.record_free = forget_record,
	.doorbell = no_doorbell,
};

/*
 * What was committed is durable, up to the transaction that says that a tape is
 * in a library.  Return: that was the last one
 */
static bool store_until_in(struct lab *l, const struct ntms_physical_media *pm,
			   const struct ntms_library *library)
{
	u64 committed;
	bool in;

	down_read(&l->m.lock);
	in = pm->library == library;
	committed = l->m.journal.committed;
	up_read(&l->m.lock);
	ntms_journal_durable(&l->m, committed);
	return in;
}

/* the only work there is */
static bool has_robot(struct lab *l)
{
	struct ntms_work *w;
	bool has;

	down_read(&l->m.lock);
	w = list_first_entry_or_null(&ntms_robotics.works, struct ntms_work,
				     link);
	has = w && w->robot;
	up_read(&l->m.lock);
	return has;
}

/*
 * A library takes a mount that waited for its medium.  It has it before that
 * is stored, or the manager, or another library, would take it meanwhile.
 */
static void the_session_ends_while_the_library_takes_the_mount(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_journal *j = &l->m.journal;
	struct ntms_library *library;
	struct lab_mount mount;

	mount_asks(l, 0, &mount, NTMS_INFINITE);
	library = lab_library(l, "CHANGER1");
	KUNIT_EXPECT_FALSE(test, has_robot(l));
	l->m.sink = &slow_store;
	j->store = true;
	j->attached = true;
	fake_put(&l->f, SLOT + 7, "LAB000L8");
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
	lab_wait(l, store_until_in(l, lab_tape(l, 0), library));
	lab_wait(l, has_robot(l));
	KUNIT_EXPECT_GT(test, j->committed, j->durable);
	ntms_session_cancel(&l->s[0]);
	ntms_session_gone(&l->s[0]);
	j->store = false;
	ntms_journal_durable(&l->m, j->committed);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	lab_wait(l, !number_asked(l));
	l->s[0].closed = false;
	j->attached = false;
	l->m.sink = NULL;
}

static void an_operator_was_wrong(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_oprequest *q;
	struct lab_mount mount;
	guid_t first = mount_asks(l, 0, &mount, NTMS_INFINITE)->o.guid, about;

	about = lab_tape(l, 0)->o.guid;
	LAB_EXPECT(l, say(l, &first, ntms_oprequest_satisfy), 0);
	lab_wait(l, (q = asked(l, NTMS_OPREQ_MOVEMEDIA, &about)) &&
		 !guid_equal(&q->o.guid, &first));
	KUNIT_EXPECT_EQ(test, number_asked(l), 1);
	KUNIT_EXPECT_EQ(test, mount.answers, 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_OPREQ);
	lab_verify(l);
	lab_close(l, 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	lab_wait(l, !number_asked(l));
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

static void an_operator_refuses(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	guid_t request = mount_asks(l, 0, &mount, NTMS_INFINITE)->o.guid;

	LAB_EXPECT(l, say(l, &request, ntms_oprequest_cancel), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_REQUEST_REFUSED);
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_FAILED) == 1);
	lab_wait(l, !number_asked(l));
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

static void the_time_for_bringing_it_is_over(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	mount_asks(l, 0, &mount, 50);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_TIMEOUT);
	lab_wait(l, !number_asked(l));
	lab_wait(l, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_CANCELLED) == 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

static void two_wait_for_one_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount first, second;

	mount_asks(l, 0, &first, NTMS_INFINITE);
	LAB_EXPECT(l, lab_begin_one(l, 1, &second, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, number_asked(l), 2);
	lab_close(l, 0);
	LAB_EXPECT(l, lab_end(l, &first), ERROR_CANCELLED);
	lab_wait(l, number_asked(l) == 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_OPREQ);
	lab_close(l, 1);
	LAB_EXPECT(l, lab_end(l, &second), ERROR_CANCELLED);
	lab_wait(l, !number_asked(l));
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

/* nobody is asked for a mount that does not wait */
static void nobody_is_asked_in_vain(struct kunit *test)
{
	struct lab *l = test->priv;

	take_out(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_ERROR_OFFLINE, 1000),
		   ERROR_MEDIA_OFFLINE);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, 0), ERROR_TIMEOUT);
	KUNIT_EXPECT_EQ(test, number_asked(l), 0);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
}

/* all media of a mount or none */
static void one_of_two_is_missing(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm = take_out(l);
	guid_t sides[] = { lab_side(l, 0), lab_side(l, 1) };
	struct ntms_mount_args a = {
		.media = sides, .count = 2, .timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;

	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	lab_wait(l, asked(l, NTMS_OPREQ_MOVEMEDIA, &pm->o.guid));
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, number_asked(l), 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 1)), SLOT + 1);
	fake_put(&l->f, SLOT, "LAB000L8");
	lab_reread(l);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	KUNIT_EXPECT_EQ(test, mount.count, 2);
	lab_wait(l, !number_asked(l));
}

static void a_library_that_is_gone_has_to_come_back(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	struct lab_mount mount;
	guid_t about;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	about = lab_tape(l, 0)->o.guid;
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE), 0);
	lab_wait(l, asked(l, NTMS_OPREQ_MOVEMEDIA, &about));
	fake_all_found(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_wait(l, !number_asked(l));
	lab_settle(l);
}

/* --- service ------------------------------------------------------------------- */

static void a_library_that_cannot_be_read_needs_service(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	struct ntms_oprequest *q;
	u32 i;

	lab_up(l);
	library = lab_library(l, "CHANGER1");
	for (i = 0; i < 2; i++) {
		l->f.changer.gone = true;
		ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
		lab_wait(l, library->o.operational_state == NTMS_NEEDS_SERVICE);
		lab_wait(l, asked(l, NTMS_OPREQ_DEVICESERVICE,
				  &library->o.guid));
		KUNIT_EXPECT_EQ(test, number_asked(l), i + 1);
		l->f.changer.gone = false;
		q = asked(l, NTMS_OPREQ_DEVICESERVICE, &library->o.guid);
		/* an operator says that he has done it, or it works again */
		if (!i && q)
			LAB_EXPECT(l, say(l, &q->o.guid,
					  ntms_oprequest_satisfy), 0);
		lab_wait(l, library->o.operational_state == NTMS_READY);
		lab_settle(l);
		KUNIT_EXPECT_NULL(test, asked(l, NTMS_OPREQ_DEVICESERVICE,
					      &library->o.guid));
	}
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
	KUNIT_CASE(an_operator_brings_the_medium),
	KUNIT_CASE(an_operator_says_that_he_has_brought_it),
	KUNIT_CASE(the_session_ends_while_the_library_takes_the_mount),
	KUNIT_CASE(an_operator_was_wrong),
	KUNIT_CASE(an_operator_refuses),
	KUNIT_CASE(the_time_for_bringing_it_is_over),
	KUNIT_CASE(two_wait_for_one_medium),
	KUNIT_CASE(nobody_is_asked_in_vain),
	KUNIT_CASE(one_of_two_is_missing),
	KUNIT_CASE(a_library_that_is_gone_has_to_come_back),
	KUNIT_CASE(a_library_that_cannot_be_read_needs_service),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_request",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
