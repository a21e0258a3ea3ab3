// SPDX-License-Identifier: GPL-2.0
/*
 * commit.c - the end of transactions: every change is all or nothing
 *
 * Abort copies back what the objects were.  Commit makes the record for the
 * store, which can still fail, and then enters the objects into the indexes,
 * which cannot.  Until the store has the record the commit can be undone
 * (ntms_commit_undo, newest first); when it has, ntms_commit_settle() tells
 * those who wait and frees what the objects were.
 */
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "media.h"
#include "notify.h"
#include "ntms.h"
#include "oprequest.h"

/* frees what an object has got by its newest change */
static void free_after(struct ntms_change *c)
{
	const u16 *offset = ntms_type_of(c->type)->owned;
	void *after;

	for (; *offset; offset++) {
		after = *(void **)((char *)c->object + *offset);
		if (after != ntms_before_ptr(c, *offset))
			kfree(after);
	}
}

/*
 * What a change has replaced is freed when it is durable, and until then other
 * changes may replace it again: which members are its own is told now.
 */
static void note_kept(struct ntms_change *c)
{
	const u16 *offset = ntms_type_of(c->type)->owned;
	u16 bit;

	for (bit = 1; *offset; offset++, bit <<= 1) {
		WARN_ON_ONCE(!bit);
		if (*(void **)((char *)c->object + *offset) ==
		    ntms_before_ptr(c, *offset))
			c->kept |= bit;
	}
}

/* frees what was before a change, the object is another one by now */
static void free_before(struct ntms_change *c)
{
	const u16 *offset = ntms_type_of(c->type)->owned;
	u16 bit;

	for (bit = 1; *offset; offset++, bit <<= 1)
		if (!(c->kept & bit))
			kfree(ntms_before_ptr(c, *offset));
}

/* how often REF members of an object point where, times @sign */
static void count_refs(const struct ntms_object *o, const void *base, int sign)
{
	const u16 *offset = ntms_type_of(o->type)->refs;
	struct ntms_object *ref;

	for (; *offset; offset++) {
		ref = *(struct ntms_object **)((char *)base + *offset);
		if (ref)
			ref->users += sign;
	}
}

/* takes the references of a change into account, or out of it again */
static void change_refs(struct ntms_change *c, int sign)
{
	if (c->op == NTMS_OP_UPDATE || c->op == NTMS_OP_DELETE)
		count_refs(c->object, c->before - NTMS_IMAGE_START, -sign);
	if (c->op == NTMS_OP_UPDATE || c->op == NTMS_OP_INSERT)
		count_refs(c->object, c->object, sign);
}

static void changes_refs(struct list_head *changes, int sign)
{
	struct ntms_change *c;

	list_for_each_entry(c, changes, link)
		change_refs(c, sign);
}

/* one change, back to what was; the object is linked again afterwards */
static void change_revert(struct ntms_model *m, struct ntms_change *c)
{
	struct ntms_object *o = c->object;

	ntms_object_unlink(m, o);
	if (c->op == NTMS_OP_UPDATE || c->op == NTMS_OP_DELETE) {
		free_after(c);
		memcpy(ntms_image(o), c->before, ntms_image_size(o));
	}
	if (c->op == NTMS_OP_DELETE)
		ntms_object_show(m, o);
}

static void changes_relink(struct ntms_model *m, struct list_head *changes)
{
	struct ntms_change *c;

	list_for_each_entry(c, changes, link)
		if (c->op == NTMS_OP_UPDATE || c->op == NTMS_OP_DELETE)
			ntms_object_link(m, c->object);
}

/**
 * ntms_txn_abort() - leave everything as it was before the transaction
 * @t: open transaction; ends it and drops model.lock
 */
void ntms_txn_abort(struct ntms_txn *t)
{
	struct ntms_model *m = t->model;
	struct ntms_change *c, *next;

	lockdep_assert_held_write(&m->lock);
	ntms_news_free_list(&t->news);
	list_for_each_entry_reverse(c, &t->changes, link) {
		if (c->op != NTMS_OP_TOUCH)
			change_revert(m, c);
		c->object->change = NULL;
	}
	changes_relink(m, &t->changes);
	list_for_each_entry_safe_reverse(c, next, &t->changes, link) {
		if (c->op == NTMS_OP_INSERT)
			ntms_object_free(m, c->object);
		kfree(c);
	}
	up_write(&m->lock);
}

/* what can be told before the commit: nothing deleted is still referred to */
static u32 check_refs(struct ntms_txn *t)
{
	struct ntms_change *c;
	u32 error = 0;

	changes_refs(&t->changes, 1);
	list_for_each_entry(c, &t->changes, link)
		if (c->op == NTMS_OP_DELETE &&
		    WARN_ONCE(c->object->users, "ntms: %s %pUl is still in use\n",
			      ntms_type_of(c->type)->name, &c->guid))
			error = ERROR_INVALID_STATE;
	if (error)
		changes_refs(&t->changes, -1);
	return error;
}

