/* SPDX-License-Identifier: GPL-2.0 */
/*
 * db_private.h - what the files of the database share among themselves
 */
#ifndef NTMSD_DB_PRIVATE_H
#define NTMSD_DB_PRIVATE_H

#include <stdbool.h>

#include <sqlite3.h>

#include "db.h"
#include "types.h"

#define DB_APPLICATION_ID	0x4e544d53	/* "NTMS" */
#define DB_SCHEMA_VERSION	2

/**
 * struct db - an open database
 * @path: its file
 * @sql: the one connection to it
 * @mode: what it was opened for
 * @put: inserts or replaces an object, per type
 * @delete: deletes an object, per type
 * @begin: BEGIN
 * @commit: COMMIT
 * @set_sequence: writes the parameter last_sequence
 * @sequence: last sequence number on disk
 * @history: name of the line of changes, null if it has none yet
 * @wal_pages: length of the write-ahead log
 * @tidy_failed: the last checkpoint failed, and that was logged
 * @failure: error of the batches that fail since @failed_at, 0 for none
 * @failed_at: when @failure was last logged, in seconds
 * @export: a copy that is being made, or NULL
 */
struct db {
	char *path;
	sqlite3 *sql;
	enum db_mode mode;
	sqlite3_stmt *put[TYPES_COUNT];
	sqlite3_stmt *delete[TYPES_COUNT];
	sqlite3_stmt *begin;
	sqlite3_stmt *commit;
	sqlite3_stmt *set_sequence;
	uint64_t sequence;
	struct guid history;
	int wal_pages;
	bool tidy_failed;
	int failure;
	int64_t failed_at;
	struct db_export *export;
};

/* db_sql.c */
int db_errno(struct db *db);
int db_error(struct db *db, const char *what);
int db_exec(struct db *db, const char *sql);
int db_number(struct db *db, const char *sql, int64_t *number);
int db_prepare(struct db *db, sqlite3_stmt **stmt, sqlite3_str *text);

/* db.c */
int db_prepare_all(struct db *db);
int db_read_parameters(struct db *db);

/* db_schema.c */
int db_schema_check(struct db *db, bool *current);
int db_schema_upgrade(struct db *db);

/* db_open.c */
int db_replace(struct db *db, const char *file, const char *aside, bool *done);

/* db_export.c */
int db_export_path(const char *path, char *copy);
int db_sync_directory(const char *path);
void db_export_end(struct db *db);

#endif /* NTMSD_DB_PRIVATE_H */
