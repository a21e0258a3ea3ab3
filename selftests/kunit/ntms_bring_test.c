// SPDX-License-Identifier: GPL-2.0
/*
 * What mounts ask of operators, and libraries that need service: semantics
 * 7.1, 10.5.
 */
#include <linux/string.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT

static struct ntms_call *call(struct lab *l)
{
	l->call.s = &l->s[0];
	l->call.text[0] = 0;
	return &l->call;
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
	return ntms_txn_end(&t, rule(c, &t, request));
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
	.name = "ntms_bring",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
