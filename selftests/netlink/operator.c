// SPDX-License-Identifier: GPL-2.0
/*
 * operator.c - requests to operators and what operators do with requests
 *
 * Semantics 9 and 10. Each call from end to end; the rules in all their rows
 * are in the KUnit suites ntms_oprequest and ntms_request.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 240
#include "rows.h"

#define MANY	500

enum { NEWMEDIA = 1, CLEANER, DEVICESERVICE, MOVEMEDIA, MESSAGE };
enum { SUBMITTED = 1, ACTIVE, INPROGRESS, REFUSED, COMPLETE };
enum { LM_QUEUED, LM_WAITING = 5, LM_CANCELLED = 7 };
enum { MEDIASTATE_IDLE, MEDIASTATE_OPREQ = 6 };

static const struct world_pool pools[] = { { W_POOL, "App", W_TAPE }, { 0 } };
static const struct world_medium media[] = {
	{ W_POOL, "L" }, { W_POOL, "L", .where = W_OFFLINE },
	{ W_POOL, "L", .where = W_OFFLINE }, { 0 }
};

static struct nl_answer a;

/* Return: the Win32 code, or a negative errno when there is none */
static int64_t call(struct nl *s, const char *text)
{
	int err = nl_wait(s, row_send(s, text), &a, NL_PATIENCE);

	return err && !a.code ? err : a.code;
}

/* a request, of which the next calls are */
static int64_t submit(struct nl *s, const char *text)
{
	int64_t error = call(s, text);

	if (!error)
		row_it = nl_guid(a.attrs, a.len, NTMS_A_CALL_GUID);
	return error;
}

static uint32_t state(struct nl *s)
{
	static struct nl_answer look;

	if (world_get(s, row_it, &look))
		return 0;
	return world_member(&look, NTMS_A_OBJECT_STATE);
}

struct search {
	uint32_t attr, value, count;
	guid last;
};

static int search_one(void *ctx, const struct nlattr *attrs, size_t len)
{
	struct search *c = ctx;

	if (nl_u32(attrs, len, c->attr) != c->value)
		return 0;
	c->count++;
	c->last = nl_guid(attrs, len, NTMS_A_OBJECT_GUID);
	return 0;
}

/* how many requests are there of a type for a command; the last becomes IT */
static uint32_t requests(struct nl *s, uint32_t type, uint32_t attr,
			 uint32_t value)
{
	struct search c = { attr, value };
	static struct nl_answer dump;
	static struct nl_msg m;

	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	nl_put_u32(&m, NTMS_A_CALL_TYPE, type);
	if (nl_dump(s, &m, search_one, &c, NULL, &dump))
		return ~0U;
	if (c.count)
		row_it = c.last;
	return c.count;
}

static uint32_t asked(struct nl *s, uint32_t command)
{
	return requests(s, NTMS_TYPE_OPREQUEST, NTMS_A_OBJECT_COMMAND, command);
}

#define SOON(condition) ({						\
	int i_;								\
									\
	for (i_ = 0; i_ < 20000 && !(condition); i_++)			\
		usleep(1000);						\
	EXPECT_TRUE(condition);						\
})

FIXTURE(operator) {
	struct world w;
	struct nl other;
};

FIXTURE_SETUP(operator)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	self->other = nl_open();
	ASSERT_EQ(0, world_open(&self->other, &a));
}

FIXTURE_TEARDOWN(operator)
{
	char why[256];

	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	if (*why != 'o')
		TH_LOG("verify: %s", why);
	nl_close(&self->other);
	world_end(&self->w);
}

/* --- requests of applications ----------------------------------------------- */

