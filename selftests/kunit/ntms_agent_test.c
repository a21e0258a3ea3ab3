// SPDX-License-Identifier: GPL-2.0
/*
 * Errands for the label agent: who ends them, and with what.  The test is the
 * agent; a work item is whoever wants something done.
 */
#include "../../kmod/agent.h"
#include "robolab.h"

static atomic_t rings;

static void ring(void)
{
	atomic_inc(&rings);
}

/* somebody who wants something done */
struct client {
	struct work_struct work;
	struct ntms_errand *e;
	u32 error;
};

static void client_run(struct work_struct *work)
{
	struct client *c = container_of(work, struct client, work);

	c->error = ntms_errand_do(c->e);
}

static void client_begin(struct kunit *test, struct client *c, u32 kind)
{
	struct lab *l = test->priv;

	c->e = ntms_errand_new(kind, c);
	KUNIT_ASSERT_NOT_NULL(test, c->e);
	ntms_errand_drive(c->e, &l->f.drive[0].dev);
	INIT_WORK_ONSTACK(&c->work, client_run);
	queue_work(system_unbound_wq, &c->work);
}

/* the text is good until the next one ends */
static u32 client_end(struct client *c, char *text)
{
	flush_work(&c->work);
	destroy_work_on_stack(&c->work);
	if (text)
		strscpy(text, c->e->text, sizeof(c->e->text));
	ntms_errand_free(c->e);
	return c->error;
}

/* the number of the next errand, as the agent fetches it */
static u64 fetch(struct kunit *test, struct ntms_order *o)
{
	struct lab *l = test->priv;

	lab_wait(l, ntms_agent_next(o));
	return o->id;
}

static void it_is_told_and_answers(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct ntms_label *found = kunit_kzalloc(test, sizeof(*found),
						 GFP_KERNEL);
	struct lab *l = test->priv;
	struct client c;
	u64 id;

	KUNIT_ASSERT_TRUE(test, o && found);
	strscpy(l->f.drive[0].dev.node, "/dev/nst7",
		sizeof(l->f.drive[0].dev.node));
	atomic_set(&rings, 0);
	KUNIT_EXPECT_FALSE(test, ntms_agent_present());
	KUNIT_EXPECT_EQ(test, ntms_agent_attach(ring), 0);
	KUNIT_EXPECT_TRUE(test, ntms_agent_present());
	KUNIT_EXPECT_EQ(test, ntms_agent_attach(ring), ERROR_BUSY);
	KUNIT_EXPECT_FALSE(test, ntms_agent_next(o));
	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	id = fetch(test, o);
	KUNIT_EXPECT_EQ(test, atomic_read(&rings), 1);
	KUNIT_EXPECT_EQ(test, o->kind, NTMS_ERRAND_READ_LABEL);
	KUNIT_EXPECT_STREQ(test, (const char *)o->node, "/dev/nst7");
	/* once only */
	KUNIT_EXPECT_FALSE(test, ntms_agent_next(o));
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(id), 0);
	found->found = NTMS_LABEL_KNOWN;
	found->omid_len = 6;
	memcpy(found->omid, "T\0I\0id", 6);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0, "", found), 0);
	/* and not twice */
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0, "", found),
			ERROR_CANCELLED);
	flush_work(&c.work);
	KUNIT_EXPECT_EQ(test, c.e->label.found, NTMS_LABEL_KNOWN);
	KUNIT_EXPECT_EQ(test, memcmp(c.e->label.omid, "T\0I\0id", 6), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c, NULL), 0);
	ntms_agent_detach();
	KUNIT_EXPECT_FALSE(test, ntms_agent_present());
}

/* several at once, ended in another order than they were begun in */
static void it_has_several_in_hand(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct client c[3];
	u64 id[3];
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, o);
	ntms_agent_attach(ring);
	for (i = 0; i < 3; i++) {
		client_begin(test, &c[i], NTMS_ERRAND_GIVE_DRIVE);
		id[i] = fetch(test, o);
		KUNIT_EXPECT_EQ(test, o->uid, NTMS_NOBODY);
	}
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id[2], 0, "", NULL), 0);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id[0], ERROR_BUSY, "x", NULL), 0);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id[1], 0, "", NULL), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c[0], NULL), ERROR_BUSY);
	KUNIT_EXPECT_EQ(test, client_end(&c[1], NULL), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c[2], NULL), 0);
	ntms_agent_detach();
}

static void nobody_is_there(struct kunit *test)
{
	struct client c;
	char text[128];

	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	KUNIT_EXPECT_EQ(test, client_end(&c, text), ERROR_RESOURCE_NOT_PRESENT);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "start ntms-labeld"));
}

