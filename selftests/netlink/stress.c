// SPDX-License-Identifier: GPL-2.0
/*
 * stress.c - clients that get in each other's way, and are killed
 *
 * Processes with sessions of their own allocate, give back, move, make and
 * delete the same few things, look at them, wait, hang up in the middle and
 * are killed.  Every request is answered, each refusal has its code and its
 * reason, the invariants hold all the time, and in the end the store has what
 * the module has.  Then the module is unloaded under them, again and again.
 *
 * STRESS_OPERATIONS, STRESS_LOADS in the environment: how much of it.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 900
#include "rows.h"

#define CLIENTS		6
#define OPERATIONS	3000
#define LOADS		6
#define LONG		120000	/* ms that an answer may take here */
#define TAPES		10
#define DISKS		6
#define KNOWN		24	/* logical media that clients tell each other */
#define BURST		8

static const struct world_pool pools[] = {
	{ W_POOL, "App", W_TAPE, .from_free = true, .to_free = true },
	{ W_POOL + 1, "Disks", W_DISK, .from_free = true, .max = 200 },
	{ W_POOL + 2, "Other", W_TAPE },
	{ W_POOL + 3, "Box" },
	{ 0 }
};

static const struct world_medium media[] = {
	{ W_POOL, "A" }, { W_POOL, "A" }, { W_POOL, "L" }, { W_POOL, "A" },
	{ W_FREE_TAPE, "A" }, { W_FREE_TAPE, "A" }, { W_FREE_TAPE, "A" },
	{ W_POOL + 2, "A" }, { W_POOL + 2, "A" }, { W_IMPORT_TAPE, "I" },
	{ W_POOL + 1, "AA" }, { W_POOL + 1, "LA" }, { W_FREE_DISK, "AA" },
	{ W_FREE_DISK, "AA" }, { W_POOL + 1, "AA" }, { W_IMPORT_DISK, "II" },
	{ 0 }
};

/* what all processes share; races on @known are part of it */
static struct shared {
	unsigned int operations, limit;	/* done; 0: until stopped */
	unsigned int answers, granted;
	bool stop, unloads;		/* the module comes and goes */
	guid known[KNOWN];
	char complaint[256];		/* the first one */
} *shared;

/* of one client */
static struct nl s;
static struct nl_msg m;
static struct nl_answer a;
static unsigned int seed;

static unsigned int pick(unsigned int below)
{
	return rand_r(&seed) % below;
}

__attribute__((format(printf, 1, 2)))
static void complain(const char *fmt, ...)
{
	char text[sizeof(shared->complaint)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!*shared->complaint)
		memcpy(shared->complaint, text, sizeof(text));
	_exit(1);
}

static bool over(void)
{
	return __atomic_load_n(&shared->stop, __ATOMIC_RELAXED) ||
	       (shared->limit &&
		__atomic_load_n(&shared->operations, __ATOMIC_RELAXED) >=
		shared->limit);
}

/* refusals say why; without a module there is only the kernel's own errno */
static void check(const char *what)
{
	__atomic_add_fetch(&shared->answers, 1, __ATOMIC_RELAXED);
	if (!a.err)
		__atomic_add_fetch(&shared->granted, 1, __ATOMIC_RELAXED);
	if (!a.err || (a.code && strlen(a.text) >= 8))
		return;
	if (shared->unloads && (a.err == -ENOENT || a.code))
		return;
	complain("%s: errno %d, code %u, \"%s\"", what, -a.err, a.code, a.text);
}

/* a socket with a session; while there is no module, waits for one */
static void begin(void)
{
	nl_close(&s);
	s = nl_open();
	if (s.fd < 0)
		complain("no socket: %s", strerror(-s.fd));
	while (world_open(&s, &a) && !over()) {
		if (!shared->unloads)
			complain("no session: errno %d, code %u, \"%s\"",
				 -a.err, a.code, a.text);
		usleep(2000);
		nl_resolve();
	}
}

