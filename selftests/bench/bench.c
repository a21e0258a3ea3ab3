// SPDX-License-Identifier: GPL-2.0
/*
 * bench.c - what things cost
 *
 *	bench count N		are there N media?
 *	bench prepare		put all media into the pool "Bench"
 *	bench raw ROUNDS	allocate + deallocate over a raw socket, and echoes
 *	bench scratch ROUNDS	the same with a pool that draws from the free pool
 *	bench library ROUNDS	the same through libntms, and echoes by libnl
 *	bench world N ROUNDS	be the store of a world of N media, then raw
 *	bench durable FILE ROUNDS
 *				allocations that ntmsd keeps, and commits of a bare
 *				SQLite program to FILE
 *
 * Prints lines "name value"; times in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

void sample(struct samples *s, double value)
{
	if (s->count == sizeof(s->value) / sizeof(s->value[0]))
		die("too many samples");
	s->value[s->count++] = value;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double median(struct samples *s)
{
	if (!s->count)
		die("no samples");
	qsort(s->value, s->count, sizeof(s->value[0]), compare);
	return (s->value[(s->count - 1) / 2] + s->value[s->count / 2]) / 2;
}

void report(const char *name, double value)
{
	printf("%s %.3f\n", name, value);
	fflush(stdout);
}

static unsigned int number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end || end == text || !n || n > 100000000)
		die("%s is no number", text);
	return n;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	unsigned char pool[16];

	if (!strcmp(what, "prepare") && argc == 2) {
		prepare();
	} else if (!strcmp(what, "count") && argc == 3) {
		count(number(argv[2]));
	} else if (!strcmp(what, "raw") && argc == 3) {
		find_pool(pool);
		measure_raw("raw", pool, number(argv[2]));
	} else if (!strcmp(what, "scratch") && argc == 3) {
		prepare_scratch(pool);
		measure_raw("scratch", pool, number(argv[2]));
	} else if (!strcmp(what, "library") && argc == 3) {
		measure_library(number(argv[2]));
	} else if (!strcmp(what, "world") && argc == 4) {
		measure_world(number(argv[2]), number(argv[3]));
	} else if (!strcmp(what, "durable") && argc == 4) {
		measure_durable(argv[2], number(argv[3]));
	} else {
		fputs("usage: bench count N | prepare | raw ROUNDS | scratch ROUNDS | library ROUNDS | world N ROUNDS | durable FILE ROUNDS\n",
		      stderr);
		return 2;
	}
	return 0;
}
