// SPDX-License-Identifier: GPL-2.0
/*
 * test_kernel.c - the conversation, with a module made for the test
 *
 * nlsock_*(), family_find() and events_wait() are replaced: a request is
 * handled at once by the model below, which queues the answers.  Each test
 * says in a script what the model gives for each NEXT_JOURNAL; when the script
 * is at its end, SIGTERM "comes".
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include <linux/ntms.h>

#include "codec.h"
#include "kernel.h"
#include "lib.h"

#define QUEUE	64

/* One answer to NEXT_JOURNAL, or what happens instead. */
struct step {
	enum {
		END,		/* SIGTERM while the answer is awaited */
		RECORDS,	/* batches of lib.h from "batch", "count" of them */
		MALFORMED,	/* a record without its number */
		REFUSAL,	/* errno "batch" */
		GONE,		/* the module is unloaded */
		LOST,		/* ENOBUFS */
		STOP,		/* SIGTERM, and then RECORDS nevertheless */
	} what;
	uint64_t batch;
	unsigned int count;
	bool more;		/* cut the last record, go on with it next time */
	/* what the request must say */
	uint64_t durable;
	uint32_t error;
};

static struct {
	const struct step *step;
	bool upload;
	int refuse_attach, refuse_restore, families_missing;
	struct guid history;
	/* what came */
	unsigned int attached, restored, messages, in_flight, max_in_flight;
	unsigned int objects, wrong;
	uint64_t attach_durable;
	size_t longest;
	struct sample *expected;
	unsigned int expected_count;
	/* what is to be told */
	struct { struct nl_msg *msg; struct nlsock_answer answer; int ret; } queue[QUEUE];
	unsigned int head, tail;
	unsigned int mask;
	bool stop;
} model;

static uint32_t next_seq = 1;

int nlsock_open(struct nlsock *sock)
{
	sock->sk = (struct nl_sock *)1;
	model.head = model.tail;
	return 0;
}

void nlsock_close(struct nlsock *sock)
{
	sock->sk = NULL;
}

int nlsock_fd(const struct nlsock *sock)
{
	return sock->sk ? 1 : -1;
}

bool nlsock_pending(const struct nlsock *sock)
{
	(void)sock;
	return false;
}

int family_find(bool load)
{
	(void)load;
	return model.families_missing-- > 0 ? -ENOENT : 77;
}

int events_watch(struct events *events, int fd)
{
	(void)events;
	return fd == 1 ? 0 : -EBADF;
}

void events_unwatch(struct events *events)
{
	(void)events;
}

unsigned int events_wait(struct events *events, int timeout)
{
	unsigned int mask = model.mask;

	(void)timeout;
	model.mask = 0;
	events->stop = events->stop || model.stop;
	if (model.head != model.tail)
		mask |= EVENT_ANSWER;
	return mask;
}

struct nl_msg *nlsock_request(struct nlsock *sock, uint8_t cmd, int flags,
			      size_t size)
{
	struct nl_msg *msg = nlmsg_alloc_size(nlmsg_total_size(GENL_HDRLEN) + size);

	genlmsg_put(msg, 0, next_seq++, sock->family, 0, NLM_F_REQUEST | flags,
		    cmd, NTMS_FAMILY_VERSION);
	return msg;
}

int nlsock_receive(struct nlsock *sock, struct nlsock_answer *answer)
{
	int ret;

	(void)sock;
	if (model.head == model.tail)
		return -EAGAIN;
	*answer = model.queue[model.head % QUEUE].answer;
	ret = model.queue[model.head % QUEUE].ret;
	model.head++;
	if (model.in_flight)
		model.in_flight--;
	return ret;
}

static struct nlsock_answer *queue_answer(uint32_t seq, int error)
{
	struct nlsock_answer *answer = &model.queue[model.tail % QUEUE].answer;

	memset(answer, 0, sizeof(*answer));
	model.queue[model.tail++ % QUEUE].ret = 0;
	answer->seq = seq;
	answer->error = error;
	if (error)
		strcpy(answer->text, "the test says so");
	return answer;
}

static void queue_message(uint32_t seq, uint8_t cmd, struct nl_msg *msg)
{
	struct nlsock_answer *answer = queue_answer(seq, 0);

	answer->cmd = cmd;
	answer->attrs = nlmsg_data(nlmsg_hdr(msg));
	answer->len = nlmsg_datalen(nlmsg_hdr(msg));
}

