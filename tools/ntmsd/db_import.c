// SPDX-License-Identifier: GPL-2.0
/*
 * db_import.c - a copy of the database takes its place
 *
 *   DIR/export/ntms.db		the copy, see db_export.c
 *   DIR/ntms.db-import		the copy is to be imported
 *   DIR/ntms.db-imported	the copy, while it is being checked
 *   DIR/ntms.db-before-TIME	the database as it was before the import
 *
 * The copy is checked like any database before anything is touched: a damaged
 * one changes nothing.  Between a power cut and the next start either the old
 * or the new database is there, complete.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db_private.h"
#include "log.h"

#define COPY_SIZE	(64 * 1024)

static int make_name(char *name, const struct db *db, const char *suffix)
{
	/* and its log has room, too */
	if (snprintf(name, PATH_MAX - 5, "%s-%s", db->path, suffix) <
	    PATH_MAX - 5)
		return 0;
	log_error("%s: the path is too long", db->path);
	return -ENAMETOOLONG;
}

/**
 * db_import_mark() - import the copy at the next start
 * @db: database in DB_STORE mode
 *
 * Return: 0 when that is on disk; -ENOENT when there is no copy; or another
 * negative errno.  Errors have been logged.
 */
int db_import_mark(struct db *db)
{
	char copy[PATH_MAX], mark[PATH_MAX];
	struct stat st;
	int fd, ret;

	ret = db_export_path(db->path, copy);
	if (!ret)
		ret = make_name(mark, db, "import");
	if (ret)
		return ret;
	if (stat(copy, &st) || !S_ISREG(st.st_mode) || !st.st_size) {
		log_error("%s: there is no copy of the database to import, export one first",
			  copy);
		return -ENOENT;
	}
	fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || fsync(fd)) {
		ret = -errno;
		log_error("%s: cannot create: %s", mark, strerror(errno));
	}
	if (fd >= 0)
		close(fd);
	if (!ret)
		ret = db_sync_directory(mark);
	if (!ret)
		log_info("%s: will be imported when the module starts anew",
			 copy);
	return ret;
}

/**
 * db_import_marked() - is the copy to be imported?
 * @db: database
 *
 * Return: true from db_import_mark() to db_import().
 */
bool db_import_marked(const struct db *db)
{
	char mark[PATH_MAX];

	return !make_name(mark, db, "import") && !access(mark, F_OK);
}

static int unmark(const struct db *db)
{
	char mark[PATH_MAX];

	if (make_name(mark, db, "import"))
		return -ENAMETOOLONG;
	if (unlink(mark) && errno != ENOENT) {
		log_error("%s: cannot remove: %s; remove it, or the copy will be imported again",
			  mark, strerror(errno));
		return -EIO;
	}
	return db_sync_directory(mark);
}

static bool has_log(const char *path)
{
	char log[PATH_MAX + 8];
	struct stat st;

	snprintf(log, sizeof(log), "%s-wal", path);
	return !stat(log, &st) && st.st_size;
}

static void remove_file(const char *path)
{
	char log[PATH_MAX + 8];

	unlink(path);
	snprintf(log, sizeof(log), "%s-wal", path);
	unlink(log);
}

static int copy_bytes(int from, int to)
{
	static char buffer[COPY_SIZE];
	ssize_t len, done, n;

	while ((len = read(from, buffer, sizeof(buffer))) > 0)
		for (done = 0; done < len; done += n) {
			n = write(to, buffer + done, len - done);
			if (n < 0)
				return -errno;
		}
	return len < 0 || fsync(to) ? -errno : 0;
}

static int copy_file(const char *from, const char *to)
{
	int in, out = -1, ret = 0;

	if (has_log(from)) {
		log_error("%s: somebody has changed it and left its log: open and close it with sqlite3(1)",
			  from);
		return -EUCLEAN;
	}
	remove_file(to);
	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in >= 0)
		out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ret = out < 0 ? -errno : copy_bytes(in, out);
	if (ret)
		log_error("%s: cannot be copied to %s: %s", from, to,
			  strerror(-ret));
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return ret;
}

/*
 * All that is asked of the database is asked of the copy.  It becomes a line
 * of changes of its own: what comes now is not what came after the export.
 */
static int check_copy(const char *path)
{
	static const struct guid none;
	struct db *db;
	int ret;

	ret = db_open(path, DB_STORE, &db);
	if (ret)
		return ret;
	ret = db_check(db);
	if (!ret)
		ret = db_set_history(db, &none);
	db_close(db);
	if (!ret && has_log(path)) {
		log_error("%s: its log could not be brought into it", path);
		ret = -EIO;
	}
	return ret;
}

static int make_aside(char *aside, const struct db *db)
{
	char suffix[40];
	time_t now = time(NULL);
	struct tm tm;

	strftime(suffix, sizeof(suffix), "before-%Y%m%dT%H%M%SZ",
		 gmtime_r(&now, &tm));
	return make_name(aside, db, suffix);
}

/**
 * db_import() - put the copy in the place of the database, once
 * @db: database in DB_STORE mode, not in a batch
 * @aside: result: where the database before it is now, PATH_MAX bytes; "" when
 *	it is where it was, because the copy could not be used
 *
 * The mark is gone in any case.
 *
 * Return: 0 and @db is whichever database is to be used; or a negative errno
 * and it is none.  Errors have been logged.
 */
int db_import(struct db *db, char *aside)
{
	char copy[PATH_MAX], staged[PATH_MAX];
	bool done = false;
	int ret, error;

	*aside = '\0';
	ret = db_export_path(db->path, copy);
	if (!ret)
		ret = make_name(staged, db, "imported");
	if (ret)
		return ret;
	error = copy_file(copy, staged);
	if (!error)
		error = check_copy(staged);
	if (!error)
		error = make_aside(aside, db);
	if (!error)
		ret = db_replace(db, staged, aside, &done);
	if (!done) {
		log_error("%s: cannot be imported; %s is used as before", copy,
			  db->path);
		remove_file(staged);
		*aside = '\0';
	} else {
		log_info("%s: imported; the database before it is %s", copy,
			 aside);
	}
	/* not before: without the mark it would not be done after a power cut */
	error = unmark(db);
	return ret ? ret : error;
}

/**
 * db_import_undo() - the module does not want what was imported
 * @db: database after db_import()
 * @aside: what that returned
 *
 * Return: 0 and @db is the database from before; or a negative errno.  Errors
 * have been logged.
 */
int db_import_undo(struct db *db, const char *aside)
{
	bool done;
	int ret;

	ret = db_replace(db, aside, NULL, &done);
	if (done)
		log_error("%s: what was imported is refused; the database from before is used again",
			  db->path);
	else if (!ret)
		ret = -EUCLEAN;
	return ret;
}