static int send_it(void)
{
	int seq;

	((struct nlmsghdr *)m.buf)->nlmsg_flags |= NLM_F_ACK;
	__atomic_add_fetch(&shared->operations, 1, __ATOMIC_RELAXED);
	seq = nl_send(&s, &m);
	if (seq < 0)
		complain("cannot send: %s", strerror(-seq));
	return seq;
}

static int call(const char *what)
{
	nl_wait(&s, send_it(), &a, LONG);
	check(what);
	return a.err;
}

static guid some_pool(void)
{
	static const uint32_t ids[] = {
		W_POOL, W_POOL + 1, W_POOL + 2, W_POOL, W_POOL + 1, W_FREE_TAPE,
		W_FREE_DISK, W_POOL + 3, W_IMPORT_TAPE, W_ROOT,
	};

	return world_guid(ids[pick(sizeof(ids) / sizeof(*ids))]);
}

static guid some_side(void)
{
	unsigned int i = pick(TAPES + DISKS);

	return world_side(i, i < TAPES ? 0 : pick(2));
}

static guid *some_logical(void)
{
	return &shared->known[pick(KNOWN)];
}

static void put_allocation(void)
{
	static const uint32_t options[] = { 0, 0, NTMS_ALLOCATE_NEW,
					    NTMS_ALLOCATE_NEXT,
					    NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE };
	uint32_t option = options[pick(5)];

	nl_begin(&m, NTMS_CMD_ALLOCATE_MEDIA, 0);
	nl_put_guid(&m, NTMS_A_CALL_POOL, some_pool());
	if (!pick(4))
		nl_put_guid(&m, NTMS_A_CALL_PARTITION, some_side());
	if (option == NTMS_ALLOCATE_NEXT)
		nl_put_guid(&m, NTMS_A_CALL_MEDIA, *some_logical());
	nl_put_u32(&m, NTMS_A_CALL_OPTIONS, option);
	nl_put_u32(&m, NTMS_A_CALL_TIMEOUT, pick(3) ? 0 : pick(100));
}

static void allocate(void)
{
	put_allocation();
	if (!call("allocate"))
		*some_logical() = nl_guid(a.attrs, a.len, NTMS_A_CALL_MEDIA);
}

/* the calls that take one or two logical media */
static void put_logical(uint8_t cmd)
{
	nl_begin(&m, cmd, 0);
	nl_put_guid(&m, NTMS_A_CALL_MEDIA, *some_logical());
	if (cmd == NTMS_CMD_SWAP_MEDIA)
		nl_put_guid(&m, NTMS_A_CALL_MEDIA2, *some_logical());
}

static void put_move(void)
{
	nl_begin(&m, NTMS_CMD_MOVE_MEDIA, 0);
	nl_put_guid(&m, NTMS_A_CALL_PHYSICAL_MEDIA,
		    world_medium(pick(TAPES + DISKS)));
	nl_put_guid(&m, NTMS_A_CALL_POOL, some_pool());
}

/* clients make and delete pools of the same names */
static void make_pool(void)
{
	char text[64];
	guid pool;

	if (pick(2))
		snprintf(text, sizeof(text),
			 "create-pool path=Box\\N%u type=TAPE action=%u",
			 pick(4), 1 + pick(3));
	else
		snprintf(text, sizeof(text), "create-pool path=N%u action=%u",
			 pick(4), 1 + pick(3));
	row_message(&m, text);
	if (call("create-pool") || pick(2))
		return;
	pool = nl_guid(a.attrs, a.len, NTMS_A_CALL_POOL);
	if (pick(2)) {
		nl_begin(&m, NTMS_CMD_MOVE_MEDIA, 0);
		nl_put_guid(&m, NTMS_A_CALL_PHYSICAL_MEDIA,
			    world_medium(pick(TAPES)));
		nl_put_guid(&m, NTMS_A_CALL_POOL, pool);
		call("move");
	}
	nl_begin(&m, NTMS_CMD_DELETE_POOL, 0);
	nl_put_guid(&m, NTMS_A_CALL_POOL, pool);
	call("delete-pool");
}