TEST_F(operator, what_is_asked_for)
{
	static const struct { const char *call; int64_t code; } rows[] = {
		{ "ask otype=1 arg1=p0", 0 },
		{ "ask otype=1 arg1=p0 arg2=LIB message=two_tapes", 0 },
		{ "ask otype=2 arg1=LIB", 0 },
		{ "ask otype=2 arg1=SLOT", 0 },
		{ "ask otype=3 arg1=LIB", 0 },
		{ "ask otype=3 arg1=m0", 0 },
		{ "ask otype=4 arg1=m0 arg2=LIB", 0 },
		{ "ask otype=5 message=Hello", 0 },
		{ "ask otype=5", 0 },
		{ "ask", ERROR_INVALID_PARAMETER },
		{ "ask otype=0", ERROR_INVALID_PARAMETER },
		{ "ask otype=6", ERROR_INVALID_PARAMETER },
		{ "ask otype=1", ERROR_INVALID_PARAMETER },
		{ "ask otype=4 arg1=m0", ERROR_INVALID_PARAMETER },
		{ "ask otype=5 arg1=p0", ERROR_INVALID_PARAMETER },
		{ "ask otype=1 arg1=?", ERROR_OBJECT_NOT_FOUND },
		{ "ask otype=1 arg1=m0", ERROR_OBJECT_NOT_FOUND },
		{ "ask otype=1 arg1=p0 arg2=?", ERROR_OBJECT_NOT_FOUND },
	};
	struct nl *s = &self->w.client;
	unsigned int i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		EXPECT_EQ(rows[i].code, submit(s, rows[i].call)) {
			TH_LOG("%s: %s", rows[i].call, a.text);
		}
		if (!rows[i].code)
			EXPECT_EQ(SUBMITTED, state(s));
	}
	/* the message may have 255 characters */
	EXPECT_EQ(9, requests(s, NTMS_TYPE_OPREQUEST, NTMS_A_OBJECT_STATE,
			      SUBMITTED));
}

