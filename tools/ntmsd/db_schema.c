// SPDX-License-Identifier: GPL-2.0
/*
 * db_schema.c - the tables and how they become what they are now
 *
 *   parameters(name, value)
 *	history		GUID of the line of changes, see db_history()
 *	last_sequence	number of the last change that is in the tables
 *   one table per object type, named after it
 *	id		order of creation
 *	guid		the object
 *	one column per stored member of linux/ntms_fields.h
 *   view_media, view_pools, view_requests, view_attributes
 *	what a person wants to know first
 *
 * user_version counts the steps of upgrades[] that have been taken.  New
 * types and new members need no step: what the field table has and the file
 * has not is added.  What the file has and the field table has not was
 * written by a newer ntmsd.
 */
#include <errno.h>
#include <string.h>

#include "db_private.h"
#include "log.h"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

static const char views[] =
	"DROP VIEW IF EXISTS view_media;"
	"DROP VIEW IF EXISTS view_pools;"
	"DROP VIEW IF EXISTS view_requests;"
	"DROP VIEW IF EXISTS view_attributes;"

	"CREATE VIEW view_media AS "
	"SELECT m.name, m.bar_code, s.side, s.state, l.name AS library,"
	" p.name AS pool, a.name AS allocated_as, s.allocate_count,"
	" s.mount_count, m.guid AS physical_media, s.guid AS partition,"
	" s.logical_media "
	"FROM partition s"
	" LEFT JOIN physical_media m ON m.guid = s.physical_media"
	" LEFT JOIN library l ON l.guid = m.library"
	" LEFT JOIN media_pool p ON p.guid = m.media_pool"
	" LEFT JOIN logical_media a ON a.guid = s.logical_media;"

	"CREATE VIEW view_pools AS "
	"WITH RECURSIVE paths(guid, path, pool_type) AS ("
	"SELECT guid, name, pool_type FROM media_pool WHERE parent IS NULL "
	"UNION ALL "
	"SELECT c.guid, paths.path || '\\' || c.name, c.pool_type"
	" FROM media_pool c JOIN paths ON c.parent = paths.guid) "
	"SELECT path, pool_type, (SELECT count(*) FROM physical_media m"
	" WHERE m.media_pool = paths.guid) AS media, guid FROM paths;"

	"CREATE VIEW view_requests AS "
	"SELECT 'library' AS what, operation AS request, state,"
	" datetime(time_queued / 1000000000, 'unixepoch') AS queued,"
	" application, user, computer, guid FROM librequest "
	"UNION ALL "
	"SELECT 'operator', command, state,"
	" datetime(time_queued / 1000000000, 'unixepoch'),"
	" application, user, computer, guid FROM oprequest;"

	"CREATE VIEW view_attributes AS "
	"SELECT owner, name, sum(length(data)) AS bytes FROM attribute"
	" GROUP BY owner, name;";

static int begin_history(struct db *db)
{
	return db_exec(db,
		       "CREATE TABLE parameters("
		       "name TEXT PRIMARY KEY NOT NULL, value ANY NOT NULL)"
		       " STRICT, WITHOUT ROWID;"
		       "INSERT INTO parameters VALUES"
		       "('history','00000000-0000-0000-0000-000000000000'),"
		       "('last_sequence',0);");
}

/*
 * The tables themselves come with the field table.  But an ntmsd of schema 1
 * would not delete the attributes of objects that it deletes: the number keeps
 * it away.
 */
static int add_attributes(struct db *db)
{
	(void)db;
	return 0;
}

/* upgrades[n] makes schema n + 1 out of schema n; only ever add at the end. */
static int (*const upgrades[])(struct db *db) = {
	begin_history,
	add_attributes,
};
_Static_assert(ARRAY_SIZE(upgrades) == DB_SCHEMA_VERSION,
	       "each schema version has its step");

static const char *column_type(const struct field *field)
{
	switch (field->kind) {
	case KIND_STR:
		return "TEXT NOT NULL DEFAULT ''";
	case KIND_REF:
	case KIND_GUID:
		return "TEXT";
	case KIND_BLOB:
		return "BLOB";
	default:
		return "INTEGER NOT NULL DEFAULT 0";
	}
}

static int exec_text(struct db *db, sqlite3_str *text)
{
	char *sql = sqlite3_str_finish(text);
	int ret;

	if (!sql) {
		log_error("%s: out of memory", db->path);
		return -ENOMEM;
	}
	ret = db_exec(db, sql);
	sqlite3_free(sql);
	return ret;
}

static int create_table(struct db *db, const struct type *type)
{
	sqlite3_str *s = sqlite3_str_new(db->sql);
	unsigned int i;

	sqlite3_str_appendf(s, "CREATE TABLE \"%w\"(id INTEGER PRIMARY KEY,"
			    " guid TEXT NOT NULL UNIQUE", type->name);
	for (i = 0; i < type->stored; i++)
		sqlite3_str_appendf(s, ", \"%w\" %s", type->field[i].name,
				    column_type(&type->field[i]));
	sqlite3_str_appendall(s, ") STRICT");
	return exec_text(db, s);
}

