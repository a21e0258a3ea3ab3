// SPDX-License-Identifier: GPL-2.0
/*
 * Operator requests, semantics 2.6, 9.4 and 10: arguments and rights, what
 * operators do, what is purged.  Who waits for them is in ntms_opwait_test.c.
 */
#include <linux/string.h>

#include "world.h"

#define SECOND	NSEC_PER_SEC

/* what is submitted */

static u32 ask(struct world *w, u32 command, const struct ntms_object *arg1,
	       const struct ntms_object *arg2)
{
	return world_submit(w, command, arg1, arg2, NULL, NULL);
}

static void a_request_says_who_asks_for_what(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;

	w->session.application = "backup";
	w->session.user = "alice";
	w->session.computer = "host";
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_NEWMEDIA, &w->pool->o,
			       &w->library->o, "tapes please", &q), 0);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_EQ(test, q->command, NTMS_OPREQ_NEWMEDIA);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_SUBMITTED);
	KUNIT_EXPECT_STREQ(test, q->message, "tapes please");
	KUNIT_EXPECT_STREQ(test, q->application, "backup");
	KUNIT_EXPECT_STREQ(test, q->user, "alice");
	KUNIT_EXPECT_STREQ(test, q->computer, "host");
	KUNIT_EXPECT_TRUE(test, guid_equal(&q->arg1, &w->pool->o.guid));
	KUNIT_EXPECT_EQ(test, q->arg1_type, NTMS_TYPE_MEDIA_POOL);
	KUNIT_EXPECT_TRUE(test, guid_equal(&q->arg2, &w->library->o.guid));
	KUNIT_EXPECT_EQ(test, q->arg2_type, NTMS_TYPE_LIBRARY);
	KUNIT_EXPECT_EQ(test, q->submitted, q->o.created);
	KUNIT_EXPECT_EQ(test, q->time_completed, 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_OPREQUEST, &q->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
}

static void a_client_without_a_name_is_not_the_module(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;

	w->session.application = "ntms";
	w->session.user = "";
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_NEWMEDIA, &w->pool->o, NULL, "",
			       &q), 0);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_STREQ(test, q->user, "uid 1000");
	KUNIT_EXPECT_NULL(test, q->message);
	KUNIT_EXPECT_FALSE(test, ntms_oprequest_awaited(q));
}

/* each command takes what it is about and nothing else */
static void arguments(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *pm, *slot = &w->slots[0]->o, *pool = &w->pool->o;
	struct ntms_object *library = &w->library->o, *drive = &w->drive->o;
	struct ntms_object *side;
	u32 i;

	pm = &world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE)->o;
	side = &ntms_physical_media(pm)->sides[0]->o;
	struct {
		u32 command, code;
		struct ntms_object *arg1, *arg2;
	} rows[] = {
		{ 0, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ 6, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ 0xffffffff, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ NTMS_OPREQ_NEWMEDIA, 0, pool, NULL },
		{ NTMS_OPREQ_NEWMEDIA, 0, pool, library },
		{ NTMS_OPREQ_NEWMEDIA, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ NTMS_OPREQ_NEWMEDIA, ERROR_INVALID_PARAMETER, NULL, library },
		{ NTMS_OPREQ_NEWMEDIA, ERROR_OBJECT_NOT_FOUND, library, NULL },
		{ NTMS_OPREQ_NEWMEDIA, ERROR_OBJECT_NOT_FOUND, pool, pool },
		{ NTMS_OPREQ_CLEANER, 0, library, NULL },
		{ NTMS_OPREQ_CLEANER, 0, slot, NULL },
		{ NTMS_OPREQ_CLEANER, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ NTMS_OPREQ_CLEANER, ERROR_INVALID_PARAMETER, slot, library },
		{ NTMS_OPREQ_CLEANER, ERROR_OBJECT_NOT_FOUND, drive, NULL },
		{ NTMS_OPREQ_DEVICESERVICE, 0, library, NULL },
		{ NTMS_OPREQ_DEVICESERVICE, 0, drive, NULL },
		{ NTMS_OPREQ_DEVICESERVICE, 0, pm, NULL },
		{ NTMS_OPREQ_DEVICESERVICE, ERROR_INVALID_PARAMETER, NULL, NULL },
		{ NTMS_OPREQ_DEVICESERVICE, ERROR_INVALID_PARAMETER, drive, pm },
		{ NTMS_OPREQ_DEVICESERVICE, ERROR_OBJECT_NOT_FOUND, slot, NULL },
		{ NTMS_OPREQ_MOVEMEDIA, 0, pm, library },
		{ NTMS_OPREQ_MOVEMEDIA, ERROR_INVALID_PARAMETER, pm, NULL },
		{ NTMS_OPREQ_MOVEMEDIA, ERROR_INVALID_PARAMETER, NULL, library },
		{ NTMS_OPREQ_MOVEMEDIA, ERROR_OBJECT_NOT_FOUND, side, library },
		{ NTMS_OPREQ_MOVEMEDIA, ERROR_OBJECT_NOT_FOUND, pm, drive },
		{ NTMS_OPREQ_MESSAGE, 0, NULL, NULL },
		{ NTMS_OPREQ_MESSAGE, ERROR_INVALID_PARAMETER, pool, NULL },
		{ NTMS_OPREQ_MESSAGE, ERROR_INVALID_PARAMETER, NULL, library },
	};

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, ask(w, rows[i].command, rows[i].arg1,
					      rows[i].arg2),
				    rows[i].code, "row %u: %s", i,
				    w->call.text);
}

