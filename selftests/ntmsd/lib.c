// SPDX-License-Identifier: GPL-2.0
/*
 * lib.c - what the tests of ntmsd have in common
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <linux/ntms_fields.h>

#include "lib.h"
#include "log.h"

char log_text[65536];

void log_clear(void)
{
	log_text[0] = '\0';
}

static void keep(const char *format, va_list args)
{
	size_t used = strlen(log_text);

	if (used > sizeof(log_text) - 4096)
		used = 0;
	vsnprintf(log_text + used, sizeof(log_text) - used, format, args);
	strncat(log_text, "\n", sizeof(log_text) - strlen(log_text) - 1);
	if (getenv("VERBOSE"))
		fprintf(stderr, "# %s", log_text + used);
}

#define LOG_FUNCTION(name)				\
void name(const char *format, ...)			\
{							\
	va_list args;					\
							\
	va_start(args, format);				\
	keep(format, args);				\
	va_end(args);					\
}

LOG_FUNCTION(log_error)
LOG_FUNCTION(log_warn)
LOG_FUNCTION(log_info)

void log_debug(const char *format, ...)
{
	(void)format;
}

uint32_t lib_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 32;
}

static uint64_t random_number(uint64_t *seed, uint64_t max)
{
	switch (lib_random(seed) % 5) {
	case 0:
		return 0;
	case 1:
		return max;
	case 2:
		return max / 2 + 1;	/* the sign bit of a signed number */
	default:
		return ((uint64_t)lib_random(seed) << 32 | lib_random(seed)) & max;
	}
}

static size_t random_text(uint64_t *seed, char *text)
{
	static const char *const pieces[] = {
		"a", "Z", "7", " ", "'", "\"", "\\", ";--", "%s", "\t", "\n", "ä",
		"\xe2\x82\xac", "\xf0\x9f\x92\xbc", "\xe6\x97\xa5", "\x01", "\x7f",
	};
	size_t len = 0, room = lib_random(seed) % (TEXT_MAX - 4);
	const char *piece;

	if (!(lib_random(seed) % 4))
		return 0;
	while (len < room) {
		piece = pieces[lib_random(seed) % (sizeof(pieces) / sizeof(*pieces))];
		memcpy(text + len, piece, strlen(piece));
		len += strlen(piece);
	}
	return len;
}

static size_t random_bytes(uint64_t *seed, char *bytes)
{
	size_t i, len = lib_random(seed) % TEXT_MAX;

	for (i = 0; i < len; i++)
		bytes[i] = lib_random(seed);
	return len;
}

static void random_guid(uint64_t *seed, struct guid *guid)
{
	unsigned int i;

	for (i = 0; i < sizeof(guid->b); i++)
		guid->b[i] = lib_random(seed);
}

/* Object number who, whose members depend on seed; its GUID does not. */
void lib_sample(struct sample *s, unsigned int type, uint64_t who, uint64_t seed)
{
	const struct field *field;
	struct value *v;
	unsigned int i;

	object_init(&s->o, types_at(type));
	who = who * TYPES_COUNT + type + 1;
	random_guid(&who, &s->o.guid);
	seed ^= who;
	for (i = 0; i < s->o.type->stored; i++) {
		field = &s->o.type->field[i];
		v = &s->o.value[i];
		switch (field->kind) {
		case KIND_BOOL:
			v->number = lib_random(&seed) & 1;
			break;
		case KIND_U32:
			v->number = random_number(&seed, UINT32_MAX);
			break;
		case KIND_STR:
			v->data = s->bytes[i];
			v->len = random_text(&seed, s->bytes[i]);
			break;
		case KIND_BLOB:
			v->data = s->bytes[i];
			v->len = random_bytes(&seed, s->bytes[i]);
			break;
		case KIND_REF:
		case KIND_GUID:
			if (lib_random(&seed) % 4)
				random_guid(&seed, &v->guid);
			break;
		default:
			v->number = random_number(&seed, UINT64_MAX);
		}
	}
}

bool lib_same(const struct object *a, const struct object *b)
{
	const struct value *x, *y;
	unsigned int i;
	bool same;

	if (a->type != b->type || memcmp(&a->guid, &b->guid, sizeof(a->guid)))
		return false;
	for (i = 0; i < a->type->stored; i++) {
		x = &a->value[i];
		y = &b->value[i];
		switch (a->type->field[i].kind) {
		case KIND_STR:
		case KIND_BLOB:
			same = x->len == y->len &&
			       (!x->len || !memcmp(x->data, y->data, x->len));
			break;
		case KIND_REF:
		case KIND_GUID:
			same = !memcmp(&x->guid, &y->guid, sizeof(x->guid));
			break;
		default:
			same = x->number == y->number;
		}
		if (!same) {
			printf("# %s.%s differs\n", a->type->name,
			       a->type->field[i].name);
			return false;
		}
	}
	return true;
}

