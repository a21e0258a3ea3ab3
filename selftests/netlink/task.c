// SPDX-License-Identifier: GPL-2.0
/*
 * task.c - export and import: the module between client and store
 *
 * ExportNtmsDatabase and ImportNtmsDatabase, MS-RSMP 3.2.5.2.5.9 and .10.  The
 * test is the store; that ntmsd does what it is told is tested elsewhere.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "rows.h"

#define USER	1000

static const struct world_pool pools[] = { { W_POOL, "App", W_TAPE }, { 0 } };

static struct nl_msg m;
static struct nl_answer a;

/* a store that does its work by hand */
FIXTURE(task) {
	struct world w;
	struct nl client[3];
	uint32_t seq[3];
	uint64_t durable;
};

/*
 * The keeper has left a next-journal that is held back: a change answers it.
 * Returns the number of that change; it is on "disk" when the next one says so.
 */
static uint64_t take_back(struct world *w)
{
	_Alignas(8) static char buf[NL_ROOM];
	uint64_t committed = 0;

	row_send(&w->client, "set guid=p0 .description=by_hand");
	nl_receive(&w->store, buf, sizeof(buf), NL_PATIENCE);
	world_status(&w->client, NTMS_A_STATUS_COMMITTED, &committed);
	return committed;
}

FIXTURE_SETUP(task)
{
	unsigned int i;

	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, NULL));
	ASSERT_EQ(0, world_settled(&self->w));
	world_keep_end(&self->w);
	self->durable = take_back(&self->w);
	for (i = 0; i < 3; i++) {
		self->client[i] = nl_open();
		ASSERT_EQ(0, world_open(&self->client[i], &a));
	}
}

FIXTURE_TEARDOWN(task)
{
	unsigned int i;

	for (i = 0; i < 3; i++)
		nl_close(&self->client[i]);
	world_end(&self->w);
}

static int next(struct world *w, uint64_t durable)
{
	nl_begin(&m, NTMS_CMD_NEXT_JOURNAL, NLM_F_ACK);
	nl_put_u64(&m, NTMS_A_STORE_DURABLE, durable);
	return nl_send(&w->store, &m);
}

/* the task that the answer to next-journal asks for */
static uint32_t task_of(struct world *w, int seq)
{
	if (nl_wait(&w->store, seq, &a, NL_PATIENCE))
		return ~0U;
	return nl_u32(a.attrs, a.len, NTMS_A_STORE_TASK);
}

static int done(struct nl *s, uint32_t task, uint32_t error)
{
	nl_begin(&m, NTMS_CMD_TASK_DONE, NLM_F_ACK);
	nl_put_u32(&m, NTMS_A_STORE_TASK, task);
	if (error)
		nl_put_u32(&m, NTMS_A_STORE_ERROR, error);
	return nl_call(s, &m, &a);
}

static uint32_t answer(struct nl *s, uint32_t seq)
{
	if (nl_wait(s, seq, &a, NL_PATIENCE) && !a.code)
		return ~0U;
	return a.code;
}

/* is there no answer yet? */
static bool waits(struct nl *s, uint32_t seq)
{
	return nl_wait(s, seq, &a, 50) && !a.code;
}

TEST_F(task, is_answered_when_the_store_has_done_it)
{
	static const struct { const char *call; uint32_t task; } tasks[] = {
		{ "export", NTMS_STORE_TASK_EXPORT },
		{ "import", NTMS_STORE_TASK_IMPORT },
		{ "export", NTMS_STORE_TASK_EXPORT },
	};
	int held = next(&self->w, self->durable);
	unsigned int i;
	uint32_t seq;

	for (i = 0; i < 3; i++) {
		seq = row_send(&self->client[0], tasks[i].call);
		EXPECT_EQ(tasks[i].task, task_of(&self->w, held));
		EXPECT_TRUE(waits(&self->client[0], seq));
		/* it is not asked for twice */
		held = next(&self->w, self->durable);
		EXPECT_TRUE(waits(&self->w.store, held));
		EXPECT_EQ(0, done(&self->w.store, tasks[i].task, 0));
		EXPECT_EQ(0, answer(&self->client[0], seq));
	}
}

TEST_F(task, fails_as_the_store_says)
{
	static const struct { uint32_t from, to; } codes[] = {
		{ ERROR_SHARING_VIOLATION, ERROR_SHARING_VIOLATION },
		{ ERROR_DATABASE_FULL, ERROR_DATABASE_FULL },
		{ ERROR_DATABASE_FAILURE, ERROR_DATABASE_FAILURE },
		/* whatever else it says */
		{ 5, ERROR_DATABASE_FAILURE },
		{ 0xffffffff, ERROR_DATABASE_FAILURE },
	};
	unsigned int i;
	uint32_t seq;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		seq = row_send(&self->client[0], i % 2 ? "import" : "export");
		EXPECT_EQ(i % 2 ? NTMS_STORE_TASK_IMPORT :
				  NTMS_STORE_TASK_EXPORT,
			  task_of(&self->w, next(&self->w, self->durable)));
		EXPECT_EQ(0, done(&self->w.store, i % 2 ?
				  NTMS_STORE_TASK_IMPORT :
				  NTMS_STORE_TASK_EXPORT, codes[i].from));
		EXPECT_EQ(codes[i].to, answer(&self->client[0], seq));
		EXPECT_LE(20, (int)strlen(a.text));
	}
}

