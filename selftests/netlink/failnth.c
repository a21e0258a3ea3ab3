// SPDX-License-Identifier: GPL-2.0
/*
 * failnth.c - every allocation of every command fails once
 *
 * Each command, on its way to success, with the first allocation failing,
 * then the second, until none is left. It is refused then and nothing has
 * changed, or it does without the memory. What is done nevertheless the store
 * refuses to take, so that it is undone: the world is the same every time.
 * Leaks are the lab's business.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 240
#include "../lab/failnth.h"
#include "rows.h"

#define FAULTS_MAX	2000
#define LOST		1000	/* ms: an answer that has not come by then */

static const struct world_pool pools[] = {
	{ W_POOL, "App", W_TAPE, .from_free = true, .to_free = true },
	{ W_POOL + 1, "Disks", W_DISK, .from_free = true },
	{ W_POOL + 2, "Empty", W_TAPE },
	{ W_POOL + 3, "Box" },
	{ 0 }
};

static const struct world_medium media[] = {
	{ W_POOL, "L", 1 }, { W_POOL, "A" }, { W_POOL, "L" },
	{ W_FREE_TAPE, "A" }, { W_IMPORT_TAPE, "I" },
	{ W_POOL + 1, "LR" }, { W_POOL + 1, "LL" }, { W_POOL + 1, "AA" },
	{ W_POOL, "L", 1, W_OFFLINE }, { W_POOL + 1, "AD", 1, W_OFFLINE },
	{ W_POOL, "L", 1, W_DEAD }, { 0 }
};

static struct nl_msg m;
static struct nl_answer a;

/* what runs with a fault: the whole of a request, in one system call */
struct request {
	struct nl *s;
	int seq;
};

static void request(void *ctx)
{
	struct request *r = ctx;

	r->seq = nl_send(r->s, &m);
}

/* with the fault over: the answer; -ENOBUFS when the kernel lost it */
static int answer(struct request *r)
{
	if (r->seq < 0) {
		a.code = 0;
		return a.err = r->seq;
	}
	return nl_wait(r->s, r->seq, &a, LOST);
}

FIXTURE(failnth) {
	struct world w;
};

FIXTURE_VARIANT(failnth) {
	const char *call;
	bool fails;		/* even when nothing is injected */
};

#define CALL(name, ...) FIXTURE_VARIANT_ADD(failnth, name) { __VA_ARGS__ }

CALL(get, "get guid=m0");
CALL(get_pool, "get guid=p0");
CALL(set, "set guid=m0 .name=Renamed .description=changed");
CALL(set_pool, "set guid=p0 .name=Renamed .max=4 .from-free=0");
CALL(set_computer, "set guid=COMP .policy=1");
CALL(allocate, "allocate pool=p0");
CALL(allocate_from_free, "allocate pool=p0 partition=s3");
CALL(allocate_import, "allocate pool=p0 partition=s4");
CALL(allocate_new, "allocate pool=p1 options=1");
CALL(allocate_next, "allocate pool=p1 options=2 media=l5");
CALL(allocate_nothing, "allocate pool=p2 options=4", true);
CALL(deallocate, "deallocate media=l0");
CALL(deallocate_reserved, "deallocate media=l5");
CALL(deallocate_one_of_two, "deallocate media=l6");
CALL(deallocate_offline, "deallocate media=l8");
CALL(decommission, "decommission partition=s1");
CALL(complete, "complete media=l0");
CALL(swap, "swap media=l0 media2=l2");
CALL(create_pool, "create-pool path=Box\\New type=TAPE action=2");
CALL(pool_name, "pool-name pool=p0");
CALL(delete_pool, "delete-pool pool=p2");
CALL(move, "move physical=m1 pool=p2");
CALL(move_to_free, "move physical=m1 pool=F");
CALL(change_type, "change-type physical=m1 pool=p2");
CALL(add_type, "add-type type=BARE library=LIB");
CALL(delete_type, "delete-type type=DISK library=DEAD");
CALL(create, "create options=1 .pool=p1 .sides=2 .name=New .barcode=N1"
     " part .omid=MTF/Monday/id1 .state=5 part .omid=MTF//id2 .state=9");
