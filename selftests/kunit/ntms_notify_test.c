// SPDX-License-Identifier: GPL-2.0
/*
 * Notifications, semantics 11: who is told what, in which order, and what
 * becomes of readers that do not keep up.
 */
#include <linux/sched.h>
#include <linux/slab.h>

#include "world.h"

#define KEPT	512

/**
 * struct ears - a channel and what it got
 * @ch: channel
 * @s: its session
 * @e: the first events
 * @count: events it got, those that did not fit into @e too
 * @full: it has no room
 * @told: how often it was told that it misses something
 */
struct ears {
	struct ntms_channel ch;
	struct ntms_session s;
	struct ntms_notice e[KEPT];
	u32 count;
	bool full;
	u32 told;
};

static int take(struct ntms_channel *ch, const struct ntms_notice *e, u32 n)
{
	struct ears *ears = container_of(ch, struct ears, ch);

	if (READ_ONCE(ears->full))
		return 0;
	for (; n; n--, e++) {
		if (ears->count < KEPT)
			ears->e[ears->count] = *e;
		WRITE_ONCE(ears->count, ears->count + 1);
	}
	return 1;
}

static void broken(struct ntms_channel *ch)
{
	container_of(ch, struct ears, ch)->told++;
}

static struct ears *listen_as(struct world *w, u32 type, bool signals,
			      u32 uid)
{
	struct ears *ears = kunit_kzalloc(w->test, sizeof(*ears), GFP_KERNEL);
	struct ntms_call c = { .m = &w->m, .s = &w->session };

	KUNIT_ASSERT_NOT_NULL(w->test, ears);
	ears->s.caller.admin = !uid;
	ears->s.caller.uid = uid;
	ears->ch.session = &ears->s;
	ears->ch.signals = signals;
	ears->ch.take = take;
	ears->ch.broken = broken;
	KUNIT_ASSERT_EQ(w->test, ntms_channel_open(&c, &ears->ch, type), 0);
	ntms_channel_start(&ears->ch);
	return ears;
}

static struct ears *listen(struct world *w, u32 type)
{
	return listen_as(w, type, false, 0);
}

/* all that can be handed over is handed over */
static void settle(struct world *w)
{
	flush_workqueue(w->m.wq);
}

static u32 heard(struct ears *ears, u32 event, const guid_t *guid)
{
	u32 i, n = 0;

	for (i = 0; i < min_t(u32, ears->count, KEPT); i++)
		n += ears->e[i].event == event &&
		     guid_equal(&ears->e[i].guid, guid);
	return n;
}

static void each_change_is_told_once_to_its_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *media = listen(w, NTMS_TYPE_PHYSICAL_MEDIA);
	struct ears *again = listen(w, NTMS_TYPE_PHYSICAL_MEDIA);
	struct ears *sides = listen(w, NTMS_TYPE_PARTITION);
	struct ears *pools = listen(w, NTMS_TYPE_MEDIA_POOL);
	struct ntms_physical_media *pm;
	guid_t side;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	side = pm->sides[0]->o.guid;
	settle(w);
	KUNIT_EXPECT_EQ(test, media->count, 1);
	KUNIT_EXPECT_EQ(test, heard(media, NTMS_EV_INSERT, &pm->o.guid), 1);
	KUNIT_EXPECT_EQ(test, media->e[0].type, NTMS_TYPE_PHYSICAL_MEDIA);
	KUNIT_EXPECT_EQ(test, again->count, 1);
	KUNIT_EXPECT_EQ(test, sides->count, 1);
	KUNIT_EXPECT_EQ(test, heard(sides, NTMS_EV_INSERT, &side), 1);
	KUNIT_EXPECT_EQ(test, heard(pools, NTMS_EV_UPDATE, &w->pool->o.guid), 1);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_DECOMMISSIONED, 1);
	settle(w);
	KUNIT_EXPECT_EQ(test, heard(sides, NTMS_EV_UPDATE, &side), 1);
	KUNIT_EXPECT_EQ(test, sides->count, 2);
	KUNIT_EXPECT_EQ(test, media->count, 1);
	ntms_channel_close(&media->ch);
	ntms_channel_close(&again->ch);
	ntms_channel_close(&sides->ch);
	ntms_channel_close(&pools->ch);
}

