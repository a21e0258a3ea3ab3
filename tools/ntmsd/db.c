// SPDX-License-Identifier: GPL-2.0
/*
 * db.c - batches of changes
 *
 * A batch is one transaction: db_begin(), any number of db_put() and
 * db_delete(), then db_commit() with the sequence number of the last change,
 * which goes to disk in the same transaction.  After db_commit() returned 0
 * the batch survives a power failure; after any other return, and after
 * db_rollback(), nothing of it is left.
 *
 * The number of an object in its table ("id") is given when it is first seen
 * and stays; it is the order of creation.  A number above 2^63 - 1 is stored
 * as the negative number with the same bits.  A null GUID is stored as NULL.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "db_private.h"
#include "log.h"

/* After so many pages of log a checkpoint copies them into the file. */
#define WAL_PAGES	1000

/* Seconds until the same failure is logged again. */
#define LOG_INTERVAL	60

static sqlite3_str *put_text(struct db *db, const struct type *type)
{
	sqlite3_str *s = sqlite3_str_new(db->sql);
	unsigned int i;

	sqlite3_str_appendf(s, "INSERT INTO \"%w\"(guid", type->name);
	for (i = 0; i < type->stored; i++)
		sqlite3_str_appendf(s, ",\"%w\"", type->field[i].name);
	sqlite3_str_appendall(s, ") VALUES(?1");
	for (i = 0; i < type->stored; i++)
		sqlite3_str_appendf(s, ",?%u", i + 2);
	sqlite3_str_appendall(s, ") ON CONFLICT(guid) DO UPDATE SET ");
	for (i = 0; i < type->stored; i++)
		sqlite3_str_appendf(s, "%s\"%w\"=excluded.\"%w\"", i ? "," : "",
				    type->field[i].name, type->field[i].name);
	return s;
}

static int prepare_text(struct db *db, sqlite3_stmt **stmt, const char *text)
{
	sqlite3_str *s = sqlite3_str_new(db->sql);

	sqlite3_str_appendall(s, text);
	return db_prepare(db, stmt, s);
}

/**
 * db_prepare_all() - prepare what db_begin(), db_put() ... need
 * @db: database
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_prepare_all(struct db *db)
{
	const struct type *type;
	sqlite3_str *s;
	unsigned int i;
	int ret;

	for (i = 0; i < TYPES_COUNT; i++) {
		type = types_at(i);
		ret = db_prepare(db, &db->put[i], put_text(db, type));
		if (ret)
			return ret;
		s = sqlite3_str_new(db->sql);
		sqlite3_str_appendf(s, "DELETE FROM \"%w\" WHERE guid=?1",
				    type->name);
		ret = db_prepare(db, &db->delete[i], s);
		if (ret)
			return ret;
	}
	ret = prepare_text(db, &db->begin, "BEGIN IMMEDIATE");
	if (!ret)
		ret = prepare_text(db, &db->commit, "COMMIT");
	if (!ret)
		ret = prepare_text(db, &db->set_sequence,
				   "UPDATE parameters SET value=?1 WHERE name='last_sequence'");
	return ret;
}

/**
 * db_read_parameters() - learn history and last sequence number
 * @db: database
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int db_read_parameters(struct db *db)
{
	sqlite3_stmt *stmt;
	const char *text;
	int64_t number;
	bool ok;
	int ret;

	ret = db_number(db, "SELECT value FROM parameters WHERE name='last_sequence'",
			&number);
	if (ret)
		return ret;
	db->sequence = number;
	if (sqlite3_prepare_v2(db->sql,
			       "SELECT value FROM parameters WHERE name='history'",
			       -1, &stmt, NULL) != SQLITE_OK)
		return db_error(db, "cannot read");
	ok = sqlite3_step(stmt) == SQLITE_ROW;
	if (ok) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		ok = text && guid_from_text(&db->history, text,
					    sqlite3_column_bytes(stmt, 0));
	}
	sqlite3_finalize(stmt);
	if (!ok) {
		log_error("%s: its table \"parameters\" has no valid history; restore it from a backup",
			  db->path);
		return -EUCLEAN;
	}
	return 0;
}

/* The same error of one batch after the other is told once a minute. */
static int write_error(struct db *db)
{
	int ret = db_errno(db);
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (ret == db->failure && now.tv_sec - db->failed_at < LOG_INTERVAL)
		return ret;
	db->failure = db_error(db, "cannot write");
	db->failed_at = now.tv_sec;
	return ret;
}

/* Leaves the statement ready for its next use. */
static int run(struct db *db, sqlite3_stmt *stmt)
{
	int ret = 0;

	if (sqlite3_step(stmt) != SQLITE_DONE)
		ret = write_error(db);
	sqlite3_reset(stmt);
	return ret;
}

/**
 * db_path() - where the database is
 * @db: database
 *
 * Return: path of its file.
 */
const char *db_path(const struct db *db)
{
	return db->path;
}

/**
 * db_sequence() - the last change that is on disk
 * @db: database
 *
 * Return: its sequence number, 0 if there has been none.
 */
uint64_t db_sequence(const struct db *db)
{
	return db->sequence;
}

/**
 * db_history() - the line of changes that the database belongs to
 * @db: database
 *
 * Return: its GUID, null if it is a new one.
 */
const struct guid *db_history(const struct db *db)
{
	return &db->history;
}

/**
 * db_set_history() - make the database belong to a line of changes
 * @db: database, not in a batch
 * @history: GUID of the line
 *
 * Return: 0 when it is on disk, or a negative errno.
 */
