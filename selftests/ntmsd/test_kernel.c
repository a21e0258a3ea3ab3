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
#include <sys/stat.h>

#include <linux/ntms.h>

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

static bool copy_holds(uint64_t last)
{
	struct world w = { 0 };
	struct db *copy;
	char name[280];
	uint64_t i;

	snprintf(name, sizeof(name), "%s/export/ntms.db", directory);
	for (i = 1; i <= last; i++)
		world_play(&w, i);
	CHECK(!db_open(name, DB_READ, &copy));
	CHECK(db_sequence(copy) == last && world_holds(copy, &w));
	db_close(copy);
	return true;
}

/* With records, in the middle of one, and alone; while there is nothing to do. */
static bool exports(void)
{
	static const struct step with[] = {
		{ RECORDS, .batch = 1, .count = 3, .task = NTMS_STORE_TASK_EXPORT },
		{ END, .durable = 3, .until_done = true },
	}, inside[] = {
		{ RECORDS, .batch = 1, .count = 2, .more = true,
		  .task = NTMS_STORE_TASK_EXPORT },
		{ RECORDS, .batch = 2, .count = 2 },
		{ END, .durable = 3, .until_done = true },
	}, alone[] = {
		{ RECORDS, .batch = 1, .count = 3 },
		{ RECORDS, .count = 0, .durable = 3, .task = NTMS_STORE_TASK_EXPORT },
		{ END, .durable = 3, .until_done = true },
	};
	static const struct step *const scripts[] = { with, inside, alone };
	unsigned int i;

	for (i = 0; i < 3; i++) {
		CHECK(begin(scripts[i]));
		CHECK(run(NTMSD_OK));
		CHECK(model.done == 1 && !model.done_error);
		CHECK(model.done_task == NTMS_STORE_TASK_EXPORT);
		CHECK(copy_holds(3));
		CHECK(end(3));
	}
	return true;
}

/* It makes progress although there is always something to be written. */
static bool exports_under_load(void)
{
	static struct step steps[202];
	unsigned int i;

	for (i = 0; i < 200; i++)
		steps[i] = (struct step){ RECORDS, .batch = i + 1, .count = 1,
			.durable = i,
			.task = i == 10 ? NTMS_STORE_TASK_EXPORT : 0 };
	steps[200] = (struct step){ END, .durable = 200 };
	CHECK(begin(steps));
	CHECK(run(NTMSD_OK));
	CHECK(model.done == 1 && !model.done_error);
	return end(200);
}

static bool reports_what_it_cannot_do(void)
{
	static const struct step import[] = {
		{ RECORDS, .count = 0, .task = NTMS_STORE_TASK_IMPORT },
		{ END, .until_done = true },
	}, unknown[] = {
		{ RECORDS, .count = 0, .task = 77 },
		{ END, .until_done = true },
	}, used[] = {
		{ RECORDS, .batch = 1, .count = 1, .task = NTMS_STORE_TASK_EXPORT },
		{ END, .durable = 1, .until_done = true },
	};
	char name[280];
	FILE *file;

	CHECK(begin(import));
	CHECK(run(NTMSD_OK));
	CHECK(model.done == 1 && model.done_error == 4313);
	CHECK(end(0));
	CHECK(begin(unknown));
	CHECK(run(NTMSD_OK));
	CHECK(model.done == 1 && model.done_error == 4313);
	CHECK(model.done_task == 77 && end(0));
	CHECK(begin(used));
	snprintf(name, sizeof(name), "%s/export", directory);
	CHECK(!mkdir(name, 0700));
	strcat(name, "/ntms.db");
	file = fopen(name, "w");
	CHECK(run(NTMSD_OK));
	CHECK(model.done == 1 && model.done_error == 32);
	fclose(file);
	return end(1);
}

/* A database of batches 1 to 9 whose copy, to be imported, has 1 to 4. */
static bool begin_import(const struct step *steps, uint32_t readiness)
{
	uint64_t i;
	int ret;

	CHECK(begin(steps));
	CHECK(!db_set_history(db, &model.history));
	for (i = 1; i <= 9; i++) {
		CHECK(!world_batch(db, i));
		if (i != 4)
			continue;
		CHECK(!db_export_begin(db));
		while ((ret = db_export_step(db)) > 0)
			;
		CHECK(!ret && !db_import_mark(db));
	}
	model.readiness = readiness;
	return true;
}

static bool imports(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 5, .count = 1, .durable = 4 },
		{ END, .durable = 5 },
	};

	CHECK(begin_import(steps, NTMS_READINESS_WAITING));
	CHECK(run(NTMSD_OK));
	CHECK(model.asked == 1 && model.attach_durable == 4);
	CHECK(!memcmp(db_history(db), &model.history, sizeof(model.history)));
	return end(5);
}

/* The module goes on with what it has: the import is for its next start. */
static bool waits_with_an_import(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 10, .count = 1, .durable = 9 },
		{ END, .durable = 10 },
	};

	CHECK(begin_import(steps, NTMS_READINESS_DETACHED));
	CHECK(run(NTMSD_OK));
	CHECK(model.asked == 1 && model.attach_durable == 9);
	CHECK(strstr(log_text, "loaded anew") && db_import_marked(db));
	return end(10);
}

/* Sound to ntmsd, but not to the module: the old database comes back. */
static bool takes_a_refused_import_back(void)
{
	static const struct step steps[] = {
		{ RECORDS, .batch = 10, .count = 1, .durable = 9 },
		{ END, .durable = 10 },
	};

	CHECK(begin_import(steps, NTMS_READINESS_WAITING));
	model.refuse_once = -EINVAL;
	CHECK(run(NTMSD_OK));
	CHECK(model.attached == 2 && model.attach_durable == 9);
	CHECK(strstr(log_text, "refused") && !db_import_marked(db));
	return end(10);
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
	{ "an export is made and reported", exports },
	{ "an export is made while there is much to be written", exports_under_load },
	{ "what cannot be done is reported", reports_what_it_cannot_do },
	{ "an import is done when the module is new", imports },
	{ "an import waits for a module that is in use", waits_with_an_import },
	{ "an import that the module refuses is taken back", takes_a_refused_import_back },
};

int main(void)
{
	return TAP_RUN(tests);
}
