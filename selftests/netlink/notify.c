// SPDX-License-Identifier: GPL-2.0
/*
 * notify.c - notification channels: sockets that are told what changes
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 600
#include "rows.h"

#define EVENTS		100000
#define BATCH		50
#define CHANNELS	10000

static const struct world_pool pools[] = {
	{ W_POOL, "App", W_TAPE },
	{ W_POOL + 1, "Secret", W_TAPE,
	  .rights = { { NTMS_ACL_ALLOW, NTMS_ACL_UID, 4711, NTMS_USE_ACCESS } } },
	{ 0 }
};
static const struct world_medium media[] = {
	{ W_POOL, "A" }, { W_POOL, "A" }, { W_POOL + 1, "A" }, { 0 }
};

static struct nl_answer a;

static int64_t call(struct nl *s, const char *text)
{
	static _Thread_local struct nl_msg m;
	static _Thread_local struct nl_answer mine;
	int err;

	if (row_message(&m, text))
		return -EINVAL;
	err = nl_call(s, &m, &mine);
	a = mine;
	return err && !mine.code ? err : mine.code;
}

FIXTURE(notify) {
	struct world w;
	uint32_t session;
};

FIXTURE_SETUP(notify)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	self->session = nl_u32(self->w.a.attrs, self->w.a.len,
			       NTMS_A_CALL_SESSION);
	ASSERT_NE(0, self->session);
}

FIXTURE_TEARDOWN(notify)
{
	world_end(&self->w);
}

static int64_t listen_on(struct nl *s, uint32_t session, uint32_t type,
			 uint32_t options)
{
	static _Thread_local struct nl_answer mine;
	static _Thread_local struct nl_msg m;
	int err;

	nl_begin(&m, NTMS_CMD_OPEN_NOTIFICATION, 0);
	nl_put_u32(&m, NTMS_A_CALL_SESSION, session);
	nl_put_u32(&m, NTMS_A_CALL_TYPE, type);
	nl_put_u32(&m, NTMS_A_CALL_OPTIONS, options);
	err = nl_call(s, &m, &mine);
	return err && !mine.code ? err : mine.code;
}

/**
 * struct reader - a channel being read
 * @e: the events of the last datagram
 */
struct reader {
	struct nl s;
	struct world_event e[256];
	int count, next;
};

static int64_t reader_open(struct reader *r, uint32_t session, uint32_t type,
			   uint32_t options)
{
	r->count = r->next = 0;
	r->s = nl_open();
	return r->s.fd < 0 ? r->s.fd : listen_on(&r->s, session, type, options);
}

/* the next event; 0 or a negative errno */
static int read_event(struct reader *r, struct world_event *e, int patience)
{
	_Alignas(8) static _Thread_local char buf[NL_ROOM];
	struct nlmsghdr *nlh;
	int n;

	if (r->next == r->count) {
		n = nl_receive(&r->s, buf, sizeof(buf), patience);
		if (n < 0)
			return n;
		r->count = r->next = 0;
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			const void *attrs = (char *)(nlh + 1) + GENL_HDRLEN;
			size_t len = nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;

			r->e[r->count++] = (struct world_event) {
				nl_u32(attrs, len, NTMS_A_CALL_EVENT),
				nl_u32(attrs, len, NTMS_A_CALL_TYPE),
				nl_guid(attrs, len, NTMS_A_CALL_GUID),
			};
		}
	}
	*e = r->e[r->next++];
	return 0;
}

