// SPDX-License-Identifier: GPL-2.0
/*
 * db_load.c - read the objects back
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "db_private.h"
#include "log.h"

static sqlite3_str *load_text(struct db *db, const struct type *type)
{
	sqlite3_str *s = sqlite3_str_new(db->sql);
	unsigned int i;

	sqlite3_str_appendall(s, "SELECT id,guid");
	for (i = 0; i < type->stored; i++)
		sqlite3_str_appendf(s, ",\"%w\"", type->field[i].name);
	sqlite3_str_appendf(s, " FROM \"%w\" ORDER BY id", type->name);
	return s;
}

static bool read_guid(sqlite3_stmt *stmt, int column, struct guid *guid)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text && guid_from_text(guid, text,
				      sqlite3_column_bytes(stmt, column));
}

/* False if the column holds what ntmsd never writes. */
static bool read_value(sqlite3_stmt *stmt, int column, const struct field *field,
		       struct value *v)
{
	switch (field->kind) {
	case KIND_STR:
		v->data = sqlite3_column_text(stmt, column);
		v->len = sqlite3_column_bytes(stmt, column);
		return v->data != NULL;
	case KIND_BLOB:
		v->data = sqlite3_column_blob(stmt, column);
		v->len = sqlite3_column_bytes(stmt, column);
		return true;
	case KIND_REF:
	case KIND_GUID:
		return sqlite3_column_type(stmt, column) == SQLITE_NULL ||
		       read_guid(stmt, column, &v->guid);
	case KIND_BOOL:
		v->number = sqlite3_column_int64(stmt, column);
		return v->number <= 1;
	case KIND_U32:
		v->number = sqlite3_column_int64(stmt, column);
		return v->number <= UINT32_MAX;
	default:
		v->number = sqlite3_column_int64(stmt, column);
		return true;
	}
}

static int bad_value(struct db *db, const struct type *type,
		     sqlite3_stmt *stmt, const char *column)
{
	log_error("%s: table \"%s\", id %" PRId64 ": bad value in column \"%s\"; correct it with sqlite3(1) or restore the file from a backup",
		  db->path, type->name, (int64_t)sqlite3_column_int64(stmt, 0),
		  column);
	return -EUCLEAN;
}

static int read_object(struct db *db, sqlite3_stmt *stmt, struct object *o,
		       const struct type *type)
{
	unsigned int i;

	object_init(o, type);
	if (!read_guid(stmt, 1, &o->guid) || guid_is_null(&o->guid))
		return bad_value(db, type, stmt, "guid");
	for (i = 0; i < type->stored; i++)
		if (!read_value(stmt, i + 2, &type->field[i], &o->value[i]))
			return bad_value(db, type, stmt, type->field[i].name);
	return 0;
}

static int load_type(struct db *db, const struct type *type, db_visit visit,
		     void *context)
{
	sqlite3_stmt *stmt = NULL;
	struct object o;
	int ret;

	ret = db_prepare(db, &stmt, load_text(db, type));
	while (!ret && sqlite3_step(stmt) == SQLITE_ROW) {
		ret = read_object(db, stmt, &o, type);
		if (!ret)
			ret = visit(&o, context);
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK && !ret)
		ret = db_error(db, "cannot read");
	return ret;
}

/**
 * db_load() - visit all objects
 * @db: database
 * @visit: called for each object, by type in the order of linux/ntms_fields.h
 *	and within a type in the order of creation; what the image points to
 *	is valid during the call only
 * @context: handed to @visit
 *
 * Return: 0, a negative errno, or what @visit returned if that was not 0.
 */
int db_load(struct db *db, db_visit visit, void *context)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < TYPES_COUNT && !ret; i++)
		ret = load_type(db, types_at(i), visit, context);
	return ret;
}

static int visit_nothing(const struct object *o, void *context)
{
	(void)o;
	(void)context;
	return 0;
}

/**
 * db_check() - look at every page, every index and every value
 * @db: database
 *
 * Return: 0 if all is well, or a negative errno; all that is wrong has been
 * logged.
 */
int db_check(struct db *db)
{
	sqlite3_stmt *stmt;
	const char *text;
	int ret = 0;

	if (sqlite3_prepare_v2(db->sql, "PRAGMA integrity_check", -1, &stmt,
			       NULL) != SQLITE_OK)
		return db_error(db, "cannot check");
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		if (text && !strcmp(text, "ok"))
			continue;
		log_error("%s: %s", db->path, text ? text : "?");
		ret = -EUCLEAN;
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK && !ret)
		ret = db_error(db, "cannot check");
	return ret ? ret : db_load(db, visit_nothing, NULL);
}