static u32 prepare(struct ntms_txn *t)
{
	const struct ntms_type *type;
	struct ntms_change *c;
	u32 error;

	list_for_each_entry(c, &t->changes, link) {
		if (c->op != NTMS_OP_UPDATE && c->op != NTMS_OP_INSERT)
			continue;
		type = ntms_type_of(c->type);
		error = type->prepare ? type->prepare(t->model, c->object) : 0;
		if (error)
			return error;
		if (!t->restoring)
			c->object->modified = t->now;
	}
	return 0;
}

/**
 * ntms_commit_alloc() - an empty commit
 *
 * Return: the commit, or NULL when there is no memory.
 */
struct ntms_commit *ntms_commit_alloc(void)
{
	struct ntms_commit *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (c) {
		INIT_LIST_HEAD(&c->changes);
		INIT_LIST_HEAD(&c->waiters);
		INIT_LIST_HEAD(&c->news);
	}
	return c;
}

/* everything that can fail; leaves the changes with the transaction if so */
static struct ntms_commit *commit_make(struct ntms_txn *t, u32 *error)
{
	struct ntms_model *m = t->model;
	struct ntms_commit *c;

	*error = t->restoring ? 0 : ntms_journal_ready(m, NULL);
	if (!*error)
		*error = prepare(t);
	if (*error)
		return NULL;
	c = ntms_commit_alloc();
	if (!c) {
		*error = ERROR_NOT_ENOUGH_MEMORY;
		return NULL;
	}
	*error = check_refs(t);
	if (*error)
		goto err_free;
	list_splice_init(&t->changes, &c->changes);
	if (!t->restoring && m->journal.store && m->sink)
		*error = m->sink->record(m, c);
	if (!*error)
		return c;
	list_splice_init(&c->changes, &t->changes);
	changes_refs(&t->changes, -1);
err_free:
	kfree(c);
	return NULL;
}

static u8 event_of(u8 op)
{
	switch (op) {
	case NTMS_OP_INSERT:
		return NTMS_EV_INSERT;
	case NTMS_OP_DELETE:
		return NTMS_EV_DELETE;
	default:
		return NTMS_EV_UPDATE;
	}
}

/* may a change of such an object give sides to allocations that wait? */
static bool frees_sides(u8 type)
{
	return type != NTMS_TYPE_OPREQUEST && type != NTMS_TYPE_LIBREQUEST;
}

/**
 * ntms_txn_commit() - make a transaction happen
 * @t: open transaction; ends it and drops model.lock
 * @w: whose ->done is called when the change is durable, or undone because
 *	the store could not take it; not called when this function fails; may
 *	be NULL
 *
 * Readers see the change when this returns.  ->done may have been called
 * before it returns.
 *
 * Context: process, may sleep; not for the store.
 * Return: 0, or a Win32 code with which nothing has changed:
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_NOT_READY (no store has attached yet),
 * ERROR_DATABASE_FAILURE (the store is gone), ERROR_BUSY (too much is waiting
 * for the store), ERROR_INVALID_STATE (a deleted object is in use).
 */
u32 ntms_txn_commit(struct ntms_txn *t, struct ntms_waiter *w)
{
	struct ntms_model *m = t->model;
	struct ntms_change *change;
	struct ntms_commit *c;
	bool wake = false;
	u32 error;

	lockdep_assert_held_write(&m->lock);
	if (list_empty(&t->changes)) {
		/* what came of it was nothing */
		ntms_news_tell_list(m, &t->news, t->lost);
		up_write(&m->lock);
		if (w)
			w->done(w, 0);
		return 0;
	}
	c = commit_make(t, &error);
	if (!c) {
		ntms_txn_abort(t);
		return error;
	}
	/* nothing fails from here on */
	list_splice_init(&t->news, &c->news);
	c->lost = t->lost;
	list_for_each_entry(change, &c->changes, link) {
		if (change->op == NTMS_OP_UPDATE ||
		    change->op == NTMS_OP_DELETE)
			note_kept(change);
		if (!t->restoring)
			change->news = ntms_news_make(m, event_of(change->op),
						      change->object);
		if (change->op == NTMS_OP_UPDATE || change->op == NTMS_OP_INSERT)
			ntms_object_link(m, change->object);
		change->object->change = NULL;
		wake |= frees_sides(change->type);
	}
	m->generation++;
	if (w)
		list_add(&w->link, &c->waiters);
	if (t->restoring) {
		c->quiet = true;
		up_write(&m->lock);
		ntms_commit_settle(m, c);
		return 0;
	}
	ntms_journal_append(m, c);
	up_write(&m->lock);
	ntms_journal_flush(m);
	if (wake)
		ntms_waiting_wake(m);
	return 0;
}

struct commit_waiter {
	struct ntms_waiter w;
	struct completion done;
	u32 error;
};

static void commit_done(struct ntms_waiter *w, u32 error)
{
	struct commit_waiter *c = container_of(w, struct commit_waiter, w);

	c->error = error;
	complete(&c->done);
}

/**
 * ntms_txn_commit_wait() - commit and wait until it is durable
 * @t: open transaction; ends it and drops model.lock
 *
 * For work queues; never from a netlink handler.
 *
 * Return: 0, or a Win32 code with which nothing has changed.
 */