TEST_F(notify, told_what_changes)
{
	struct reader media, again, pools_, logical;
	struct nl *s = &self->w.client;
	struct world_event e;
	guid lm;

	ASSERT_EQ(0, reader_open(&media, self->session, NTMS_TYPE_PARTITION, 0));
	ASSERT_EQ(0, reader_open(&again, self->session, NTMS_TYPE_PARTITION, 0));
	ASSERT_EQ(0, reader_open(&pools_, self->session, NTMS_TYPE_MEDIA_POOL, 0));
	ASSERT_EQ(0, reader_open(&logical, self->session,
				 NTMS_TYPE_LOGICAL_MEDIA, 1));
	EXPECT_EQ(0, call(s, "allocate pool=p0 partition=s1"));
	lm = nl_guid(a.attrs, a.len, NTMS_A_CALL_MEDIA);
	EXPECT_EQ(0, read_event(&media, &e, NL_PATIENCE));
	EXPECT_EQ(NTMS_EV_UPDATE, e.event);
	EXPECT_EQ(NTMS_TYPE_PARTITION, e.type);
	EXPECT_TRUE(guid_same(e.guid, world_side(1, 0)));
	EXPECT_EQ(0, read_event(&again, &e, NL_PATIENCE));
	EXPECT_EQ(0, read_event(&pools_, &e, NL_PATIENCE));
	EXPECT_TRUE(guid_same(e.guid, world_guid(W_POOL)));
	EXPECT_EQ(0, read_event(&logical, &e, NL_PATIENCE));
	EXPECT_EQ(NTMS_EV_INSERT, e.event);
	EXPECT_TRUE(guid_same(e.guid, lm));
	EXPECT_EQ(0, read_event(&logical, &e, NL_PATIENCE));
	EXPECT_EQ(NTMS_EV_COMPLETE, e.event);
	EXPECT_TRUE(guid_same(e.guid, lm));
	/* what is refused is not told */
	EXPECT_EQ(ERROR_INVALID_MEDIA, call(s, "deallocate media=?"));
	EXPECT_EQ(-ETIMEDOUT, read_event(&media, &e, 50));
	EXPECT_EQ(-ETIMEDOUT, read_event(&logical, &e, 50));
	nl_close(&media.s);
	nl_close(&again.s);
	nl_close(&pools_.s);
	nl_close(&logical.s);
	/* nobody is told any more, and nothing breaks */
	EXPECT_EQ(0, call(s, "complete media=?") == 0);
}

TEST_F(notify, only_when_it_is_on_disk)
{
	struct nl *s = &self->w.client;
	struct world_event e;
	struct reader r;
	int seq;

	ASSERT_EQ(0, reader_open(&r, self->session, NTMS_TYPE_COMPUTER, 0));
	world_how(&self->w, KEEP_HOLD);
	seq = row_send(s, "set guid=COMP .description=held");
	EXPECT_EQ(-ETIMEDOUT, read_event(&r, &e, 200));
	world_how(&self->w, KEEP_ACK);
	EXPECT_EQ(0, nl_wait(s, seq, &a, NL_PATIENCE));
	EXPECT_EQ(0, read_event(&r, &e, NL_PATIENCE));
	world_how(&self->w, KEEP_FAIL);
	EXPECT_EQ(ERROR_DATABASE_FAILURE,
		  call(s, "set guid=COMP .description=lost"));
	EXPECT_EQ(-ETIMEDOUT, read_event(&r, &e, 200));
	world_how(&self->w, KEEP_ACK);
	nl_close(&r.s);
}

TEST_F(notify, what_is_refused)
{
	struct nl *s = &self->w.client, mine = nl_open(), other = nl_open();
	static const uint32_t types[] = { 0, 1, 18, 0xffffffff };
	struct world_event e;
	struct reader r;
	unsigned int i;
	char text[64];

	EXPECT_EQ(ERROR_INVALID_HANDLE, listen_on(&mine, 4711, 4, 0));
	EXPECT_EQ(ERROR_INVALID_HANDLE, listen_on(&mine, 0, 4, 0));
	snprintf(text, sizeof(text), "open-notification session=%u",
		 self->session);
	EXPECT_EQ(ERROR_INVALID_PARAMETER, call(&mine, text));
	EXPECT_EQ(ERROR_INVALID_HANDLE, call(&mine, "open-notification otype=4"));
	EXPECT_EQ(0, listen_on(&mine, self->session, 4, 0));
	EXPECT_EQ(ERROR_BUSY, listen_on(&mine, self->session, 5, 0));
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		EXPECT_EQ(0, reader_open(&r, self->session, types[i], 1));
		EXPECT_EQ(0, call(s, "set guid=COMP .description=x"));
		EXPECT_EQ(-ETIMEDOUT, read_event(&r, &e, 20));
		nl_close(&r.s);
	}
	nl_close(&mine);
	nl_close(&other);
}

