// SPDX-License-Identifier: GPL-2.0
/*
 * test_db.c - what is written is read back
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include <linux/ntms.h>
#include <linux/ntms_fields.h>

#include "lib.h"

static char *directory;
static char path[256], other[256];

static bool begin(struct db **db)
{
	directory = lib_directory();
	snprintf(path, sizeof(path), "%s/new/ntms.db", directory);
	snprintf(other, sizeof(other), "%s/other.db", directory);
	log_clear();
	return !db_open(path, DB_STORE, db);
}

static bool end(void)
{
	lib_remove(directory);
	free(directory);
	return true;
}

static bool names_guids(void)
{
	static const struct guid guid = { {
		0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66,
		0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
	} };
	char text[GUID_TEXT_LEN + 1];
	struct guid back;

	guid_to_text(&guid, text);
	CHECK(!strcmp(text, "00112233-4455-6677-8899-aabbccddeeff"));
	CHECK(guid_from_text(&back, text, GUID_TEXT_LEN));
	CHECK(!memcmp(&back, &guid, sizeof(guid)));
	CHECK(guid_from_text(&back, "00112233-4455-6677-8899-AABBCCDDEEFF", 36));
	CHECK(!guid_from_text(&back, text, 35));
	CHECK(!guid_from_text(&back, "00112233-4455-6677-8899+aabbccddeeff", 36));
	CHECK(!guid_from_text(&back, "0011223g-4455-6677-8899-aabbccddeeff", 36));
	return true;
}

static bool knows_all_fields(void)
{
	const struct type *type;
	unsigned int i, j, count = 0;

	types_init();
	for (i = 0; i < TYPES_COUNT; i++) {
		type = types_at(i);
		CHECK(types_find(type->id) == type && type->index == i);
		for (j = 0; j < type->count; j++) {
			CHECK(types_find_field(type, type->field[j].attr) == (int)j);
			CHECK(!(type->field[j].flags & NTMS_F_S) == (j >= type->stored));
			count++;
		}
		CHECK(types_find_field(type, 0) == -1);
		CHECK(types_find_field(type, NTMS_A_OBJECT_MAX + 1) == -1);
		CHECK(types_find_field(type, UINT16_MAX) == -1);
	}
	CHECK(count > 200);
	CHECK(!types_find(0) && !types_find(1) && !types_find(20));
	return true;
}

static bool makes_a_database(void)
{
	struct guid history = { { 1, 2, 3 } };
	struct stat st;
	struct db *db;

	CHECK(begin(&db));
	CHECK(!stat(path, &st) && (st.st_mode & 0777) == 0600);
	*strrchr(path, '/') = '\0';
	CHECK(!stat(path, &st) && (st.st_mode & 0777) == 0700);
	strcat(path, "/ntms.db");
	CHECK(!db_sequence(db) && guid_is_null(db_history(db)));
	CHECK(!db_set_history(db, &history));
	CHECK(!db_begin(db) && !db_commit(db, UINT64_MAX - 1));
	db_close(db);

	CHECK(!db_open(path, DB_STORE, &db));
	CHECK(db_sequence(db) == UINT64_MAX - 1);
	CHECK(!memcmp(db_history(db), &history, sizeof(history)));
	CHECK(!db_check(db));
	db_close(db);
	return end();
}

struct expected {
	struct sample *sample;
	unsigned int count;
	unsigned int next;
};

static int expect(const struct object *o, void *context)
{
	struct expected *e = context;

	if (e->next == e->count || !lib_same(&e->sample[e->next].o, o))
		return 1;
	e->next++;
	return 0;
}

static bool holds(struct db *db, struct sample *sample, unsigned int count)
{
	struct expected e = { .sample = sample, .count = count };

	CHECK(!db_load(db, expect, &e));
	CHECK(e.next == count);
	return true;
}

#define PER_TYPE	50
#define ALL		(TYPES_COUNT * PER_TYPE)

static bool put_all(struct db *db, struct sample *sample, uint64_t seed)
{
	unsigned int i;

	CHECK(!db_begin(db));
	for (i = 0; i < ALL; i++) {
		lib_sample(&sample[i], i / PER_TYPE, i, seed);
		CHECK(!db_put(db, &sample[i].o));
	}
	return true;
}

static bool keeps_every_member(void)
{
	struct sample *sample = calloc(ALL, sizeof(*sample));
	struct db *db;
	uint64_t seed;

	CHECK(begin(&db));
	for (seed = 1; seed <= 8; seed++) {
		CHECK(put_all(db, sample, seed));
		CHECK(!db_commit(db, seed));
		CHECK(holds(db, sample, ALL));
		db_close(db);
		CHECK(!db_open(path, seed & 1 ? DB_READ : DB_STORE, &db));
		CHECK(db_sequence(db) == seed);
		CHECK(holds(db, sample, ALL));
		if (seed & 1) {
			db_close(db);
			CHECK(!db_open(path, DB_STORE, &db));
		}
	}
	/* a batch that is given up leaves nothing */
	CHECK(put_all(db, calloc(ALL, sizeof(*sample)), 99));
	db_rollback(db);
	CHECK(holds(db, sample, ALL));
	CHECK(db_sequence(db) == 8);
	CHECK(!db_check(db));
	db_close(db);
	return end();
}

