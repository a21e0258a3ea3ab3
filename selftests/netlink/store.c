// SPDX-License-Identifier: GPL-2.0
/*
 * store.c - the conversation with the store, and stores that misbehave
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "rows.h"

#define USER	1000

static const struct world_pool pools[] = { { W_POOL, "App", W_TAPE }, { 0 } };
static const struct world_medium media[] = {
	{ W_POOL, "A" }, { W_POOL, "A" }, { W_POOL, "A" }, { W_POOL, "L" }, { 0 }
};

static struct nl_msg m;
static struct nl_answer a;

static int attach(struct nl *s, guid history, uint64_t durable)
{
	nl_begin(&m, NTMS_CMD_ATTACH_STORE, 0);
	nl_put_guid(&m, NTMS_A_STORE_HISTORY, history);
	nl_put_u64(&m, NTMS_A_STORE_DURABLE, durable);
	return nl_call(s, &m, &a);
}

static int next(struct nl *s, uint64_t durable, uint32_t error)
{
	nl_begin(&m, NTMS_CMD_NEXT_JOURNAL, 0);
	nl_put_u64(&m, NTMS_A_STORE_DURABLE, durable);
	if (error)
		nl_put_u32(&m, NTMS_A_STORE_ERROR, error);
	return nl_send(s, &m);
}

static int allocate(struct nl *s)
{
	return row_send(s, "allocate pool=p0");
}

static uint64_t status(uint16_t attr)
{
	struct nl s = nl_open();
	uint64_t v = ~0ULL;

	world_status(&s, attr, &v);
	nl_close(&s);
	return v;
}

static int set_timeout(const char *seconds)
{
	int fd = open("/sys/module/ntms/parameters/store_timeout", O_WRONLY);
	int n = write(fd, seconds, strlen(seconds));

	close(fd);
	return n > 0 ? 0 : -1;
}

FIXTURE(store) {
	struct world w;
};

FIXTURE_SETUP(store)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	ASSERT_EQ(0, world_settled(&self->w));
}

FIXTURE_TEARDOWN(store)
{
	char why[256];

	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	if (*why != 'o')
		TH_LOG("verify: %s", why);
	world_end(&self->w);
}

/* in a child without rights; the socket is @s, or its own without one */
static uint32_t attach_as_user(struct nl *s)
{
	int status = 0;
	struct nl own;
	pid_t pid = fork();

	if (!pid) {
		if (setresgid(USER, USER, USER) || setresuid(USER, USER, USER))
			_exit(99);
		own = s ? *s : nl_open();
		attach(&own, world_guid(0), 0);
		_exit(a.code);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

TEST(attach_without_rights)
{
	struct nl s;

	ASSERT_EQ(0, world_load(NULL));
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as_user(NULL));
	/* a socket that root has opened lends nobody its rights */
	s = nl_open();
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as_user(&s));
	nl_close(&s);
	EXPECT_EQ(NTMS_READINESS_WAITING, status(NTMS_A_STATUS_READINESS));
}

/* and one that a user has opened is worth no more in the hands of root */
TEST(attach_with_the_socket_of_a_user)
{
	struct nl s;

	ASSERT_EQ(0, world_load(NULL));
	ASSERT_EQ(0, seteuid(USER));
	s = nl_open();
	ASSERT_EQ(0, seteuid(0));
	attach(&s, world_guid(0), 0);
	EXPECT_EQ(ERROR_ACCESS_DENIED, a.code);
	nl_close(&s);
}

TEST_F(store, attach_twice)
{
	struct nl s = nl_open();

	attach(&s, self->w.history, self->w.durable);
	EXPECT_EQ(ERROR_BUSY, a.code);
	EXPECT_NE(NULL, strstr(a.text, "store"));
	nl_close(&s);
}

TEST_F(store, not_the_store)
{
	struct nl *s = &self->w.client;

	nl_begin(&m, NTMS_CMD_RESTORE, 0);
	nl_call(s, &m, &a);
	EXPECT_EQ(ERROR_INVALID_HANDLE, a.code);
	nl_begin(&m, NTMS_CMD_RESTORED, 0);
	nl_call(s, &m, &a);
	EXPECT_EQ(ERROR_INVALID_HANDLE, a.code);
	nl_wait(s, next(s, 0, 0), &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_INVALID_HANDLE, a.code);
}

TEST_F(store, objects_too_late)
{
	struct world *w = &self->w;

	world_keep_end(w);
	nl_begin(&w->msg, NTMS_CMD_RESTORE, 0);
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_OPREQ));
	world_object_end(w);
	world_flush(w);
	EXPECT_EQ(ERROR_INVALID_STATE, w->a.code);
	world_restored(w);
	EXPECT_EQ(ERROR_INVALID_STATE, w->a.code);
}