/* in a process of user 4711: @what with the session of root or its own */
static int64_t as_user(int64_t (*what)(uint32_t session), uint32_t session)
{
	int64_t *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t r;
	pid_t pid;

	*result = -1;
	pid = fork();
	if (!pid) {
		if (setresgid(4711, 4711, 4711) || setresuid(4711, 4711, 4711))
			_exit(1);
		*result = what(session);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	r = *result;
	munmap(result, sizeof(*result));
	return r;
}

static int64_t foreign_session(uint32_t session)
{
	struct nl s = nl_open();

	return listen_on(&s, session, NTMS_TYPE_COMPUTER, 0);
}

TEST_F(notify, a_session_of_another_user)
{
	EXPECT_EQ(ERROR_INVALID_HANDLE,
		  as_user(foreign_session, self->session));
}

/* what 4711 sees of sides: those of the pool Secret and of App are all his */
static int64_t stranger(uint32_t unused)
{
	struct world_event e;
	struct nl s = nl_open();
	struct reader r;
	int64_t error;

	if (world_open(&s, &a))
		return -2;
	error = reader_open(&r, nl_u32(a.attrs, a.len, NTMS_A_CALL_SESSION),
			    NTMS_TYPE_MEDIA_POOL, 0);
	if (error)
		return error;
	/* root changes both pools, Secret first: 4712 is told of App only */
	if (call(&s, "set guid=p0 .description=mine"))
		return -3;
	if (read_event(&r, &e, NL_PATIENCE))
		return -4;
	return guid_same(e.guid, world_guid(W_POOL)) ? 0 : -5;
}

TEST_F(notify, a_reader_with_rights)
{
	EXPECT_EQ(0, as_user(stranger, 0));
}

TEST_F(notify, the_channel_ends_with_the_session)
{
	struct nl s = nl_open();
	static struct nl_msg m;
	struct world_event e;
	struct reader r;
	uint32_t session;

	ASSERT_EQ(0, world_open(&s, &a));
	session = nl_u32(a.attrs, a.len, NTMS_A_CALL_SESSION);
	ASSERT_EQ(0, reader_open(&r, session, NTMS_TYPE_COMPUTER, 0));
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
	EXPECT_EQ(0, nl_call(&s, &m, &a));
	EXPECT_EQ(-ENOBUFS, read_event(&r, &e, NL_PATIENCE));
	EXPECT_EQ(0, call(&self->w.client, "set guid=COMP .description=y"));
	EXPECT_EQ(-ETIMEDOUT, read_event(&r, &e, 50));
	EXPECT_EQ(ERROR_INVALID_HANDLE, listen_on(&r.s, session, 4, 0));
	/* the socket can be a channel again */
	EXPECT_EQ(0, listen_on(&r.s, self->session, NTMS_TYPE_COMPUTER, 0));
	EXPECT_EQ(0, call(&self->w.client, "set guid=COMP .description=z"));
	EXPECT_EQ(0, read_event(&r, &e, NL_PATIENCE));
	nl_close(&r.s);
	nl_close(&s);
}

/* @n changes of the computer, the last of which is on disk when it returns */
static int change(struct nl *s, unsigned int n)
{
	static _Thread_local struct nl_msg one, many;
	unsigned int i;

	while (n) {
		many.len = 0;
		for (i = 0; i < BATCH && n; i++, n--) {
			row_message(&one, i & 1 ? "set guid=COMP .description=a" :
						  "set guid=COMP .description=b");
			((struct nlmsghdr *)one.buf)->nlmsg_len = one.len;
			memcpy(many.buf + many.len, one.buf, one.len);
			many.len += NLMSG_ALIGN(one.len);
		}
		if (send(s->fd, many.buf, many.len, 0) < 0)
			return -errno;
		if (call(s, "set guid=COMP .description=c"))
			return -EIO;
	}
	return 0;
}

TEST_F(notify, a_reader_that_does_not_read)
{
	int size = 4096, err = 0, events = 0;
	struct world_event e;
	struct reader r, good;

	ASSERT_EQ(0, reader_open(&r, self->session, NTMS_TYPE_COMPUTER, 0));
	ASSERT_EQ(0, setsockopt(r.s.fd, SOL_SOCKET, SO_RCVBUF, &size,
				sizeof(size)));
	EXPECT_EQ(0, change(&self->w.client, 1000));
	/* the room is full, and stays so: it is given up */
	sleep(3);
	EXPECT_EQ(0, change(&self->w.client, 10));
	while (events < 2000) {
		err = read_event(&r, &e, NL_PATIENCE);
		if (err)
			break;
		events++;
	}
	EXPECT_EQ(-ENOBUFS, err);
	EXPECT_GE(1000, events);
	/* others are not concerned, and a new channel works */
	ASSERT_EQ(0, reader_open(&good, self->session, NTMS_TYPE_COMPUTER, 0));
	EXPECT_EQ(0, change(&self->w.client, 1));
	EXPECT_EQ(0, read_event(&good, &e, NL_PATIENCE));
	nl_close(&r.s);
	nl_close(&good.s);
}

struct counting {
	struct reader r;
	unsigned int want, got;
	int err;
};

static void *count(void *arg)
{
	struct counting *c = arg;
	struct world_event e;

	while (c->got < c->want) {
		c->err = read_event(&c->r, &e, 60000);
		if (c->err)
			break;
		c->got++;
	}
	return NULL;
}

TEST_F(notify, a_hundred_thousand_events_without_loss)
{
	struct counting c = { .want = EVENTS };
	unsigned int n = 0;
	pthread_t thread;

	self->w.forget = true;
	ASSERT_EQ(0, reader_open(&c.r, self->session, NTMS_TYPE_COMPUTER, 0));
	ASSERT_EQ(0, pthread_create(&thread, NULL, count, &c));
	while (n < EVENTS) {
		ASSERT_EQ(0, change(&self->w.client, BATCH));
		n += BATCH + 1;
	}
	pthread_join(thread, NULL);
	EXPECT_EQ(0, c.err);
	EXPECT_EQ(EVENTS, c.got);
	nl_close(&c.r.s);
}

/* (what they cost others is measured by selftests/limits, in instructions) */
TEST_F(notify, ten_thousand_channels_are_told)
{
	struct rlimit limit = { CHANNELS + 100, CHANNELS + 100 };
	static struct nl s[CHANNELS];
	struct reader r;
	struct world_event e;
	unsigned int i;

	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	self->w.forget = true;
	for (i = 0; i < CHANNELS; i++) {
		s[i] = nl_open();
		ASSERT_LE(0, s[i].fd);
		ASSERT_EQ(0, listen_on(&s[i], self->session,
				       NTMS_TYPE_MEDIA_POOL, 0));
	}
	EXPECT_EQ(0, call(&self->w.client, "set guid=p0 .description=all"));
	for (i = 0; i < CHANNELS; i++) {
		r.s = s[i];
		r.count = r.next = 0;
		if (read_event(&r, &e, NL_PATIENCE))
			break;
	}
	EXPECT_EQ(CHANNELS, i);
	for (i = 0; i < CHANNELS; i++)
		nl_close(&s[i]);
	EXPECT_EQ(0, call(&self->w.client, "set guid=p0 .description=none"));
}

TEST_HARNESS_MAIN
