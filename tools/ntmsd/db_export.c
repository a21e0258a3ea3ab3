// SPDX-License-Identifier: GPL-2.0
/*
 * db_export.c - a copy of the database, made while it is being written to
 *
 *   DIR/ntms.db		the database
 *   DIR/export/ntms.db		the copy
 *
 * SQLite's online backup copies some pages at a time; what is committed
 * meanwhile by the same connection goes into the copy as well.  So the copy is
 * the database as it is when the copy is complete.  It is made under another
 * name, flushed, and only then takes the place of the one before.
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

#define STEP_PAGES	256	/* copied at a time: a MiB */
#define FLUSH_STEPS	64	/* after so many the copy is flushed */

/**
 * struct db_export - a copy that is being made
 * @path: where it will be
 * @new: where it is meanwhile
 * @sql: connection to it
 * @backup: SQLite's state
 * @fd: for flushing it; SQLite's locks on it do not matter
 * @steps: so many have been done
 */
struct db_export {
	char path[PATH_MAX];
	char new[PATH_MAX];
	sqlite3 *sql;
	sqlite3_backup *backup;
	int fd;
	unsigned int steps;
};

/**
 * db_export_path() - where the copy of a database is
 * @path: the database
 * @copy: result, PATH_MAX bytes
 *
 * Return: 0 or -ENAMETOOLONG.
 */
int db_export_path(const char *path, char *copy)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash - path) + 1 : 0;

	/* the longest name that is made of it has five more */
	if (snprintf(copy, PATH_MAX - 5, "%.*sexport/%s", dir, path,
		     path + dir) < PATH_MAX - 5)
		return 0;
	log_error("%s: the path is too long", path);
	return -ENAMETOOLONG;
}

/**
 * db_sync_directory() - flush the directory of a file
 * @path: file
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_sync_directory(const char *path)
{
	char *copy = strdup(path);
	int dir, ret = 0;

	if (!copy)
		return -ENOMEM;
	dir = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || fsync(dir)) {
		ret = -errno;
		log_error("%s: cannot flush its directory: %s", path,
			  strerror(errno));
	}
	if (dir >= 0)
		close(dir);
	free(copy);
	return ret;
}

/* Has somebody else opened the copy, as far as this system can tell? */
static bool in_use(const char *path)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool used;

	if (fd < 0)
		return errno == ETXTBSY;
	used = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
	if (!used && !fcntl(fd, F_OFD_GETLK, &lock))
		used = lock.l_type != F_UNLCK;
	/* nobody gets a lease for writing while another has the file open */
	if (!used)
		used = fcntl(fd, F_SETLEASE, F_WRLCK) && errno == EAGAIN;
	close(fd);
	return used;
}

static int make_directory(const char *path)
{
	char *copy = strdup(path);
	int ret = 0;

	if (!copy)
		return -ENOMEM;
	if (!mkdir(dirname(copy), 0700)) {
		/* and it is still there after a power cut */
		ret = db_sync_directory(copy);
	} else if (errno != EEXIST) {
		ret = -errno;
		log_error("%s: cannot create the directory: %s", copy,
			  strerror(errno));
	}
	free(copy);
	return ret;
}

/* The error of one of both connections. */
static int export_error(struct db *db, struct db_export *e, int code)
{
	int ret = -EIO;

	switch (code & 0xff) {
	case SQLITE_FULL:
		ret = -ENOSPC;
		break;
	case SQLITE_NOMEM:
		ret = -ENOMEM;
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		ret = -EUCLEAN;
		break;
	}
	log_error("%s: cannot copy the database to %s: %s (%d)", db->path,
		  e->new, sqlite3_errstr(code), code);
	return ret;
}

