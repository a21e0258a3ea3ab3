/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rows.h - rows of decision tables as tests
 *
 * A row is a small world, one call, and what has to come of it.  Things are
 * named in a short language:
 *
 *	m2		medium 2 of the row's world
 *	s2 s2.1		its first side, its second side
 *	l2 l2.1		the logical medium of that side
 *	p1		pool 1 of the row's world
 *	n1		something that does not exist yet
 *	F I U		free, import and unrecognized pool of tapes
 *	f i u		the same of discs
 *	FREE ROOT LIB DEAD COMP TAPE DISK BARE DRIVE SLOT	as world.h says
 *	0 ?		the null GUID, a GUID that nothing has
 *	IT		what row_it says
 *
 * call		"deallocate media=l0", "allocate pool=p0 options=1"
 * after	"0:A@p0 1:-": sides of medium 0 and its pool; medium 1 is gone;
 *		"0:LR@p0/1": and the first side has been allocated once
 * events	"-l0 ~s0 ~p0": deleted, updated, inserted ("+l": some logical
 *		medium, "+p" pool, "+q" library request), nothing else
 */
#ifndef NTMS_TEST_ROWS_H
#define NTMS_TEST_ROWS_H

#include "world.h"

struct row {
	/* the last of each is zero, it ends the list */
	struct world_pool pools[5];
	struct world_medium media[6];
	const char *call;
	uint32_t uid;		/* who calls */
	uint32_t code;		/* Win32; 0 success */
	const char *text;	/* has to be in the reason */
	const char *after;	/* NULL: nothing has changed at all */
	const char *events;
	const char *reply;	/* "allocated-from=p0", "path=A\\B" */
	uint32_t policy;	/* of the computer */
	bool no_free;		/* nobody may use the free pools */
};

/* "" or what is wrong, good until the next call */
const char *row_run(const struct row *r);

extern guid row_it;
guid row_guid(const char *name);
int row_message(struct nl_msg *m, const char *call);
int row_send(struct nl *s, const char *call);
void row_as(uint32_t uid, uint32_t gid, const uint32_t *groups, int n,
	    struct nl_msg *m, struct nl_answer *a);

/* everything a row needs from the harness */
#define ROWS								\
	FIXTURE(rule) { int unused; };					\
	FIXTURE_VARIANT(rule) { struct row row; };			\
	FIXTURE_SETUP(rule) { (void)self; (void)variant; }		\
	FIXTURE_TEARDOWN(rule) { (void)self; }				\
	TEST_F(rule, row)						\
	{								\
		const char *why = row_run(&variant->row);		\
									\
		if (*why) {						\
			TH_LOG("%s", why);				\
			_metadata->passed = 0;				\
		}							\
	}

#define ROW(name, ...)							\
	FIXTURE_VARIANT_ADD(rule, name) { .row = { __VA_ARGS__ } }

#define POOLS(...)	.pools = { __VA_ARGS__ }
#define MEDIA(...)	.media = { __VA_ARGS__ }

#endif
