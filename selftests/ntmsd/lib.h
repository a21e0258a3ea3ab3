/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lib.h - what the tests of ntmsd have in common
 */
#ifndef NTMSD_SELFTESTS_LIB_H
#define NTMSD_SELFTESTS_LIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "tap.h"
#include "types.h"

#define TEXT_MAX	64

/**
 * struct sample - an object with made-up members and the bytes they point to
 * @o: object
 * @bytes: what its STR and BLOB members point to
 */
struct sample {
	struct object o;
	char bytes[FIELDS_MAX][TEXT_MAX];
};

/* all messages since log_clear(); lib.c takes the place of log.c */
extern char log_text[65536];
void log_clear(void);

uint32_t lib_random(uint64_t *seed);
void lib_sample(struct sample *s, unsigned int type, uint64_t who, uint64_t seed);
bool lib_same(const struct object *a, const struct object *b);
char *lib_directory(void);
void lib_remove(const char *directory);
void lib_copy(const char *from, const char *to, long limit);
uint64_t lib_hash(const char *path);
bool lib_sql(const char *path, const char *sql);

/*
 * Batches that can be done again: batch n changes some objects of a small
 * world, always in the same way.
 */
#define WORLD	48

/**
 * struct world - which objects there are after some batches
 * @version: batch that wrote an object last, 0 if it is not there
 * @born: order of creation
 * @clock: counts creations
 */
struct world {
	uint64_t version[WORLD];
	uint64_t born[WORLD];
	uint64_t clock;
};

int world_batch(struct db *db, uint64_t batch);
void world_play(struct world *w, uint64_t batch);
bool world_holds(struct db *db, const struct world *w);

#endif /* NTMSD_SELFTESTS_LIB_H */
