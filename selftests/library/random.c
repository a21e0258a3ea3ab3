// SPDX-License-Identifier: GPL-2.0
/*
 * random.c - random operations on a library to which random things happen
 *
 *	random [-r RUNS] [-s SEED] [-n OPERATIONS] [-v]
 *
 * Each run (20) makes a library in vlib with some tapes in it, lets four
 * clients do 1,000 operations while a hand moves cartridges and devices fail,
 * puts everything right, has the library read, and compares element by element
 * what is in it with the catalogue; then the library is deleted. The first run
 * has that seed, the next one more: it tells what each client and the hand do, in
 * their order; who is first is left to the scheduler. Before all of them it is
 * seen that the comparison finds a cartridge that was moved in secret. KTAP.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "random.h"

static unsigned int tests;

static int storm(struct run *run)
{
	pthread_t hands, clients[CLIENTS];
	int i, over;

	pthread_create(&hands, NULL, hand, run);
	for (i = 0; i < CLIENTS; i++)
		pthread_create(&clients[i], NULL, client, run);
	pthread_join(hands, NULL);
	over = calm(run);
	for (i = 0; over && i < CLIENTS; i++)
		pthread_join(clients[i], NULL);
	return over && settle(run) && is_right(run) && !run->stuck;
}

static void result(int good, const char *words)
{
	printf("%sok %u - random: %s\n", good ? "" : "not ", ++tests, words);
	fflush(stdout);
}

/* a cartridge is moved, and nothing tells the module: until it looks they differ */
static int control_test(void)
{
	FILE *nothing = fopen("/dev/null", "w");
	struct run run = { .seed = 0 };
	int good = 0;

	if (begin(&run) && is_right(&run)) {
		control("move %s slot0 slot15 quiet=1", run.vlib);
		/* two places are wrong: what was where it was, and where it is */
		good = agree(session, run.vlib, &run.library, nothing) == 4;
		good = settle(&run) && is_right(&run) && good;
	}
	good = end(&run) && good;
	fclose(nothing);
	return good;
}

int main(int argc, char **argv)
{
	unsigned int runs = 20, n = 1000, i;
	struct timespec begun, now;
	int verbose = 0, bad = 0, option, good;
	uint64_t seed = 1;
	char words[200];

	while ((option = getopt(argc, argv, "r:s:n:t:v")) != -1)
		switch (option) {
		case 'r':
			runs = strtoul(optarg, NULL, 0);
			break;
		case 's':
			seed = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			n = strtoul(optarg, NULL, 0);
			break;
		case 't':
			tests = strtoul(optarg, NULL, 0);
			break;
		case 'v':
			verbose = 1;
			break;
		default:
			return 2;
		}
	session = OpenNtmsSessionA(NULL, "operator", 0);
	if (session == INVALID_HANDLE_VALUE)
		return 2;
	good = control_test();
	bad |= !good;
	result(good, "the comparison finds a cartridge that was moved in secret");
	for (i = 0; i < runs; i++) {
		struct run run = { .seed = seed + i, .operations = n, .verbose = verbose };

		clock_gettime(CLOCK_MONOTONIC, &begun);
		good = begin(&run) && storm(&run);
		good = end(&run) && good;
		clock_gettime(CLOCK_MONOTONIC, &now);
		snprintf(words, sizeof(words), "seed %llu: %u operations, the hand did %u things, catalogue and robot agree # %ld s",
			 (unsigned long long)run.seed, n, run.acts, now.tv_sec - begun.tv_sec);
		result(good, words);
		bad |= !good;
	}
	CloseNtmsSession(session);
	return bad;
}