TEST_F(operator, states)
{
	struct nl *s = &self->w.client;

	ASSERT_EQ(0, submit(s, "ask otype=5 message=Hello"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(s, "ack guid=IT"));
	EXPECT_EQ(0, call(s, "ack guid=IT action=1"));
	EXPECT_EQ(ACTIVE, state(s));
	EXPECT_EQ(0, call(s, "ack guid=IT action=2"));
	EXPECT_EQ(INPROGRESS, state(s));
	EXPECT_EQ(ERROR_TIMEOUT, call(s, "wait guid=IT"));
	EXPECT_EQ(0, call(s, "satisfy guid=IT"));
	EXPECT_EQ(COMPLETE, state(s));
	EXPECT_EQ(0, call(s, "wait guid=IT"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(s, "satisfy guid=IT"));
	EXPECT_EQ(ERROR_INVALID_STATE, call(s, "refuse guid=IT"));
	EXPECT_EQ(ERROR_INVALID_STATE, call(s, "ack guid=IT action=1"));
	ASSERT_EQ(0, submit(s, "ask otype=5"));
	EXPECT_EQ(0, call(s, "refuse guid=IT"));
	EXPECT_EQ(REFUSED, state(s));
	EXPECT_EQ(ERROR_CANCELLED, call(s, "wait guid=IT timeout=1000"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(s, "wait guid=0"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(s, "wait"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(s, "wait guid=?"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(s, "satisfy guid=?"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(s, "refuse guid=?"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(s, "ack guid=? action=1"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(s, "satisfy"));
}

TEST_F(operator, all_who_wait_are_told)
{
	struct nl *s = &self->w.client, more = nl_open();
	int seq[3];

	ASSERT_EQ(0, world_open(&more, &a));
	ASSERT_EQ(0, submit(s, "ask otype=5"));
	seq[0] = row_send(s, "wait guid=IT timeout=0xffffffff");
	seq[1] = row_send(s, "wait guid=IT timeout=100000");
	seq[2] = row_send(&more, "wait guid=IT timeout=0xffffffff");
	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq[0], &a, 200));
	EXPECT_EQ(0, call(&self->other, "satisfy guid=IT"));
	EXPECT_EQ(0, nl_wait(&more, seq[2], &a, NL_PATIENCE));
	EXPECT_EQ(0, nl_wait(s, seq[1], &a, NL_PATIENCE) &
		     nl_wait(s, seq[0], &a, NL_PATIENCE));
	nl_close(&more);
}

TEST_F(operator, a_wait_ends)
{
	static struct nl_msg m;
	struct nl *s = &self->w.client;
	int seq;

	ASSERT_EQ(0, submit(s, "ask otype=5"));
	EXPECT_EQ(ERROR_TIMEOUT, call(s, "wait guid=IT timeout=100"));
	EXPECT_LE(8, strlen(a.text));
	/* the request is deleted */
	seq = row_send(s, "wait guid=IT timeout=0xffffffff");
	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 50));
	EXPECT_EQ(0, call(&self->other, "refuse guid=IT"));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
	/* the session is closed */
	ASSERT_EQ(0, submit(s, "ask otype=5"));
	seq = row_send(s, "wait guid=IT timeout=0xffffffff");
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
	nl_send(s, &m);
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
	/* what an application has asked for stays */
	EXPECT_EQ(SUBMITTED, state(&self->other));
}

TEST_F(operator, many_wait_and_nobody_works)
{
	struct nl *s = &self->w.client;
	struct timespec before, after;
	unsigned int i, told = 0;
	int seq[MANY];
	int64_t used;

	ASSERT_EQ(0, submit(s, "ask otype=5"));
	for (i = 0; i < MANY; i++)
		seq[i] = row_send(s, "wait guid=IT timeout=0xffffffff");
	usleep(300000);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	sleep(1);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	used = (after.tv_sec - before.tv_sec) * 1000000000LL +
	       after.tv_nsec - before.tv_nsec;
	EXPECT_GE(500000000LL, used);
	EXPECT_EQ(0, call(&self->other, "satisfy guid=IT"));
	for (i = 0; i < MANY; i++) {
		int err = nl_wait(s, seq[MANY - 1 - i], &a, 1000);

		told += !err;
		if (err == -ETIMEDOUT)
			break;
	}
	EXPECT_LE(1, told);
}

/* --- requests of the module -------------------------------------------------- */

TEST_F(operator, an_allocation_asks_for_new_media)
{
	struct nl *s = &self->w.client, *o = &self->other;
	guid first;
	int seq;

	seq = row_send(s, "allocate pool=p0 timeout=0xffffffff");
	SOON(asked(o, NEWMEDIA) == 1);
	world_get(o, row_it, &a);
	EXPECT_TRUE(guid_same(world_guid(W_POOL),
			      world_member_guid(&a, NTMS_A_OBJECT_ARG1)));
	EXPECT_EQ(NTMS_TYPE_MEDIA_POOL, world_member(&a, NTMS_A_OBJECT_ARG1_TYPE));
	first = row_it;
	/* satisfied only means: look again */
	EXPECT_EQ(0, call(o, "satisfy guid=IT"));
	SOON(asked(o, NEWMEDIA) == 1 && !guid_same(first, row_it));
	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 50));
	EXPECT_EQ(0, call(o, "deallocate media=l0"));
	EXPECT_EQ(0, nl_wait(s, seq, &a, NL_PATIENCE));
	EXPECT_EQ(0, asked(o, NEWMEDIA));
}

TEST_F(operator, an_operator_has_no_media)
{
	struct nl *s = &self->w.client, *o = &self->other;
	int seq = row_send(s, "allocate pool=p0 timeout=0xffffffff");

	SOON(asked(o, NEWMEDIA) == 1);
	EXPECT_EQ(0, call(o, "refuse guid=IT"));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
	EXPECT_NE(NULL, strstr(a.text, "operator"));
	EXPECT_EQ(0, asked(o, NEWMEDIA));
}

TEST_F(operator, nobody_is_asked_when_nobody_waits)
{
	struct nl *s = &self->w.client, *o = &self->other;
	pid_t pid;
	int seq;

	EXPECT_EQ(ERROR_TIMEOUT, call(s, "allocate pool=p0"));
	EXPECT_EQ(ERROR_MEDIA_UNAVAILABLE,
		  call(s, "allocate pool=p0 options=4 timeout=60000"));
	EXPECT_EQ(0, asked(o, NEWMEDIA));
	EXPECT_EQ(ERROR_TIMEOUT, call(s, "allocate pool=p0 timeout=300"));
	EXPECT_EQ(0, asked(o, NEWMEDIA));
	pid = fork();
	if (!pid) {
		struct nl mine = nl_open();

		if (!world_open(&mine, &a))
			row_send(&mine, "allocate pool=p0 timeout=0xffffffff");
		for (;;)
			pause();
	}
	SOON(asked(o, NEWMEDIA) == 1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	SOON(asked(o, NEWMEDIA) == 0);
	seq = row_send(s, "allocate pool=p0 timeout=60000");
	SOON(asked(o, NEWMEDIA) == 1);
	/* it is not finished: it is left alone */
	EXPECT_EQ(0, call(o, "delete-requests guids=IT otype=17"));
	EXPECT_EQ(1, asked(o, NEWMEDIA));
	EXPECT_EQ(0, call(o, "refuse guid=IT"));
	nl_wait(s, seq, &a, NL_PATIENCE);
}

TEST_F(operator, a_restart_forgets_for_whom_it_asked)
{
	struct nl *s = &self->w.client;
	uint32_t n;

	ASSERT_EQ(0, submit(s, "ask otype=1 arg1=p0 message=mine"));
	row_send(s, "allocate pool=p0 timeout=0xffffffff");
	row_send(s, "mount medialist=l1 options=0 timeout=0xffffffff");
	SOON(asked(&self->other, NEWMEDIA) == 2);
	SOON(asked(&self->other, MOVEMEDIA) == 1);
	ASSERT_EQ(0, world_settled(&self->w));
	/* as it is on disk now: the end would delete them */
	self->w.forget = true;
	nl_close(&self->other);
	ASSERT_EQ(0, world_replay(&self->w));
	self->w.forget = false;
	self->other = nl_open();
	ASSERT_EQ(0, world_open(&self->other, &a));
	SOON(asked(&self->other, NEWMEDIA) == 1);
	SOON(asked(&self->other, MOVEMEDIA) == 0);
	SOON(!world_get(&self->other, world_medium(1), &a) &&
	     world_member(&a, NTMS_A_OBJECT_STATE) == MEDIASTATE_IDLE);
	n = requests(&self->other, NTMS_TYPE_LIBREQUEST, NTMS_A_OBJECT_STATE,
		     LM_WAITING);
	EXPECT_EQ(0, n);
}

TEST_F(operator, a_mount_asks_for_a_medium_that_is_off_line)
{
	struct nl *s = &self->w.client, *o = &self->other;
	int seq = row_send(s, "mount medialist=l1 timeout=0xffffffff"), seq2;

	SOON(asked(o, MOVEMEDIA) == 1);
	world_get(o, row_it, &a);
	EXPECT_TRUE(guid_same(world_medium(1),
			      world_member_guid(&a, NTMS_A_OBJECT_ARG1)));
	EXPECT_TRUE(guid_same(world_guid(W_LIB),
			      world_member_guid(&a, NTMS_A_OBJECT_ARG2)));
	world_get(o, world_medium(1), &a);
	EXPECT_EQ(MEDIASTATE_OPREQ, world_member(&a, NTMS_A_OBJECT_STATE));
	seq2 = row_send(o, "mount medialist=l2 timeout=0xffffffff");
	SOON(asked(o, MOVEMEDIA) == 2);
	EXPECT_EQ(0, call(o, "refuse guid=IT"));
	nl_wait(o, seq2, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_REQUEST_REFUSED, a.code);
	SOON(asked(o, MOVEMEDIA) == 1);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 50));
	EXPECT_EQ(0, call(o, "refuse guid=IT"));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_REQUEST_REFUSED, a.code);
	SOON(asked(o, MOVEMEDIA) == 0);
	EXPECT_EQ(ERROR_MEDIA_OFFLINE, call(s, "mount medialist=l1 options=8"));
	EXPECT_EQ(ERROR_TIMEOUT, call(s, "mount medialist=l1"));
	EXPECT_EQ(0, asked(o, MOVEMEDIA));
}

/* what others want meanwhile would fail with it */
TEST_F(operator, a_mount_does_not_make_robotics_ask_a_store_that_failed)
{
	struct nl *s = &self->w.client, *o = &self->other;
	int seq;

	EXPECT_EQ(1, self->w.absences);
	seq = row_send(s, "mount medialist=l1 timeout=0xffffffff");
	SOON(asked(o, MOVEMEDIA) == 1);
	EXPECT_EQ(0, call(o, "refuse guid=IT"));
	EXPECT_EQ(0, submit(o, "ask otype=5 message=hello"));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_REQUEST_REFUSED, a.code);
	ASSERT_EQ(0, world_settled(&self->w));
	EXPECT_EQ(1, self->w.absences);
}

