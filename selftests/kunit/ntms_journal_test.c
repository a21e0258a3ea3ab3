// SPDX-License-Identifier: GPL-2.0
/*
 * ntms_journal_test.c - nothing acknowledged is lost, nothing refused stays
 *
 * The store is played by the test: it takes records, confirms them, refuses
 * them, dies and comes back.
 */
#include <linux/slab.h>

#include "world.h"

#define RECORDS	64

/* what the store was given for one object */
struct row {
	u64 sequence;		/* filled when the commit is sent */
	guid_t guid;
	u8 op;
	bool exists;
};

struct store {
	struct world *w;
	struct row rows[RECORDS];
	u32 count;
	u32 live;		/* records that are not freed */
	bool full;		/* no memory for records */
};

static struct store *the_store;

static u32 store_record(struct ntms_model *m, struct ntms_commit *c)
{
	struct ntms_change *change;
	struct row *row;

	if (the_store->full)
		return ERROR_NOT_ENOUGH_MEMORY;
	list_for_each_entry(change, &c->changes, link) {
		if (change->op == NTMS_OP_TOUCH || the_store->count == RECORDS)
			continue;
		row = &the_store->rows[the_store->count++];
		guid_copy(&row->guid, &change->guid);
		row->op = change->op;
		row->exists = ntms_find(m, &change->guid);
		c->record = row;
	}
	the_store->live += c->record != NULL;
	return 0;
}

static void store_record_free(void *record)
{
	the_store->live--;
}

static void store_doorbell(struct ntms_model *m)
{
	if (!list_empty_careful(&m->journal.repair))
		ntms_journal_repair(m);
}

static const struct ntms_sink store_sink = {
	.record = store_record,
	.record_free = store_record_free,
	.doorbell = store_doorbell,
};

/* somebody who waits for an answer */
struct answer {
	struct ntms_waiter w;
	u32 error;
	bool come;
};

static void answer_done(struct ntms_waiter *w, u32 error)
{
	struct answer *a = container_of(w, struct answer, w);

	a->error = error;
	a->come = true;
}

static int journal_init(struct kunit *test)
{
	struct ntms_journal *j;
	struct world *w;

	if (world_init(test))
		return -ENOMEM;
	w = test->priv;
	the_store = kunit_kzalloc(test, sizeof(*the_store), GFP_KERNEL);
	if (!the_store)
		return -ENOMEM;
	the_store->w = w;
	w->m.sink = &store_sink;
	j = &w->m.journal;
	j->store = true;
	j->attached = true;
	j->state = NTMS_READINESS_READY;
	guid_gen(&j->history);
	return 0;
}

static void journal_exit(struct kunit *test)
{
	struct world *w = test->priv;

	ntms_journal_fail(&w->m, ERROR_CANCELLED, false);
	KUNIT_EXPECT_EQ(test, the_store->live, 0);
	world_exit(test);
}

/* give the pool a limit, to be answered through @a */
static u32 set_limit(struct world *w, u32 limit, struct answer *a)
{
	struct ntms_txn t;

	a->w.done = answer_done;
	a->come = false;
	ntms_txn_begin(&t, &w->m);
	if (ntms_txn_edit(&t, &w->pool->o)) {
		ntms_txn_abort(&t);
		return ERROR_NOT_ENOUGH_MEMORY;
	}
	w->pool->max_allocates = limit;
	return ntms_txn_commit(&t, &a->w);
}

static u32 new_pool(struct world *w, const char *path, guid_t *pool,
		    struct answer *a)
{
	struct ntms_txn t;
	u32 error;

	a->w.done = answer_done;
	a->come = false;
	ntms_txn_begin(&t, &w->m);
	error = ntms_pool_create(&w->call, &t, path, NULL, NTMS_CREATE_NEW,
				 NULL, 0, pool);
	if (!error)
		return ntms_txn_commit(&t, &a->w);
	ntms_txn_abort(&t);
	return error;
}

static void answered_when_on_disk(struct kunit *test)
{
	struct world *w = test->priv;
	struct answer one, two;

	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &one), 0);
	KUNIT_EXPECT_EQ(test, set_limit(w, 8, &two), 0);
	KUNIT_EXPECT_FALSE(test, one.come);
	ntms_journal_durable(&w->m, w->m.journal.committed - 1);
	KUNIT_EXPECT_TRUE(test, one.come && !one.error);
	KUNIT_EXPECT_FALSE(test, two.come);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	KUNIT_EXPECT_TRUE(test, two.come && !two.error);
	KUNIT_EXPECT_EQ(test, w->pool->max_allocates, 8);
}

static u32 set_description(struct world *w, const char *text, struct answer *a)
{
	struct ntms_txn t;
	u32 error;

	a->w.done = answer_done;
	a->come = false;
	ntms_txn_begin(&t, &w->m);
	error = ntms_txn_edit(&t, &w->pool->o);
	if (!error)
		error = ntms_txn_set_text(&t, &w->pool->o,
					  &w->pool->o.description, text);
	if (!error)
		return ntms_txn_commit(&t, &a->w);
	ntms_txn_abort(&t);
	return error;
}