static bool keeps_the_order(void)
{
	struct world w = { 0 };
	struct db *db;
	uint64_t batch;

	CHECK(begin(&db));
	for (batch = 1; batch <= 400; batch++) {
		CHECK(!world_batch(db, batch));
		world_play(&w, batch);
		if (batch % 50)
			continue;
		CHECK(world_holds(db, &w));
		db_close(db);
		CHECK(!db_open(path, DB_STORE, &db));
		CHECK(world_holds(db, &w));
	}
	db_close(db);
	return end();
}

static bool deletes(void)
{
	struct sample s;
	struct db *db;

	CHECK(begin(&db));
	lib_sample(&s, 3, 1, 1);
	CHECK(!db_begin(db) && !db_put(db, &s.o) && !db_commit(db, 1));
	CHECK(holds(db, &s, 1));
	/* of another type: there is no such object */
	CHECK(!db_begin(db) && !db_delete(db, types_at(4), &s.o.guid));
	CHECK(!db_commit(db, 2) && holds(db, &s, 1));
	CHECK(!db_begin(db) && !db_delete(db, types_at(3), &s.o.guid));
	CHECK(!db_delete(db, types_at(3), &s.o.guid));
	CHECK(!db_commit(db, 3) && holds(db, &s, 0));
	db_close(db);
	return end();
}

/* A member with every value that is special for its kind. */
static bool keeps_special_values(void)
{
	static char nul[] = "a\0b";
	struct sample s;
	unsigned int i, type;
	struct db *db;

	CHECK(begin(&db));
	for (type = 0; type < TYPES_COUNT; type++) {
		lib_sample(&s, type, 1, 1);
		for (i = 0; i < s.o.type->stored; i++) {
			struct value *v = &s.o.value[i];

			switch (s.o.type->field[i].kind) {
			case KIND_U64:
			case KIND_TIME:
				v->number = UINT64_MAX;
				break;
			case KIND_U32:
				v->number = UINT32_MAX;
				break;
			case KIND_STR:
				v->data = nul;
				v->len = 3;
				break;
			case KIND_BLOB:
				v->data = calloc(1, 40000);
				v->len = 40000;
				break;
			}
		}
		CHECK(!db_begin(db) && !db_put(db, &s.o) && !db_commit(db, 1));
		CHECK(holds(db, &s, 1));
		CHECK(!db_begin(db) && !db_delete(db, s.o.type, &s.o.guid));
		CHECK(!db_commit(db, 2));
	}
	db_close(db);
	return end();
}

static char *dump(struct db *db, int (*function)(struct db *db, FILE *out))
{
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	if (function(db, out))
		printf("# cannot dump\n");
	fclose(out);
	return text;
}

static bool dumps_sql(void)
{
	char *first, *second;
	struct world w = { 0 };
	struct db *db;
	uint64_t i;

	CHECK(begin(&db));
	for (i = 1; i <= 100; i++) {
		CHECK(!world_batch(db, i));
		world_play(&w, i);
	}
	first = dump(db, db_dump_sql);
	db_close(db);
	CHECK(lib_sql(other, first));
	CHECK(!db_open(other, DB_READ, &db));
	CHECK(world_holds(db, &w));
	CHECK(db_sequence(db) == 100);
	second = dump(db, db_dump_sql);
	CHECK(!strcmp(first, second));
	db_close(db);
	free(first);
	free(second);
	return end();
}

/* SQLite is the judge of what is JSON, and finds the values in it. */
static bool dumps_json(void)
{
	char *text, *sql;
	struct sample s;
	struct db *db;
	unsigned int i;

	CHECK(begin(&db));
	CHECK(!db_begin(db));
	for (i = 0; i < ALL; i++) {
		lib_sample(&s, i % TYPES_COUNT, i, i);
		CHECK(!db_put(db, &s.o));
	}
	lib_sample(&s, 0, ALL, 1);
	s.o.value[0].data = "\xc3(\xff\xed\xa0\x80 ok";
	s.o.value[0].len = 10;
	CHECK(!db_put(db, &s.o) && !db_commit(db, 7));
	text = dump(db, db_dump_json);
	CHECK(strstr(text, "\\ufffd(\\ufffd"));
	sql = sqlite3_mprintf("CREATE TABLE t(j CHECK(json_valid(j)),"
			      " n CHECK(n = %d), s CHECK(s = 7));"
			      "INSERT INTO t SELECT %Q,"
			      " json_array_length(%Q, '$.computer'),"
			      " json_extract(%Q, '$.last_sequence')",
			      PER_TYPE + 1, text, text, text);
	CHECK(lib_sql(other, sql));
	sqlite3_free(sql);
	free(text);
	db_close(db);
	return end();
}

