// SPDX-License-Identifier: GPL-2.0
/*
 * db_sql.c - errors of SQLite, and short ways to run SQL
 */
#include <errno.h>
#include <string.h>

#include "db_private.h"
#include "log.h"

static bool is_room_error(sqlite3_file *file)
{
	int error = 0;

	if (!file || !file->pMethods ||
	    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error))
		return false;
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* SQLite takes a quota and a limit of the file's size for an I/O error. */
static bool is_full(struct db *db, int code)
{
	sqlite3_file *log = NULL, *file = NULL;

	if ((code & 0xff) == SQLITE_FULL)
		return true;
	if (code != SQLITE_IOERR_WRITE)
		return false;
	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	return is_room_error(log) || is_room_error(file);
}

/**
 * db_errno() - translate the connection's last error
 * @db: database
 *
 * Return: negative errno, see db.h.
 */
int db_errno(struct db *db)
{
	int code = sqlite3_extended_errcode(db->sql);

	if (is_full(db, code))
		return -ENOSPC;
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return -EUCLEAN;
	case SQLITE_NOMEM:
		return -ENOMEM;
	default:
		return -EIO;
	}
}

static const char *way_out(int error)
{
	switch (error) {
	case -ENOSPC:
		return "no room: free some space on its file system";
	case -EBUSY:
		return "another program has it open: end that program";
	case -EUCLEAN:
		return "the file is damaged: restore it from a backup, or move it away and rescue its content with \".recover\" of sqlite3(1)";
	case -ENOMEM:
		return "out of memory";
	default:
		return "look for errors of the disk and its file system";
	}
}

/**
 * db_error() - log the connection's last error and translate it
 * @db: database
 * @what: what could not be done, as in "cannot write"
 *
 * Return: negative errno, see db.h.
 */
int db_error(struct db *db, const char *what)
{
	int ret = db_errno(db);

	log_error("%s: %s: %s (%d); %s", db->path, what,
		  sqlite3_errmsg(db->sql), sqlite3_extended_errcode(db->sql),
		  way_out(ret));
	return ret;
}

/**
 * db_exec() - run SQL that has no result
 * @db: database
 * @sql: statements
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_exec(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->sql, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_error(db, "cannot use the database");
	return 0;
}

/**
 * db_number() - run SQL whose result is one number
 * @db: database
 * @sql: statement
 * @number: result, 0 if there are no rows
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_number(struct db *db, const char *sql, int64_t *number)
{
	sqlite3_stmt *stmt;
	int code;

	*number = 0;
	if (sqlite3_prepare_v2(db->sql, sql, -1, &stmt, NULL) != SQLITE_OK)
		return db_error(db, "cannot read");
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(stmt, 0);
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return db_error(db, "cannot read");
	return 0;
}

/**
 * db_prepare() - make a statement that is kept
 * @db: database
 * @stmt: result
 * @text: statement, is freed
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_prepare(struct db *db, sqlite3_stmt **stmt, sqlite3_str *text)
{
	char *sql = sqlite3_str_finish(text);
	int code;

	if (!sql) {
		log_error("%s: out of memory", db->path);
		return -ENOMEM;
	}
	code = sqlite3_prepare_v3(db->sql, sql, -1, SQLITE_PREPARE_PERSISTENT,
				  stmt, NULL);
	sqlite3_free(sql);
	return code == SQLITE_OK ? 0 : db_error(db, "cannot read its tables");
}