static void an_object_that_is_not_there(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object nothing = {};

	guid_gen(&nothing.guid);
	WORLD_EXPECT(w, ask(w, NTMS_OPREQ_NEWMEDIA, &nothing, NULL),
		     ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, ask(w, NTMS_OPREQ_NEWMEDIA, &w->pool->o, &nothing),
		     ERROR_OBJECT_NOT_FOUND);
}

static void the_message_has_255_characters_at_most(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;
	char text[520];
	u32 i;

	memset(text, 'x', sizeof(text));
	text[255] = 0;
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_MESSAGE, NULL, NULL, text, &q), 0);
	text[255] = 'x';
	text[256] = 0;
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_MESSAGE, NULL, NULL, text, &q),
		     ERROR_INVALID_PARAMETER);
	/* characters, not bytes */
	for (i = 0; i < 255; i++)
		memcpy(text + 2 * i, "\xc3\xa4", 2);
	text[510] = 0;
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_MESSAGE, NULL, NULL, text, &q), 0);
	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_MESSAGE, NULL, NULL, "\xff", &q),
		     ERROR_INVALID_PARAMETER);
}

/* semantics 10.2: the right that a command takes, on what, and no other */
static void rights_to_submit(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *computer = &w->m.computer->o, *pool = &w->pool->o;
	struct ntms_object *library = &w->library->o, *drive = &w->drive->o;
	struct ntms_object *bearers[] = { computer, pool, library };
	struct ntms_object *pm;
	u32 i, n, right;

	pm = &world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE)->o;
	struct {
		u32 command, right;
		struct ntms_object *arg1, *arg2, *bearer;
	} rows[] = {
		{ NTMS_OPREQ_NEWMEDIA, NTMS_CONTROL_ACCESS, pool, library, pool },
		{ NTMS_OPREQ_MOVEMEDIA, NTMS_CONTROL_ACCESS, pm, library, pool },
		{ NTMS_OPREQ_CLEANER, NTMS_CONTROL_ACCESS, library, NULL, library },
		{ NTMS_OPREQ_CLEANER, NTMS_CONTROL_ACCESS, &w->slots[0]->o, NULL,
		  library },
		{ NTMS_OPREQ_DEVICESERVICE, NTMS_CONTROL_ACCESS, drive, NULL,
		  library },
		{ NTMS_OPREQ_DEVICESERVICE, NTMS_CONTROL_ACCESS, pm, NULL,
		  library },
		{ NTMS_OPREQ_MESSAGE, NTMS_USE_ACCESS, NULL, NULL, computer },
	};

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		right = rows[i].right;
		for (n = 0; n < ARRAY_SIZE(bearers); n++)
			world_grant(w, bearers[n], ALICE,
				    bearers[n] == rows[i].bearer ? right :
				    NTMS_ALL_ACCESS);
		world_become(w, ALICE);
		KUNIT_EXPECT_EQ_MSG(test, ask(w, rows[i].command, rows[i].arg1,
					      rows[i].arg2), 0, "row %u: %s", i,
				    w->call.text);
		w->session.caller.admin = true;
		world_grant(w, rows[i].bearer, ALICE, NTMS_ALL_ACCESS & ~right);
		world_become(w, ALICE);
		KUNIT_EXPECT_EQ_MSG(test, ask(w, rows[i].command, rows[i].arg1,
					      rows[i].arg2),
				    ERROR_ACCESS_DENIED, "row %u", i);
	}
}