CALL(delete, "delete physical=m9");
CALL(label, "label media=l0 .omid=MTF/Monday/id1");
CALL(disable_library, "disable guid=LIB otype=9");
CALL(disable_drive, "disable guid=DRIVE2 otype=5");
CALL(disable_medium, "disable guid=m1 otype=15");
CALL(delete_library, "delete-library library=DEAD");
CALL(mount, "mount medialist=l0 options=5", true);
CALL(dismount, "dismount medialist=l0", true);
CALL(dismount_drive, "dismount-drive drive=DRIVE", true);
CALL(inventory, "inventory library=LIB action=1", true);
CALL(compare, "compare library=LIB", true);
CALL(eject, "eject physical=m0 action=0", true);
CALL(eject_cleaner, "eject-cleaner library=LIB action=0", true);
CALL(inject, "inject library=LIB action=0", true);
CALL(inject_cleaner, "inject-cleaner library=LIB number=20 action=0", true);
CALL(door, "door library=LIB action=1", true);
CALL(clean, "clean drive=DRIVE", true);
CALL(drive_status, "drive-status of-drive=DRIVE", true);
CALL(confirm_position, "confirm-position of-drive=DRIVE2", true);
CALL(reserve, "reserve library=LIB slot=SLOT", true);
CALL(release, "release library=LIB", true);
CALL(identify, "identify slot=SLOT", true);
CALL(begin_detection, "begin-detection");
CALL(set_detection, "set-detection list=LIB otype=9");
CALL(end_detection, "end-detection detection=77", true);
CALL(ask, "ask otype=1 arg1=p0 arg2=LIB message=tapes_please");
CALL(wait, "wait guid=? timeout=0", true);
CALL(satisfy, "satisfy guid=?", true);
CALL(refuse, "refuse guid=?", true);
CALL(ack, "ack guid=? action=1", true);
CALL(cancel, "cancel guid=?", true);
CALL(get_order, "get-order guid=?");
CALL(set_order, "set-order guid=? number=1", true);
CALL(delete_requests, "delete-requests guids=? otype=17");

CALL(set_attribute, "set-attribute guid=m0 name=a data=v");
CALL(get_attribute, "get-attribute guid=m0 name=a", true);
CALL(set_ui, "set-ui guid=LIB otype=1 action=1 destination=pc");
CALL(get_ui, "get-ui guid=LIB otype=1");
CALL(get_security, "get-security guid=p0");
CALL(set_security, "set-security guid=p0 options=7 acl=0.0,e.0.7");

FIXTURE_SETUP(failnth)
{
	memset(&self->w, 0, sizeof(self->w));
	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	ASSERT_EQ(0, world_settled(&self->w));
}

FIXTURE_TEARDOWN(failnth)
{
	world_end(&self->w);
}

TEST_F(failnth, call)
{
	struct request r = { &self->w.client };
	unsigned int n, refused = 0, done = 0, tries;
	enum failnth_result result;
	uint64_t before, after;
	struct nl look;
	char why[256];
	bool lost;

	look = nl_open();
	ASSERT_EQ(0, world_open(&look, &a));
	before = world_sum(&look);
	world_how(&self->w, KEEP_FAIL);
	for (n = 1; n < FAULTS_MAX; n++) {
		ASSERT_EQ(0, row_message(&m, variant->call));
		((struct nlmsghdr *)m.buf)->nlmsg_flags |= NLM_F_ACK;
		result = failnth(n, request, &r);
		ASSERT_NE(FAILNTH_ERROR, result);
		answer(&r);
		if (world_verify(why, sizeof(why)))
			TH_LOG("fault %u: %s", n, why);
		EXPECT_EQ('o', *why);
		after = world_sum(&look);
		if (after != before) {
			/* is it still so, or does somebody else try things? */
			TH_LOG("fault %u: a look at something temporary?", n);
			usleep(200000);
			after = world_sum(&look);
		}
		refused += a.err && a.code != ERROR_DATABASE_FAILURE;
		done += !a.err || a.code == ERROR_DATABASE_FAILURE;
		lost = a.err == -ETIMEDOUT && !a.code;
		if (after != before || lost ||
		    (a.code && strlen(a.text) < 8))
			TH_LOG("fault %u: errno %d, code %u, %s", n, -a.err,
			       a.code, a.text);
		EXPECT_EQ(before, after);
		EXPECT_FALSE(lost);
		if (a.code)
			EXPECT_LE(8, strlen(a.text));
		if (result == FAILNTH_DONE)
			break;
	}
	world_how(&self->w, KEEP_ACK);
	/* a change of somebody else that still fails takes ours with it */
	for (tries = 0; tries < 5; tries++) {
		ASSERT_EQ(0, row_message(&m, variant->call));
		nl_call(&self->w.client, &m, &a);
		if (a.code != ERROR_DATABASE_FAILURE)
			break;
	}
	if (!variant->fails)
		EXPECT_EQ(0, a.err);
	EXPECT_LE(2, n);	/* something was injected */
	EXPECT_GT(FAULTS_MAX, n);
	TH_LOG("%u faults: %u refused, %u done without", n - 1, refused, done);
	nl_close(&look);
}