static int open_copy(struct db *db, struct db_export *e)
{
	int code;

	unlink(e->new);
	e->fd = open(e->new, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (e->fd < 0) {
		code = -errno;
		log_error("%s: cannot create: %s", e->new, strerror(errno));
		return code == -EDQUOT ? -ENOSPC : code;
	}
	code = sqlite3_open_v2(e->new, &e->sql,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			       SQLITE_OPEN_PRIVATECACHE, NULL);
	/* it is worth nothing before it is complete, and flushed here then */
	if (code == SQLITE_OK)
		code = sqlite3_exec(e->sql, "PRAGMA journal_mode=OFF;"
				    "PRAGMA synchronous=OFF;", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return export_error(db, e, code);
	e->backup = sqlite3_backup_init(e->sql, "main", db->sql, "main");
	return e->backup ? 0 :
	       export_error(db, e, sqlite3_extended_errcode(e->sql));
}

/**
 * db_exporting() - is a copy being made?
 * @db: database
 *
 * Return: true until db_export_step() returns 0 or an error.
 */
bool db_exporting(const struct db *db)
{
	return db->export;
}

/**
 * db_export_end() - give up a copy that is being made, if there is one
 * @db: database
 */
void db_export_end(struct db *db)
{
	struct db_export *e = db->export;

	if (!e)
		return;
	sqlite3_backup_finish(e->backup);
	sqlite3_close(e->sql);
	if (e->fd >= 0)
		close(e->fd);
	unlink(e->new);
	free(e);
	db->export = NULL;
}

/**
 * db_export_begin() - begin to copy the database
 * @db: database in DB_STORE mode, of which no copy is being made
 *
 * Return: 0, and db_export_step() is to be called; -EBUSY when another program
 * has the copy before it open; or another negative errno.  Errors have been
 * logged.
 */
int db_export_begin(struct db *db)
{
	struct db_export *e = calloc(1, sizeof(*e));
	int ret;

	if (!e)
		return -ENOMEM;
	e->fd = -1;
	ret = db_export_path(db->path, e->path);
	if (ret) {
		free(e);
		return ret;
	}
	db->export = e;
	/* db_export_path() has left room for it */
	strcat(strcpy(e->new, e->path), "-new");
	if (in_use(e->path)) {
		log_error("%s: another program has it open, close it and export again",
			  e->path);
		ret = -EBUSY;
	}
	if (!ret)
		ret = make_directory(e->path);
	if (!ret)
		ret = open_copy(db, e);
	if (ret)
		db_export_end(db);
	return ret;
}

/* A log of the copy before must not be taken for one of the new copy. */
static void remove_log(const struct db_export *e)
{
	char log[PATH_MAX];

	strcat(strcpy(log, e->path), "-wal");
	unlink(log);
	strcat(strcpy(log, e->path), "-shm");
	unlink(log);
}

/* All pages are there: the copy becomes what others see. */
static int complete(struct db *db, struct db_export *e)
{
	int code = sqlite3_backup_finish(e->backup), ret = 0;

	e->backup = NULL;
	if (code == SQLITE_OK)
		code = sqlite3_close(e->sql);
	if (code != SQLITE_OK)
		return export_error(db, e, code);
	e->sql = NULL;
	remove_log(e);
	if (fsync(e->fd) || rename(e->new, e->path)) {
		ret = -errno;
		log_error("%s: cannot be completed: %s", e->path,
			  strerror(errno));
		return ret;
	}
	ret = db_sync_directory(e->path);
	if (!ret)
		log_info("%s: exported", e->path);
	return ret;
}

/**
 * db_export_step() - copy some more
 * @db: database of which a copy is being made, not in a batch
 *
 * Return: 1 when there is more to be done; 0 when the copy is complete and on
 * disk; or a negative errno, then there is no new copy.  Errors have been
 * logged.
 */
int db_export_step(struct db *db)
{
	struct db_export *e = db->export;
	int code, ret;

	code = sqlite3_backup_step(e->backup, STEP_PAGES);
	if (code == SQLITE_OK) {
		/* not all of it at the end, when everybody waits */
		if (!(++e->steps % FLUSH_STEPS))
			fdatasync(e->fd);
		return 1;
	}
	if (code == SQLITE_DONE)
		ret = complete(db, e);
	else
		ret = export_error(db, e, code);
	db_export_end(db);
	return ret;
}
