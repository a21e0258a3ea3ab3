// SPDX-License-Identifier: GPL-2.0
/*
 * waiting.c - AllocateNtmsMedia that waits until a side becomes available
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
#define TEST_TIMEOUT_DEFAULT 180
#include "rows.h"

#define MANY	1000

static const struct world_pool pools[] = { { W_POOL, "App", W_TAPE }, { 0 } };
static const struct world_medium media[] = { { W_POOL, "L" }, { W_POOL, "L" },
					     { 0 } };

static struct nl_answer a;

static int call(struct nl *s, const char *text)
{
	return nl_wait(s, row_send(s, text), &a, NL_PATIENCE);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

FIXTURE(waiting) {
	struct world w;
	struct nl other;
};

FIXTURE_SETUP(waiting)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	self->other = nl_open();
	ASSERT_EQ(0, world_open(&self->other, &a));
}

FIXTURE_TEARDOWN(waiting)
{
	char why[256];

	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	if (*why != 'o')
		TH_LOG("verify: %s", why);
	nl_close(&self->other);
	world_end(&self->w);
}

TEST_F(waiting, served_when_a_side_is_freed)
{
	struct nl *s = &self->w.client;
	int seq = row_send(s, "allocate pool=p0 timeout=0xffffffff");

	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 200));
	EXPECT_EQ(0, call(&self->other, "deallocate media=l1"));
	EXPECT_EQ(0, nl_wait(s, seq, &a, NL_PATIENCE));
	EXPECT_TRUE(guid_same(world_guid(W_POOL),
			      nl_guid(a.attrs, a.len,
				      NTMS_A_CALL_ALLOCATED_FROM)));
	EXPECT_FALSE(guid_null(nl_guid(a.attrs, a.len, NTMS_A_CALL_MEDIA)));
	EXPECT_EQ(0, world_get(s, world_side(1, 0), &a));
	EXPECT_EQ(NTMS_PARTSTATE_ALLOCATED,
		  world_member(&a, NTMS_A_OBJECT_STATE));
}

TEST_F(waiting, first_come_first_served)
{
	int seq[4], i;
	struct nl s[4];

	for (i = 0; i < 4; i++) {
		s[i] = nl_open();
		ASSERT_EQ(0, world_open(&s[i], &a));
		seq[i] = row_send(&s[i], "allocate pool=p0 timeout=60000");
		ASSERT_EQ(-ETIMEDOUT, nl_wait(&s[i], seq[i], &a, 30));
	}
	EXPECT_EQ(0, call(&self->other, "deallocate media=l0"));
	EXPECT_EQ(0, nl_wait(&s[0], seq[0], &a, NL_PATIENCE));
	EXPECT_EQ(0, call(&self->other, "deallocate media=l1"));
	EXPECT_EQ(0, nl_wait(&s[1], seq[1], &a, NL_PATIENCE));
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&s[2], seq[2], &a, 100));
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&s[3], seq[3], &a, 100));
	for (i = 0; i < 4; i++)
		nl_close(&s[i]);
}

TEST_F(waiting, time_is_over)
{
	struct nl *s = &self->w.client;
	uint64_t sum = world_sum(s);
	int64_t begun = now();

	call(s, "allocate pool=p0 timeout=300");
	EXPECT_EQ(ERROR_TIMEOUT, a.code);
	EXPECT_LE(8, strlen(a.text));
	EXPECT_LE(290, now() - begun);
	EXPECT_GE(3000, now() - begun);
	EXPECT_EQ(sum, world_sum(s));
}

TEST_F(waiting, at_once)
{
	struct nl *s = &self->w.client;

	call(s, "allocate pool=p0");
	EXPECT_EQ(ERROR_TIMEOUT, a.code);
	call(s, "allocate pool=p0 options=4 timeout=60000");
	EXPECT_EQ(ERROR_MEDIA_UNAVAILABLE, a.code);
	call(s, "allocate pool=p0 options=2 media=l0 timeout=60000");
	EXPECT_EQ(ERROR_MEDIA_UNAVAILABLE, a.code);
}

TEST_F(waiting, session_is_closed)
{
	static struct nl_msg m;
	struct nl *s = &self->w.client;
	int seq = row_send(s, "allocate pool=p0 timeout=60000"), seq2;

	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 100));
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, NLM_F_ACK);
	seq2 = nl_send(s, &m);
	(void)seq2;
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
	EXPECT_LE(8, strlen(a.text));
	EXPECT_EQ(0, world_open(s, &a));
}

TEST_F(waiting, client_is_killed)
{
	uint64_t sessions = 0;
	pid_t pid = fork();
	struct nl s;
	int i;

	if (!pid) {
		s = nl_open();
		if (!world_open(&s, &a))
			row_send(&s, "allocate pool=p0 timeout=0xffffffff");
		for (;;)
			pause();
	}
	for (i = 0; i < 5000 && sessions < 3; i++) {
		usleep(1000);
		world_status(&self->other, NTMS_A_STATUS_SESSIONS, &sessions);
	}
	EXPECT_EQ(3, sessions);
	usleep(50000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	/* the side that it would have got is for others */
	EXPECT_EQ(0, call(&self->other, "deallocate media=l0"));
	EXPECT_EQ(0, call(&self->other, "allocate pool=p0"));
	world_status(&self->other, NTMS_A_STATUS_SESSIONS, &sessions);
	EXPECT_EQ(2, sessions);
}