static int find_column(const struct type *type, const char *name)
{
	unsigned int i;

	for (i = 0; i < type->stored; i++)
		if (!strcmp(type->field[i].name, name))
			return i;
	return -1;
}

/*
 * Compares a table with its type: have[] tells which members it has.
 * Returns the number of its columns or a negative errno.
 */
static int read_columns(struct db *db, const struct type *type, bool *have)
{
	sqlite3_stmt *stmt;
	const char *name;
	int count = 0;
	int column;

	memset(have, 0, FIELDS_MAX * sizeof(*have));
	if (sqlite3_prepare_v2(db->sql, "SELECT name FROM pragma_table_info(?1)",
			       -1, &stmt, NULL) != SQLITE_OK)
		return db_error(db, "cannot read its tables");
	sqlite3_bind_text(stmt, 1, type->name, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(stmt, 0);
		count++;
		if (!name || !strcmp(name, "id") || !strcmp(name, "guid"))
			continue;
		column = find_column(type, name);
		if (column < 0) {
			log_error("%s: table \"%s\" has a column \"%s\" that this ntmsd does not know: a newer ntmsd has written it; use that one",
				  db->path, type->name, name);
			sqlite3_finalize(stmt);
			return -EUCLEAN;
		}
		have[column] = true;
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return db_error(db, "cannot read its tables");
	return count;
}

/* Adds what is missing, if add is set; else *current tells that all is there. */
static int compare_tables(struct db *db, bool add, bool *current)
{
	bool have[FIELDS_MAX];
	const struct type *type;
	unsigned int i, j;
	int ret;

	for (i = 0; i < TYPES_COUNT; i++) {
		type = types_at(i);
		ret = read_columns(db, type, have);
		if (ret < 0)
			return ret;
		if (!ret) {
			*current = false;
			ret = add ? create_table(db, type) : 0;
			if (ret)
				return ret;
			continue;
		}
		for (j = 0; j < type->stored; j++) {
			sqlite3_str *s;

			if (have[j])
				continue;
			*current = false;
			if (!add)
				continue;
			s = sqlite3_str_new(db->sql);
			sqlite3_str_appendf(s, "ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s",
					    type->name, type->field[j].name,
					    column_type(&type->field[j]));
			ret = exec_text(db, s);
			if (ret)
				return ret;
		}
	}
	return 0;
}

/**
 * db_schema_check() - is this a database of ours, and of which version?
 * @db: database
 * @current: result: it needs no db_schema_upgrade()
 *
 * Return: 0; -EUCLEAN if it is not ours or too new; or another negative errno.
 */
int db_schema_check(struct db *db, bool *current)
{
	int64_t application, version;
	int ret;

	ret = db_number(db, "PRAGMA application_id", &application);
	if (!ret)
		ret = db_number(db, "PRAGMA user_version", &version);
	if (ret)
		return ret;
	if (application != DB_APPLICATION_ID || version < 1) {
		log_error("%s: this is not a database of ntmsd (application id 0x%llx); give another file, or move this one away",
			  db->path, (long long)application);
		return -EUCLEAN;
	}
	if (version > DB_SCHEMA_VERSION) {
		log_error("%s: written by a newer ntmsd (schema %lld, this one knows %d); use that one",
			  db->path, (long long)version, DB_SCHEMA_VERSION);
		return -EUCLEAN;
	}
	*current = version == DB_SCHEMA_VERSION;
	return compare_tables(db, false, current);
}

static int upgrade(struct db *db)
{
	int64_t version;
	bool current;
	char *sql;
	int ret;

	ret = db_number(db, "PRAGMA user_version", &version);
	if (ret)
		return ret;
	while (version < DB_SCHEMA_VERSION) {
		ret = upgrades[version](db);
		if (ret)
			return ret;
		version++;
	}
	ret = compare_tables(db, true, &current);
	if (!ret)
		ret = db_exec(db, views);
	if (ret)
		return ret;
	sql = sqlite3_mprintf("PRAGMA application_id=%d; PRAGMA user_version=%d",
			      DB_APPLICATION_ID, DB_SCHEMA_VERSION);
	ret = sql ? db_exec(db, sql) : -ENOMEM;
	sqlite3_free(sql);
	return ret;
}

/**
 * db_schema_upgrade() - bring the tables up to date, from nothing if need be
 * @db: database that db_schema_check() accepts, or an empty one
 *
 * Return: 0 or a negative errno; then the database is as it was.
 */
int db_schema_upgrade(struct db *db)
{
	int ret;

	/* from here on nobody else can, so that the version is looked at now */
	ret = db_exec(db, "BEGIN EXCLUSIVE");
	if (ret)
		return ret;
	ret = upgrade(db);
	if (!ret)
		ret = db_exec(db, "COMMIT");
	if (ret && !sqlite3_get_autocommit(db->sql))
		sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
	return ret;
}