struct dumping {
	struct nl *s;
	unsigned int seen;
	int err;
};

static int seen(void *ctx, const struct nlattr *attrs, size_t len)
{
	++*(unsigned int *)ctx;
	return 0;
}

static void whole_dump(void *ctx)
{
	struct dumping *d = ctx;

	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	nl_put_u32(&m, NTMS_A_CALL_TYPE, NTMS_TYPE_MEDIA_TYPE);
	d->seen = 0;
	d->err = nl_dump(d->s, &m, seen, &d->seen, NULL, &a);
}

/* a dump that says that it is complete is */
TEST(dumping)
{
	struct world w = { 0 };
	struct dumping d;
	unsigned int n, all;
	struct nl s;

	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	ASSERT_EQ(0, world_new(&w, pools, media));
	d.s = &w.client;
	whole_dump(&d);
	ASSERT_EQ(0, d.err);
	all = d.seen;
	for (n = 1; n < FAULTS_MAX; n++) {
		s = nl_open();
		ASSERT_EQ(0, world_open(&s, &a));
		d.s = &s;
		if (failnth(n, whole_dump, &d) == FAILNTH_DONE)
			break;
		if (!d.err)
			EXPECT_EQ(all, d.seen);
		nl_close(&s);
	}
	EXPECT_EQ(0, d.err);
	EXPECT_EQ(all, d.seen);
	TH_LOG("%u faults", n - 1);
	nl_close(&s);
	world_end(&w);
}

TEST(sessions)
{
	struct world w = { 0 };
	uint64_t count = 0;
	struct request r = { 0 };
	unsigned int n, i;
	struct nl s;

	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	ASSERT_EQ(0, world_new(&w, pools, media));
	for (n = 1; n < FAULTS_MAX; n++) {
		s = nl_open();
		r.s = &s;
		nl_begin(&m, NTMS_CMD_OPEN_SESSION, NLM_F_ACK);
		if (failnth(n, request, &r) == FAILNTH_DONE)
			break;
		answer(&r);
		nl_close(&s);
	}
	EXPECT_EQ(0, answer(&r));
	EXPECT_LE(4, n);
	for (n = 1; n < FAULTS_MAX; n++) {
		nl_begin(&m, NTMS_CMD_CLOSE_SESSION, NLM_F_ACK);
		if (failnth(n, request, &r) == FAILNTH_DONE)
			break;
		/* closed or not; open it again, or it is still open */
		answer(&r);
		world_open(&s, &a);
		EXPECT_TRUE(!a.err || a.code == ERROR_BUSY);
	}
	nl_close(&s);
	for (i = 0; i < 1000 && count != 1; i++) {
		world_status(&w.client, NTMS_A_STATUS_SESSIONS, &count);
		usleep(1000);
	}
	EXPECT_EQ(1, count);
	world_end(&w);
}