/* a text that a later change replaces is not freed with one that left it alone */
static void text_of_a_later_change_is_kept(struct kunit *test)
{
	struct world *w = test->priv;
	struct answer a[3];

	KUNIT_EXPECT_EQ(test, set_description(w, "first", &a[0]), 0);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	/* two changes are under way, and the first of them arrives */
	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a[1]), 0);
	KUNIT_EXPECT_EQ(test, set_description(w, "second", &a[2]), 0);
	ntms_journal_durable(&w->m, w->m.journal.committed - 1);
	KUNIT_EXPECT_TRUE(test, a[1].come && !a[1].error);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FULL, false);
	KUNIT_EXPECT_EQ(test, a[2].error, ERROR_DATABASE_FULL);
	KUNIT_EXPECT_STREQ(test, w->pool->o.description, "first");
	world_verify(w);
}

static void refused_batch_is_undone(struct kunit *test)
{
	struct world *w = test->priv;
	struct answer a[3];
	guid_t top, child;
	u64 before = world_sum(w);

	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a[0]), 0);
	KUNIT_EXPECT_EQ(test, new_pool(w, "Top", &top, &a[1]), 0);
	KUNIT_EXPECT_EQ(test, new_pool(w, "Top\\Child", &child, &a[2]), 0);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FULL, false);
	KUNIT_EXPECT_EQ(test, a[0].error, ERROR_DATABASE_FULL);
	KUNIT_EXPECT_EQ(test, a[1].error, ERROR_DATABASE_FULL);
	KUNIT_EXPECT_EQ(test, a[2].error, ERROR_DATABASE_FULL);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	KUNIT_EXPECT_TRUE(test, list_empty(&w->m.journal.repair));
	world_verify(w);
}

static void deletion_is_undone(struct kunit *test)
{
	struct world *w = test->priv;
	struct answer a = { .w.done = answer_done };
	guid_t guid = w->other->o.guid;
	u64 before = world_sum(w);
	struct ntms_txn t;

	ntms_txn_begin(&t, &w->m);
	KUNIT_EXPECT_EQ(test, ntms_pool_delete(&w->call, &t, &guid), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_commit(&t, &a.w), 0);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NULL(test, ntms_find(&w->m, &guid));
	up_read(&w->m.lock);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, false);
	KUNIT_EXPECT_EQ(test, a.error, ERROR_DATABASE_FAILURE);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
}

static void allocation_is_undone(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);
	struct answer done = { .w.done = answer_done };
	struct ntms_txn t;
	u64 before;

	/* the store confirms what the test arranges */
	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	before = world_sum(w);
	ntms_txn_begin(&t, &w->m);
	KUNIT_EXPECT_EQ(test, ntms_media_allocate(&w->call, &t, &a), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_commit(&t, &done.w), 0);
	ntms_txn_begin(&t, &w->m);
	KUNIT_EXPECT_EQ(test, ntms_media_deallocate(&w->call, &t, &a.media), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	world_verify(w);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, false);
	KUNIT_EXPECT_EQ(test, done.error, ERROR_DATABASE_FAILURE);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
}

static void returned_store_is_repaired(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_journal *j = &w->m.journal;
	u64 known = j->durable, seen;
	guid_t history = j->history, pool;
	struct answer a[2];
	bool upload;
	u32 first;

	/* two changes reach the disk, the store dies before it says so */
	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a[0]), 0);
	KUNIT_EXPECT_EQ(test, new_pool(w, "Lost", &pool, &a[1]), 0);
	seen = j->committed;
	ntms_journal_detach(&w->m);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, true);
	KUNIT_EXPECT_EQ(test, a[1].error, ERROR_DATABASE_FAILURE);
	first = the_store->count;
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &history, &seen,
						  &upload), 0);
	KUNIT_EXPECT_FALSE(test, upload);
	KUNIT_EXPECT_GT(test, j->committed, known + 2);
	/* exactly the two, as they are now */
	KUNIT_ASSERT_EQ(test, the_store->count - first, 2);
	KUNIT_EXPECT_EQ(test, the_store->rows[first].op, NTMS_OP_REPAIR);
	KUNIT_EXPECT_EQ(test, the_store->rows[first].exists +
			the_store->rows[first + 1].exists, 1);
	ntms_journal_durable(&w->m, j->committed);
	KUNIT_EXPECT_TRUE(test, list_empty(&j->repair));
	world_verify(w);
}

static void returned_store_had_everything(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_journal *j = &w->m.journal;
	guid_t history = j->history;
	struct answer a;
	bool upload;
	u64 seen;

	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a), 0);
	seen = j->committed;
	ntms_journal_detach(&w->m);
	KUNIT_EXPECT_FALSE(test, a.come);
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &history, &seen,
						  &upload), 0);
	KUNIT_EXPECT_TRUE(test, a.come && !a.error);
}

