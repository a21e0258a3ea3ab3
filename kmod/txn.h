/* SPDX-License-Identifier: GPL-2.0 */
/*
 * txn.h - transactions, and their way to the store and back
 */
#ifndef NTMS_TXN_H
#define NTMS_TXN_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>

#include "object.h"

struct ntms_call;
struct ntms_model;
struct ntms_news;

/* --- txn.c: transactions ---------------------------------------------- */

/**
 * struct ntms_waiter - somebody who waits for a transaction to be durable
 * @link: entry of the transaction's list
 * @done: called once, without model.lock, with 0 when the change is on disk
 *	or with the Win32 code with which it was undone
 */
struct ntms_waiter {
	struct list_head link;
	void (*done)(struct ntms_waiter *w, u32 error);
};

/**
 * struct ntms_commit - a transaction that is committed in memory
 * @link: entry of journal.pending
 * @sequence: number, one above that of the commit before
 * @changes: struct ntms_change, for undoing it
 * @waiters: struct ntms_waiter
 * @news: struct ntms_news, besides those of the changes
 * @lost: of txn
 * @record: what the sink made of it for the store, or NULL
 * @quiet: a restore, nobody is told
 */
struct ntms_commit {
	struct list_head link;
	u64 sequence;
	struct list_head changes;
	struct list_head waiters;
	struct list_head news;
	u32 lost;
	void *record;
	bool quiet;
};

/*
 * TOUCH: an event only, a computed member changed; REPAIR: tell the store how
 * the object stands after its change was undone
 */
enum ntms_op { NTMS_OP_TOUCH, NTMS_OP_UPDATE, NTMS_OP_INSERT, NTMS_OP_DELETE,
	       NTMS_OP_REPAIR };

/**
 * struct ntms_change - what a transaction did to one object
 * @link: entry of txn.changes or commit.changes, in the order of first touch
 * @object: the object; NULL for REPAIR
 * @guid: its GUID, good when the object is gone
 * @type: its type
 * @op: enum ntms_op
 * @kept: (committed) which of the type's owned members it left alone, a bit for
 *	each: what they point to is not freed with it
 * @news: the event of it, for those who listen, or NULL
 * @before: image from before, for UPDATE and DELETE
 */
struct ntms_change {
	struct list_head link;
	struct ntms_object *object;
	guid_t guid;
	u8 type;
	u8 op;
	u16 kept;
	struct ntms_news *news;
	u8 before[] __aligned(8);
};

/**
 * struct ntms_txn - an open transaction; model.lock is held for write
 * @model: what it changes
 * @changes: struct ntms_change
 * @now: time that new and changed objects get
 * @restoring: objects come from the store: keep their times, tell nobody
 * @news: struct ntms_news, to be told after the changes
 * @lost: bits of object types, of which news are lost for lack of memory
 */
struct ntms_txn {
	struct ntms_model *model;
	struct list_head changes;
	s64 now;
	bool restoring;
	struct list_head news;
	u32 lost;
};

/* private to txn.c and commit.c: the members that are saved and restored */
#define NTMS_IMAGE_START	offsetof(struct ntms_object, enabled)

static inline size_t ntms_image_size(const struct ntms_object *o)
{
	return ntms_type_of(o->type)->image_end - NTMS_IMAGE_START;
}

static inline void *ntms_image(struct ntms_object *o)
{
	return (char *)o + NTMS_IMAGE_START;
}

/* a pointer member in the image of before */
static inline void *ntms_before_ptr(const struct ntms_change *c, size_t offset)
{
	return *(void **)(c->before + offset - NTMS_IMAGE_START);
}

