// SPDX-License-Identifier: GPL-2.0
/*
 * db_open.c - open and close the database
 *
 * A file that cannot be used is left as it is, byte by byte: it is looked at
 * before anything is written to it, and until it has been accepted a close
 * does not even bring its log into it.
 *
 * A new database is made under another name and gets its own when it is
 * complete.  So there is no moment in which an empty file is what a database
 * looks like, and an empty file is a damaged one.
 *
 * The connection is exclusive from the first access to the last.  The file is
 * in WAL mode, where a commit is one sequential write and one flush; being
 * alone it needs no shared memory beside the file.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db_private.h"
#include "log.h"

/* Milliseconds to wait for somebody who looks into the file. */
#define BUSY_TIMEOUT	1000

static int finalize_all(struct db *db)
{
	sqlite3_stmt *stmt;

	while ((stmt = sqlite3_next_stmt(db->sql, NULL)))
		sqlite3_finalize(stmt);
	return sqlite3_close(db->sql);
}

/**
 * db_close() - close the database
 * @db: database or NULL; a batch that has begun is rolled back
 *
 * In DB_STORE mode the log is brought into the file and disappears.
 */
void db_close(struct db *db)
{
	if (!db)
		return;
	db_export_end(db);
	if (db->sql && finalize_all(db) != SQLITE_OK)
		log_error("%s: cannot close the database", db->path);
	free(db->path);
	free(db);
}

static int on_commit(void *context, sqlite3 *sql, const char *name, int pages)
{
	struct db *db = context;

	(void)sql;
	(void)name;
	db->wal_pages = pages;
	return SQLITE_OK;
}

static int connect(struct db *db, const char *path)
{
	if (sqlite3_open_v2(path, &db->sql,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			    SQLITE_OPEN_PRIVATECACHE, NULL)) {
		if (!db->sql)
			return -ENOMEM;
		return db_error(db, "cannot open");
	}
	sqlite3_extended_result_codes(db->sql, 1);
	sqlite3_busy_timeout(db->sql, BUSY_TIMEOUT);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return db_exec(db,
		       "PRAGMA locking_mode=EXCLUSIVE;"
		       "PRAGMA synchronous=FULL;"
		       "PRAGMA foreign_keys=OFF;"
		       "PRAGMA cell_size_check=ON;"
		       "PRAGMA temp_store=MEMORY;"
		       "PRAGMA cache_size=-32768;"
		       "PRAGMA journal_size_limit=16777216;");
}

static int sync_directory(int dir, const char *path)
{
	if (!fsync(dir))
		return 0;
	log_error("%s: cannot flush its directory: %s", path, strerror(errno));
	return -EIO;
}

/* Makes the file under its provisional name. */
static int create_as(struct db *db, const char *name)
{
	int fd, ret;

	unlink(name);
	/* SQLite gives its other files the mode of this one */
	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		ret = -errno;
		log_error("%s: cannot create: %s", name, strerror(errno));
		return ret;
	}
	close(fd);
	ret = connect(db, name);
	if (!ret)
		ret = db_schema_upgrade(db);
	if (db->sql && finalize_all(db) != SQLITE_OK && !ret)
		ret = -EIO;
	db->sql = NULL;
	if (ret)
		unlink(name);
	return ret;
}

static int create_in(struct db *db, int dir)
{
	char name[PATH_MAX];
	struct stat st;
	int ret;

	if (!lstat(db->path, &st))
		return 0;	/* another one was quicker */
	if (snprintf(name, sizeof(name), "%s-wal", db->path) >= (int)sizeof(name))
		return -ENAMETOOLONG;
	if (!lstat(name, &st) && st.st_size) {
		log_error("%s: the file is missing, but its log %s is there: restore both from a backup, or move the log away to begin with no objects",
			  db->path, name);
		return -EUCLEAN;
	}
	snprintf(name, sizeof(name), "%s-new", db->path);
	ret = create_as(db, name);
	if (ret)
		return ret;
	if (rename(name, db->path)) {
		ret = -errno;
		log_error("%s: cannot create: %s", db->path, strerror(errno));
		unlink(name);
		return ret;
	}
	log_info("%s: created", db->path);
	return sync_directory(dir, db->path);
}