static void rename_something(void)
{
	char text[64];

	if (pick(2))
		snprintf(text, sizeof(text), "set guid=m%u .name=N%u",
			 pick(TAPES + DISKS), pick(1000));
	else
		snprintf(text, sizeof(text), "set guid=p%u .description=D%u",
			 pick(4), pick(1000));
	row_message(&m, text);
	call("set");
}

static void look(void)
{
	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	if (pick(2)) {
		nl_put_guid(&m, NTMS_A_CALL_GUID, some_side());
		call("get");
		return;
	}
	nl_put_u32(&m, NTMS_A_CALL_TYPE, pick(NTMS_TYPE_OPREQUEST + 1));
	nl_dump(&s, &m, NULL, NULL, NULL, &a);
	if (a.err == -ETIMEDOUT)
		complain("a dump does not end");
}

/* of media that no device can reach: waits, is refused or given up */
static void mount(void)
{
	nl_begin(&m, NTMS_CMD_MOUNT_MEDIA, 0);
	nl_put_guid(&m, NTMS_A_CALL_MEDIA_LIST, *some_logical());
	nl_put_u32(&m, NTMS_A_CALL_OPTIONS, pick(8));
	nl_put_u32(&m, NTMS_A_CALL_TIMEOUT, 1 + pick(50));
	call("mount");
}

/* those who wait are cancelled with the session, in any order */
static void all_answers(int first, int last)
{
	static _Alignas(8) char buf[NL_ROOM];
	int missing = last - first + 1, n;
	struct nlmsghdr *nlh;

	while (missing) {
		n = nl_receive(&s, buf, sizeof(buf), LONG);
		if (n < 0)
			complain("%d of %d answers do not come: %s", missing,
				 last - first + 1, strerror(-n));
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n))
			if (nlh->nlmsg_type == NLMSG_ERROR &&
			    (int)nlh->nlmsg_seq >= first)
				missing--;
	}
}

/* many at once; then all answers, or none because the client is gone */
static void burst(void)
{
	int first = 0, seq, i;

	for (i = 0; i < BURST; i++) {
		if (pick(2))
			put_allocation();
		else
			put_logical(NTMS_CMD_DEALLOCATE_MEDIA);
		seq = send_it();
		first = first ?: seq;
	}
	switch (pick(3)) {
	case 0:
		begin();
		return;
	case 1:
		_exit(0);
	}
	nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
	all_answers(first, send_it());
	begin();
}

static void step(void)
{
	static const uint8_t logical[] = {
		NTMS_CMD_DEALLOCATE_MEDIA, NTMS_CMD_DEALLOCATE_MEDIA,
		NTMS_CMD_DEALLOCATE_MEDIA, NTMS_CMD_COMPLETE_MEDIA,
		NTMS_CMD_SWAP_MEDIA,
	};
	unsigned int n = pick(100);

	if (n < 30) {
		allocate();
	} else if (n < 55) {
		put_logical(logical[pick(sizeof(logical))]);
		call("deallocate, complete or swap");
	} else if (n < 68) {
		put_move();
		call("move");
	} else if (n < 76) {
		make_pool();
	} else if (n < 82) {
		rename_something();
	} else if (n < 90) {
		look();
	} else if (n < 93) {
		mount();
	} else if (n < 97) {
		burst();
	} else {
		nl_begin(&m, NTMS_CMD_CLOSE_SESSION, 0);
		call("close-session");
		begin();
	}
}

/* the module was away, and the session went with it */
static bool session_gone(void)
{
	return a.err == -ENOENT || a.code == ERROR_INVALID_HANDLE ||
	       a.code == ERROR_CANCELLED || a.code == ERROR_NOT_READY;
}

static pid_t client(unsigned int number)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	seed = number * 7919 + 1;
	s.fd = -EBADF;
	begin();
	while (!over()) {
		step();
		if (shared->unloads && session_gone())
			begin();
	}
	_exit(0);
}

