// SPDX-License-Identifier: GPL-2.0
/*
 * test_kernel.c - the conversation, with a module made for the test
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "kernel.h"
#include "model.h"

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
