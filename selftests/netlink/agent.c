// SPDX-License-Identifier: GPL-2.0
/*
 * agent.c - the conversation with the label agent
 *
 * Who may be the agent, and what it may say.  Errands with drives and tapes
 * are tested on libraries.
 */
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "world.h"

#define USER		1000
#define PARAMETER	"/sys/module/ntms/parameters/agent_uid"

static struct nl_msg m;
static struct nl_answer a;

FIXTURE(agent) { struct nl s; };

FIXTURE_SETUP(agent)
{
	if (!world_loaded())
		world_unload();
	ASSERT_EQ(0, world_load("store=none"));
	self->s = nl_open();
	ASSERT_LE(0, self->s.fd);
}

FIXTURE_TEARDOWN(agent)
{
	nl_close(&self->s);
	world_unload();
}

static uint32_t say(struct nl *s, uint8_t cmd)
{
	nl_begin(&m, cmd, NLM_F_ACK);
	nl_call(s, &m, &a);
	return a.code;
}

static uint32_t attach(struct nl *s)
{
	return say(s, NTMS_CMD_ATTACH_AGENT);
}

static int next(struct nl *s)
{
	nl_begin(&m, NTMS_CMD_NEXT_ERRAND, NLM_F_ACK);
	return nl_send(s, &m);
}

static uint32_t begin(struct nl *s, uint64_t id)
{
	nl_begin(&m, NTMS_CMD_BEGIN_ERRAND, NLM_F_ACK);
	nl_put_u64(&m, NTMS_A_ERRAND_ID, id);
	nl_call(s, &m, &a);
	return a.code;
}

/* with an identifier if @omid is not NULL; no label at all if @found is 0 */
static uint32_t done(struct nl *s, uint64_t id, uint32_t found,
		     const char *omid, size_t len)
{
	nl_begin(&m, NTMS_CMD_ERRAND_DONE, NLM_F_ACK);
	nl_put_u64(&m, NTMS_A_ERRAND_ID, id);
	if (found)
		nl_put_u32(&m, NTMS_A_ERRAND_FOUND, found);
	if (omid)
		nl_put(&m, NTMS_A_ERRAND_OMID, omid, len);
	nl_call(s, &m, &a);
	return a.code;
}

static void set_uid(const char *uid)
{
	FILE *f = fopen(PARAMETER, "w");

	if (f) {
		fputs(uid, f);
		fclose(f);
	}
}

/* what a user is told who wants to be the agent, with a socket of his own */
static uint32_t attach_as(uid_t uid, bool inherit)
{
	struct nl_answer *shared = mmap(NULL, sizeof(*shared),
					PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct nl s = { .fd = -1 };
	uint32_t code;
	pid_t pid;

	if (inherit)
		s = nl_open();
	pid = fork();
	if (!pid) {
		if (setgroups(0, NULL) || setresgid(uid, uid, uid) ||
		    setresuid(uid, uid, uid))
			_exit(1);
		if (!inherit)
			s = nl_open();
		nl_begin(&m, NTMS_CMD_ATTACH_AGENT, NLM_F_ACK);
		nl_call(&s, &m, shared);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	code = shared->code;
	munmap(shared, sizeof(*shared));
	nl_close(&s);
	return code;
}

TEST_F(agent, is_an_administrator_or_the_agents_own_user)
{
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as(USER, false));
	set_uid("1000");
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as(USER + 1, false));
	/* who has inherited the socket of root is not its opener */
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as(USER, true));
	EXPECT_EQ(0, attach_as(USER, false));
	set_uid("4294967295");
	EXPECT_EQ(ERROR_ACCESS_DENIED, attach_as(USER, false));
	EXPECT_EQ(0, attach(&self->s));
}

TEST_F(agent, is_one_at_a_time)
{
	struct nl other = nl_open();

	EXPECT_EQ(0, attach(&self->s));
	EXPECT_EQ(ERROR_BUSY, attach(&other));
	EXPECT_NE(NULL, strstr(a.text, "already"));
	EXPECT_EQ(ERROR_BUSY, attach(&self->s));
	/* when its socket is closed there is room for the next */
	nl_close(&self->s);
	EXPECT_EQ(0, attach(&other));
	nl_close(&other);
}

TEST_F(agent, is_nobody_else)
{
	struct nl other = nl_open();

	EXPECT_EQ(ERROR_INVALID_HANDLE, say(&other, NTMS_CMD_NEXT_ERRAND));
	EXPECT_EQ(0, attach(&self->s));
	EXPECT_EQ(ERROR_INVALID_HANDLE, say(&other, NTMS_CMD_NEXT_ERRAND));
	EXPECT_EQ(ERROR_INVALID_HANDLE, begin(&other, 1));
	EXPECT_EQ(ERROR_INVALID_HANDLE, done(&other, 1, 0, NULL, 0));
	nl_close(&other);
}

