// SPDX-License-Identifier: GPL-2.0
/*
 * test_export.c - copies of the database, and what becomes of them
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "lib.h"

static char *directory;
static char path[256], copy[256], mark[256], other[256];
static struct db *db;
static struct world world;
static uint64_t last;

static bool more(uint64_t batches)
{
	while (batches--) {
		CHECK(!world_batch(db, ++last));
		world_play(&world, last);
	}
	return true;
}

/* A database whose copy takes several steps. */
static bool begin(void)
{
	directory = lib_directory();
	snprintf(path, sizeof(path), "%s/ntms.db", directory);
	snprintf(copy, sizeof(copy), "%s/export/ntms.db", directory);
	snprintf(mark, sizeof(mark), "%s/ntms.db-import", directory);
	snprintf(other, sizeof(other), "%s/other", directory);
	memset(&world, 0, sizeof(world));
	last = 0;
	log_clear();
	CHECK(!db_open(path, DB_STORE, &db));
	db_close(db);
	CHECK(lib_sql(path, "CREATE TABLE ballast(b);"
			    "INSERT INTO ballast VALUES(randomblob(5000000))"));
	CHECK(!db_open(path, DB_STORE, &db));
	return more(40);
}

static bool end(void)
{
	db_close(db);
	lib_remove(directory);
	free(directory);
	return true;
}

/* Does a file hold the world up to a change? */
static bool holds(const char *file, uint64_t sequence)
{
	struct world w = { 0 };
	struct db *read;
	uint64_t i;

	for (i = 1; i <= sequence; i++)
		world_play(&w, i);
	CHECK(!db_open(file, DB_READ, &read));
	CHECK(db_sequence(read) == sequence && !db_check(read));
	CHECK(world_holds(read, &w));
	db_close(read);
	return true;
}

static int export(void)
{
	int ret = db_export_begin(db);

	while (!ret && (ret = db_export_step(db)) > 0)
		ret = 0;
	return ret;
}

/* Returns the number of names in a directory that begin with something. */
static int names(const char *where, const char *with)
{
	DIR *dir = opendir(where);
	struct dirent *d;
	int n = 0;

	while (dir && (d = readdir(dir)))
		n += !strncmp(d->d_name, with, strlen(with));
	if (dir)
		closedir(dir);
	return n;
}

/* Nothing but the copy is in its directory; a reader leaves an empty log. */
static bool tidy(void)
{
	char where[256];

	snprintf(where, sizeof(where), "%s/export", directory);
	return names(where, "") == 3 + names(where, "ntms.db-wal");
}

/* Nothing of an import is there. */
static bool no_traces(void)
{
	return !names(directory, "ntms.db-import") &&
	       !names(directory, "ntms.db-before");
}

static bool copies(void)
{
	struct stat st;

	CHECK(begin());
	CHECK(!db_exporting(db) && !export() && !db_exporting(db));
	CHECK(strstr(log_text, "exported"));
	CHECK(holds(copy, 40) && tidy());
	CHECK(!stat(copy, &st) && (st.st_mode & 0777) == 0600);
	*strrchr(copy, '/') = '\0';
	CHECK(!stat(copy, &st) && (st.st_mode & 0777) == 0700);
	strcat(copy, "/ntms.db");
	/* the database goes on, the copy stays */
	CHECK(more(10) && holds(copy, 40));
	CHECK(!export() && holds(copy, 50) && tidy());
	return end();
}

/* What is committed while the copy is made is in it. */
static bool copies_what_changes(void)
{
	struct sample s;
	int steps = 0, ret;

	CHECK(begin());
	CHECK(!db_export_begin(db));
	while ((ret = db_export_step(db)) > 0) {
		steps++;
		CHECK(db_exporting(db) && access(copy, F_OK));
		if (steps > 50)		/* it must come to an end */
			continue;
		CHECK(more(3));
		/* a batch that is given up is not */
		lib_sample(&s, 3, 4711, steps);
		CHECK(!db_begin(db) && !db_put(db, &s.o));
		if (!(steps % 4))
			db_rollback(db);
		else
			CHECK(!db_delete(db, s.o.type, &s.o.guid) &&
			      !db_commit(db, last));
		db_tidy(db);
	}
	CHECK(!ret && steps > 3);
	CHECK(holds(copy, last));
	return end();
}