static int open_directory(const char *path)
{
	char *copy = strdup(path);
	const char *name;
	int ret;

	if (!copy)
		return -ENOMEM;
	name = dirname(copy);
	if (mkdir(name, 0700) && errno != EEXIST)
		log_error("%s: cannot create the directory: %s", name,
			  strerror(errno));
	ret = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (ret < 0) {
		ret = -errno;
		log_error("%s: cannot open the directory: %s; create it, owned by the user who runs ntmsd",
			  name, strerror(errno));
	}
	free(copy);
	return ret;
}

static int create(struct db *db)
{
	int dir, ret;

	dir = open_directory(db->path);
	if (dir < 0)
		return dir;
	/* two that begin at the same time make one file */
	if (flock(dir, LOCK_EX)) {
		ret = -errno;
		log_error("%s: cannot lock its directory: %s", db->path,
			  strerror(errno));
	} else {
		ret = create_in(db, dir);
	}
	close(dir);
	return ret;
}

/*
 * A plain look before SQLite has one.  The file must not be open here while
 * SQLite has it open, because a close() would drop its locks.
 */
static int look(struct db *db)
{
	struct stat st;

	if (stat(db->path, &st)) {
		if (errno == ENOENT && db->mode == DB_STORE)
			return create(db);
		log_error("%s: cannot open: %s", db->path, strerror(errno));
		return -errno;
	}
	if (!S_ISREG(st.st_mode)) {
		log_error("%s: not a regular file; give the path of the database", db->path);
		return -EUCLEAN;
	}
	if (!st.st_size) {
		log_error("%s: the file is empty, so what was in it is lost: restore it from a backup, or remove it to begin with no objects",
			  db->path);
		return -EUCLEAN;
	}
	if (db->mode == DB_STORE && (st.st_mode & 077) &&
	    !chmod(db->path, st.st_mode & 0700))
		log_warn("%s: was open to others, mode is now %03o", db->path,
			 st.st_mode & 0700);
	return 0;
}

static void tell_owner(const struct db *db)
{
	/* the bytes that SQLite locks, see "Locking" of its file format */
	struct flock lock = {
		.l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = 0x40000000,
		.l_len = 512,
	};
	int fd = open(db->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (!fcntl(fd, F_GETLK, &lock) && lock.l_type != F_UNLCK)
		log_error("%s: process %d has it open; only one ntmsd can use a database",
			  db->path, lock.l_pid);
	close(fd);
}

static int check_pages(struct db *db)
{
	sqlite3_stmt *stmt;
	const char *text;
	int ret = 0;

	if (sqlite3_prepare_v2(db->sql, "PRAGMA quick_check(1)", -1, &stmt,
			       NULL) != SQLITE_OK)
		return db_error(db, "cannot check");
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		if (!text || strcmp(text, "ok")) {
			log_error("%s: the file is damaged (%s): restore it from a backup, or move it away and rescue its content with \".recover\" of sqlite3(1)",
				  db->path, text ? text : "?");
			ret = -EUCLEAN;
		}
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK && !ret)
		ret = db_error(db, "cannot check");
	return ret;
}

static int begin_wal(struct db *db)
{
	sqlite3_stmt *stmt;
	const char *text;
	bool wal = false;

	if (sqlite3_db_readonly(db->sql, "main")) {
		log_error("%s: cannot be written to; look at its permissions and at how its file system is mounted",
			  db->path);
		return -EIO;
	}
	if (sqlite3_prepare_v2(db->sql, "PRAGMA journal_mode=WAL", -1, &stmt,
			       NULL) != SQLITE_OK)
		return db_error(db, "cannot begin a write-ahead log");
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		wal = text && !strcmp(text, "wal");
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK || !wal)
		return db_error(db, "cannot begin a write-ahead log");
	sqlite3_wal_hook(db->sql, on_commit, db);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	return 0;
}

/*
 * What is in the log was perhaps never flushed: its writer was killed, or the
 * flush failed and the system has it in memory only.  The module is going to
 * be told that it is on disk, so it goes to the file now, and that is flushed.
 * On a full disk it stays in the log, which is flushed then.
 */
static int secure_log(struct db *db)
{
	sqlite3_file *log = NULL;
	int ret;

	if (sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE,
				      NULL, NULL) == SQLITE_OK)
		return 0;
	ret = db_errno(db);
	if (ret == -ENOSPC) {
		sqlite3_file_control(db->sql, "main",
				     SQLITE_FCNTL_JOURNAL_POINTER, &log);
		if (log && log->pMethods &&
		    log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK)
			return 0;
	}
	return db_error(db, "cannot flush the write-ahead log");
}