/* one export serves all that asked before the store was told of it */
TEST_F(task, is_done_once_for_all_who_wait)
{
	int held;

	self->seq[0] = row_send(&self->client[0], "export");
	self->seq[1] = row_send(&self->client[1], "export");
	EXPECT_EQ(NTMS_STORE_TASK_EXPORT,
		  task_of(&self->w, next(&self->w, self->durable)));
	self->seq[2] = row_send(&self->client[2], "export");
	held = next(&self->w, self->durable);
	/* without waiting: the answer that was held back comes at once */
	nl_begin(&m, NTMS_CMD_TASK_DONE, 0);
	nl_put_u32(&m, NTMS_A_STORE_TASK, NTMS_STORE_TASK_EXPORT);
	ASSERT_LT(0, nl_send(&self->w.store, &m));
	EXPECT_EQ(0, answer(&self->client[0], self->seq[0]));
	EXPECT_EQ(0, answer(&self->client[1], self->seq[1]));
	/* who came later has an export of his own */
	EXPECT_EQ(NTMS_STORE_TASK_EXPORT, task_of(&self->w, held));
	EXPECT_TRUE(waits(&self->client[2], self->seq[2]));
	EXPECT_EQ(0, done(&self->w.store, NTMS_STORE_TASK_EXPORT, 0));
	EXPECT_EQ(0, answer(&self->client[2], self->seq[2]));
}

TEST_F(task, comes_with_changes)
{
	uint32_t change;

	self->seq[0] = row_send(&self->client[0], "export");
	change = row_send(&self->client[1], "set guid=p0 .description=x");
	EXPECT_EQ(NTMS_STORE_TASK_EXPORT,
		  task_of(&self->w, next(&self->w, self->durable)));
	EXPECT_NE(NULL, nl_find(a.attrs, a.len, NTMS_A_STORE_RECORD));
	/* changes do not wait for the export */
	next(&self->w, self->durable + 1);
	EXPECT_EQ(0, answer(&self->client[1], change));
	EXPECT_TRUE(waits(&self->client[0], self->seq[0]));
	EXPECT_EQ(0, done(&self->w.store, NTMS_STORE_TASK_EXPORT, 0));
	EXPECT_EQ(0, answer(&self->client[0], self->seq[0]));
}

TEST_F(task, ends_with_the_session)
{
	self->seq[0] = row_send(&self->client[0], "export");
	EXPECT_EQ(NTMS_STORE_TASK_EXPORT,
		  task_of(&self->w, next(&self->w, self->durable)));
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
	nl_send(&self->client[0], &m);
	EXPECT_EQ(ERROR_CANCELLED, answer(&self->client[0], self->seq[0]));
	/* and with the socket; nobody minds what the store says then */
	self->seq[1] = row_send(&self->client[1], "import");
	nl_close(&self->client[1]);
	EXPECT_EQ(0, done(&self->w.store, NTMS_STORE_TASK_EXPORT, 0));
	EXPECT_EQ(0, done(&self->w.store, NTMS_STORE_TASK_IMPORT, 32));
}

TEST_F(task, ends_with_the_store)
{
	self->seq[0] = row_send(&self->client[0], "export");
	EXPECT_EQ(NTMS_STORE_TASK_EXPORT,
		  task_of(&self->w, next(&self->w, self->durable)));
	self->seq[1] = row_send(&self->client[1], "import");
	nl_close(&self->w.store);
	EXPECT_EQ(ERROR_DATABASE_FAILURE,
		  answer(&self->client[0], self->seq[0]));
	EXPECT_EQ(ERROR_DATABASE_FAILURE,
		  answer(&self->client[1], self->seq[1]));
	/* without one nothing can be exported */
	self->seq[2] = row_send(&self->client[2], "export");
	EXPECT_EQ(ERROR_DATABASE_FAILURE,
		  answer(&self->client[2], self->seq[2]));
	EXPECT_NE(NULL, strstr(a.text, "ntmsd"));
}

TEST_F(task, takes_control_of_the_computer)
{
	row_message(&m, "set-security guid=COMP options=4 acl=0.0,e.0.3");
	ASSERT_LT(0, nl_send(&self->client[0], &m));
	/* what waits for the store counts already */
	row_message(&m, "export");
	row_as(USER, USER, NULL, 0, &m, &a);
	EXPECT_EQ(ERROR_ACCESS_DENIED, a.code);
	row_message(&m, "import");
	row_as(USER, USER, NULL, 0, &m, &a);
	EXPECT_EQ(ERROR_ACCESS_DENIED, a.code);
	EXPECT_NE(NULL, strstr(a.text, "control"));
}

TEST_F(task, is_the_stores_business)
{
	/* a client says that it is done */
	EXPECT_NE(0, done(&self->client[0], NTMS_STORE_TASK_EXPORT, 0));
	EXPECT_EQ(ERROR_INVALID_HANDLE, a.code);
	/* a store says so that was not asked */
	EXPECT_EQ(0, done(&self->w.store, NTMS_STORE_TASK_EXPORT, 0));
	EXPECT_NE(0, done(&self->w.store, 3, 0));
	nl_begin(&m, NTMS_CMD_TASK_DONE, NLM_F_ACK);
	EXPECT_EQ(0, nl_call(&self->w.store, &m, &a));
}

TEST(there_is_no_database_with_store_none)
{
	struct nl s;

	ASSERT_EQ(0, world_load("store=none"));
	s = nl_open();
	ASSERT_EQ(0, world_open(&s, &a));
	row_message(&m, "export");
	nl_call(&s, &m, &a);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	EXPECT_NE(NULL, strstr(a.text, "store=none"));
	row_message(&m, "import");
	nl_call(&s, &m, &a);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	nl_close(&s);
}

TEST_HARNESS_MAIN