static void what_was_before_or_is_aborted_is_not_told(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	settle(w);
	ears = listen(w, NTMS_TYPE_PARTITION);
	KUNIT_EXPECT_EQ(test, ntms_txn_edit(world_arrange(w), &pm->sides[0]->o),
			0);
	ntms_complete(&w->t, NTMS_TYPE_PARTITION, &pm->sides[0]->o.guid);
	ntms_txn_abort(&w->t);
	settle(w);
	KUNIT_EXPECT_EQ(test, ears->count, 0);
	ntms_channel_close(&ears->ch);
}

static void in_the_order_of_the_commits(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears = listen(w, NTMS_TYPE_LOGICAL_MEDIA);
	guid_t media;
	u32 i;

	for (i = 0; i < 100; i++) {
		world_allocated(w, &media);
		WORLD_EXPECT(w, world_deallocate(w, &media), 0);
		settle(w);
		KUNIT_EXPECT_EQ(test, ears->count, 2 * i + 2);
		KUNIT_EXPECT_EQ(test, ears->e[2 * i].event, NTMS_EV_INSERT);
		KUNIT_EXPECT_EQ(test, ears->e[2 * i + 1].event, NTMS_EV_DELETE);
		KUNIT_EXPECT_TRUE(test, guid_equal(&ears->e[2 * i].guid,
						   &media));
		KUNIT_EXPECT_TRUE(test, guid_equal(&ears->e[2 * i + 1].guid,
						   &media));
	}
	ntms_channel_close(&ears->ch);
}

/* decision A-23 */
static void types_that_do_not_exist_are_never_told(struct kunit *test)
{
	static const u32 types[] = { 0, 1, 18, 19, 0x80000000, 0xffffffff };
	struct world *w = test->priv;
	struct ears *ears[ARRAY_SIZE(types)];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		ears[i] = listen(w, types[i]);
	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	settle(w);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		KUNIT_EXPECT_EQ(test, ears[i]->count, 0);
		KUNIT_EXPECT_EQ(test, ears[i]->told, 0);
		ntms_channel_close(&ears[i]->ch);
	}
}

static void to_open_takes_the_use_right_on_the_computer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_channel ch = { .session = &w->session };

	world_grant(w, &w->m.computer->o, ALICE,
		    NTMS_ALL_ACCESS & ~NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, ntms_channel_open(&w->call, &ch, NTMS_TYPE_LIBRARY),
		     ERROR_ACCESS_DENIED);
	/* also for a type that is never told */
	WORLD_EXPECT(w, ntms_channel_open(&w->call, &ch, 0),
		     ERROR_ACCESS_DENIED);
}

static void only_those_with_the_use_right_are_told(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *alice = listen_as(w, NTMS_TYPE_LOGICAL_MEDIA, false, ALICE);
	struct ears *bob = listen_as(w, NTMS_TYPE_LOGICAL_MEDIA, false, BOB);
	guid_t media;

	world_grant(w, &w->pool->o, ALICE, NTMS_USE_ACCESS);
	world_allocated(w, &media);
	/* the list as it was at the commit, whatever it becomes later */
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	world_grant(w, &w->pool->o, BOB, NTMS_USE_ACCESS);
	settle(w);
	KUNIT_EXPECT_EQ(test, alice->count, 2);
	KUNIT_EXPECT_EQ(test, heard(alice, NTMS_EV_DELETE, &media), 1);
	KUNIT_EXPECT_EQ(test, bob->count, 0);
	world_allocated(w, &media);
	settle(w);
	KUNIT_EXPECT_EQ(test, alice->count, 2);
	KUNIT_EXPECT_EQ(test, bob->count, 1);
	ntms_channel_close(&alice->ch);
	ntms_channel_close(&bob->ch);
}

static void the_end_of_a_pool_is_told_to_its_users(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *alice = listen_as(w, NTMS_TYPE_MEDIA_POOL, false, ALICE);
	struct ears *bob = listen_as(w, NTMS_TYPE_MEDIA_POOL, false, BOB);
	guid_t pool = w->other->o.guid;

	world_grant(w, &w->other->o, ALICE, NTMS_USE_ACCESS);
	WORLD_EXPECT(w, world_end(w, ntms_pool_delete(&w->call, world_begin(w),
						      &pool)), 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, heard(alice, NTMS_EV_DELETE, &pool), 1);
	KUNIT_EXPECT_EQ(test, heard(bob, NTMS_EV_DELETE, &pool), 0);
	ntms_channel_close(&alice->ch);
	ntms_channel_close(&bob->ch);
}

/* semantics 11.4, decision A-24 */