char *lib_directory(void)
{
	const char *base = getenv("TMPDIR");
	char *directory;

	if (asprintf(&directory, "%s/ntmsd-test-XXXXXX", base ? base : "/tmp") < 0 ||
	    !mkdtemp(directory)) {
		printf("Bail out! cannot make a directory\n");
		exit(1);
	}
	return directory;
}

void lib_remove(const char *directory)
{
	char command[512];

	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	if (system(command))
		printf("# cannot remove %s\n", directory);
}

/* Copies a file, at most limit bytes of it unless that is negative. */
void lib_copy(const char *from, const char *to, long limit)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	long n = 0;
	int c;

	while (in && (limit < 0 || n++ < limit) && (c = getc(in)) != EOF)
		putc(c, out);
	if (in)
		fclose(in);
	fclose(out);
}

/* Content, size and mode of a file in one number; 0 if there is nothing. */
uint64_t lib_hash(const char *path)
{
	FILE *in = fopen(path, "rb");
	uint64_t hash = 14695981039346656037u;
	struct stat st = { 0 };
	int c;

	if (!in)
		return 0;
	while ((c = getc(in)) != EOF)
		hash = (hash ^ c) * 1099511628211u;
	if (!fstat(fileno(in), &st))
		hash = (hash ^ st.st_mode) * 1099511628211u;
	fclose(in);
	return st.st_size ? hash : 0;
}

/* What nobody should do to a database, its schema included. */
bool lib_sql(const char *path, const char *sql)
{
	sqlite3 *raw;
	bool ok;

	if (sqlite3_open(path, &raw))
		return false;
	sqlite3_db_config(raw, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
	ok = !sqlite3_exec(raw, sql, NULL, NULL, NULL);
	if (!ok)
		printf("# %s\n", sqlite3_errmsg(raw));
	sqlite3_close(raw);
	return ok;
}

static bool is_delete(uint64_t *seed)
{
	return !(lib_random(seed) % 4);
}

/* Objects that a batch changes; the same each time. */
static unsigned int chosen(uint64_t batch, uint64_t *seed)
{
	*seed = batch * 7919 + 1;
	return 1 + lib_random(seed) % 12;
}

int world_batch(struct db *db, uint64_t batch)
{
	unsigned int i, who, count;
	struct sample s;
	uint64_t seed;
	int ret;

	count = chosen(batch, &seed);
	ret = db_begin(db);
	if (ret)
		return ret;
	for (i = 0; i < count && !ret; i++) {
		who = lib_random(&seed) % WORLD;
		lib_sample(&s, who % TYPES_COUNT, who, batch);
		if (is_delete(&seed))
			ret = db_delete(db, s.o.type, &s.o.guid);
		else
			ret = db_put(db, &s.o);
	}
	if (ret) {
		db_rollback(db);
		return ret;
	}
	return db_commit(db, batch);
}

void world_play(struct world *w, uint64_t batch)
{
	unsigned int i, who, count;
	uint64_t seed;

	count = chosen(batch, &seed);
	for (i = 0; i < count; i++) {
		who = lib_random(&seed) % WORLD;
		if (is_delete(&seed)) {
			w->version[who] = 0;
			continue;
		}
		if (!w->version[who])
			w->born[who] = ++w->clock;
		w->version[who] = batch;
	}
}

struct comparison {
	const struct world *world;
	unsigned int seen;
	const struct type *type;
	uint64_t born;
};

static int compare(const struct object *o, void *context)
{
	struct comparison *c = context;
	struct sample s;
	unsigned int who;

	for (who = 0; who < WORLD; who++) {
		lib_sample(&s, who % TYPES_COUNT, who, c->world->version[who]);
		if (s.o.type == o->type &&
		    !memcmp(&s.o.guid, &o->guid, sizeof(o->guid)))
			break;
	}
	if (who == WORLD || !c->world->version[who] || !lib_same(&s.o, o))
		return 1;
	if (c->type == o->type && c->world->born[who] <= c->born) {
		printf("# %s in wrong order\n", o->type->name);
		return 1;
	}
	c->type = o->type;
	c->born = c->world->born[who];
	c->seen++;
	return 0;
}

/* Is what the database has exactly the world, in order of creation? */
bool world_holds(struct db *db, const struct world *w)
{
	struct comparison c = { .world = w };
	unsigned int who, there = 0;

	if (db_load(db, compare, &c))
		return false;
	for (who = 0; who < WORLD; who++)
		there += w->version[who] != 0;
	if (c.seen != there)
		printf("# %u objects, should be %u\n", c.seen, there);
	return c.seen == there;
}