/* --- library requests ----------------------------------------------------------- */

static uint32_t mounts(struct nl *s, uint32_t is)
{
	return requests(s, NTMS_TYPE_LIBREQUEST, NTMS_A_OBJECT_STATE, is);
}

TEST_F(operator, a_library_request_is_cancelled_and_deleted)
{
	struct nl *s = &self->w.client, *o = &self->other;
	int seq = row_send(s, "mount medialist=l1 timeout=0xffffffff");

	SOON(mounts(o, LM_WAITING) == 1);
	EXPECT_EQ(0, call(o, "delete-requests guids=IT otype=10"));
	EXPECT_EQ(1, mounts(o, LM_WAITING));
	EXPECT_EQ(0, call(o, "cancel guid=IT"));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
	SOON(mounts(o, LM_CANCELLED) == 1);
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(o, "cancel guid=IT"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(o, "cancel guid=?"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(o, "cancel guid=0"));
	EXPECT_EQ(0, call(o, "get-order guid=IT"));
	EXPECT_EQ(0, nl_u32(a.attrs, a.len, NTMS_A_CALL_NUMBER));
	EXPECT_EQ(ERROR_INVALID_STATE, call(o, "set-order guid=IT number=1"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(o, "delete-requests otype=10"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  call(o, "delete-requests guids=IT otype=15"));
	EXPECT_EQ(0, call(o, "delete-requests guids=IT otype=17"));
	EXPECT_EQ(1, mounts(o, LM_CANCELLED));
	EXPECT_EQ(0, call(o, "delete-requests guids=IT otype=10"));
	EXPECT_EQ(0, mounts(o, LM_CANCELLED));
	SOON(asked(o, MOVEMEDIA) == 0);
}

TEST_F(operator, the_order_of_library_requests)
{
	struct nl *s = &self->w.client, *o = &self->other;
	guid first;
	int seq[2];

	seq[0] = row_send(s, "mount medialist=l1 timeout=0xffffffff");
	SOON(mounts(o, LM_WAITING) == 1);
	first = row_it;
	seq[1] = row_send(s, "mount medialist=l2 timeout=0xffffffff");
	SOON(mounts(o, LM_WAITING) == 2);
	EXPECT_EQ(0, call(o, "get-order guid=IT"));
	EXPECT_EQ(2, nl_u32(a.attrs, a.len, NTMS_A_CALL_NUMBER));
	EXPECT_EQ(0, call(o, "set-order guid=IT number=1"));
	EXPECT_EQ(0, call(o, "get-order guid=IT"));
	EXPECT_EQ(1, nl_u32(a.attrs, a.len, NTMS_A_CALL_NUMBER));
	row_it = first;
	EXPECT_EQ(0, call(o, "get-order guid=IT"));
	EXPECT_EQ(2, nl_u32(a.attrs, a.len, NTMS_A_CALL_NUMBER));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(o, "set-order guid=IT"));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, call(o, "set-order guid=? number=1"));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(o, "get-order"));
	EXPECT_EQ(0, call(o, "get-order guid=?"));
	EXPECT_EQ(0, nl_u32(a.attrs, a.len, NTMS_A_CALL_NUMBER));
	(void)seq;
}

TEST_HARNESS_MAIN