static u32 submit_starved(struct world *w, void *ctx)
{
	struct ntms_opask ask = { .command = NTMS_OPREQ_MESSAGE,
				  .message = "text" };
	guid_t request;

	return ntms_oprequest_submit(&w->call, &w->t, &ask, &request);
}

static void submitting_without_memory_leaves_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	w->session.application = "a";
	w->session.user = "u";
	w->session.computer = "c";
	world_starve(w, submit_starved, NULL);
}

/* what operators do */

static void a_request_that_is_satisfied_is_complete(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);

	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_COMPLETE);
	KUNIT_EXPECT_EQ(test, q->time_completed, q->o.modified);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_OPREQUEST, &q->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), ERROR_INVALID_STATE);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), ERROR_INVALID_STATE);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 2), ERROR_INVALID_STATE);
}

static void a_request_that_is_cancelled_is_refused(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);

	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_REFUSED);
	KUNIT_EXPECT_EQ(test, q->time_completed, q->o.modified);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), ERROR_INVALID_STATE);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), ERROR_OBJECT_NOT_FOUND);
}

static void from_submitted_over_active_to_in_progress(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q = world_oprequest(w);

	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_ACTIVE);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 2), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_INPROGRESS);
	/* to read it again changes nothing */
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_INPROGRESS);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
	KUNIT_EXPECT_EQ(test, q->time_completed, 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
	q = world_oprequest(w);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 2), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_INPROGRESS);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), 0);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 3), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 0), ERROR_INVALID_PARAMETER);
}

static void no_request_and_an_unknown_one(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, world_satisfy(w, &guid_null), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_cancel(w, &guid_null), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_ack(w, &guid_null, 1), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_satisfy(w, &guid), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_cancel(w, &guid), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_ack(w, &guid, 1), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_satisfy(w, &w->pool->o.guid), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_cancel(w, &w->pool->o.guid), ERROR_OBJECT_NOT_FOUND);
}

/* decision A-43: whoever has submitted it cannot cancel it either */
static void operators_need_the_control_right_on_the_computer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;

	world_grant(w, &w->m.computer->o, ALICE,
		    NTMS_ALL_ACCESS & ~NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	q = world_oprequest(w);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, world_cancel(w, &q->o.guid), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), ERROR_ACCESS_DENIED);
	w->session.caller.admin = true;
	world_grant(w, &w->m.computer->o, ALICE, NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_ack(w, &q->o.guid, 1), 0);
	WORLD_EXPECT(w, world_satisfy(w, &q->o.guid), 0);
}

/* the module's own */

struct own_wait {
	struct ntms_opwait w;
	u32 told;
	u32 error;
};

static void own_done(struct ntms_opwait *w, u32 error)
{
	struct own_wait *wait = container_of(w, struct own_wait, w);

	wait->told++;
	wait->error = error;
}

static struct ntms_oprequest *own(struct world *w, struct own_wait *wait)
{
	struct ntms_oprequest *q;
	guid_t request;