static void an_allocation_completes_with_the_logical_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *all = listen_as(w, NTMS_TYPE_LOGICAL_MEDIA, true, 0);
	struct ears *classic = listen(w, NTMS_TYPE_LOGICAL_MEDIA);
	guid_t media;

	world_allocated(w, &media);
	settle(w);
	KUNIT_EXPECT_EQ(test, all->count, 2);
	KUNIT_EXPECT_EQ(test, all->e[0].event, NTMS_EV_INSERT);
	KUNIT_EXPECT_EQ(test, all->e[1].event, NTMS_EV_COMPLETE);
	KUNIT_EXPECT_TRUE(test, guid_equal(&all->e[1].guid, &media));
	KUNIT_EXPECT_EQ(test, classic->count, 1);
	ntms_channel_close(&all->ch);
	ntms_channel_close(&classic->ch);
}

static void a_move_completes_with_the_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears = listen_as(w, NTMS_TYPE_MEDIA_POOL, true, 0);
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_end(w, ntms_pool_move(&w->call, world_begin(w),
						    &pm->o.guid,
						    &w->other->o.guid)), 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, heard(ears, NTMS_EV_COMPLETE, &w->other->o.guid),
			1);
	KUNIT_EXPECT_EQ(test, ears->e[ears->count - 1].event, NTMS_EV_COMPLETE);
	ntms_channel_close(&ears->ch);
}

static void completion_without_any_change(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears = listen_as(w, NTMS_TYPE_LIBRARY, true, 0);
	guid_t nothing;

	guid_gen(&nothing);
	ntms_complete(world_begin(w), NTMS_TYPE_LIBRARY, &w->library->o.guid);
	ntms_complete(&w->t, NTMS_TYPE_LIBRARY, &nothing);
	ntms_complete(&w->t, NTMS_TYPE_DRIVE, &w->library->o.guid);
	ntms_signal(&w->t, NTMS_TYPE_LIBRARY, &w->library->o.guid);
	WORLD_EXPECT(w, world_end(w, 0), 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, ears->count, 2);
	KUNIT_EXPECT_EQ(test, heard(ears, NTMS_EV_COMPLETE, &w->library->o.guid),
			1);
	KUNIT_EXPECT_EQ(test, heard(ears, NTMS_EV_SIGNAL, &w->library->o.guid),
			1);
	ntms_channel_close(&ears->ch);
}

/* readers that do not keep up */

static void touch(struct world *w, struct ntms_object *o, u32 times)
{
	while (times--) {
		world_must(w, ntms_txn_touch(world_arrange(w), o));
		KUNIT_ASSERT_EQ(w->test, ntms_txn_commit(&w->t, NULL), 0);
	}
}

static void a_reader_without_room_gets_it_later(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears = listen(w, NTMS_TYPE_LIBRARY);
	unsigned long end = jiffies + 30 * HZ;

	w->m.feeds[NTMS_TYPE_LIBRARY].patience = 60 * HZ;
	WRITE_ONCE(ears->full, true);
	touch(w, &w->library->o, 1000);
	settle(w);
	KUNIT_EXPECT_EQ(test, ears->count, 0);
	WRITE_ONCE(ears->full, false);
	while (READ_ONCE(ears->count) < 1000 && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, ears->count, 1000);
	KUNIT_EXPECT_EQ(test, ears->told, 0);
	ntms_channel_close(&ears->ch);
}

