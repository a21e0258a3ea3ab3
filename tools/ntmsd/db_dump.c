// SPDX-License-Identifier: GPL-2.0
/*
 * db_dump.c - the database as text
 *
 * SQL that makes the same database when sqlite3(1) reads it, or JSON: an
 * object with the parameters and one array per object type.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "db_private.h"
#include "log.h"

static void sql_value(FILE *out, sqlite3_stmt *stmt, int column)
{
	const uint8_t *data;
	char *text;
	int i, len;

	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_INTEGER:
		fprintf(out, "%" PRId64,
			(int64_t)sqlite3_column_int64(stmt, column));
		return;
	case SQLITE_TEXT:
		text = sqlite3_mprintf("%Q", sqlite3_column_text(stmt, column));
		fputs(text ? text : "NULL", out);
		sqlite3_free(text);
		return;
	case SQLITE_BLOB:
		data = sqlite3_column_blob(stmt, column);
		len = sqlite3_column_bytes(stmt, column);
		fputs("x'", out);
		for (i = 0; i < len; i++)
			fprintf(out, "%02x", data[i]);
		fputc('\'', out);
		return;
	default:
		fputs("NULL", out);
	}
}

static int dump_rows(struct db *db, const char *table, FILE *out)
{
	sqlite3_str *s = sqlite3_str_new(db->sql);
	sqlite3_stmt *stmt = NULL;
	int i, ret;

	sqlite3_str_appendf(s, "SELECT * FROM \"%w\" ORDER BY 1", table);
	ret = db_prepare(db, &stmt, s);
	while (!ret && sqlite3_step(stmt) == SQLITE_ROW) {
		fprintf(out, "INSERT INTO \"%s\" VALUES", table);
		for (i = 0; i < sqlite3_column_count(stmt); i++) {
			fputc(i ? ',' : '(', out);
			sql_value(out, stmt, i);
		}
		fputs(");\n", out);
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK && !ret)
		ret = db_error(db, "cannot read");
	return ret;
}

/* CREATE statements of one kind ("table", "view") in their order. */
static int dump_schema(struct db *db, const char *kind, FILE *out)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db->sql,
			       "SELECT sql FROM sqlite_schema WHERE type=?1"
			       " AND sql IS NOT NULL ORDER BY rowid",
			       -1, &stmt, NULL) != SQLITE_OK)
		return db_error(db, "cannot read");
	sqlite3_bind_text(stmt, 1, kind, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		fprintf(out, "%s;\n", sqlite3_column_text(stmt, 0));
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return db_error(db, "cannot read");
	return 0;
}

static int flush(struct db *db, FILE *out)
{
	if (!fflush(out) && !ferror(out))
		return 0;
	log_error("%s: cannot write the dump: %s", db->path, strerror(errno));
	return -EIO;
}

/**
 * db_dump_sql() - write the database as SQL
 * @db: database
 * @out: where to
 *
 * Return: 0 or a negative errno.
 */
int db_dump_sql(struct db *db, FILE *out)
{
	unsigned int i;
	int ret;

	fprintf(out, "PRAGMA foreign_keys=OFF;\nBEGIN;\n"
		"PRAGMA application_id=%d;\nPRAGMA user_version=%d;\n",
		DB_APPLICATION_ID, DB_SCHEMA_VERSION);
	ret = dump_schema(db, "table", out);
	if (!ret)
		ret = dump_rows(db, "parameters", out);
	for (i = 0; i < TYPES_COUNT && !ret; i++)
		ret = dump_rows(db, types_at(i)->name, out);
	if (!ret)
		ret = dump_schema(db, "view", out);
	if (ret)
		return ret;
	fputs("COMMIT;\n", out);
	return flush(db, out);
}

/* Bytes of the UTF-8 character at the begin of text, 0 if there is none. */
static size_t utf8_length(const uint8_t *text, size_t len)
{
	uint32_t least, c;
	size_t i, n;

	if (text[0] < 0x80)
		return 1;
	if ((text[0] & 0xe0) == 0xc0)
		n = 2, least = 0x80, c = text[0] & 0x1f;
	else if ((text[0] & 0xf0) == 0xe0)
		n = 3, least = 0x800, c = text[0] & 0x0f;
	else if ((text[0] & 0xf8) == 0xf0)
		n = 4, least = 0x10000, c = text[0] & 0x07;
	else
		return 0;
	if (len < n)
		return 0;
	for (i = 1; i < n; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (text[i] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return n;
}

static void json_text(FILE *out, const uint8_t *text, size_t len)
{
	size_t n;

	fputc('"', out);
	for (; len; text += n, len -= n) {
		n = utf8_length(text, len);
		if (!n) {
			fputs("\\ufffd", out);
			n = 1;
		} else if (*text == '"' || *text == '\\') {
			fprintf(out, "\\%c", *text);
		} else if (*text < 0x20 || *text == 0x7f) {
			fprintf(out, "\\u%04x", *text);
		} else {
			fwrite(text, 1, n, out);
		}
	}
	fputc('"', out);
}

static void json_value(FILE *out, const struct field *field,
		       const struct value *v)
{
	char text[GUID_TEXT_LEN + 1];
	const uint8_t *bytes;
	size_t i;

	switch (field->kind) {
	case KIND_STR:
		json_text(out, v->data, v->len);
		return;
	case KIND_BLOB:
		bytes = v->data;
		fputc('"', out);
		for (i = 0; i < v->len; i++)
			fprintf(out, "%02x", bytes[i]);
		fputc('"', out);
		return;
	case KIND_REF:
	case KIND_GUID:
		guid_to_text(&v->guid, text);
		if (guid_is_null(&v->guid))
			fputs("null", out);
		else
			fprintf(out, "\"%s\"", text);
		return;
	case KIND_BOOL:
		fputs(v->number ? "true" : "false", out);
		return;
	default:
		fprintf(out, "%" PRIu64, v->number);
	}
}

/**
 * struct json - state of a dump
 * @out: where to
 * @type: type of the object before, NULL at the begin
 */
struct json {
	FILE *out;
	const struct type *type;
};

static int json_object(const struct object *o, void *context)
{
	char text[GUID_TEXT_LEN + 1];
	struct json *json = context;
	unsigned int i;

	if (json->type == o->type)
		fputs(",\n", json->out);
	else
		fprintf(json->out, "%s,\n\"%s\": [\n", json->type ? "\n]" : "",
			o->type->name);
	json->type = o->type;
	guid_to_text(&o->guid, text);
	fprintf(json->out, "{\"guid\": \"%s\"", text);
	for (i = 0; i < o->type->stored; i++) {
		fprintf(json->out, ", \"%s\": ", o->type->field[i].name);
		json_value(json->out, &o->type->field[i], &o->value[i]);
	}
	fputc('}', json->out);
	return 0;
}

/**
 * db_dump_json() - write the database as JSON
 * @db: database
 * @out: where to
 *
 * Return: 0 or a negative errno.
 */
int db_dump_json(struct db *db, FILE *out)
{
	struct json json = { .out = out };
	char text[GUID_TEXT_LEN + 1];
	int ret;

	guid_to_text(&db->history, text);
	fprintf(out, "{\n\"history\": \"%s\",\n\"last_sequence\": %" PRIu64,
		text, db->sequence);
	ret = db_load(db, json_object, &json);
	if (ret)
		return ret;
	fprintf(out, "%s\n}\n", json.type ? "\n]" : "");
	return flush(db, out);
}
