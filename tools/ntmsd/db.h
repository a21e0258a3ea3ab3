/* SPDX-License-Identifier: GPL-2.0 */
/*
 * db.h - the objects of ntms on disk
 *
 * Errors are negative errno values.  Those that a caller tells apart:
 *
 *	-ENOSPC		no room; what was on disk before is still there
 *	-EBUSY		another program has the file open
 *	-EUCLEAN	the file is damaged, foreign, or written by a newer ntmsd
 *	-EIO		anything else that went wrong with the file
 *
 * The reason in words has then been logged already, together with the file
 * and the way out.
 */
#ifndef NTMSD_DB_H
#define NTMSD_DB_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct db;
struct guid;
struct object;
struct type;

/**
 * enum db_mode - what a database is opened for
 * @DB_STORE: to keep the objects of the kernel; makes the file if there is
 *	none and brings an old one up to date
 * @DB_READ: to look at it; changes nothing
 */
enum db_mode {
	DB_STORE,
	DB_READ,
};

/* called for each object, stops at the first return value that is not 0 */
typedef int (*db_visit)(const struct object *o, void *context);

/* db_open.c */
int db_open(const char *path, enum db_mode mode, struct db **result);
int db_reopen(struct db *db);
void db_close(struct db *db);

/* db.c */
const char *db_path(const struct db *db);
uint64_t db_sequence(const struct db *db);
const struct guid *db_history(const struct db *db);
int db_set_history(struct db *db, const struct guid *history);
int db_begin(struct db *db);
int db_put(struct db *db, const struct object *o);
int db_delete(struct db *db, const struct type *type, const struct guid *guid);
int db_commit(struct db *db, uint64_t sequence);
void db_rollback(struct db *db);
void db_tidy(struct db *db);

/* db_load.c */
int db_load(struct db *db, db_visit visit, void *context);
int db_check(struct db *db);

/* db_export.c */
bool db_exporting(const struct db *db);
int db_export_begin(struct db *db);
int db_export_step(struct db *db);

/* db_import.c */
int db_import_mark(struct db *db);
bool db_import_marked(const struct db *db);
int db_import(struct db *db, char *aside);
int db_import_undo(struct db *db, const char *aside);

/* db_dump.c */
int db_dump_sql(struct db *db, FILE *out);
int db_dump_json(struct db *db, FILE *out);

#endif /* NTMSD_DB_H */