static void a_reader_that_does_not_read_is_given_up(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *stuck = listen(w, NTMS_TYPE_LIBRARY);
	struct ears *good = listen(w, NTMS_TYPE_LIBRARY);
	unsigned long end = jiffies + 30 * HZ;

	w->m.feeds[NTMS_TYPE_LIBRARY].patience = HZ / 50;
	WRITE_ONCE(stuck->full, true);
	touch(w, &w->library->o, 10);
	while (!READ_ONCE(stuck->told) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	settle(w);
	KUNIT_EXPECT_EQ(test, stuck->told, 1);
	KUNIT_EXPECT_EQ(test, good->count, 10);
	/* it gets nothing more, and is not told again */
	WRITE_ONCE(stuck->full, false);
	touch(w, &w->library->o, 10);
	settle(w);
	KUNIT_EXPECT_EQ(test, stuck->count, 0);
	KUNIT_EXPECT_EQ(test, stuck->told, 1);
	KUNIT_EXPECT_EQ(test, good->count, 20);
	KUNIT_EXPECT_EQ(test, good->told, 0);
	ntms_channel_close(&stuck->ch);
	ntms_channel_close(&good->ch);
}

/* what is kept is bounded, whoever does not read */
static void the_oldest_events_make_room(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_feed *feed = &w->m.feeds[NTMS_TYPE_LIBRARY];
	struct ears *stuck = listen(w, NTMS_TYPE_LIBRARY);
	struct ears *good = listen(w, NTMS_TYPE_LIBRARY);
	u32 i;

	feed->patience = 600 * HZ;
	WRITE_ONCE(stuck->full, true);
	for (i = 0; i < 20; i++) {
		touch(w, &w->library->o, 1000);
		settle(w);
	}
	KUNIT_EXPECT_LE(test, feed->next - feed->first, 16384ULL);
	KUNIT_EXPECT_LE(test, feed->bytes, (size_t)4 << 20);
	KUNIT_EXPECT_EQ(test, good->count, 20000);
	KUNIT_EXPECT_EQ(test, good->told, 0);
	KUNIT_EXPECT_EQ(test, stuck->told, 1);
	ntms_channel_close(&stuck->ch);
	/* nobody has to be waited for: nothing is kept */
	touch(w, &w->library->o, 1);
	settle(w);
	KUNIT_EXPECT_EQ(test, feed->bytes, 0);
	ntms_channel_close(&good->ch);
	KUNIT_EXPECT_NULL(test, feed->ring);
}

#ifdef CONFIG_FAULT_INJECTION
static void without_memory_every_reader_is_told(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears = listen(w, NTMS_TYPE_LIBRARY);
	u32 n, lost = 0;

	for (n = 1; n < 10; n++) {
		world_must(w, ntms_txn_touch(world_arrange(w), &w->library->o));
		current->fail_nth = n;
		ntms_txn_commit(&w->t, NULL);
		current->fail_nth = 0;
		settle(w);
		lost = ears->told;
		if (lost)
			break;
	}
	ntms_channel_close(&ears->ch);
	if (!lost)
		kunit_skip(test, "set failslab's ignore-gfp-wait to N");
	KUNIT_EXPECT_EQ(test, lost, 1);
	world_verify(w);
}
#else
static void without_memory_every_reader_is_told(struct kunit *test)
{
	kunit_skip(test, "the kernel has no fault injection");
}
#endif

static void channels_come_and_go_while_things_happen(struct kunit *test)
{
	struct world *w = test->priv;
	struct ears *ears[8];
	u32 i, n;

	for (i = 0; i < 50; i++) {
		for (n = 0; n < ARRAY_SIZE(ears); n++)
			ears[n] = listen(w, NTMS_TYPE_LIBRARY);
		touch(w, &w->library->o, 5);
		for (n = 0; n < ARRAY_SIZE(ears); n++)
			ntms_channel_close(&ears[n]->ch);
	}
	settle(w);
	KUNIT_EXPECT_EQ(test, w->m.feeds[NTMS_TYPE_LIBRARY].count, 0);
	KUNIT_EXPECT_EQ(test, w->m.feeds[NTMS_TYPE_LIBRARY].bytes, 0);
}

static int notify_init(struct kunit *test)
{
	int err = world_init(test);

	if (!err)
		((struct world *)test->priv)->m.feeds[NTMS_TYPE_LIBRARY].patience =
			2 * HZ;
	return err;
}

static struct kunit_case cases[] = {
	KUNIT_CASE(each_change_is_told_once_to_its_type),
	KUNIT_CASE(what_was_before_or_is_aborted_is_not_told),
	KUNIT_CASE(in_the_order_of_the_commits),
	KUNIT_CASE(types_that_do_not_exist_are_never_told),
	KUNIT_CASE(to_open_takes_the_use_right_on_the_computer),
	KUNIT_CASE(only_those_with_the_use_right_are_told),
	KUNIT_CASE(the_end_of_a_pool_is_told_to_its_users),
	KUNIT_CASE(an_allocation_completes_with_the_logical_medium),
	KUNIT_CASE(a_move_completes_with_the_pool),
	KUNIT_CASE(completion_without_any_change),
	KUNIT_CASE(a_reader_without_room_gets_it_later),
	KUNIT_CASE(a_reader_that_does_not_read_is_given_up),
	KUNIT_CASE(the_oldest_events_make_room),
	KUNIT_CASE(without_memory_every_reader_is_told),
	KUNIT_CASE(channels_come_and_go_while_things_happen),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_notify",
	.init = notify_init,
	.exit = world_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