static void attach(uint32_t seq, struct nlattr **tb)
{
	struct nl_msg *msg;

	model.attached++;
	model.attach_durable = nla_get_u64(tb[NTMS_A_STORE_DURABLE]);
	if (!nla_strcmp(tb[NTMS_A_STORE_PATH], ""))
		model.wrong++;
	if (model.refuse_attach) {
		queue_answer(seq, model.refuse_attach)->code = 5023;
		return;
	}
	/* of the second time at the latest the history is known */
	if (guid_is_null(nla_data(tb[NTMS_A_STORE_HISTORY])) && model.attached > 1)
		model.wrong++;
	msg = nlmsg_alloc();
	nla_put(msg, NTMS_A_STORE_HISTORY, 16, &model.history);
	nla_put_u64(msg, NTMS_A_STORE_DURABLE, 0);
	if (model.upload)
		nla_put_flag(msg, NTMS_A_STORE_UPLOAD);
	queue_message(seq, NTMS_CMD_ATTACH_STORE, msg);
}

static void restore(uint32_t seq, struct nlmsghdr *header)
{
	struct nlattr *attr, *head = genlmsg_attrdata(nlmsg_data(header), 0);
	int left = genlmsg_attrlen(nlmsg_data(header), 0);
	struct object o;

	model.messages++;
	if (!(header->nlmsg_flags & NLM_F_ACK))
		model.wrong++;
	if (header->nlmsg_len > model.longest)
		model.longest = header->nlmsg_len;
	for (attr = head; nla_ok(attr, left); attr = nla_next(attr, &left)) {
		if (nla_type(attr) != NTMS_A_STORE_OBJECT ||
		    !nla_is_nested(attr) || codec_get_object(attr, &o) ||
		    model.objects == model.expected_count ||
		    !lib_same(&model.expected[model.objects].o, &o))
			model.wrong++;
		else
			model.objects++;
	}
	if (++model.in_flight > model.max_in_flight)
		model.max_in_flight = model.in_flight;
	queue_answer(seq, model.messages == 3 ? model.refuse_restore : 0);
}

/* Objects of a batch of lib.h as parts of a record; as world_batch() has them. */
static void put_batch(struct nl_msg *msg, uint64_t batch, unsigned int from,
		      unsigned int to)
{
	struct nlattr *record, *nest;
	unsigned int i, count, who;
	struct sample s;
	uint64_t seed = batch * 7919 + 1;

	count = 1 + lib_random(&seed) % 12;
	record = nla_nest_start(msg, NTMS_A_STORE_RECORD);
	nla_put_u64(msg, NTMS_A_RECORD_SEQUENCE, batch);
	for (i = 0; i < count; i++) {
		bool gone;

		who = lib_random(&seed) % WORLD;
		gone = !(lib_random(&seed) % 4);
		if (i < from || i >= to)
			continue;
		lib_sample(&s, who % TYPES_COUNT, who, batch);
		if (gone) {
			nest = nla_nest_start(msg, NTMS_A_RECORD_DELETED);
			nla_put_u32(msg, NTMS_A_OBJECT_TYPE, s.o.type->id);
			nla_put(msg, NTMS_A_OBJECT_GUID, 16, &s.o.guid);
			nla_nest_end(msg, nest);
			continue;
		}
		nest = nlmsg_tail(nlmsg_hdr(msg));
		codec_put_object(msg, &s.o);
		nest->nla_type = NTMS_A_RECORD_OBJECT | NLA_F_NESTED;
	}
	nla_nest_end(msg, record);
}

static void give_records(uint32_t seq, const struct step *step,
			 const struct step *before)
{
	struct nl_msg *msg = nlmsg_alloc_size(4 << 20);
	unsigned int i, from, to;

	for (i = 0; i < step->count; i++) {
		from = !i && before && before->more ? 2 : 0;
		to = step->more && i == step->count - 1 ? 2 : 99;
		put_batch(msg, step->batch + i, from, to);
	}
	if (step->more)
		nla_put_flag(msg, NTMS_A_STORE_MORE);
	queue_message(seq, NTMS_CMD_NEXT_JOURNAL, msg);
}