TEST_F(store, comes_back_wrong)
{
	struct world *w = &self->w;
	uint64_t last = w->durable, state;
	struct nl s = nl_open();

	world_keep_end(w);
	nl_close(&w->store);
	attach(&s, world_guid(4711), last);
	EXPECT_EQ(ERROR_INVALID_STATE, a.code);
	attach(&s, w->history, last - 1);
	EXPECT_EQ(ERROR_INVALID_STATE, a.code);
	/* it knows of changes that never were */
	attach(&s, w->history, last + 1000);
	EXPECT_EQ(ERROR_INVALID_STATE, a.code);
	attach(&s, w->history, ~0ULL);
	EXPECT_NE(0, a.code);
	/* requests are still served, if they change nothing */
	EXPECT_EQ(0, world_get(&w->client, world_guid(W_LIB), &a));
	attach(&s, w->history, last);
	EXPECT_EQ(0, a.err);
	EXPECT_EQ(NULL, nl_find(a.attrs, a.len, NTMS_A_STORE_UPLOAD));
	EXPECT_EQ(0, world_status(&s, NTMS_A_STATUS_READINESS, &state));
	EXPECT_EQ(NTMS_READINESS_READY, state);
	nl_close(&s);
}

TEST(numbers_at_the_end)
{
	struct nl s;

	ASSERT_EQ(0, world_load(NULL));
	s = nl_open();
	attach(&s, world_guid(1), ~0ULL);
	EXPECT_NE(0, a.code);
	attach(&s, world_guid(1), 1ULL << 63);
	EXPECT_NE(0, a.code);
	attach(&s, world_guid(1), 7);
	EXPECT_EQ(0, a.code);
	nl_close(&s);
}

/* what was not given cannot be on disk */
TEST_F(store, confirms_what_it_was_not_given)
{
	struct world *w = &self->w;
	uint64_t before = w->durable;
	int seq, seq2;

	world_keep_end(w);
	/* the keeper's last question is answered with this change */
	seq = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 300));
	/* and nobody has asked for this one */
	seq2 = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq2, &a, 300));
	nl_wait(&w->store, next(&w->store, before + 1000, 0), &a, 1000);
	EXPECT_EQ(ERROR_INVALID_PARAMETER, a.code);
	EXPECT_EQ(before, status(NTMS_A_STATUS_STORED));
	/* the first is, the second is not */
	nl_wait(&w->store, next(&w->store, before + 2, 0), &a, 1000);
	EXPECT_EQ(ERROR_INVALID_PARAMETER, a.code);
	next(&w->store, before + 1, 0);
	EXPECT_EQ(0, nl_wait(&w->client, seq, &a, NL_PATIENCE));
	EXPECT_EQ(before + 1, status(NTMS_A_STATUS_STORED));
}

TEST_F(store, cannot_write)
{
	static const uint32_t codes[] = { ERROR_DATABASE_FULL,
					  ERROR_DATABASE_FAILURE, 0x12345678 };
	struct world *w = &self->w;
	uint64_t sum, before = w->durable;
	unsigned int i;
	int seq;

	sum = world_sum(&w->client);
	world_keep_end(w);
	for (i = 0; i < 3; i++) {
		seq = allocate(&w->client);
		EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 200));
		next(&w->store, before, codes[i]);
		nl_wait(&w->client, seq, &a, NL_PATIENCE);
		EXPECT_EQ(codes[i], a.code);
		EXPECT_NE(NULL, strstr(a.text, "nothing was changed"));
		EXPECT_EQ(sum, world_sum(&w->client));
	}
	EXPECT_EQ(NTMS_READINESS_READY, status(NTMS_A_STATUS_READINESS));
}

TEST_F(store, dies_with_changes_in_its_hands)
{
	struct world *w = &self->w;
	uint64_t before = w->durable;
	int seq;

	world_keep_end(w);
	seq = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 200));
	nl_close(&w->store);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 200));
	/* the next one does not know the change and gets it again */
	w->store = nl_open();
	EXPECT_EQ(0, attach(&w->store, w->history, before));
	EXPECT_EQ(0, nl_wait(&w->store, next(&w->store, before, 0) , &a, 200) ==
		  -ETIMEDOUT ? 0 : -1);
	EXPECT_EQ(NTMS_CMD_NEXT_JOURNAL, a.cmd);
	next(&w->store, before + 1, 0);
	EXPECT_EQ(0, nl_wait(&w->client, seq, &a, NL_PATIENCE));
}

TEST_F(store, dies_and_had_written)
{
	struct world *w = &self->w;
	uint64_t before = w->durable;
	int seq;

	world_keep_end(w);
	seq = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 200));
	nl_close(&w->store);
	w->store = nl_open();
	EXPECT_EQ(0, attach(&w->store, w->history, before + 1));
	EXPECT_EQ(0, nl_wait(&w->client, seq, &a, NL_PATIENCE));
}

