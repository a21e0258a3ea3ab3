/* SPDX-License-Identifier: GPL-2.0 */
/*
 * torture.h - one thread of torture and what it believes to own
 *
 * Every change is told before it is asked for and after it was answered:
 *
 *	I THREAD NUMBER OPERATION ARGUMENT...	asked for
 *	A THREAD NUMBER RESULT...		acknowledged
 *	R THREAD NUMBER CODE TEXT		refused
 *	U THREAD NUMBER CODE TEXT		no answer: the module or the session is gone
 */
#ifndef NTMS_SELFTESTS_TORTURE_H
#define NTMS_SELFTESTS_TORTURE_H

#include <stdint.h>

#include "client.h"

#define POOLS_MAX	40
#define MEDIA_MAX	64
#define NAME_MAX_BYTES	64

struct pool {
	NTMS_GUID id;
	NTMS_GUID parent;
	char name[NAME_MAX_BYTES];
	bool holds;		/* media, not pools */
	bool draws;		/* from the free pool */
	unsigned int depth;
};

struct media {
	NTMS_GUID logical;	/* null: not allocated */
	NTMS_GUID side;
	NTMS_GUID physical;
};

/**
 * struct worker - a thread
 * @session:	its session
 * @number:	names it and its pool "T<number>"
 * @seed:	of its random numbers
 * @start:	what it was at the start; makes names that no other run has made
 * @operation:	number of the operation
 * @acks:	operations that were acknowledged
 * @refused:	that were refused
 * @lost:	nobody answers any more
 * @type:	media type of the pools that hold media
 * @pools:	below its pool, which is the first
 * @media:	in these
 */
struct worker {
	HANDLE session;
	unsigned int number;
	uint64_t seed, start;
	unsigned int operation;
	unsigned int acks, refused;
	bool lost;
	NTMS_GUID type;
	struct pool pools[POOLS_MAX];
	unsigned int number_of_pools;
	struct media media[MEDIA_MAX];
	unsigned int number_of_media;
};

/* torture.c */
unsigned int pick(struct worker *w, unsigned int below);
void name_new(struct worker *w, char name[NAME_MAX_BYTES]);
__attribute__((format(printf, 2, 3)))
void intend(struct worker *w, const char *format, ...);
bool no_store(DWORD code);			/* refused, and may be done later */
bool answered(struct worker *w, DWORD code);	/* refusals are told */
__attribute__((format(printf, 2, 3)))
void acknowledged(struct worker *w, const char *format, ...);

/* torture_pool.c */
void pool_adopt(struct worker *w);
void pool_step(struct worker *w);
struct pool *pool_pick(struct worker *w, bool holds, bool draws);

/* torture_media.c */
void media_free(HANDLE session, const NTMS_GUID *type);
void media_adopt(struct worker *w);
void media_step(struct worker *w);

#endif /* NTMS_SELFTESTS_TORTURE_H */
