/* SPDX-License-Identifier: GPL-2.0 */
/*
 * random.h - what the files of the program "random" share
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdatomic.h>
#include <stdint.h>

#include "agree.h"

#define SLOTS		20
#define DRIVES		3
#define PORTS		2
#define TAPES		12
#define NAMELESS	9	/* this one has no bar code */
#define ON_SHELF	10	/* this one and those after it are not in the library at first */
#define CLIENTS		4
#define DICE		6	/* random numbers of one act */

/**
 * struct run - 1,000 random operations on a library that is made for them
 * @seed: of all random numbers
 * @operations: how many
 * @vlib: name of the library in vlib
 * @prefix: of its bar codes
 * @library: GUID
 * @pool: application pool
 * @begun: operations that have begun
 * @over: clients that have no more
 * @acts: what the hand has done
 * @stuck: no program went on
 * @verbose: tell everything
 */
struct run {
	uint64_t seed;
	unsigned int operations;
	char vlib[16];
	char prefix[16];
	NTMS_GUID library;
	NTMS_GUID pool;
	atomic_uint begun;
	atomic_uint over;
	unsigned int acts;
	int stuck;
	int verbose;
};

long ms(void);	/* that have passed */

/* what an act needs: all dice are thrown before it, so that a seed tells what is done */
uint64_t dice_next(uint64_t *state);
void dice_throw(uint64_t *state, uint32_t dice[DICE]);

/* names of cartridges, 0 to TAPES - 1 and TAPES, the cleaner */
const char *tape(const struct run *run, unsigned int n, char name[32]);

/* run.c */
extern HANDLE session;	/* of the operator */
int within(int (*is)(struct run *run), struct run *run, const char *what);
void not_in_time(const char *what);
int is_ready(struct run *run);
int is_idle(struct run *run);
int is_cancelled(struct run *run);
int is_inventoried(struct run *run);
int begin(struct run *run);
int is_right(struct run *run);
int calm(struct run *run);
int settle(struct run *run);
int end(struct run *run);

/* hand.c */
int control(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *hand(void *run);
void hand_heal(struct run *run);

/* operations.c */
void *client(void *run);

#endif /* RANDOM_H */
