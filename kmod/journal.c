// SPDX-License-Identifier: GPL-2.0
/*
 * journal.c - what is committed in memory and not yet on disk
 *
 * Commits wait in the order of their sequence numbers until the store says
 * that it has them; then they are settled, oldest first.  When the store
 * cannot take them, or is gone for longer than store_timeout, they are undone,
 * newest first, and nobody is told that they happened.  A store that comes
 * back may have written some of those: it is told how these objects really
 * stand (REPAIR).
 */
#include <linux/delay.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "library.h"
#include "ntms.h"

#define PENDING_MAX	65536

static unsigned int store_timeout = 30;
module_param(store_timeout, uint, 0644);
MODULE_PARM_DESC(store_timeout,
		 "seconds that changes wait for a store that is gone (30)");

static struct ntms_model *model_of(struct ntms_journal *j)
{
	return container_of(j, struct ntms_model, journal);
}

static void deadline_set(struct ntms_journal *j)
{
	j->progress = j->durable;
	mod_delayed_work(model_of(j)->wq, &j->deadline,
			 max(store_timeout, 1U) * HZ);
}

/*
 * Nothing has become durable for store_timeout.  A store that is attached all
 * the same, stopped or stuck, may have any part of what is undone now: it has
 * to attach anew, and is told then how things stand.
 */
static void deadline_work(struct work_struct *work)
{
	struct ntms_journal *j = container_of(to_delayed_work(work),
					      struct ntms_journal, deadline);
	bool late;

	spin_lock(&j->lock);
	late = j->state == NTMS_READINESS_READY &&
	       (!j->attached || (j->count && j->progress == j->durable));
	if (late) {
		j->state = NTMS_READINESS_DETACHED;
		j->attached = false;
	} else if (j->count) {
		deadline_set(j);
	}
	spin_unlock(&j->lock);
	if (!late)
		return;
	pr_err("ntms: no store for %u s: changes are refused until ntmsd is back\n",
	       store_timeout);
	ntms_journal_fail(model_of(j), ERROR_DATABASE_FAILURE, true);
}

/**
 * ntms_journal_init() - make the journal of a model
 * @m: model; a store is not wanted until journal.store says so
 */
void ntms_journal_init(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;

	spin_lock_init(&j->lock);
	mutex_init(&j->flush);
	INIT_LIST_HEAD(&j->pending);
	INIT_LIST_HEAD(&j->repair);
	INIT_DELAYED_WORK(&j->deadline, deadline_work);
	j->state = NTMS_READINESS_WAITING;
}

static void repair_forget(struct ntms_journal *j)
{
	struct ntms_change *c, *next;

	list_for_each_entry_safe(c, next, &j->repair, link) {
		list_del(&c->link);
		kfree(c);
	}
}

/**
 * ntms_journal_destroy() - end the journal
 * @m: model
 *
 * Undoes what is pending; its waiters get ERROR_CANCELLED.
 */
void ntms_journal_destroy(struct ntms_model *m)
{
	cancel_delayed_work_sync(&m->journal.deadline);
	ntms_journal_fail(m, ERROR_CANCELLED, true);
	cancel_delayed_work_sync(&m->journal.deadline);
	repair_forget(&m->journal);
}

/**
 * ntms_journal_ready() - can something be committed now?
 * @m: model
 * @why: out: the reason in words when it cannot, or NULL
 *
 * Return: 0, ERROR_NOT_READY, ERROR_DATABASE_FAILURE, ERROR_BUSY.
 */
u32 ntms_journal_ready(struct ntms_model *m, const char **why)
{
	struct ntms_journal *j = &m->journal;
	const char *text = NULL;
	u32 error = 0;

	if (!j->store)
		return 0;
	if (READ_ONCE(j->state) == NTMS_READINESS_WAITING) {
		text = "no store is attached yet: start ntmsd";
		error = ERROR_NOT_READY;
	} else if (READ_ONCE(j->state) == NTMS_READINESS_DETACHED) {
		text = "the store is gone: start ntmsd";
		error = ERROR_DATABASE_FAILURE;
	} else if (READ_ONCE(j->count) >= PENDING_MAX) {
		text = "too many changes wait for the store";
		error = ERROR_BUSY;
	}
	if (error && why)
		*why = text;
	return error;
}

/**
 * ntms_journal_append() - give a commit its number and let it wait
 * @m: model, locked for write
 * @c: commit; belongs to the journal now
 *
 * Return: 0.
 */