static void next(uint32_t seq, struct nlattr **tb)
{
	const struct step *step = model.step;
	static const struct step *before;
	struct nl_msg *msg;

	if (step->durable != nla_get_u64(tb[NTMS_A_STORE_DURABLE]) ||
	    step->error != (tb[NTMS_A_STORE_ERROR] ?
			    nla_get_u32(tb[NTMS_A_STORE_ERROR]) : 0)) {
		printf("# step %d: durable %llu error %u\n", (int)step->what,
		       (unsigned long long)nla_get_u64(tb[NTMS_A_STORE_DURABLE]),
		       tb[NTMS_A_STORE_ERROR] ? nla_get_u32(tb[NTMS_A_STORE_ERROR]) : 0);
		model.wrong++;
	}
	switch (step->what) {
	case END:
		model.stop = true;
		return;
	case STOP:
		model.stop = true;
		/* fallthrough */
	case RECORDS:
		give_records(seq, step, before);
		break;
	case MALFORMED:
		msg = nlmsg_alloc();
		nla_put_string(msg, NTMS_A_STORE_RECORD, "what is this?");
		queue_message(seq, NTMS_CMD_NEXT_JOURNAL, msg);
		break;
	case REFUSAL:
		queue_answer(seq, -(int)step->batch);
		break;
	case GONE:
		model.mask = EVENT_GONE;
		model.families_missing = 3;
		break;
	case LOST:
		queue_answer(seq, 0);
		model.queue[(model.tail - 1) % QUEUE].ret = -ENOBUFS;
		break;
	}
	before = step;
	model.step++;
}

int nlsock_send(struct nlsock *sock, struct nl_msg *msg, uint32_t *seq)
{
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct nlattr *tb[NTMS_A_STORE_MAX + 1];

	*seq = header->nlmsg_seq;
	if (header->nlmsg_type != 77 || !sock->sk)
		model.wrong++;
	if (genlmsg_parse(header, 0, tb, NTMS_A_STORE_MAX, NULL))
		model.wrong++;
	switch (genlmsg_hdr(header)->cmd) {
	case NTMS_CMD_ATTACH_STORE:
		attach(*seq, tb);
		break;
	case NTMS_CMD_RESTORE:
		restore(*seq, header);
		break;
	case NTMS_CMD_RESTORED:
		model.restored++;
		queue_answer(*seq, 0);
		break;
	case NTMS_CMD_NEXT_JOURNAL:
		next(*seq, tb);
		break;
	default:
		model.wrong++;
	}
	nlmsg_free(msg);
	return 0;
}

static char *directory;
static char path[256];
static struct db *db;

static bool begin(const struct step *steps)
{
	memset(&model, 0, sizeof(model));
	model.history.b[5] = 42;
	model.step = steps;
	directory = lib_directory();
	snprintf(path, sizeof(path), "%s/ntms.db", directory);
	CHECK(!db_open(path, DB_STORE, &db));
	log_clear();
	return true;
}

static bool run(enum ntmsd_exit code)
{
	struct events events = { .stop = false };
	struct kernel kernel = { .db = db, .events = &events };

	CHECK(kernel_run(&kernel) == code);
	CHECK(!model.wrong);
	return true;
}

/* Ends the test: the database has batches 1 to last. */
static bool end(uint64_t last)
{
	struct world w = { 0 };
	uint64_t i;

	for (i = 1; i <= last; i++)
		world_play(&w, i);
	db_close(db);
	CHECK(!db_open(path, DB_READ, &db));
	CHECK(db_sequence(db) == last && world_holds(db, &w));
	db_close(db);
	lib_remove(directory);
	free(directory);
	return true;
}

static bool follows(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 1 },
		{ RECORDS, .batch = 2, .count = 5, .durable = 1 },
		{ RECORDS, .batch = 7, .count = 2, .durable = 6, .more = true },
		{ RECORDS, .batch = 8, .count = 3, .durable = 6 },
		{ RECORDS, .batch = 11, .count = 90, .durable = 10 },
		{ END, .durable = 100 },
	};

	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	CHECK(model.attached == 1 && !model.restored && !model.objects);
	CHECK(!memcmp(db_history(db), &model.history, sizeof(model.history)));
	return end(100);
}

#define OBJECTS	3000

static bool fill_database(void)
{
	unsigned int i;

	model.upload = true;
	model.expected = calloc(OBJECTS, sizeof(*model.expected));
	model.expected_count = OBJECTS;
	CHECK(!db_begin(db));
	for (i = 0; i < OBJECTS; i++) {
		lib_sample(&model.expected[i], i * TYPES_COUNT / OBJECTS, i, 1);
		CHECK(!db_put(db, &model.expected[i].o));
	}
	CHECK(!db_commit(db, 7));
	return true;
}

static bool uploads(void)
{
	static const struct step steps[] = { { END, .durable = 7 } };

	CHECK(begin(steps) && fill_database());
	CHECK(run(NTMSD_OK));
	CHECK(model.attach_durable == 7);
	CHECK(model.objects == OBJECTS && model.restored == 1);
	CHECK(model.messages > 10 && model.longest <= 33 * 1024);
	CHECK(model.max_in_flight == 4);
	free(model.expected);
	db_close(db);
	lib_remove(directory);
	return true;
}