static bool refuses_a_copy_in_use(void)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
	uint64_t hash;
	sqlite3 *raw;
	int fd, how;

	CHECK(begin());
	CHECK(!export() && more(5));
	hash = lib_hash(copy);
	for (how = 0; how < 3; how++) {
		log_clear();
		fd = open(copy, O_RDONLY);
		CHECK(fd >= 0);
		if (how == 1)
			CHECK(!flock(fd, LOCK_SH));
		if (how == 2)
			CHECK(!fcntl(fd, F_OFD_SETLK, &lock));
		CHECK(export() == -EBUSY && !db_exporting(db));
		CHECK(strstr(log_text, "open") && strstr(log_text, copy));
		close(fd);
		CHECK(lib_hash(copy) == hash && tidy());
	}
	CHECK(!sqlite3_open(copy, &raw));
	CHECK(!sqlite3_exec(raw, "SELECT * FROM computer", NULL, NULL, NULL));
	CHECK(export() == -EBUSY);
	sqlite3_close(raw);
	CHECK(!export() && holds(copy, 45));
	return end();
}

/* Somebody has changed the copy and left its log: it is of no use any more. */
static bool replaces_a_copy_with_a_log(void)
{
	char log[300];
	FILE *file;

	CHECK(begin());
	CHECK(!export());
	snprintf(log, sizeof(log), "%s-wal", copy);
	file = fopen(log, "w");
	fputs("what was in the log of the copy before", file);
	fclose(file);
	CHECK(more(5) && !export());
	CHECK(access(log, F_OK) && holds(copy, 45));
	return end();
}