void ntms_txn_begin(struct ntms_txn *t, struct ntms_model *m);
u32 ntms_txn_edit(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_touch(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_insert(struct ntms_txn *t, u32 type, const guid_t *guid,
		    struct ntms_object **o);
u32 ntms_txn_delete(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_set_text(struct ntms_txn *t, struct ntms_object *o,
		      char **member, const char *text);
u32 ntms_txn_set_blob(struct ntms_txn *t, struct ntms_object *o,
		      struct ntms_blob **member, const void *data, u32 len);

/* --- commit.c: how they end ---------------------------------------------- */

u32 ntms_txn_commit(struct ntms_txn *t, struct ntms_waiter *w);
u32 ntms_txn_commit_wait(struct ntms_txn *t);
u32 ntms_txn_end(struct ntms_txn *t, u32 error);
void ntms_txn_abort(struct ntms_txn *t);
struct ntms_commit *ntms_commit_alloc(void);
void ntms_commit_settle(struct ntms_model *m, struct ntms_commit *c);
void ntms_commit_undo(struct ntms_model *m, struct ntms_commit *c, bool seen);
void ntms_commit_refuse(struct ntms_model *m, struct ntms_commit *c, u32 error);

/* --- journal.c: durability -------------------------------------------- */

/**
 * struct ntms_sink - what the user side does for the core
 * @record: make commit.record out of commit.changes; called under
 *	model.lock; 0 or a Win32 code
 * @record_free: free it
 * @doorbell: there are records to fetch; must not sleep on model.lock
 * @event: something happened to an object, it is durable; in commit order
 */
struct ntms_sink {
	u32 (*record)(struct ntms_model *m, struct ntms_commit *c);
	void (*record_free)(void *record);
	void (*doorbell)(struct ntms_model *m);
	void (*event)(struct ntms_model *m, u8 event, u8 type,
		      const guid_t *guid);
};

/**
 * struct ntms_journal - committed, not yet durable
 * @lock: protects the next four members
 * @pending: struct ntms_commit by sequence
 * @durable: everything up to here is on disk
 * @committed: sequence of the last commit
 * @count: of @pending
 * @flush: mutex, held while commits are settled one after the other
 * @repair: GUIDs of objects whose changes were undone after the store may
 *	have seen them, until a store has taken their present state
 * @store: a store is wanted (not store=none)
 * @attached: there is a store now
 * @state: enum ntms_readiness
 * @history: which line of changes this is
 * @progress: @durable when @deadline was set
 * @deadline: work that undoes what waits for a store that is gone
 */
struct ntms_journal {
	spinlock_t lock;
	struct list_head pending;
	u64 durable;
	u64 committed;
	u32 count;
	struct mutex flush;
	struct list_head repair;
	bool store;
	bool attached;
	u8 state;
	guid_t history;
	u64 progress;
	struct delayed_work deadline;
};

void ntms_journal_init(struct ntms_model *m);
void ntms_journal_destroy(struct ntms_model *m);
u32 ntms_journal_ready(struct ntms_model *m, const char **why);
u32 ntms_journal_append(struct ntms_model *m, struct ntms_commit *c);
void ntms_journal_flush(struct ntms_model *m);
void ntms_journal_durable(struct ntms_model *m, u64 sequence);
void ntms_journal_fail(struct ntms_model *m, u32 error, bool seen);
void ntms_journal_repair(struct ntms_model *m);
void ntms_journal_drain(struct ntms_model *m);
void ntms_journal_close(struct ntms_model *m);
u32 ntms_journal_attach(struct ntms_model *m, guid_t *history, u64 *durable,
			bool *upload);
u32 ntms_journal_loaded(struct ntms_model *m);
void ntms_journal_detach(struct ntms_model *m);

/* --- restore.c: objects that come from the store ---------------------- */

u32 ntms_restore_ref(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_field *f, const guid_t *guid);
u32 ntms_restore_check(struct ntms_call *c, struct ntms_object *o);
u32 ntms_restore_finish(struct ntms_model *m, char *why, size_t size);
struct list_head *ntms_restore_mark(struct ntms_model *m);
void ntms_restore_drop(struct ntms_model *m, struct list_head *mark);
void ntms_restore_forget(struct ntms_model *m);

#endif /* NTMS_TXN_H */
