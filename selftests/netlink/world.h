/* SPDX-License-Identifier: GPL-2.0 */
/*
 * world.h - a world of media without hardware
 *
 * The test is the store: it loads the module, attaches, hands over any
 * objects it likes and keeps the journal.  The module believes that a library
 * with media in any state is there.
 *
 *	world_load(NULL);
 *	world_attach(&w);
 *	world_base(&w);			computer, two libraries, types, pools
 *	world_pools(&w, pools, n);
 *	world_media(&w, media, n);
 *	world_start(&w);		ready, w.client has a session
 *	...
 *	world_end(&w);
 *
 * Everything has a GUID that follows from a small number.
 */
#ifndef NTMS_TEST_WORLD_H
#define NTMS_TEST_WORLD_H

#include <pthread.h>

#include "nl.h"
#include "../../kmod/win32.h"
#include <linux/ntms_acl.h>

enum {
	W_COMPUTER = 1, W_OFFLINE, W_LIB, W_DEAD, W_TAPE, W_DISK, W_BARE,
	W_ROOT, W_FREE, W_UNREC, W_IMPORT,
	W_FREE_TAPE, W_UNREC_TAPE, W_IMPORT_TAPE,
	W_FREE_DISK, W_UNREC_DISK, W_IMPORT_DISK,
	W_CHANGER_TYPE, W_DRIVE_TYPE, W_CHANGER, W_DRIVE, W_DRIVE2,
	W_DOOR, W_PORT, W_LIBREQ, W_OPREQ,
	W_SLOT = 0x100,		/* and the W_SLOTS - 1 after it */
	W_POOL = 0x1000,	/* from here on: pools of a test */
	W_NEW = 0xf000,		/* GUIDs for what a call makes */
	W_NOBODY = 0xffff,	/* a GUID that nothing has */
};

#define W_SLOTS		8

guid world_guid(uint32_t id);
guid world_medium(unsigned int i);
guid world_side(unsigned int i, unsigned int side);
guid world_logical(unsigned int i, unsigned int side);

struct world_right {
	uint16_t kind, who;
	uint32_t id, rights;
};

/**
 * struct world_pool - an application pool
 * @id: W_POOL + n; @name: or NULL for the end; @type: W_TAPE, W_DISK or 0
 * @parent: or 0 for the root; @from_free, @to_free: policies
 * @max: allocations of a side, 0: no limit
 * @rights: of others than the owner, who is root; up to the first without
 *	rights; none at all: everybody may do everything
 */
struct world_pool {
	uint32_t id;
	const char *name;
	uint32_t type;
	uint32_t parent;
	bool from_free, to_free;
	uint32_t max;
	struct world_right rights[4];
};

/**
 * struct world_medium - a cartridge
 * @pool: of it; 0 ends the list
 * @sides: a letter for each side: Available, aLlocated, Complete, Import,
 *	Foreign, Reserved, Decommissioned, Unprepared, unKnown, iNcompatible
 * @count: allocations of each side so far
 * @where: W_LIB (the default), W_DEAD, W_OFFLINE, or W_DRIVE: loaded there
 * @disabled: by the operator
 */
struct world_medium {
	uint32_t pool;
	const char *sides;
	uint32_t count;
	uint32_t where;
	bool disabled;
};

enum world_keep { KEEP_ACK, KEEP_HOLD, KEEP_FAIL };

/**
 * struct world_row - an object as the store has it
 * @attrs: in the form of a record
 */
struct world_row {
	guid guid;
	uint32_t type;
	uint64_t order;
	size_t len;
	void *attrs;
};

/** struct world - see above */
struct world {
	struct nl store, client;
	struct nl_answer a;	/* to the last call of a helper */
	struct nl_msg msg;	/* for the next RESTORE */
	unsigned int media;	/* made by world_media() so far */
	guid history;
	const struct world_right *free_rights;	/* on the free pools, or NULL */
	/* the keeper of the journal */
	pthread_t thread;
	bool keeping;
	int refused;		/* a RESTORE that world_object_end() sent */
	int keep;		/* enum world_keep */
	bool stop, starting;	/* RESTORED is not answered yet */
	bool present;		/* the absence of everything was refused */
	unsigned int absences;	/* so often */
	uint32_t fail_code;
	uint32_t fail_with;	/* of KEEP_FAIL; 0: ERROR_DATABASE_FAILURE */
	uint64_t durable, records;
	int broken;		/* why it gave up */
	/* what it has kept */
	pthread_mutex_t lock;
	bool forget;		/* keep nothing, the world is too big */
	struct world_row *rows;
	size_t number_of_rows, room;
	uint64_t order;
};

int world_load(const char *parameters);
int world_unload(void);
int world_loaded(void);
int world_attach(struct world *w);
int world_open(struct nl *s, struct nl_answer *a);
void world_object(struct world *w, uint32_t type, guid g);
void world_object_end(struct world *w);
int world_flush(struct world *w);
int world_base(struct world *w);
int world_pools(struct world *w, const struct world_pool *p);
int world_media(struct world *w, const struct world_medium *m);
int world_restored(struct world *w);
int world_start(struct world *w);
int world_new(struct world *w, const struct world_pool *p,
	      const struct world_medium *m);
void world_end(struct world *w);

/* keeper.c */
int world_keep(struct world *w);
void world_keep_end(struct world *w);
void world_how(struct world *w, enum world_keep how);
int world_settled(struct world *w);
int world_replay(struct world *w);
void world_kept(struct world *w, const void *attrs, size_t len);

/* look.c */
int world_verify(char *why, size_t size);
uint64_t world_sum(struct nl *s);
int world_get(struct nl *s, guid g, struct nl_answer *a);
uint32_t world_member(const struct nl_answer *a, uint16_t attr);
guid world_member_guid(const struct nl_answer *a, uint16_t attr);
int world_status(struct nl *s, uint16_t attr, uint64_t *v);

struct world_event {
	uint32_t event, type;
	guid guid;
};

int world_listen(struct nl *s);
int world_events(struct nl *client, struct nl *ears, struct world_event *e,
		 int max);

#endif