	memset(wait, 0, sizeof(*wait));
	wait->w.done = own_done;
	world_must(w, ntms_oprequest_post(world_begin(w), NTMS_OPREQ_NEWMEDIA,
					  &w->pool->o, NULL, "tapes",
					  &request));
	q = ntms_oprequest(ntms_find(&w->m, &request));
	ntms_opwait_add(&w->m, q, &wait->w);
	WORLD_EXPECT(w, world_end(w, 0), 0);
	return q;
}

static void what_the_module_asks_for_is_awaited(struct kunit *test)
{
	struct world *w = test->priv;
	struct own_wait wait;
	struct ntms_oprequest *q = own(w, &wait);
	guid_t guid = q->o.guid;
	char why[128];

	KUNIT_EXPECT_STREQ(test, q->application, "ntms");
	KUNIT_EXPECT_NULL(test, q->user);
	WORLD_EXPECT(w, world_satisfy(w, &guid), 0);
	flush_workqueue(w->m.wq);
	KUNIT_EXPECT_EQ(test, wait.told, 1);
	KUNIT_EXPECT_EQ(test, wait.error, 0);
	ntms_oprequest_withdraw(&w->m, &guid);
	KUNIT_EXPECT_NULL(test, world_find(w, &guid));
	/* one that nobody waits for is a mistake */
	q = own(w, &wait);
	KUNIT_EXPECT_TRUE(test, ntms_opwait_remove(&w->m, &wait.w));
	KUNIT_EXPECT_FALSE(test, ntms_opwait_remove(&w->m, &wait.w));
	down_read(&w->m.lock);
	KUNIT_EXPECT_NE(test, ntms_verify(&w->m, why, sizeof(why)), 0);
	up_read(&w->m.lock);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why, "nobody waits"));
	guid = q->o.guid;
	ntms_oprequest_withdraw(&w->m, &guid);
	world_verify(w);
	KUNIT_EXPECT_EQ(test, wait.told, 0);
	ntms_oprequest_withdraw(&w->m, &guid);
	ntms_oprequest_withdraw(&w->m, &guid_null);
}