/* the store: attach, hand over, ready */
TEST(loading)
{
	struct world w = { .forget = true };
	struct request r = { &w.store };
	unsigned int n;
	uint64_t objects, before;

	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	ASSERT_EQ(0, world_load(NULL));
	w.store = nl_open();
	for (n = 1; n < FAULTS_MAX; n++) {
		nl_begin(&m, NTMS_CMD_ATTACH_STORE, NLM_F_ACK);
		nl_put_u64(&m, NTMS_A_STORE_DURABLE, 0);
		if (failnth(n, request, &r) == FAILNTH_DONE)
			break;
		if (answer(&r)) {
			if (a.err != -ENOBUFS)
				continue;
		}
		/* attached, if the answer was not lost before */
		nl_close(&w.store);
		w.store = nl_open();
	}
	ASSERT_EQ(0, answer(&r));
	nl_begin(&w.msg, NTMS_CMD_RESTORE, 0);
	ASSERT_EQ(0, world_base(&w));
	ASSERT_EQ(0, world_pools(&w, pools));
	world_status(&w.store, NTMS_A_STATUS_OBJECTS, &before);
	for (n = 1; n < FAULTS_MAX; n++) {
		/* put together, not sent: the objects of one medium in a drive */
		world_object(&w, NTMS_TYPE_DRIVE, world_guid(W_DRIVE));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_LIBRARY, world_guid(W_LIB));
		nl_put_u32(&w.msg, NTMS_A_OBJECT_ELEMENT, 256);
		nl_put_text(&w.msg, NTMS_A_OBJECT_NAME, "drive");
		nl_put_guid(&w.msg, NTMS_A_OBJECT_PARTITION, world_side(0, 0));
		world_object_end(&w);
		world_object(&w, NTMS_TYPE_PHYSICAL_MEDIA, world_medium(0));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_LIBRARY, world_guid(W_LIB));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_MEDIA_POOL, world_guid(W_POOL));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_LOCATION, world_guid(W_DRIVE));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_PARTITION, world_side(0, 0));
		nl_put_u32(&w.msg, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, 1);
		nl_put_text(&w.msg, NTMS_A_OBJECT_BAR_CODE, "CODE");
		world_object_end(&w);
		world_object(&w, NTMS_TYPE_PARTITION, world_side(0, 0));
		nl_put_guid(&w.msg, NTMS_A_OBJECT_PHYSICAL_MEDIA, world_medium(0));
		nl_put_u32(&w.msg, NTMS_A_OBJECT_STATE, NTMS_PARTSTATE_AVAILABLE);
		world_object_end(&w);
		memcpy(&m, &w.msg, sizeof(m));
		((struct nlmsghdr *)m.buf)->nlmsg_flags |= NLM_F_ACK;
		nl_begin(&w.msg, NTMS_CMD_RESTORE, 0);
		if (failnth(n, request, &r) == FAILNTH_DONE)
			break;
		answer(&r);
		world_status(&w.store, NTMS_A_STATUS_OBJECTS, &objects);
		if (objects == before)
			continue;
		/* it did without: from the beginning */
		nl_close(&w.store);
		w.durable = 0;
		ASSERT_EQ(0, world_attach(&w));
		ASSERT_EQ(0, world_base(&w));
		ASSERT_EQ(0, world_pools(&w, pools));
	}
	answer(&r);
	world_status(&w.store, NTMS_A_STATUS_OBJECTS, &objects);
	EXPECT_EQ(before + 3, objects);
	EXPECT_LE(10, n);
	TH_LOG("%u faults in RESTORE", n - 1);
	EXPECT_EQ(0, world_start(&w));
	world_end(&w);
}