static void it_goes_away(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct lab *l = test->priv;
	struct client c[2];
	u64 id;

	KUNIT_ASSERT_NOT_NULL(test, o);
	ntms_agent_attach(ring);
	client_begin(test, &c[0], NTMS_ERRAND_READ_LABEL);
	id = fetch(test, o);
	atomic_set(&rings, 0);
	client_begin(test, &c[1], NTMS_ERRAND_READ_LABEL);
	lab_wait(l, atomic_read(&rings));
	ntms_agent_detach();
	KUNIT_EXPECT_EQ(test, client_end(&c[0], NULL),
			ERROR_RESOURCE_NOT_PRESENT);
	KUNIT_EXPECT_EQ(test, client_end(&c[1], NULL),
			ERROR_RESOURCE_NOT_PRESENT);
	/* the next one does not get what the first had in hand */
	ntms_agent_attach(ring);
	KUNIT_EXPECT_FALSE(test, ntms_agent_next(o));
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(id), ERROR_CANCELLED);
	ntms_agent_detach();
}

/* what it says is hostile */
static void it_lies(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct ntms_label *blank = kunit_kzalloc(test, sizeof(*blank),
						 GFP_KERNEL);
	struct client c;
	char text[128];
	u64 id;

	KUNIT_ASSERT_TRUE(test, o && blank);
	blank->found = NTMS_LABEL_BLANK;
	ntms_agent_attach(ring);
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(0), ERROR_CANCELLED);
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(~0ULL), ERROR_CANCELLED);
	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	id = fetch(test, o);
	/* without what was found it is not answered, and goes on */
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0, "", NULL),
			ERROR_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id + 1, 0, "", blank),
			ERROR_CANCELLED);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0xdeadbeef, "it burns",
					      NULL), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c, text),
			ERROR_MEDIUM_NOT_ACCESSIBLE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "it burns"));
	client_begin(test, &c, NTMS_ERRAND_WRITE_LABEL);
	id = fetch(test, o);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0, "", blank),
			ERROR_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, ERROR_WRITE_PROTECT, "x",
					      blank), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c, NULL), ERROR_WRITE_PROTECT);
	ntms_agent_detach();
}

/* and then must not touch the drive, which may have another medium in it */
static void nobody_wants_it_any_more(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct client c[2];
	u64 id;

	KUNIT_ASSERT_NOT_NULL(test, o);
	ntms_agent_attach(ring);
	client_begin(test, &c[0], NTMS_ERRAND_WRITE_LABEL);
	id = fetch(test, o);
	client_begin(test, &c[1], NTMS_ERRAND_GIVE_DRIVE);
	ntms_errands_cancel(&c[0]);
	KUNIT_EXPECT_EQ(test, client_end(&c[0], NULL), ERROR_CANCELLED);
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(id), ERROR_CANCELLED);
	/* that of somebody else goes on */
	id = fetch(test, o);
	KUNIT_EXPECT_EQ(test, ntms_agent_done(id, 0, "", NULL), 0);
	KUNIT_EXPECT_EQ(test, client_end(&c[1], NULL), 0);
	ntms_agent_detach();
}

static void it_takes_too_long(struct kunit *test)
{
	struct ntms_order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);
	struct client c;
	char text[128];
	u64 id;

	KUNIT_ASSERT_NOT_NULL(test, o);
	ntms_agent_ms = 20;
	ntms_agent_attach(ring);
	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	KUNIT_EXPECT_EQ(test, client_end(&c, text), ERROR_TIMEOUT);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "too long"));
	KUNIT_EXPECT_FALSE(test, ntms_agent_next(o));
	ntms_agent_ms = 0;
	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	id = fetch(test, o);
	/* the module is unloaded while it is in hand */
	ntms_agent_close();
	KUNIT_EXPECT_EQ(test, client_end(&c, NULL), ERROR_CANCELLED);
	KUNIT_EXPECT_EQ(test, ntms_agent_begin(id), ERROR_CANCELLED);
	client_begin(test, &c, NTMS_ERRAND_READ_LABEL);
	KUNIT_EXPECT_EQ(test, client_end(&c, NULL), ERROR_CANCELLED);
	ntms_agent_detach();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(it_is_told_and_answers),
	KUNIT_CASE(it_has_several_in_hand),
	KUNIT_CASE(nobody_is_there),
	KUNIT_CASE(it_goes_away),
	KUNIT_CASE(it_lies),
	KUNIT_CASE(nobody_wants_it_any_more),
	KUNIT_CASE(it_takes_too_long),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_agent",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