/* a store that has gone to sleep, and wakes up after the time limit */
TEST_F(store, is_silent_for_too_long)
{
	struct world *w = &self->w;
	uint64_t before = w->durable, sum;
	int seq;

	ASSERT_EQ(0, set_timeout("1"));
	sum = world_sum(&w->client);
	world_keep_end(w);
	seq = allocate(&w->client);
	nl_wait(&w->client, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	/* not what is said when nothing can be on disk */
	EXPECT_NE(NULL, strstr(a.text, "ntmsd is told"));
	EXPECT_EQ(sum, world_sum(&w->client));
	EXPECT_EQ(NTMS_READINESS_DETACHED, status(NTMS_A_STATUS_READINESS));
	/* it is not asked again: refused at once */
	seq = allocate(&w->client);
	nl_wait(&w->client, seq, &a, 500);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	/* it comes back, with the change: and is told how things stand */
	ASSERT_EQ(0, set_timeout("30"));
	nl_close(&w->store);
	w->store = nl_open();
	EXPECT_EQ(0, attach(&w->store, w->history, before + 1));
	nl_wait(&w->store, next(&w->store, before + 1, 0), &a, 500);
	EXPECT_EQ(NTMS_CMD_NEXT_JOURNAL, a.cmd);
	EXPECT_EQ(NTMS_READINESS_READY, status(NTMS_A_STATUS_READINESS));
	next(&w->store, before + 2, 0);
	seq = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 200));
	next(&w->store, before + 3, 0);
	EXPECT_EQ(0, nl_wait(&w->client, seq, &a, NL_PATIENCE));
}

TEST_F(store, asks_twice)
{
	struct world *w = &self->w;

	world_keep_end(w);	/* its last question still stands */
	nl_wait(&w->store, next(&w->store, w->durable, 0), &a, 1000);
	EXPECT_EQ(ERROR_BUSY, a.code);
}

TEST(dies_while_loading)
{
	struct world w;
	int i;

	ASSERT_EQ(0, world_load(NULL));
	for (i = 0; i < 20; i++) {
		memset(&w, 0, sizeof(w));
		w.forget = true;
		ASSERT_EQ(0, world_attach(&w));
		ASSERT_EQ(0, world_base(&w));
		if (i % 4 == 1)
			world_pools(&w, pools);
		if (i % 4 == 2) {	/* and in the middle of the check */
			nl_begin(&m, NTMS_CMD_RESTORED, 0);
			nl_send(&w.store, &m);
		}
		EXPECT_EQ(i % 4 != 2 ? NTMS_READINESS_LOADING : 0,
			  i % 4 != 2 ? status(NTMS_A_STATUS_READINESS) : 0);
		nl_close(&w.store);
		if (i % 4 == 2)	/* too late, it was loaded */
			ASSERT_EQ(0, world_load(NULL));
		EXPECT_EQ(NTMS_READINESS_WAITING,
			  status(NTMS_A_STATUS_READINESS));
		EXPECT_EQ(0, status(NTMS_A_STATUS_OBJECTS));
	}
}

/* what was confirmed is there after a restart, and nothing else */
/* the database says that a library is there: that it is not comes first */
TEST(nobody_is_told_of_what_was_there)
{
	static struct world w;
	struct nl s;

	w.store.fd = w.client.fd = -EBADF;
	ASSERT_EQ(0, world_load(NULL));
	ASSERT_EQ(0, world_attach(&w));
	ASSERT_EQ(0, world_base(&w));
	ASSERT_EQ(0, world_restored(&w));
	/* the store has it, and takes nothing yet */
	s = nl_open();
	EXPECT_EQ(-EAGAIN, world_open(&s, &a));
	EXPECT_EQ(ERROR_NOT_READY, a.code);
	EXPECT_LE(8, strlen(a.text));
	nl_close(&s);
	nl_close(&w.store);
	ASSERT_EQ(0, world_unload());
}

TEST_F(store, restart)
{
	struct world *w = &self->w;
	uint64_t sum;
	int i;

	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, nl_wait(&w->client, allocate(&w->client), &a,
				     NL_PATIENCE));
	row_message(&m, "deallocate media=l3");
	ASSERT_EQ(0, nl_call(&w->client, &m, &a));
	row_message(&m, "create-pool path=Another type=TAPE action=2");
	ASSERT_EQ(0, nl_call(&w->client, &m, &a));
	ASSERT_EQ(0, world_settled(w));
	sum = world_sum(&w->client);
	ASSERT_EQ(0, world_replay(w));
	EXPECT_EQ(sum, world_sum(&w->client));
}

/* unloading does not wait longer for a store that sleeps than others do */
TEST_F(store, unload_while_it_sleeps)
{
	struct world *w = &self->w;
	int seq;

	ASSERT_EQ(0, set_timeout("1"));
	world_keep_end(w);
	seq = allocate(&w->client);
	EXPECT_EQ(-ETIMEDOUT, nl_wait(&w->client, seq, &a, 100));
	EXPECT_EQ(0, world_unload());
	nl_wait(&w->client, seq, &a, 1000);
	EXPECT_NE(0, a.code);
	ASSERT_EQ(0, world_load(NULL));
}

TEST_HARNESS_MAIN
