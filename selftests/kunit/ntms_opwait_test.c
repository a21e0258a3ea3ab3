// SPDX-License-Identifier: GPL-2.0
/*
 * Who waits for an operator request (WaitForNtmsOperatorRequest), semantics 9.4
 * and 10: what he is told, and when.
 */
#include <linux/completion.h>
#include <linux/string.h>

#include "world.h"

/**
 * struct waiter - a call of WaitForNtmsOperatorRequest
 * @answer: its end
 * @done: it was answered
 * @answers: how often
 * @error: with what
 * @text: and why
 */
struct waiter {
	struct ntms_answer answer;
	struct completion done;
	u32 answers;
	u32 error;
	char text[128];
};

static void answered(struct ntms_answer *a, u32 error, const char *text)
{
	struct waiter *waiter = container_of(a, struct waiter, answer);

	waiter->answers++;
	waiter->error = error;
	strscpy(waiter->text, text, sizeof(waiter->text));
	complete(&waiter->done);
}

static void session_released(struct kref *ref)
{
}

static void session_ready(struct world *w)
{
	kref_init(&w->session.ref);
	INIT_LIST_HEAD(&w->session.calls);
	spin_lock_init(&w->session.lock);
	w->session.closed = false;
	w->session.model = &w->m;
	w->session.release = session_released;
}

static u32 wait_begin(struct world *w, struct waiter *waiter,
		      const guid_t *request, u32 timeout)
{
	memset(waiter, 0, sizeof(*waiter));
	init_completion(&waiter->done);
	waiter->answer.done = answered;
	w->call.text[0] = 0;
	return ntms_opwait_call(&w->call, request, timeout, &waiter->answer);
}

static u32 wait_end(struct world *w, struct waiter *waiter)
{
	unsigned long left;

	left = wait_for_completion_timeout(&waiter->done, 30 * HZ);
	KUNIT_ASSERT_NE_MSG(w->test, left, 0, "it was never answered");
	/* whoever answered is done with it, too */
	flush_workqueue(w->m.wq);
	KUNIT_EXPECT_EQ(w->test, waiter->answers, 1);
	KUNIT_EXPECT_TRUE(w->test, list_empty(&w->session.calls));
	if (waiter->error)
		KUNIT_EXPECT_GT(w->test, strlen(waiter->text), 8);
	return waiter->error;
}

static void a_look_at_a_request(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;
	struct waiter waiter;
	guid_t guid;

	session_ready(w);
	guid_gen(&guid);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &guid_null, 0),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &guid, 1000),
		     ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &w->pool->o.guid, 1000),
		     ERROR_OBJECT_NOT_FOUND);
	q = world_oprequest(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 0), ERROR_TIMEOUT);
	KUNIT_EXPECT_GT(test, strlen(w->call.text), 8);
	KUNIT_EXPECT_EQ(test, waiter.answers, 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 0), 0);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), 0);
	q = world_oprequest(w);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), 0);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 1000),
		     ERROR_CANCELLED);
}

static void to_wait_takes_the_use_right_on_the_computer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	world_grant(w, &w->m.computer->o, ALICE,
		    NTMS_ALL_ACCESS & ~NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 0),
		     ERROR_ACCESS_DENIED);
	w->session.caller.admin = true;
	world_grant(w, &w->m.computer->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 0), ERROR_TIMEOUT);
}

static void several_wait_and_all_are_told(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w), *other = world_oprequest(w);
	struct waiter waiters[3], third;
	u32 i;

	session_ready(w);
	for (i = 0; i < 3; i++)
		WORLD_EXPECT(w, wait_begin(w, &waiters[i], &q->o.guid,
					   i ? NTMS_INFINITE : 60000), 0);
	WORLD_EXPECT(w, wait_begin(w, &third, &other->o.guid, NTMS_INFINITE),
		     0);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), 0);
	flush_workqueue(w->m.wq);
	KUNIT_EXPECT_EQ(test, waiters[0].answers, 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	for (i = 0; i < 3; i++) {
		wait_for_completion_timeout(&waiters[i].done, 30 * HZ);
		KUNIT_EXPECT_EQ(test, waiters[i].error, 0);
		KUNIT_EXPECT_EQ(test, waiters[i].answers, 1);
	}
	KUNIT_EXPECT_EQ(test, third.answers, 0);
	WORLD_EXPECT(w, world_cancel(w, &other->o.guid), 0);
	KUNIT_EXPECT_EQ(test, wait_end(w, &third), ERROR_CANCELLED);
}