static int accept_file(struct db *db)
{
	bool current;
	int ret;

	ret = db_schema_check(db, &current);
	if (!ret)
		ret = check_pages(db);
	if (ret)
		return ret;
	if (db->mode == DB_READ) {
		if (!current) {
			log_error("%s: written by an older ntmsd; start ntmsd once to bring it up to date",
				  db->path);
			return -EUCLEAN;
		}
		ret = db_exec(db, "PRAGMA query_only=ON");
		return ret ? ret : db_read_parameters(db);
	}
	ret = db_read_parameters(db);
	if (!ret)
		ret = begin_wal(db);
	if (!ret)
		ret = secure_log(db);
	if (!ret && !current) {
		ret = db_schema_upgrade(db);
		if (!ret)
			log_info("%s: brought up to date", db->path);
	}
	return ret ? ret : db_prepare_all(db);
}

/**
 * db_open() - open the database
 * @path: its file
 * @mode: what for
 * @result: the database; to be closed with db_close()
 *
 * Return: 0 or a negative errno, see db.h; the reason has been logged.
 */
int db_open(const char *path, enum db_mode mode, struct db **result)
{
	struct db *db = calloc(1, sizeof(*db));
	int ret;

	types_init();
	if (!db)
		return -ENOMEM;
	db->mode = mode;
	db->path = strdup(path);
	ret = db->path ? look(db) : -ENOMEM;
	if (!ret)
		ret = connect(db, db->path);
	if (!ret)
		ret = accept_file(db);
	if (ret) {
		/* closed first: our own locks must not be taken for another's */
		if (db->sql)
			finalize_all(db);
		db->sql = NULL;
		if (ret == -EBUSY)
			tell_owner(db);
		db_close(db);
		return ret;
	}
	*result = db;
	return 0;
}

/**
 * db_reopen() - find out what is on disk
 * @db: database in DB_STORE mode, after db_commit() or this has failed
 *
 * Return: 0, and db_sequence() tells; else a negative errno, and only this and
 * db_close() may follow.
 */
int db_reopen(struct db *db)
{
	int ret;

	db_export_end(db);
	if (db->sql) {
		/* what is in the log is to be read, not to be lost */
		sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				  NULL);
		finalize_all(db);
		db->sql = NULL;
	}
	ret = connect(db, db->path);
	if (!ret)
		ret = accept_file(db);
	if (ret && db->sql) {
		finalize_all(db);
		db->sql = NULL;
	}
	return ret;
}

/* The database is closed; what was in its log must be in it. */
static int swap_files(struct db *db, const char *file, const char *aside)
{
	char log[PATH_MAX];
	int ret;

	if (snprintf(log, sizeof(log), "%s-wal", db->path) >= (int)sizeof(log))
		return -ENAMETOOLONG;
	if (!access(log, F_OK)) {
		log_error("%s: could not be brought into the database", log);
		return -EIO;
	}
	if (aside && link(db->path, aside)) {
		ret = -errno;
		log_error("%s: cannot be kept as %s: %s", db->path, aside,
			  strerror(errno));
		return ret;
	}
	if (rename(file, db->path)) {
		ret = -errno;
		log_error("%s: cannot take the place of %s: %s", file, db->path,
			  strerror(errno));
		if (aside)
			unlink(aside);
		return ret;
	}
	return 0;
}

/**
 * db_replace() - another file becomes the database
 * @db: database in DB_STORE mode, not in a batch
 * @file: database in the same directory that nobody has open; takes the
 *	database's name
 * @aside: where the database is kept, not there yet; or NULL
 * @done: result: @file has taken its place; at any moment the one or the other
 *	has it
 *
 * Return: 0 and @db can be used, whatever @done says; or a negative errno and
 * only db_close() may follow.  Errors have been logged.
 */
int db_replace(struct db *db, const char *file, const char *aside, bool *done)
{
	int ret;

	db_export_end(db);
	if (db->sql && finalize_all(db) != SQLITE_OK)
		log_error("%s: cannot close the database", db->path);
	db->sql = NULL;
	*done = !swap_files(db, file, aside);
	ret = *done ? db_sync_directory(db->path) : 0;
	return ret ? ret : db_reopen(db);
}