static void wrong_stores_are_refused(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_journal *j = &w->m.journal;
	guid_t history = j->history, other;
	struct answer a;
	bool upload;
	u64 old;

	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a), 0);
	ntms_journal_durable(&w->m, j->committed);
	old = j->durable;
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &history, &old,
						  &upload), ERROR_BUSY);
	ntms_journal_detach(&w->m);
	old = j->durable - 1;
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &history, &old,
						  &upload), ERROR_INVALID_STATE);
	guid_gen(&other);
	old = j->durable;
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &other, &old, &upload),
			ERROR_INVALID_STATE);
	KUNIT_EXPECT_TRUE(test, guid_equal(&other, &history));
}

static void refused_while_the_store_is_gone(struct kunit *test)
{
	struct world *w = test->priv;
	u64 before = world_sum(w);
	struct answer a;

	w->m.journal.state = NTMS_READINESS_DETACHED;
	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a), ERROR_DATABASE_FAILURE);
	KUNIT_EXPECT_FALSE(test, a.come);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
}

static void no_memory_for_the_record(struct kunit *test)
{
	struct world *w = test->priv;
	u64 before = world_sum(w);
	struct answer a;

	the_store->full = true;
	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a), ERROR_NOT_ENOUGH_MEMORY);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
}

static void missed_repair_is_sent_with_the_next_change(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_journal *j = &w->m.journal;
	guid_t history = j->history;
	struct answer a;
	bool upload;
	u64 seen;
	u32 count;

	KUNIT_EXPECT_EQ(test, set_limit(w, 7, &a), 0);
	seen = j->committed;
	ntms_journal_detach(&w->m);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FAILURE, true);
	KUNIT_EXPECT_EQ(test, ntms_journal_attach(&w->m, &history, &seen,
						  &upload), 0);
	/* the disk is full: the repair is refused too */
	ntms_journal_fail(&w->m, ERROR_DATABASE_FULL, false);
	KUNIT_EXPECT_FALSE(test, list_empty(&j->repair));
	count = the_store->count;
	KUNIT_EXPECT_EQ(test, set_limit(w, 9, &a), 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&j->repair));
	KUNIT_EXPECT_EQ(test, the_store->count - count, 2);
	ntms_journal_durable(&w->m, j->committed);
	KUNIT_EXPECT_TRUE(test, a.come && !a.error);
}

static void abort_brings_everything_back(struct kunit *test)
{
	struct world *w = test->priv;
	u64 before = world_sum(w);
	struct ntms_txn t;

	/* aborting brings back what was deleted and what was edited twice */
	ntms_txn_begin(&t, &w->m);
	KUNIT_EXPECT_EQ(test, ntms_txn_edit(&t, &w->pool->o), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_set_text(&t, &w->pool->o,
						&w->pool->o.name, "A"), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_set_text(&t, &w->pool->o,
						&w->pool->o.name, "B"), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_touch(&t, &w->other->o), 0);
	KUNIT_EXPECT_EQ(test, ntms_txn_delete(&t, &w->other->o), 0);
	ntms_txn_abort(&t);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
}

static u32 set_attribute(struct world *w, u32 len)
{
	static const u8 value[20000];

	return ntms_attribute_set(&w->call, &w->t, &w->other->o.guid, "a",
				  value, len);
}

/* what belongs to an object is undone with it, the newest change first */
static void attributes_are_undone(struct kunit *test)
{
	struct world *w = test->priv;
	u64 before;

	world_must(w, (world_arrange(w), set_attribute(w, 17000)));
	world_arranged(w);
	ntms_journal_durable(&w->m, w->m.journal.committed);
	before = world_sum(w);
	world_must(w, (world_arrange(w), set_attribute(w, 20000)));
	world_arranged(w);
	world_must(w, (world_arrange(w), set_attribute(w, 5)));
	world_arranged(w);
	world_must(w, ntms_pool_delete(&w->call, world_arrange(w),
				       &w->other->o.guid));
	world_arranged(w);
	KUNIT_EXPECT_NE(test, world_sum(w), before);
	ntms_journal_fail(&w->m, ERROR_DATABASE_FULL, true);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(answered_when_on_disk),
	KUNIT_CASE(text_of_a_later_change_is_kept),
	KUNIT_CASE(refused_batch_is_undone),
	KUNIT_CASE(deletion_is_undone),
	KUNIT_CASE(allocation_is_undone),
	KUNIT_CASE(returned_store_is_repaired),
	KUNIT_CASE(returned_store_had_everything),
	KUNIT_CASE(wrong_stores_are_refused),
	KUNIT_CASE(refused_while_the_store_is_gone),
	KUNIT_CASE(no_memory_for_the_record),
	KUNIT_CASE(missed_repair_is_sent_with_the_next_change),
	KUNIT_CASE(abort_brings_everything_back),
	KUNIT_CASE(attributes_are_undone),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_journal",
	.init = journal_init,
	.exit = journal_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