static void the_time_is_over(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, 20), 0);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_TIMEOUT);
	KUNIT_EXPECT_FALSE(test, ntms_opwait_any(&w->m, q));
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_SUBMITTED);
}

static void the_session_is_closed(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	ntms_session_cancel(&w->session);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_CANCELLED);
	KUNIT_EXPECT_FALSE(test, ntms_opwait_any(&w->m, q));
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE),
		     ERROR_CANCELLED);
	KUNIT_EXPECT_FALSE(test, ntms_opwait_any(&w->m, q));
	/* what an application has asked for stays (decision A-43) */
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_SUBMITTED);
}

/* an allocation that waits: its session has just ended, and is being put away */
static void what_comes_free_is_not_for_who_has_gone(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);
	struct ntms_physical_media *pm;
	struct waiter waiter = { .answer.done = answered };

	session_ready(w);
	init_completion(&waiter.done);
	a.timeout = NTMS_INFINITE;
	WORLD_EXPECT(w, ntms_waiting_add(&w->call, &a, &waiter.answer), 0);
	flush_delayed_work(&w->m.waiting_work);
	w->session.closed = true;
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	ntms_waiting_wake(&w->m);
	flush_delayed_work(&w->m.waiting_work);
	KUNIT_EXPECT_EQ(test, waiter.answers, 0);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_AVAILABLE);
	ntms_session_cancel(&w->session);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_CANCELLED);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_AVAILABLE);
}

static void the_request_is_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	WORLD_EXPECT(w, world_end(w, ntms_txn_delete(world_begin(w), &q->o)),
		     0);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_OBJECT_NOT_FOUND);
}

/* with a store: nobody is told what a power failure could take back */

static void with_store(struct world *w)
{
	w->m.journal.store = true;
	w->m.journal.attached = true;
	w->m.journal.state = NTMS_READINESS_READY;
}

static u32 record(struct ntms_model *m, struct ntms_commit *c)
{
	c->record = c;
	return 0;
}

static void record_free(void *record)
{
}

static void doorbell(struct ntms_model *m)
{
}

static const struct ntms_sink store_sink = {
	.record = record, .record_free = record_free, .doorbell = doorbell,
};

static void told_when_it_is_on_disk(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	w->m.sink = &store_sink;
	with_store(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	flush_workqueue(w->m.wq);
	KUNIT_EXPECT_EQ(test, waiter.answers, 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_COMPLETE);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), 0);
}

static void not_told_what_was_undone(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	w->m.sink = &store_sink;
	with_store(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, false);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_SUBMITTED);
	flush_workqueue(w->m.wq);
	KUNIT_EXPECT_EQ(test, waiter.answers, 0);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), 0);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_CANCELLED);
}

static void satisfied_and_deleted_before_it_is_on_disk(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);
	struct waiter waiter;

	session_ready(w);
	w->m.sink = &store_sink;
	with_store(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	WORLD_EXPECT(w, world_end(w, ntms_txn_delete(world_begin(w), &q->o)),
		     0);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), 0);
}

static void a_request_that_was_undone_is_gone(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;
	struct waiter waiter;

	session_ready(w);
	w->m.sink = &store_sink;
	with_store(w);
	q = world_oprequest(w);
	WORLD_EXPECT(w, wait_begin(w, &waiter, &q->o.guid, NTMS_INFINITE), 0);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, false);
	KUNIT_EXPECT_EQ(test, wait_end(w, &waiter), ERROR_OBJECT_NOT_FOUND);
	world_verify(w);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_look_at_a_request),
	KUNIT_CASE(to_wait_takes_the_use_right_on_the_computer),
	KUNIT_CASE(several_wait_and_all_are_told),
	KUNIT_CASE(the_time_is_over),
	KUNIT_CASE(the_session_is_closed),
	KUNIT_CASE(what_comes_free_is_not_for_who_has_gone),
	KUNIT_CASE(the_request_is_deleted),
	KUNIT_CASE(told_when_it_is_on_disk),
	KUNIT_CASE(not_told_what_was_undone),
	KUNIT_CASE(satisfied_and_deleted_before_it_is_on_disk),
	KUNIT_CASE(a_request_that_was_undone_is_gone),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_opwait",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
