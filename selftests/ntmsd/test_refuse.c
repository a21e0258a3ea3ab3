// SPDX-License-Identifier: GPL-2.0
/*
 * test_refuse.c - a file that cannot be used is refused and left alone
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib.h"

#define BATCHES	60

static char *directory;
static char path[256], wal[300];

static bool begin(void)
{
	struct db *db;
	uint64_t i;

	directory = lib_directory();
	snprintf(path, sizeof(path), "%s/ntms.db", directory);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	CHECK(!db_open(path, DB_STORE, &db));
	for (i = 1; i <= BATCHES; i++)
		CHECK(!world_batch(db, i));
	db_close(db);
	log_clear();
	return true;
}

static bool end(void)
{
	lib_remove(directory);
	free(directory);
	return true;
}

/* Is it refused in both modes, with a text that has both words, unchanged? */
static bool refused(int error, const char *what, const char *way_out)
{
	uint64_t before = lib_hash(path), before_wal = lib_hash(wal);
	struct db *db;
	int mode;

	for (mode = DB_STORE; mode <= DB_READ; mode++) {
		log_clear();
		CHECK(db_open(path, mode, &db) == error);
		if (!strstr(log_text, path) || !strstr(log_text, what) ||
		    !strstr(log_text, way_out)) {
			printf("# \"%s\" and \"%s\" missing in: %s", what, way_out,
			       log_text);
			return false;
		}
		CHECK(lib_hash(path) == before && lib_hash(wal) == before_wal);
	}
	return true;
}

static bool write_at(long offset, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "r+b");

	CHECK(file);
	fseek(file, offset, SEEK_SET);
	fwrite(bytes, 1, len, file);
	return !fclose(file);
}

static bool not_a_database(void)
{
	FILE *file;
	int i;

	CHECK(begin());
	file = fopen(path, "wb");
	for (i = 0; i < 20000; i++)
		putc("what a person wrote\n"[i % 20], file);
	fclose(file);
	CHECK(refused(-EUCLEAN, "not a database", "backup"));
	return end();
}

static bool empty(void)
{
	CHECK(begin());
	CHECK(!truncate(path, 0));
	CHECK(refused(-EUCLEAN, "empty", "backup"));
	return end();
}

static bool truncated(void)
{
	struct stat st;
	off_t size;

	CHECK(begin());
	CHECK(!stat(path, &st));
	for (size = st.st_size - 4096; size > 0; size -= 3 * 4096 + 517) {
		CHECK(!truncate(path, size));
		CHECK(refused(-EUCLEAN, "", "backup"));
	}
	return end();
}

static bool foreign(void)
{
	CHECK(begin());
	CHECK(lib_sql(path, "PRAGMA application_id=1"));
	CHECK(refused(-EUCLEAN, "not a database of ntmsd", "another file"));
	CHECK(lib_sql(path, "PRAGMA application_id=1314147667; PRAGMA user_version=0"));
	CHECK(refused(-EUCLEAN, "not a database of ntmsd", "another file"));
	return end();
}

static bool newer(void)
{
	CHECK(begin());
	CHECK(lib_sql(path, "PRAGMA user_version=1000"));
	CHECK(refused(-EUCLEAN, "newer ntmsd", "use that one"));
	CHECK(lib_sql(path, "PRAGMA user_version=1; ALTER TABLE drive ADD COLUMN colour TEXT"));
	CHECK(refused(-EUCLEAN, "\"colour\"", "use that one"));
	return end();
}

static bool bad_parameters(void)
{
	CHECK(begin());
	CHECK(lib_sql(path, "UPDATE parameters SET value='xyz' WHERE name='history'"));
	CHECK(refused(-EUCLEAN, "history", "backup"));
	CHECK(lib_sql(path, "DELETE FROM parameters"));
	CHECK(refused(-EUCLEAN, "history", "backup"));
	CHECK(lib_sql(path, "DROP TABLE parameters"));
	CHECK(refused(-EIO, "parameters", ""));
	return end();
}

static int ignore(const struct object *o, void *context)
{
	(void)o;
	(void)context;
	return 0;
}

static bool bad_values(void)
{
	static const char *const sql[] = {
		"UPDATE drive SET state=4294967296",
		"UPDATE drive SET state=-1",
		"UPDATE drive SET enabled=2",
		"UPDATE drive SET library='here'",
		"UPDATE drive SET guid='there' WHERE id=(SELECT max(id) FROM drive)",
	};
	struct db *db;
	unsigned int i;

	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		CHECK(begin());
		CHECK(lib_sql(path, sql[i]));
		CHECK(!db_open(path, DB_READ, &db));
		CHECK(db_load(db, ignore, NULL) == -EUCLEAN);
		CHECK(strstr(log_text, "table \"drive\", id "));
		CHECK(db_check(db) == -EUCLEAN);
		db_close(db);
		CHECK(end());
	}
	return true;
}