static unsigned int setting(const char *name, unsigned int otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

static int share(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? -1 : 0;
}

/* sockets of processes that are gone are closed a little later */
static uint64_t sessions(struct nl *look, uint64_t expected)
{
	uint64_t count = 0;
	int i;

	for (i = 0; i < 2000; i++) {
		if (world_status(look, NTMS_A_STATUS_SESSIONS, &count) ||
		    count == expected)
			break;
		usleep(10000);
	}
	return count;
}

/* "" or what is wrong */
static const char *verify(void)
{
	static char why[256];

	return world_verify(why, sizeof(why)) ? why : "";
}

TEST(clients)
{
	struct world w = { 0 };
	pid_t pids[CLIENTS];
	unsigned int i, number = 0, kills = 0;
	uint64_t sum;
	int status;

	ASSERT_EQ(0, share());
	shared->limit = setting("STRESS_OPERATIONS", OPERATIONS);
	ASSERT_EQ(0, world_new(&w, pools, media));
	for (i = 0; i < KNOWN; i++)
		shared->known[i] = world_logical(i % 2 ? 2 : 11, 0);
	for (i = 0; i < CLIENTS; i++)
		pids[i] = client(number++);
	seed = 4711;
	while (!over() && !*shared->complaint) {
		usleep(20000 + pick(40000));
		i = pick(CLIENTS);
		kill(pids[i], SIGKILL);
		waitpid(pids[i], &status, 0);
		pids[i] = client(number++);
		kills++;
		EXPECT_STREQ("", verify());
	}
	shared->stop = true;
	for (i = 0; i < CLIENTS; i++)
		waitpid(pids[i], &status, 0);
	ASSERT_STREQ("", shared->complaint);
	EXPECT_EQ(1, sessions(&w.client, 1));
	EXPECT_EQ(0, world_settled(&w));
	EXPECT_STREQ("", verify());
	EXPECT_LT(shared->limit / 10, shared->granted);
	sum = world_sum(&w.client);
	EXPECT_NE(0, sum);
	/* what the store was given is what there was */
	ASSERT_EQ(0, world_replay(&w));
	EXPECT_EQ(sum, world_sum(&w.client));
	EXPECT_STREQ("", verify());
	TH_LOG("%u operations of %u clients, %u killed, %u of %u answers granted",
	       shared->operations, number, kills, shared->granted,
	       shared->answers);
	world_end(&w);
}

static int unload_loop(struct __test_metadata *_metadata, bool store)
{
	unsigned int loads = setting("STRESS_LOADS", LOADS), i, n;
	pid_t pids[CLIENTS];
	struct world w;
	int status, err = 0;

	for (i = 0; i < CLIENTS; i++)
		pids[i] = client(i);
	seed = 4711;
	for (n = 0; n < loads && !err && !*shared->complaint; n++) {
		memset(&w, 0, sizeof(w));
		w.store.fd = w.client.fd = -EBADF;
		err = store ? world_new(&w, pools, media) :
			      world_load("store=none");
		if (err)
			break;
		usleep(300000 + pick(500000));
		if (*verify()) {
			TH_LOG("%s", verify());
			err = -EUCLEAN;
		}
		if (!err)
			err = world_unload();
		world_end(&w);
	}
	shared->stop = true;
	for (i = 0; i < CLIENTS; i++)
		waitpid(pids[i], &status, 0);
	return err;
}

FIXTURE(unload) { int unused; };
FIXTURE_VARIANT(unload) { bool store; };
FIXTURE_VARIANT_ADD(unload, without_store) { false };
FIXTURE_VARIANT_ADD(unload, with_store) { true };
FIXTURE_SETUP(unload) { (void)self; (void)variant; }
FIXTURE_TEARDOWN(unload) { (void)self; }

/* while it is in use; whoever waits is told, whoever comes back is served */
TEST_F(unload, in_use)
{
	ASSERT_EQ(0, share());
	shared->unloads = true;
	EXPECT_EQ(0, unload_loop(_metadata, variant->store));
	EXPECT_STREQ("", shared->complaint);
	EXPECT_EQ(0, world_loaded());
	EXPECT_LT(0, shared->granted);
	TH_LOG("%u operations, %u of %u answers granted", shared->operations,
	       shared->granted, shared->answers);
}

TEST_HARNESS_MAIN