static bool has_views(void)
{
	struct sample s;
	struct db *db;
	unsigned int i;

	CHECK(begin(&db));
	CHECK(!db_begin(db));
	for (i = 0; i < ALL; i++) {
		lib_sample(&s, i % TYPES_COUNT, i, i);
		CHECK(!db_put(db, &s.o));
	}
	CHECK(!db_commit(db, 1));
	db_close(db);
	CHECK(lib_sql(path, "SELECT * FROM view_media; SELECT * FROM view_pools;"
			    "SELECT * FROM view_requests;"
			    "SELECT * FROM view_attributes;"));
	return end();
}

/* An older file lacks a type and some members. */
static bool upgrades(void)
{
	struct world w = { 0 };
	struct db *db;
	uint64_t i;

	CHECK(begin(&db));
	for (i = 1; i <= 30; i++) {
		CHECK(!world_batch(db, i));
		world_play(&w, i);
	}
	db_close(db);
	CHECK(lib_sql(path, "DROP VIEW view_media; DROP VIEW view_requests;"
			    "DROP VIEW view_pools; DELETE FROM oprequest;"
			    "DROP TABLE oprequest;"
			    "UPDATE drive SET revision='', mount_count=0;"
			    "ALTER TABLE drive DROP COLUMN revision;"
			    "ALTER TABLE drive DROP COLUMN mount_count"));
	CHECK(db_open(path, DB_READ, &db) && strstr(log_text, "older ntmsd"));
	CHECK(!db_open(path, DB_STORE, &db));
	CHECK(strstr(log_text, "brought up to date"));
	/* and goes on like any other */
	for (i = 31; i <= 400; i++) {
		CHECK(!world_batch(db, i));
		world_play(&w, i);
	}
	CHECK(world_holds(db, &w));
	db_close(db);
	CHECK(lib_sql(path, "SELECT * FROM view_media"));
	return end();
}

/* A file of schema 1: no attributes yet, and older programs may have it. */
static bool upgrades_schema_1(void)
{
	struct world w = { 0 };
	struct sample s;
	struct db *db;
	uint64_t i;

	CHECK(begin(&db));
	for (i = 1; i <= 30; i++) {
		CHECK(!world_batch(db, i));
		world_play(&w, i);
	}
	db_close(db);
	CHECK(lib_sql(path, "DROP VIEW view_attributes;"
			    "DELETE FROM attribute; DROP TABLE attribute;"
			    "DROP TABLE ui_destination; PRAGMA user_version=1"));
	CHECK(db_open(path, DB_READ, &db) && strstr(log_text, "older ntmsd"));
	CHECK(!db_open(path, DB_STORE, &db));
	CHECK(strstr(log_text, "brought up to date"));
	lib_sample(&s, TYPES_COUNT - 1, 4711, 1);
	CHECK(!strcmp(s.o.type->name, "attribute"));
	CHECK(!db_begin(db) && !db_put(db, &s.o) && !db_commit(db, 31));
	db_close(db);
	CHECK(lib_sql(path, "SELECT bytes FROM view_attributes;"
			    "CREATE TABLE t(n CHECK(n = 2));"
			    "INSERT INTO t SELECT user_version FROM pragma_user_version;"
			    "DROP TABLE t"));
	CHECK(!db_open(path, DB_READ, &db) && !db_check(db));
	db_close(db);
	return end();
}

static bool keeps_the_log_short(void)
{
	char wal[300];
	struct stat st;
	struct db *db;
	uint64_t i;
	long max = 0;

	CHECK(begin(&db));
	snprintf(wal, sizeof(wal), "%s-wal", path);
	for (i = 1; i <= 3000; i++) {
		CHECK(!world_batch(db, i));
		db_tidy(db);
		CHECK(!stat(wal, &st));
		max = st.st_size > max ? st.st_size : max;
	}
	CHECK(max < 6 * 1024 * 1024);
	CHECK(!strstr(log_text, "cannot"));
	db_close(db);
	CHECK(stat(wal, &st));	/* is brought into the file at the end */
	return end();
}

static const struct tap_test tests[] = {
	{ "GUIDs have their usual text", names_guids },
	{ "all members of all types are known", knows_all_fields },
	{ "a new database is private and remembers its parameters", makes_a_database },
	{ "every member of every type comes back", keeps_every_member },
	{ "special values come back", keeps_special_values },
	{ "objects come back in the order of creation", keeps_the_order },
	{ "objects can be deleted", deletes },
	{ "the SQL dump makes the same database", dumps_sql },
	{ "the JSON dump is JSON", dumps_json },
	{ "the views can be read", has_views },
	{ "missing types and members are added", upgrades },
	{ "a database of schema 1 gets its attributes", upgrades_schema_1 },
	{ "the write-ahead log stays short", keeps_the_log_short },
};

int main(void)
{
	return TAP_RUN(tests);
}