static bool upload_of_nothing(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 1 },
		{ END, .durable = 1 },
	};

	CHECK(begin(steps));
	model.upload = true;
	CHECK(run(NTMSD_OK));
	CHECK(!model.messages && model.restored == 1);
	return end(1);
}

static bool refused_upload(void)
{
	static const struct step steps[] = { { END } };

	CHECK(begin(steps) && fill_database());
	model.refuse_restore = -EINVAL;
	CHECK(run(NTMSD_REFUSED));
	CHECK(strstr(log_text, "the test says so") && !model.restored);
	free(model.expected);
	db_close(db);
	lib_remove(directory);
	return true;
}

static bool refused_store(void)
{
	static const struct step steps[] = { { END } };
	static const struct { int error; enum ntmsd_exit code; } cases[] = {
		{ -EPERM, NTMSD_REFUSED }, { -EINVAL, NTMSD_REFUSED },
		{ -ENOENT, NTMSD_REFUSED }, { -EBUSY, NTMSD_BUSY },
		{ -ENOSPC, NTMSD_REFUSED },
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK(begin(steps));
		model.refuse_attach = cases[i].error;
		CHECK(run(cases[i].code));
		CHECK(strstr(log_text, "the test says so"));
		CHECK(strstr(log_text, "5023"));
		CHECK(end(0));
	}
	return true;
}

static bool bad_record(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 3 },
		{ MALFORMED, .durable = 3 },
		{ RECORDS, .batch = 4, .count = 2, .more = true, .durable = 3, .error = 4313 },
		{ MALFORMED, .durable = 3 },
		{ RECORDS, .batch = 4, .count = 1, .durable = 3, .error = 4313 },
		{ RECORDS, .batch = 5, .count = 1, .durable = 4 },
		{ END, .durable = 5 },
	};

	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	return end(5);
}

static bool full_disk(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 2 },
		{ RECORDS, .batch = 3, .count = 500, .durable = 2 },
		{ RECORDS, .batch = 3, .count = 1, .durable = 2, .error = 4314 },
		{ END, .durable = 3 },
	};
	struct rlimit limit, old;

	CHECK(begin(steps));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = 170000;
	setrlimit(RLIMIT_FSIZE, &limit);
	CHECK(run(NTMSD_OK));
	setrlimit(RLIMIT_FSIZE, &old);
	return end(3);
}

static bool begins_anew(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 2 },
		{ GONE, .durable = 2 },
		{ RECORDS, .batch = 3, .count = 1, .durable = 2 },
		{ LOST, .durable = 3 },
		{ RECORDS, .batch = 4, .count = 2, .more = true, .durable = 3 },
		{ LOST, .durable = 3 },
		{ REFUSAL, .batch = ESTALE, .durable = 3 },
		{ REFUSAL, .batch = ECANCELED, .durable = 3 },
		{ RECORDS, .batch = 4, .count = 2, .more = true, .durable = 3 },
		{ GONE, .durable = 3 },
		{ RECORDS, .batch = 4, .count = 2, .durable = 3 },
		{ END, .durable = 5 },
	};

	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	CHECK(model.attached == 7 && model.attach_durable == 3);
	CHECK(strstr(log_text, "waiting for the module"));
	return end(5);
}

/* A signal lets a batch be finished that has begun, and no other begin. */
static bool finishes(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 2, .more = true },
		{ STOP, .batch = 2, .count = 3 },
		{ END, .durable = 4 },
	};

	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	CHECK(model.step == steps + 2);
	return end(4);
}

static bool gives_up(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 1, .count = 2 },
		{ RECORDS, .batch = 3, .count = 2, .more = true, .durable = 2 },
		{ END, .durable = 2 },
	};

	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	return end(2);
}

static const struct tap_test tests[] = {
	{ "records are written and acknowledged", follows },
	{ "objects are handed over in their order", uploads },
	{ "a new database is handed over as well", upload_of_nothing },
	{ "an object that is refused ends it", refused_upload },
	{ "a store that is refused says why", refused_store },
	{ "a malformed record is reported, the next is written", bad_record },
	{ "a full disk is reported, the next is written", full_disk },
	{ "it begins anew when the module or an answer is lost", begins_anew },
	{ "a signal lets a batch be finished", finishes },
	{ "a batch whose rest does not come is given up", gives_up },
};

int main(void)
{
	return TAP_RUN(tests);
}