/* the store asks for what there is: sooner or later it gets it */
TEST(journal)
{
	struct world w = { 0 };
	struct request r = { &w.store };
	enum failnth_result result;
	unsigned int n;
	uint64_t last;
	int seq;

	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	ASSERT_EQ(0, world_new(&w, pools, media));
	ASSERT_EQ(0, world_settled(&w));
	world_keep_end(&w);
	last = w.durable;
	/* its last question is answered with this one */
	seq = row_send(&w.client, "set guid=COMP .policy=0");
	for (n = 1; n < FAULTS_MAX; n++) {
		nl_wait(&w.client, seq, &a, 50);
		/* one more, for which the store has not asked */
		seq = row_send(&w.client, "set guid=COMP .policy=0");
		nl_begin(&m, NTMS_CMD_NEXT_JOURNAL, 0);
		nl_put_u64(&m, NTMS_A_STORE_DURABLE, ++last);
		result = failnth(n, request, &r);
		nl_wait(&w.store, r.seq, &a, 500);
		if (r.seq < 0 || (a.err && a.err != -ETIMEDOUT) ||
		    a.cmd != NTMS_CMD_NEXT_JOURNAL) {
			/* refused: ask again */
			nl_begin(&m, NTMS_CMD_NEXT_JOURNAL, 0);
			nl_put_u64(&m, NTMS_A_STORE_DURABLE, last);
			nl_wait(&w.store, nl_send(&w.store, &m), &a, 500);
			EXPECT_EQ(NTMS_CMD_NEXT_JOURNAL, a.cmd);
			if (a.cmd != NTMS_CMD_NEXT_JOURNAL) {
				TH_LOG("fault %u: %d %s", n, a.err, a.text);
				break;
			}
		}
		if (result == FAILNTH_DONE)
			break;
	}
	EXPECT_LE(5, n);
	TH_LOG("%u faults", n - 1);
	world_end(&w);
}

/* the label agent: it is refused or it is not, and can try again */
TEST(agent)
{
	static const char omid[] = "tar\0\0x";
	static const uint8_t ends[] = {
		NTMS_CMD_BEGIN_ERRAND, NTMS_CMD_ERRAND_DONE,
	};
	struct request r = { 0 };
	enum failnth_result result;
	unsigned int n, i;
	struct nl s;

	if (failnth_prepare())
		SKIP(return, "no fault injection in this kernel");
	if (!world_loaded())
		world_unload();
	ASSERT_EQ(0, world_load("store=none"));
	r.s = &s;
	for (n = 1; n < FAULTS_MAX; n++) {
		s = nl_open();
		nl_begin(&m, NTMS_CMD_ATTACH_AGENT, NLM_F_ACK);
		result = failnth(n, request, &r);
		answer(&r);
		if (result == FAILNTH_DONE)
			break;
		nl_close(&s);	/* is it attached? the next one can be */
	}
	EXPECT_EQ(0, a.err);
	EXPECT_LE(3, n);
	for (i = 0; i < sizeof(ends); i++) {
		for (n = 1; n < FAULTS_MAX; n++) {
			nl_begin(&m, ends[i], NLM_F_ACK);
			nl_put_u64(&m, NTMS_A_ERRAND_ID, 7);
			if (ends[i] == NTMS_CMD_ERRAND_DONE) {
				nl_put_u32(&m, NTMS_A_ERRAND_FOUND, NTMS_LABEL_KNOWN);
				nl_put(&m, NTMS_A_ERRAND_OMID, omid, sizeof(omid) - 1);
			}
			result = failnth(n, request, &r);
			EXPECT_NE(0, answer(&r));
			EXPECT_NE(-ETIMEDOUT, a.err);
			if (result == FAILNTH_DONE)
				break;
		}
		EXPECT_EQ(ERROR_CANCELLED, a.code);
		EXPECT_LE(3, n);
	}
	for (n = 1; n < FAULTS_MAX; n++) {
		nl_begin(&m, NTMS_CMD_NEXT_ERRAND, NLM_F_ACK);
		result = failnth(n, request, &r);
		/* there is none: it is held back, unless it is refused */
		if (r.seq >= 0)
			nl_wait(&s, r.seq, &a, 50);
		if (result == FAILNTH_DONE)
			break;
		nl_close(&s);
		s = nl_open();
		nl_begin(&m, NTMS_CMD_ATTACH_AGENT, NLM_F_ACK);
		ASSERT_EQ(0, nl_call(&s, &m, &a));
	}
	EXPECT_EQ(-ETIMEDOUT, a.err);
	EXPECT_LE(3, n);
	nl_close(&s);
	world_unload();
}

TEST_HARNESS_MAIN