static void one_request_for_a_device_is_enough(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_oprequest *q;
	guid_t *drive = &w->drive->o.guid;
	u32 i;

	for (i = 0; i < 3; i++)
		WORLD_EXPECT(w, world_end(w, ntms_oprequest_need(
			world_begin(w), NTMS_OPREQ_DEVICESERVICE, &w->drive->o,
			NULL, "look at it")), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
	down_read(&w->m.lock);
	q = ntms_oprequest_open(&w->m, NTMS_OPREQ_DEVICESERVICE, drive);
	KUNIT_EXPECT_NULL(test, ntms_oprequest_open(&w->m, NTMS_OPREQ_CLEANER,
						    drive));
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, q);
	WORLD_EXPECT(w, world_end(w, ntms_oprequest_over(world_begin(w),
				NTMS_OPREQ_DEVICESERVICE, drive)), 0);
	KUNIT_EXPECT_EQ(test, q->state, NTMS_OPSTATE_COMPLETE);
	WORLD_EXPECT(w, world_end(w, ntms_oprequest_over(world_begin(w),
				NTMS_OPREQ_DEVICESERVICE, drive)), 0);
	/* when it fails again, somebody is asked again */
	WORLD_EXPECT(w, world_end(w, ntms_oprequest_need(
		world_begin(w), NTMS_OPREQ_DEVICESERVICE, &w->drive->o, NULL,
		"look at it")), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
}

/* purge */

static u32 purge(struct world *w, s64 later)
{
	bool more = true;
	u32 id = 0, n = 0;

	while (more) {
		world_begin(w)->now += later * SECOND;
		WORLD_EXPECT(w, world_end(w, ntms_oprequest_purge(&w->t, &id, 2,
								  &more)), 0);
		n += world_events(w, NTMS_EV_DELETE, NTMS_TYPE_OPREQUEST, NULL);
	}
	return n;
}

static void set_purge(struct world *w, u32 seconds, u32 flags)
{
	world_must(w, ntms_txn_edit(world_arrange(w), &w->m.computer->o));
	w->m.computer->op_request_purge_time = seconds;
	w->m.computer->op_request_flags = flags;
	world_arranged(w);
}

static void finished_requests_are_purged_by_age(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	KUNIT_EXPECT_EQ(test, w->m.computer->op_request_purge_time, 259200);
	world_oprequest(w);
	for (i = 0; i < 5; i++)
		WORLD_EXPECT(w, world_satisfy(w, &world_oprequest(w)->o.guid), 0);
	WORLD_EXPECT(w, world_cancel(w, &world_oprequest(w)->o.guid), 0);
	WORLD_EXPECT(w, world_ack(w, &world_oprequest(w)->o.guid, 2), 0);
	KUNIT_EXPECT_EQ(test, purge(w, 0), 0);
	KUNIT_EXPECT_EQ(test, purge(w, 259100), 0);
	KUNIT_EXPECT_EQ(test, purge(w, 259300), 6);
	/* those that are open stay */
	KUNIT_EXPECT_EQ(test, purge(w, 1000000), 0);
	set_purge(w, 10, 0);
	WORLD_EXPECT(w, world_cancel(w, &world_oprequest(w)->o.guid), 0);
	KUNIT_EXPECT_EQ(test, purge(w, 5), 0);
	KUNIT_EXPECT_EQ(test, purge(w, 20), 1);
}

static void flags_keep_requests(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_satisfy(w, &world_oprequest(w)->o.guid), 0);
	WORLD_EXPECT(w, world_satisfy(w, &world_oprequest(w)->o.guid), 0);
	WORLD_EXPECT(w, world_cancel(w, &world_oprequest(w)->o.guid), 0);
	set_purge(w, 10, NTMS_NOAUTOPURGE);
	KUNIT_EXPECT_EQ(test, purge(w, 20), 0);
	set_purge(w, 10, NTMS_NOAUTOPURGE | NTMS_NOFAILEDPURGE);
	KUNIT_EXPECT_EQ(test, purge(w, 20), 0);
	set_purge(w, 10, NTMS_NOFAILEDPURGE);
	KUNIT_EXPECT_EQ(test, purge(w, 20), 2);
	set_purge(w, 10, 0);
	KUNIT_EXPECT_EQ(test, purge(w, 20), 1);
}

/* its end could not be stored, or it is from before a restart */
static void what_the_module_has_abandoned_goes_at_once(struct kunit *test)
{
	struct world *w = test->priv;
	struct own_wait wait;
	struct ntms_oprequest *q = own(w, &wait);

	set_purge(w, 259200, NTMS_NOAUTOPURGE);
	KUNIT_EXPECT_TRUE(test, ntms_opwait_remove(&w->m, &wait.w));
	q->abandoned = true;
	world_verify(w);
	KUNIT_EXPECT_EQ(test, purge(w, 0), 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_request_says_who_asks_for_what),
	KUNIT_CASE(a_client_without_a_name_is_not_the_module),
	KUNIT_CASE(arguments),
	KUNIT_CASE(an_object_that_is_not_there),
	KUNIT_CASE(the_message_has_255_characters_at_most),
	KUNIT_CASE(rights_to_submit),
	KUNIT_CASE(submitting_without_memory_leaves_nothing),
	KUNIT_CASE(a_request_that_is_satisfied_is_complete),
	KUNIT_CASE(a_request_that_is_cancelled_is_refused),
	KUNIT_CASE(from_submitted_over_active_to_in_progress),
	KUNIT_CASE(no_request_and_an_unknown_one),
	KUNIT_CASE(operators_need_the_control_right_on_the_computer),
	KUNIT_CASE(what_the_module_asks_for_is_awaited),
	KUNIT_CASE(one_request_for_a_device_is_enough),
	KUNIT_CASE(finished_requests_are_purged_by_age),
	KUNIT_CASE(flags_keep_requests),
	KUNIT_CASE(what_the_module_has_abandoned_goes_at_once),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_oprequest",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