static bool begins_anew_after_a_crash(void)
{
	int status;
	pid_t pid;

	CHECK(begin());
	CHECK(!export() && more(5));
	db_close(db);
	pid = fork();
	if (!pid) {
		if (db_open(path, DB_STORE, &db) || db_export_begin(db) ||
		    db_export_step(db) != 1)
			_exit(1);
		kill(getpid(), SIGKILL);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	CHECK(!tidy());			/* something was left behind */
	CHECK(holds(copy, 40));
	CHECK(!db_open(path, DB_STORE, &db));
	CHECK(!export() && holds(copy, 45) && tidy());
	return end();
}

static bool gives_up(void)
{
	CHECK(begin());
	CHECK(!export() && more(5));
	CHECK(!db_export_begin(db) && db_export_step(db) == 1);
	db_close(db);
	CHECK(holds(copy, 40) && tidy());
	CHECK(!db_open(path, DB_STORE, &db));
	/* what was flushed badly is opened anew, and no copy is made of it */
	CHECK(!db_export_begin(db) && db_export_step(db) == 1);
	CHECK(!db_reopen(db) && !db_exporting(db) && tidy());
	CHECK(more(1) && !export() && holds(copy, 46));
	return end();
}

static bool no_room(void)
{
	struct rlimit limit, old;

	CHECK(begin());
	CHECK(!export() && more(5));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = 3000000;
	setrlimit(RLIMIT_FSIZE, &limit);
	CHECK(export() < 0);
	setrlimit(RLIMIT_FSIZE, &old);
	CHECK(strstr(log_text, "cannot copy"));
	CHECK(holds(copy, 40) && tidy());
	/* clients are none the wiser */
	CHECK(more(5) && !export() && holds(copy, 50));
	return end();
}

static bool no_directory(void)
{
	FILE *file;

	CHECK(begin());
	*strrchr(copy, '/') = '\0';
	file = fopen(copy, "w");	/* is where the directory should be */
	fclose(file);
	CHECK(export() < 0 && !db_exporting(db));
	CHECK(!unlink(copy));
	strcat(copy, "/ntms.db");
	CHECK(!export() && holds(copy, 40));
	return end();
}

/* import */

static bool marks(void)
{
	CHECK(begin());
	CHECK(!db_import_marked(db));
	CHECK(db_import_mark(db) == -ENOENT && !db_import_marked(db));
	CHECK(strstr(log_text, "export one first"));
	CHECK(!export() && !db_import_mark(db) && db_import_marked(db));
	CHECK(!db_import_mark(db));	/* once more is the same */
	CHECK(!truncate(copy, 0) && db_import_mark(db) == -ENOENT);
	return end();
}

static bool imports(void)
{
	static const struct guid history = { { 7 } };
	char aside[PATH_MAX];

	CHECK(begin());
	CHECK(!db_set_history(db, &history));
	CHECK(!export() && !db_import_mark(db) && more(7));
	CHECK(!db_import(db, aside));
	CHECK(strstr(log_text, "imported") && !db_import_marked(db));
	/* the database is what it was, as a line of changes of its own */
	CHECK(db_sequence(db) == 40 && guid_is_null(db_history(db)));
	CHECK(!db_check(db));
	memset(&world, 0, sizeof(world));
	for (last = 0; last < 40; )
		world_play(&world, ++last);
	CHECK(world_holds(db, &world) && more(3));
	CHECK(names(directory, "ntms.db-before") == 1);
	CHECK(!names(directory, "ntms.db-import"));
	CHECK(!strncmp(aside, path, strlen(path)) && holds(aside, 47));
	db_close(db);
	CHECK(holds(path, 43));
	/* the copy is still there, nothing else is left */
	CHECK(holds(copy, 40) && tidy());
	CHECK(!db_open(path, DB_STORE, &db));
	return end();
}

static bool undoes(void)
{
	char aside[PATH_MAX];

	CHECK(begin());
	CHECK(!export() && !db_import_mark(db) && more(7));
	CHECK(!db_import(db, aside) && *aside);
	CHECK(!db_import_undo(db, aside));
	CHECK(db_sequence(db) == 47 && world_holds(db, &world) && more(3));
	CHECK(no_traces());
	return end();
}

/* Ways to spoil a copy. */

static bool cut(void)
{
	return !truncate(copy, 300000);
}

static bool cut_to_nothing(void)
{
	return !truncate(copy, 0);
}

static bool remove_it(void)
{
	return !unlink(copy);
}

static bool write_text(void)
{
	FILE *file = fopen(copy, "r+");

	fputs("this is not a database at all", file);
	return !fclose(file);
}

/* Every page but the first. */
static bool scribble(void)
{
	FILE *file = fopen(copy, "r+");
	struct stat st;
	long at;

	CHECK(file && !fstat(fileno(file), &st));
	for (at = 4096; at + 4096 <= st.st_size; at += 4096) {
		fseek(file, at + 8, SEEK_SET);
		fputs("scribble", file);
	}
	return !fclose(file);
}

/* A page of an index: only a whole check finds it. */
static bool break_an_index(void)
{
	return lib_sql(copy, "PRAGMA journal_mode=DELETE; PRAGMA writable_schema=ON;"
		"UPDATE sqlite_schema SET rootpage="
		"(SELECT rootpage FROM sqlite_schema WHERE name='sqlite_autoindex_drive_1')"
		" WHERE name='sqlite_autoindex_library_1'");
}

static bool make_foreign(void)
{
	return lib_sql(copy, "PRAGMA journal_mode=DELETE; PRAGMA application_id=1");
}

static bool make_newer(void)
{
	return lib_sql(copy, "PRAGMA journal_mode=DELETE; PRAGMA user_version=1000");
}

static bool spoil_a_value(void)
{
	return lib_sql(copy, "PRAGMA journal_mode=DELETE;"
		"INSERT INTO drive(guid, enabled) VALUES"
		"('11111111-2222-3333-4444-555555555555', 7)");
}

static bool leave_a_log(void)
{
	char log[300];
	FILE *file;

	snprintf(log, sizeof(log), "%s-wal", copy);
	file = fopen(log, "w");
	fputs("changes that are not in the copy", file);
	return !fclose(file);
}

static bool lock_out(void)
{
	return !unlink(copy) && !mkdir(copy, 0700);
}

static bool damaged_copies(void)
{
	static bool (*const spoil[])(void) = {
		cut, cut_to_nothing, remove_it, write_text, scribble,
		break_an_index, make_foreign, make_newer, spoil_a_value,
		leave_a_log, lock_out,
	};
	char aside[PATH_MAX];
	unsigned int i;

	for (i = 0; i < sizeof(spoil) / sizeof(spoil[0]); i++) {
		CHECK(begin());
		CHECK(!export() && !db_import_mark(db) && more(7));
		CHECK(spoil[i]());
		log_clear();
		CHECK(!db_import(db, aside) && !*aside);
		if (!strstr(log_text, "is used as before")) {
			printf("# way %u: %s\n", i, log_text);
			return false;
		}
		CHECK(!db_import_marked(db));
		/* and goes on */
		CHECK(db_sequence(db) == 47 && world_holds(db, &world));
		CHECK(more(3));
		db_close(db);
		CHECK(holds(path, 50));
		CHECK(no_traces());
		CHECK(!db_open(path, DB_STORE, &db));
		CHECK(end());
	}
	return true;
}

/* A copy that an older ntmsd has made. */
static bool imports_an_old_schema(void)
{
	char aside[PATH_MAX];

	CHECK(begin());
	CHECK(!export() && !db_import_mark(db));
	CHECK(lib_sql(copy, "PRAGMA journal_mode=DELETE; DROP VIEW view_attributes;"
			    "DROP TABLE attribute; DROP TABLE ui_destination;"
			    "PRAGMA user_version=1"));
	CHECK(!db_import(db, aside) && *aside);
	CHECK(db_sequence(db) == 40 && !db_check(db));
	return end();
}

/* Killed at any moment, the one or the other database is there. */
static bool survives_crashes(void)
{
	unsigned int i, imported = 0;
	char aside[PATH_MAX];
	uint64_t sequence;
	int status;
	pid_t pid;

	CHECK(begin());
	CHECK(!export() && more(7));
	CHECK(!db_import_mark(db));
	db_close(db);
	for (i = 0; i < 40 && !imported; i++) {
		pid = fork();
		if (!pid) {
			if (db_open(path, DB_STORE, &db))
				_exit(1);
			if (db_import_marked(db) && db_import(db, aside))
				_exit(2);
			_exit(0);
		}
		usleep(i * 3000);
		kill(pid, SIGKILL);
		CHECK(waitpid(pid, &status, 0) == pid);
		CHECK(WIFSIGNALED(status) || !WEXITSTATUS(status));
		CHECK(!db_open(path, DB_STORE, &db));
		sequence = db_sequence(db);
		CHECK(sequence == 47 || sequence == 40);
		imported = !db_import_marked(db);
		if (imported)
			CHECK(sequence == 40);
		db_close(db);
		CHECK(holds(path, sequence));
	}
	printf("# imported at the %uth time\n", i);
	CHECK(!db_open(path, DB_STORE, &db));
	if (!imported)
		CHECK(!db_import(db, aside));
	CHECK(db_sequence(db) == 40);
	return end();
}

static const struct tap_test tests[] = {
	{ "an export is the database", copies },
	{ "an export has what is changed while it is made", copies_what_changes },
	{ "an export that another program has open is left alone", refuses_a_copy_in_use },
	{ "an export takes the log of the one before away", replaces_a_copy_with_a_log },
	{ "an export can be made after one that crashed", begins_anew_after_a_crash },
	{ "an export can be given up", gives_up },
	{ "an export without room leaves the one before", no_room },
	{ "an export without directory is refused", no_directory },
	{ "an import needs an export", marks },
	{ "an import brings the export back, the database is kept", imports },
	{ "an import can be undone", undoes },
	{ "a damaged export changes nothing", damaged_copies },
	{ "an export of an older ntmsd can be imported", imports_an_old_schema },
	{ "an import survives crashes", survives_crashes },
};

int main(void)
{
	return TAP_RUN(tests);
}