u32 ntms_journal_append(struct ntms_model *m, struct ntms_commit *c)
{
	struct ntms_journal *j = &m->journal;
	struct ntms_commit *last;

	lockdep_assert_held_write(&m->lock);
	spin_lock(&j->lock);
	/* with nothing to store it is as durable as the commit before it */
	last = list_last_entry(&j->pending, struct ntms_commit, link);
	if (!j->store || c->record)
		c->sequence = ++j->committed;
	else
		c->sequence = list_empty(&j->pending) ? j->durable :
							last->sequence;
	list_add_tail(&c->link, &j->pending);
	if (!j->count++ && j->store)
		deadline_set(j);
	if (!j->store)
		j->durable = j->committed;
	spin_unlock(&j->lock);
	return 0;
}

/* what has become durable, the oldest first */
static void settle(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;
	struct ntms_commit *c;

	mutex_lock(&j->flush);
	for (;;) {
		spin_lock(&j->lock);
		c = list_first_entry_or_null(&j->pending, struct ntms_commit,
					     link);
		if (c && c->sequence <= j->durable) {
			list_del(&c->link);
			j->count--;
		} else {
			c = NULL;
		}
		spin_unlock(&j->lock);
		if (!c)
			break;
		ntms_commit_settle(m, c);
	}
	mutex_unlock(&j->flush);
}

/**
 * ntms_journal_flush() - settle what has become durable, ring for the rest
 * @m: model, not locked
 *
 * Context: process, may sleep.
 */
void ntms_journal_flush(struct ntms_model *m)
{
	settle(m);
	if (READ_ONCE(m->journal.count) && m->sink)
		m->sink->doorbell(m);
}

/**
 * ntms_journal_durable() - the store has everything up to a number
 * @m: model, not locked
 * @sequence: from the store; one that was never given is cut
 */
void ntms_journal_durable(struct ntms_model *m, u64 sequence)
{
	struct ntms_journal *j = &m->journal;
	bool progress;

	spin_lock(&j->lock);
	sequence = min(sequence, j->committed);
	progress = sequence > j->durable;
	if (progress) {
		j->durable = sequence;
		if (j->count)
			deadline_set(j);
	}
	spin_unlock(&j->lock);
	if (progress)
		ntms_journal_flush(m);
}

/**
 * ntms_journal_fail() - undo everything that is not durable
 * @m: model, not locked
 * @error: Win32 code for those who wait
 * @seen: the store may have some of it on disk; false when it says that it
 *	has not
 */
void ntms_journal_fail(struct ntms_model *m, u32 error, bool seen)
{
	struct ntms_journal *j = &m->journal;
	struct ntms_commit *c, *next;
	LIST_HEAD(undone);

	mutex_lock(&j->flush);
	down_write(&m->lock);
	spin_lock(&j->lock);
	list_for_each_entry_safe_reverse(c, next, &j->pending, link) {
		if (c->sequence <= j->durable)
			break;
		list_move(&c->link, &undone);
		j->count--;
	}
	spin_unlock(&j->lock);
	list_for_each_entry_reverse(c, &undone, link) {
		ntms_commit_undo(m, c, seen);
		list_splice_tail_init(&c->changes, &j->repair);
	}
	up_write(&m->lock);
	list_for_each_entry_safe(c, next, &undone, link)
		ntms_commit_refuse(m, c, error);
	mutex_unlock(&j->flush);
}

/* how the objects stand whose changes were undone, as a commit of its own */
static u32 repair(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;
	struct ntms_commit *c;
	u32 error = 0;

	lockdep_assert_held_write(&m->lock);
	if (list_empty(&j->repair))
		return 0;
	c = ntms_commit_alloc();
	if (!c)
		return ERROR_NOT_ENOUGH_MEMORY;
	list_splice_init(&j->repair, &c->changes);
	error = m->sink->record(m, c);
	if (error) {
		list_splice_init(&c->changes, &j->repair);
		kfree(c);
		return error;
	}
	ntms_journal_append(m, c);
	return 0;
}

/**
 * ntms_journal_repair() - tell the store what it could not be told before
 * @m: model, not locked
 *
 * Without memory it is tried again the next time.
 */
void ntms_journal_repair(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;

	mutex_lock(&j->flush);
	down_write(&m->lock);
	if (j->attached)
		repair(m);
	up_write(&m->lock);
	mutex_unlock(&j->flush);
}

/**
 * ntms_journal_drain() - before the store cannot be reached any more
 * @m: model, not locked
 *
 * Takes nothing more and gives the store, if there is one, store_timeout to
 * take what waits: whoever waits is told then what is true after the end.
 */
