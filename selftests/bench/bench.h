/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bench.h - the parts of the benchmark program
 *
 * Every measure is taken in blocks, in turn with what it is compared with, and
 * printed as a line "name value" with the median of the blocks.
 */
#ifndef NTMS_BENCH_BENCH_H
#define NTMS_BENCH_BENCH_H

#include "wire.h"

#define BLOCKS		15
#define POOL_NAME	"Bench"
#define ECHO_BYTES	128

struct samples {
	double value[1024];
	unsigned int count;
};

/* bench.c */
void sample(struct samples *s, double value);
double median(struct samples *s);
void report(const char *name, double value);

/* pair.c: raw sockets */
double pair_block(struct wire *w, const void *pool, unsigned int rounds);
void measure_raw(const char *name, const void *pool, unsigned int rounds);
struct wire *session_open(void);

/* library.c: libnl and libntms */
void measure_library(unsigned int rounds);
void count(unsigned int media);
void prepare(void);
void prepare_scratch(unsigned char guid[16]);
void find_pool(unsigned char guid[16]);

/* world.c: a store that acknowledges at once */
void measure_world(unsigned int media, unsigned int rounds);

/* commit.c: SQLite */
void measure_durable(const char *file, unsigned int rounds);

#endif /* NTMS_BENCH_BENCH_H */