TEST_F(waiting, pool_is_deleted)
{
	struct nl *s = &self->w.client;
	int seq;

	ASSERT_EQ(0, call(&self->other, "create-pool path=New type=TAPE action=2"));
	/* the GUID is new: ask for it by hand */
	static struct nl_msg m;
	guid pool = nl_guid(a.attrs, a.len, NTMS_A_CALL_POOL);

	nl_begin(&m, NTMS_CMD_ALLOCATE_MEDIA, NLM_F_ACK);
	nl_put_guid(&m, NTMS_A_CALL_POOL, pool);
	nl_put_u32(&m, NTMS_A_CALL_TIMEOUT, 60000);
	seq = nl_send(s, &m);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 100));
	nl_begin(&m, NTMS_CMD_DELETE_POOL, 0);
	nl_put_guid(&m, NTMS_A_CALL_POOL, pool);
	EXPECT_EQ(0, nl_call(&self->other, &m, &a));
	nl_wait(s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_INVALID_MEDIA_POOL, a.code);
	EXPECT_LE(8, strlen(a.text));
}

TEST_F(waiting, store_fails)
{
	struct nl *s = &self->w.client;
	int seq = row_send(s, "allocate pool=p0 timeout=60000");

	EXPECT_EQ(-ETIMEDOUT, nl_wait(s, seq, &a, 100));
	/* hold what is done to make the side available, then refuse all of it */
	world_how(&self->w, KEEP_FAIL);
	call(&self->other, "deallocate media=l0");
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	nl_wait(s, seq, &a, 500);
	EXPECT_TRUE(a.err == -ETIMEDOUT || a.code == ERROR_DATABASE_FAILURE);
	EXPECT_EQ(0, world_get(s, world_logical(0, 0), &a));
	world_how(&self->w, KEEP_ACK);
}

/* many in one session; idle, then served or cancelled */
/* how many of @most calls are refused as cancelled, in whatever order */
static unsigned int count_cancelled(struct nl *s, unsigned int most,
				    unsigned int *served)
{
	static _Alignas(8) char buf[NL_ROOM];
	unsigned int cancelled = 0;
	struct nlmsghdr *nlh;
	struct nlmsgerr *e;
	int n;

	*served = 0;
	while (cancelled + *served < most) {
		n = nl_receive(s, buf, sizeof(buf), NL_PATIENCE);
		if (n < 0)
			break;
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			e = (void *)(nlh + 1);
			if (nlh->nlmsg_type == NLMSG_ERROR && e->error == -ECANCELED)
				cancelled++;
			else
				++*served;
		}
	}
	return cancelled;
}

TEST_F(waiting, a_thousand)
{
	struct nl *s = &self->w.client;
	struct timespec before, after;
	unsigned int i, served, cancelled;
	static struct nl_msg m;
	int seq[MANY];
	int64_t used;

	for (i = 0; i < MANY; i++)
		seq[i] = row_send(s, "allocate pool=p0 timeout=0xffffffff");
	usleep(300000);
	/* nothing happens: nobody works */
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	sleep(1);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	used = (after.tv_sec - before.tv_sec) * 1000000000LL +
	       after.tv_nsec - before.tv_nsec;
	EXPECT_GE(500000000LL, used);
	EXPECT_EQ(0, call(&self->other, "deallocate media=l0"));
	EXPECT_EQ(0, nl_wait(s, seq[0], &a, NL_PATIENCE));
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
	nl_send(s, &m);
	cancelled = count_cancelled(s, MANY - 1, &served);
	EXPECT_EQ(0, served);
	EXPECT_LE(MANY - 64, cancelled);	/* a full buffer drops some */
}

/* the time is over while a side is found: one of the two answers */
TEST_F(waiting, races_with_its_time)
{
	unsigned int seed = 1, i, round, answered = 0;
	struct nl *s = &self->w.client;
	static const char churn[] = "set guid=COMP .description=x";
	char text[64];
	char buf[4096];
	int n;

	for (round = 0; round < 10; round++) {
		for (i = 0; i < 50; i++) {
			snprintf(text, sizeof(text),
				 "allocate pool=p0 timeout=%u",
				 1 + rand_r(&seed) % 40);
			row_send(s, text);
			EXPECT_EQ(0, call(&self->other, churn));
		}
		/* every commit tries those that wait, while their time ends */
		for (i = 0; i < 20; i++)
			EXPECT_EQ(0, call(&self->other, churn));
	}
	while ((n = nl_receive(s, buf, sizeof(buf), 1000)) > 0)
		answered++;
	EXPECT_EQ(500, answered);
}

TEST_HARNESS_MAIN