static bool missing(void)
{
	struct db *db;

	CHECK(begin());
	CHECK(!unlink(path));
	CHECK(db_open(path, DB_READ, &db) == -ENOENT);
	CHECK(strstr(log_text, path));
	CHECK(!mkdir(path, 0700));
	CHECK(refused(-EUCLEAN, "not a regular file", "path"));
	return end();
}

/* A log alone belongs to a database that was lost; a new one must not get it. */
static bool lone_log(void)
{
	struct db *db;
	FILE *file;

	CHECK(begin());
	CHECK(!unlink(path));
	file = fopen(wal, "wb");
	fputs("changes", file);
	fclose(file);
	CHECK(db_open(path, DB_STORE, &db) == -EUCLEAN);
	CHECK(strstr(log_text, "missing") && strstr(log_text, "backup"));
	CHECK(access(path, F_OK));
	return end();
}

/*
 * Bytes that change anywhere are noticed, or are in what nobody can check (the
 * text of a name); nothing may crash.
 */
static bool flipped(void)
{
	unsigned int round, i, noticed = 0;
	uint64_t seed = 4711, before;
	char copy[300];
	struct db *db;
	struct stat st;
	int ret;

	CHECK(begin());
	snprintf(copy, sizeof(copy), "%s/copy", directory);
	lib_copy(path, copy, -1);
	CHECK(!stat(path, &st));
	for (round = 0; round < 300; round++) {
		lib_copy(copy, path, -1);
		unlink(wal);
		for (i = 0; i <= round % 20; i++) {
			char byte = lib_random(&seed);
			/* every other time among the heads of the pages */
			long at = lib_random(&seed) % st.st_size;

			if (round & 1)
				at = at / 4096 * 4096 + at % 16;
			CHECK(write_at(at, &byte, 1));
		}
		before = lib_hash(path);
		ret = db_open(path, DB_STORE, &db);
		if (ret) {
			noticed++;
			CHECK(ret == -EUCLEAN || ret == -EIO);
			CHECK(lib_hash(path) == before);
			continue;
		}
		noticed += db_load(db, ignore, NULL) != 0;
		world_batch(db, BATCHES + 1);
		db_close(db);
	}
	printf("# noticed %u of %u\n", noticed, round);
	CHECK(noticed > round / 2);
	return end();
}

static bool two_instances(void)
{
	struct db *db, *second;
	char text[64];
	int status;
	pid_t child;

	CHECK(begin());
	CHECK(!db_open(path, DB_STORE, &db));
	snprintf(text, sizeof(text), "process %d has it open", getpid());
	child = fork();
	if (!child) {
		log_clear();
		/* locks are between processes; the parent's copy is not closed */
		_exit(db_open(path, DB_STORE, &second) != -EBUSY ||
		      !strstr(log_text, text) ||
		      db_open(path, DB_READ, &second) != -EBUSY);
	}
	CHECK(waitpid(child, &status, 0) == child && !status);
	CHECK(!world_batch(db, BATCHES + 1));
	db_close(db);
	CHECK(!db_open(path, DB_STORE, &db) && db_sequence(db) == BATCHES + 1);
	db_close(db);
	return end();
}

/* Many begin at once: one makes the file and has it, the others are told so. */
static bool race_to_create(void)
{
	int go[2], status, round, i, winners, others;
	struct db *db;

	for (round = 0; round < 20; round++) {
		directory = lib_directory();
		snprintf(path, sizeof(path), "%s/x/ntms.db", directory);
		CHECK(!pipe(go));
		for (i = 0; i < 4; i++) {
			if (fork())
				continue;
			close(go[1]);
			if (read(go[0], &status, 1) < 0)
				_exit(9);
			status = db_open(path, DB_STORE, &db);
			if (!status) {
				usleep(1500000);
				db_close(db);
			}
			_exit(status == -EBUSY ? 1 : status ? 2 : 0);
		}
		close(go[0]);
		close(go[1]);
		for (winners = others = i = 0; i < 4; i++) {
			CHECK(wait(&status) > 0);
			winners += WIFEXITED(status) && !WEXITSTATUS(status);
			others += WIFEXITED(status) && WEXITSTATUS(status) == 1;
		}
		CHECK(winners == 1 && others == 3);
		CHECK(!db_open(path, DB_READ, &db));
		CHECK(!db_check(db));
		db_close(db);
		CHECK(end());
		if (round == 2)
			break;
	}
	return true;
}

static const struct tap_test tests[] = {
	{ "a file that is no database is refused", not_a_database },
	{ "an empty file is refused", empty },
	{ "a file that was cut off is refused", truncated },
	{ "the database of another program is refused", foreign },
	{ "the database of a newer ntmsd is refused", newer },
	{ "a database without its parameters is refused", bad_parameters },
	{ "a value that ntmsd never writes is refused", bad_values },
	{ "a missing file and a directory are refused", missing },
	{ "a log without its database is refused", lone_log },
	{ "changed bytes do no harm", flipped },
	{ "a second ntmsd is refused", two_instances },
	{ "of several that make the database one gets it", race_to_create },
};

int main(void)
{
	return TAP_RUN(tests);
}