TEST_F(agent, waits_for_an_errand)
{
	int seq;

	ASSERT_EQ(0, attach(&self->s));
	seq = next(&self->s);
	EXPECT_NE(0, nl_wait(&self->s, seq, &a, 50));
	EXPECT_EQ(0, a.code);
	/* it is asked for once */
	EXPECT_EQ(ERROR_BUSY, say(&self->s, NTMS_CMD_NEXT_ERRAND));
	/* the end of the module is the end of the wait */
	ASSERT_EQ(0, world_unload());
	nl_wait(&self->s, seq, &a, NL_PATIENCE);
	EXPECT_EQ(ERROR_CANCELLED, a.code);
}

TEST_F(agent, may_be_killed_while_it_waits)
{
	int ends[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(ends));
	pid = fork();
	if (!pid) {
		struct nl s = nl_open();

		if (!attach(&s) && write(ends[1], "", 1) == 1)
			nl_wait(&s, next(&s), &a, NL_PATIENCE);
		_exit(0);
	}
	close(ends[1]);
	ASSERT_EQ(1, read(ends[0], &c, 1));
	EXPECT_EQ(ERROR_BUSY, attach(&self->s));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	EXPECT_EQ(0, attach(&self->s));
	close(ends[0]);
}

TEST_F(agent, says_nothing_that_counts_of_errands_that_there_are_not)
{
	static const uint64_t ids[] = { 0, 1, 2, 1ULL << 63, ~0ULL };
	unsigned int i;

	ASSERT_EQ(0, attach(&self->s));
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		EXPECT_EQ(ERROR_CANCELLED, begin(&self->s, ids[i]));
		EXPECT_EQ(ERROR_CANCELLED, done(&self->s, ids[i], 0, NULL, 0));
		EXPECT_EQ(ERROR_CANCELLED,
			  done(&self->s, ids[i], NTMS_LABEL_KNOWN, "T\0I\0id", 6));
	}
	/* and without a number */
	EXPECT_EQ(ERROR_CANCELLED, say(&self->s, NTMS_CMD_BEGIN_ERRAND));
	EXPECT_EQ(ERROR_CANCELLED, say(&self->s, NTMS_CMD_ERRAND_DONE));
}

TEST_F(agent, has_to_tell_labels_that_make_sense)
{
	static char big[2000];
	static const struct {
		const char *what;
		uint32_t found;
		const char *omid;
		size_t len;
	} bad[] = {
		{ "known without identifier", NTMS_LABEL_KNOWN, NULL, 0 },
		{ "identifier of nothing", NTMS_LABEL_BLANK, "T\0I\0id", 6 },
		{ "unknown with identifier", NTMS_LABEL_UNKNOWN, "T\0I\0id", 6 },
		{ "empty", NTMS_LABEL_KNOWN, "", 0 },
		{ "no terminator", NTMS_LABEL_KNOWN, "Type", 4 },
		{ "no id", NTMS_LABEL_KNOWN, "T\0I\0", 4 },
		{ "no type", NTMS_LABEL_KNOWN, "\0I\0id", 5 },
		{ "no UTF-8", NTMS_LABEL_KNOWN, "T\xff\0I\0id", 7 },
		{ "information without UTF-8", NTMS_LABEL_KNOWN, "T\0\xc3\0id", 6 },
		{ "too long", NTMS_LABEL_KNOWN, big, sizeof(big) },
		{ "id too long", NTMS_LABEL_KNOWN, big + 1996 - 256, 260 },
	};
	unsigned int i;

	memset(big, 'x', sizeof(big));
	/* at the end: type, information, 256 bytes of id */
	memcpy(big + 1996 - 256, "T\0I\0", 4);
	ASSERT_EQ(0, attach(&self->s));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		done(&self->s, 1, bad[i].found, bad[i].omid, bad[i].len);
		EXPECT_EQ(ERROR_INVALID_PARAMETER, a.code)
			TH_LOG("%s: %s", bad[i].what, a.text);
	}
	/* what the policy knows does not get as far as that */
	EXPECT_EQ(0, done(&self->s, 1, NTMS_LABEL_BLANK + 1, NULL, 0));
	EXPECT_EQ(-ERANGE, a.err);
	/* and it is still the agent */
	EXPECT_EQ(ERROR_CANCELLED, begin(&self->s, 1));
}

TEST_HARNESS_MAIN