int db_set_history(struct db *db, const struct guid *history)
{
	char text[GUID_TEXT_LEN + 1];
	sqlite3_stmt *stmt;
	int ret;

	guid_to_text(history, text);
	ret = prepare_text(db, &stmt,
			   "UPDATE parameters SET value=?1 WHERE name='history'");
	if (ret)
		return ret;
	sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
	ret = run(db, stmt);
	sqlite3_finalize(stmt);
	if (!ret)
		db->history = *history;
	return ret;
}

/**
 * db_begin() - begin a batch
 * @db: database
 *
 * Return: 0 or a negative errno; then no batch has begun.
 */
int db_begin(struct db *db)
{
	return run(db, db->begin);
}

static int bind_guid(sqlite3_stmt *stmt, int place, const struct guid *guid)
{
	char text[GUID_TEXT_LEN + 1];

	guid_to_text(guid, text);
	return sqlite3_bind_text(stmt, place, text, GUID_TEXT_LEN,
				 SQLITE_TRANSIENT);
}

static int bind_field(sqlite3_stmt *stmt, int place, const struct object *o,
		      unsigned int i)
{
	const struct value *v = &o->value[i];

	switch (o->type->field[i].kind) {
	case KIND_STR:
		return sqlite3_bind_text64(stmt, place, v->len ? v->data : "",
					   v->len, SQLITE_STATIC, SQLITE_UTF8);
	case KIND_BLOB:
		if (!v->len)
			return sqlite3_bind_null(stmt, place);
		return sqlite3_bind_blob64(stmt, place, v->data, v->len,
					   SQLITE_STATIC);
	case KIND_REF:
	case KIND_GUID:
		if (guid_is_null(&v->guid))
			return sqlite3_bind_null(stmt, place);
		return bind_guid(stmt, place, &v->guid);
	default:
		return sqlite3_bind_int64(stmt, place, v->number);
	}
}

/**
 * db_put() - insert an object, or replace its stored image
 * @db: database, in a batch
 * @o: the whole stored image
 *
 * Return: 0 or a negative errno; then db_rollback() must follow.
 */
int db_put(struct db *db, const struct object *o)
{
	sqlite3_stmt *stmt = db->put[o->type->index];
	unsigned int i;
	int ret;

	ret = bind_guid(stmt, 1, &o->guid);
	for (i = 0; i < o->type->stored && ret == SQLITE_OK; i++)
		ret = bind_field(stmt, i + 2, o, i);
	if (ret == SQLITE_OK)
		ret = run(db, stmt);
	else
		ret = write_error(db);
	sqlite3_clear_bindings(stmt);	/* they point into the image */
	return ret;
}

/**
 * db_delete() - delete an object
 * @db: database, in a batch
 * @type: its type
 * @guid: its GUID; that there is none is no error
 *
 * Return: 0 or a negative errno; then db_rollback() must follow.
 */
int db_delete(struct db *db, const struct type *type, const struct guid *guid)
{
	sqlite3_stmt *stmt = db->delete[type->index];

	if (bind_guid(stmt, 1, guid) != SQLITE_OK)
		return write_error(db);
	return run(db, stmt);
}

/*
 * A batch whose flush failed may lie in the log complete, and would come to
 * life when the log is read again.  Emptying the log prevents that.
 */
static int empty_log(struct db *db)
{
	sqlite3_file *log = NULL;

	if (sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE,
				      NULL, NULL) != SQLITE_OK)
		return -EIO;
	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (log && log->pMethods &&
	    log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) != SQLITE_OK)
		return -EIO;
	return 0;
}

/**
 * db_commit() - bring a batch to disk
 * @db: database, in a batch
 * @sequence: sequence number of its last change
 *
 * Return: 0 when it is on disk; else a negative errno, and the batch has been
 * rolled back.  -ESTALE: a flush failed, and whether the batch is on disk is
 * known only after db_reopen().
 */
int db_commit(struct db *db, uint64_t sequence)
{
	bool flushed;
	int ret;

	sqlite3_bind_int64(db->set_sequence, 1, sequence);
	ret = run(db, db->set_sequence);
	if (!ret)
		ret = run(db, db->commit);
	if (ret) {
		flushed = sqlite3_extended_errcode(db->sql) != SQLITE_IOERR_FSYNC;
		db_rollback(db);
		return flushed || !empty_log(db) ? ret : -ESTALE;
	}
	db->sequence = sequence;
	if (db->failure) {
		log_info("%s: changes can be written again", db->path);
		db->failure = 0;
	}
	return 0;
}

/**
 * db_rollback() - give up a batch
 * @db: database
 */
void db_rollback(struct db *db)
{
	/* some errors have rolled it back already */
	if (!sqlite3_get_autocommit(db->sql))
		sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
	/* gives room on a full disk */
	sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE,
				  NULL, NULL);
}

/**
 * db_tidy() - keep the write-ahead log short
 * @db: database, not in a batch
 *
 * To be called when nobody waits.  That it fails does no harm but that the log
 * goes on growing.
 */
void db_tidy(struct db *db)
{
	if (db->wal_pages < WAL_PAGES)
		return;
	/*
	 * The one connection reads nothing now, so that all of the log is
	 * copied and the next batch begins it anew.
	 */
	if (sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_PASSIVE,
				      NULL, NULL) != SQLITE_OK) {
		if (!db->tidy_failed)
			db_error(db, "cannot shorten the write-ahead log");
		db->tidy_failed = true;
		/* not again with each batch */
		db->wal_pages = 0;
		return;
	}
	db->tidy_failed = false;
	db->wal_pages = 0;
}