void ntms_journal_drain(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;
	unsigned long end = jiffies + max(store_timeout, 1U) * HZ;

	if (!j->store)
		return;
	spin_lock(&j->lock);
	if (j->state == NTMS_READINESS_READY)
		j->state = NTMS_READINESS_DETACHED;
	spin_unlock(&j->lock);
	while (READ_ONCE(j->attached) && READ_ONCE(j->count) &&
	       time_before(jiffies, end))
		msleep(2);
}

/**
 * ntms_journal_close() - the store cannot be reached any more
 * @m: model, not locked
 *
 * For the end: what is not durable is undone, nothing more is taken.
 */
void ntms_journal_close(struct ntms_model *m)
{
	if (!m->journal.store)
		return;
	spin_lock(&m->journal.lock);
	m->journal.state = NTMS_READINESS_DETACHED;
	spin_unlock(&m->journal.lock);
	ntms_journal_fail(m, ERROR_CANCELLED, true);
}

/* a store that was here before: same history, neither behind us nor ahead */
static u32 reattach(struct ntms_model *m, const guid_t *history, u64 durable)
{
	struct ntms_journal *j = &m->journal;
	u32 error;

	if (!guid_equal(history, &j->history) || durable < j->durable ||
	    durable > j->committed)
		return ERROR_INVALID_STATE;
	error = repair(m);
	if (error)
		return error;
	spin_lock(&j->lock);
	j->durable = max(j->durable, durable);
	j->attached = true;
	j->state = NTMS_READINESS_READY;
	if (j->count)
		deadline_set(j);
	spin_unlock(&j->lock);
	return 0;
}

/**
 * ntms_journal_attach() - a store reports for duty
 * @m: model, not locked
 * @history: in: of its database, null for a new one; out: to be used
 * @durable: in: last number in its database; out: last number we know of
 * @upload: out: the objects of the database are wanted
 *
 * Return: 0; ERROR_INVALID_STATE the database belongs to another history or
 * lacks changes that were confirmed; ERROR_BUSY there is a store already;
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_journal_attach(struct ntms_model *m, guid_t *history, u64 *durable,
			bool *upload)
{
	struct ntms_journal *j = &m->journal;
	u32 error = 0;

	mutex_lock(&j->flush);
	down_write(&m->lock);
	*upload = j->state == NTMS_READINESS_WAITING;
	if (j->attached) {
		error = ERROR_BUSY;
	} else if (*upload) {
		if (guid_is_null(history))
			guid_gen(history);
		guid_copy(&j->history, history);
		spin_lock(&j->lock);
		j->committed = *durable;
		j->durable = *durable;
		j->attached = true;
		j->state = NTMS_READINESS_LOADING;
		spin_unlock(&j->lock);
	} else {
		error = reattach(m, history, *durable);
	}
	guid_copy(history, &j->history);
	*durable = j->durable;
	up_write(&m->lock);
	mutex_unlock(&j->flush);
	/* without ringing: the store is just about to ask */
	if (!error)
		settle(m);
	return error;
}

/**
 * ntms_journal_loaded() - the store has handed over everything
 * @m: model, not locked
 *
 * Return: 0 and the model is ready, or a Win32 code.
 */
u32 ntms_journal_loaded(struct ntms_model *m)
{
	u32 error = ntms_computer_setup(m);

	if (error)
		return error;
	spin_lock(&m->journal.lock);
	m->journal.state = NTMS_READINESS_READY;
	spin_unlock(&m->journal.lock);
	return 0;
}

/**
 * ntms_journal_detach() - the store is gone
 * @m: model, not locked
 *
 * What it had not handed over completely is forgotten; else changes wait for
 * store_timeout for it to come back.
 */
void ntms_journal_detach(struct ntms_model *m)
{
	struct ntms_journal *j = &m->journal;
	bool loading;

	spin_lock(&j->lock);
	loading = j->state == NTMS_READINESS_LOADING;
	/* while there are halves of objects nobody else may attach */
	if (!loading)
		j->attached = false;
	if (j->state == NTMS_READINESS_READY)
		deadline_set(j);
	spin_unlock(&j->lock);
	if (!loading)
		return;
	ntms_journal_fail(m, ERROR_DATABASE_FAILURE, true);
	mutex_lock(&j->flush);
	down_write(&m->lock);
	repair_forget(j);
	ntms_restore_forget(m);
	ntms_model_clear(m);
	spin_lock(&j->lock);
	j->attached = false;
	j->state = NTMS_READINESS_WAITING;
	spin_unlock(&j->lock);
	up_write(&m->lock);
	mutex_unlock(&j->flush);
}