u32 ntms_txn_commit_wait(struct ntms_txn *t)
{
	struct commit_waiter c = { .w.done = commit_done };
	u32 error;

	init_completion(&c.done);
	error = ntms_txn_commit(t, &c.w);
	if (error)
		return error;
	wait_for_completion(&c.done);
	return c.error;
}

/**
 * ntms_txn_end() - commit what went well and wait, abort what did not
 * @t: open transaction; ends it and drops model.lock
 * @error: how it went: 0 or a Win32 code
 *
 * Context: process; waits for the store.
 * Return: @error, or what ntms_txn_commit_wait() returns.
 */
u32 ntms_txn_end(struct ntms_txn *t, u32 error)
{
	if (!error)
		return ntms_txn_commit_wait(t);
	ntms_txn_abort(t);
	return error;
}

static void run_waiters(struct ntms_commit *c, u32 error)
{
	struct ntms_waiter *w, *next;

	list_for_each_entry_safe(w, next, &c->waiters, link) {
		list_del(&w->link);
		w->done(w, error);
	}
}

static void commit_free(struct ntms_model *m, struct ntms_commit *c)
{
	if (c->record)
		m->sink->record_free(c->record);
	kfree(c);
}

/* a deleted object: nobody can see it, but its fini may touch what is seen */
static void object_bury(struct ntms_model *m, struct ntms_object *o)
{
	bool lock = ntms_type_of(o->type)->fini;

	if (lock)
		down_write(&m->lock);
	ntms_object_free(m, o);
	if (lock)
		up_write(&m->lock);
}

/* what waits for an operator learns of it before whoever made the change */
static void settle_requests(struct ntms_model *m, struct ntms_commit *c)
{
	struct ntms_change *change;

	list_for_each_entry(change, &c->changes, link)
		if (change->type == NTMS_TYPE_OPREQUEST && change->object)
			ntms_opwait_settled(m, ntms_oprequest(change->object),
					    c->quiet);
}

/**
 * ntms_commit_settle() - a commit is durable
 * @m: model, not locked
 * @c: commit, out of all lists; freed
 *
 * Sends the events, answers the waiters and frees what was before.
 * Context: journal.flush is held, or the commit is a restore.
 */
void ntms_commit_settle(struct ntms_model *m, struct ntms_commit *c)
{
	bool tell = m->sink && m->sink->event && !c->quiet;
	struct ntms_change *change, *next;

	settle_requests(m, c);
	run_waiters(c, 0);
	list_for_each_entry_safe(change, next, &c->changes, link) {
		if (tell && change->op != NTMS_OP_REPAIR &&
		    !ntms_type_hidden(change->type))
			m->sink->event(m, event_of(change->op), change->type,
				       &change->guid);
		ntms_news_tell(m, change->type, change->news);
		if (change->op == NTMS_OP_UPDATE || change->op == NTMS_OP_DELETE)
			free_before(change);
		if (change->op == NTMS_OP_DELETE)
			object_bury(m, change->object);
		kfree(change);
	}
	ntms_news_tell_list(m, &c->news, c->lost);
	commit_free(m, c);
}

/**
 * ntms_commit_undo() - take a commit back
 * @m: model, locked for write
 * @c: the newest commit; its waiters are not answered yet
 * @seen: the store may have it on disk
 *
 * Afterwards the changes are REPAIR changes: what the store has to be told
 * because it has seen the commit, or because it has not been told before.
 * Needs no memory, cannot fail.
 */
void ntms_commit_undo(struct ntms_model *m, struct ntms_commit *c, bool seen)
{
	struct ntms_change *change, *next;

	lockdep_assert_held_write(&m->lock);
	list_for_each_entry_reverse(change, &c->changes, link) {
		if (change->op == NTMS_OP_TOUCH || change->op == NTMS_OP_REPAIR)
			continue;
		change_refs(change, -1);
		change_revert(m, change);
	}
	changes_relink(m, &c->changes);
	list_for_each_entry_safe_reverse(change, next, &c->changes, link) {
		if (change->op == NTMS_OP_INSERT)
			ntms_object_free(m, change->object);
		ntms_news_free(change->news);
		change->news = NULL;
		if (change->op == NTMS_OP_TOUCH ||
		    (change->op != NTMS_OP_REPAIR && !seen)) {
			list_del(&change->link);
			kfree(change);
			continue;
		}
		change->object = NULL;
		change->op = NTMS_OP_REPAIR;
	}
	m->generation++;
}

/**
 * ntms_commit_refuse() - tell those who wait for a commit that it is undone
 * @m: model, not locked
 * @c: commit after ntms_commit_undo(); freed
 * @error: Win32 code
 */
void ntms_commit_refuse(struct ntms_model *m, struct ntms_commit *c, u32 error)
{
	struct ntms_change *change, *next;

	run_waiters(c, error);
	ntms_news_free_list(&c->news);
	list_for_each_entry_safe(change, next, &c->changes, link)
		kfree(change);
	commit_free(m, c);
}
